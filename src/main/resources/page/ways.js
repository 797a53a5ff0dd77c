// The way of each press, newest first: where its time went, leg by leg.

import { byId, el, text } from './dom.js';
import { clock, millis } from './format.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';
import { drawPlot } from './plot.js';
import { legTimes } from './stats.js';

const SHOWN = 20;
const rows = new Map();

export function showWays() {
  on('ways', () => {
    rows.clear();
    redraw(draw);
  });
  on('way', (event) => {
    rows.delete(event.id);
    redraw(draw);
  });
  new ResizeObserver(() => redraw(plot)).observe(byId('plot'));
}

function draw() {
  const newest = [...bench.ways.values()].slice(-SHOWN).reverse();
  const ids = new Set(newest.map((way) => way.id));
  for (const id of rows.keys()) {
    if (!ids.has(id)) {
      rows.delete(id);
    }
  }
  for (const way of newest) {
    if (!rows.has(way.id)) {
      rows.set(way.id, row(way));
    }
  }
  byId('ways').replaceChildren(...newest.map((way) => rows.get(way.id)));
  byId('ways-empty').hidden = newest.length > 0;
  plot();
}

function plot() {
  drawPlot(byId('plot'), [...bench.ways.values()]);
}

function row(way) {
  const legs = legTimes(way);
  const last = legs.findLast((leg) => leg.at !== null);
  const total = last ? last.at - (legs.find((leg) => leg.first)?.at ?? 0) : null;
  return el('li', { class: 'way', 'data-id': way.id, 'data-kind': way.kind, 'data-done': String(way.done),
    'data-legs': way.legs.map((leg) => leg.name).join(',') },
  el('p', { class: 'what' },
    el('strong', {}, origin(way)), ' ', el('code', {}, way.topic ?? ''), ' ', el('code', { class: 'payload' }, way.payload ?? ''),
    el('span', { class: 'total' }, way.done ? (total === null ? '' : millis(total)) : 'under way…')),
  bar(legs, way.done),
  el('ol', { class: 'plain legs' }, ...legs.map(legText)),
  el('time', { class: 'when', datetime: new Date(way.started).toISOString() }, clock(way.started)));
}

function origin(way) {
  return way.kind === 'press' ? `GP${way.pin} pressed` : way.kind === 'publish' ? `${way.device} published` : 'from outside';
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
  const where = leg.device ? ` by ${leg.device}` : leg.name === 'pin' ? ` GP${leg.pin} ${leg.state}` : '';
  const took = leg.at === null ? 'unknown' : leg.first ? '' : leg.took === null ? 'unknown' : `+${millis(leg.took)}`;
  const item = el('li', { 'data-leg': leg.name, title: leg.topic ?? '' }, el('i', { 'aria-hidden': 'true' }), `${leg.name}${where}`);
  const time = el('b', {});
  text(time, took);
  item.append(' ', time);
  return item;
}
