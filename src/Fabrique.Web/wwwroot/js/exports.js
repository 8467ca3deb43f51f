// Comfort only: « Actualiser l’avancement » does the same. While an export is being written, the list is asked for anew every two seconds; it says so, and renews no session.
const name = "exports";
const status = document.createElement("p");
status.className = "fr-sr-only";
status.setAttribute("role", "status");
document.querySelector("main")?.append(status);

const ready = (part) => part.querySelectorAll("[data-export='Ready']").length;

const look = async () => {
  const part = document.getElementById(name);
  if (part?.dataset.exports !== "en-cours") {
    return;
  }

  if (document.visibilityState === "visible" && !part.contains(document.activeElement)) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html", "Fabrique-Live": name }, redirect: "manual" });
      if (!answer.ok) {
        return;
      }

      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(name);
      if (fresh && !part.contains(document.activeElement)) {
        if (ready(fresh) > ready(part)) {
          status.textContent = "Un export est prêt.";
        }
        part.replaceWith(fresh);
      }
    } catch {
      // It stays as it was.
    }
  }

  setTimeout(look, 2000);
};

setTimeout(look, 2000);
