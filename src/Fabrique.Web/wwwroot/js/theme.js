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
})();
