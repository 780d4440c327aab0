// The pages with a form: language, colours, and a button that cannot be
// pressed twice.
import { lang, setLang, t, translatePage } from "./i18n.js";
import { toggleTheme } from "./settings.js";

const toggle = document.querySelector("[data-lang]");

function speak() {
  translatePage();
  if (toggle) toggle.textContent = lang() === "en" ? "中文" : "English";
}

toggle?.addEventListener("click", () => {
  setLang(lang() === "en" ? "zh" : "en");
  speak();
});
document.querySelector("[data-theme-toggle]")?.addEventListener("click", toggleTheme);

const form = document.querySelector("form");
const again = form?.elements.namedItem("again");
again?.addEventListener("input", () => again.setCustomValidity(""));
form?.addEventListener("submit", (event) => {
  if (again && again.value !== form.elements.namedItem("password").value) {
    event.preventDefault();
    again.setCustomValidity(t("setup.again"));
    again.reportValidity();
    return;
  }
  form.querySelector("[type=submit]").disabled = true;
});
addEventListener("pageshow", () => {
  const button = form?.querySelector("[type=submit]");
  if (button) button.disabled = false;
});
speak();
