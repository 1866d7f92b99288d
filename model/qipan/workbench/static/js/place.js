// Cadres by community: shared out by a rule, changed by hand, made an option.

import { ask, data, send } from "./page.js";

const { rows, titles } = data("placing");
const find = (id) => document.getElementById(id);
const EDITED = ["floor", "cap", "cadres"];
const table = new Tabulator(find("table"), {
  data: rows,
  index: "n",
  maxHeight: "30rem",
  layout: "fitColumns",
  rowHeight: 34,
  columns: Object.entries(titles).map(([field, title]) => ({
    field,
    title,
    headerSort: field !== "id",
    minWidth: field === "id" ? 84 : 52,
    headerWordWrap: true,
    hozAlign: field === "id" ? "left" : "right",
    ...(EDITED.includes(field) && { editor: "input", cssClass: "editable" }),
  })),
});

// In the order of the city, whatever the table is sorted by.
const inOrder = () => table.getData().sort((one, other) => one.n - other.n);

function sum() {
  const all = inOrder().reduce((sofar, row) => sofar + (Number(row.cadres) || 0), 0);
  find("sum").textContent = find("sum").dataset.words.replace("{n}", all);
}

find("share").addEventListener("click", async () => {
  const content = { do: "share", total: find("total").value, rule: find("rule").value };
  const said = await send(location.pathname, { ...content, rows: inOrder() });
  if (!said) return;
  await table.updateData(said.cadres.map((cadres, k) => ({ n: k + 1, cadres })));
  sum();
});
find("program").addEventListener("click", async () => {
  find("program").disabled = true;
  const content = { do: "program", total: find("total").value, effort: find("effort").value };
  if (await send(location.pathname, { ...content, rows: inOrder() })) location.reload();
  else find("program").disabled = false;
});
table.on("cellEdited", sum);
table.on("tableBuilt", sum);
find("option").addEventListener("click", async () => {
  const title = await ask(find("option").dataset.title);
  if (title === null) return;
  const said = await send(location.pathname, { do: "option", title, rows: inOrder() });
  if (said?.go) location.href = said.go;
});
