// Home Assistant's platforms: what each is made of on the panel, what its state is, and what it publishes. It knows no element of the page.

import { bench } from './model.js';
import { isHeard, lastOf, render, saidOn } from './said.js';
import { template } from './template.js';
import { digits, stateWords } from './words.js';

/** What is shown of an entity now: words, whether it is on, and the values of its controls by their keys. */
export function stateOf(entity) {
  const state = PLATFORMS[entity.platform]?.state(entity) ?? { words: entity.problem ?? entity.platform };
  const deaf = stateTopics(entity).find((topic) => !isHeard(topic));
  return deaf !== undefined && entity.pin === undefined
    ? { ...state, words: `This page does not hear ${deaf}: it is not below ${bench.facts.root}.` } : state;
}

/** What can be moved, in the order in which it is shown. */
export const controlsOf = (entity) => PLATFORMS[entity.platform]?.controls?.(entity) ?? [];

/** Differs as soon as anything more was said of the entity. */
export function revisionOf(entity) {
  const pin = entity.pin === undefined ? '' : bench.pins.get(entity.pin)?.state;
  return [pin, ...stateTopics(entity).map((topic) => lastOf(topic)?.id ?? 0)].join(' ');
}

function stateTopics(entity) {
  const named = Object.keys(entity).filter((key) => /(^|_)(state|position)_topic$/.test(key) && !key.startsWith('set_'));
  // Nothing acknowledges its commands: the last of them is all that is known.
  return named.length || entity.platform === 'button' ? named.map((key) => entity[key])
    : [entity.command_topic ?? entity.set_position_topic ?? entity.topic].filter(Boolean);
}

/** One message; the template is an option's name. */
function order(entity, topic, payload, option) {
  const source = entity[option];
  const written = source === undefined ? String(payload) : template(source)?.(String(payload));
  if (written === undefined || written === null) {
    throw new Error(`this page cannot write its ${option}`);
  }
  return { topic: entity[topic], payload: written, retained: entity.retain === true };
}

/** Without a topic for the state, the last command is taken for it. */
function said(entity, topic, option, command) {
  return entity[topic] === undefined ? saidOn(entity[command]) : saidOn(entity[topic], entity[option]);
}

const number = (text) => (text === null || text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text));
const onOf = (entity) => entity.payload_on ?? 'ON';
const offOf = (entity) => entity.payload_off ?? 'OFF';

function binary(entity, text) {
  const pin = bench.pins.get(entity.pin);
  if (pin) {
    return pin.state === 'ON';
  }
  return text === (entity.state_on ?? onOf(entity)) ? true : text === (entity.state_off ?? offOf(entity)) ? false : null;
}

/** What is neither on nor off is shown as it came. */
const onWords = (on, text, words = stateWords(null, on)) => (on === null && text !== null ? text : words);

const toggle = (orders) => ({ kind: 'switch', key: 'on', orders });
const power = (entity, on) => order(entity, 'command_topic', on ? onOf(entity) : offOf(entity), 'command_template');

const buttons = (entity, ...all) => ({
  kind: 'buttons',
  waits: Object.keys(entity).some((key) => /^(state|position)_topic$/.test(key)),
  // An empty payload means that it has no such command.
  buttons: all.filter(([, payload]) => payload && payload !== 'None')
    .map(([label, payload]) => ({ label, orders: () => [order(entity, 'command_topic', payload, 'command_template')] })),
});

/** A lamp or a fan: it is on or off, and there may be a level from 0 on, which is off. */
function levelled(options) {
  const scale = (entity) => options.most(entity);
  return {
    controls: (entity) => [
      toggle((on) => options.switched?.(entity, on) ?? [power(entity, on)]),
      entity[options.command] === undefined ? null : {
        kind: 'slider',
        key: 'level',
        label: options.label,
        min: 0,
        max: scale(entity),
        step: 1,
        text: (value) => `${Math.round((value / scale(entity)) * 100)} %`,
        orders: (value) => (value === 0 ? [power(entity, false)] : options.set(entity, value)),
      },
    ].filter(Boolean),
    state: (entity) => {
      const text = said(entity, 'state_topic', 'state_value_template', 'command_topic');
      const raw = number(said(entity, options.topic, options.template, options.command));
      const level = raw === null ? null : Math.max(0, Math.min(scale(entity), Math.round(options.level(entity, raw))));
      const on = binary(entity, text) ?? (level === null ? null : level > 0);
      return { words: onWords(on, text), on, values: { on, level: on === false ? 0 : level } };
    },
  };
}

