"use strict";

const MAX_BYTES = 8 * 1024 * 1024;
const REFRESH_MILLIS = 2000;
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
    this.name = name;
    this.state = element("span", "state", "sending");
    this.bar = element("progress", "");
    this.bar.setAttribute("aria-label", `Progress of ${name}`);
    this.said = element("p", "said");
    this.item = element("li", "", "", element("div", "head", "", element("h3", "", name), this.state), this.bar, this.said);
    byId("none").hidden = true;
    byId("tasks").prepend(this.item);
  }

  show(status) {
    this.state.textContent = status.state.replace("-", " ");
    this.item.className = status.state;
    this.bar.value = ENDS.includes(status.state) ? 1 : status.progress;
    this.said.textContent = status.problem ? status.problem.detail : status.message || "";
  }

  fail(detail) {
    this.show({state: "failed", progress: 0, problem: {detail}});
  }

  showThumbnails(picture) {
    this.item.append(element("div", "thumbnails", "", ...picture.widths.map(width => {
      const image = element("img", "");
      image.src = `pictures/${picture.id}/${width}`;
      image.alt = `${this.name}, ${width} pixels wide`;
      return image;
    })));
  }
}

/** Posts, shows how long the answer took, and follows the task at the address that the answer names. */
async function post(path, name, options) {
  const card = new Card(name);
  try {
    const began = performance.now();
    const response = await fetch(path, {method: "POST", ...options});
    const took = Math.round(performance.now() - began);
    if (response.status !== 202) {
      card.fail(`The server answered ${response.status} after ${took} ms`);
      return;
    }
    card.show({...await response.json(), message: `answered after ${took} ms`});
    follow(response.headers.get("Location"), card);
  } catch (failure) {
    card.fail(`No answer: ${failure.message}`);
  }
}

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
    fetch(status.result).then(response => response.json()).then(picture => card.showThumbnails(picture));
  }
  return ENDS.includes(status.state);
}

async function refresh() {
  try {
    const [accounts, audit] = await Promise.all(
        ["accounts", "audit"].map(path => fetch(path, {cache: "no-store"}).then(response => response.json())));
    byId("accounts").replaceChildren(...accounts.map(account =>
        element("li", "", `${account.name}, ${account.email}: ${account.welcomed ? "mail sent" : "no mail yet"}`)));
    byId("audit").replaceChildren(...audit.map(line => element("li", "", line)));
  } catch {
    // the server is away, and may come back
  }
  setTimeout(refresh, REFRESH_MILLIS);
}

byId("sign-up").addEventListener("submit", event => {
  event.preventDefault();
  const form = new FormData(event.target);
  post("accounts", `Mail to ${form.get("email")}`, {body: new URLSearchParams(form)});
});

byId("upload").addEventListener("submit", event => {
  event.preventDefault();
  for (const file of byId("pictures").files) {
    if (file.size > MAX_BYTES) {
      new Card(file.name).fail("The picture has more than 8 MB");
    } else {
      post("pictures/" + encodeURIComponent(file.name), file.name, {body: file, headers: {"Content-Type": file.type}});
    }
  }
  event.target.reset();
});

refresh();
