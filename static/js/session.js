// Says so five minutes before a page that was left open is signed out. Closing it asks no more.
const ending = document.getElementById("session-ending");
const form = ending.querySelector("form");
const end = () => Date.now() + (form.dataset.seconds - 300) * 1000;
let warns = end();
setInterval(() => Date.now() > warns && !ending.open && ending.showModal(), 20000);
ending.addEventListener("cancel", () => (warns = Infinity));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = fetch(form.action, { method: "POST", body: new FormData(form) });
  warns = (await asked.catch(() => ({}))).ok ? end() : Infinity;
  ending.close();
});
