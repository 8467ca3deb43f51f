// Comfort only: beside a sheet of the form builder, the part of the form that it changes, as it is typed. Without this file, the page of the preview shows what is saved.
const pane = document.querySelector("[data-preview]");
const form = pane?.parentElement.querySelector("form");
const pause = 600;

const words = {
  fresh: "Aperçu à jour.",
  kept: (sentence) => `L’aperçu reste comme il était. ${sentence}`,
  ended: "Votre session est terminée : l’aperçu reste comme il était. Votre saisie est dans cette page : reconnectez-vous dans un autre onglet.",
  failed: "L’aperçu n’a pas pu être mis à jour : il le sera à votre prochaine modification.",
};

const start = () => {
  const part = pane.querySelector("[data-preview-part]");
  const status = pane.querySelector("[data-preview-status]");
  let timer = null;
  let last = null;

  const say = (text) => {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  };

  const isBox = (control) => control.type === "checkbox" || control.type === "radio";

  const sheet = () => {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const answers = [...part.querySelectorAll("[name^='Answers[']")].filter((control) => !isBox(control) || control.checked).map((control) => [control.name, control.value]);
    return new URLSearchParams([...fields, ...answers]);
  };

  // Whoever answers there finds again where they were.
  const put = (html) => {
    const isFirst = part.childElementCount === 0;
    const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
    part.innerHTML = html;
    const key = part.firstElementChild.dataset.previewKey;
    const edited = part.querySelector(`[data-question="${key}"]`);
    edited?.classList.add("fab-live__field");
    if (focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    } else if (isFirst && edited) {
      part.scrollTop = edited.offsetTop - part.offsetTop;
    }
  };

  const renew = async () => {
    last?.abort();
    const request = new AbortController();
    last = request;
    try {
      const answer = await fetch(`${form.action}?handler=Preview`, { method: "POST", body: sheet(), redirect: "manual", signal: request.signal, headers: { Accept: "text/html, application/json" } });
      const isJson = answer.headers.get("content-type")?.includes("json");
      if (answer.ok && isJson) {
        const told = await answer.json();
        say(words.kept(told.sentence));
      } else if (answer.ok && answer.status === 200) {
        const html = await answer.text();
        if (last === request) {
          put(html);
          say(words.fresh);
        }
      } else {
        say(answer.type === "opaqueredirect" || answer.status === 204 ? words.ended : words.failed);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        say(words.failed);
      }
    }
  };

  // What was said is said again once it is true of what is typed now.
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      say("");
      renew();
    }, pause);
  };

  form.addEventListener("input", plan);
  form.addEventListener("change", plan);
  part.addEventListener("change", plan);
  pane.hidden = false;
  renew();
};

if (form) {
  start();
}
