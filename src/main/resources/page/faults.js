// Faults to try: what to expect before, what then happened after, told from the events alone.

import { announce, byId, el, text } from './dom.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';
import { deviceName, deviceStatus } from './mqtt.js';
import { deviceStory, isBack, pressCount, pressStory } from './outcome.js';

const AWAY = 10;
const PRESSES = 10;
const HELD = 80; // longer than the usual debounce, so that each counts
const LIMIT = 60_000;
let request;
let running = null; // the fault under way

export function showFaults(send) {
  request = send;
  byId('cut').addEventListener('click', () => run('cut-result', cut));
  byId('stop-broker').addEventListener('click', () => run('stop-result', stopBroker));
  byId('press-ten').addEventListener('click', () => run('press-result', pressTen));
  on('devices', watch);
  on('trace devices', () => redraw(tell));
  on('bench pins devices open', () => redraw(offer));
  on('fault', (event) => {
    byId('fault-log').prepend(el('li', {}, event.text));
    byId('fault-log').children[5]?.remove();
  });
}

function offer() {
  byId('faults').hidden = bench.facts?.faults !== true;
  for (const button of document.querySelectorAll('#faults button')) {
    button.disabled = !bench.control || running !== null;
  }
  byId('stop-broker').disabled ||= bench.facts?.broker.embedded !== true;
  byId('press-ten').disabled ||= bench.facts?.broker.embedded !== true;
  choices(byId('cut-device'), bench.devices.filter((device) => device.here).map((device) => [device.clientId, device.clientId]),
    'PicoB');
  choices(byId('press-pin'), [...bench.pins.values()].filter((pin) => pin.use === 'input')
    .map((pin) => [String(pin.pin), pin.name]), '21');
  text(byId('cut'), `Cut ${byId('cut-device').value || 'a device'}’s connection`);
}

function choices(select, options, first) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    const chosen = select.value || first;
    select.dataset.options = wanted;
    select.replaceChildren(...options.map(([value, name]) => el('option', { value, selected: value === chosen }, name)));
  }
}

/** Runs a fault, and tells what happens until it is over or a minute has gone. */
async function run(place, fault) {
  running = { place, begun: performance.now(), seen: new Map(), afterTrace: Math.max(-1, ...bench.traces.keys()), mine: 0 };
  for (const device of bench.devices.filter((one) => one.here)) {
    running.seen.set(deviceName(device), [{ status: deviceStatus(device), since: device.since, at: 0 }]);
  }
  text(byId(place), 'Under way…');
  offer();
  try {
    await fault(running);
    await until(running.over);
    tell();
    announce(byId(place).textContent);
  } catch (error) {
    text(byId(place), `It did not work: ${error.message}`);
  }
  running = null;
  offer();
}

async function cut(fault) {
  const device = byId('cut-device').value;
  fault.names = [device];
  fault.over = () => isBack(fault.seen.get(device) ?? []);
  await request({ do: 'cut', device });
}

async function stopBroker(fault) {
  fault.names = [...fault.seen].filter(([, seen]) => seen[0].status === 'online').map(([name]) => name);
  fault.over = () => fault.names.every((name) => isBack(fault.seen.get(name)));
  await request({ do: 'stop-broker', seconds: AWAY });
}

async function pressTen(fault) {
  const pin = Number(byId('press-pin').value);
  await stopBroker(fault);
  const back = fault.over;
  await until(() => fault.names.every((name) => bench.status(name) !== 'online'));
  fault.traces = () => [...bench.traces.values()].filter((trace) => trace.id > fault.afterTrace && trace.kind === 'press' && trace.pin === pin);
  fault.over = () => back() && pressCount(fault.traces()).done && fault.traces().length >= PRESSES;
  for (; fault.mine < PRESSES; fault.mine++) {
    await request({ do: 'press', pin });
    await wait(HELD);
    await request({ do: 'release', pin });
    await wait(HELD);
  }
}

/** Notes each change of a device's status. */
function watch() {
  for (const device of running ? bench.devices : []) {
    const seen = running.seen.get(deviceName(device));
    const status = deviceStatus(device);
    // A short absence may never be shown, but it leaves another "since".
    if (seen && (seen.at(-1).status !== status || (status === 'online' && seen.at(-1).since !== device.since))) {
      seen.push({ status, since: device.since, at: performance.now() - running.begun });
    }
  }
}

function tell() {
  if (running?.names) {
    const stories = running.names.map((name) => deviceStory(name, running.seen.get(name)));
    if (running.traces) {
      stories.unshift(pressStory(pressCount(running.traces()), running.mine));
    }
    text(byId(running.place), `${stories.join('; ')}.`);
  }
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition) {
  const end = performance.now() + LIMIT;
  while (!condition()) {
    if (!bench.open) {
      throw new Error('the connection to Pi Routes was lost');
    }
    if (performance.now() > end) {
      return; // the story so far says what is missing
    }
    await wait(100);
  }
}
