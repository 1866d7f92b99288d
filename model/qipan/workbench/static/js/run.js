// A run: begun and stopped here, and shown as it tells of itself.

import { data, send } from "./page.js";

const begin = document.getElementById("run");
if (begin) {
  const words = data("words-of-run");
  const find = (id) => document.getElementById(id);
  const section = find("progress");
  let stream = null;

  const show = (told) => {
    const busy = ["waiting", "running", "stopping"].includes(told.state);
    find("state").textContent = words[told.state];
    find("state").className = `badge state-${told.state}`;
    section.dataset.state = told.state;
    begin.disabled = busy;
    begin.textContent = told.state === "stopped" ? words.go_on : words.run;
    find("cancel").hidden = !["waiting", "running"].includes(told.state);
    find("bar").hidden = !busy;
    if (told.expected) find("bar").value = told.done / told.expected;
    else find("bar").removeAttribute("value");
    find("count").textContent =
      told.done === null
        ? ""
        : `${told.done} ${words.of} ${told.expected ?? "–"} ${words.finished}`;
    find("left").textContent = left(told);
    const said = told.state === "stopped" ? [words.stopped_says] : [];
    if (told.state === "faulty") said.push(...told.words);
    find("words").textContent = said.join("\n");
    find("see").hidden = !["done", "stopped"].includes(told.state);
  };

  const left = (told) => {
    if (told.compiling !== null && told.state === "running") {
      return `${words.compiling}: ${told.compiling} s`;
    }
    if (told.place !== null) return words.place.replace("{n}", told.place);
    return told.left === null ? "" : words.left.replace("{n}", Math.ceil(told.left));
  };

  const listen = () => {
    stream?.close();
    stream = new EventSource(section.dataset.events);
    stream.onmessage = (event) => show(JSON.parse(event.data));
    stream.addEventListener("over", () => stream.close());
  };

  begin.addEventListener("click", async () => {
    begin.disabled = true;
    if (await send(begin.dataset.at, {})) listen();
    else begin.disabled = false;
  });
  find("cancel").addEventListener("click", async () => {
    await send(find("cancel").dataset.at, {});
    listen();
  });
  find("replications").addEventListener("change", async (event) => {
    await send(event.target.dataset.at, { do: "replications", value: event.target.value });
  });
  listen();
}
