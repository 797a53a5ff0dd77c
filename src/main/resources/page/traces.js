// The trace of each press, newest first: where its time went, leg by leg.

import { byId, el, text } from './dom.js';
import { clock, millis } from './format.js';
import { redraw } from './frame.js';
import { bench, on, pinName } from './model.js';
import { PARTS } from './parts.js';
import { drawPlot } from './plot.js';
import { legTimes } from './stats.js';

const SHOWN = 20;
const rows = new Map();

export function showTraces() {
  on('traces', () => {
    rows.clear();
    redraw(draw);
  });
  on('trace', (event) => {
    rows.delete(event.id);
    redraw(draw);
  });
  new ResizeObserver(() => redraw(plot)).observe(byId('plot'));
}

function draw() {
  const newest = [...bench.traces.values()].slice(-SHOWN).reverse();
  const ids = new Set(newest.map((trace) => trace.id));
  for (const id of rows.keys()) {
    if (!ids.has(id)) {
      rows.delete(id);
    }
  }
  for (const trace of newest) {
    if (!rows.has(trace.id)) {
      rows.set(trace.id, row(trace));
    }
  }
  byId('traces').replaceChildren(...newest.map((trace) => rows.get(trace.id)));
  byId('traces-empty').hidden = newest.length > 0;
  plot();
}

function plot() {
  drawPlot(byId('plot'), [...bench.traces.values()]);
}

function row(trace) {
  const legs = legTimes(trace);
  const last = legs.findLast((leg) => leg.at !== null);
  const total = last ? last.at - (legs.find((leg) => leg.first)?.at ?? 0) : null;
  return el('li', { class: 'trace', 'data-id': trace.id, 'data-kind': trace.kind, 'data-done': String(trace.done),
    'data-legs': trace.legs.map((leg) => leg.name).join(',') },
  el('p', { class: 'what' },
    el('strong', {}, origin(trace)), ' ', el('code', {}, trace.topic ?? ''), ' ', el('code', { class: 'payload' }, trace.payload ?? ''),
    el('span', { class: 'total' }, trace.done ? (total === null ? '' : millis(total)) : 'under way…')),
  bar(legs, trace.done),
  el('ol', { class: 'plain legs' }, ...legs.map(legText)),
  el('time', { class: 'when', datetime: new Date(trace.started).toISOString() }, clock(trace.started)));
}

function origin(trace) {
  return trace.kind === 'press' ? `${pinName(trace.pin)} ${PARTS[bench.pins.get(trace.pin)?.as]?.stays ? 'moved' : 'pressed'}` : trace.kind === 'publish' ? `${trace.device} published` : 'from outside';
}

/** The legs as lengths. It says nothing that the text below does not say, so readers are spared it. */
function bar(legs, done) {
  const track = el('div', { class: done ? 'bar' : 'bar pending', 'aria-hidden': 'true' });
  for (const leg of legs.filter((one) => !one.first)) {
    const piece = el('i', { class: leg.took === null ? 'unknown' : '', 'data-leg': leg.name });
    piece.style.flexGrow = String(Math.max(leg.took ?? 0, 0.001));
    track.append(piece);
  }
  return track;
}

function legText(leg) {
  const where = leg.device ? ` by ${leg.device}` : leg.name === 'pin' ? ` ${pinName(leg.pin)} ${leg.state}` : '';
  const took = leg.at === null ? 'unknown' : leg.first ? '' : leg.took === null ? 'unknown' : `+${millis(leg.took)}`;
  const item = el('li', { 'data-leg': leg.name, title: leg.topic ?? '' }, el('i', { 'aria-hidden': 'true' }), `${leg.name}${where}`);
  const time = el('b', {});
  text(time, took);
  item.append(' ', time);
  return item;
}
