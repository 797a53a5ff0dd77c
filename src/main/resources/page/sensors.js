// What sensors measure, and a slider for each that is simulated.

import { byId, el, set, text } from './dom.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';

let rows = new Map();
let drawn = '';

export function showSensors(request) {
  on('sensors bench open', () => redraw(() => update(request)));
}

function update(request) {
  const wanted = JSON.stringify(bench.sensors.map((one) => [one.name, one.label, one.virtual]));
  if (wanted !== drawn) {
    drawn = wanted;
    rows = new Map(bench.sensors.map((one) => [one.name, row(one, request)]));
    byId('sensors').replaceChildren(...[...rows.values()].map((one) => one.item));
  }
  bench.sensors.forEach(show);
  byId('sensors-section').hidden = bench.sensors.length === 0;
  byId('sensors-about').hidden = !bench.sensors.some((one) => one.virtual);
}

function row(sensor, request) {
  const value = el('output', { class: 'value' });
  const problem = el('span', { class: 'problem' });
  const slider = sensor.virtual ? el('input', {
    type: 'range',
    min: sensor.low,
    max: sensor.high,
    step: 10 ** -Math.min(sensor.decimals, 1),
    'aria-label': sensor.name,
    input: () => text(value, reading(sensor, Number(slider.value))),
    change: () => request({ do: 'measure', sensor: sensor.name, value: Number(slider.value) }).then(
      () => text(byId('sensors-error'), ''),
      (error) => text(byId('sensors-error'), `${sensor.name}: ${error.message}`)),
  }) : null;
  const item = el('li', { class: 'sensor' },
    el('code', {}, sensor.name), value, slider, el('span', { class: 'label' }, sensor.label), problem);
  return { item, value, problem, slider };
}

function show(sensor) {
  const { item, value, problem, slider } = rows.get(sensor.name);
  item.dataset.state = sensor.problem ? 'bad' : 'good';
  text(problem, sensor.problem ?? '');
  // Under the finger that moves it, a slider stays where that is.
  if (slider !== document.activeElement) {
    text(value, sensor.value === null ? 'not read yet' : reading(sensor, sensor.value));
    if (slider && sensor.value !== null) {
      slider.value = sensor.value;
    }
  }
  if (slider) {
    set(slider, { disabled: !bench.control });
  }
}

const reading = (sensor, value) => `${value.toFixed(sensor.decimals)} ${sensor.unit}`.trim();
