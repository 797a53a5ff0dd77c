// What parts look like: drawings only, at a place of the board. What their state is, the board's style sheet shows.

import { svg } from './dom.js';

const round = (x, y, r, kind) => svg('circle', { cx: x, cy: y, r, class: kind });
const box = (x, y, width, height, rx, kind) => svg('rect', { x: x - width / 2, y: y - height / 2, width, height, rx, class: kind });
const corners = (x, y) => [[-22, -22], [22, -22], [-22, 22], [22, 22]].map(([dx, dy]) => round(x + dx, y + dy, 2.5, 'rivet'));
/** A little light that is on while the part is. */
const tell = (x, y) => round(x, y, 4, 'tell');

/** Of each kind of part, its name, whether a finger moves it for good, and its drawing. */
export const PARTS = {
  BUTTON: {
    name: 'button',
    draw: (x, y) => [box(x, y, 60, 60, 9, 'body'), ...corners(x, y), round(x, y, 24, 'well'), round(x, y, 21, 'cap')],
  },
  SWITCH: {
    name: 'switch',
    stays: true,
    draw: (x, y) => [box(x, y, 60, 60, 9, 'body'), ...corners(x, y), box(x, y, 26, 50, 13, 'well'), round(x, y, 11, 'cap knob')],
  },
  SENSOR: {
    name: 'sensor',
    stays: true,
    draw: (x, y) => [box(x, y, 60, 60, 5, 'module'), ...corners(x, y), round(x, y, 19, 'lens'),
      svg('path', { d: `M${x - 15} ${y}H${x + 15}M${x} ${y - 15}V${y + 15}`, class: 'facet' }), tell(x, y + 22)],
  },
  LED: {
    name: 'LED',
    draw: (x, y) => [round(x, y, 44, 'glow'), round(x, y, 23, 'foot'), round(x, y, 19, 'dome'),
      svg('path', { d: `M${x - 11} ${y - 6}A13 13 0 0 1 ${x - 2} ${y - 13}`, class: 'shine' })],
  },
  RELAY: {
    name: 'relay',
    draw: (x, y) => [box(x, y, 60, 52, 4, 'case'), round(x - 17, y + 4, 4, 'contact'), round(x + 17, y + 4, 4, 'contact'),
      svg('g', { transform: `translate(${x - 17} ${y + 4})` }, svg('path', { d: 'M0 0H34', class: 'lever' })), tell(x, y + 18)],
  },
  BUZZER: {
    name: 'buzzer',
    draw: (x, y) => [round(x, y, 24, 'body'), round(x, y, 19, 'rim'), round(x, y, 4.5, 'well'),
      ...[-1, 1].map((side) => svg('path', { class: 'sound',
        d: [27, 33].map((r) => `M${x + side * r * 0.85} ${y - r * 0.5}A${r} ${r} 0 0 ${side > 0 ? 1 : 0} ${x + side * r * 0.85} ${y + r * 0.5}`).join('') }))],
  },
};
