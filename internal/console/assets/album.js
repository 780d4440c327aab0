// The screen 相册图片: a batch of pictures, unmarked ones pass, marked ones are
// deleted, all in one submission.
import * as api from "./api.js";
import { Batch } from "./batch.js";
import { avatar, h, icon, key, press, replace, shown } from "./dom.js";
import { hoursText } from "./dock.js";
import { Grid } from "./grid.js";
import { number, said, t } from "./i18n.js";
import { bind, caseShown, onReveal } from "./keys.js";
import { Lease } from "./lease.js";
import { say } from "./problem.js";
import { DELETE, HOURS, LOGIN_LIMIT } from "./relation.js";
import { announce, band, confirm, segmented, skeleton, state } from "./ui.js";
import { Veil } from "./veil.js";

const SIZE = 20;
const MANY = 4; // from so many marks on, more than half of a batch is asked about

export class AlbumScreen {
  constructor(session, root) {
    this.session = session;
    this.root = root;
    this.batch = null;
    this.act = {
      focus: (i, move = true) => this.focus(i, move),
      toggle: (p) => this.change(() => this.batch.toggle(p)),
    };
  }

  start() {
    this.active = true;
    this.unbind = bind(this.keys());
    onReveal((on) => { this.grid?.reveal(on); this.large?.reveal(on); });
    if (this.batch && !this.gone) this.draw();
    else this.next();
  }

  stop() {
    this.active = false;
    this.unbind?.();
    this.turn = null;
    this.grid?.reveal(false);
    this.grid?.stop();
  }

  keys() {
    const on = (run) => ({ run: () => { if (this.batch) run(this.batch); } });
    const step = (by) => ({ ...on(() => this.move(by())), repeat: true });
    const across = () => this.grid.columns;
    const keys = {
      ArrowRight: step(() => 1), KeyL: step(() => 1), ArrowLeft: step(() => -1), KeyH: step(() => -1),
      ArrowDown: step(across), KeyJ: step(across), ArrowUp: step(() => -across()), KeyK: step(() => -across()),
      Space: on((b) => this.act.toggle(b.focused)),
      KeyA: on((b) => this.change(() => b.mark(b.focused, null))),
      KeyU: on((b) => this.change(() => b.markUser(b.focused.user))),
      KeyE: on((b) => this.change(() => { b.limit = !b.limit; })),
      BracketLeft: { ...on(() => this.longer(-1)), repeat: true }, BracketRight: { ...on(() => this.longer(1)), repeat: true },
      "Ctrl+Enter": { run: () => this.submit(), decides: true },
      Enter: { run: () => { if (this.gone || this.finished()) this.next(); }, decides: true },
      KeyN: { run: () => { if (!this.batch || this.gone || this.finished()) this.next(); }, decides: true },
    };
    for (let digit = 1; digit <= 9; digit++) {
      keys["Digit" + digit] = on((b) => { if (b.reasons[digit - 1]) this.markAs(b.reasons[digit - 1].id); });
    }
    return keys;
  }

  markAs(reason) {
    this.change(() => this.batch.mark(this.batch.focused, reason));
  }

  longer(step) {
    const b = this.batch;
    const allowed = HOURS.slice(1);
    this.change(() => { b.hours = allowed[Math.min(allowed.length - 1, Math.max(0, allowed.indexOf(b.hours) + step))]; });
  }

  change(run) {
    if (!this.batch || this.batch.busy || this.gone) return;
    run();
    this.sync();
  }

  move(by) {
    const b = this.batch;
    const to = b.focus + by;
    if (to >= 0 && to < b.pictures.length) this.focus(to, true);
  }

  focus(i, move) {
    const b = this.batch;
    if (b.focus !== i) {
      b.focus = i;
      this.inspect();
      this.sync();
    }
    if (move) this.grid.toFocus();
  }

  finished() {
    return Boolean(this.batch) && !this.batch.busy && this.batch.left().length === 0;
  }

