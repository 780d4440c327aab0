// The dock: reason, action, duration, memo, and the decision. Every key has
// its control here.
import { h, icon, key, press, replace } from "./dom.js";
import { said, t } from "./i18n.js";
import { HOURS, ICONS, LETTERS, REPORTED } from "./relation.js";
import { segmented } from "./ui.js";

export const hoursText = (hours) => t(`hours.${hours}`);

export const actionText = (action, hours) =>
  said("punish", action.id, action.title) + (action.timed ? " " + hoursText(hours) : "");

export const reasonText = (reasons, id) => said("reason", id, reasons.find((r) => r.id === id)?.title);

export class Dock {
  constructor(c, act) {
    this.c = c;
    this.act = act;
    this.reasons = c.reasons.map((reason, i) => this.reason(reason, i));
    this.actions = c.actions.map((action) => this.action(action));
    this.hours = segmented(t("dock.hours"), HOURS.map((value) => ({ value, label: hoursText(value) })), c.hours, (value) => act.hours(value));
    this.memo = h("input", {
      class: "memo", type: "text", maxlength: "1000", placeholder: t("dock.memo"), "aria-label": t("dock.memo"),
      oninput: () => { c.memo = this.memo.value; }, onkeydown: (event) => this.memoKey(event),
    });
    this.memo.value = c.memo;
    this.line = h("p", { class: "dock-line" });
    this.pass = h("button", { type: "button", class: "btn btn-ok btn-big", onclick: press(act.pass) });
    this.punish = h("button", { type: "button", class: "btn btn-danger btn-big", onclick: press(() => act.punish(false)) });
    this.stay = h("button", { type: "button", class: "btn btn-plain", onclick: press(() => act.punish(true)) }, t("dock.stay"), key("⇧", "↵"));
    this.next = h("button", { type: "button", class: "btn btn-plain", onclick: press(act.next) }, icon("skip-forward"), t("dock.next"), key("N"));
    this.element = this.build();
    this.sync();
  }

  build() {
    const step = (by, sign) => h("button", { type: "button", class: "step", "aria-label": t(by < 0 ? "keys.shorter" : "keys.longer"), onclick: press(() => this.act.longer(by)) }, key(sign));
    this.span = h("div", { class: "span" }, step(-1, "["), this.hours.element, step(1, "]"));
    const missing = this.c.missing.map((m) => said("punish", m.id, m.title)).join("、");
    return h("section", { class: "dock", "aria-label": t("dock.label") },
      h("div", { class: "dock-choices" },
        h("div", { class: "dock-row" }, h("span", { class: "dock-label" }, t("dock.reason")), this.reasons.map((r) => r.element),
          h("label", { class: "memo-box" }, key("B"), this.memo)),
        h("div", { class: "dock-row" }, h("span", { class: "dock-label" }, t("dock.action")), this.actions.map((a) => a.element),
          h("span", { class: "spring" }), this.span),
        h("div", { class: "dock-foot" }, this.line, h("span", { class: "spring" }),
          missing && h("span", { class: "missing", title: missing }, t("dock.missing", { n: this.c.missing.length }), h("span", { class: "sr" }, missing)))),
      h("div", { class: "dock-verdict" }, h("div", { class: "dock-big" }, this.pass, this.punish), h("div", { class: "dock-small" }, this.stay, this.next)));
  }

  reason(reason, i) {
    const hinted = this.c.types.some((type) => REPORTED[type] === reason.id);
    const element = h("button", { type: "button", class: "chip", onclick: press(() => this.act.reason(reason.id)) },
      i < 9 && key(i + 1), h("span", {}, said("reason", reason.id, reason.title)),
      hinted && h("span", { class: "chip-hint" }, t("dock.reportedas")));
    return { id: reason.id, element };
  }

  action(action) {
    const element = h("button", { type: "button", class: "chip chip-action", onclick: press(() => this.act.action(action.id)) },
      LETTERS[action.id] && key(LETTERS[action.id]), icon(ICONS[action.id] ?? "shield-check"), h("span", {}, said("punish", action.id, action.title)));
    return { id: action.id, element };
  }

  memoKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.memo.blur();
  }

  sync() {
    const { c } = this;
    const open = c.open();
    for (const { id, element } of this.reasons) {
      element.setAttribute("aria-pressed", String(c.reason === id));
      element.disabled = !open;
    }
    for (const { id, element } of this.actions) {
      element.setAttribute("aria-pressed", String(c.chosen.has(id)));
      element.disabled = !open;
    }
    this.hours.sync(c.hours, !open);
    this.span.classList.toggle("span-idle", !c.timed());
    this.memo.disabled = !open;
    this.pass.disabled = c.phase !== "open";
    this.punish.disabled = !open;
    this.stay.hidden = c.phase === "more";
    this.stay.disabled = !open;
    this.next.hidden = c.phase !== "more";
    this.element.classList.toggle("dock-inert", c.phase === "over");
    replace(this.pass, icon("check"), t("dock.pass"), key("A"));
    replace(this.punish, icon("ban"), t(c.phase === "busy" ? "dock.sending" : c.phase === "more" ? "dock.more" : "dock.punish"), key("↵"));
    this.say();
  }

  // say puts what Enter would do into words.
  say() {
    const { c } = this;
    if (c.phase === "over") return replace(this.line);
    const lacks = c.lacks();
    this.line.classList.toggle("dock-line-ready", !lacks);
    if (lacks) return replace(this.line, t("lacks." + lacks));
    const what = c.picked().map((action) => actionText(action, c.hours)).join(" + ");
    replace(this.line, h("span", {}, t("dock.will")), " ", h("bdi", { class: "strong" }, c.target), " · ", h("span", { class: "strong" }, what), " · ", reasonText(c.reasons, c.reason));
  }

  // nudge points at what is missing.
  nudge() {
    this.line.classList.remove("nudge");
    void this.line.offsetWidth; // restarts the animation
    this.line.classList.add("nudge");
  }
}
