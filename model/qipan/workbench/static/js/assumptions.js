// Find a number by a part of its name.

const rows = [...document.querySelectorAll("#numbers tbody tr")];
document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
});
