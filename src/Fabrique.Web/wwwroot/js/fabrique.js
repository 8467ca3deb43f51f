// Comfort only: every page works without this file.

// Says how many characters are left in a long text, once it is nearly full.
for (const field of document.querySelectorAll("textarea[data-maximum]")) {
  const maximum = Number(field.dataset.maximum);
  const count = document.createElement("p");
  count.className = "fr-hint-text fr-mt-1v fr-mb-0";
  field.after(count);

  const show = () => {
    // As the server counts: a line break is one character, and blanks around the text are not kept.
    const left = maximum - field.value.trim().length;
    const shown = Math.abs(left).toLocaleString("fr-FR");
    const plural = Math.abs(left) > 1 ? "s" : "";
    count.textContent = left < 0 ? `${shown} caractère${plural} en trop` : `${shown} caractère${plural} restant${plural}`;
    count.hidden = left > maximum / 4;
    count.classList.toggle("fab-over", left < 0);
  };
  field.addEventListener("input", show);
  show();
}

// Says in the header how many tasks wait for the person, and says it again when they come back to the page: never by itself, so that a page left open does not keep a
// session from ending.
const counters = document.querySelectorAll("[data-task-count]");
const countTasks = async () => {
  try {
    // Once the session is over the answer leads to the sign-in: it is not followed, and is no error of the page's either.
    const answer = await fetch(counters[0].dataset.taskCount, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok) {
      return;
    }

    const { count } = await answer.json();
    for (const counter of counters) {
      counter.hidden = count === 0;
      const text = `${count.toLocaleString("fr-FR")} tâche${count > 1 ? "s" : ""}`;
      counter.firstElementChild.textContent = text;
      counter.firstElementChild.setAttribute("aria-label", `${text} à faire`);
    }
  } catch {
    // The page says all it has to without it.
  }
};
if (counters.length > 0) {
  countTasks();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && countTasks());
}