const brightness = (entity, value) => order(entity, 'brightness_command_topic', value, 'brightness_command_template');
const isOn = (entity) => stateOf(entity).on === true;

const light = levelled({
  label: 'brightness',
  command: 'brightness_command_topic',
  topic: 'brightness_state_topic',
  template: 'brightness_value_template',
  most: (entity) => entity.brightness_scale ?? 255,
  level: (entity, raw) => raw,
  switched: (entity, on) => (on && entity.on_command_type === 'brightness'
    ? [brightness(entity, entity.brightness_scale ?? 255)] : null),
  set: (entity, value) => (entity.on_command_type === 'brightness' || isOn(entity) ? [brightness(entity, value)]
    : entity.on_command_type === 'first' ? [power(entity, true), brightness(entity, value)]
      : [brightness(entity, value), power(entity, true)]),
});

const slowest = (entity) => entity.speed_range_min ?? 1;
const fan = levelled({
  label: 'speed',
  command: 'percentage_command_topic',
  topic: 'percentage_state_topic',
  template: 'percentage_value_template',
  most: (entity) => (entity.speed_range_max ?? 100) - slowest(entity) + 1,
  level: (entity, raw) => raw - slowest(entity) + 1,
  set: (entity, value) => [
    order(entity, 'percentage_command_topic', value + slowest(entity) - 1, 'percentage_command_template'),
    isOn(entity) ? null : power(entity, true),
  ].filter(Boolean),
});

function range(entity) {
  const [min, max, step] = [entity.min ?? 1, entity.max ?? 100, entity.step ?? 1];
  const unit = entity.unit_of_measurement ?? '';
  const orders = (value) => [order(entity, 'command_topic', value, 'command_template')];
  return entity.mode === 'box' || (max - min) / step > 10_000
    ? { kind: 'text', key: 'level', type: 'number', min, max, step, orders }
    : { kind: 'slider', key: 'level', label: '', min, max, step, orders, text: (value) => `${value.toFixed(digits(step))} ${unit}`.trim() };
}

/** A blind or a valve: what it does in words, and maybe how far it is open. */
function position(entity) {
  const [closed, open] = [entity.position_closed ?? 0, entity.position_open ?? 100];
  const raw = number(entity.reports_position ? saidOn(entity.state_topic, entity.value_template)
    : saidOn(entity.position_topic ?? (entity.state_topic === undefined ? entity.set_position_topic : undefined), entity.position_template));
  return raw === null ? null : Math.round(((raw - closed) / (open - closed)) * 100);
}

function opening(entity) {
  const at = position(entity);
  const text = entity.reports_position ? null : saidOn(entity.state_topic, entity.value_template);
  const found = ['open', 'closed', 'opening', 'closing', 'stopped'].find((one) => text === (entity[`state_${one}`] ?? one));
  const words = found?.replace(/ing$/, 'ing …') ?? text ?? (at === null ? stateWords('', null) : at === 0 ? 'closed' : 'open');
  return {
    // With a slider, that has the number.
    words: at === null || at === 0 || entity.set_position_topic || entity.reports_position ? words : `${words}, ${at} %`,
    on: found ? found !== 'closed' : at === null ? null : at > 0,
    values: { level: at },
  };
}

function positions(entity, topic) {
  const [closed, open] = [entity.position_closed ?? 0, entity.position_open ?? 100];
  return entity[topic] === undefined ? null : {
    kind: 'slider', key: 'level', label: 'position', min: 0, max: 100, step: 1, text: (value) => `${value} %`,
    orders: (value) => [order(entity, topic, Math.round(closed + (value / 100) * (open - closed)),
      topic === 'command_topic' ? 'command_template' : 'set_position_template')],
  };
}

function happened(message) {
  return message === undefined || message.size === 0 ? null : message.time;
}

