// Runs before the first paint, so that the page never flashes in the wrong
// colours or language.
(function () {
  try {
    var theme = localStorage.getItem("xiezhi.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
    if (localStorage.getItem("xiezhi.lang") === "en") document.documentElement.lang = "en";
  } catch (e) { /* storage is off: the system's colours, and Chinese */ }
})();
