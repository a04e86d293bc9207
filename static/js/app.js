// Without this file every page works as full pages: it only spares reloads and double sends.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  window.setTimeout(() => delete form.dataset.sent, 4000);
});
// "Add a row" and "remove": the fragment that comes back is the same form, one row more or less.
document.addEventListener("htmx:afterSwap", (event) => {
  const first = event.target.querySelector("[data-focus] input, [data-focus] select, [data-focus] textarea");
  if (first) first.focus();
});
// On a telephone the rail scrolls sideways: the section of the page is brought into view.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
// A passkey that the device or the person refused: said on the page, which offers the other way.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.querySelector("#passkey-note") ?? document.createElement("p");
  note.id = "passkey-note";
  note.className = "note mb-3";
  note.setAttribute("role", "alert");
  note.textContent = "La clé d’accès n’a pas répondu. Réessayez, ou servez-vous de l’autre moyen proposé.";
  document.querySelector("main").prepend(note);
});
