// Pictures stay covered – blurred and grey – until somebody holds V or the
// pointer on them, and are covered again when he lets go. The full picture is
// fetched when it is first looked at.
import { h, icon, key, shown } from "./dom.js";
import { t } from "./i18n.js";

// resolve turns an address as it came into one to fetch: absolute http(s), or
// a path against the app's media address. Anything else is no address.
export function resolve(address, base) {
  const text = String(address ?? "").trim();
  if (/^https?:\/\//i.test(text)) return text;
  if (!text || /^[a-z][a-z0-9+.-]*:/i.test(text) || !/^https?:\/\//i.test(base || "")) return "";
  return base.replace(/\/+$/, "") + "/" + text.replace(/^[/\\]+/, "");
}

const image = (kind, source, fail) =>
  h("img", { class: kind, src: source, alt: "", referrerpolicy: "no-referrer", decoding: "async", draggable: "false", onerror: fail });

// Veil is one covered picture.
export class Veil {
  constructor(address, thumb, base, { hint = true, delay = 0 } = {}) {
    this.full = resolve(address, base);
    const cover = resolve(thumb, base) || this.full;
    this.element = h("div", { class: "veil", role: "img", "aria-label": t("veil.label") });
    if (!cover) return this.fail("veil.noaddress", address);
    this.element.append(image("veil-cover", cover, () => this.fail("veil.broken", address)));
    if (hint) this.element.append(h("span", { class: "veil-hint", "aria-hidden": "true" }, icon("eye-off"), t("veil.hold"), key("V")));
    this.holdByPointer(delay);
  }

  fail(reason, address) {
    this.broken = true;
    this.element.classList.add("veil-broken");
    this.element.replaceChildren(icon("image"), h("span", {}, t(reason)), shown(address, { class: "veil-address" }));
  }

  reveal(on) {
    if (this.broken) return;
    if (on && !this.opened) {
      this.opened = true;
      this.element.append(image("veil-full", this.full, null));
    }
    this.element.classList.toggle("veil-shown", on);
  }

  // holdByPointer waits delay milliseconds, so that a click shows nothing.
  holdByPointer(delay) {
    let timer = 0;
    this.element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.element.setPointerCapture(event.pointerId);
      timer = setTimeout(() => this.reveal(true), delay);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.element.addEventListener(end, () => { clearTimeout(timer); this.reveal(false); });
    }
    this.element.addEventListener("contextmenu", (event) => event.preventDefault());
  }
}

// player is a sound or film: silent, not fetched before it is played.
export function player(kind, address, base) {
  const source = resolve(address, base);
  if (!source) return h("p", { class: "media-none" }, t("veil.noaddress"), " ", shown(address));
  const media = h(kind, { src: source, controls: true, preload: "none", class: "player-" + kind });
  media.muted = true;
  return h("div", { class: "player" }, media,
    h("a", { href: source, target: "_blank", rel: "noopener noreferrer", class: "link" }, icon("external-link"), t("media.open")));
}
