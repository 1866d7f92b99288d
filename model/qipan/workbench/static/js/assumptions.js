// Find a number by a part of its name; change one that is assumed.

import { saved, send } from "./page.js";

const rows = [...document.querySelectorAll("#numbers tbody tr")];
document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
});
document.getElementById("numbers").addEventListener("change", async (event) => {
  const { number: key } = event.target.dataset;
  if (!key) return;
  const said = await send(location.pathname, { key, value: event.target.value });
  event.target.toggleAttribute("aria-invalid", !said);
  if (said) saved();
});
