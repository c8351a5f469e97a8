"use strict";

const EVERY_MILLIS = 2000;
const HEIGHT = 150;
const LEFT = 52;
const BOTTOM = 20;
const TOP = 14;

const byId = id => document.getElementById(id);
const cancelling = new Set();
const shown = new Map();
let lost = false;

/** Texts of others only ever get here, where markup means nothing. */
function element(name, className, text, ...children) {
  const made = document.createElement(name);
  made.className = className;
  if (text) {
    made.textContent = text;
  }
  made.append(...children);
  return made;
}

function shape(name, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.textContent = text;
  return made;
}

function duration(millis) {
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const clock = time => new Date(time).toLocaleTimeString();

/** The next of 1, 2, 5, 10, 20, 50, …, so that the axis has a round top. */
function roundTop(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map(step => step * power).find(top => top >= value);
}

/** Bars, one for each interval; `stacks` are drawn on each other. */
function draw(id, title, stacks, label, seconds) {
  const chart = byId(id);
  const width = chart.clientWidth;
  const count = stacks[0].values.length;
  const sums = stacks[0].values.map((_, i) => stacks.reduce((sum, stack) => sum + stack.values[i], 0));
  const highest = Math.max(...sums);
  const top = roundTop(highest);
  const height = value => (HEIGHT - BOTTOM - TOP) * value / top;
  const step = (width - LEFT) / count;
  const shapes = [];
  for (const line of [0, top / 2, top]) {
    const y = HEIGHT - BOTTOM - height(line);
    shapes.push(shape("line", {x1: LEFT, x2: width, y1: y, y2: y}));
    shapes.push(shape("text", {x: LEFT - 6, y: y + 4, "text-anchor": "end"}, label(line)));
  }
  for (let i = 0; i < count; i++) {
    let base = HEIGHT - BOTTOM;
    for (const stack of stacks) {
      const tall = height(stack.values[i]);
      if (tall > 0) {
        const seen = Math.max(tall, 1);
        base -= seen;
        shapes.push(shape("rect",
            {class: stack.name, x: LEFT + i * step + 1, y: base, width: Math.max(step - 2, 1), height: seen}));
      }
    }
  }
  shapes.push(shape("text", {x: LEFT, y: HEIGHT - 4}, `${duration(count * seconds * 1000).replace(" 0 s", "")} ago`));
  shapes.push(shape("text", {x: width, y: HEIGHT - 4, "text-anchor": "end"}, "now"));
  chart.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  chart.setAttribute("aria-label", `${title}: at most ${label(highest)}`);
  chart.replaceChildren(...shapes);
}

function row(task, state, time, ...more) {
  const line = element("div", "row", "",
      element("span", "name", task.name), element("span", "soft", task.request || "no request"));
  if (state) {
    line.append(element("span", `state ${state}`, state.replace("-", " ")));
  }
  line.append(element("span", "end", "", element("span", "time", time), ...more));
  return element("li", "", "", line);
}

/** Makes an element look like another one and stay itself, so that it keeps the focus and what is marked in it. */
function morph(element, like) {
  for (const {name} of [...element.attributes]) {
    // who has opened something wants it to stay open
    if (!like.hasAttribute(name) && name !== "open") {
      element.removeAttribute(name);
    }
  }
  for (const {name, value} of like.attributes) {
    if (element.getAttribute(name) !== value) {
      element.setAttribute(name, value);
    }
  }
  morphChildren(element, [...like.childNodes]);
}

function morphChildren(parent, nodes) {
  const before = [...parent.childNodes];
  nodes.forEach((like, i) => {
    const node = before[i];
    if (!node) {
      parent.append(like);
    } else if (node.nodeName !== like.nodeName) {
      node.replaceWith(like);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      morph(node, like);
    } else if (node.nodeValue !== like.nodeValue) {
      node.nodeValue = like.nodeValue;
    }
  });
  before.slice(nodes.length).forEach(node => node.remove());
}

/** An item for each task, in order. That of a task that was there before stays, in its place. */
function list(id, tasks, toItem, none, total = 0) {
  const now = new Map(tasks.map(task => [task.id + (task.at || ""), toItem(task)]));
  if (!tasks.length) {
    now.set("none", element("li", "soft", none));
  }
  if (total > tasks.length) {
    now.set("more", element("li", "soft", `and ${(total - tasks.length).toLocaleString()} more`));
  }
  const before = shown.get(id) || new Map();
  for (const [key, item] of before) {
    if (!now.has(key)) {
      item.remove();
    }
  }
  const place = byId(id);
  let next = place.firstElementChild;
  for (const [key, like] of now) {
    const item = before.get(key);
    if (item) {
      morph(item, like);
      now.set(key, item);
    }
    const present = item || like;
    if (present === next) {
      next = next.nextElementSibling;
    } else {
      place.insertBefore(present, next);
    }
  }
  shown.set(id, now);
}

function cancelButton(task) {
  const button = element("button", "", cancelling.has(task.id) ? "Cancelling…" : "Cancel");
  button.type = "button";
  button.dataset.task = task.id;
  button.disabled = cancelling.has(task.id);
  button.setAttribute("aria-label", `Cancel ${task.name}`);
  button.addEventListener("click", () => cancel(task));
  return button;
}

async function cancel(task) {
  if (!confirm(`Cancel the task “${task.name}”?`)) {
    return;
  }
  cancelling.add(task.id);
  tell("");
  try {
    const response = await fetch(`tasks/${encodeURIComponent(task.id)}`, {method: "DELETE"});
    if (!response.ok) {
      const problem = await response.json();
      cancelling.delete(task.id);
      tell(problem.detail);
    }
  } catch (failure) {
    cancelling.delete(task.id);
    tell(`The task could not be cancelled (${failure.message})`);
  }
  await refresh();
}

function running(task, mayCancel) {
  const item = row(task, "", duration(task.ran), ...(mayCancel ? [cancelButton(task)] : []));
  if (task.progress > 0 || task.message) {
    const bar = element("progress", "", "");
    bar.setAttribute("value", task.progress);
    bar.setAttribute("aria-label", `Progress of ${task.name}`);
    item.append(bar, element("div", "message soft", `${Math.round(task.progress * 100)} % ${task.message}`));
  }
  return item;
}

function waiting(task, mayCancel) {
  return row(task, "", duration(task.waited), ...(mayCancel ? [cancelButton(task)] : []));
}

function failure(task) {
  const item = row(task, task.state, `${clock(task.at)}, after ${duration(task.ran)}`);
  const [first] = task.cause.split("\n", 1);
  item.append(element("details", "", "", element("summary", "", first), element("pre", "", task.cause)));
  return item;
}

function ended(task) {
  const item = row(task, task.state,
      `${clock(task.at)}, waited ${duration(task.waited)}, ran ${duration(task.ran)}`);
  if (task.message) {
    item.append(element("div", "message soft", task.message));
  }
  return item;
}

function figure(name, value, alarming) {
  return element("div", alarming && value > 0 ? "alarm" : "", "",
      element("dt", "", name), element("dd", "", value.toLocaleString()));
}

/** Tells what goes wrong, to those also who only hear the page. While all is well it is silent. */
function tell(text) {
  const news = byId("news");
  if (news.textContent !== text) {
    news.textContent = text;
  }
}

function show(data) {
  const {figures, chart} = data;
  morphChildren(byId("figures"), [
    figure("waiting", figures.waiting),
    figure("running", figures.running),
    figure("succeeded", figures.succeeded),
    figure("failed", figures.failed, true),
    figure("discarded", figures.discarded),
    figure("refused", figures.refused)
  ]);
  const aMinute = value => value * 60 / chart.seconds;
  draw("rate", "Ended a minute", [
    {name: "succeeded", values: chart.succeeded.map(aMinute)},
    {name: "failed", values: chart.failed.map(aMinute)}
  ], value => value.toLocaleString(), chart.seconds);
  draw("wait", "Longest wait", [{name: "waited", values: chart.longestWait}], duration, chart.seconds);
  list("running", data.running, task => running(task, data.mayCancel), "Nothing runs.", figures.running);
  list("waiting", data.waiting, task => waiting(task, data.mayCancel), "Nothing waits.", figures.waiting);
  list("failures", data.failures, failure, "None.");
  list("recent", data.recent, ended, "None.");
  byId("connection").textContent = `as of ${clock(data.now)}${data.mayCancel ? "" : ", only to look at"}`;
}

async function refresh() {
  try {
    const response = await fetch("tasks", {cache: "no-store"});
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    show(await response.json());
    if (lost) {
      lost = false;
      tell("");
    }
  } catch (failure) {
    if (!lost) {
      lost = true;
      tell(`No figures (${failure.message}). Trying again…`);
    }
  }
}

async function watch() {
  for (;;) {
    if (!document.hidden) {
      await refresh();
    }
    await new Promise(resolve => setTimeout(resolve, EVERY_MILLIS));
  }
}

watch();
