// The batch as a grid: one tab stop, arrows move inside. Columns are chosen so
// that the whole batch fits without scrolling.
import { avatar, h, icon, shown } from "./dom.js";
import { said, t } from "./i18n.js";
import { Veil } from "./veil.js";

const GAP = 12, CAPTION = 22, PADDING = 16, SMALLEST = 96;

export class Grid {
  constructor(batch, act, base) {
    this.batch = batch;
    this.act = act;
    this.cells = batch.pictures.map((p, i) => this.cell(p, i, base));
    this.element = h("div", { class: "grid", role: "listbox", "aria-multiselectable": "true", "aria-label": t("album.grid") }, this.cells.map((c) => c.element));
    this.columns = 5;
    this.refit = () => this.fit(); // with the window only: a band must move nothing
    addEventListener("resize", this.refit);
  }

  stop() {
    removeEventListener("resize", this.refit);
  }

  cell(p, i, base) {
    const veil = new Veil(p.url, p.thumb, base, { hint: false, delay: 200 });
    const foot = h("span", { class: "cell-foot" });
    const corner = h("span", { class: "cell-mark", title: t("keys.mark"), onclick: (event) => { event.stopPropagation(); this.act.focus(i); this.act.toggle(p); } });
    corner.addEventListener("pointerdown", (event) => event.stopPropagation());
    const frame = h("div", { class: "cell-frame" }, veil.element, foot, corner);
    const element = h("div", {
      class: "cell", role: "option", onfocus: () => this.act.focus(i, false), onpointerdown: () => this.act.focus(i),
    }, frame, h("div", { class: "cell-caption" }, avatar(p.user), shown(p.user, { class: "cell-user" }), h("span", { class: "meta tabular" }, String(i + 1).padStart(2, "0"))));
    return { element, veil, foot, corner, p };
  }

  // fit finds the columns that give the largest square cells.
  fit() {
    const n = this.cells.length;
    const width = this.element.clientWidth - 2 * PADDING, height = this.element.clientHeight - 2 * PADDING;
    let best = { size: 0, columns: 5 };
    for (let columns = 2; columns <= n; columns++) {
      const rows = Math.ceil(n / columns);
      const size = Math.floor(Math.min((width - GAP * (columns - 1)) / columns, (height - GAP * (rows - 1)) / rows - CAPTION));
      if (size > best.size) best = { size, columns };
    }
    this.columns = best.columns;
    this.element.style.setProperty("--columns", best.columns);
    this.element.style.setProperty("--cell", Math.min(280, Math.max(SMALLEST, best.size)) + "px");
  }

  sync() {
    const { batch } = this;
    this.cells.forEach(({ element, veil, foot, corner, p }, i) => {
      const marked = p.reason !== null;
      element.tabIndex = i === batch.focus ? 0 : -1;
      element.setAttribute("aria-selected", String(marked));
      element.className = `cell${marked ? " cell-marked" : ""}${i === batch.focus ? " cell-focus" : ""} cell-${p.state}`;
      if (i !== batch.focus) veil.reveal(false);
      const words = this.words(p);
      foot.replaceChildren(...words.filter(Boolean));
      foot.hidden = !words.length;
      corner.replaceChildren(icon(marked ? "undo-2" : "ban"));
      corner.hidden = !batch.open(p);
      element.setAttribute("aria-label", t("album.cell", { n: i + 1, user: p.user, state: foot.textContent || t("album.willpass") }));
    });
  }

  words(p) {
    if (p.state === "sending") return [h("span", { class: "spinner" }), t("album.sending")];
    if (p.state === "conflict") return [icon("users"), t("album.conflict")];
    if (p.state === "failed") return [icon("triangle-alert"), t("album.failed")];
    if (p.state === "done") return [icon("check"), p.reason === null ? t("album.passed") : t("album.punished")];
    return p.reason === null ? [] : [said("reason", p.reason, this.batch.reasons.find((r) => r.id === p.reason)?.title)];
  }

  toFocus() {
    this.cells[this.batch.focus]?.element.focus({ preventScroll: false });
  }

  reveal(on) {
    this.cells[this.batch.focus]?.veil.reveal(on);
  }
}
