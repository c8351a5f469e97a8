"use strict";

/** The list of stored tasks: one state, a filter, a page at a time. What is chosen is in the address, to come back to or pass on. */

const STATES = ["dead", "retrying", "waiting", "delayed", "running", "paused"];
const FIELDS = ["handler", "name", "path", "cause"];
const TYPING_MILLIS = 300;

const chosen = {state: "dead", after: ""};
let typing = 0;

const field = name => byId(`filter-${name}`);

async function get(address) {
  const response = await fetch(address, {cache: "no-store"});
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.detail || `status ${response.status}`);
  }
  return answer;
}

/** What the list shows now, as the server takes it. */
function filter() {
  const all = {state: chosen.state};
  for (const name of FIELDS) {
    if (field(name).value) {
      all[name] = field(name).value;
    }
  }
  return all;
}

function readAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  if (STATES.includes(parameters.get("state"))) {
    chosen.state = parameters.get("state");
    FIELDS.forEach(name => choose(name, parameters.get(name) || ""));
  }
}

function choose(name, value) {
  if (name === "handler" && value && ![...field(name).options].some(option => option.value === value)) {
    field(name).append(new Option(value, value));
  }
  field(name).value = value;
}

function show1stPage() {
  chosen.after = "";
  history.replaceState(null, "", `#${new URLSearchParams(filter())}`);
  return refreshTasks();
}

function stateButtons() {
  return STATES.map(state => {
    const button = element("button", "choice", state);
    button.type = "button";
    button.dataset.action = "state";
    button.dataset.state = state;
    button.setAttribute("aria-pressed", String(state === chosen.state));
    return button;
  });
}

function number(page) {
  const count = page.count.toLocaleString();
  return page.more ? `more than ${count}` : count;
}

/** For what the list shows, and not what somebody types meanwhile. */
function bulkButtons(page, mayChange) {
  if (!mayChange || page.count < 2 || chosen.state === "running") {
    return [];
  }
  const all = page.more ? `all, ${number(page)}` : `all ${number(page)}`;
  const data = {count: number(page), filter: JSON.stringify(filter())};
  const buttons = [];
  if (["dead", "retrying", "delayed"].includes(chosen.state)) {
    const verb = chosen.state === "dead" ? "Retry" : "Run";
    buttons.push(actionButton("retry-all", `${verb} ${all}`, `${verb} ${all} that this list shows`, data));
  }
  buttons.push(actionButton("discard-all", `Discard ${all}`, `Discard ${all} that this list shows`, data, "grave"));
  return buttons;
}

function pageButtons(page) {
  return [
    ...(chosen.after ? [actionButton("first", "First page", "First page of tasks", {})] : []),
    ...(page.next ? [actionButton("next", "Next page", "Next page of tasks", {after: page.next})] : [])
  ];
}

async function refreshTasks() {
  const asked = JSON.stringify([filter(), chosen.after]);
  const parameters = new URLSearchParams(filter());
  if (chosen.after) {
    parameters.set("after", chosen.after);
  }
  const page = await get(`stored/tasks?${parameters}`);
  if (asked !== JSON.stringify([filter(), chosen.after])) {
    return;
  }
  const now = overview.now;
  morphChildren(byId("states"), stateButtons());
  byId("count").textContent = `${number(page)} ${page.count === 1 && !page.more ? "task" : "tasks"}`;
  morphChildren(byId("bulk"), bulkButtons(page, overview.mayChange));
  list("tasks", page.tasks, task => storedRow(task, now, overview.mayChange), "None.");
  morphChildren(byId("pages"), pageButtons(page));
  document.querySelectorAll("#tasks details[open] [data-history]").forEach(fillHistory);
}

byId("filter").addEventListener("submit", event => event.preventDefault());
byId("filter").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => attempt(show1stPage), TYPING_MILLIS);
});
