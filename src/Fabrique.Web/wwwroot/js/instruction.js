// Comfort only: every page works without this file.

// One application beside the list: j leads to the next, k to the one before, unless whoever reads turned the keys off.
const place = document.querySelector("[data-keys=true]");
const isTyped = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

if (place) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyped(event.target)) {
      return;
    }

    const rel = { j: "next", k: "prev" }[event.key.toLowerCase()];
    const link = rel && place.querySelector(`a[rel=${rel}]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
}

// The box that ticks all those of the page.
const batch = document.querySelector("#lot");
if (batch) {
  const boxes = [...batch.querySelectorAll("input[name=Selected]")];
  const head = batch.querySelector("thead th");
  if (head && boxes.length > 1) {
    head.innerHTML = '<div class="fr-checkbox-group fr-checkbox-group--sm"><input type="checkbox" id="choix-tout"><label class="fr-label" for="choix-tout"><span class="fr-sr-only">Choisir toutes celles de la page</span></label></div>';
    const all = head.querySelector("input");
    all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
    boxes.forEach((box) => box.addEventListener("change", () => (all.checked = boxes.every((other) => other.checked))));
  }
}

// A batch that goes on is looked at again every second, as long as the page is in sight. What the page asks by itself says so, and renews no session.
const look = async () => {
  const shown = document.querySelector("#avancement[data-batch=en-cours]");
  if (!shown) {
    return;
  }

  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { "Fabrique-Live": "" }, redirect: "manual" });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#avancement");
      if (fresh) {
        // What is read out is said once, at the end.
        const status = shown.querySelector("[role=status]");
        const text = fresh.querySelector("[role=status]");
        if (fresh.matches("[data-batch=en-cours]")) {
          status.innerHTML = text.innerHTML;
          shown.querySelector("progress").value = fresh.querySelector("progress").value;
        } else {
          shown.replaceWith(fresh);
        }
      }
    } catch {
      // It is looked at again.
    }
  }

  setTimeout(look, 1000);
};
setTimeout(look, 1000);
