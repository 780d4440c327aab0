// The page's words. Chinese is first; what the server says (reasons,
// punishments, entrances) is shown in English where the dictionary knows it.
import * as settings from "./settings.js";
import { zh } from "./zh.js";
import { en } from "./en.js";

let words = settings.get("lang") === "en" ? en : zh;

export const lang = () => (words === en ? "en" : "zh");

export function setLang(next) {
  words = next === "en" ? en : zh;
  settings.set("lang", lang());
  document.documentElement.lang = next === "en" ? "en" : "zh-CN";
}

// t gives the text of a key with its {holes} filled.
export function t(key, holes = {}) {
  const text = words[key] ?? zh[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => holes[name] ?? "");
}

// said gives the server's own title, or in English the dictionary's.
export function said(kind, id, title) {
  return (lang() === "en" && en[`${kind}.${id}`]) || title || `${kind} ${id}`;
}

export const number = (n) => (Number.isFinite(n) ? n.toLocaleString("en-US") : "–");

// clock and dateTime show a moment in the browser's zone.
export const clock = (at = new Date()) => at.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
export const dateTime = (at) => at.toLocaleString("sv-SE");

// translatePage puts the words into a page that the server wrote.
export function translatePage(root = document) {
  for (const element of root.querySelectorAll("[data-t]")) {
    const text = words[element.dataset.t];
    if (text) element.textContent = text;
  }
}
