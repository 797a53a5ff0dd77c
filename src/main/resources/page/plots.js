// Numbers over time: the mean as a line, in a band from the least to the greatest.

import { byId, el, svg, text } from './dom.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';

const HEIGHT = 150;
const LEFT = 56;
const MARGIN = 8;
const BELOW = 20;
const EVERY = 5000;

let figures = new Map();
let request;

const key = (one) => `${one.topic} ${one.field}`;

export function showPlots(send) {
  request = send;
  on('plots open', () => redraw(update));
  byId('plots-range').addEventListener('change', fetchAll);
  setInterval(() => !document.hidden && fetchAll(), EVERY);
}

function update() {
  const before = figures;
  figures = new Map(bench.plots.map((one) => [key(one), before.get(key(one)) ?? figure(one)]));
  byId('plots').replaceChildren(...[...figures.values()].map((one) => one.place));
  byId('plots-section').hidden = figures.size === 0;
  for (const [name, one] of figures) {
    if (!before.has(name)) {
      fetch(one);
    }
  }
}

function figure(plotted) {
  const drawing = el('div', {});
  const value = el('output', { class: 'value' });
  const csv = el('a', { class: 'quiet', download: `${key(plotted).trim().replaceAll(/[^\w.-]+/g, '-')}.csv` }, 'CSV');
  const end = el('button', { type: 'button', class: 'quiet', title: 'Forget it' }, 'end');
  end.addEventListener('click', () => ask({ do: 'unplot', ...plotted }));
  const place = el('figure', { class: 'plot' },
    el('figcaption', {}, el('code', {}, plotted.topic), plotted.field ? ` ${plotted.field} ` : ' ', value, csv, end), drawing);
  return { plotted, place, drawing, value, csv };
}

const fetchAll = () => figures.forEach(fetch);

function fetch(one) {
  if (bench.open) {
    const seconds = Number(byId('plots-range').value);
    ask({ do: 'history', ...one.plotted, seconds })?.then((reply) => reply && redraw(() => draw(one, JSON.parse(reply.text), seconds)));
  }
}

function ask(what) {
  return request(what).then(
    (reply) => {
      text(byId('plots-error'), '');
      return reply;
    },
    (error) => text(byId('plots-error'), error.message));
}

function draw(one, history, range) {
  const known = history.mean.map((value, i) => i).filter((i) => history.mean[i] !== null);
  if (known.length === 0) {
    text(one.value, 'nothing yet');
    one.drawing.replaceChildren();
    return;
  }
  const low = Math.min(...known.map((i) => history.least[i]));
  const high = Math.max(...known.map((i) => history.greatest[i]));
  const now = history.mean[known.at(-1)];
  const width = Math.max(240, one.drawing.clientWidth || 240);
  const spread = high - low || 1;
  const base = high === low ? low - spread / 2 : low; // what never moves is in the middle
  const last = history.seconds.at(-1);
  const x = (i) => (LEFT + (1 - (last - history.seconds[i]) / range) * (width - LEFT - MARGIN)).toFixed(1);
  const y = (value) => (HEIGHT - BELOW - ((value - base) / spread) * (HEIGHT - BELOW - 2 * MARGIN) - MARGIN).toFixed(1);
  const summary = `${short(now)}, from ${short(low)} to ${short(high)}`;
  text(one.value, summary);
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': `${key(one.plotted)}: ${summary}` });
  for (const value of low === high ? [low] : [low, (low + high) / 2, high]) {
    drawing.append(
      svg('line', { x1: LEFT, x2: width - MARGIN, y1: y(value), y2: y(value), class: 'grid' }),
      svg('text', { x: LEFT - 6, y: Number(y(value)) + 4, class: 'tick' }, short(value)));
  }
  for (const part of stretches(known)) {
    const band = [...part.map((i) => `${x(i)} ${y(history.greatest[i])}`), ...part.toReversed().map((i) => `${x(i)} ${y(history.least[i])}`)];
    drawing.append(
      svg('path', { d: `M${band.join('L')}Z`, class: 'band' }),
      svg('path', { d: `M${part.map((i) => `${x(i)} ${y(history.mean[i])}`).join('L')}`, class: 'line' }));
  }
  for (const [at, anchor] of [[history.seconds[0], 'start'], [last, 'end']]) {
    drawing.append(svg('text', { x: anchor === 'start' ? LEFT : width - MARGIN, y: HEIGHT - 4, class: `time ${anchor}` }, time(at, range)));
  }
  one.drawing.replaceChildren(drawing);
  const lines = known.map((i) => [new Date(history.seconds[i] * 1000).toISOString(), history.mean[i], history.least[i], history.greatest[i]].join(','));
  one.csv.href = `data:text/csv,${encodeURIComponent(['time,mean,min,max', ...lines].join('\n'))}`;
}

/** Where nobody knows, there is a gap. */
function stretches(known) {
  const parts = [];
  for (const i of known) {
    if (parts.length > 0 && parts.at(-1).at(-1) === i - 1) {
      parts.at(-1).push(i);
    } else {
      parts.push([i]);
    }
  }
  return parts;
}

const short = (value) => String(Number(value.toPrecision(4)));

function time(seconds, range) {
  const at = new Date(seconds * 1000);
  return range > 86400 ? at.toLocaleDateString() : at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
