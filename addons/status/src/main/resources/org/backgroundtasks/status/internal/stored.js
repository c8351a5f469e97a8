"use strict";

/** Durable tasks of all nodes: queues, figures, nodes, and what operators do with tasks. */

const STORED_EVERY_MILLIS = 4000;

let overview = {offered: false, mayChange: false, now: new Date().toISOString()};
let storedLost = false;

function cell(label, content, className = "") {
  const made = element("td", className, "", ...(content instanceof Node ? [content] : []));
  if (!(content instanceof Node)) {
    made.textContent = content;
  }
  made.setAttribute("role", "cell");
  made.dataset.label = label;
  return made;
}

function tableRow(name, cells) {
  const head = element("th", "name", name);
  head.scope = "row";
  head.setAttribute("role", "rowheader");
  const row = element("tr", "", "", head, ...cells);
  row.setAttribute("role", "row");
  return row;
}

function noteRow(columns) {
  return text => {
    const made = element("td", "soft", text);
    made.colSpan = columns;
    made.setAttribute("role", "cell");
    const row = element("tr", "", "", made);
    row.setAttribute("role", "row");
    return row;
  };
}

/** A number that leads to the tasks that it counts. */
function countCell(queue, state, value, alarming = false) {
  if (!value) {
    return cell(state, "0", "number soft");
  }
  const button = actionButton("look", value.toLocaleString(), `${value} ${state} of ${queue.handler}`,
      {handler: queue.handler, state}, "link");
  return cell(state, button, alarming ? "number alarm" : "number");
}

const short = name => name.split(".").pop();

function queueRow(queue) {
  const pausing = queue.pausedAt;
  const state = element("span", "pause", "",
      element("span", pausing ? "state paused" : "soft",
          pausing ? `paused by ${queue.pausedBy || "somebody"}, ${moment(queue.pausedAt)}` : "active"));
  if (overview.mayChange && queue.handler) {
    state.append(pausing
        ? actionButton("resume", "Resume", `Resume ${queue.handler}`, {handler: queue.handler})
        : actionButton("pause", "Pause", `Pause ${queue.handler}`, {handler: queue.handler}));
  }
  const row = tableRow(short(queue.handler) || "unknown", [
    pausing ? countCell(queue, "paused", queue.paused) : countCell(queue, "waiting", queue.waiting),
    cell("oldest", queue.oldest === undefined ? "–" : duration(queue.oldest), "number"),
    countCell(queue, "delayed", queue.delayed),
    countCell(queue, "retrying", queue.retrying),
    countCell(queue, "running", queue.running),
    countCell(queue, "dead", queue.dead, true),
    cell("state", state, "changes")
  ]);
  row.firstChild.title = queue.handler;
  return row;
}

/** Those with tasks, and those of this application without. */
function allQueues({queues, handlers}) {
  const empty = handlers.filter(handler => !queues.some(queue => queue.handler === handler))
      .map(handler => ({handler, waiting: 0, delayed: 0, retrying: 0, running: 0, paused: 0, dead: 0}));
  return [...queues, ...empty]
      .sort((one, other) => short(one.handler).localeCompare(short(other.handler)))
      .map(queue => ({...queue, id: queue.handler}));
}

function nameRow(name, minutes) {
  return tableRow(name.name.startsWith("org.") || name.name.startsWith("com.") ? short(name.name) : name.name, [
    cell("succeeded", name.succeeded.toLocaleString(), "number"),
    cell("failed", name.failed.toLocaleString(), name.failed ? "number alarm" : "number soft"),
    cell("a minute", ((name.succeeded + name.failed) / minutes).toLocaleString(undefined, {maximumFractionDigits: 2}), "number"),
    cell("wait p50", duration(name.waitP50), "number"),
    cell("wait p95", duration(name.waitP95), "number"),
    cell("run p50", duration(name.runP50), "number"),
    cell("run p95", duration(name.runP95), "number")
  ]);
}

function nodeRow(node) {
  const row = tableRow(node.name, [
    cell("state", node.state, node.state === "dead" ? "alarm" : ""),
    cell("running", node.running.toLocaleString(), "number"),
    cell("waiting", node.waiting.toLocaleString(), "number"),
    cell("started", moment(node.started)),
    cell("last seen", moment(node.seen))
  ]);
  row.firstChild.title = `${node.host}, version ${node.version || "unknown"}`;
  return row;
}

