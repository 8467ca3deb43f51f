// Comfort only: what is typed outlives its page (a link followed by mistake, Back, a network that is away), in this tab and nowhere else, until it is saved or its
// author signs out. The server keeps what it is sent on its own, without this file.
const prefix = "saisie:";
const sentKey = `${prefix}envoi`;

const storage = (() => {
  try {
    return window.sessionStorage;
  } catch {
    // Storage may be refused.
    return null;
  }
})();

const forget = () => Object.keys(storage).filter((key) => key.startsWith(prefix)).forEach((key) => storage.removeItem(key));

const address = () => {
  const query = new URLSearchParams(location.search);
  query.delete("handler");
  // A form that is not saved yet has another identifier each time that it is opened.
  query.delete("id");
  return `${location.pathname}?${query}`;
};

// What people fill in. Hidden fields are the page's own: which version it shows, which letter was read.
const typed = (form) => [...form.elements].filter((field) => field.name && !field.disabled && /^(INPUT|SELECT|TEXTAREA)$/.test(field.tagName) && !/^(hidden|submit|button|file)$/.test(field.type));

const isBox = (field) => field.type === "radio" || field.type === "checkbox";

const read = (form) => JSON.stringify(typed(form).filter((field) => !isBox(field) || field.checked).map((field) => [field.name, field.value]));

const write = (form, text) => {
  const values = JSON.parse(text);
  const seen = new Map();
  for (const field of typed(form)) {
    const kept = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isBox(field)) {
      field.checked = kept.includes(field.value);
      continue;
    }

    const rank = seen.get(field.name) ?? 0;
    seen.set(field.name, rank + 1);
    if (rank < kept.length) {
      field.value = kept[rank];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
};

const tell = (form, key) => {
  const notice = document.createElement("div");
  notice.className = "fr-alert fr-alert--info fr-alert--sm fr-mb-4w";
  notice.setAttribute("role", "status");
  const sentence = document.createElement("p");
  sentence.textContent = "Votre saisie, pas encore enregistrée, a été retrouvée dans cet onglet.";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "fr-btn fr-btn--tertiary fr-btn--sm fr-mt-1w";
  drop.textContent = "L’effacer";
  drop.addEventListener("click", () => {
    storage.removeItem(key);
    location.reload();
  });
  notice.append(sentence, drop);
  form.before(notice);
};

if (storage) {
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[action='/deconnexion']")) {
      forget();
    }
  });

  const person = document.body.dataset.person;
  const form = document.querySelector("main form[method=post][novalidate]");
  if (person && form) {
    const key = `${prefix}${person}:${address()}`;
    const keep = () => {
      try {
        storage.setItem(key, read(form));
      } catch {
        // The storage is full: the page goes on without it.
      }
    };
    const kept = storage.getItem(key);
    if (document.documentElement.dataset.typed === "given-back") {
      // The server has just given back what it was sent, with what it knows now. A page that only carries it leaves what is kept as it is.
      if (typed(form).length > 0) {
        keep();
      }
    } else if (kept !== null && kept !== read(form)) {
      write(form, kept);
      tell(form, key);
    }

    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("enregistre", () => storage.removeItem(key));
    form.addEventListener("submit", () => storage.setItem(sentKey, key));
  }
}
