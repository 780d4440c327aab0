// The frame around the screens: who works here, on which app, what waits.
import { AlbumScreen } from "./album.js";
import * as api from "./api.js";
import { Counts } from "./counts.js";
import { avatar, h, icon, key, mark, press, replace, shown } from "./dom.js";
import { clock, lang, number, setLang, t } from "./i18n.js";
import * as keys from "./keys.js";
import { ListsScreen } from "./lists.js";
import { MessageScreen } from "./message.js";
import { say } from "./problem.js";
import * as settings from "./settings.js";
import { announce, keySheet, segmented, state } from "./ui.js";

const SCREENS = {
  message: { make: MessageScreen, sign: "message-square-warning", count: "msg" },
  album: { make: AlbumScreen, sign: "image", count: "album" },
  lists: { make: ListsScreen, sign: "lock-open" },
};

class Session {
  constructor(me) {
    this.me = me;
    this.risk = 0;
    this.paused = false;
    this.log = [];
    this.handled = 0;
    this.last = null;
    this.counts = new Counts(() => this.counted());
    this.screens = {};
  }

  may(permission) { return this.me.permissions.includes(permission); }

  entrance(mod) { return this.me.entrances.find((e) => e.mod === Number(mod)); }

  mediaBase() { return this.me.apps.find((a) => a.id === api.currentApp())?.media_base_url ?? ""; }

  // enter fetches what the chosen app's cases are decided by.
  async enter(app) {
    api.chooseApp(app);
    const [relation, names] = await Promise.all([api.relation(), api.entrances()]);
    this.relation = relation ?? {};
    this.entranceNames = names ?? {};
    this.screens = {};
    this.counts.now = null;
    this.counts.ask();
  }

  // record notes a decision, or what was added to the last one.
  record(entry) {
    if (this.log[0] !== entry) {
      this.log.unshift(entry);
      this.log.length = Math.min(this.log.length, 50);
    }
    entry.at = clock();
    this.handled += (entry.n ?? 1) - (entry.counted ?? 0);
    entry.counted = entry.n ?? 1;
    this.result(entry.text, entry.pass ? "ok" : "danger");
    frame.counted();
  }

  // result shows what the last decision did, in its fixed seat. Text may be a
  // function, so that it follows the language.
  result(text, tone) {
    this.last = { text: typeof text === "function" ? text : () => text, tone };
    announce(this.last.text());
    if (this.seat) this.fillSeat();
  }

  strip() {
    this.seat = h("div", { class: "strip" });
    this.fillSeat();
    return this.seat;
  }

  fillSeat() {
    const hint = h("span", { class: "meta" }, keys.singleKeysOff() ? t("strip.keysoff") : [key("?"), " ", t("strip.keys")]);
    replace(this.seat, hint, h("span", { class: "spring" }),
      this.last && h("span", { class: `result result-${this.last.tone}` }, icon(this.last.tone === "danger" ? "ban" : "check"), h("bdi", {}, this.last.text())));
  }

  riskSwitch() {
    const count = (risk) => h("span", { class: "count tabular", data: { risk: String(risk) } }, this.countText(risk));
    this.riskRow = segmented(t("risk.label"), [0, 1].map((risk) => ({ value: risk, label: t(`risk.${risk}`), extra: count(risk) })), this.risk, (risk) => this.setRisk(risk));
    return this.riskRow.element;
  }

  countText(risk) {
    const kind = SCREENS[frame.name]?.count;
    return kind && this.counts.now ? number(this.counts.now[risk][kind]) : "–";
  }

  // setRisk changes the queue. What is in hand stays ours and comes back first.
  setRisk(risk) {
    if (risk === this.risk) return;
    this.risk = risk;
    for (const name of ["message", "album"]) this.screens[name]?.drop();
    frame.current?.stop();
    frame.current?.start();
    frame.counted();
  }

  pause() {
    this.paused = !this.paused;
    frame.paused();
    frame.current?.pausedChanged();
  }

  counted() {
    if (!frame.session) return; // the first figures came before the frame
    for (const element of this.riskRow?.element.querySelectorAll(".count") ?? []) element.textContent = this.countText(Number(element.dataset.risk));
    frame.counted();
    frame.current?.counted();
  }
}

