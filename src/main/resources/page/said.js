// What was said last on each topic below the root.

import { apply, bench, on } from './model.js';
import { matches } from './mqtt.js';
import { template } from './template.js';

let latest = new Map();
const templates = new Map();

export function hearTopics() {
  on('topics', (event) => {
    latest = new Map(event.topics.map((message) => [message.topic, message]));
    apply({ type: 'said' });
  });
  on('messages', (event) => {
    for (const message of event.messages) {
      if (message.id > (latest.get(message.topic)?.id ?? 0)) {
        latest.set(message.topic, message);
      }
    }
    apply({ type: 'said' });
  });
}

/** The last message of a topic, or of the topics of a filter. */
export function lastOf(topic) {
  if (!/[+#]/.test(topic)) {
    return latest.get(topic);
  }
  return [...latest.values()].filter((message) => matches(topic, message.topic))
    .reduce((newest, message) => (newest && newest.id > message.id ? newest : message), undefined);
}

/** Whether this page hears what is published there. */
export function isHeard(topic) {
  const root = bench.facts?.root;
  return root === undefined || topic === root || topic.startsWith(`${root}/`);
}

/** What a template makes of a payload; the payload as it is, if the template is more than this page understands. */
export function render(source, payload) {
  if (source === undefined) {
    return payload;
  }
  if (!templates.has(source)) {
    templates.set(source, template(source));
  }
  const simple = templates.get(source);
  return simple ? simple(payload) : payload;
}

/** What a topic says, through a template; null while it says nothing. */
export function saidOn(topic, source) {
  const message = topic === undefined ? undefined : lastOf(topic);
  return message === undefined || message.size === 0 ? null : render(source, message.payload);
}
