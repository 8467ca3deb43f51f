// Comfort only: a draft is saved as it is typed. Without this file, its button saves it.
const form = document.querySelector("form[data-autosave]");
const pause = 1500;
const again = 10_000;

const words = {
  saving: "Enregistrement…",
  offline: "Le réseau est absent : vos réponses restent dans cette page, et seront enregistrées dès son retour.",
  ended: "Votre session est terminée : vos réponses restent dans cette page. Reconnectez-vous dans un autre onglet, puis enregistrez le brouillon.",
  gone: "Vous n’avez plus accès à cette candidature : ce que vous écrivez ne peut plus y être enregistré. Copiez vos réponses avant de quitter cette page, et voyez avec les personnes qui la portent.",
  choose: "Une question a reçu deux réponses : choisissez d’abord entre la vôtre et l’autre.",
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

  // What each question holds, as a text, and what of it is saved: the difference is what this page changed. Other people's answers are never sent back as they were when the page opened.
  const places = () => [...form.querySelectorAll("[data-question]")];
  const controls = (place) => [...place.querySelectorAll("input[name], select[name], textarea[name]")].filter((control) => control.type !== "file" && control.name.startsWith("Answers["));
  const write = (place, read) => JSON.stringify(controls(place).map((control) => [control.name, read(control)]));
  const shownBy = (control) => (control.type === "checkbox" || control.type === "radio" ? control.checked && control.value : control.value);
  const first = (control) => {
    if (control.type === "checkbox" || control.type === "radio") {
      return control.defaultChecked && control.value;
    }

    if (control instanceof HTMLSelectElement) {
      return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value;
    }

    return control.defaultValue;
  };
  // A page that shows what could not be saved has saved nothing of it.
  const saved = new Map(form.dataset.unsaved === "true" ? [] : places().map((place) => [place.dataset.question, write(place, first)]));
  const now = () => new Map(places().map((place) => [place.dataset.question, write(place, shownBy)]));
  const touched = () => [...now()].filter(([key, text]) => saved.get(key) !== text).map(([key]) => key);

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
  const showConflict = (conflict, by) => {
    held.add(conflict.key);
    const place = form.querySelector(`[data-question="${conflict.key}"]`);
    place.querySelector("[data-conflict]")?.remove();
    const notice = document.createElement("div");
    notice.className = "fr-alert fr-alert--warning fr-alert--sm fr-mb-3w";
    notice.dataset.conflict = "";
    notice.setAttribute("role", "alert");
    const told = document.createElement("p");
    told.textContent = `Une autre réponse à « ${conflict.label} » est arrivée, de ${by}. La vôtre n’est pas encore enregistrée. L’autre :`;
    const text = document.createElement("p");
    text.className = "fab-prose";
    text.textContent = conflict.text || "(réponse effacée)";
    const choose = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fr-btn fr-btn--secondary fr-btn--sm fr-mr-1w fr-mt-1w";
      button.textContent = label;
      button.addEventListener("click", () => {
        held.delete(conflict.key);
        notice.remove();
        act();
        isChanged = true;
        save();
      });
      return button;
    };
    notice.append(told, text, choose("Garder la mienne", () => saved.delete(conflict.key)), choose("Prendre l’autre", () => {
      put(conflict.parts);
      keep(conflict.key);
    }));
    place.append(notice);
  };

  const keep = (key) => saved.set(key, now().get(key));

  // Somebody else answered meanwhile what this page left alone: it shows their answer, unless the person is writing there by now.
  const showOthers = (others, by, sent) => {
    const told = { shown: [], later: [] };
    for (const { key, label, parts } of others) {
      if (parts && now().get(key) === sent.get(key)) {
        put(parts);
        keep(key);
        told.shown.push(`« ${label} »`);
      } else if (!parts) {
        told.later.push(`« ${label} »`);
      }
    }

    return (told.shown.length ? ` Une réponse de ${by} est affichée à ${told.shown.join(", ")}.` : "")
      + (told.later.length ? ` Une réponse de ${by} à ${told.later.join(", ")} est enregistrée : rechargez la page pour la voir.` : "");
  };

  const take = (answer, sent) => {
    field("Version").value = answer.version;
    const unkept = new Set([...answer.conflicts.map((conflict) => conflict.key), ...answer.problems.map((problem) => problem.name.slice("Answers[".length).split(/[.\]]/)[0]), ...held]);
    for (const [key, text] of sent) {
      if (!unkept.has(key)) {
        saved.set(key, text);
      }
    }
    for (const place of form.querySelectorAll("[data-question]")) {
      place.hidden = !answer.asked.includes(place.dataset.question);
    }

    for (const { key, text } of answer.progress) {
      const told = form.querySelector(`[data-progress="${key}"]`);
      if (told) {
        told.textContent = text;
      }
    }

    answer.conflicts.forEach((conflict) => showConflict(conflict, answer.by));
    const unsaved = answer.problems.map((problem) => problem.sentence).join(" ");
    say(`Brouillon enregistré à ${answer.savedAt}.${showOthers(answer.others, answer.by, sent)}${unsaved ? ` Sauf : ${unsaved}` : ""}`);

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
    const sent = now();
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
          take(told, sent);
        }
      } else if (answer.type === "opaqueredirect" || answer.status === 204) {
        isChanged = true;
        say(words.ended);
      } else if (answer.status === 403 || answer.status === 404) {
        isChanged = true;
        say(words.gone);
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
  // Whatever sends the form says what was changed in it.
  form.addEventListener("formdata", ({ formData }) => {
    formData.set("Tells", "true");
    touched().forEach((key) => formData.append("Touched", key));
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = null;
    if (held.size > 0) {
      event.preventDefault();
      say(words.choose);
      form.querySelector("[data-conflict] button").focus();
      return;
    }

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
