// The screen 举报消息: one case at a time, claimed, decided, next.
import * as api from "./api.js";
import { Case } from "./case.js";
import { h, icon, key, press, replace, shown } from "./dom.js";
import { actionText, Dock, reasonText } from "./dock.js";
import { Evidence } from "./evidence.js";
import { number, said, t } from "./i18n.js";
import { bind, caseShown, onReveal } from "./keys.js";
import { Lease } from "./lease.js";
import { decidedAt, say } from "./problem.js";
import { LETTERS } from "./relation.js";
import { Subject } from "./subject.js";
import { announce, band, confirm, skeleton, state } from "./ui.js";

// summary puts several punishments into one line, each reason once.
function summary(acts) {
  return acts.map(({ what, why }, i) => what() + (acts[i + 1]?.why() === why() ? "" : " · " + why())).join(" + ");
}

export class MessageScreen {
  constructor(session, root) {
    this.session = session;
    this.root = root;
    this.c = null;
    this.act = {
      focus: (i) => { this.c.focus = i; this.sync(); },
      choose: (i) => this.change(() => this.c.choose(i)),
      aim: (user) => this.change(() => this.c.aim(user)),
      reason: (id) => this.change(() => { this.c.reason = id; }),
      action: (id) => this.change(() => this.c.toggle(id)),
      hours: (hours) => this.change(() => { this.c.hours = hours; }),
      longer: (step) => this.change(() => this.c.longer(step)),
      pass: () => this.pass(),
      punish: (stay) => this.punish(stay),
      next: () => this.next(),
    };
  }

  start() {
    this.active = true;
    this.unbind = bind(this.keys());
    onReveal((on) => this.evidence?.reveal(on));
    if (this.c && this.c.phase !== "over") this.draw();
    else this.next();
  }

  stop() {
    this.active = false;
    this.unbind?.();
    this.turn = null;
    this.evidence?.reveal(false);
  }

  keys() {
    const inCase = (run) => ({ run: () => { if (this.c?.open()) run(); } });
    const keys = {
      KeyA: { run: () => this.pass(), decides: true },
      Enter: { run: () => this.enter(), decides: true },
      "Shift+Enter": { run: () => this.punish(true), decides: true },
      KeyN: { run: () => { if (!this.c || this.c.phase === "more" || this.c.phase === "over") this.next(); }, decides: true },
      KeyB: inCase(() => this.dock.memo.focus()),
      KeyX: inCase(() => { if (this.c.messages.length > 1) this.act.choose(this.c.focus); }),
      KeyC: { run: () => this.copy() },
      KeyJ: { run: () => this.move(1), repeat: true }, ArrowDown: { run: () => this.move(1), repeat: true },
      KeyK: { run: () => this.move(-1), repeat: true }, ArrowUp: { run: () => this.move(-1), repeat: true },
      BracketLeft: { ...inCase(() => this.act.longer(-1)), repeat: true },
      BracketRight: { ...inCase(() => this.act.longer(1)), repeat: true },
    };
    for (let digit = 1; digit <= 9; digit++) {
      keys["Digit" + digit] = inCase(() => { if (this.c.reasons[digit - 1]) this.act.reason(this.c.reasons[digit - 1].id); });
    }
    for (const [id, letter] of Object.entries(LETTERS)) {
      keys["Key" + letter] = inCase(() => { if (this.c.actions.some((a) => a.id === Number(id))) this.act.action(Number(id)); });
    }
    return keys;
  }

  enter() {
    if (this.c?.open()) this.punish(false);
    else if (!this.c || this.c.phase === "over") this.next();
  }

  change(run) {
    if (!this.c?.open()) return;
    run();
    this.sync();
  }

  move(step) {
    if (!this.c?.messages.length) return;
    this.c.focus = Math.min(this.c.messages.length - 1, Math.max(0, this.c.focus + step));
    this.sync();
    this.evidence.toFocus();
  }

  async copy() {
    if (!this.c) return;
    try {
      await navigator.clipboard.writeText(String(this.c.id));
      this.session.result(t("case.copied", { id: this.c.id }), "plain");
    } catch { /* no clipboard on plain HTTP: the number is on screen */ }
  }

