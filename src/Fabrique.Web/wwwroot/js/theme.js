// Runs before the first paint: a page must not flash in the other theme. Tells style sheets that scripts run.
(() => {
  const root = document.documentElement;
  let scheme = null;
  try {
    scheme = localStorage.getItem("scheme");
  } catch {
    // Storage may be refused: the system's theme holds.
  }
  const dark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-fr-theme", dark ? "dark" : "light");
  root.setAttribute("data-scripted", "");

  // What was sent is saved: saisie.js must not find it again, however soon this page is left.
  try {
    if (root.dataset.saved === "true") {
      sessionStorage.removeItem(sessionStorage.getItem("saisie:envoi"));
      sessionStorage.removeItem("saisie:envoi");
    }
  } catch {
    // Storage may be refused: nothing was kept.
  }
})();
