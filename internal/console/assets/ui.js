// Pieces that every screen uses: full-page states, bands, the segmented
// switch, and dialogs.
import { h, icon, key, press, replace } from "./dom.js";
import { t } from "./i18n.js";
import * as settings from "./settings.js";

// state fills a screen that has nothing to decide: one line, one reason, one
// way on.
export function state({ sign, title, detail, action, more }) {
  return h("section", { class: "state" },
    h("span", { class: "state-sign" }, icon(sign)),
    h("h2", {}, title),
    detail && h("p", {}, detail),
    action && h("button", { type: "button", class: "btn btn-accent", onclick: press(action.run) }, action.label, action.key && key(action.key)),
    more && h("button", { type: "button", class: "link", onclick: press(more.run) }, more.label));
}

// skeleton stands where a case will be.
export const skeleton = () => h("div", { class: "skeleton", "aria-busy": "true", "aria-label": t("loading") },
  ...Array.from({ length: 5 }, () => h("div", { class: "bone-row" }, h("span", { class: "bone bone-dot" }), h("span", { class: "bone" }))));

// band is what must not be overlooked, between the evidence and the dock.
export function band({ tone, sign, title, detail, action, close }) {
  return h("div", { class: `band band-${tone}`, role: "alert" },
    icon(sign ?? "triangle-alert"),
    h("div", { class: "band-text" }, h("strong", {}, title), detail && h("span", {}, detail)),
    close && h("button", { type: "button", class: "btn", onclick: press(close) }, t("close")),
    action && h("button", { type: "button", class: "btn btn-accent", onclick: press(action.run) }, action.label, action.key && key(action.key)));
}

// segmented is a row of which one is chosen: [{value, label, extra}].
export function segmented(label, options, current, choose) {
  const row = h("div", { class: "segmented", role: "radiogroup", "aria-label": label });
  const buttons = options.map(({ value, label: text, extra }) => {
    const button = h("button", { type: "button", role: "radio", onclick: press(() => choose(value)) }, text, extra);
    button.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const next = (options.findIndex((o) => o.value === value) + step + options.length) % options.length;
      choose(options[next].value);
      buttons[next].focus();
    });
    return button;
  });
  row.append(...buttons);
  const sync = (chosen, disabled = false) => options.forEach(({ value }, i) => {
    const on = value === chosen;
    buttons[i].setAttribute("aria-checked", String(on));
    buttons[i].tabIndex = on || (chosen === null && i === 0) ? 0 : -1;
    buttons[i].disabled = disabled;
  });
  sync(current);
  return { element: row, buttons, sync };
}

// open shows a dialog over everything; the page's keys are silent meanwhile.
function open(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.showModal();
}

const HOLD = 600;

// confirm asks before what cannot be taken back. Enter must be held, so that a
// second press in a row confirms nothing; a click on the button is enough.
export function confirm({ title, detail, go }) {
  return new Promise((resolve) => {
    let timer = 0;
    const finish = () => dialog.close("yes");
    const no = h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, t("cancel"), key("Esc"));
    const yes = h("button", { type: "button", class: "btn btn-danger btn-hold", onclick: finish }, go, key("↵"));
    const dialog = h("dialog", { class: "dialog dialog-small", "aria-label": title },
      h("h2", {}, title), h("p", {}, detail),
      h("div", { class: "dialog-foot" }, h("span", { class: "hint" }, t("confirm.hold")), no, yes));
    const letGo = () => {
      clearTimeout(timer);
      timer = 0;
      yes.classList.remove("holding");
    };
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || document.activeElement === no) return;
      event.preventDefault();
      if (event.repeat || timer || event.isComposing) return;
      yes.classList.add("holding");
      timer = setTimeout(finish, HOLD);
    });
    dialog.addEventListener("keyup", (event) => { if (event.key === "Enter") letGo(); });
    dialog.addEventListener("close", () => {
      letGo();
      resolve(dialog.returnValue === "yes");
    });
    open(dialog);
    yes.focus();
  });
}

const sheet = {
  "keys.decide": [["keys.pass", ["A"]], ["keys.reason", ["1", "…", "9"]], ["keys.action", ["Q", "…", "Y"]], ["keys.hours", ["[", "]"]],
    ["keys.punish", ["↵"]], ["keys.stay", ["⇧", "↵"]], ["keys.next", ["N"]], ["keys.memo", ["B"]]],
  "keys.content": [["keys.reveal", ["V"]], ["keys.move", ["J", "K"]], ["keys.choose", ["X"]], ["keys.copy", ["C"]]],
  "keys.album": [["keys.grid", ["←", "↑", "↓", "→"]], ["keys.mark", ["Space"]], ["keys.markas", ["1", "…", "9"]], ["keys.clear", ["A"]],
    ["keys.user", ["U"]], ["keys.limit", ["E"]], ["keys.submit", ["Ctrl", "↵"]]],
  "keys.all": [["keys.pause", ["P"]], ["keys.sheet", ["?"]]],
};

// keySheet shows every key, and switches single keys off.
export function keySheet() {
  const part = (name) => h("section", {}, h("h3", {}, t(name)),
    h("dl", {}, sheet[name].map(([text, keys]) => h("div", {}, h("dt", {}, t(text)), h("dd", {}, key(...keys))))));
  const off = h("input", { type: "checkbox", role: "switch", checked: settings.get("keys") === "off", onchange: () => settings.set("keys", off.checked ? "off" : "on") });
  const dialog = h("dialog", { class: "dialog", "aria-label": t("keys.title") },
    h("h2", {}, t("keys.title")), h("p", {}, t("keys.lead")),
    h("div", { class: "sheet" }, h("div", {}, part("keys.decide"), part("keys.content")), h("div", {}, part("keys.album"), part("keys.all"))),
    h("div", { class: "dialog-foot" }, h("label", { class: "switch" }, off, t("keys.off")),
      h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, t("close"), key("Esc"))));
  open(dialog);
}

// Announcer speaks results to those who do not see them.
export function announce(text) {
  const region = document.getElementById("live");
  if (!region) return;
  replace(region);
  setTimeout(() => { region.textContent = text; }, 30);
}
