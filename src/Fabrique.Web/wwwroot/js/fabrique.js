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

// Says in the header how many tasks wait for the person, and shows the lists of the page anew when they change. What the page asks by itself says so, and renews no session.
const counters = document.querySelectorAll("[data-task-count]");
const byItself = "Fabrique-Live";
let counted = null;

const countTasks = async () => {
  try {
    // Once the session is over the answer leads to the sign-in: it is not followed, and is no error of the page's either.
    const answer = await fetch(counters[0].dataset.taskCount, { headers: { Accept: "application/json", [byItself]: "" }, redirect: "manual" });
    if (!answer.ok) {
      return;
    }

    const { count } = await answer.json();
    counted = count;
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

const announcer = document.createElement("p");
announcer.className = "fr-sr-only";
announcer.setAttribute("role", "status");

const words = (part) => part.textContent.replace(/\s+/g, " ").trim();

// Whoever is in a part keeps their place in it, and what they are about to press: it is shown anew once they leave it.
const showAnew = async (part) => {
  if (part.contains(document.activeElement)) {
    part.dataset.stale = "";
    return;
  }

  delete part.dataset.stale;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", [byItself]: part.id }, redirect: "manual" });
    if (!answer.ok) {
      return;
    }

    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh && words(fresh) !== words(part)) {
      if (part.contains(document.activeElement)) {
        part.dataset.stale = "";
        return;
      }

      part.replaceChildren(...fresh.childNodes);
      if (part.dataset.live) {
        announcer.textContent = "";
        setTimeout(() => (announcer.textContent = part.dataset.live), 100);
      }
    }
  } catch {
    // It stays as it was when the page opened.
  }
};

const parts = [...document.querySelectorAll("[data-live]")];
for (const part of parts) {
  part.addEventListener("focusout", () => setTimeout(() => "stale" in part.dataset && showAnew(part)));
}

const showAllAnew = () => parts.forEach(showAnew);

// A page that stays in sight is told of changes, by Server-Sent Events; one that is hidden, or that is only passed through, keeps no connection. They are read by a
// fetch: EventSource would follow the end of a session to the sign-in, and complain of what it finds there.
const listening = { stream: null, timer: 0, failures: 0, wasOpen: false };

const stopListening = () => {
  clearTimeout(listening.timer);
  listening.stream?.abort();
  listening.stream = null;
};

const listenIn = (delay) => {
  stopListening();
  listening.timer = setTimeout(listen, delay);
};

const hear = async (word) => {
  if (word === "ouvert") {
    const before = counted;
    await countTasks();
    if (listening.wasOpen || (before !== null && before !== counted)) {
      showAllAnew();
    }
    [listening.failures, listening.wasOpen] = [0, true];
  } else if (word === "taches") {
    // Many may be told of the same change at once.
    setTimeout(() => {
      countTasks();
      showAllAnew();
    }, 1000 * Math.random());
  } else if (word === "complet") {
    // Other windows of the same person listen: this one looks when they come back to it.
    stopListening();
  }
};

const listen = async () => {
  stopListening();
  if (document.visibilityState !== "visible") {
    return;
  }

  const stream = new AbortController();
  listening.stream = stream;
  try {
    const answer = await fetch(counters[0].dataset.taskStream, { headers: { Accept: "text/event-stream" }, redirect: "manual", cache: "no-store", signal: stream.signal });
    if (answer.status === 204 || (!answer.ok && answer.status < 500)) {
      // Too many listen, or the session is over.
      return;
    }

    if (answer.ok) {
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        const lines = (text + read.value).split("\n");
        text = lines.pop();
        lines.filter((line) => line.startsWith("event:")).forEach((line) => hear(line.slice(6).trim()));
      }
    }
  } catch {
    // The page says all it has to without it.
  }

  if (listening.stream === stream) {
    listening.failures += 1;
    if (listening.failures < 8) {
      listenIn(2 ** listening.failures * 1000 * (1 + Math.random()));
    }
  }
};

if (counters.length > 0) {
  document.body.append(announcer);
  countTasks();
  if ("TextDecoderStream" in window) {
    const follow = () => {
      listening.failures = 0;
      listenIn(listening.wasOpen ? 0 : 2000);
    };
    document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? follow() : stopListening()));
    addEventListener("pagehide", stopListening);
    addEventListener("pageshow", (event) => event.persisted && follow());
    follow();
  } else {
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && countTasks());
  }
}
