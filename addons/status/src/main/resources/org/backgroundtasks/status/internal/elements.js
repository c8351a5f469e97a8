"use strict";

/** What both parts of the page are made of: the tasks of this node, and those that all nodes share. */

const byId = id => document.getElementById(id);
const shown = new Map();

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

/** With the day if that is not today. */
function moment(time) {
  const date = new Date(time);
  return date.toDateString() === new Date().toDateString() ? clock(time) : date.toLocaleString();
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
  // filled on demand, by who has opened it
  if (!("keep" in element.dataset)) {
    morphChildren(element, [...like.childNodes]);
  }
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
function list(id, tasks, toItem, none, total = 0, toNote = text => element("li", "soft", text)) {
  const now = new Map(tasks.map(task => [task.id + (task.at || ""), toItem(task)]));
  if (!tasks.length) {
    now.set("none", toNote(none));
  }
  if (total > tasks.length) {
    now.set("more", toNote(`and ${(total - tasks.length).toLocaleString()} more`));
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

/** Tells what goes wrong, or what has become of a click, to those also who only hear the page. It is silent otherwise. */
function tell(text, good = false) {
  const news = byId("news");
  news.className = good ? "good" : "";
  if (news.textContent !== text) {
    news.textContent = text;
  }
}

