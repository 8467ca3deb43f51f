// Comfort only: files leave as soon as they are chosen or dropped. Without this script, they leave with the form.
const words = {
  drop: "Vous pouvez aussi les déposer ici.",
  sending: (name, part) => `Envoi de « ${name} » : ${part} %`,
  sent: (name) => `« ${name} » est joint.`,
  removed: (name) => `« ${name} » est retiré.`,
  tooMany: (most) => `${most} fichiers au plus. Les autres n’ont pas été joints.`,
  tooBig: (name, most) => `« ${name} » est trop gros : un fichier fait ${most} au plus.`,
  cut: (name) => `« ${name} » n’est pas arrivé : le réseau a été coupé. Joignez-le de nouveau.`,
  ended: (name) => `« ${name} » n’a pas été joint : votre session est terminée. Reconnectez-vous dans un autre onglet, puis joignez-le de nouveau.`,
};

// How many questions are being sent files to, and the button that waits for it.
let underWay = 0;
let pressed = null;

const start = (place) => {
  const form = place.closest("form");
  const ids = place.querySelector("[data-files-ids]");
  const list = place.querySelector("[data-files-list]");
  const messages = place.querySelector("[data-files-messages]");
  const zone = place.querySelector("[data-files-drop]");
  const input = zone.querySelector("input");
  const most = Number(place.dataset.most);
  const mostBytes = Number(place.dataset.mostBytes);

  const say = (text, kind = "info") => {
    const line = document.createElement("p");
    line.className = `fr-message fr-message--${kind}`;
    line.textContent = text;
    messages.append(line);
    return line;
  };

  const known = () => ids.value.split(" ").filter(Boolean);

  const keep = (next) => {
    ids.value = next.join(" ");
    form.dispatchEvent(new CustomEvent("fabrique:joined"));
  };

  const addButton = (line, id, name) => {
    line.querySelector("[data-files-box]")?.remove();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fr-btn fr-btn--tertiary fr-btn--sm";
    button.textContent = `Retirer « ${name} »`;
    button.addEventListener("click", () => {
      keep(known().filter((one) => one !== id));
      line.remove();
      messages.replaceChildren();
      say(words.removed(name));
      input.focus();
    });
    line.append(button);
  };

  const show = ({ id, name, size, state }) => {
    const line = document.createElement("li");
    line.dataset.file = id;
    const label = document.createElement("span");
    label.className = "fab-files__name";
    label.textContent = name;
    const detail = document.createElement("span");
    detail.className = "fr-hint-text";
    detail.textContent = state ? `${size} – ${state}` : size;
    line.append(label, detail);
    addButton(line, id, name);
    list.append(line);
  };

  const send = (file) =>
    new Promise((done) => {
      const body = new FormData();
      for (const name of ["__RequestVerificationToken", "appel", "ApplicationId", "FormVersion"]) {
        const control = form.elements.namedItem(name);
        if (control) {
          body.append(name, control.value);
        }
      }

      body.append("question", place.dataset.files);
      body.append("file", file, file.name);
      const told = say(words.sending(file.name, 0));
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      told.after(bar);
      const end = (text, kind) => {
        bar.remove();
        told.remove();
        say(text, kind);
        done();
      };

      const request = new XMLHttpRequest();
      request.open("POST", "?handler=Upload");
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) {
          bar.value = Math.floor((event.loaded * 100) / event.total);
          told.textContent = words.sending(file.name, bar.value);
        }
      });
      request.addEventListener("error", () => end(words.cut(file.name), "error"));
      request.addEventListener("load", () => {
        const answer = request.response;
        if (request.status === 200 && answer?.id) {
          show(answer);
          keep([...known(), answer.id]);
          end(answer.note ?? words.sent(answer.name), "valid");
        } else {
          // A page that slept too long answers with a sentence too.
          end(answer?.sentence ?? (request.status === 413 ? words.tooBig(file.name, place.dataset.mostSize) : words.ended(file.name)), "error");
        }
      });
      request.send(body);
    });

  const take = async (files) => {
    underWay += 1;
    try {
      await takeEach(files);
    } finally {
      underWay -= 1;
    }

    // Whoever pressed a button meanwhile did it with these files.
    if (pressed && underWay === 0) {
      const button = pressed;
      pressed = null;
      form.requestSubmit(button);
    }
  };

  const takeEach = async (files) => {
    messages.replaceChildren();
    for (const file of files) {
      if (known().length >= most) {
        say(words.tooMany(most), "error");
        return;
      }

      if (file.size > mostBytes) {
        say(words.tooBig(file.name, place.dataset.mostSize), "error");
      } else {
        await send(file);
      }
    }
  };

  for (const line of list.children) {
    addButton(line, line.dataset.file, line.querySelector(".fab-files__name").textContent);
  }

  form.addEventListener("submit", (event) => {
    if (underWay > 0) {
      event.preventDefault();
      pressed = event.submitter;
    }
  });
  const hint = document.createElement("span");
  hint.className = "fr-hint-text";
  hint.textContent = words.drop;
  input.before(hint);
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    await take(files);
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("fab-files__over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("fab-files__over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("fab-files__over");
    take([...event.dataTransfer.files]);
  });
};

document.querySelectorAll("[data-files]").forEach(start);

// A file dropped beside the zone would be opened in place of the page, with what is typed in it.
if (document.querySelector("[data-files]")) {
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
      }
    });
  }
}
