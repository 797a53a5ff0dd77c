// Icons, drawn with lines on a field of 24 by 24.

import { svg } from './dom.js';

const SHAPES = {
  battery: 'M4 8h13a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM21 11v2M6.5 11v2M9.5 11v2',
  bell: 'M6.5 17v-6a5.5 5.5 0 0 1 11 0v6M4.5 17h15M10.5 20.5h3M12 3v2.5',
  bolt: 'M13.5 3 5.5 13.5H11L10 21l8.5-11H13z',
  bulb: 'M9.5 18h5M10.5 21h3M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z',
  button: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  chart: 'M4 4v16h16M8 15l3.5-4.5 3 2.5L19 7',
  cover: 'M4 4h16M6 4v11h12V4M6 7.7h12M6 11.3h12M12 15v4M10.5 20.5h3',
  door: 'M6.5 20V4h11v16M4 20h16M14.3 12v.6',
  drop: 'M12 3.5c3.8 4.6 5.7 7.4 5.7 10.4a5.7 5.7 0 0 1-11.4 0c0-3 1.9-5.8 5.7-10.4z',
  event: 'M12 3.5v4M12 16.5v4M3.5 12h4M16.5 12h4M6 6l2.5 2.5M15.5 15.5 18 18M6 18l2.5-2.5M15.5 8.5 18 6',
  fan: 'M12 10.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zM12 10.4C9.5 8.5 9 4 12.5 3.6 16 3.5 15.6 8 13 10.7M13.4 12.8c2.9-1.2 7 .6 5.7 3.9-1.5 3.1-5.3.6-6.3-3M10.6 12.8c-.4 3.1-4 5.8-6.2 3-1.9-2.9 2.2-4.9 5.9-4',
  gauge: 'M4.5 17.5a8.5 8.5 0 1 1 15 0M12 14l3.5-5M12 14v.1',
  list: 'M9 7h11M9 12h11M9 17h11M4.5 7h.5M4.5 12h.5M4.5 17h.5',
  lock: 'M6.5 11h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2',
  person: 'M12 3.2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM12 9.5v5M12 14.5 9 20.5M12 14.5l3 6M7.5 11.5l4.5-2 4.5 2',
  pin: 'M7.5 7h9v10h-9zM10 7V3.5M14 7V3.5M10 20.5V17M14 20.5V17M7.5 10H4M7.5 14H4M20 10h-3.5M20 14h-3.5',
  power: 'M12 3.5v8M7.5 6.5a7.5 7.5 0 1 0 9 0',
  slider: 'M4 8h8M18 8h2M4 16h2M12 16h8M15 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  sound: 'M4 9.5v5h3.5L12 18V6L7.5 9.5zM15 9a4 4 0 0 1 0 6M17.5 6.5a8 8 0 0 1 0 11',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4',
  text: 'M5 8V5.5h14V8M12 5.5v13M9.5 18.5h5',
  thermometer: 'M10 13.7V5.5a2 2 0 0 1 4 0v8.2a4 4 0 1 1-4 0zM12 9.5v7',
  valve: 'M3 16.5h5M16 16.5h5M8 14.5v4M16 14.5v4M8 16.5a4 4 0 0 1 8 0zM12 12.5V7M8.5 6.5h7',
  warning: 'M12 4 3.5 19.5h17zM12 10v4.5M12 17v.1',
  wifi: 'M4 10a11.5 11.5 0 0 1 16 0M7 13.5a7 7 0 0 1 10 0M10 16.7a3 3 0 0 1 4 0M12 19.5v.1',
  window: 'M5 4h14v16H5zM12 4v16M5 12h14',
};

const OF_PLATFORM = {
  binary_sensor: 'button', button: 'button', cover: 'cover', device_automation: 'event', event: 'event', fan: 'fan', light: 'bulb',
  lock: 'lock', number: 'slider', select: 'list', sensor: 'chart', siren: 'bell', switch: 'power', text: 'text', valve: 'valve', none: 'warning',
};

const OF_CLASS = {
  battery: 'battery', battery_charging: 'battery', carbon_monoxide: 'warning', cold: 'thermometer', connectivity: 'wifi', current: 'bolt',
  door: 'door', doorbell: 'bell', energy: 'bolt', garage_door: 'cover', gas: 'warning', heat: 'thermometer', humidity: 'drop',
  illuminance: 'sun', light: 'sun', lock: 'lock', moisture: 'drop', motion: 'person', moving: 'person', occupancy: 'person',
  opening: 'door', outlet: 'power', plug: 'bolt', power: 'bolt', presence: 'person', pressure: 'gauge', atmospheric_pressure: 'gauge',
  problem: 'warning', safety: 'warning', smoke: 'warning', sound: 'sound', tamper: 'warning', temperature: 'thermometer', voltage: 'bolt',
  water: 'drop', window: 'window',
};

const OF_UNIT = { '°C': 'thermometer', '°F': 'thermometer', hPa: 'gauge', lx: 'sun', V: 'bolt', A: 'bolt', W: 'bolt', J: 'bolt', kWh: 'bolt' };
const OF_PART = { LED: 'bulb', RELAY: 'power', BUZZER: 'sound', BUTTON: 'button', SWITCH: 'slider', SENSOR: 'person' };

export const entityIcon = (entity) => OF_CLASS[entity.device_class] ?? OF_UNIT[entity.unit_of_measurement] ?? OF_PLATFORM[entity.platform];
export const sensorIcon = (sensor) => OF_CLASS[sensor.name.split('/').at(-1).replace(/\d+$/, '')] ?? OF_UNIT[sensor.unit] ?? 'chart';
export const partIcon = (pin) => OF_PART[pin.as] ?? 'pin';

export function icon(name) {
  return svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' }, svg('path', { d: SHAPES[name] ?? SHAPES.pin }));
}
