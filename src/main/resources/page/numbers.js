// Which numbers are in a payload. Pure functions.

import { bench } from './model.js';

/** JSON with more of them than this is plotted by the first. */
const MOST = 6;
/** As the server takes them. */
const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;

/** The fields that are numbers, with dots between their names; [''] if the payload itself is one. */
export function numbers(message) {
  if (!message || message.binary || message.truncated) {
    return [];
  }
  if (NUMBER.test(message.payload)) {
    return [''];
  }
  if (!message.payload.trimStart().startsWith('{')) {
    return [];
  }
  try {
    return inside(JSON.parse(message.payload), '').slice(0, MOST);
  } catch {
    return [];
  }
}

function inside(object, path) {
  return Object.entries(object).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return name.includes('.') ? [] : typeof value === 'number' ? [at]
      : value !== null && typeof value === 'object' && !Array.isArray(value) ? inside(value, at) : [];
  });
}

export function isPlotted(topic, field) {
  return bench.plots.some((one) => one.topic === topic && one.field === field);
}