export const PLATFORMS = {
  switch: {
    controls: (entity) => [toggle((on) => [power(entity, on)])],
    state: (entity) => {
      const text = said(entity, 'state_topic', 'value_template', 'command_topic');
      const on = binary(entity, text);
      return { words: onWords(on, text), on, values: { on } };
    },
  },
  light,
  fan,
  siren: {
    // Home Assistant wraps it in JSON where there is no template.
    controls: (entity) => [toggle((on) => (entity.command_template === undefined
      ? [order(entity, 'command_topic', JSON.stringify({ state: on ? onOf(entity) : offOf(entity) }))]
      : [order(entity, 'command_topic', on ? onOf(entity) : offOf(entity),
        !on && entity.command_off_template !== undefined ? 'command_off_template' : 'command_template')]))],
    state: (entity) => {
      const text = said(entity, 'state_topic', 'state_value_template', 'command_topic');
      const on = binary(entity, text === null ? null : render('value_json.state', text) ?? text);
      return { words: onWords(on, text), on, values: { on } };
    },
  },
  number: {
    controls: (entity) => [range(entity)],
    state: (entity) => {
      const text = said(entity, 'state_topic', 'value_template', 'command_topic');
      const level = number(text);
      return {
        words: level !== null ? '' : text === null || text === (entity.payload_reset ?? 'None') ? stateWords('', null) : text,
        values: { level },
      };
    },
  },
  select: {
    controls: (entity) => [{ kind: 'choice', key: 'choice', options: entity.options,
      orders: (choice) => [order(entity, 'command_topic', choice, 'command_template')] }],
    state: (entity) => {
      const choice = said(entity, 'state_topic', 'value_template', 'command_topic');
      return { words: choice === null ? stateWords('', null) : entity.options.includes(choice) ? '' : choice, values: { choice } };
    },
  },
  text: {
    controls: (entity) => [{ kind: 'text', key: 'text', type: entity.mode === 'password' ? 'password' : 'text',
      minlength: entity.min, maxlength: entity.max, pattern: entity.pattern,
      orders: (words) => [order(entity, 'command_topic', words, 'command_template')] }],
    state: (entity) => {
      const words = said(entity, 'state_topic', 'value_template', 'command_topic');
      const secret = entity.mode === 'password' && words !== null;
      return { words: secret ? '••••••' : words === null ? stateWords('', null) : '', values: { text: secret ? '' : words } };
    },
  },
  button: {
    controls: (entity) => [{ kind: 'buttons', waits: false,
      buttons: [{ label: 'Press', orders: () => [order(entity, 'command_topic', entity.payload_press ?? 'PRESS', 'command_template')] }] }],
    state: () => ({ words: '' }),
  },
  cover: {
    controls: (entity) => [
      entity.command_topic === undefined ? null : buttons(entity, ['Open', entity.payload_open ?? 'OPEN'],
        ['Stop', entity.payload_stop ?? 'STOP'], ['Close', entity.payload_close ?? 'CLOSE']),
      positions(entity, 'set_position_topic'),
    ].filter(Boolean),
    state: opening,
  },
  valve: {
    controls: (entity) => [entity.reports_position ? positions(entity, 'command_topic')
      : entity.command_topic === undefined ? null
        : buttons(entity, ['Open', entity.payload_open ?? 'OPEN'], ['Stop', entity.payload_stop], ['Close', entity.payload_close ?? 'CLOSE'])]
      .filter(Boolean),
    state: opening,
  },
  lock: {
    controls: (entity) => [buttons(entity, ['Lock', entity.payload_lock ?? 'LOCK'], ['Unlock', entity.payload_unlock ?? 'UNLOCK'],
      ['Open', entity.payload_open])],
    state: (entity) => {
      const text = saidOn(entity.state_topic, entity.value_template);
      const on = text === (entity.state_unlocked ?? 'UNLOCKED') ? true : text === (entity.state_locked ?? 'LOCKED') ? false : null;
      return { words: onWords(on, text, stateWords('lock', on)), on };
    },
  },
  binary_sensor: {
    state: (entity) => {
      const text = saidOn(entity.state_topic, entity.value_template);
      const on = binary(entity, text);
      return { words: onWords(on, text, stateWords(entity.device_class, on)), on };
    },
  },
  sensor: {
    state: (entity) => {
      const text = saidOn(entity.state_topic, entity.value_template);
      const value = number(text);
      const shown = value !== null && entity.suggested_display_precision !== undefined
        ? value.toFixed(entity.suggested_display_precision) : text;
      return { words: '', value: shown, unit: entity.unit_of_measurement ?? '' };
    },
  },
  event: {
    state: (entity) => {
      const text = saidOn(entity.state_topic, entity.value_template);
      return { words: text === null ? 'not yet' : render('value_json.event_type', text) ?? text, since: happened(lastOf(entity.state_topic)) };
    },
  },
  // A trigger of Home Assistant's: on this panel, when it happened last.
  device_automation: {
    state: (entity) => {
      const last = lastOf(entity.topic);
      const it = last !== undefined && (entity.payload === undefined || render(entity.value_template, last.payload) === entity.payload);
      return { words: it ? '' : 'not yet', since: it ? happened(last) : null };
    },
  },
};
