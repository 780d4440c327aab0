// What a reviewer sets for himself, kept in this browser only. Where storage
// is off, settings last as long as the page.
const memory = new Map();

export function get(name, fallback = "") {
  try {
    return localStorage.getItem("xiezhi." + name) ?? memory.get(name) ?? fallback;
  } catch {
    return memory.get(name) ?? fallback;
  }
}

export function set(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem("xiezhi." + name, value);
  } catch { /* kept in memory */ }
}

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function toggleTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  set("theme", theme);
}
