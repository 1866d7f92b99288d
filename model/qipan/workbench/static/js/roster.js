// A table of communities: looked at as soon as it is there, and again when a column is chosen anew.
// The browser keeps the file; the server keeps nothing until the city is made.

import { send, tell } from "./page.js";

const field = document.getElementById("file");
const form = document.getElementById("roster");
const told = document.getElementById("told");
const make = document.getElementById("make");
const choices = [...form.querySelectorAll("[data-role]")];
let file = null;

function address(what, roles) {
  const said = new URLSearchParams({ name: file.name, base: form.elements.base.value });
  for (const name of ["city", "publisher", "date"]) said.set(name, form.elements[name].value);
  if (roles) said.set("roles", JSON.stringify(roles));
  return `/roster/${what}?${said}`;
}

function chosen() {
  return Object.fromEntries(
    choices.filter((each) => each.value).map((each) => [each.dataset.role, each.value]),
  );
}

function lines(words) {
  return words.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
}

async function look(roles) {
  make.disabled = true;
  const seen = await send(address("look", roles), file);
  if (!seen) return;
  tell(seen.faults);
  told.replaceChildren(...lines(seen.told));
  form.hidden = seen.header.length === 0;
  for (const each of choices) {
    each.replaceChildren(
      new Option(each.dataset.none, ""),
      ...seen.header.map((head) => new Option(head, head)),
    );
    each.value = seen.roles[each.dataset.role] ?? "";
    each.closest("tr").classList.toggle("changed", each.value !== "");
  }
  make.disabled = seen.faults.length > 0;
}

field.addEventListener("change", async () => {
  if (field.files.length === 0) return;
  [file] = field.files;
  document.getElementById("named").textContent = file.name;
  form.elements.city.value = file.name.replace(/\..*$/, "");
  await look(null);
});

form.addEventListener("change", async (event) => {
  if (event.target.matches("[data-role], [name=base]")) await look(chosen());
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  make.disabled = true;
  const answer = await send(address("make", chosen()), file);
  make.disabled = false;
  if (answer?.go) location.href = answer.go;
});