  // next claims the next case, unless the reviewer paused.
  async next() {
    if (this.c?.phase === "busy") return;
    this.drop();
    if (!this.active) return undefined; // another screen is shown: start claims
    if (!this.session.may("decide")) return this.blank({ sign: "eye", title: t("denied.title"), detail: t("denied.detail") });
    if (this.session.paused) return this.pausedPage();
    const turn = (this.turn = {});
    const waiting = setTimeout(() => { if (turn === this.turn) replace(this.root, skeleton()); }, this.root.childElementCount ? 200 : 0);
    try {
      const data = await api.nextMessage(this.session.risk);
      if (turn !== this.turn) return;
      if (data) this.take(data);
      else this.emptyPage();
    } catch (problem) {
      if (turn === this.turn && problem.kind !== "session") this.failedPage(problem);
    } finally {
      clearTimeout(waiting);
      this.session.counts.ask();
    }
  }

  drop() {
    this.lease?.stop();
    this.c = this.lease = this.evidence = this.dock = this.subject = null;
    this.problem = this.turn = null;
    this.isEmpty = false;
  }

  take(data) {
    this.c = new Case(data, this.session.entrance(data.mod), this.session.relation);
    const c = this.c;
    this.lease = new Lease(`${api.currentApp()}.${c.id}`, this.session.me.lease_seconds, {
      over: () => this.expired(c),
      warn: () => announce(t("lease.warn")),
    });
    this.draw();
    announce(t("case.announce", { id: c.id, entrance: this.entranceName() }));
  }

  entranceName() {
    return said("mod", this.c.mod, this.session.entranceNames[this.c.mod]);
  }

  draw() {
    const { c, act, session } = this;
    this.evidence = new Evidence(c, act, session.mediaBase());
    this.subject = new Subject(c, act, session.log);
    this.dock = new Dock(c, act);
    this.bands = h("div", { class: "bands" });
    replace(this.root, h("div", { class: "workbench" },
      h("div", { class: "work" }, this.subBar(), this.evidence.element, this.bands, session.strip()),
      this.subject.element, this.dock.element));
    this.sync();
    this.evidence.toFocus();
    caseShown();
  }

  subBar() {
    const { c } = this;
    return h("div", { class: "subbar" },
      this.session.riskSwitch(),
      h("span", { class: "tag" }, this.entranceName()),
      this.session.risk === 1 && h("span", { class: "tag tag-warn" }, icon("chevrons-up"), t("risk.high")),
      h("button", { type: "button", class: "link case-id tabular", title: t("keys.copy"), onclick: press(() => this.copy()) }, "#" + c.id, icon("copy")),
      h("span", { class: "meta hide-narrow" }, c.messages.length ? t("case.messages", { n: c.messages.length }) : t("case.profileonly")),
      h("span", { class: "spring" }), this.evidence.veils.length ? h("span", { class: "meta hide-narrow" }, t("veil.hold"), " ", key("V")) : null, this.lease.element);
  }

  sync() {
    if (!this.c || !this.dock) return;
    this.evidence.sync();
    this.subject.sync();
    this.dock.sync();
    replace(this.bands, this.band());
  }

  band() {
    const { c, problem } = this;
    const next = { label: t("dock.next"), key: "↵", run: () => this.next() };
    if (problem?.over) return band({ tone: "warn", title: problem.title, detail: problem.detail, action: next });
    if (problem) return band({ tone: "danger", title: problem.title, detail: problem.detail, close: () => { this.problem = null; this.sync(); } });
    if (c.phase !== "more") return null;
    return band({ tone: "ok", sign: "check", title: t("more.title"), detail: c.done.join(" · "), action: { ...next, key: "N" } });
  }

  // over makes the case inert: it is no longer ours.
  over(title, detail) {
    this.problem = { over: true, title, detail };
    this.c.phase = "over";
    this.lease.stop();
    caseShown();
    this.sync();
  }

  expired(c) {
    if (this.c === c && c.phase === "open") this.over(t("lease.gone"), t("lease.gone.detail"));
  }

  refused(problem, before) {
    const { c } = this;
    if (!c || problem.kind === "session") return;
    if (problem.kind === "conflict" || problem.kind === "missing") {
      const at = decidedAt(problem);
      const title = c.done.length ? t("conflict.after") : problem.code === "case_held" ? t("conflict.held")
        : problem.code === "case_decided" ? t("conflict.decided") + (at ? ` · ${at}` : "") : say(problem);
      this.over(title, c.done.length ? t("conflict.partly", { done: c.done.join(" · ") }) : t("conflict.lost"));
      return;
    }
    c.phase = before;
    this.problem = { title: say(problem), detail: problem.kind === "offline" ? t("problem.offline.kept") : t("problem.kept") };
    this.sync();
  }

