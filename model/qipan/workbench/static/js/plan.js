// A plan under a budget: a form, and a table of communities beside it.

import { data } from "./page.js";
import { onSubmit } from "./task.js";

const { rows, titles } = data("planning");
const EDITED = ["floor", "cap", "today"];
const table = new Tabulator(document.getElementById("table"), {
  data: rows,
  index: "n",
  maxHeight: "24rem",
  layout: "fitColumns",
  rowHeight: 34,
  columns: Object.entries(titles).map(([field, title]) => ({
    field,
    title,
    minWidth: 52,
    headerWordWrap: true,
    hozAlign: field === "id" ? "left" : "right",
    ...(EDITED.includes(field) && { editor: "input", cssClass: "editable" }),
  })),
});
window.qipanTable = table; // for tests and for the curious

onSubmit(document.getElementById("asked"), () => ({
  rows: table
    .getData()
    .sort((one, other) => one.n - other.n)
    .map((row) => Object.fromEntries(EDITED.map((field) => [field, row[field]]))),
}));
// What was folded away when the table was made has no width as yet.
document.getElementById("table").closest("details").addEventListener("toggle", () => table.redraw(true));
