// Times and durations as text. Pure functions.

const pad = (number, digits = 2) => String(number).padStart(digits, '0');

/** 09:05:07.042, in the reader's time zone. */
export function clock(ms) {
  const at = new Date(ms);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;
}

/** How long something has lasted: 12 s, 3 min, 2 h 5 min, 4 d. */
export function lasting(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`;
}

/** A measured time: 0.42 ms, 3.9 ms, 128 ms, 10.2 s. */
export function millis(ms) {
  if (ms >= 1000) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  return `${ms >= 100 ? ms.toFixed(0) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(2)} ms`;
}

/** A payload as the page shows it. */
export function payloadText(message) {
  if (message.size === 0) {
    return '(empty)';
  }
  return message.payload + (message.truncated ? '…' : '');
}

/** What else there is to say of a message: QoS 1 · state · hex. */
export function marks(message) {
  return [
    `QoS ${message.qos}`,
    message.retained ? (message.size === 0 ? 'state cleared' : 'state') : null,
    message.binary ? 'hex' : null,
    message.truncated ? `${message.size} bytes` : null,
  ].filter(Boolean);
}
