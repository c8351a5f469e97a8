"use strict";

const EVERY_MILLIS = 2000;
const HEIGHT = 150;
const LEFT = 52;
const BOTTOM = 20;
const TOP = 14;

const cancelling = new Set();
let lost = false;

function shape(name, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.textContent = text;
  return made;
}

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