const frame = {
  root: document.getElementById("app"),
  name: "message",

  build(session) {
    this.session = session;
    this.title = h("h1", { class: "top-title" });
    this.stats = h("p", { class: "stats" });
    this.offline = h("span", { class: "pill pill-danger", role: "status", hidden: true }, icon("wifi-off"), t("offline"));
    this.links = Object.entries(SCREENS).map(([name, { sign }]) => ({
      name, count: h("span", { class: "nav-count tabular" }),
      element: h("a", { href: `#/${name}`, class: "nav-link", title: t(`nav.${name}`) }, icon(sign), h("span", { class: "nav-text" }, t(`nav.${name}`))),
    }));
    for (const link of this.links) link.element.append(link.count);
    this.pauseButton = h("button", { type: "button", class: "btn btn-plain btn-icon", onclick: press(() => session.pause()) });
    this.screenRoot = h("main", { class: "screen", id: "screen" });
    this.root.className = "frame";
    replace(this.root, this.rail(session), h("div", { class: "main" }, this.top(session), this.screenRoot), h("div", { id: "live", class: "sr", role: "status", "aria-live": "polite" }));
    this.paused();
  },

  rail(session) {
    const { me } = session;
    return h("nav", { class: "rail", "aria-label": t("nav.label") },
      h("div", { class: "brand" }, mark(), h("span", { class: "nav-text" }, t("brand.short"))),
      h("h2", { class: "rail-head nav-text" }, t("nav.review")), this.links.slice(0, 2).map((l) => l.element),
      h("h2", { class: "rail-head nav-text" }, t("nav.manage")), this.links.slice(2).map((l) => l.element),
      h("div", { class: "rail-foot" }, avatar(me.username),
        h("div", { class: "nav-text who-am-i" }, shown(me.username, { class: "who" }), h("span", { class: "meta" }, t(`staff.${me.role}`))),
        session.may("decide") && this.pauseButton,
        h("button", { type: "button", class: "btn btn-plain btn-icon", title: t("logout"), "aria-label": t("logout"), onclick: press(() => this.leave()) }, icon("log-out"))));
  },

  async leave() {
    try {
      await api.logOut();
    } catch (problem) {
      this.session.result(say(problem), "danger");
    }
  },

  top(session) {
    const { apps } = session.me;
    const tool = (name, text, run) => h("button", { type: "button", class: "btn btn-plain btn-icon", title: text, "aria-label": text, onclick: press(run) }, icon(name));
    const select = apps.length > 1 && h("select", { class: "select", "aria-label": t("app"), onchange: () => this.switchApp(select.value) },
      apps.map((app) => h("option", { value: app.id, selected: app.id === api.currentApp() }, (app.name || app.id) + (app.uplus ? "" : t("app.nouplus")))));
    const theme = tool(settings.isDark() ? "sun" : "moon", t("theme"), () => { settings.toggleTheme(); replace(theme, icon(settings.isDark() ? "sun" : "moon")); });
    return h("header", { class: "top" }, this.title, this.stats, h("span", { class: "spring" }), this.offline,
      select || h("span", { class: "meta app-name" }, shown(apps[0]?.name || apps[0]?.id || "")),
      tool("keyboard", t("keys.title"), keySheet), tool("languages", t("lang"), () => this.switchLang()), theme);
  },

  async switchApp(app) {
    document.activeElement?.blur();
    this.current?.stop();
    for (const screen of Object.values(this.session.screens)) screen.drop?.();
    this.current = null;
    await opening(() => this.session.enter(app));
    this.route();
  },

  switchLang() {
    setLang(lang() === "en" ? "zh" : "en");
    this.current?.stop();
    this.build(this.session);
    this.route();
  },

  route() {
    const asked = /^#\/(\w+)/.exec(location.hash)?.[1];
    this.name = asked in SCREENS ? asked : "message";
    this.current?.stop();
    const { session } = this;
    for (const { name, element } of this.links) {
      if (name === this.name) element.setAttribute("aria-current", "page");
      else element.removeAttribute("aria-current");
    }
    this.title.textContent = t(`nav.${this.name}`);
    replace(this.screenRoot);
    this.current = session.screens[this.name] ??= new SCREENS[this.name].make(session, this.screenRoot);
    this.current.root = this.screenRoot;
    this.current.start();
    this.counted();
  },

  counted() {
    const { now, offline } = this.session.counts;
    const { risk, handled } = this.session;
    for (const { name, count } of this.links) {
      const kind = SCREENS[name].count;
      if (!kind) continue;
      replace(count, now?.[1][kind] > 0 && h("span", { class: "dot", title: t("risk.some", { n: number(now[1][kind]) }) }), now ? number(now[0][kind] + now[1][kind]) : "");
    }
    const kind = SCREENS[this.name].count;
    const stat = (label, n) => h("span", { class: "stat" }, label, h("b", { class: "tabular" }, n));
    replace(this.stats, kind && [stat(t("stats.waiting"), now ? number(now[risk][kind]) : "–"), stat(t("stats.done"), number(handled))]);
    this.offline.hidden = !offline;
    document.title = `${kind && now ? `(${number(now[0][kind] + now[1][kind])}) ` : ""}${t(`nav.${this.name}`)} · ${t("brand")}`;
  },

  paused() {
    const { paused } = this.session;
    const text = t(paused ? "paused.go" : "pause");
    replace(this.pauseButton, icon(paused ? "play" : "pause"));
    this.pauseButton.title = text + " (P)";
    this.pauseButton.setAttribute("aria-label", text);
    this.pauseButton.setAttribute("aria-pressed", String(paused));
    this.pauseButton.classList.toggle("btn-on", paused);
  },
};

// opening runs what must succeed before there is anything to see, and offers
// to try again until it does.
function opening(run) {
  return new Promise((resolve) => {
    const attempt = async () => {
      try {
        resolve(await run());
      } catch (problem) {
        if (problem.kind === "session") return;
        const place = frame.screenRoot?.isConnected ? frame.screenRoot : frame.root;
        replace(place, h("div", { class: "lobby" }, state({
          sign: problem.kind === "offline" ? "wifi-off" : "circle-alert", title: t("failed.title"), detail: say(problem), action: { label: t("retry"), run: attempt },
        })));
      }
    };
    attempt();
  });
}

async function boot() {
  setLang(lang());
  document.querySelector("[data-t=boot]").textContent = t("boot");
  const me = await opening(api.me);
  const session = new Session(me);
  if (!me.apps.length) {
    replace(frame.root, h("div", { class: "lobby" }, state({ sign: "inbox", title: t("noapp.title"), detail: t("noapp.detail") })));
    return;
  }
  const kept = settings.get("app");
  await opening(() => session.enter(me.apps.some((a) => a.id === kept) ? kept : (me.apps.find((a) => a.uplus) ?? me.apps[0]).id));
  frame.build(session);
  keys.start();
  keys.bind({
    "Shift+Slash": { run: keySheet },
    KeyP: { run: () => { if (session.may("decide")) session.pause(); } },
  });
  addEventListener("hashchange", () => frame.route());
  frame.route();
}

boot();