  // next claims a batch, unless the reviewer paused.
  async next() {
    if (this.batch?.busy) return;
    this.drop();
    if (!this.active) return undefined; // another screen is shown: start claims
    if (!this.session.may("decide")) return this.blank({ sign: "eye", title: t("denied.title"), detail: t("denied.detail") });
    if (this.session.paused) return this.blank({ sign: "pause", title: t("paused.title"), detail: t("paused.detail"), action: { label: t("paused.go"), key: "P", run: () => this.session.pause() } });
    const turn = (this.turn = {});
    replace(this.root, skeleton());
    try {
      const list = await api.nextPictures(this.session.risk, SIZE);
      if (turn !== this.turn) return;
      if (list?.length) this.take(list);
      else this.emptyPage();
    } catch (problem) {
      if (turn === this.turn && problem.kind !== "session") this.failedPage(problem);
    } finally {
      this.session.counts.ask();
    }
  }

  drop() {
    this.lease?.stop();
    this.grid?.stop();
    this.batch = this.grid = this.large = this.lease = this.turn = null;
    this.gone = this.isEmpty = false;
  }

  take(list) {
    this.batch = new Batch(list, this.session.relation, (mod) => this.session.entrance(mod));
    const batch = this.batch;
    this.lease = new Lease(`${api.currentApp()}.album.${list[0].id}`, this.session.me.lease_seconds, {
      over: () => { if (this.batch === batch && !batch.busy) { this.gone = true; this.sync(); } },
      warn: () => announce(t("lease.warn")),
    });
    this.draw();
    announce(t("album.announce", { n: list.length }));
  }

  draw() {
    const { batch, session } = this;
    this.grid?.stop();
    this.grid = new Grid(batch, this.act, session.mediaBase());
    this.side = h("aside", { class: "side", "aria-label": t("album.inspector") });
    this.bands = h("div", { class: "bands" });
    replace(this.root, h("div", { class: "workbench" },
      h("div", { class: "work" }, this.subBar(), this.grid.element, this.bands, session.strip()), this.side, this.dock()));
    this.inspect();
    this.sync();
    this.grid.fit();
    this.grid.toFocus();
    caseShown();
  }

  subBar() {
    return h("div", { class: "subbar" }, this.session.riskSwitch(), h("span", { class: "tag" }, t("album.size", { n: this.batch.pictures.length })),
      this.session.risk === 1 && h("span", { class: "tag tag-warn" }, icon("chevrons-up"), t("risk.high")),
      h("span", { class: "spring" }), h("span", { class: "meta hide-narrow" }, t("veil.hold"), " ", key("V")), this.lease.element);
  }

  dock() {
    const { batch } = this;
    this.reasonButtons = batch.reasons.map((reason, i) => {
      const n = h("span", { class: "chip-count tabular" });
      const element = h("button", { type: "button", class: "chip", onclick: press(() => this.markAs(reason.id)) }, i < 9 && key(i + 1), h("span", {}, said("reason", reason.id, reason.title)), n);
      return { id: reason.id, element, n };
    });
    this.clear = h("button", { type: "button", class: "btn btn-plain", onclick: press(() => this.change(() => batch.mark(batch.focused, null))) }, icon("undo-2"), t("album.clear"), key("A"));
    this.limit = h("button", { type: "button", class: "chip chip-action", onclick: press(() => this.change(() => { batch.limit = !batch.limit; })) }, key("E"), icon("log-in"), h("span", {}, t("album.limit", { action: said("punish", LOGIN_LIMIT, this.title(LOGIN_LIMIT)) })));
    this.hours = segmented(t("dock.hours"), HOURS.slice(1).map((value) => ({ value, label: hoursText(value) })), batch.hours, (value) => this.change(() => { batch.hours = value; }));
    const step = (by, sign) => h("button", { type: "button", class: "step", "aria-label": t(by < 0 ? "keys.shorter" : "keys.longer"), onclick: press(() => this.longer(by)) }, key(sign));
    this.span = h("div", { class: "span" }, step(-1, "["), this.hours.element, step(1, "]"));
    this.tally = h("p", { class: "tally tabular" });
    this.bar = h("progress", { class: "bar", max: batch.pictures.length, "aria-label": t("album.progress") });
    this.go = h("button", { type: "button", class: "btn btn-accent btn-big", onclick: press(() => this.submit()) });
    return h("section", { class: "dock", "aria-label": t("dock.label") },
      h("div", { class: "dock-choices" },
        h("div", { class: "dock-row" }, h("span", { class: "dock-label" }, t("dock.mark")), this.reasonButtons.map((r) => r.element), this.clear),
        h("div", { class: "dock-row" }, h("span", { class: "dock-label" }, t("dock.action")), h("span", { class: "chip chip-fixed" }, icon("trash-2"), h("span", {}, said("punish", DELETE, this.title(DELETE)))), this.limit, this.span),
        h("p", { class: "dock-line keys-line" }, key("←", "↑", "↓", "→"), t("keys.grid"), key("Space"), t("keys.mark"), key("U"), t("keys.user"))),
      h("div", { class: "dock-verdict" }, this.tally, h("div", { class: "dock-big" }, this.go), this.bar));
  }

