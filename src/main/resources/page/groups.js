// The class: a tile for each group. A tile is made once, and filled anew when what it shows has changed.

import { byId, el, set, text } from './dom.js';
import { clock, lasting } from './format.js';
import { redraw } from './frame.js';
import { deviceState, groupState, outcome, outcomeText, passedBy, usualDevices, withMissing } from './group.js';
import { bench, on } from './model.js';
import { date, passed } from './time.js';

const SHAPES = { online: '●', offline: '○', flapping: '◐', never: '◌', other: '◆', passed: '✓', failed: '✗', none: '–' };
const WORDS = { online: 'all online', away: 'a device away', flapping: 'flapping', never: 'not seen' };
const tiles = new Map();
const wide = matchMedia('(min-width: 40rem)');
let wanted = null;

export function showGroups() {
  on('class bench', () => redraw(draw));
  wide.addEventListener('change', () => tiles.forEach((tile) => set(tile.box, { open: wide.matches })));
  setInterval(age, 1000);
}

function draw() {
  const usual = usualDevices(bench.groups);
  const shown = bench.groups.map((group) => {
    const devices = withMissing(group, usual);
    return { group, devices, state: groupState(devices) };
  });
  summary(shown);
  const names = new Set(shown.map(({ group }) => group.name));
  for (const [name, tile] of tiles) {
    if (!names.has(name)) {
      tile.box.remove();
      tiles.delete(name);
    }
  }
  shown.forEach((one, place) => {
    const tile = tileOf(one.group.name);
    fill(tile, one);
    tile.box.hidden = wanted !== null && one.state !== wanted;
    if (byId('groups').children[place] !== tile.box) {
      byId('groups').insertBefore(tile.box, byId('groups').children[place] ?? null);
    }
  });
  byId('groups-empty').hidden = shown.length > 0;
  text(byId('example'), `${bench.facts?.root ?? '…'}/g07/devB/status`);
  byId('groups-left').hidden = bench.groupsLeft === 0;
  text(byId('groups-left'), `There are more groups than have a place here, or names that are too long: ${bench.groupsLeft} messages are left out.`);
  age();
}

/** How many groups are how; each count shows its groups alone when it is pressed, and all when it is pressed again. */
function summary(shown) {
  for (const state of Object.keys(WORDS)) {
    const count = shown.filter((one) => one.state === state).length;
    const button = byId(`only-${state}`) ?? counter(state);
    text(button.lastChild, `${count} ${WORDS[state]}`);
    button.disabled = count === 0 && wanted !== state;
    button.setAttribute('aria-pressed', String(wanted === state));
  }
  text(byId('passed'), passedBy(bench.groups).map(([name, count]) => `${name} passed by ${count}`).join(' · '));
}

function counter(state) {
  const shape = state === 'away' ? SHAPES.offline : SHAPES[state];
  const button = el('button', { type: 'button', id: `only-${state}`, class: 'count', 'data-state': state, 'aria-pressed': 'false' },
    el('span', { class: 'shape', 'aria-hidden': 'true' }, shape), ' ', el('span', {}));
  button.addEventListener('click', () => {
    wanted = wanted === state ? null : state;
    redraw(draw);
  });
  byId('counts').append(button);
  return button;
}

function tileOf(name) {
  if (!tiles.has(name)) {
    const glance = el('span', { class: 'glance', 'aria-hidden': 'true' });
    const word = el('span', { class: 'hidden' });
    const more = el('div', { class: 'more' });
    const box = el('details', { class: 'group', 'data-group': name, open: wide.matches },
      el('summary', {}, el('span', { class: 'name', title: name }, name), ' ', word, glance), more);
    tiles.set(name, { box, glance, word, more, drawn: '' });
  }
  return tiles.get(name);
}

function fill(tile, { group, devices, state }) {
  const now = JSON.stringify([group, devices]);
  if (tile.drawn === now) {
    return;
  }
  tile.drawn = now;
  tile.box.dataset.state = state;
  text(tile.word, `: ${WORDS[state]}`);
  tile.glance.replaceChildren(
    ...devices.map((device) => shape(deviceState(device))),
    ...group.checkpoints.map((checkpoint) => shape(outcome(checkpoint))));
  tile.more.replaceChildren(
    group.expected || bench.groups.every((one) => !one.expected) ? '' : el('p', { class: 'unexpected' }, 'not in page.groups'),
    el('ul', { class: 'plain devices' }, ...devices.map(device)),
    el('ul', { class: 'plain checkpoints' }, ...group.checkpoints.map(checkpoint)),
    devices.length + group.checkpoints.length === 0 ? el('p', { class: 'since' }, 'nothing heard yet') : '',
    group.last ? last(group.last) : '');
}

const shape = (state) => el('span', { class: 'shape', 'data-state': state }, SHAPES[state]);

function device(one) {
  const state = deviceState(one);
  const word = state === 'never' ? 'not seen' : state === 'flapping' ? `offline ${one.drops}×` : one.status;
  return el('li', { 'data-device': one.name, 'data-state': state, title: deviceTitle(one, state) },
    el('span', { class: 'shape', 'data-state': state, 'aria-hidden': 'true' }, SHAPES[state]),
    el('span', { class: 'name' }, one.name),
    el('span', { class: 'word' }, word),
    state === 'never' || state === 'flapping' ? null
      : el('time', { class: 'since', 'data-since': one.since, 'data-longer': String(one.longer), datetime: date(one.since).toISOString() }));
}

function deviceTitle(one, state) {
  const often = state === 'flapping' ? `went offline ${one.drops} times within five minutes; ` : '';
  return state === 'never' ? 'most groups have such a device' : `${often}last status at ${clock(date(one.heard))}`;
}

function checkpoint(one) {
  const state = outcome(one);
  return el('li', { 'data-checkpoint': one.name, 'data-state': state, title: examined(one) },
    el('span', { class: 'shape', 'data-state': state, 'aria-hidden': 'true' }, SHAPES[state]),
    el('span', { class: 'name' }, one.name),
    el('span', { class: 'word' }, outcomeText(one)));
}

function examined(one) {
  return `${one.passed} passed, ${one.failed} failed, ${one.skipped} skipped; ${new Date(one.at).toLocaleString()}`;
}

function last(message) {
  return el('p', { class: 'last', title: `last: ${message.topic} ${message.payload}, ${clock(date(message.heard))}` },
    el('code', { class: 'topic' }, message.topic), ' ', el('code', { class: 'payload' }, message.payload), ' ',
    el('time', { class: 'since', 'data-ago': message.heard, datetime: date(message.heard).toISOString() }));
}

/** Keeps the times true without filling the tiles anew. ">5 min": so long ago it was heard first, and it may be longer. */
function age() {
  for (const time of document.querySelectorAll('#groups time[data-since]')) {
    const longer = time.dataset.longer === 'true' ? '>' : '';
    text(time, `${longer}${lasting(passed(Number(time.dataset.since)))}`);
  }
  for (const time of document.querySelectorAll('#groups time[data-ago]')) {
    text(time, lasting(passed(Number(time.dataset.ago))));
  }
}
