"use strict";

const MAX_BYTES = 20 * 1024 * 1024;
const ENDS = ["succeeded", "failed", "timed-out", "cancelled", "discarded"];

const byId = id => document.getElementById(id);

/** Texts of users only ever get here, where markup means nothing. */
function element(name, className, text = "", ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  made.append(...children);
  return made;
}

/** One task on the page. */
class Card {

  constructor(name) {
    this.state = element("span", "state", "uploading");
    this.bar = element("progress", "");
    this.bar.setAttribute("aria-label", `Progress of ${name}`);
    this.said = element("span", "said");
    this.cancel = element("button", "", "Cancel");
    this.cancel.type = "button";
    this.cancel.hidden = true;
    this.item = element("li", "", "",
        element("div", "head", "", element("h3", "", name), this.state),
        this.bar,
        element("div", "foot", "", this.said, this.cancel));
    byId("none").hidden = true;
    byId("tasks").prepend(this.item);
  }

  show(status) {
    this.state.textContent = status.state.replace("-", " ");
    this.item.className = status.state;
    this.bar.value = status.progress;
    this.said.textContent = status.problem ? status.problem.detail : status.message || "";
    this.cancel.hidden = ENDS.includes(status.state);
  }

  fail(detail) {
    this.show({state: "failed", progress: 0, problem: {detail}});
  }

  showReport(report) {
    const list = element("dl", "");
    for (const [name, value] of Object.entries(report)) {
      if (name !== "name") {
        list.append(element("dt", "", name), element("dd", "", value.toLocaleString()));
      }
    }
    this.item.append(list);
  }
}

async function upload(file) {
  const card = new Card(file.name);
  if (file.size > MAX_BYTES) {
    card.fail("The file has more than 20 MB");
    return;
  }
  try {
    const response = await fetch("files/" + encodeURIComponent(file.name),
        {method: "POST", body: file, headers: {"Content-Type": "application/octet-stream"}});
    if (response.status !== 202) {
      card.fail(`The server answered ${response.status}`);
      return;
    }
    card.show(await response.json());
    const address = response.headers.get("Location");
    card.cancel.addEventListener("click", () => cancel(address, card));
    follow(address, card);
  } catch (failure) {
    card.fail(`No answer: ${failure.message}`);
  }
}

/** By events; by asking where the server cannot send them. */
function follow(address, card) {
  const events = new EventSource(address);
  events.addEventListener("status", event => {
    if (shown(JSON.parse(event.data), card)) {
      events.close();
    }
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) {
      ask(address, card);
    }
  });
}

async function ask(address, card) {
  for (;;) {
    const response = await fetch(address, {headers: {"Accept": "application/json"}});
    const answer = await response.json();
    if (!response.ok) {
      card.fail(answer.detail);
      return;
    }
    if (shown(answer, card)) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 1000 * (response.headers.get("Retry-After") || 1)));
  }
}

/** Whether that was the last of it. */
function shown(status, card) {
  card.show(status);
  if (status.result) {
    fetch(status.result).then(response => response.json()).then(report => card.showReport(report));
  }
  return ENDS.includes(status.state);
}

async function cancel(address, card) {
  card.cancel.disabled = true;
  // what becomes of it, the status tells
  await fetch(address, {method: "DELETE"});
}

byId("upload").addEventListener("submit", event => {
  event.preventDefault();
  for (const file of byId("files").files) {
    upload(file);
  }
  event.target.reset();
});
