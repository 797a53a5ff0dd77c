// What MQTT says of topics and devices. Pure functions.

/** Whether a topic matches a subscription with + and #; dev.piroutes.topic.TopicFilter is tested with the same table. */
export function matches(filter, topic) {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) {
    return false;
  }
  const wanted = filter.split('/');
  const parts = topic.split('/');
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === '#') {
      return true;
    }
    if (i >= parts.length || (wanted[i] !== '+' && wanted[i] !== parts[i])) {
      return false;
    }
  }
  return wanted.length === parts.length;
}

/**
 * Whether a topic is one that a device handles: a device subscribes to it, and it is not meant to be state (a status, or
 * what a device publishes retained).
 */
export function isCommandTopic(topic, devices) {
  const state = devices.some((device) => device.statusTopic === topic
    || device.topics.some((one) => one.direction === 'publish' && one.retained && one.topic === topic));
  return !state && devices.some((device) => device.topics.some(
    (one) => one.direction === 'subscribe' && matches(one.topic, topic)));
}

/** online, offline, never, or other: what a device's status topic and its connection say together. */
export function deviceStatus(device) {
  if (device.here && !device.connected) {
    return device.since === null && device.status === null ? 'never' : 'offline';
  }
  if (!device.statusTopic) {
    return device.connected ? 'online' : 'never';
  }
  if (device.status === null) {
    return 'never';
  }
  return device.status === 'online' || device.status === 'offline' ? device.status : 'other';
}

/** A name for a device: its client id, or the part of its status topic that names it. */
export function deviceName(device) {
  return device.clientId ?? device.statusTopic.split('/').slice(-2, -1)[0] ?? device.statusTopic;
}
