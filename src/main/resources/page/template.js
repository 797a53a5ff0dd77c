// The simple ones of Home Assistant's templates: a value, a field of its JSON, rounded or not, and one condition. Pure functions.

const PATH = /^value(_json)?((?:\.\w+|\[\d+\]|\['[^']*'\]|\["[^"]*"\])*)$/;
const TEXT = /^(?:'([^']*)'|"([^"]*)")$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const FILTERS = [
  [/^int(?:\(\d*\))?$/, () => (value) => Math.trunc(Number(value))],
  [/^float(?:\([\d.]*\))?$/, () => Number],
  [/^round(?:\(\s*(\d*)\s*\))?$/, ([, digits]) => (value) => Number(value).toFixed(Number(digits ?? 0))],
];
const COMPARISONS = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

/**
 * A function that gives a payload's text, or null where its JSON has no such field.
 * It is null for a template that says more than the panel understands.
 */
export function template(source) {
  const expression = parse(source.trim());
  return expression && ((payload) => {
    const value = expression({ value: payload, json: json(payload) });
    return value === undefined || value === null || Number.isNaN(value) ? null
      : typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}

function parse(source) {
  const block = source.match(/^\{%-?\s*if (.+?)\s*-?%\}(.*?)\{%-?\s*else\s*-?%\}(.*?)\{%-?\s*endif\s*-?%\}$/s);
  if (block) {
    return choice(condition(block[1]), () => block[2], () => block[3]);
  }
  const braces = source.match(/^\{\{\s*((?:(?!\}\}).)*?)\s*\}\}$/s);
  const inner = braces ? braces[1] : source;
  const inline = inner.match(/^(.+?) if (.+) else (.+)$/);
  return inline ? choice(condition(inline[2]), operand(inline[1]), operand(inline[3])) : operand(inner);
}

function choice(asked, yes, no) {
  return asked && yes && no && ((message) => (asked(message) ? yes : no)(message));
}

function condition(source) {
  const parts = source.match(/^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$/);
  const [left, right] = parts ? [operand(parts[1]), operand(parts[3])] : [operand(source), null];
  if (!left || (parts && !right)) {
    return null;
  }
  return parts ? (message) => COMPARISONS[parts[2]](left(message), right(message)) : (message) => Boolean(left(message));
}

/** A literal, or a path with filters behind it. */
function operand(source) {
  const [first, ...names] = source.trim().split(/\s*\|\s*/);
  const literal = first.match(TEXT);
  if (literal && names.length === 0) {
    return () => literal[1] ?? literal[2];
  }
  if (NUMBER.test(first) && names.length === 0) {
    return () => Number(first);
  }
  const path = first.match(PATH);
  const filters = names.map(filter);
  if (!path || filters.includes(null)) {
    return null;
  }
  const keys = [...path[2].matchAll(/\.(\w+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g)].map((key) => key.slice(1).find((one) => one !== undefined));
  return (message) => {
    const found = keys.reduce((at, key) => at?.[key], path[1] ? message.json : message.value);
    return found === undefined || found === null ? undefined : filters.reduce((value, one) => one(value), found);
  };
}

function filter(source) {
  for (const [shape, make] of FILTERS) {
    const found = source.match(shape);
    if (found) {
      return make(found);
    }
  }
  return null;
}

function json(payload) {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
