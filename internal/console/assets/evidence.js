// The evidence: what was said and shown, in order, with the reported part
// marked.
import { avatar, h, icon, key, press, shown } from "./dom.js";
import { t } from "./i18n.js";
import { Veil, player, resolve } from "./veil.js";

const TEXT = 1, PICTURE = 2, AUDIO = 3, VIDEO = 8;

function body(message, base, veils) {
  const parts = [];
  if (message.text) parts.push(h("p", { class: "said" }, shown(message.text)));
  if (message.type === PICTURE || (message.type === TEXT && message.url && resolve(message.url, base))) {
    const veil = new Veil(message.url, message.thumb, base);
    veils.push(veil);
    parts.push(veil.element);
  } else if (message.type === AUDIO || message.type === VIDEO) {
    parts.push(player(message.type === AUDIO ? "audio" : "video", message.url, base));
  }
  return parts.length ? parts : h("p", { class: "said said-none" }, t("case.nocontent"));
}

// roleOf says what a user is in this case.
export function roleOf(c, user) {
  if (user && user === c.accused) return h("span", { class: "role role-accused" }, t("role.accused"));
  if (user && user === c.reporter) return h("span", { class: "role" }, t("role.reporter"));
  if (user && user === c.profile?.owner) return h("span", { class: "role" }, t(`role.owner.${c.module}`));
  return null;
}

function row(c, index, act, base, veils) {
  const message = c.messages[index];
  const again = index > 0 && c.messages[index - 1].sender === message.sender;
  const reported = c.messages.length === 1 || (c.accused !== "" && message.sender === c.accused);
  const choose = h("button", { type: "button", class: "row-choose", onclick: press(() => { act.focus(index); act.choose(index); }) });
  const element = h("li", {
    class: `row${reported ? " row-reported" : ""}${again ? " row-again" : ""}${c.messages.length === 1 ? " row-only" : ""}`,
    onclick: (event) => { if (!event.target.closest("button, a, audio, video")) act.focus(index); },
  },
    h("span", { class: "row-no tabular" }, index + 1),
    again ? h("span", { class: "row-gap" }) : avatar(message.sender),
    h("div", { class: "row-body" },
      !again && h("div", { class: "row-who" }, shown(message.sender || t("case.nosender"), { class: "who" }), roleOf(c, message.sender),
        c.messages.length === 1 && h("span", { class: "tag tag-danger" }, icon("flag"), t("case.reported"))),
      body(message, base, veils)),
    choose);
  return { element, choose };
}

// Evidence is the column with the messages, or the profile alone where the
// report is about one.
export class Evidence {
  constructor(c, act, base) {
    this.c = c;
    this.veils = [];
    this.rows = c.messages.map((_, i) => row(c, i, act, base, this.veils));
    this.element = h("div", { class: "evidence", tabindex: "0", role: "region", "aria-label": t("case.evidence") },
      this.rows.length ? h("ol", { class: "rows" }, this.rows.map((r) => r.element)) : this.profileOnly());
  }

  profileOnly() {
    const p = this.c.profile ?? {};
    const name = p.name || p.owner || p.place || "–";
    return h("div", { class: "profile-only" },
      h("span", { class: "tag tag-danger" }, icon("flag"), t(this.c.module === 3 ? "case.group" : "case.profile")),
      h("div", { class: "profile-head" }, avatar(name), h("div", {}, shown(name, { class: "profile-name" }), h("p", { class: "meta" }, shown(p.place && this.c.module !== 4 ? p.place : p.owner)))),
      h("p", { class: "said" }, p.desc ? shown(p.desc) : h("span", { class: "said-none" }, t("case.nodesc"))));
  }

  // sync marks the focused message and the one that the punishment names.
  sync() {
    const { c } = this;
    this.rows.forEach(({ element, choose }, i) => {
      const chosen = i === c.message;
      element.classList.toggle("row-focus", c.messages.length > 1 && i === c.focus);
      choose.hidden = c.messages.length < 2 || !c.open();
      choose.classList.toggle("row-chosen", chosen);
      choose.setAttribute("aria-pressed", String(chosen));
      choose.replaceChildren(...(chosen ? [icon("check"), t("case.chosen")] : [t("case.choose"), ...(i === c.focus ? key("X") : [])]));
    });
  }

  toFocus() {
    this.rows[this.c.focus]?.element.scrollIntoView({ block: "nearest" });
  }

  reveal(on) {
    for (const veil of this.veils) veil.reveal(on);
  }
}
