// Comfort only: the page of a session is whole without this file, and says how things are when it is loaded again.
const root = document.querySelector("[data-session]");
const notice = root.querySelector("[data-session-link]");
const byItself = { Accept: "text/html", "Fabrique-Live": "seance" };

// While the connection is cut the page still asks, now and then, how things are: some networks let pages through, and nothing else.
const restWhileCut = 10000;

/* The timer: the page says what was left when it was read, and each screen counts from there by itself. */

const write = (milliseconds) => {
  const seconds = Math.abs(Math.ceil(milliseconds / 1000));
  const text = `${Math.floor(seconds / 60)}\u00a0min\u00a0${String(seconds % 60).padStart(2, "0")}\u00a0s`;
  return milliseconds <= -1000 ? `+\u00a0${text}` : text;
};

let readAt = performance.now();

const tick = () => {
  for (const timer of root.querySelectorAll("[data-timer][data-running=oui]")) {
    const left = Number(timer.dataset.remaining) - (performance.now() - readAt);
    timer.textContent = write(left);
    timer.classList.toggle("fab-over", left < 0);
  }
};
setInterval(tick, 250);

/* The parts of the page, shown anew. Whoever types keeps what they type; whoever is on a button finds it again. */

// What the server has just given back, since it did not save it, is typed too.
const isGivenBack = document.documentElement.dataset.typed === "given-back";

const isTyped = (part) => (isGivenBack && part.querySelector("textarea") !== null)
  || [...part.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field === document.activeElement || field.value !== field.defaultValue || field.checked !== field.defaultChecked);

// A vote that is closed, or stopped, is not there any more for whoever was choosing.
const stateOf = (part) => part.querySelector("[data-session-state]")?.dataset.sessionState;

const put = (part, fresh) => {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.className = fresh.className;
  part.replaceChildren(...fresh.childNodes);
  if (focused) {
    (document.getElementById(focused) ?? document.getElementById("contenu")).focus({ preventScroll: true });
  }
};

// The token of a form is another each time that it is written, and changes nothing for whoever reads.
const bare = (part) => part.innerHTML.replace(/name="__RequestVerificationToken"[^>]*/g, "").replace(/data-remaining="[^"]*"/g, "").replace(/(role="timer"[^>]*>)[^<]*/g, "$1");

// What is heard is said to whoever listens to the page, once it is another.
const announcer = document.createElement("p");
announcer.className = "fr-sr-only";
announcer.setAttribute("role", "status");
root.append(announcer);

const heard = () => ((root.querySelector("#seance-point-titre") ?? root.querySelector("h1"))?.textContent ?? "").trim();

// The page itself, whatever was sent to it.
const address = () => {
  const page = new URL(location.href);
  page.searchParams.delete("handler");
  page.hash = "";
  return page.href;
};

let reading = null;
let isAskedAgain = false;

const read = async () => {
  if (reading) {
    isAskedAgain = true;
    return reading;
  }

  reading = (async () => {
    const answer = await fetch(address(), { headers: byItself, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      throw new Error("signed out");
    }

    if (answer.status === 404) {
      // It is no longer for this person.
      location.replace(address());
      return;
    }

    if (!answer.ok) {
      throw new Error("away");
    }

    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    readAt = performance.now();
    const before = heard();
    for (const part of root.querySelectorAll("[data-session-part]")) {
      const other = fresh.getElementById(part.id);
      if (!other || (isTyped(part) && stateOf(part) === stateOf(other))) {
        continue;
      }

      const [timer, otherTimer] = [part.querySelector("[data-timer]"), other.querySelector("[data-timer]")];
      if (bare(other) !== bare(part)) {
        put(part, other);
      } else if (timer && otherTimer) {
        timer.dataset.remaining = otherTimer.dataset.remaining;
        timer.textContent = otherTimer.textContent;
      }
    }

    tick();
    if (heard() !== before) {
      announcer.textContent = heard();
    }
  })();
  try {
    await reading;
  } finally {
    reading = null;
    if (isAskedAgain) {
      isAskedAgain = false;
      read().catch(() => {});
    }
  }
};

/* A button is pressed: the page stays where it is, and a refusal is shown at its top. Notes are sent as any form. */

const refusal = document.getElementById("seance-refus");

// What is said of something that was asked in vain, until the page was read again: nothing less takes its place.
let doubt = "";

const press = async (form) => {
  if ("pressed" in form.dataset) {
    return;
  }

  form.dataset.pressed = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", headers: { Accept: "text/html" } });
    const told = answer.type === "opaqueredirect" ? null : new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("seance-refus");
    if (answer.type !== "opaqueredirect" && !told) {
      // Something else than a refusal of this page: it is shown as it would be without script.
      form.submit();
      return;
    }

    refusal.replaceChildren(...(told?.childNodes ?? []));
    await read();
    refusal.querySelector("[tabindex]")?.focus();
  } catch {
    doubt = "Connexion perdue\u00a0: ce que vous venez de demander n’est peut-être pas enregistré. Vérifiez-le une fois la connexion revenue.";
    say(doubt);
    if (root.dataset.following === "oui") {
      // What failed was this alone: nothing else will tell that the page answers.
      clearTimeout(cutTimer);
      cutTimer = setTimeout(lookWhileCut, 2000);
    }
  } finally {
    delete form.dataset.pressed;
  }
};

