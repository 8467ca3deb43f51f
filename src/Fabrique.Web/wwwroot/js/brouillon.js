// Comfort only: a draft is saved as it is typed. Without this file, its button saves it.
const form = document.querySelector("form[data-autosave]");
const pause = 1500;
const again = 10_000;

const words = {
  saving: "Enregistrement…",
  offline: "Le réseau est absent : vos réponses restent dans cette page, et seront enregistrées dès son retour.",
  ended: "Votre session est terminée : vos réponses restent dans cette page. Reconnectez-vous dans un autre onglet, puis enregistrez le brouillon.",
  failed: "Vos réponses ne sont pas encore enregistrées : elles restent dans cette page, et un nouvel essai a lieu dans quelques secondes.",
};

const start = () => {
  const status = form.querySelector("[data-autosave-status]");
  const held = new Set();
  let timer = null;
  let isSaving = false;
  let isChanged = false;
  let isTyped = false;
  let pressed = null;

  const say = (text) => {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  };

  const plan = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  const field = (name) => form.elements.namedItem(name);

  const put = (parts) => {
    for (const { name, value } of parts) {
      const control = field(name);
      if (control instanceof RadioNodeList) {
        const values = value.split(",");
        for (const box of control) {
          box.checked = values.includes(box.value);
        }
      } else if (control?.type === "checkbox") {
        control.checked = value === "true";
      } else if (control) {
        control.value = value;
      }
    }
  };

  // Somebody else answered otherwise meanwhile: both texts are there, and nothing is lost before the person has chosen.
  const showConflict = (conflict) => {
    held.add(conflict.key);
    const place = form.querySelector(`[data-question="${conflict.key}"]`);
    place.querySelector("[data-conflict]")?.remove();
    const notice = document.createElement("div");
    notice.className = "fr-alert fr-alert--warning fr-alert--sm fr-mb-3w";
    notice.dataset.conflict = "";
    notice.setAttribute("role", "alert");
    const told = document.createElement("p");
    told.textContent = `Quelqu’un d’autre vient de répondre autrement à « ${conflict.label} ». Votre réponse n’est pas encore enregistrée. La sienne :`;
    const text = document.createElement("p");
    text.className = "fab-prose";
    text.textContent = conflict.text || "(réponse effacée)";
    const choose = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fr-btn fr-btn--secondary fr-btn--sm fr-mr-1w fr-mt-1w";
      button.textContent = label;
      button.addEventListener("click", () => {
        act();
        held.delete(conflict.key);
        notice.remove();
        isChanged = true;
        save();
      });
      return button;
    };
    notice.append(told, text, choose("Garder la mienne", () => {}), choose("Prendre la sienne", () => put(conflict.parts)));
    place.append(notice);
  };

  const take = (answer) => {
    field("Version").value = answer.version;
    for (const place of form.querySelectorAll("[data-question]")) {
      place.hidden = !answer.asked.includes(place.dataset.question);
    }

    for (const { key, text } of answer.progress) {
      const told = form.querySelector(`[data-progress="${key}"]`);
      if (told) {
        told.textContent = text;
      }
    }

    answer.conflicts.forEach(showConflict);
    const unsaved = answer.problems.map((problem) => problem.sentence).join(" ");
    say(`Brouillon enregistré à ${answer.savedAt}.${unsaved ? ` Sauf : ${unsaved}` : ""}`);

    // What the page keeps of what was typed no longer has to be.
    if (!isChanged && answer.problems.length === 0 && held.size === 0) {
      form.dispatchEvent(new CustomEvent("enregistre"));
    }
  };

  const save = async () => {
    clearTimeout(timer);
    timer = null;
    if (isSaving || !isChanged) {
      return;
    }

    if (!navigator.onLine) {
      say(words.offline);
      return;
    }

    isSaving = true;
    isChanged = false;
    isTyped = false;
    const body = new FormData(form);
    for (const name of [...body.keys()]) {
      if (body.get(name) instanceof File) {
        body.delete(name);
      }
    }

    held.forEach((key) => body.append("Held", key));
    say(words.saving);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual", keepalive: document.visibilityState === "hidden", headers: { Accept: "application/json" } });
      const isJson = answer.headers.get("content-type")?.includes("json");
      if (answer.ok && isJson) {
        const told = await answer.json();
        if (told.sentence) {
          isChanged = true;
          say(told.sentence);
        } else {
          take(told);
        }
      } else if (answer.type === "opaqueredirect" || answer.status === 204) {
        isChanged = true;
        say(words.ended);
      } else {
        isChanged = true;
        say(words.failed);
        plan(again);
      }
    } catch {
      isChanged = true;
      say(navigator.onLine ? words.failed : words.offline);
      plan(again);
    } finally {
      isSaving = false;
    }

    // Whoever pressed a button meanwhile did it on what is saved now.
    if (pressed) {
      const button = pressed;
      pressed = null;
      form.requestSubmit(button);
      return;
    }

    // What was typed while it was saved follows.
    if (isTyped && !timer) {
      plan(pause);
    }
  };

  const change = (event) => {
    if (event.isTrusted) {
      isChanged = true;
      isTyped = true;
      plan(event.type === "change" ? pause / 3 : pause);
    }
  };
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("fabrique:joined", () => {
    isChanged = true;
    isTyped = true;
    plan(0);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = null;
    if (isSaving) {
      event.preventDefault();
      pressed = event.submitter;
    }
  });
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
};

if (form) {
  start();
}