  title(id) {
    return (this.session.relation.module_types ?? []).flatMap((m) => m.punishes ?? []).find((p) => p.id === id)?.title;
  }

  // inspect shows the focused picture large, covered again.
  inspect() {
    const { batch } = this;
    const p = batch.focused;
    this.large = new Veil(p.url, p.thumb, this.session.mediaBase());
    this.verdict = h("span", { class: "tag" });
    const own = batch.pictures.filter((q) => q.user === p.user).length;
    const fact = (label, value) => value && h("div", { class: "fact" }, h("dt", {}, label), h("dd", {}, shown(value)));
    replace(this.side,
      h("section", { class: "panel inspector" }, this.large.element,
        h("div", { class: "inspector-line" }, h("strong", { class: "tabular" }, "#" + p.id), this.verdict, h("span", { class: "spring" }), h("span", { class: "meta tabular" }, `${batch.focus + 1} / ${batch.pictures.length}`))),
      h("section", { class: "panel" }, h("h2", {}, t("album.user")),
        h("div", { class: "reporter" }, avatar(p.user), shown(p.user, { class: "user-id" }), h("span", { class: "meta" }, said("mod", p.mod, this.session.entranceNames[p.mod]))),
        own > 1 && h("button", { type: "button", class: "btn btn-row", onclick: press(() => this.change(() => batch.markUser(p.user))) }, t("album.own", { n: own }), h("span", { class: "spring" }), t("album.markall"), key("U"))),
      h("section", { class: "panel panel-grow" }, h("h2", {}, t("report.title")), h("dl", { class: "facts" }, fact(t("role.reporter"), p.reporter), fact(t("place.id"), p.place))));
  }

  sync() {
    const { batch } = this;
    if (!batch || !this.grid) return;
    const inert = batch.busy || this.gone;
    this.grid.sync();
    const p = batch.focused;
    replace(this.verdict, icon(p.reason === null ? "check" : "ban"), p.reason === null ? t("album.willpass") : said("reason", p.reason, batch.reasons.find((r) => r.id === p.reason)?.title));
    this.verdict.className = "tag " + (p.reason === null ? "tag-ok" : "tag-danger");
    for (const { id, element, n } of this.reasonButtons) {
      const count = batch.pictures.filter((q) => q.reason === id).length;
      n.textContent = count || "";
      element.setAttribute("aria-pressed", String(p.reason === id));
      element.disabled = inert;
    }
    this.clear.disabled = inert || p.reason === null;
    this.limit.setAttribute("aria-pressed", String(batch.limit));
    this.limit.disabled = inert;
    this.hours.sync(batch.hours, inert);
    this.span.classList.toggle("span-idle", !batch.limit);
    this.syncGo(inert);
    replace(this.bands, this.band());
  }

