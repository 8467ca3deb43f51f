// Holds Elsa Studio: tells it where the server is and where its rows lead, and stands between it and answers that it would not survive.

const region = document.getElementById("studio");
const notices = document.getElementById("studio-notices");
const api = new URL(region.dataset.api, location.href);
const element = region.firstElementChild;

const signInPage = `/connexion?returnUrl=${encodeURIComponent("/administration")}`;

// No line begins with a sign that goes with the word before it.
const typeset = (text) => text.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0");

// A notice of each kind at most: it is written over, and goes away when what it says is no longer true.
function show(kind, { severity, title, text, actions = [] }) {
  const notice = document.createElement("div");
  notice.className = `fr-alert fr-alert--${severity}`;
  notice.dataset.kind = kind;
  notice.setAttribute("role", "alert");
  const heading = document.createElement("h2");
  heading.className = "fr-alert__title";
  heading.textContent = typeset(title);
  const paragraph = document.createElement("p");
  paragraph.textContent = typeset(text);
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

function untilServerIsBack(title, advice, signal) {
  show("network", {
    severity: "warning",
    title,
    text: `${advice}, puis réessayez. Rien n’est perdu tant que cette page reste ouverte.`,
    actions: [button("Réessayer", sendAgain, "")],
  });
  return untilSentAgain(signal);
}

// Coming back from the tab in which one has signed in is enough.
addEventListener("focus", sendAgain);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAgain());

const send = window.fetch.bind(window);

// Which page saves, among those that one person has open: two of them must not overwrite each other.
const thisPage = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("");

function signed(input, init) {
  const headers = new Headers(init?.headers ?? input.headers);
  headers.set("X-Studio-Window", thisPage);
  return { ...init, headers };
}

// What Studio only reads, though it sends it as a POST.
const readsByPost = /^\/(workflow-instances(\/[^/]+\/journal)?|activity-executions\/report|descriptors\/.+|scripting\/.+)$/;

// Studio waits for an answer for ever without harm; a refusal that it does not expect ends it.
const neverAnswer = (signal) => new Promise((go, stop) => signal?.addEventListener("abort", () => stop(signal.reason), { once: true }));

// What the notice of a refusal is about: it goes away when that very thing is done, or when the person does another. What Studio does by itself leaves it there.
let refused = "";
function refuse(what, notice) {
  refused = what;
  show("refusal", { severity: "error", ...notice });
}

// What Studio has read and not drawn yet: it gives up a drawing that it cannot show, in silence, and would then save an empty one in its place.
let unseen = null;

async function expectDrawing(answer) {
  const { root } = await answer.clone().json();
  unseen = root?.type === "Elsa.Flowchart" && Array.isArray(root.activities) && root.activities.length > 0 ? new Set(root.activities.map(({ id }) => id)) : null;
  new MutationObserver((_, observer) => {
    if (unseen === null || [...region.querySelectorAll(".x6-node")].some(({ dataset }) => unseen.has(dataset.cellId))) {
      observer.disconnect();
      unseen = null;
    }
  }).observe(region, { subtree: true, childList: true });
}

const forgetsDrawing = (body) => unseen !== null && !JSON.parse(textOf(body)).model.root.activities?.some(({ id }) => unseen.has(id));

const textOf = (body) => (typeof body === "string" || !body ? (body ?? "") : new TextDecoder().decode(body));
const publishes = (init) => textOf(init?.body).includes('"publish":true');

