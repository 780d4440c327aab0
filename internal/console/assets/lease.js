// The lease of what is on screen: counted from the moment it was claimed, also
// across a reload of the page.
import { h } from "./dom.js";
import { t } from "./i18n.js";

const SVG = "http://www.w3.org/2000/svg";
const ROUND = 2 * Math.PI * 7;
const WARN = 60_000;

// claimedAt remembers when a case was first handed to this page. A claim that
// is over was renewed by asking again.
function claimedAt(name, length) {
  const now = Date.now();
  try {
    const before = Number(sessionStorage.getItem("xiezhi.lease." + name));
    if (before && now - before < length) return before;
    sessionStorage.setItem("xiezhi.lease." + name, String(now));
  } catch { /* no storage: count from now */ }
  return now;
}

function ring() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 18 18");
  svg.setAttribute("class", "ring");
  svg.setAttribute("aria-hidden", "true");
  for (const kind of ["ring-track", "ring-left"]) {
    const circle = document.createElementNS(SVG, "circle");
    circle.setAttribute("class", kind);
    for (const [name, value] of [["cx", 9], ["cy", 9], ["r", 7]]) circle.setAttribute(name, value);
    svg.append(circle);
  }
  return svg;
}

export class Lease {
  // name tells leases apart; seconds is their length; over is called once at
  // the end, warn once a minute before.
  constructor(name, seconds, { over, warn }) {
    this.length = seconds * 1000;
    this.end = claimedAt(name, this.length) + this.length;
    this.over = over;
    this.warn = warn;
    this.ring = ring();
    this.clock = h("span", { class: "tabular" });
    this.element = h("span", { class: "lease", role: "timer", title: t("lease.title") }, this.ring, this.clock);
    this.timer = setInterval(() => this.tick(), 1000);
    this.tick();
  }

  tick() {
    const left = Math.max(0, this.end - Date.now());
    const seconds = Math.ceil(left / 1000);
    const clock = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
    this.clock.textContent = left ? t("lease.left", { clock }) : t("lease.over");
    this.ring.lastChild.setAttribute("stroke-dasharray", `${(ROUND * left) / this.length} ${ROUND}`);
    this.element.classList.toggle("lease-late", left <= WARN);
    if (left <= WARN && this.warn) {
      if (left) this.warn();
      this.warn = null;
    }
    if (!left) this.stop(true);
  }

  stop(ended = false) {
    clearInterval(this.timer);
    const over = this.over;
    this.over = null;
    if (ended) over?.();
  }
}
