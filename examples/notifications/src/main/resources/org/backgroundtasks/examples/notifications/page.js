"use strict";

const SHOWN = 20;
const MAX_BYTES = 5 * 1024 * 1024;

const byId = id => document.getElementById(id);
const arrived = [];
const awaited = [];
let version = -1;

/** Texts of users only ever get here, where markup means nothing. */
function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function newest(title) {
  const happened = byId("happened");
  const article = element("article", "");
  const list = element("ol", "");
  article.append(element("h3", title), list);
  if (happened.firstElementChild.tagName === "P") {
    happened.firstElementChild.remove();
  }
  happened.prepend(article);
  while (happened.children.length > SHOWN) {
    happened.lastElementChild.remove();
  }
  return list;
}

/** On a phone, what happens is out of sight of the button. */
function reveal(list) {
  list.parentElement.scrollIntoView({block: "nearest"});
}

function report(item, what, emphasis, className) {
  item.className = className;
  item.replaceChildren(document.createTextNode(what + " "), element("strong", emphasis));
}

/** Posts, shows the answer and its time, and then waits for the lines of the tasks. */
async function post(path, options, linesOf) {
  const list = newest("POST /" + path);
  const answer = list.appendChild(element("li", "Waiting for the answer…", "waiting"));
  reveal(list);
  const began = performance.now();
  try {
    const response = await fetch(path, {method: "POST", ...options});
    const text = await response.text();
    const answered = performance.now();
    const took = `answered in ${Math.round(answered - began)} ms`;
    report(answer, `${response.status} ${text}`, took, response.ok ? "" : "failed");
    if (response.ok) {
      for (const {name, fits} of linesOf(JSON.parse(text))) {
        const item = list.appendChild(element("li", `Waiting for the line “${name}”…`, "waiting"));
        awaited.push({fits, began, answered, item});
      }
      settle();
    }
  } catch (failure) {
    report(answer, "No answer:", failure.message, "failed");
  }
  reveal(list);
}

function settle() {
  for (const wait of [...awaited]) {
    const index = arrived.findIndex(line => line.at >= wait.began && wait.fits(line.text));
    if (index >= 0) {
      const [line] = arrived.splice(index, 1);
      awaited.splice(awaited.indexOf(wait), 1);
      // a quick task's line may overtake the answer on its way through the browser
      const after = Math.max(0, Math.round(line.at - wait.answered));
      report(wait.item, line.text, `arrived ${after} ms after the response`, "done");
    }
  }
}

async function watchLog() {
  for (;;) {
    try {
      const response = await fetch(`log?after=${version}`, {cache: "no-store"});
      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }
      const log = await response.json();
      for (const text of log.changes) {
        arrived.push({text, at: performance.now()});
      }
      arrived.splice(0, arrived.length - 100);
      version = log.version;
      show("log", log.text || "(empty)");
      show("connection", "");
      settle();
    } catch (failure) {
      show("connection", `The log cannot be read (${failure.message}). Trying again…`);
      await new Promise(resolve => setTimeout(resolve, 2000));
    }
  }
}

function show(id, text) {
  const shown = byId(id);
  if (shown.textContent !== text) {
    shown.textContent = text;
    shown.scrollTop = shown.scrollHeight;
  }
}

const exactly = name => ({name, fits: line => line === name});

function send(event) {
  event.preventDefault();
  const email = byId("email").value.trim();
  const address = "send-notification/" + encodeURIComponent(email);
  if (secondStep()) {
    const q = byId("q").value;
    post(`v2/${address}` + (q ? "?q=" + encodeURIComponent(q) : ""), {},
        () => [...(q ? [exactly(`found query: ${q}`)] : []), exactly(`message to ${email}`)]);
  } else {
    post(address, {}, () => [exactly(`notification for ${email}: some notification`)]);
  }
}

function upload(event) {
  event.preventDefault();
  const file = byId("file").files[0];
  if (file.size > MAX_BYTES) {
    const list = newest("Upload");
    report(list.appendChild(element("li", "")), file.name, "has more than 5 MB", "failed");
    reveal(list);
    return;
  }
  const options = {body: file, headers: {"Content-Type": "application/octet-stream"}};
  post("files/" + encodeURIComponent(file.name), options, ({name}) => {
    const start = `file ${name}: `;
    return [{name: start + "…", fits: line => line.startsWith(start)}];
  });
}

const secondStep = () => byId("notify").elements.step.value === "2";

byId("notify").addEventListener("submit", send);
byId("upload").addEventListener("submit", upload);
byId("notify").addEventListener("change", () => byId("query").hidden = !secondStep());
byId("query").hidden = !secondStep();
watchLog();
