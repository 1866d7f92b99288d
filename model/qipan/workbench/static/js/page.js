// What every page does: ask the server, show what is wrong, keep the place when the language changes.

const body = document.body;
const faults = document.getElementById("faults");
const done = document.getElementById("done");

export function data(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export function tell(words) {
  done.hidden = true;
  faults.replaceChildren(
    ...words.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
  );
  faults.hidden = words.length === 0;
  if (words.length > 0) faults.scrollIntoView({ block: "nearest" });
}

export function saved() {
  faults.hidden = true;
  done.textContent = body.dataset.saved;
  done.hidden = false;
}

// Send something; null where it was refused, which is then told on the page.
export async function send(address, content, options = {}) {
  const isFile = content instanceof Blob;
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: {
        "X-Qipan-Token": document.querySelector("meta[name=token]").content,
        "Content-Type": isFile ? "application/octet-stream" : "application/json",
      },
      body: isFile ? content : JSON.stringify(content ?? {}),
    });
  } catch {
    tell([body.dataset.lost]);
    return null;
  }
  const isData = (answer.headers.get("content-type") ?? "").startsWith("application/json");
  const said = isData ? await answer.json() : { faults: [await answer.text()] };
  if (answer.ok) {
    tell([]);
    return said;
  }
  if (answer.status === 409 && options.onReason) return options.onReason(said.reason);
  tell(said.faults ?? [body.dataset.failed]);
  return null;
}

// Ask for a line of text; null if it is given up.
export function ask(words, begin = "") {
  const dialog = document.getElementById("ask");
  const reply = document.getElementById("reply");
  document.getElementById("asked").textContent = words;
  reply.value = begin;
  dialog.returnValue = "no";
  dialog.showModal();
  reply.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "ok" ? reply.value.trim() : null),
      { once: true },
    );
  });
}

// Load the page anew where it was read; what is done to it until then would be lost.
export function again() {
  document.querySelector("main").inert = true;
  sessionStorage.setItem("top", String(scrollY));
  sessionStorage.setItem("open", JSON.stringify(open()));
  location.reload();
}

function open() {
  return [...document.querySelectorAll("details")].map((each) => each.open);
}

const top_ = sessionStorage.getItem("top");
if (top_ !== null) {
  const was = JSON.parse(sessionStorage.getItem("open") ?? "[]");
  document.querySelectorAll("details").forEach((each, n) => {
    if (was.length > n) each.open = was[n];
  });
  scrollTo(0, Number(top_));
  sessionStorage.removeItem("top");
  sessionStorage.removeItem("open");
}

document.getElementById("language").href += `?back=${encodeURIComponent(location.pathname)}`;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-post]");
  if (!button) return;
  button.disabled = true;
  const said = await send(button.dataset.post, {});
  button.disabled = false;
  if (said?.go) location.href = said.go;
});

document.addEventListener("change", async (event) => {
  const field = event.target.closest("[data-upload]");
  if (!field || field.files.length === 0) return;
  const file = field.files[0];
  const said = await send(`${field.dataset.upload}?name=${encodeURIComponent(file.name)}`, file);
  field.value = "";
  if (said?.go) location.href = said.go;
  else if (said) location.reload();
});
