// The city: a plane and a table that show the same communities.

import { data, saved, send } from "./page.js";

const { own, types, plane: caption, residents, columns } = data("city");
const holder = document.getElementById("table");
const source = holder.dataset.source;
const NUMBERS = ["residents", "grids", "households", "staff", "x_km", "y_km"];
const LEGEND = 12; // subdistricts; more are not told apart by their colours
const GIVEN = ["households", "staff"]; // reckoned from other numbers where nobody gives them

function column({ field, title }) {
  const isNumber = NUMBERS.includes(field);
  return {
    field,
    title,
    headerFilter: isNumber ? false : "input",
    sorter: isNumber ? "number" : "string",
    hozAlign: isNumber ? "right" : "left",
    minWidth: isNumber ? 84 : 110,
    headerWordWrap: true,
    ...(field === "type" && { formatter: (cell) => escaped(types[cell.getValue()] ?? cell.getValue()) }),
    ...(own && {
      editor: field === "type" ? "list" : "input",
      editorParams: field === "type" ? { values: types } : {},
    }),
  };
}

function isShown({ field }) {
  return own || !GIVEN.includes(field) || rows.some((row) => row[field] !== undefined);
}

const rows = await (await fetch(source)).json();
const table = new Tabulator(holder, {
  data: rows.map((row, n) => ({ ...row, n })),
  index: "n",
  maxHeight: "32rem",
  layout: "fitColumns",
  columns: columns.filter(isShown).map(column),
  rowHeight: 34,
  ...(own && {
    selectableRange: 1,
    selectableRangeColumns: true,
    editTriggerEvent: "dblclick",
    clipboard: true,
    clipboardCopyRowRange: "range",
    clipboardPasteParser: "range",
    clipboardPasteAction: "range",
    clipboardCopyConfig: { rowHeaders: false, columnHeaders: false },
  }),
});

const chart = echarts.init(document.getElementById("plane"));
let marked = null;

function draw() {
  const all = table.getData();
  const areas = [...new Set(all.map((row) => row.subdistrict))];
  const most = Math.max(...all.map((row) => Number(row.residents) || 1));
  chart.setOption(
    {
      animation: false,
      title: { text: caption, left: "center", textStyle: { fontSize: 14 } },
      tooltip: { formatter: (at) => escaped(`${at.data.name}: ${at.data.value[2]} ${residents}`) },
      legend: areas.length > 1 && areas.length <= LEGEND ? { bottom: 0, type: "scroll" } : { show: false },
      grid: { left: 44, right: 24, top: 40, bottom: 68 },
      xAxis: { type: "value", scale: true, name: "km", nameLocation: "middle", nameGap: 26 },
      yAxis: { type: "value", scale: true, name: "km" },
      series: areas.map((area) => ({
        name: area,
        type: "scatter",
        symbolSize: (value) => 6 + 22 * Math.sqrt((Number(value[2]) || 0) / most),
        data: all
          .filter((row) => row.subdistrict === area)
          .map((row) => ({
            name: row.id,
            n: row.n,
            value: [row.x_km, row.y_km, row.residents],
            itemStyle: row.n === marked ? { borderColor: "#000", borderWidth: 3 } : {},
          })),
      })),
    },
    { replaceMerge: ["series"] },
  );
}

// Whatever a community is called, a tooltip shows it as text.
function escaped(words) {
  const holder = document.createElement("span");
  holder.textContent = words;
  return holder.innerHTML;
}

// Kept at once; put into the city's file, which checks it as a whole, when nothing more is typed.
let settling = null;

async function keep() {
  const kept = table.getData().map(({ n, ...row }) => row);
  clearTimeout(settling);
  if (await send(source, { rows: kept })) {
    saved();
    settling = setTimeout(settle, 800);
  }
  draw();
}

async function settle() {
  const answer = await send(source.replace(/table$/, "settle"), {});
  holder.dataset.settled = String(answer !== null);
  if (answer) saved();
}

table.on("tableBuilt", draw);
table.on("rowClick", (_, row) => {
  marked = row.getIndex();
  draw();
});
table.on("cellEdited", keep);
table.on("clipboardPasted", keep);
chart.on("click", async ({ data: point }) => {
  marked = point.n;
  await table.scrollToRow(point.n, "center", true).catch(() => {});
  document.querySelectorAll(".marked").forEach((each) => each.classList.remove("marked"));
  table.getRow(point.n)?.getElement().classList.add("marked");
  draw();
});
addEventListener("resize", () => chart.resize());
window.qipanTable = table; // for tests and for the curious
