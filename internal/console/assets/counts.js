// What waits, asked every three seconds while somebody can see it; less often
// while the server does not answer.
import * as api from "./api.js";

const EVERY = 3000;
const SLOWEST = 15_000;

export class Counts {
  constructor(changed) {
    this.changed = changed;
    this.now = null; // [ordinary, risk], each {msg, album}
    this.offline = false;
    this.wait = EVERY;
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
    addEventListener("online", () => this.ask());
  }

  // ask asks now, and again after a while.
  async ask() {
    clearTimeout(this.timer);
    const turn = (this.turn = {});
    try {
      const both = await Promise.all([api.remain(0), api.remain(1)]);
      if (turn !== this.turn) return;
      this.now = both.map((n) => ({ msg: Number(n?.msg_remain ?? 0), album: Number(n?.album_remain ?? 0) }));
      this.offline = false;
      this.wait = EVERY;
    } catch (problem) {
      if (turn !== this.turn || problem.kind === "session") return;
      this.offline = true;
      this.wait = Math.min(this.wait * 2, SLOWEST);
    }
    this.changed();
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = setTimeout(() => this.ask(), this.wait);
  }
}