if (refusal) {
  root.addEventListener("submit", (event) => {
    if (event.target.matches("[data-session-part] form[method=post]") && !event.target.querySelector("textarea")) {
      event.preventDefault();
      press(event.target);
    }
  });
}

/* The connection, and the word that says when it is cut. */

const lost = "Connexion perdue\u00a0: ce que vous lisez a pu changer. Elle reprendra d’elle-même.";

let wasFollowing = false;
let cutTimer = 0;

// What answers again can be followed again: without waiting for the next try.
let again = () => {};

const say = (text) => {
  if (notice.textContent !== text) {
    notice.textContent = text;
    notice.hidden = text === "";
  }
};

const lookWhileCut = async () => {
  clearTimeout(cutTimer);
  cutTimer = setTimeout(lookWhileCut, restWhileCut);
  try {
    await read();
    doubt = "";
    if (root.dataset.following === "oui") {
      clearTimeout(cutTimer);
      say("");
      return;
    }

    say("Suivi en direct coupé\u00a0: la page se relit toutes les dix secondes.");
    again();
  } catch (failure) {
    say(failure.message === "signed out" ? "Votre session est terminée\u00a0: rechargez la page pour vous connecter de nouveau." : doubt || lost);
  }
};

const cut = () => {
  root.dataset.following = "non";
  if (wasFollowing) {
    say(doubt || lost);
  }

  clearTimeout(cutTimer);
  cutTimer = setTimeout(lookWhileCut, wasFollowing ? 2000 : 5000);
};

const { signalR } = window;
if (signalR) {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(root.dataset.sessionHub, { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets })
    .configureLogging(signalR.LogLevel.None)
    .build();
  let retry = 0;
  let failures = 0;

  // All screens were cut together: they do not all come back at the same instant.
  const startIn = (delay) => {
    clearTimeout(retry);
    retry = setTimeout(start, delay);
  };

  again = () => startIn(1000 * Math.random());

  const start = async () => {
    clearTimeout(retry);
    if (connection.state === signalR.HubConnectionState.Connected) {
      return;
    }

    if (connection.state !== signalR.HubConnectionState.Disconnected) {
      startIn(500);
      return;
    }

    try {
      await connection.start();
      await connection.invoke("FollowAsync", root.dataset.session);
      [failures, wasFollowing] = [0, true];
      clearTimeout(cutTimer);
      await read();
      root.dataset.following = "oui";
      doubt = "";
      say("");
    } catch {
      failures += 1;
      await connection.stop();
      cut();
      startIn(Math.min(1000 * 2 ** failures, 15000) * (0.5 + Math.random()));
    }
  };

  connection.on("changed", () => read().catch(() => {}));
  connection.onclose(() => {
    if (root.dataset.following === "oui") {
      cut();
      startIn(500 + 1000 * Math.random());
    }
  });

  // A network that is gone is known before the connection notices.
  addEventListener("offline", () => {
    cut();
    connection.stop();
    startIn(5000);
  });
  addEventListener("online", () => startIn(200));
  addEventListener("pageshow", (event) => event.persisted && startIn(0));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && root.dataset.following === "oui" && read().catch(() => {}));
  start();
}
