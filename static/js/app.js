// Starts govuk-frontend's components; every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
} from "../vendor/govuk-frontend/govuk-frontend.min.js";

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
];

for (const component of components) {
  createAll(component);
}

// Ctrl and Enter send a quick box, as its button does.
for (const box of document.querySelectorAll("textarea[data-quick]")) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  });
}

// Buttons that copy a text box; without this file the text can be selected and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  const says = button.textContent;
  button.parentElement.hidden = !(box && navigator.clipboard);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.value);
      button.textContent = "Copied";
    } catch {
      box.select();
      button.textContent = "Selected: press Ctrl and C";
    }
    setTimeout(() => (button.textContent = says), 4000);
  });
}

// Sections that need JavaScript stand hidden; what is inside them is fetched when they are opened.
for (const box of document.querySelectorAll("details[data-opens]")) {
  const open = async () => (await import(box.dataset.opens)).default(box);
  box.addEventListener("toggle", open, { once: true });
  box.parentElement.hidden = false;
}

// Ticks every row of the page; without this file each is ticked by hand.
for (const all of document.querySelectorAll("[data-picks]")) {
  const rows = all.closest("table").querySelectorAll("[name=pick]");
  all.hidden = false;
  all.addEventListener("change", () => rows.forEach((row) => (row.checked = all.checked)));
}

// Single keys, for those of the county who switched them on.
if (document.body.dataset.shortcuts) {
  import(document.body.dataset.moduleOfShortcuts);
}
