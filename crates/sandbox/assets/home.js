"use strict";

// The server writes the page; this asks for it again when something may have changed, puts in the parts that did, sends
// what buttons and forms say to the control API, and lists the requests as they come. Text from elsewhere only ever
// becomes text.

const MOST_ROWS = 250;
const by = (id) => document.getElementById(id);

/** Tells the outcome of an action, also to those who listen to the page. */
function tell(text, isProblem) {
  by("told").textContent = text;
  by("told").classList.toggle("problem", isProblem);
}

/** Sends one call to the control API, and shows what became of the world. */
async function send(target, body) {
  const [method, path] = target.split(" ");
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  try {
    const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    if (response.ok) {
      tell("", false);
    } else {
      const refusal = await response.json().catch(() => ({}));
      tell([refusal.message ?? `Refused with ${response.status}`].flat().join(", "), true);
    }
  } catch {
    tell("The simulation does not answer.", true);
  }
  await refresh();
}

/* The parts that the server writes anew. */

let isRefreshing = false;
let isStale = false;

async function refresh() {
  if (isRefreshing) {
    isStale = true;
    return;
  }
  isRefreshing = true;
  try {
    do {
      isStale = false;
      const response = await fetch("/", { headers: { Accept: "text/html" } });
      if (response.ok) {
        replaceChanged(new DOMParser().parseFromString(await response.text(), "text/html"));
      }
    } while (isStale);
  } catch {
    // The line that is gone is told by the list of requests.
  } finally {
    isRefreshing = false;
  }
}

function replaceChanged(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (!next || next.innerHTML === part.dataset.html) {
      continue;
    }
    const focused = document.activeElement;
    const isInside = part.contains(focused);
    // Nobody's typing or choosing is taken from them.
    if (isInside && focused.matches("select, input") && focused.dataset.busy === "yes") {
      continue;
    }
    const scrolled = [...part.querySelectorAll(".scroll")].map((box) => box.scrollLeft);
    part.dataset.html = next.innerHTML;
    part.replaceChildren(...document.adoptNode(next).childNodes);
    part.querySelectorAll(".scroll").forEach((box, at) => (box.scrollLeft = scrolled[at] ?? 0));
    if (isInside) {
      (by(focused.id) ?? part.closest("section").querySelector("h2")).focus();
    }
  }
}

let waiting;
function refreshSoon() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    refresh();
  }, 300);
}

/* What can be pressed, chosen and filled in. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-send]");
  if (button) {
    send(button.dataset.send, button.dataset.body === undefined ? undefined : JSON.parse(button.dataset.body));
  }
});

document.addEventListener("input", (event) => {
  if (event.target.dataset.switch) {
    event.target.dataset.busy = "yes";
  }
});

document.addEventListener("change", (event) => {
  const control = event.target;
  if (!control.dataset.switch) {
    return;
  }
  control.dataset.busy = "no";
  try {
    send("PATCH /sandbox/switches", { [control.dataset.switch]: JSON.parse(control.value) });
  } catch {
    tell(`${control.dataset.switch} must be JSON.`, true);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.send) {
    return;
  }
  event.preventDefault();
  if (form.id === "advance") {
    const seconds = Number(form.elements.amount.value) * Number(form.elements.unit.value);
    send(form.dataset.send, { advanceSeconds: seconds });
    return;
  }
  const body = {};
  for (const field of form.elements) {
    if (field.name && field.value !== "") {
      body[field.name] = field.type === "number" ? Number(field.value) : field.value;
    }
  }
  send(form.dataset.send, body);
});

/* The requests. */

let isPaused = false;
let held = [];

function cell(text, tag = "td") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function coded(text) {
  const made = document.createElement("td");
  made.append(cell(text, "code"));
  return made;
}

function grade(outcome) {
  return outcome === "dropped" || outcome >= "500" ? "bad" : outcome >= "400" ? "refused" : "good";
}

function row(request) {
  const made = document.createElement("tr");
  const opener = cell(`${request.method} ${request.path}`, "button");
  opener.type = "button";
  opener.className = "opener";
  opener.addEventListener("click", () => open(request.id));
  const named = document.createElement("td");
  named.className = "wrap";
  named.append(opener);
  const outcome = cell(request.outcome);
  outcome.className = grade(request.outcome);
  const took = cell(request.tookMs.toFixed(1));
  took.className = "figure";
  const person = cell(request.person ?? "");
  person.className = "person";
  made.append(cell(request.at.slice(11, 23)), named, outcome, took, person, coded(request.credential ?? ""));
  return made;
}

function wanted(made) {
  const words = by("filter").value.trim().toLowerCase();
  return made.textContent.toLowerCase().includes(words);
}

function filterRows() {
  for (const made of by("rows").children) {
    made.hidden = !wanted(made);
  }
  showNone();
}

function showNone() {
  const rows = [...by("rows").children];
  by("none").hidden = rows.some((made) => !made.hidden);
  by("none").textContent = rows.length ? "None of them fits the filter." : "No requests yet. They appear here as they come.";
}

function add(requests) {
  for (const request of requests) {
    const made = row(request);
    made.hidden = !wanted(made);
    by("rows").prepend(made);
  }
  while (by("rows").children.length > MOST_ROWS) {
    by("rows").lastElementChild.remove();
  }
  showNone();
}

function showPause() {
  by("pause").setAttribute("aria-pressed", String(isPaused));
  by("pause").textContent = isPaused && held.length ? `Paused, ${held.length} new` : isPaused ? "Paused" : "Pause";
}

by("pause").addEventListener("click", () => {
  isPaused = !isPaused;
  if (!isPaused) {
    add(held);
    held = [];
  }
  showPause();
});

by("clear").addEventListener("click", () => {
  by("rows").replaceChildren();
  held = [];
  showPause();
  showNone();
  send("DELETE /sandbox/requests");
});

by("filter").addEventListener("input", filterRows);

async function open(id) {
  const response = await fetch(`/sandbox/requests/${id}`).catch(() => undefined);
  if (!response?.ok) {
    tell("This request is no longer kept.", true);
    return;
  }
  const request = await response.json();
  by("detail-title").textContent = `${request.method} ${request.path}`;
  by("detail-line").textContent = [request.target, request.outcome, `${request.tookMs.toFixed(2)} ms`, request.person, request.at]
    .filter(Boolean)
    .join(" · ");
  for (const side of ["request", "response"]) {
    const lines = request[side].headers.map(([name, value]) => {
      const line = document.createElement("tr");
      const head = cell(name, "th");
      head.scope = "row";
      line.append(head, coded(value));
      return line;
    });
    by(`${side}-headers`).replaceChildren(...lines);
    by(`${side}-body`).textContent = request[side].body || "(no body)";
  }
  by("detail").showModal();
  by("detail").scrollTop = 0;
}

function listen() {
  const stream = new EventSource("/sandbox/requests/stream");
  stream.addEventListener("open", () => {
    by("link").textContent = "live";
    refreshSoon();
  });
  stream.addEventListener("error", () => {
    by("link").textContent = "not connected";
  });
  stream.addEventListener("request", (event) => {
    const request = JSON.parse(event.data);
    if (isPaused) {
      held.push(request);
      held = held.slice(-MOST_ROWS);
      showPause();
    } else {
      add([request]);
    }
    refreshSoon();
  });
}

for (const part of document.querySelectorAll("[data-live]")) {
  part.dataset.html = part.innerHTML;
}
listen();
// What goes on by itself is seen as well.
setInterval(() => document.hidden || refresh(), 5000);
