// The columns of a ledger: what each is read as.

import { onSubmit } from "./task.js";

const form = document.getElementById("columns");
if (form) {
  onSubmit(form, () => ({
    roles: Object.fromEntries(
      [...form.querySelectorAll("[data-role]")].map((field) => [
        field.dataset.role,
        JSON.parse(field.value),
      ]),
    ),
    statuses: Object.fromEntries(
      [...form.querySelectorAll("[data-status]")]
        .filter((field) => field.value)
        .map((field) => [field.dataset.status, field.value]),
    ),
  }));
  // Another column than was looked at is looked at before it is read in.
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-role], [data-status], [name=dates]")) form.querySelector("#read").disabled = true;
  });
}
