// The screen 解除与名单: lifting punishments by hand, and the lists of risk and
// special users.
import * as api from "./api.js";
import { avatar, h, icon, press, replace, shown } from "./dom.js";
import { dateTime, number, t } from "./i18n.js";
import { bind } from "./keys.js";
import { say } from "./problem.js";
import { segmented, state } from "./ui.js";

const LIFTS = [
  { name: "hall", path: "/hall/open_mouth", field: "u_id", sign: "mic-off" },
  { name: "show", path: "/show/open_mouth", field: "show_id", sign: "mic-off" },
  { name: "reopen", path: "/show/un_clock", field: "show_id", sign: "monitor-off" },
  { name: "user", path: "/user/un_clock", field: "u_id", sign: "log-in" },
];

// timeText shows the time of an entry, whichever way it is written.
function timeText(value) {
  if (/^\d+$/.test(String(value))) return dateTime(new Date(value > 1e12 ? Number(value) : value * 1000));
  const text = String(value ?? ""); // without a zone it is Asia/Shanghai, and stays as it came
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? new Date(text) : null;
  return zoned && !Number.isNaN(zoned.getTime()) ? dateTime(zoned) : text;
}

const input = (label, props) => h("input", { type: "text", maxlength: "128", autocomplete: "off", spellcheck: "false", placeholder: label, "aria-label": label, required: true, ...props });

export class ListsScreen {
  constructor(session, root) {
    this.session = session;
    this.root = root;
    this.name = "risk";
  }

  start() {
    this.unbind = bind({});
    this.draw();
    this.load();
  }

  stop() {
    this.unbind?.();
    this.turn = null;
  }

  counted() {}

  pausedChanged() {}

  draw() {
    this.tabs = segmented(t("lists.which"), ["risk", "special"].map((value) => ({ value, label: t(`lists.${value}`) })), this.name, (value) => {
      this.name = value;
      this.tabs.sync(value);
      this.load();
    });
    this.about = h("p", { class: "meta" });
    this.body = h("div", { class: "list-body" });
    this.found = h("div", { class: "found", role: "status" });
    replace(this.root, h("div", { class: "office" },
      h("div", { class: "office-scroll" },
        h("section", { class: "office-part" }, h("h2", {}, t("lift.title")), h("p", { class: "meta" }, t("lift.lead")), h("div", { class: "lifts" }, LIFTS.map((lift) => this.lift(lift)))),
        h("section", { class: "office-part" }, h("div", { class: "office-head" }, h("h2", {}, t("lists.title")), this.tabs.element), this.about, this.adder(), this.found, this.body)),
      this.session.strip()));
  }

