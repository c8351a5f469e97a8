"use strict";

/** One stored task: its line in the list, and what became of each attempt. */

const WORDS = {
  succeeded: "succeeded", failed: "failed, another attempt follows", dead: "failed, now a dead letter", cancelled: "cancelled",
  retried: "retried", discarded: "discarded"
};

function since(time, now) {
  return duration(Math.max(0, new Date(now) - new Date(time)));
}

/** What matters of a task in its state. */
function timing(task, now) {
  const attempt = `attempt ${task.attempt}`;
  switch (task.state) {
    case "dead":
      return `${task.failed ? `failed ${moment(task.failed)}, ` : ""}${attempt}`;
    case "running":
      return `on ${task.node || "a node"}, ${attempt}`;
    case "waiting":
      return `due for ${since(task.due, now)}`;
    default:
      return `due ${moment(task.due)}, ${attempt}`;
  }
}

function actionButton(action, text, label, data, className = "plain") {
  const button = element("button", className, text);
  button.type = "button";
  button.dataset.action = action;
  Object.assign(button.dataset, data);
  button.setAttribute("aria-label", label);
  return button;
}

function storedRow(task, now, mayChange) {
  const line = element("div", "row", "",
      element("span", "name", task.name), element("span", "soft", task.path || "no request"));
  const end = element("span", "end", "", element("span", "time", timing(task, now)));
  if (mayChange && task.state !== "running") {
    const retry = {dead: "Retry", retrying: "Run now", delayed: "Run now"}[task.state];
    if (retry) {
      end.append(actionButton("retry", retry, `${retry}: ${task.name}`, {id: task.id, name: task.name}));
    }
    end.append(actionButton("discard", "Discard", `Discard ${task.name}`, {id: task.id, name: task.name}, "grave"));
  }
  line.append(end);
  const item = element("li", "", "", line);
  if (task.unknownSince) {
    item.append(element("div", "message soft", `No node has known its handler since ${moment(task.unknownSince)}.`));
  }
  const details = element("details", "", "", element("summary", "", task.cause || "Attempts"));
  const body = element("div", "history", "");
  body.dataset.keep = "";
  body.dataset.history = task.id;
  details.append(body);
  item.append(details);
  return item;
}

function fact(name, value) {
  return value ? [element("dt", "", name), element("dd", "", value)] : [];
}

function historyOf({id, task, history}) {
  const facts = element("dl", "facts", "",
      ...fact("id", id),
      ...(task ? [
        ...fact("handler", task.handler),
        ...fact("added", moment(task.added)),
        ...fact("request", `${task.method || ""} ${task.path || ""}`.trim()),
        ...fact("caller", task.caller),
        ...fact("cause", task.cause)
      ] : []));
  const entries = history.map(entry => {
    const who = entry.operator ? `by ${entry.operator}`
        : `attempt ${entry.attempt} on ${entry.node}, waited ${duration(entry.waited)}, ran ${duration(entry.ran)}`;
    const item = element("li", "", "", element("div", "row", "",
        element("span", `state ${entry.outcome}`, WORDS[entry.outcome] || entry.outcome),
        element("span", "soft", who), element("span", "end", "", element("span", "time", moment(entry.ended)))));
    if (entry.cause) {
      item.append(element("div", "message", entry.cause));
    }
    return item;
  });
  return [facts, element("ol", "", "", ...(entries.length ? entries : [element("li", "soft", "No attempt is remembered.")]))];
}

/** Reads the history when somebody opens it, and then with each refresh. */
async function fillHistory(place) {
  try {
    const task = await get(`stored/task?id=${encodeURIComponent(place.dataset.history)}`);
    morphChildren(place, historyOf(task));
  } catch (failure) {
    morphChildren(place, [element("p", "soft", `No history (${failure.message})`)]);
  }
}

// toggle does not bubble
document.addEventListener("toggle", event => {
  const place = event.target.querySelector && event.target.querySelector("[data-history]");
  if (place && event.target.open) {
    fillHistory(place);
  }
}, true);
