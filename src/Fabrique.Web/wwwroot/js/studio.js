// Holds Elsa Studio: tells it where the server is and where its rows lead, and stands between it and answers that it would not survive.

const region = document.getElementById("studio");
const notices = document.getElementById("studio-notices");
const api = new URL(region.dataset.api, location.href);
const element = region.firstElementChild;

const signInPage = `/connexion?returnUrl=${encodeURIComponent("/administration")}`;

// A notice of each kind at most: it is written over, and goes away when what it says is no longer true.
function show(kind, { severity, title, text, actions = [] }) {
  const notice = document.createElement("div");
  notice.className = `fr-alert fr-alert--${severity}`;
  notice.dataset.kind = kind;
  notice.setAttribute("role", "alert");
  const heading = document.createElement("h2");
  heading.className = "fr-alert__title";
  heading.textContent = title;
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  const list = document.createElement("ul");
  list.className = "fr-btns-group fr-btns-group--inline fr-btns-group--sm fr-mt-2w";
  for (const action of actions) {
    const item = document.createElement("li");
    item.append(action);
    list.append(item);
  }
  notice.append(heading, paragraph, ...(actions.length > 0 ? [list] : []));
  hide(kind);
  notices.append(notice);
}

function hide(kind) {
  notices.querySelector(`[data-kind="${kind}"]`)?.remove();
}

function button(text, onClick, style = "fr-btn--secondary") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `fr-btn ${style}`;
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

function linkTo(text, href) {
  const made = document.createElement("a");
  made.className = "fr-btn";
  made.href = href;
  made.target = "_blank";
  made.rel = "noopener";
  made.title = `${text} - nouvelle fenêtre`;
  made.textContent = text;
  return made;
}

const close = (kind) => button("Fermer", () => hide(kind));

// The sentences of the server, in the shape of Elsa's API.
async function sentencesOf(answer) {
  try {
    const { errors } = await answer.clone().json();
    return Object.values(errors ?? {}).flat().join(" ");
  } catch {
    return "";
  }
}

// Requests that wait for the person: all are sent again together.
const waiting = new Set();
const sendAgain = () => {
  for (const go of waiting) {
    go();
  }
  waiting.clear();
};
const untilSentAgain = (signal) =>
  new Promise((go, stop) => {
    waiting.add(go);
    signal?.addEventListener("abort", () => stop(signal.reason), { once: true });
  });

// Coming back from the tab in which one has signed in is enough.
addEventListener("focus", sendAgain);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAgain());

const send = window.fetch.bind(window);

// What Studio asks for of the server. An answer that it does not expect ends it, with what it has not saved: such a request waits here instead.
async function ask(input, init) {
  const method = (init?.method ?? input.method ?? "GET").toUpperCase();
  const path = new URL(input.url ?? input, document.baseURI).pathname.slice(api.pathname.length);
  const saves = method === "POST" && path === "/workflow-definitions";
  const signal = init?.signal ?? input.signal;
  for (;;) {
    let answer;
    try {
      answer = await send(input instanceof Request ? input.clone() : input, init);
      hide("network");
    } catch (failure) {
      if (signal?.aborted || !(saves || method === "GET")) {
        throw failure;
      }
      show("network", {
        severity: "warning",
        title: "Le serveur ne répond pas",
        text: "Vérifiez votre connexion, puis réessayez. Rien n’est perdu tant que cette page reste ouverte.",
        actions: [button("Réessayer", sendAgain, "")],
      });
      await untilSentAgain(signal);
      continue;
    }

    if (answer.status === 401) {
      show("session", {
        severity: "warning",
        title: "Votre session a expiré",
        text: "Reconnectez-vous dans un autre onglet, puis revenez ici et enregistrez à nouveau : rien n’est perdu tant que cette page reste ouverte.",
        actions: [linkTo("Se reconnecter dans un autre onglet", signInPage), button("J’ai rouvert ma session", sendAgain)],
      });
      await untilSentAgain(signal);
      continue;
    }

    hide("session");
    if (answer.ok || answer.status === 404) {
      hide("refusal");
      return answer;
    }

    const sentences = await sentencesOf(answer);
    if (saves && answer.status !== 400) {
      show("refusal", {
        severity: "error",
        title: "Votre dessin n’est pas enregistré",
        text: `${sentences || "Le serveur n’a pas pu l’enregistrer."} Rien n’est perdu tant que cette page reste ouverte.`,
        actions: [button("Réessayer", sendAgain, ""), button("Abandonner mes changements", () => location.reload())],
      });
      await untilSentAgain(signal);
      continue;
    }

    show("refusal", {
      severity: "error",
      title: answer.status === 403 ? "Action refusée" : "L’action n’a pas abouti",
      text: sentences || "Le serveur l’a refusée. Rechargez la page, puis recommencez.",
      actions: [close("refusal")],
    });
    return answer;
  }
}

window.fetch = (input, init) =>
  new URL(input.url ?? input, document.baseURI).href.startsWith(`${api.href}/`) ? ask(input, init) : send(input, init);

// Studio changes the address and expects to be given another page: pages are the server's to give here.
const push = history.pushState.bind(history);
history.pushState = (state, unused, url) => {
  const target = new URL(url ?? location.href, document.baseURI);
  if (target.pathname === location.pathname) {
    push(state, unused, url);
  } else {
    location.assign(target);
  }
};

// The base of this page is Studio's: an address within the page must not be looked for there.
document.querySelector(".fr-skiplinks a")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("contenu").focus();
});

// Studio believes that all but a bar is its own, and asks how high that bar is.
new ResizeObserver(() => region.style.setProperty("--mud-appbar-height", `${innerHeight - region.clientHeight}px`)).observe(region);

element.setAttribute("remote-endpoint", api.href);
await Blazor.start();

// What is assigned before an element is defined is lost.
await customElements.whenDefined(element.localName);
const { definitionPage, instancePage } = element.dataset;
if (definitionPage) {
  element.editWorkflowDefinition = (id) => location.assign(definitionPage + encodeURIComponent(id));
}
if (instancePage) {
  element.viewWorkflowInstance = (id) => location.assign(instancePage + encodeURIComponent(id));
}
