// Home Assistant's device classes as a person says them. Pure functions.

/** Of a binary sensor, what on and off mean. */
const STATES = {
  battery: ['low', 'fine'],
  battery_charging: ['charging', 'not charging'],
  carbon_monoxide: ['detected', 'none'],
  cold: ['cold', 'not cold'],
  connectivity: ['connected', 'disconnected'],
  door: ['open', 'closed'],
  garage_door: ['open', 'closed'],
  gas: ['detected', 'none'],
  heat: ['hot', 'not hot'],
  light: ['light', 'dark'],
  lock: ['unlocked', 'locked'],
  moisture: ['wet', 'dry'],
  motion: ['motion seen', 'no motion'],
  moving: ['moving', 'still'],
  occupancy: ['somebody is there', 'nobody is there'],
  opening: ['open', 'closed'],
  plug: ['plugged in', 'unplugged'],
  power: ['power', 'no power'],
  presence: ['somebody is there', 'nobody is there'],
  problem: ['a problem', 'fine'],
  running: ['running', 'not running'],
  safety: ['unsafe', 'safe'],
  smoke: ['detected', 'none'],
  sound: ['heard', 'quiet'],
  tamper: ['tampered with', 'fine'],
  update: ['there is an update', 'up to date'],
  vibration: ['shaking', 'still'],
  window: ['open', 'closed'],
};

export function stateWords(deviceClass, on) {
  const [yes, no] = STATES[deviceClass] ?? ['on', 'off'];
  return on === null ? 'not known yet' : on ? yes : no;
}

/** `garage_door` and `iio:bme280/temperature` as names: Garage door, Temperature. */
export function named(text) {
  const words = text.split(/[:/]/).at(-1).replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A clear name for what is declared, without the device's in front, which stands above it. */
export function entityName(entity, device) {
  const { name, platform, subtype, type } = entity;
  const given = name ?? (platform !== 'device_automation' ? undefined : type.startsWith('button_') ? subtype : `${subtype} ${type}`);
  if (given === undefined) {
    return named(entity.device_class ?? (without(device, entity.id) || platform));
  }
  // A name that is a route's id says that the route takes commands, which a switch shows by itself.
  return named(without(device, given.replace(/-command\b/, '')) || (given.includes('-command') ? platform : given));
}

/** `MotionLight` is taken from the front of `motion-light hall`. */
function without(device, name) {
  const letters = [...device.replace(/[-_ ]/g, '')].map((letter) => letter.replace(/[^A-Za-z0-9]/, '\\$&'));
  return name.replace(new RegExp(`^${letters.join('[-_ ]?')}(?![A-Za-z0-9])[-_ ]*`, 'i'), '');
}

/** 0.5 keeps its digit, 3 gets none. */
export function digits(step) {
  return (String(step).split('.')[1] ?? '').length;
}
