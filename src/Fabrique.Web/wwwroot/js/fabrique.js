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
