// The panel's cards: one for each device, with what its file declares, and the sensors and pins of its routes.

import { announce, byId, el, text } from './dom.js';
import { redraw } from './frame.js';
import { entityIcon, partIcon, sensorIcon } from './icons.js';
import { bench, on, pinName } from './model.js';
import { deviceStatus } from './mqtt.js';
import { PARTS } from './parts.js';
import { controlsOf, revisionOf, stateOf } from './platforms.js';
import { row } from './row.js';
import { lasting } from './format.js';
import { passed } from './time.js';
import { digits, entityName, named, stateWords } from './words.js';

let groups = null;
let cards = [];
let drawn = '';
let before = new Map();

export function showCards(request) {
  on('panel', (event) => {
    groups = event.groups;
  });
  const draw = () => update(request);
  on('panel pins pin sensors devices bench open said', () => redraw(draw));
  // "3 min ago" grows by itself.
  setInterval(() => redraw(draw), 10_000);
}

function update(request) {
  if (groups === null) {
    return;
  }
  // Drawn anew only when other things are there, for that takes the focus and the finger off a slider.
  const wanted = JSON.stringify([groups, bench.sensors.map((one) => [one.name, one.label, one.unit]),
    [...bench.pins.values()].map((pin) => [pin.pin, pin.use, pin.as, pin.label])]);
  if (wanted !== drawn) {
    drawn = wanted;
    cards = groups.map((group) => card(group, request));
    byId('cards').replaceChildren(...cards.map((one) => one.element));
  }
  cards.forEach((one) => one.update());
  byId('nothing').hidden = groups.length > 0;
  byId('read-only').hidden = bench.facts === null || bench.facts.control || groups.length === 0;
  tellChanges();
}

function card(group, request) {
  const of = (fits) => group.entities.filter(fits).map((entity) => declared(group, entity, request));
  const rows = [...of((entity) => !isButton(entity) && !isTrigger(entity)), ...group.sensors.map(sensor)];
  const triggers = of(isTrigger);
  const pins = group.pins.map((pin) => pinRow(pin, request));
  const presses = group.entities.filter(isButton);
  const buttons = presses.length ? [pressed(group, presses, request)] : [];
  const status = el('span', { class: 'status' });
  const title = `device-${group.name}`;
  const element = el('section', { class: 'card', 'aria-labelledby': title, 'data-device': group.name },
    el('header', {}, el('h2', { id: title }, group.name), status),
    list([...buttons, ...rows, ...(isEnough(group) ? [] : pins), ...triggers]),
    isEnough(group) && pins.length ? el('details', {}, el('summary', {}, `Pin${pins.length === 1 ? '' : 's'}: ${group.pins.map(pinName).join(', ')}`), list(pins)) : null);
  return {
    element,
    update: () => {
      const away = awayWords(group.name);
      element.dataset.away = String(away !== '');
      text(status, away);
      [...buttons, ...rows, ...pins, ...triggers].forEach((one) => one.update());
    },
  };
}

const list = (rows) => el('ul', { class: 'plain things' }, ...rows.map((one) => one.item));

/** Somebody has said what a household needs of the device: its bare pins are folded away. A trigger alone says nothing to switch. */
const isEnough = (group) => group.entities.some((entity) => !isTrigger(entity));
const isButton = (entity) => entity.platform === 'button';
const isTrigger = (entity) => entity.platform === 'device_automation';

/** Why a device cannot be reached; empty if it can. */
function awayWords(name) {
  const device = bench.devices.find((one) => one.clientId === name);
  if (device === undefined) {
    return '';
  }
  const status = deviceStatus(device);
  if (device.connected && status !== 'offline') {
    return '';
  }
  const since = device.since === null || status === 'never' ? '' : ` for ${lasting(passed(device.since))}`;
  return status === 'never' ? 'not connected yet' : `offline${device.connected ? '' : since}`;
}

const publish = (request) => (orders) => orders.reduce(
  (before, order) => before.then(() => request({ do: 'publish', qos: 1, ...order })), Promise.resolve());

function declared(group, entity, request) {
  return row({
    id: entity.id,
    name: entityName(entity, group.name),
    icon: entityIcon(entity),
    controls: controlsOf(entity),
    state: () => stateOf(entity),
    revision: () => revisionOf(entity),
    away: () => (awayWords(group.name) === '' ? '' : 'cannot be reached'),
    locked: () => !bench.control || awayWords(group.name) !== '',
  }, publish(request));
}

/** The buttons of a device side by side. */
function pressed(group, entities, request) {
  const described = { kind: 'buttons', waits: false,
    buttons: entities.map((entity) => ({ label: entityName(entity, group.name), orders: controlsOf(entity)[0].buttons[0].orders })) };
  const made = row({
    id: entities.map((entity) => entity.id).join(' '),
    name: group.name,
    icon: 'button',
    controls: [described],
    state: () => ({ words: '' }),
    revision: () => '',
    away: () => (awayWords(group.name) === '' ? '' : 'cannot be reached'),
    locked: () => !bench.control || awayWords(group.name) !== '',
  }, publish(request));
  made.item.classList.add('presses');
  return made;
}

function sensor(name) {
  const now = () => bench.sensors.find((one) => one.name === name);
  const known = now();
  return row({
    id: name,
    name: named(name),
    icon: sensorIcon(known ?? { name }),
    details: known?.label || name,
    controls: [],
    state: () => {
      const { value, unit, decimals, problem } = now() ?? {};
      return { words: problem ?? '',
        value: value === null || value === undefined || problem ? '–' : value.toFixed(Math.min(decimals, Math.max(1, digits(value)))), unit };
    },
    revision: () => '',
    away: () => '',
    locked: () => true,
  });
}

function pinRow(number, request) {
  const now = () => bench.pins.get(number);
  const known = now() ?? { as: 'LED', use: 'input', label: '' };
  const moves = known.use !== 'input';
  return row({
    id: `gpio-${number}`,
    name: `${named(PARTS[known.as].name)} on GP${number}`,
    icon: partIcon(known),
    details: known.label,
    controls: moves ? [{ kind: 'switch', key: 'on', orders: (is) => ({ do: 'output', pin: number, action: is ? 'ON' : 'OFF' }) }] : [],
    state: () => {
      const pin = now();
      const is = pin ? pin.state === 'ON' : null;
      const words = known.as === 'BUTTON' && pin ? (is ? 'pressed' : 'released')
        : stateWords('', is);
      return { words, on: is, values: { on: is } };
    },
    revision: () => String(now()?.state),
    // The program has moved the pin when it answers.
    settled: true,
    away: () => '',
    locked: () => !bench.control,
  }, request);
}

/** Reads out which device came or went, and nothing on the first sight of one. */
function tellChanges() {
  const now = new Map(groups.map((group) => [group.name, awayWords(group.name) === '']));
  const changed = [...now].filter(([name, there]) => before.has(name) && before.get(name) !== there);
  before = now;
  if (changed.length) {
    announce(changed.map(([name, there]) => `${name} is ${there ? 'back' : 'away'}`).join(', '));
  }
}