// What Studio asks for of the server. An answer that it does not expect ends it, with what it has not saved: such a request waits here instead.
async function ask(input, init) {
  const method = (init?.method ?? input.method ?? "GET").toUpperCase();
  const path = new URL(input.url ?? input, document.baseURI).pathname.slice(api.pathname.length);
  const saves = method === "POST" && path === "/workflow-definitions";
  const reads = method === "GET" || (method === "POST" && readsByPost.test(path));
  const runs = method === "POST" && (path.endsWith("/execute") || path === "/tests/activities");
  const what = `${method} ${path}${saves && publishes(init) ? " published" : ""}`;
  const signal = init?.signal ?? input.signal;
  if (saves && forgetsDrawing(init?.body)) {
    refuse(what, {
      title: "Votre dessin n’est pas enregistré",
      text: "Ce dessin ne s’est pas affiché : l’enregistrer maintenant l’effacerait. Rechargez la page. S’il reste vide, ouvrez « Vérifier », ou revenez à une version précédente.",
      actions: [close("refusal")],
    });
    return neverAnswer(signal);
  }

  const sent = saves ? signed(input, init) : init;
  for (;;) {
    let answer;
    try {
      answer = await send(input instanceof Request ? input.clone() : input, sent);
      hide("network");
    } catch (failure) {
      if (signal?.aborted) {
        throw failure;
      }
      if (!(saves || reads)) {
        refuse(what, {
          title: "Le serveur ne répond pas",
          text: "Votre action n’a peut-être pas abouti. Vérifiez votre connexion, rechargez la page pour voir où en sont les choses, puis recommencez s’il le faut.",
          actions: [close("refusal")],
        });
        return neverAnswer(signal);
      }
      await untilServerIsBack("Le serveur ne répond pas", "Vérifiez votre connexion", signal);
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
    if (answer.ok) {
      const acts = !(saves || reads);
      if (acts || (refused && what.startsWith(refused))) {
        hide("refusal");
      }
      if (acts) {
        hide("import");
      }
      if (method === "GET" && path.startsWith("/workflow-definitions/by-definition-id/")) {
        await expectDrawing(answer);
      }
      return answer;
    }

    // The run of a procedure that fails is told by its instance.
    if ((reads && answer.status === 404) || (runs && answer.headers.has("x-elsa-response"))) {
      return answer;
    }

    const sentences = await sentencesOf(answer);
    if (saves && answer.status !== 400) {
      refuse(what, {
        title: "Votre dessin n’est pas enregistré",
        text: `${sentences || "Le serveur n’a pas pu l’enregistrer."} Rien n’est perdu tant que cette page reste ouverte.`,
        actions: [button("Réessayer", sendAgain, ""), button("Abandonner mes changements", () => location.reload())],
      });
      await untilSentAgain(signal);
      continue;
    }

    if (reads && answer.status >= 500) {
      await untilServerIsBack("Le serveur a rencontré une erreur", "Attendez un instant", signal);
      continue;
    }

    refuse(what, {
      title: answer.status === 403 ? "Action refusée" : saves && !publishes(init) ? "Votre dessin n’est pas enregistré" : "L’action n’a pas abouti",
      text: sentences || (answer.status === 404 ? "Ce qui est demandé n’existe plus. Rechargez la page." : "Le serveur l’a refusée. Rechargez la page, puis recommencez."),
      actions: [close("refusal")],
    });
    return saves || reads ? answer : neverAnswer(signal);
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

const importedCount = "fabrique.studio.imported";

// Studio would read files by itself, one by one, and say in English what is wrong with one after it has taken those before. The server takes all or nothing.
async function importFiles(files) {
  const title = "Rien n’est importé";
  const failed = (text) => show("import", { severity: "error", title, text, actions: [close("import")] });
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const maximum = Number(region.dataset.maximumBytes);
  if (bytes > maximum) {
    failed(`Ce que vous avez choisi pèse ${Math.ceil(bytes / 1024).toLocaleString("fr-FR")} ko, et un import ${(maximum / 1024).toLocaleString("fr-FR")} ko au plus. Vérifiez le fichier, ou importez en plusieurs fois.`);
    return;
  }

  const definitionId = element.getAttribute("definition-id");
  if (definitionId && (files.length > 1 || /\.zip$/i.test(files[0].name))) {
    failed("Ici, un seul fichier .json remplace le dessin ouvert. Plusieurs fichiers, ou un zip, s’importent depuis la liste des procédures.");
    return;
  }

  const form = new FormData();
  files.forEach((file) => form.append("files", file, file.name));
  const address = definitionId ? `/workflow-definitions/import-files?definitionId=${encodeURIComponent(definitionId)}` : "/workflow-definitions/import-files";
  show("import", { severity: "info", title: "Import en cours", text: "Le serveur lit ce que vous avez choisi." });
  let answer;
  try {
    answer = await send(api.href + address, { method: "POST", body: form });
  } catch {
    failed("Le serveur ne répond pas. Vérifiez votre connexion, puis recommencez.");
    return;
  }

  if (!answer.ok) {
    failed(
      answer.status === 401
        ? "Votre session a expiré. Reconnectez-vous dans un autre onglet, puis recommencez."
        : (await sentencesOf(answer)) || "Le serveur l’a refusé. Rechargez la page, puis recommencez.",
    );
    return;
  }

  // Studio reads everything again with the page.
  sessionStorage.setItem(importedCount, (await answer.json()).count);
  location.reload();
}

const imported = Number(sessionStorage.getItem(importedCount));
sessionStorage.removeItem(importedCount);
if (imported > 0) {
  show("import", {
    severity: "success",
    title: imported > 1 ? `${imported} procédures sont importées` : "La procédure est importée",
    text: "Un import ne publie rien : vérifiez ce qui est importé, puis publiez-le.",
    actions: [close("import")],
  });
}

region.addEventListener(
  "change",
  (event) => {
    if (event.target.type === "file" && element.localName.startsWith("elsa-workflow-definition-")) {
      event.stopImmediatePropagation();
      const files = [...event.target.files];
      event.target.value = "";
      if (files.length > 0) {
        importFiles(files);
      }
    }
  },
  true,
);

// A step is drawn, or embedded in one that is. Before its button is there, a click on it is an error.
const drawn = (id) => region.querySelector(`.x6-node[data-cell-id="${CSS.escape(id)}"]:has(.mud-button-root), .embedded-port[id="${CSS.escape(`activity-${id}`)}"]`);
const isSelected = (id) => region.querySelector(`.x6-widget-selection-box[data-cell-id="${CSS.escape(id)}"]`) !== null;
const clicks = ["mousedown", "mouseup", "click"];

function point(step, events) {
  const target = step.querySelector("rect") ?? step;
  const { x, y, width, height } = target.getBoundingClientRect();
  for (const type of events) {
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, view: window, detail: 1, clientX: x + width / 2, clientY: y + Math.min(height / 2, 12) }));
  }
}

