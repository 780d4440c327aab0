// One batch of pictures: which are marked, with what reason, and how far its
// submission got. Nothing here touches the page.
import { actionsFor, DELETE, LOGIN_LIMIT } from "./relation.js";

const LANES = 4; // decisions on their way at once

const text = (value) => (value === null || value === undefined ? "" : String(value));

// Picture.state: waiting, sending, done, conflict (somebody else's), failed.
export function pictureOf(data) {
  return {
    id: data.id, url: text(data.url), thumb: text(data.thumb_url), reporter: text(data.reporter),
    user: text(data.u_id), mod: Number(data.mod), place: text(data.mid), reason: null, state: "waiting", problem: null, deleted: false,
  };
}

export class Batch {
  constructor(list, relation, entrance) {
    this.pictures = list.map(pictureOf);
    this.reasons = relation.reasons ?? [];
    this.actionsOf = (p) => actionsFor(relation, entrance(p.mod)?.module ?? 4, p.place);
    this.last = this.reasons[0]?.id ?? null;
    this.focus = 0;
    this.limit = false; // also limit the log-in of the marked pictures' users
    this.hours = 24;
    this.busy = false;
  }

  get focused() { return this.pictures[this.focus]; }

  marked() { return this.pictures.filter((p) => p.reason !== null); }

  open(p) { return !this.busy && (p.state === "waiting" || p.state === "failed") && !p.deleted; }

  left() { return this.pictures.filter((p) => p.state === "waiting" || p.state === "failed"); }

  settled() { return this.pictures.filter((p) => p.state === "done" || p.state === "conflict").length; }

  mark(p, reason) {
    if (!this.open(p)) return;
    p.reason = reason;
    if (reason !== null) this.last = reason;
  }

  toggle(p) { this.mark(p, p.reason === null ? this.last : null); }

  markUser(user) {
    const own = this.pictures.filter((p) => p.user === user && this.open(p));
    const all = own.every((p) => p.reason !== null);
    for (const p of own) this.mark(p, all ? null : p.reason ?? this.last);
  }

  // submit decides every picture: marked ones are punished, the others pass.
  // changed is called after each. The log-in of a user is limited once.
  async submit(api, changed) {
    this.busy = true;
    const limited = new Set();
    const queue = this.left();
    for (const p of queue) p.state = "sending";
    changed();
    const lane = async () => {
      for (let p = queue.shift(); p; p = queue.shift()) {
        await this.decide(api, p, limited);
        changed();
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    this.busy = false;
    changed();
  }

  async decide(api, p, limited) {
    p.problem = null;
    try {
      await (p.reason === null ? api.pass(this.fields(p)) : this.punish(api, p, limited));
      p.state = "done";
    } catch (problem) {
      p.problem = problem;
      p.state = problem.kind === "conflict" || problem.kind === "missing" ? "conflict" : "failed";
    }
  }

  // punish deletes the picture, and where asked limits its user's log-in. What
  // has been done is not asked for again.
  async punish(api, p, limited) {
    const actions = this.actionsOf(p);
    const order = async (id, timedelta) => {
      const action = actions.find((a) => a.id === id);
      await api.punish({ ...this.fields(p), module_type: action?.module ?? 4, punish_type: id, reason: p.reason, timedelta });
    };
    if (!p.deleted) await order(DELETE);
    p.deleted = true;
    if (!this.limit || limited.has(p.user)) return;
    limited.add(p.user);
    try {
      await order(LOGIN_LIMIT, this.hours);
    } catch (problem) {
      limited.delete(p.user);
      throw problem;
    }
  }

  fields(p) {
    return { id: p.id, mod: p.mod, reporter: p.reporter, u_id: p.user, module_id: p.place, url: p.url, thumb_url: p.thumb };
  }
}
