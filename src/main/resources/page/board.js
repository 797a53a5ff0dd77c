// The board: header, wires, buttons and LEDs. It shows what the pins are, never what was asked of them.

import { byId, el, set, svg, text } from './dom.js';
import { pointer } from './pointer.js';
import { redraw } from './frame.js';
import { NARROW, WIDE, layout, wrap } from './layout.js';
import { bench, on } from './model.js';
import { PARTS } from './parts.js';

const ROOM_FOR_WIDE = 560;
let parts = new Map();
let drawn = '';
let request;

export function showBoard(send) {
  request = send;
  on('pins pin bench open', () => redraw(update));
  new ResizeObserver(() => redraw(update)).observe(byId('board'));
}

function update() {
  const shape = byId('board').clientWidth < ROOM_FOR_WIDE ? NARROW : WIDE;
  const pins = [...bench.pins.values()];
  const toggles = bench.facts?.control === true && bench.facts.board.virtual === false;
  // Drawn anew only when other parts are in use, for that takes the focus and the pointer off a button.
  const wanted = JSON.stringify([shape.width, toggles, pins.map((pin) => [pin.pin, pin.header, pin.use, pin.as, pin.label])]);
  if (wanted !== drawn) {
    drawn = wanted;
    build(layout(pins, shape), toggles);
  }
  for (const pin of pins) {
    show(pin);
  }
  text(byId('board-about'), bench.facts?.board.description ?? '');
  byId('read-only').hidden = bench.facts === null || bench.facts.control;
}

function build(plan, toggles) {
  const focused = document.activeElement?.id;
  for (const part of parts.values()) {
    part.release?.();
  }
  parts = new Map();
  const names = plan.parts.map((part) => part.pin.name).join(', ');
  const drawing = svg('svg', { viewBox: `0 0 ${plan.width} ${plan.height}`, role: 'group', 'aria-label': 'The bench' },
    // A gradient, not a blur: a blur costs a small machine's browser some 40 ms a frame.
    svg('defs', {}, svg('radialGradient', { id: 'light' },
      svg('stop', { offset: 0.4, class: 'near' }), svg('stop', { offset: 1, class: 'far' }))),
    header(plan, names || 'none'));
  for (const place of plan.parts) {
    if (place.wire) {
      drawing.append(svg('path', { d: place.wire, class: 'wire', id: `wire-${place.pin.pin}` }));
    }
    drawing.append(part(place, toggles));
  }
  byId('board').replaceChildren(plan.parts.length ? '' : el('p', { class: 'empty' }, 'No route uses a pin yet.'), drawing);
  if (focused) {
    byId(focused)?.focus();
  }
}

function header(plan, names) {
  const used = new Map(plan.parts.filter((part) => part.header).map((part) => [part.header, part]));
  const group = svg('g', { role: 'img', 'aria-label': `40-pin header; in use: ${names}`, class: 'header' },
    svg('rect', { ...plan.board, rx: 12, class: 'pcb' }),
    svg('rect', { ...plan.strip, rx: 3, class: 'strip' }));
  for (const pad of plan.pads) {
    const part = used.get(pad.position);
    const out = pad.side === 'left' ? -1 : 1;
    if (part) {
      group.append(svg('rect', { ...part.chip, rx: 5, class: 'chip' }));
    }
    group.append(
      svg('circle', { cx: pad.x, cy: pad.y, r: 8.5, class: `pad ${part ? 'used' : pad.kind}` }),
      svg('text', { x: pad.x, y: pad.y + 3, class: `position ${part ? 'used' : pad.kind}` }, String(pad.position)),
      svg('text', {
        x: part ? part.chip.x + part.chip.width / 2 : pad.label,
        y: pad.y + 4,
        'text-anchor': part ? 'middle' : out > 0 ? 'start' : 'end',
        class: `name ${part ? 'used' : pad.kind}`,
      }, part ? part.pin.name : pad.name));
  }
  return group;
}

