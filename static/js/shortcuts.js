// Single keys on the officers' pages, for those who switched them on. Never while somebody types.
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const links = () => [...document.querySelectorAll("main tbody th a")];
const rowOf = (element) => element?.closest("tr");

function step(by) {
  const all = links();
  const here = all.findIndex((link) => rowOf(link) === rowOf(document.activeElement));
  const next = all[Math.min(Math.max(here < 0 ? 0 : here + by, 0), all.length - 1)];
  next?.focus();
}

function claim() {
  const row = rowOf(document.activeElement);
  const inRow = row?.querySelector("[formaction$='/claim/']");
  (inRow ?? document.querySelector("form[action*='/claim/'] button"))?.click();
}

async function list() {
  const shown = document.getElementById("keys");
  if (shown) return shown.close();
  const page = await (await fetch(document.body.dataset.shortcuts)).text();
  const keys = new DOMParser().parseFromString(page, "text/html").getElementById("shortcut-keys");
  const box = document.createElement("dialog");
  box.id = "keys";
  const close = document.createElement("button");
  box.setAttribute("aria-label", "Keyboard shortcuts");
  close.className = "govuk-button govuk-button--secondary";
  close.textContent = "Close";
  close.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  box.append(keys, close);
  document.body.append(box);
  box.showModal();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => rowOf(document.activeElement)?.querySelector("[name=pick]")?.click(),
  c: claim,
  n: () => document.querySelector("form[action*='/note/'] textarea")?.focus(),
  "/": () => document.getElementById("search")?.focus(),
  "?": list,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPED)) return;
  if (document.querySelector("dialog[open]") && event.key !== "?") return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
