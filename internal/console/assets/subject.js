// The side panel: whom it is about, where, who reported it and why, and what
// was decided before in this sitting.
import { avatar, h, icon, press, shown } from "./dom.js";
import { roleOf } from "./evidence.js";
import { t } from "./i18n.js";

const fact = (label, value) => value && h("div", { class: "fact" }, h("dt", {}, label), h("dd", {}, shown(value)));

function head(c) {
  const id = c.target || c.accused;
  const named = c.profile && c.module !== 3 && c.profile.owner === id && c.profile.name ? c.profile : null;
  return h("section", { class: "panel subject" },
    h("div", { class: "subject-head" }, avatar(id),
      h("div", {}, shown(id ? (named?.name ?? id) : t("subject.nobody"), { class: "subject-name" }),
        h("p", { class: "meta subject-line" }, id ? [named && ["UID ", shown(id)], roleOf(c, id) ?? t("subject.sender")] : t("subject.choose")))),
    named?.desc && c.module === 4 && h("p", { class: "subject-desc" }, shown(named.desc)));
}

// users is the choice of whom to punish, where there is one.
function users(c, act) {
  const all = c.users();
  if (all.length < 2) return null;
  return h("section", { class: "panel" }, h("h2", {}, t("subject.users")),
    h("div", { class: "users", role: "radiogroup", "aria-label": t("subject.users") }, all.map((user) =>
      h("button", {
        type: "button", role: "radio", class: "user", "aria-checked": String(user === c.target), disabled: !c.open(),
        onclick: press(() => act.aim(user)),
      }, avatar(user), shown(user, { class: "user-id" }), roleOf(c, user),
      h("span", { class: "meta user-count" }, c.said(user).length ? t("subject.said", { n: c.said(user).length }) : "")))));
}

function place(c) {
  const p = c.profile;
  if (!p || (c.module === 4 && p.owner === c.target)) return null;
  return h("section", { class: "panel" }, h("h2", {}, t(`place.${c.module}`)),
    h("dl", { class: "facts" }, fact(t(`place.name.${c.module}`), p.name), fact(t(`place.desc.${c.module}`), p.desc),
      fact(t("place.id"), p.place), fact(t(`role.owner.${c.module}`), p.owner)));
}

function report(c) {
  return h("section", { class: "panel" }, h("h2", {}, t("report.title")),
    h("div", { class: "reporter" }, avatar(c.reporter), shown(c.reporter || "–", { class: "user-id" }),
      c.types.map((type) => h("span", { class: "tag" }, t(`type.${type}`)))),
    c.reported ? h("p", { class: "reported-memo" }, shown(c.reported)) : h("p", { class: "meta" }, t("report.nomemo")));
}

function history(log) {
  return h("section", { class: "panel panel-grow" }, h("h2", {}, t("history.title")),
    log.length ? h("ul", { class: "history" }, log.slice(0, 8).map((entry) =>
      h("li", { class: entry.pass ? "past past-ok" : "past past-danger" }, icon(entry.pass ? "check" : "ban"),
        h("span", { class: "past-text" }, entry.text()), h("span", { class: "meta tabular" }, entry.at))))
      : h("p", { class: "meta" }, t("history.none")));
}

export class Subject {
  constructor(c, act, log) {
    Object.assign(this, { c, act, log });
    this.element = h("aside", { class: "side", "aria-label": t("subject.label") });
    this.sync();
  }

  sync() {
    const { c } = this;
    const held = this.element.contains(document.activeElement) ? document.activeElement.textContent : null;
    this.element.replaceChildren(...[head(c), users(c, this.act), place(c), report(c), history(this.log)].filter(Boolean));
    if (held) [...this.element.querySelectorAll("button")].find((b) => b.textContent === held)?.focus();
  }
}
