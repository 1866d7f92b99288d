// Levers as sliders: on release four replications, then more for as long as it is left alone.

import { data, send, tell } from "./page.js";

const words = data("trying");
const find = (id) => document.getElementById(id);
const fields = [...document.querySelectorAll("input[type=range]")];
const LOOK = 400; // ms between looks at what runs
let moved = {};
let turn = 0; // of the lever moved last: what an earlier one still hears is stale

function reset() {
  moved = {};
  for (const field of fields) {
    field.value = JSON.parse(field.dataset.values)[Number(find("from").value)];
    shown(field);
  }
}

function shown(field) {
  field.closest("tr").querySelector("output").textContent = field.value;
}

const round = (value) => (value === null ? "–" : Number(value.toPrecision(3)).toLocaleString());

function show(told, replications) {
  find("state").textContent = words[told.state] ?? words.busy;
  find("shown").dataset.state = told.state;
  if (told.rows.length === 0) return;
  find("shown").dataset.n = replications;
  find("count").textContent = words.n.replace("{n}", replications);
  find("results").replaceChildren(
    ...told.rows.map((row) => {
      const line = document.createElement("tr");
      const name = Object.assign(document.createElement("th"), { textContent: row.title });
      name.scope = "row";
      const apart = row.difference === null ? "–" : `${round(row.difference)} [${round(row.low)}, ${round(row.high)}]`;
      const cells = [round(row.reference_mean), round(row.mean), apart].map((text) =>
        Object.assign(document.createElement("td"), { textContent: text, className: "right" }),
      );
      line.append(name, ...cells);
      return line;
    }),
  );
}

async function tryOut() {
  const mine = ++turn;
  for (const replications of words.steps) {
    const content = { option: Number(find("from").value), set: moved, replications };
    const said = await send(location.pathname, content);
    while (said && mine === turn) {
      const answer = await fetch(`${location.pathname}/${said.aside}`).catch(() => null);
      if (mine !== turn || !answer?.ok) return;
      const told = await answer.json();
      show(told, replications);
      if (told.state === "done") break;
      if (["faulty", "stopped"].includes(told.state)) return tell(told.words);
      await new Promise((later) => setTimeout(later, LOOK));
    }
    if (!said || mine !== turn) return;
  }
}

for (const field of fields) {
  field.addEventListener("input", () => shown(field));
  field.addEventListener("change", () => {
    moved[field.dataset.lever] = Number(field.value);
    tryOut();
  });
}
find("from").addEventListener("change", () => {
  turn += 1;
  reset();
});
reset();
