// The devices: a card each, with what its connection and its status topic say, and the files that make it.

import { announce, byId, el, text } from './dom.js';
import { clock, lasting } from './format.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';
import { deviceName, deviceStatus } from './mqtt.js';
import { date, passed } from './time.js';

const SHAPES = { online: '●', offline: '○', never: '◌', other: '◆' };
const WORDS = { online: 'online', offline: 'offline', never: 'never seen' };
let request;
let before = new Map();

export function showDevices(send) {
  request = send;
  on('devices', tellChanges);
  on('devices', () => redraw(draw));
  setInterval(age, 1000);
  byId('source-close').addEventListener('click', () => byId('source').close());
}

/** Reads out which device came or went, once, and nothing on the first sight of a device. */
function tellChanges() {
  const now = new Map(bench.devices.map((device) => [deviceName(device), deviceStatus(device)]));
  const changed = [...now].filter(([name, status]) => before.has(name) && before.get(name) !== status);
  before = now;
  if (changed.length) {
    announce(changed.map(([name, status]) => `${name} is ${WORDS[status] ?? status}`).join(', '));
  }
}

function draw() {
  const focused = document.activeElement?.id;
  const cards = bench.devices.map(card);
  byId('devices').replaceChildren(
    ...(cards.length ? cards : [el('p', { class: 'empty' }, 'No device is known yet.')]));
  if (focused?.startsWith('file-')) {
    byId(focused)?.focus();
  }
  age();
}

function card(device) {
  const name = deviceName(device);
  const status = deviceStatus(device);
  const word = WORDS[status] ?? device.status;
  return el('article', { id: `device-${name}`, class: 'device', 'data-status': status, 'data-here': device.here },
    el('h3', {}, name),
    el('p', { class: 'status' },
      el('span', { class: 'shape', 'aria-hidden': 'true' }, SHAPES[status]), ` ${word} `, since(device)),
    ...remarks(device).map((remark) => el('p', { class: 'remark' }, remark)),
    device.seen && status !== 'offline' ? el('p', { class: 'remark', 'data-seen': device.seen, hidden: true }) : null,
    el('dl', {}, ...facts(device)),
    device.topics.length ? el('ul', { class: 'plain topics', 'aria-label': `Topics of ${name}` }, ...device.topics.map(topic)) : null,
    device.files.length ? el('p', { class: 'files' }, ...device.files.map((file) => fileButton(name, file))) : null);
}

function since(device) {
  if (device.since === null) {
    return el('span', { class: 'since', title: 'It has not changed since Pi Routes started' }, '');
  }
  return el('time', { class: 'since', 'data-since': device.since, datetime: date(device.since).toISOString() });
}

function remarks(device) {
  const says = deviceStatus(device) === 'online' || !device.connected || !device.statusTopic ? null
    : device.status === null ? 'connected, but its status topic is empty'
      : `connected, but its status topic says “${device.status}”`;
  return [device.here ? null : 'a device of another program', device.problem || null, says].filter(Boolean);
}

function facts(device) {
  const rows = [
    ['client id', device.clientId ?? 'unknown'],
    ['status topic', device.statusTopic ?? 'none'],
    device.here ? ['outbox', device.outbox === 0 ? 'empty' : `${device.outbox} waiting`] : null,
  ];
  return rows.filter(Boolean).flatMap(([term, value]) => [
    el('dt', {}, term), el('dd', term === 'outbox' ? { 'data-outbox': device.outbox } : {}, value)]);
}

function topic(one) {
  const out = one.direction === 'publish';
  return el('li', {},
    el('span', { class: 'direction' }, out ? 'publishes' : 'subscribes'),
    el('code', {}, one.topic),
    el('span', { class: 'mark' }, `QoS ${one.qos}`),
    one.retained ? el('span', { class: 'mark state' }, 'retained') : null);
}

function fileButton(name, file) {
  return el('button', { type: 'button', id: `file-${name}-${file}`, class: 'quiet', click: () => openSource(file) },
    el('span', { class: 'hidden' }, 'Show the route file '), file);
}

function openSource(file) {
  text(byId('source-title'), file);
  text(byId('source-text'), 'Loading…');
  byId('source').showModal();
  request({ do: 'source', file }).then(
    (reply) => text(byId('source-text'), reply.text),
    (error) => text(byId('source-text'), error.message));
}

/** Keeps "for 12 s" and "not seen for 3 min" true without drawing the cards anew. */
function age() {
  for (const time of document.querySelectorAll('#devices time')) {
    const since = Number(time.dataset.since);
    text(time, `for ${lasting(passed(since))}`);
    time.title = `since ${clock(date(since))}, ${date(since).toDateString()}`;
  }
  for (const remark of document.querySelectorAll('#devices [data-seen]')) {
    const unseen = passed(Number(remark.dataset.seen));
    remark.hidden = unseen < (bench.facts?.notSeen ?? Infinity);
    text(remark, remark.hidden ? '' : `not seen for ${lasting(unseen)}`);
  }
}