// Opens what is around a step as a person would, then selects it. Studio may draw again what it has just drawn, and forget a click: what is not done is done again.
function goToStep(way) {
  const target = way.at(-1);
  const begun = performance.now();
  let pointed = { step: null, at: 0 };
  let isLate = false;

  const tellLate = () => {
    const around = way.slice(0, -1).map(({ name }) => `« ${name} »`);
    show("step", {
      severity: "info",
      title: `Où est « ${target.name} »`,
      text:
        around.length > 0
          ? `Cette étape est dans ${around.join(", puis dans ")} : elle s’ouvrira dès que le dessin sera prêt. Vous pouvez aussi l’ouvrir d’un double clic.`
          : "Cette étape sera sélectionnée dès que le dessin sera prêt. Vous pouvez aussi la chercher dans le dessin.",
      actions: [close("step")],
    });
  };
  const stop = () => {
    clearInterval(timer);
    region.removeEventListener("pointerdown", stop, true);
    hide("step");
  };
  const advance = () => {
    const now = performance.now();
    if (isSelected(target.id)) {
      stop();
      return;
    }

    const step = way.findLast(({ id }) => drawn(id));
    if (step && (step !== pointed.step || now - pointed.at > 3_000)) {
      pointed = { step, at: now };
      const seen = drawn(step.id);
      const isEmbedded = seen.matches(".embedded-port");
      point(seen, step === target || isEmbedded ? clicks : [...clicks, ...clicks, "dblclick"]);
      if (step === target && isEmbedded) {
        stop();
        return;
      }
    }

    if (!isLate && now - begun > 15_000) {
      isLate = true;
      tellLate();
    }
  };

  // Whoever begins to look by themselves is left alone.
  region.addEventListener("pointerdown", stop, true);
  const timer = setInterval(advance, 200);
}

element.setAttribute("remote-endpoint", api.href);
const { way, wayIsMissing } = element.dataset;
if (wayIsMissing === "true") {
  show("step", {
    severity: "warning",
    title: "Cette étape n’est plus dans le dessin",
    text: "Le lien que vous avez suivi mène à une étape qui a été retirée depuis. Le dessin entier est montré.",
    actions: [close("step")],
  });
}
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
if (way) {
  goToStep(JSON.parse(way));
}
