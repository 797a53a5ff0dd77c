// The last messages, newest first: searchable, and pausable without losing any of the last 500.

import { clearButton } from './clear.js';
import { byId, el, text } from './dom.js';
import { clock, marks, payloadText } from './format.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';

const KEPT = 500;
let kept = []; // oldest first
let fresh = []; // the part of it that is not drawn yet
let missed = 0; // while paused
let paused = false;
let lastId = -1;
let dropped = 0;
let request;

export function showLog(send) {
  request = send;
  on('open', (event) => event.open && forget());
  on('messages', (event) => take(event.messages));
  on('dropped', (event) => {
    dropped += event.count;
    redraw(counters);
  });
  byId('search').addEventListener('input', () => redraw(rebuild));
  byId('pause').addEventListener('click', () => {
    paused = !paused;
    missed = 0;
    redraw(paused ? counters : rebuild);
  });
}

function forget() {
  kept = [];
  lastId = -1;
  missed = 0;
  dropped = 0;
  redraw(rebuild);
}

function take(messages) {
  const added = messages.filter((message) => message.id > lastId);
  if (added.length === 0) {
    return;
  }
  lastId = added.at(-1).id;
  kept = kept.concat(added).slice(-KEPT);
  if (paused) {
    missed += added.length;
    redraw(counters);
  } else {
    fresh = fresh.concat(added).slice(-KEPT);
    redraw(draw);
  }
  if (added.some((message) => message.retained && message.size === 0)) {
    redraw(withdrawClears);
  }
}

function draw() {
  const rows = fresh.filter(wanted()).reverse().map(row);
  fresh = [];
  const list = byId('log');
  list.prepend(...rows);
  while (list.childElementCount > KEPT) {
    list.lastElementChild.remove();
  }
  counters();
}

/** Everything again, after another search or a pause. */
function rebuild() {
  byId('log').replaceChildren();
  fresh = kept;
  draw();
}

function wanted() {
  const words = byId('search').value.trim().toLowerCase();
  return (message) => words === '' || `${message.topic} ${message.payload}`.toLowerCase().includes(words);
}

function row(message) {
  const stuck = message.retained && message.size > 0 && bench.control && bench.isCommand(message.topic);
  return el('li', { class: 'message', 'data-topic': message.topic, 'data-id': message.id, 'data-retained': message.retained },
    el('time', {}, clock(message.time)),
    el('span', { class: 'topic' }, message.topic),
    el('code', { class: message.size === 0 ? 'payload none' : 'payload' }, payloadText(message)),
    el('span', { class: 'marks' }, ...marks(message).map(
      (mark) => el('span', { class: mark.startsWith('state') ? 'mark state' : 'mark' }, mark))),
    stuck ? clearButton(message.topic, request, (error) => text(byId('publish-result'), error)) : null);
}

/** A topic that has been cleared meanwhile needs no button in its older rows. */
function withdrawClears() {
  const cleared = new Set(kept.filter((message) => message.retained && message.size === 0).map((message) => message.topic));
  for (const button of byId('log').querySelectorAll('.clear')) {
    if (cleared.has(button.dataset.topic)) {
      button.remove();
    }
  }
}

function counters() {
  const list = byId('log');
  const searching = byId('search').value.trim() !== '';
  byId('pause').setAttribute('aria-pressed', String(paused));
  text(byId('pause'), paused ? `Resume (${missed} new)` : 'Pause');
  text(byId('shown'), searching ? `${list.childElementCount} of ${kept.length} match` : `${list.childElementCount} messages`);
  byId('log-empty').hidden = list.childElementCount > 0;
  text(byId('log-empty'), kept.length ? 'No message matches.' : 'No message yet.');
  byId('dropped').dataset.count = String(dropped);
  byId('dropped').hidden = dropped === 0;
  text(byId('dropped'), `${dropped} left out: this browser was too slow`);
}