  syncGo(inert) {
    const { batch } = this;
    const marked = batch.marked().length, failed = batch.pictures.filter((p) => p.state === "failed").length;
    replace(this.tally, h("span", { class: "tally-ok" }, icon("check"), t("album.tally.pass", { n: batch.pictures.length - marked })), h("span", { class: "tally-danger" }, icon("ban"), t("album.tally.punish", { n: marked })));
    this.bar.value = batch.settled();
    this.bar.classList.toggle("bar-idle", !batch.busy && !batch.settled());
    this.go.disabled = inert || !batch.left().length;
    const text = batch.busy ? t("album.progress.n", { n: batch.settled(), all: batch.pictures.length }) : failed ? t("album.retry", { n: failed }) : t("album.submit");
    replace(this.go, text, key("Ctrl", "↵"));
  }

  band() {
    const { batch } = this;
    const next = { label: t("album.next"), key: "↵", run: () => this.next() };
    if (this.gone) return band({ tone: "warn", title: t("lease.gone"), detail: t("album.gone.detail"), action: next });
    if (batch.busy) return null;
    const taken = batch.pictures.filter((p) => p.state === "conflict").length;
    const failed = batch.pictures.filter((p) => p.state === "failed");
    if (failed.length) return band({ tone: "danger", title: t("album.failed.n", { n: failed.length }), detail: say(failed[0].problem) });
    if (taken && this.finished()) return band({ tone: "warn", title: t("album.taken.n", { n: taken }), detail: t("album.taken.detail"), action: next });
    return null;
  }

  async submit() {
    const { batch } = this;
    if (!batch || batch.busy || this.gone || !batch.left().length) return;
    const marked = batch.marked().length;
    const grave = batch.limit && batch.hours === -1 && marked ? "limit" : marked >= MANY && marked * 2 > batch.pictures.length ? "many" : "";
    if (grave && !(await confirm({ title: t(`grave.${grave}`, { n: marked }), detail: t(`grave.${grave}.detail`, { n: marked }), go: t("album.submit") }))) return;
    if (this.batch !== batch || batch.busy || this.gone) return;
    await batch.submit(api, () => { if (this.batch === batch) this.sync(); });
    this.submitted(batch);
  }

  submitted(batch) {
    const done = batch.pictures.filter((p) => p.state === "done");
    const passed = done.filter((p) => p.reason === null).length, punished = done.length - passed;
    batch.entry ??= { id: batch.pictures[0].id };
    if (done.length) this.session.record(Object.assign(batch.entry, { pass: !punished, n: done.length, text: () => t("album.done", { passed, punished }) }));
    if (this.batch !== batch) return;
    if (this.finished() && batch.pictures.every((p) => p.state === "done")) this.next();
    else this.sync();
  }

  blank(page) {
    caseShown();
    replace(this.root, h("div", { class: "lobby" }, h("div", { class: "subbar" }, this.session.riskSwitch()), state(page), this.session.strip()));
  }

  emptyPage() {
    const { counts, risk } = this.session;
    const here = counts.now?.[risk].album ?? 0, other = counts.now?.[1 - risk].album ?? 0;
    this.waiting = { here, other };
    this.blank({
      sign: "inbox", title: t(here ? "empty.held" : `empty.album.${risk}`, { n: number(here) }), detail: here ? t("empty.held.detail") : t("empty.detail"),
      action: { label: t("empty.again.album"), key: "N", run: () => this.next() },
      more: other > 0 && { label: t(`empty.other.${1 - risk}`, { n: number(other) }), run: () => this.session.setRisk(1 - risk) },
    });
    this.isEmpty = true;
  }

  counted() {
    const { counts, risk } = this.session;
    if (this.isEmpty && counts.now && (counts.now[risk].album !== this.waiting.here || counts.now[1 - risk].album !== this.waiting.other)) this.emptyPage();
  }

  failedPage(problem) {
    const denied = problem.kind === "forbidden";
    this.blank({
      sign: problem.kind === "offline" ? "wifi-off" : denied ? "eye" : "circle-alert", title: denied ? t("denied.title") : t("failed.title"), detail: say(problem),
      action: denied ? null : { label: t("retry"), key: "N", run: () => this.next() },
    });
  }

  pausedChanged() {
    if (!this.batch) this.next();
  }
}