  async pass() {
    const { c } = this;
    if (c?.phase !== "open") return;
    c.phase = "busy";
    this.problem = null;
    this.sync();
    try {
      await api.pass(c.passFields());
    } catch (problem) {
      if (this.c === c) this.refused(problem, "open");
      return;
    }
    this.session.record({ pass: true, id: c.id, text: () => `#${c.id} ${t("done.pass")}` });
    c.phase = "over";
    if (this.c === c) this.next();
  }

  async punish(stay) {
    const { c } = this;
    if (!c?.open()) return;
    if (c.lacks()) {
      this.dock.nudge();
      announce(t("lacks." + c.lacks()));
      return;
    }
    const grave = c.grave();
    if (grave && !(await confirm({ title: t(`grave.${grave}`), detail: t(`grave.${grave}.detail`, { user: c.target, place: c.profile?.name || c.profile?.place || "" }), go: t("dock.punish") }))) return;
    if (this.c !== c || !c.open()) return;
    await this.carryOut(c, stay);
  }

  async carryOut(c, stay) {
    const before = c.phase;
    c.phase = "busy";
    this.problem = null;
    this.sync();
    for (const action of c.picked()) {
      try {
        await api.punish(c.punishFields(action));
      } catch (problem) {
        if (this.c === c) this.refused(problem, c.done.length ? "more" : before);
        return;
      }
      this.punished(c, action);
    }
    c.phase = stay ? "more" : "over";
    if (this.c !== c) return;
    if (stay) this.sync();
    else this.next();
  }

  // punished notes one punishment, and takes it off what is still to do. A
  // case is one line of the record, however many punishments it takes.
  punished(c, action) {
    const { hours, reason, reasons, target, id } = c;
    const what = () => actionText(action, hours), why = () => reasonText(reasons, reason);
    c.done.push(`${target} ${what()} · ${why()}`);
    c.chosen.delete(action.id);
    c.entry ??= { pass: false, id, acts: [], text: () => `#${id} ${summary(c.entry.acts)}` };
    c.entry.acts.push({ what, why });
    this.session.record(c.entry);
  }

  blank(page) {
    caseShown();
    replace(this.root, h("div", { class: "lobby" }, h("div", { class: "subbar" }, this.session.riskSwitch()), state(page), this.session.strip()));
  }

  emptyPage() {
    const { counts, risk } = this.session;
    const here = counts.now?.[risk].msg ?? 0;
    const other = counts.now?.[1 - risk].msg ?? 0;
    this.waiting = { here, other };
    this.blank({
      sign: "inbox", title: t(here ? "empty.held" : `empty.message.${risk}`, { n: number(here) }),
      detail: here ? t("empty.held.detail") : t("empty.detail"),
      action: { label: t("empty.again"), key: "N", run: () => this.next() },
      more: other > 0 && { label: t(`empty.other.${1 - risk}`, { n: number(other) }), run: () => this.session.setRisk(1 - risk) },
    });
    this.isEmpty = true;
  }

  // counted: the empty page says what has come meanwhile.
  counted() {
    if (this.c || !this.isEmpty || !this.root.querySelector(".state")) return;
    const { counts, risk } = this.session;
    if (counts.now && (counts.now[risk].msg !== this.waiting.here || counts.now[1 - risk].msg !== this.waiting.other)) this.emptyPage();
  }

  failedPage(problem) {
    const denied = problem.kind === "forbidden";
    this.blank({
      sign: problem.kind === "offline" ? "wifi-off" : denied ? "eye" : "circle-alert",
      title: denied ? t("denied.title") : t("failed.title"), detail: say(problem),
      action: denied ? null : { label: t("retry"), key: "N", run: () => this.next() },
    });
  }

  pausedPage() {
    this.blank({ sign: "pause", title: t("paused.title"), detail: t("paused.detail"), action: { label: t("paused.go"), key: "P", run: () => this.session.pause() } });
  }

  // paused was switched: what is in hand stays.
  pausedChanged() {
    if (!this.c) this.next();
  }
}
