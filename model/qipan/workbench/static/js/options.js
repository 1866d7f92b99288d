// The options: each change is sent at once, and the page is shown anew as the file then says.

import { again, ask, send } from "./page.js";

const at = document.getElementById("differs").dataset.at;

async function change(content) {
  const said = await send(at, content, {
    onReason: async ([low, high]) => {
      const words = document.body.dataset.reason
        .replace("{value}", content.value)
        .replace("{low}", low)
        .replace("{high}", high);
      const reason = await ask(words);
      return reason ? send(at, { ...content, reason }) : null;
    },
  });
  if (said) again();
  return said;
}

document.addEventListener("change", async (event) => {
  const { lever, option } = event.target.dataset;
  if (!lever) return;
  const value = event.target.type === "checkbox" ? event.target.checked : event.target.value;
  const said = await change({ do: "set", option: Number(option), key: lever, value });
  if (!said) event.target.setAttribute("aria-invalid", "true");
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { lever, option, value, copy, rename, drop } = button.dataset;
  if (lever) await change({ do: "set", option: Number(option), key: lever, value: JSON.parse(value) });
  else if (button.id === "add") await change({ do: "add", of: 0 });
  else if (button.id === "undo") await change({ do: "undo" });
  else if (copy) await change({ do: "add", of: Number(copy) });
  else if (drop) await change({ do: "drop", option: Number(drop) });
  else if (rename) {
    const title = await ask(button.textContent);
    if (title) await change({ do: "rename", option: Number(rename), title });
  }
});

for (const name of ["price_hours", "price_yuan"]) {
  document.getElementById(name).addEventListener("change", () =>
    change({
      do: "prices",
      hours: document.getElementById("price_hours").value,
      yuan: document.getElementById("price_yuan").value,
    }),
  );
}
