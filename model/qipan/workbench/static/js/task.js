// A page on which commands run: each shown as it tells of itself, the page anew when one is over.

import { send, tell } from "./page.js";

const BUSY = ["waiting", "running", "stopping"];

function show(section, told) {
  const words = JSON.parse(section.dataset.words);
  const find = (name) => section.querySelector(`.${name}`);
  section.dataset.state = told.state;
  find("badge").textContent = words[told.state];
  find("badge").className = `badge state-${told.state}`;
  const bar = find("bar");
  bar.hidden = !BUSY.includes(told.state);
  if (told.expected && told.done !== null) bar.value = told.done / told.expected;
  else bar.removeAttribute("value");
  const said = [];
  if (told.place !== null) said.push(words.place.replace("{n}", told.place));
  if (told.compiling !== null) said.push(`${words.compiling}: ${told.compiling} s`);
  if (told.done !== null) said.push(words.simulated.replace("{n}", told.done));
  if (told.step) said.push(told.step);
  find("said").textContent = said.join(" · ");
  find("stop").hidden = !["waiting", "running"].includes(told.state);
}

for (const section of document.querySelectorAll("[data-task]")) {
  if (!BUSY.includes(section.dataset.state)) continue;
  const stream = new EventSource(section.dataset.task);
  stream.onmessage = (event) => show(section, JSON.parse(event.data));
  stream.addEventListener("over", () => {
    stream.close();
    location.reload();
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-stop]");
  if (button) await send(button.dataset.stop, {});
});

// What the fields of a form say, by their names.
export function said(form) {
  const content = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled) continue;
    if (field.type === "radio" && !field.checked) continue;
    content[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return content;
}

// Send what a form says, and go where the server says; `more` adds what stands beside the form.
export function onSubmit(form, more = () => ({})) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button) button.disabled = true;
    tell([]);
    const asked = { ...said(form), ...(button?.value && { do: button.value }), ...more() };
    const answer = await send(form.getAttribute("action"), asked);
    if (button) button.disabled = false;
    if (!answer) return;
    if (answer.go && answer.go !== location.pathname) location.href = answer.go;
    else location.reload();
  });
}

for (const form of document.querySelectorAll("form[data-plain]")) onSubmit(form);
