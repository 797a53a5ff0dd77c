// The last round trips as dots on a logarithmic scale, with the lines that half and 99 % of them do not exceed.

import { byId, svg, text } from './dom.js';
import { millis } from './format.js';
import { decades, percentile, roundTrip } from './stats.js';

const HEIGHT = 170;
const LEFT = 58;
const MARGIN = 10;

export function drawPlot(place, traces) {
  const trips = traces.filter((trace) => trace.done).map(roundTrip).filter((trip) => trip !== null);
  const p50 = percentile(trips, 50);
  const p99 = percentile(trips, 99);
  const summary = trips.length === 0 ? 'No round trip measured yet'
    : `p50 ${millis(p50)} · p99 ${millis(p99)} · ${trips.length} round trip${trips.length === 1 ? '' : 's'}`;
  text(byId('plot-text'), summary);
  place.hidden = trips.length === 0;
  if (trips.length === 0) {
    return;
  }
  const width = Math.max(240, place.clientWidth || 240);
  const { from, to } = decades(trips);
  const x = (i) => LEFT + ((i + 0.5) / Math.max(trips.length, 20)) * (width - LEFT - MARGIN);
  const y = (ms) => HEIGHT - MARGIN - ((Math.log10(Math.max(ms, 0.01)) - from) / (to - from)) * (HEIGHT - 2 * MARGIN);
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': `Round trips: ${summary}` });
  for (let power = from; power <= to; power++) {
    drawing.append(
      svg('line', { x1: LEFT, x2: width - MARGIN, y1: y(10 ** power), y2: y(10 ** power), class: 'grid' }),
      svg('text', { x: LEFT - 8, y: y(10 ** power) + 4, class: 'tick' }, tick(10 ** power)));
  }
  trips.forEach((trip, i) => drawing.append(svg('circle', { cx: x(i).toFixed(1), cy: y(trip).toFixed(1), r: 2.5, class: 'trip' })));
  for (const [name, value] of [['p50', p50], ['p99', p99]]) {
    drawing.append(svg('line', { x1: LEFT, x2: width - MARGIN, y1: y(value), y2: y(value), class: `mark ${name}` }));
  }
  place.replaceChildren(drawing);
}

const tick = (ms) => (ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`);