function part(place, toggles) {
  const { pin, x, y } = place;
  const input = pin.use === 'input';
  const kind = PARTS[pin.as];
  const beside = place.words.columns > 0;
  const state = svg('tspan', beside ? { class: 'state' } : { class: 'state', x: place.words.x, dy: '1.15em' });
  const level = svg('tspan', beside ? { class: 'level', x: place.words.x, dy: '1.35em' } : { class: 'level' });
  const words = svg('text', { x: place.words.x, y: place.words.y, 'text-anchor': place.words.anchor, class: 'words' },
    svg('tspan', { class: 'pin' }, `${pin.name} `), state,
    ...wrap(pin.label ?? '', place.words.columns, 3).map(
      (line) => svg('tspan', { x: place.words.x, dy: '1.3em', class: 'label' }, line)),
    // Only where there are words beside a part is there room for its level; it is in the description anyway.
    beside ? level : null);
  const group = svg('g', { id: `pin-${pin.pin}`, class: `part ${kind.name.toLowerCase()}` },
    svg('title', {}, sentence(pin)),
    svg('rect', { x: x - 34, y: y - 34, width: 68, height: 68, rx: 14, class: 'ring' }),
    ...kind.draw(x, y), words);
  const entry = { group, state, level, lights: ['dome', 'glow'].map((one) => group.querySelector(`.${one}`)).filter(Boolean) };
  parts.set(pin.pin, entry);
  if (kind.stays) {
    set(group, { role: 'switch', tabindex: 0 });
    entry.release = pointer(group, () => bench.control, () => ask('flip', pin.pin), () => {});
  } else if (input) {
    set(group, { role: 'button', tabindex: 0 });
    entry.release = pointer(group, () => bench.control, () => ask('press', pin.pin),
      (held) => ask('release', pin.pin, { held }));
  } else if (toggles && pin.use === 'output') {
    set(group, { role: 'button', tabindex: 0 });
    entry.release = pointer(group, () => bench.control, () => ask('output', pin.pin, { action: 'TOGGLE' }), () => {});
  } else {
    set(group, { role: 'img' });
  }
  return group;
}

function show(pin) {
  const part = parts.get(pin.pin);
  const kind = PARTS[pin.as];
  const is = pin.state === 'ON';
  const duty = pin.use === 'dimmer' ? pin.duty ?? (is ? 1 : 0) : Number(is);
  const word = pin.as === 'BUTTON' ? (is ? 'pressed' : 'released')
    : pin.use === 'dimmer' ? `${Math.round(duty * 100)} %` : is ? 'on' : 'off';
  text(part.state, word);
  text(part.level, pin.level ?? '');
  part.group.dataset.state = pin.state;
  part.group.dataset.level = pin.level ?? '';
  const wire = byId(`wire-${pin.pin}`);
  if (wire) {
    wire.dataset.state = pin.state;
  }
  for (const light of part.lights) {
    light.style.opacity = String(duty);
  }
  const role = part.group.getAttribute('role');
  const name = `${pin.name} ${kind.name}`;
  set(part.group, {
    'aria-label': role === 'img' ? `${name}: ${word}` : `${name}${pin.use === 'input' ? '' : ', toggle'}. ${pin.label ?? ''}`.trim(),
    'aria-pressed': role === 'button' ? String(is) : null,
    'aria-checked': role === 'switch' ? String(is) : null,
    'aria-disabled': role === 'img' ? null : String(!bench.control),
  });
}

function sentence(pin) {
  const low = pin.activeLow ? ', active low' : '';
  return `${pin.name}, ${pin.header ? `header pin ${pin.header}, ` : ''}${pin.use}${low}. ${pin.label ?? ''} Routes: ${pin.routes.join(', ')}.`;
}

function ask(action, pin, more) {
  request({ do: action, pin, ...more }).then(
    () => text(byId('board-error'), ''),
    (error) => text(byId('board-error'), `${bench.pins.get(pin)?.name}: ${error.message}`));
}