function showOverview() {
  byId("stored").hidden = !overview.offered;
  byId("nodes-part").hidden = !overview.nodes.length;
  list("nodes", overview.nodes.map(node => ({...node, id: node.name})), nodeRow, "None.", 0, noteRow(6));
  byId("stored-note").hidden = overview.offered;
  if (!overview.offered) {
    byId("stored-note").textContent = overview.store === "other"
        ? "The broker shows and changes them in a console of its own. With tasks in a database they are here."
        : "This application has none.";
    return;
  }
  const queues = allQueues(overview);
  list("queues", queues, queueRow, "No handler.", 0, noteRow(8));
  for (const queue of queues) {
    if (![...field("handler").options].some(option => option.value === queue.handler)) {
      field("handler").append(new Option(queue.handler, queue.handler));
    }
  }
  const {since: begin, complete, names} = overview.lastHour;
  const minutes = Math.max(1 / 60, (new Date(overview.now) - new Date(begin)) / 60000);
  byId("hour-note").textContent = complete ? "attempts at durable tasks"
      : `the newest attempts at durable tasks, since ${clock(begin)}`;
  list("names", names.map(name => ({...name, id: name.name})), name => nameRow(name, minutes), "No attempt ended.", 0, noteRow(8));
}

async function refreshStored() {
  overview = await get("stored");
  showOverview();
  if (overview.offered) {
    await refreshTasks();
  }
}

/** Does something, and tells what goes wrong. */
async function attempt(something) {
  try {
    await something();
    if (storedLost) {
      storedLost = false;
      tell("");
    }
  } catch (failure) {
    if (!storedLost) {
      storedLost = true;
      tell(`No stored tasks (${failure.message}). Trying again…`);
    }
  }
}

async function post(address, body) {
  const response = await fetch(address, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.detail || `status ${response.status}`);
  }
  return answer;
}

/** Changes something, tells what came of it, and keeps the focus where the next of its kind is. */
async function change(address, body, done, button) {
  const buttons = [...document.querySelectorAll(`#tasks button[data-action="${button.dataset.action}"]`)];
  const place = buttons.indexOf(button);
  button.disabled = true;
  try {
    tell("");
    tell(done((await post(address, body)).changed), true);
  } catch (failure) {
    tell(`That was not done (${failure.message})`);
  }
  button.disabled = false;
  await attempt(refreshStored);
  if (button.isConnected) {
    button.focus();
  } else {
    const left = document.querySelectorAll(`#tasks button[data-action="${button.dataset.action}"]`);
    (left[Math.min(Math.max(place, 0), left.length - 1)] || byId("tasks-title")).focus();
  }
}

const tasks = (count, verb) => `${count.toLocaleString()} ${count === 1 ? "task" : "tasks"} ${verb}.`;

const ACTIONS = {
  state: button => {
    chosen.state = button.dataset.state;
    return attempt(show1stPage);
  },
  look: async button => {
    chosen.state = button.dataset.state;
    FIELDS.forEach(name => choose(name, name === "handler" ? button.dataset.handler : ""));
    await attempt(show1stPage);
    byId("tasks-title").focus();
  },
  first: async () => {
    await attempt(show1stPage);
    byId("tasks-title").focus();
  },
  next: async button => {
    chosen.after = button.dataset.after;
    await attempt(refreshTasks);
    byId("tasks-title").focus();
  },
  retry: button => change("stored/retry", {id: button.dataset.id}, count => tasks(count, "retried"), button),
  discard: button => confirm(`Discard “${button.dataset.name}”? It will not run, and cannot be brought back.`)
      && change("stored/discard", {id: button.dataset.id}, count => tasks(count, "discarded"), button),
  "retry-all": button => confirm(`Retry ${button.dataset.count} tasks?`)
      && change("stored/retry", JSON.parse(button.dataset.filter), count => tasks(count, "retried"), button),
  "discard-all": button => confirm(`Discard ${button.dataset.count} tasks? They will not run, and cannot be brought back.`)
      && change("stored/discard", JSON.parse(button.dataset.filter), count => tasks(count, "discarded"), button),
  pause: button => confirm(`Pause ${button.dataset.handler}? No node begins its tasks until it is resumed.`)
      && change("stored/handlers/pause", {handler: button.dataset.handler}, () => `${button.dataset.handler} is paused.`, button),
  resume: button =>
      change("stored/handlers/resume", {handler: button.dataset.handler}, () => `${button.dataset.handler} is resumed.`, button)
};

document.addEventListener("click", event => {
  const button = event.target.closest("button[data-action]");
  if (button) {
    ACTIONS[button.dataset.action](button);
  }
});

async function watchStored() {
  readAddress();
  for (;;) {
    if (!document.hidden) {
      await attempt(refreshStored);
    }
    await new Promise(resolve => setTimeout(resolve, STORED_EVERY_MILLIS));
  }
}

watchStored();
