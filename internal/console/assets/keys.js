// Single keys by their place on the keyboard (event.code), so that a Chinese,
// full-width or Cyrillic layout changes nothing.
import * as settings from "./settings.js";

// A case that has been on screen for less than this takes no decision: the
// press was meant for the one before.
const SETTLE = 300;

let layers = [];
let shownAt = 0;
let revealing = () => {};

export const caseShown = () => { shownAt = performance.now(); };
export const settled = () => performance.now() - shownAt >= SETTLE;

// bind makes a screen's keys current and returns how to end that. A key is
// {run, repeat?, decides?}; its name is the code with "Shift+" or "Ctrl+"
// before it (Ctrl stands for ⌘ too).
export function bind(keys) {
  layers.push(keys);
  return () => { layers = layers.filter((layer) => layer !== keys); };
}

// onReveal is told when V is held and when it is let go.
export const onReveal = (run) => { revealing = run; };

export const singleKeysOff = () => settings.get("keys") === "off";

const typing = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const composing = (event) => event.isComposing || event.keyCode === 229;

// onControl: Enter and Space on a control that was reached by Tab are its own,
// and a player's are the arrows too.
const onControl = (event) =>
  event.target instanceof HTMLElement && !event.ctrlKey && !event.metaKey &&
  ((/^(Enter|NumpadEnter|Space)$/.test(event.code) && /^(BUTTON|A)$/.test(event.target.tagName)) ||
    (/^(Space|Arrow\w+)$/.test(event.code) && /^(AUDIO|VIDEO)$/.test(event.target.tagName)));

// codeOf names the key; keyboards on screens send no code, but the character.
function codeOf(event) {
  if (event.code) return event.code.replace(/^Numpad(\d|Enter)$/, (_, k) => (k === "Enter" ? k : "Digit" + k));
  const character = event.key.normalize("NFKC").toUpperCase();
  if (/^[A-Z]$/.test(character)) return "Key" + character;
  return /^\d$/.test(character) ? "Digit" + character : event.key;
}

function find(event) {
  const ctrl = event.ctrlKey || event.metaKey;
  if (/^[?？]$/.test(event.key) && !ctrl) return layers[0]?.["Shift+Slash"];
  const name = (ctrl ? "Ctrl+" : "") + (event.shiftKey ? "Shift+" : "") + codeOf(event);
  const found = layers.at(-1)?.[name] ?? layers[0]?.[name];
  const single = !ctrl && /^(Shift\+)?(Key|Digit|Bracket|Slash)/.test(name) && name !== "Shift+Slash";
  return single && singleKeysOff() ? undefined : found;
}

function keydown(event) {
  if (composing(event) || event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing(event.target) || onControl(event)) return;
  if (codeOf(event) === "KeyV" && !event.ctrlKey && !event.metaKey && !singleKeysOff()) {
    if (!event.repeat) revealing(true);
    event.preventDefault();
    return;
  }
  const found = find(event);
  if (!found) return;
  event.preventDefault();
  if (event.repeat && !found.repeat) return;
  if (found.decides && !settled()) return;
  found.run(event);
}

export function start() {
  addEventListener("keydown", keydown);
  addEventListener("keyup", (event) => { if (codeOf(event) === "KeyV") revealing(false); });
  addEventListener("blur", () => revealing(false));
  document.addEventListener("visibilitychange", () => revealing(false));
}
