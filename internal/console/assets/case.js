// One case in hand: what the server said of it, and what the reviewer has
// chosen so far. Nothing here touches the page.
import { actionsFor, missingFor, DELETE, DISMISS, HOURS, LOGIN_LIMIT } from "./relation.js";

const text = (value) => (value === null || value === undefined ? "" : String(value));

const messageOf = (m) => ({
  type: Number(m?.msg_type), id: text(m?.msgid), sender: text(m?.senderid),
  url: text(m?.url), thumb: text(m?.thumburl), text: text(m?.content),
});

const profileOf = (p) => (p ? { place: text(p.mid), owner: text(p.oid), name: text(p.name), desc: text(p.desc) } : null);

export class Case {
  constructor(data, entrance, relation) {
    this.id = data.id;
    this.mod = Number(data.mod);
    this.module = entrance?.module ?? 4;
    this.inGroup = entrance?.in_group === true;
    this.reporter = text(data.reporter);
    this.types = (Array.isArray(data.type) ? data.type : []).map(Number);
    this.accused = text(data.buid);
    this.reported = text(data.memo);
    this.messages = (data.msgs ?? []).map(messageOf);
    this.profile = profileOf(data.profile);
    this.actions = actionsFor(relation, this.module, this.profile?.place);
    this.missing = missingFor(relation, this.actions);
    this.reasons = relation.reasons ?? [];
    this.phase = "open"; // open, busy, more (decided by us, more may follow), over (no longer ours)
    this.reason = null;
    this.chosen = new Set();
    this.hours = 24;
    this.memo = "";
    this.done = [];
    this.focus = this.firstOfAccused();
    this.aim(this.users().length === 1 || this.accused ? this.users()[0] : this.messages.length ? "" : this.profile?.owner ?? "");
  }

  // users lists whom a punishment may hit, the accused first.
  users() {
    return [...new Set([this.accused, ...this.messages.map((m) => m.sender), this.profile?.owner ?? ""])].filter(Boolean);
  }

  firstOfAccused() {
    return Math.max(0, this.messages.findIndex((m) => m.sender === this.accused));
  }

  said(user) {
    return this.messages.filter((m) => m.sender === user);
  }

  // aim picks the user to punish, and his message where he has only one.
  aim(user) {
    this.target = user;
    const own = this.said(user);
    this.message = own.length === 1 ? this.messages.indexOf(own[0]) : -1;
  }

  // choose picks a message, and with it its sender; again takes it back.
  choose(index) {
    if (this.message === index && this.said(this.target).length > 1) this.message = -1;
    else {
      this.target = this.messages[index].sender || this.target;
      this.message = index;
    }
  }

  toggle(action) {
    if (!this.chosen.delete(action)) this.chosen.add(action);
  }

  picked() {
    return this.actions.filter((action) => this.chosen.has(action.id));
  }

  timed() {
    return this.picked().some((action) => action.timed);
  }

  longer(step) {
    this.hours = HOURS[Math.min(HOURS.length - 1, Math.max(0, HOURS.indexOf(this.hours) + step))];
  }

  open() {
    return this.phase === "open" || this.phase === "more";
  }

  // lacks names what is still to be chosen, "" for nothing.
  lacks() {
    if (!this.target) return this.users().length ? "target" : "nobody";
    if (this.reason === null) return "reason";
    if (!this.picked().length) return "action";
    if (this.chosen.has(DELETE) && this.message < 0 && this.said(this.target).length > 1) return "message";
    return "";
  }

  // grave tells which irreversible thing is chosen, "" for none.
  grave() {
    if (this.chosen.has(DISMISS)) return "dismiss";
    return this.chosen.has(LOGIN_LIMIT) && this.hours === -1 ? "forever" : "";
  }

  named() {
    const m = this.messages[this.message];
    return m && m.sender === this.target ? { msg_id: m.id, url: m.url, thumb_url: m.thumb, content: m.text } : {};
  }

  about(user) {
    return {
      id: this.id, mod: this.mod, reporter: this.reporter, u_id: user,
      module_id: this.profile?.place, owner: this.inGroup ? this.profile?.owner : undefined,
    };
  }

  passFields() {
    const user = this.accused || this.users()[0] || "";
    return { ...this.about(user), ...(this.target === user ? this.named() : {}) };
  }

  punishFields(action) {
    return {
      ...this.about(this.target), ...this.named(), memo: this.memo,
      module_type: action.module, punish_type: action.id, reason: this.reason,
      timedelta: action.timed ? this.hours : undefined,
    };
  }
}
