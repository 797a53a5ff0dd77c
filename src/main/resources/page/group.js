// How a group is doing, from what is known of its devices. Pure functions.

/** So many times offline within five minutes are no accident. */
const FLAPPING = 4;

/** The devices that a group is expected to have: those that at least half of the groups with any device have. */
export function usualDevices(groups) {
  const some = groups.filter((group) => group.devices.length > 0);
  const counts = new Map();
  for (const device of some.flatMap((group) => group.devices)) {
    counts.set(device.name, (counts.get(device.name) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => some.length > 1 && count * 2 >= some.length).map(([name]) => name).sort();
}

/** The group's devices, and for each that is usual but was never heard an empty one. */
export function withMissing(group, usual) {
  const known = new Set(group.devices.map((device) => device.name));
  const missing = group.devices.length === 0 ? [] : usual.filter((name) => !known.has(name));
  return [...group.devices, ...missing.map((name) => ({ name, status: null, drops: 0 }))]
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** online, offline, flapping, never, or other: another word on the status topic. */
export function deviceState(device) {
  if (device.status === null) {
    return 'never';
  }
  if (device.drops >= FLAPPING) {
    return 'flapping';
  }
  return device.status === 'online' || device.status === 'offline' ? device.status : 'other';
}

/** online: all devices are; away: one is not; flapping: one comes and goes; never: no device was ever heard. */
export function groupState(devices) {
  const states = devices.map(deviceState);
  if (states.length === 0) {
    return 'never';
  }
  return states.includes('flapping') ? 'flapping' : states.every((state) => state === 'online') ? 'online' : 'away';
}

/** passed, failed, or none: nothing was examined. */
export function outcome(checkpoint) {
  return checkpoint.failed > 0 ? 'failed' : checkpoint.passed > 0 ? 'passed' : 'none';
}

/** What a checkpoint says besides its name, in short. */
export function outcomeText(checkpoint) {
  return checkpoint.failed ? `${checkpoint.failed} failed` : `${checkpoint.passed} passed`;
}

/** For each contract by how many groups it was passed: [['device-a', 20], …]. */
export function passedBy(groups) {
  const counts = new Map();
  for (const checkpoint of groups.flatMap((group) => group.checkpoints)) {
    counts.set(checkpoint.name, (counts.get(checkpoint.name) ?? 0) + (outcome(checkpoint) === 'passed' ? 1 : 0));
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