  lift({ name, path, field, sign }) {
    const may = this.session.may("lift");
    const target = input(t(`lift.${name}.id`), { name: field, disabled: !may });
    const memo = input(t("dock.memo"), { required: false, maxlength: "1000", disabled: !may });
    const go = h("button", { type: "submit", class: "btn", disabled: !may, title: may ? null : t("denied.lift") }, t("lift.go"));
    const note = h("p", { class: "card-note", role: "status" });
    return h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); this.lifting({ name, path, field, target, memo, go, note }); } },
      h("div", { class: "card-head" }, h("h3", {}, icon(sign), t(`lift.${name}`)), note), h("div", { class: "card-row" }, target, memo, go));
  }

  async lifting({ name, path, field, target, memo, go, note }) {
    const id = target.value.trim();
    if (!id || go.disabled) return;
    go.disabled = true;
    note.className = "card-note";
    note.textContent = t("dock.sending");
    try {
      await api.lift(path, { [field]: id, memo: memo.value.trim() });
      note.className = "card-note card-note-ok";
      replace(note, icon("check"), t(`lift.${name}.done`), " ", shown(id));
      this.session.result(`${t(`lift.${name}.done`)} ${id}`, "ok");
      target.value = memo.value = "";
      target.focus();
    } catch (problem) {
      note.className = "card-note card-note-danger";
      replace(note, icon("triangle-alert"), say(problem));
    } finally {
      go.disabled = false;
    }
  }

  adder() {
    const may = this.session.may("keep_lists");
    this.user = input(t("lists.id"), { name: "user_id" });
    const look = h("button", { type: "button", class: "btn", onclick: press(() => this.look()) }, icon("search"), t("lists.look"));
    const add = h("button", { type: "submit", class: "btn btn-accent", disabled: !may, title: may ? null : t("denied.lists") }, icon("plus"), t("lists.add"));
    return h("form", { class: "adder", onsubmit: (event) => { event.preventDefault(); if (may) this.add(this.user.value.trim()); } }, this.user, look, add);
  }

  async load() {
    const turn = (this.turn = {});
    replace(this.about, t(`lists.${this.name}.about`));
    replace(this.found);
    if (!this.body.childElementCount) replace(this.body, h("p", { class: "meta list-wait" }, t("loading")));
    try {
      const rows = (await api.list(this.name)) ?? [];
      if (turn === this.turn) this.table(rows);
    } catch (problem) {
      if (turn === this.turn && problem.kind !== "session") {
        replace(this.body, state({ sign: "circle-alert", title: t("failed.title"), detail: say(problem), action: { label: t("retry"), run: () => this.load() } }));
      }
    }
  }

  table(rows) {
    if (!rows.length) return replace(this.body, h("p", { class: "list-none" }, icon("inbox"), t(`lists.${this.name}.none`)));
    const may = this.session.may("keep_lists");
    replace(this.body, h("table", { class: "table" },
      h("caption", { class: "meta" }, t("lists.count", { n: number(rows.length) })),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("lists.col.user")), h("th", { scope: "col" }, t("lists.col.time")), h("th", { scope: "col" }, h("span", { class: "sr" }, t("lists.remove"))))),
      h("tbody", {}, rows.map((row) => h("tr", {},
        h("td", {}, h("span", { class: "reporter" }, avatar(row.user_id), shown(row.user_id, { class: "user-id tabular" }))), h("td", { class: "tabular" }, timeText(row.create_time)),
        h("td", { class: "table-act" }, may && h("button", { type: "button", class: "btn btn-plain", "aria-label": t("lists.remove") + " " + row.user_id, onclick: press(() => this.remove(String(row.user_id))) }, icon("x"), t("lists.remove"))))))));
  }

  note(tone, ...words) {
    replace(this.found, h("p", { class: `card-note card-note-${tone}` }, ...words));
  }

  async attempt(run) {
    try {
      await run();
    } catch (problem) {
      if (problem.kind !== "session") this.note("danger", icon("triangle-alert"), say(problem));
    }
  }

  look() {
    const id = this.user.value.trim();
    if (!id) return this.user.focus();
    return this.attempt(async () => {
      try {
        const row = await api.listed(this.name, id);
        this.note(row ? "ok" : "plain", icon(row ? "check" : "circle-alert"), shown(id), " ", row ? t("lists.found", { time: timeText(row.create_time) }) : t("lists.notfound"));
      } catch (problem) {
        if (problem.kind !== "missing") throw problem;
        this.note("plain", icon("circle-alert"), shown(id), " ", t("lists.notfound"));
      }
    });
  }

  add(id) {
    if (!id) return undefined;
    return this.attempt(async () => {
      await api.addListed(this.name, id);
      this.user.value = "";
      await this.load();
      this.note("ok", icon("check"), shown(id), " ", t("lists.added"));
      this.user.focus();
    });
  }

  // remove takes a user off the list at once; the note offers the way back.
  remove(id) {
    const name = this.name;
    return this.attempt(async () => {
      await api.removeListed(name, id);
      await this.load();
      const back = h("button", { type: "button", class: "btn", onclick: press(() => { if (this.name === name) this.add(id); }) }, icon("undo-2"), t("undo"));
      this.note("plain", icon("check"), shown(id), " ", t("lists.removed"), back);
      back.focus();
    });
  }
}
