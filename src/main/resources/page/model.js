// What is known of the bench. Events change it first, then whoever listens is told; it knows no element of the page.

import { deviceStatus, isCommandTopic } from './mqtt.js';

const TRACES = 200;
const listeners = new Map();

export const bench = {
  open: false,
  facts: null,
  pins: new Map(),
  sensors: [],
  plots: [],
  devices: [],
  groups: [],
  groupsLeft: 0,
  traces: new Map(),

  /** Whether this page may press, publish and break. */
  get control() {
    return this.open && this.facts?.control === true;
  },

  status(clientId) {
    const device = this.devices.find((one) => one.clientId === clientId);
    return device ? deviceStatus(device) : 'never';
  },

  isCommand(topic) {
    return isCommandTopic(topic, this.devices);
  },
};

/** Listens to a type of event; 'open' is told when the connection comes and goes. */
export function on(types, listener) {
  for (const type of types.split(' ')) {
    listeners.set(type, [...(listeners.get(type) ?? []), listener]);
  }
}

export function apply(event) {
  changes[event.type]?.(event);
  for (const listener of listeners.get(event.type) ?? []) {
    listener(event);
  }
}

const changes = {
  open: (event) => {
    bench.open = event.open;
  },
  bench: (event) => {
    bench.facts = event;
  },
  pins: (event) => {
    bench.pins = new Map(event.pins.map((pin) => [pin.pin, pin]));
  },
  pin: (event) => {
    const pin = bench.pins.get(event.pin);
    if (pin) {
      Object.assign(pin, event, { type: undefined });
    }
  },
  plots: (event) => {
    bench.plots = event.plots;
  },
  sensors: (event) => {
    bench.sensors = event.sensors;
  },
  devices: (event) => {
    bench.devices = event.devices;
  },
  class: (event) => {
    bench.groups = event.groups;
    bench.groupsLeft = event.left;
  },
  traces: (event) => {
    bench.traces = new Map(event.traces.map((trace) => [trace.id, trace]));
  },
  trace: (event) => {
    bench.traces.set(event.id, event);
    for (const id of bench.traces.keys()) {
      if (bench.traces.size <= TRACES) {
        break;
      }
      bench.traces.delete(id); // a Map keeps the order of arrival: the first is the oldest
    }
  },
};

/** What people call a pin. */
export const pinName = (pin) => bench.pins.get(pin)?.name ?? `GP${pin}`;
