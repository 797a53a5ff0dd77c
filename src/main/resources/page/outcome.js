// What came of a fault, in words, from what was seen. Pure functions.

import { reached } from './stats.js';

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * What a device went through since a fault.
 *
 * @param seen its statuses with the milliseconds since the fault, the one from before first: [{ status, at }]
 */
export function deviceStory(name, seen) {
  const offline = seen.find((one, i) => i > 0 && one.status !== 'online');
  const online = seen.find((one, i) => i > 0 && one.status === 'online');
  if (!offline) {
    return online ? `${name} back after ${seconds(online.at)}, away too briefly to be seen` : `${name} ${seen[0].status}`;
  }
  const back = seen.find((one) => one.at > offline.at && one.status === 'online');
  return `${name} offline after ${seconds(offline.at)}${back ? `, online again after ${seconds(back.at)}` : ''}`;
}

/** Whether a device has been away and is back. */
export function isBack(seen) {
  return seen.length > 1 && seen.at(-1).status === 'online';
}

/** Counts how far presses came, and whether they were handled in the order in which they were made. */
export function pressCount(traces) {
  const presses = [...traces].sort((a, b) => a.id - b.id);
  const times = presses.filter((trace) => reached(trace, 'handled') !== null).map((trace) => trace.started + reached(trace, 'handled'));
  const having = (leg) => presses.filter((trace) => reached(trace, leg) !== null).length;
  return {
    pressed: presses.length,
    published: having('publish'),
    broker: having('broker'),
    handled: having('handled'),
    acknowledged: having('ack'),
    inOrder: times.every((time, i) => i === 0 || times[i - 1] <= time),
    done: presses.every((trace) => trace.done),
  };
}

/** The count as a sentence. */
export function pressStory(count, mine) {
  const others = count.pressed - mine;
  const order = count.handled < 2 ? '' : count.inOrder ? ', in order' : ', NOT in order';
  return `${count.pressed} presses${others > 0 ? ` (${mine} from here, ${others} from elsewhere)` : ''}: `
    + `${count.published} published, ${count.broker} at the broker, ${count.handled} handled${order}, `
    + `${count.acknowledged} acknowledged`;
}
