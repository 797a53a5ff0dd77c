// The live tree of topics. Only what changed since the last frame is drawn.

import { clearButton } from './clear.js';
import { byId, el, set, text } from './dom.js';
import { payloadText } from './format.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';
import { isPlotted, numbers } from './numbers.js';
import { TopicTree } from './tree.js';

let tree = new TopicTree();
let views = new Map();
const dirty = new Set();
let request;

export function showTopics(send) {
  request = send;
  on('open', (event) => event.open && forget());
  on('topics', (event) => event.topics.forEach((known) => changed(tree.know(known))));
  on('messages', (event) => event.messages.forEach((message) => changed(tree.add(message))));
  // Whether a retained message is stuck depends on who subscribes; whether it may be cleared, on the connection.
  on('plots', () => [...views.keys()].filter((node) => node.last).forEach(changed));
  on('devices bench open', () => [...views.keys()].filter((node) => node.state).forEach(changed));
}

/** After a reconnect the server tells everything anew. */
function forget() {
  tree = new TopicTree();
  views = new Map();
  dirty.clear();
  byId('tree').replaceChildren();
  byId('known-topics').replaceChildren();
  redraw(draw);
}

function changed(node) {
  if (node) {
    dirty.add(node);
  }
  redraw(draw);
}

function draw() {
  for (const node of dirty) {
    update(node, view(node));
  }
  dirty.clear();
  byId('tree-empty').hidden = tree.size > 0;
  byId('tree-left').hidden = tree.left === 0;
  text(byId('tree-left'), `There are too many topics to show: ${tree.left} messages are on topics that are not in this tree.`);
}

function update(node, at) {
  text(at.count, `${node.count}×`);
  text(at.payload, payloadText(node.last));
  at.payload.title = payloadText(node.last);
  const stuck = node.state !== null && bench.isCommand(node.topic);
  set(at.item, { 'data-state': node.state === null ? null : stuck ? 'stuck' : 'state' });
  at.mark.hidden = node.state === null;
  text(at.mark, stuck ? 'stuck' : 'state');
  at.mark.title = stuck ? 'Retained on a topic that a device handles: the device would get it again at each connect'
    : 'Retained: the broker tells it to whoever subscribes';
  const plottable = bench.open && numbers(node.last).some((field) => !isPlotted(node.topic, field));
  if (plottable && !at.plot) {
    at.plot = plotButton(node);
    at.row.append(at.plot);
  } else if (!plottable && at.plot) {
    at.plot.remove();
    at.plot = null;
  }
  const clearable = node.state !== null && bench.control;
  if (clearable && !at.clear) {
    at.clear = clearButton(node.topic, request, (error) => text(byId('publish-result'), error));
    at.row.append(at.clear);
  } else if (!clearable && at.clear) {
    at.clear.remove();
    at.clear = null;
  }
}

/** A number, or JSON with numbers in it, can be seen over time. */
function plotButton(node) {
  const button = el('button', { type: 'button', class: 'quiet', title: 'Show it over time' }, 'plot');
  button.addEventListener('click', () => {
    for (const field of numbers(node.last)) {
      request({ do: 'plot', topic: node.topic, field }).catch((error) => text(byId('publish-result'), error.message));
    }
  });
  return button;
}

/** The elements of a node, made with those of its parents when it is seen first. */
function view(node) {
  let made = views.get(node);
  if (!made) {
    made = make(node);
    views.set(node, made);
    place(node, made.item);
  }
  if (node.last && !made.known) {
    made.known = true;
    byId('known-topics').append(el('option', { value: node.topic }));
  }
  return made;
}

function make(node) {
  const name = el('span', { class: 'name' }, node.name || '(empty)');
  const mark = el('span', { class: 'mark', hidden: true });
  const payload = el('code', { class: 'payload' });
  const count = el('span', { class: 'count' });
  const row = el('div', { class: 'row' }, name, payload, mark, count);
  const item = el('li', { 'data-topic': node.topic }, row);
  return { item, row, name, mark, payload, count, list: null, clear: null, plot: null, known: false };
}

function place(node, item) {
  const list = node.parent.parent === null ? byId('tree') : branch(node.parent);
  const after = [...list.children].find((one) => one.dataset.topic > node.topic);
  list.insertBefore(item, after ?? null);
}

/** The list below a node; its first child makes its name a button that folds it. */
function branch(node) {
  const at = view(node);
  if (!at.list) {
    at.list = el('ul', { class: 'plain' });
    at.item.append(at.list);
    const fold = el('button', { type: 'button', class: 'fold', 'aria-expanded': 'true' }, node.name || '(empty)');
    fold.addEventListener('click', () => {
      at.list.hidden = !at.list.hidden;
      fold.setAttribute('aria-expanded', String(!at.list.hidden));
    });
    at.name.replaceChildren(fold);
  }
  return at.list;
}
