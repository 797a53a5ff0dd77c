// Where everything on the board's drawing goes. Pure functions: pins in, coordinates out.

export const NAMES = [
  '3V3', '5V', 'GP2', '5V', 'GP3', 'GND', 'GP4', 'GP14', 'GND', 'GP15',
  'GP17', 'GP18', 'GP27', 'GND', 'GP22', 'GP23', '3V3', 'GP24', 'GP10', 'GND',
  'GP9', 'GP25', 'GP11', 'GP8', 'GND', 'GP7', 'GP0', 'GP1', 'GP5', 'GND',
  'GP6', 'GP12', 'GP13', 'GND', 'GP19', 'GP16', 'GP26', 'GP20', 'GND', 'GP21',
];

const ROWS = 20;
const PITCH = 22;
/** What a part that is not on the header takes. */
const COLUMN = 130;
const ROW = 118;

/**
 * Two drawings: beside each other there is room for words next to a part, on a phone they go below it. `gap` and `below` have
 * room for all words of a part: five lines beside it, two below.
 */
export const WIDE = { width: 640, chip: 42, board: 76, part: 158, gap: 94, edge: 46, below: 40, words: 'beside' };
export const NARROW = { width: 336, chip: 36, board: 67, part: 124, gap: 102, edge: 40, below: 32, words: 'below' };

export function layout(pins, shape) {
  const centre = shape.width / 2;
  const sides = { left: [], right: [] };
  const others = pins.filter((pin) => !pin.header).sort((a, b) => a.pin - b.pin);
  for (const pin of pins.filter((one) => one.header).sort((a, b) => a.header - b.header)) {
    sides[sideOf(pin.header)].push(pin);
  }
  const most = Math.max(sides.left.length, sides.right.length);
  const board = ROWS * PITCH + 44;
  const height = Math.max(board, (most - 1) * shape.gap + 2 * shape.edge + shape.below) + 16;
  const top = (height - ROWS * PITCH) / 2;
  const rowY = (header) => top + (Math.ceil(header / 2) - 0.5) * PITCH;
  const columns = Math.floor(shape.width / COLUMN);
  return {
    width: shape.width,
    height: height + Math.ceil(others.length / columns) * ROW,
    board: { x: centre - shape.board, y: (height - board) / 2, width: 2 * shape.board, height: board },
    strip: { x: centre - PITCH - 1, y: top - 2, width: 2 * PITCH + 2, height: ROWS * PITCH + 4 },
    pads: NAMES.map((name, i) => pad(name, i + 1, centre, rowY(i + 1))),
    parts: Object.entries(sides).flatMap(([side, list]) => {
      const ys = spread(list.map((pin) => rowY(pin.header)), shape.gap, shape.edge, height - shape.edge - shape.below);
      return list.map((pin, i) => part(pin, side, centre, rowY(pin.header), ys[i], shape));
    }).concat(others.map((pin, i) => other(pin, (i % columns + 0.5) * shape.width / columns, height + (Math.floor(i / columns) + 0.4) * ROW))),
  };
}

/** A line of another chip: below the board, without a wire, its words below it. */
function other(pin, x, y) {
  return { pin, x, y, header: 0, wire: null, words: { x, y: y + 46, anchor: 'middle', columns: 0 } };
}

const sideOf = (header) => (header % 2 === 1 ? 'left' : 'right');
const outward = (side) => (side === 'left' ? -1 : 1);

function pad(name, position, centre, y) {
  const side = sideOf(position);
  const kind = name === 'GND' ? 'ground' : name.startsWith('GP') ? 'gpio' : 'power';
  return { name, position, side, kind, x: centre + outward(side) * PITCH / 2, label: centre + outward(side) * 26, y };
}

function part(pin, side, centre, rowY, y, shape) {
  const out = outward(side);
  const from = centre + out * (26 + shape.chip);
  const x = centre + out * shape.part;
  const to = x - out * 30;
  const bend = (from + to) / 2;
  return {
    pin, side, x, y, header: pin.header,
    chip: { x: out > 0 ? centre + 24 : centre - 24 - shape.chip, y: rowY - 9, width: shape.chip, height: 18 },
    // All wires of a side share the x of their bends, and their ends are in the same order: they cannot cross.
    wire: `M${from} ${rowY}C${bend} ${rowY} ${bend} ${y} ${to} ${y}`,
    words: shape.words === 'beside'
      ? { x: x + out * 42, y: y - 6, anchor: out > 0 ? 'start' : 'end', columns: 16 }
      : { x, y: y + 46, anchor: 'middle', columns: 0 },
  };
}

/** Places ascending wishes at least `gap` apart within [from, to], as near to the wishes as it goes. */
export function spread(wishes, gap, from, to) {
  const places = [];
  for (const wish of wishes) {
    places.push(Math.max(wish, from, places.length ? places.at(-1) + gap : from));
  }
  let limit = to;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i], limit);
    limit = places[i] - gap;
  }
  return places;
}

/** Breaks a sentence into at most `lines` lines of at most `columns` characters. */
export function wrap(sentence, columns, lines) {
  const result = [];
  for (const word of columns ? sentence.split(/\s+/).filter(Boolean) : []) {
    const last = result.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= columns) {
      result[result.length - 1] = `${last} ${word}`;
    } else {
      result.push(word);
    }
  }
  if (result.length > lines) {
    const last = result[lines - 1];
    result.splice(lines - 1, result.length, `${last.slice(0, columns - 1)}…`);
  }
  return result;
}
