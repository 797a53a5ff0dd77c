// Takes a retained message off the broker, which is done by publishing an empty one.

import { el, text } from './dom.js';
import { bench } from './model.js';

const PATIENCE = 4000;

/**
 * A button that clears a topic. A retained message on a topic that a device handles is a mistake, so one click mends it;
 * elsewhere state is meant to be there, and a second click has to confirm.
 */
export function clearButton(topic, request, failed) {
  let sure = false;
  const button = el('button', { type: 'button', class: 'small clear', 'data-topic': topic }, 'Clear');
  button.setAttribute('aria-label', `Clear the retained message on ${topic}`);
  button.addEventListener('click', () => {
    if (!bench.isCommand(topic) && !sure) {
      sure = true;
      label(button, 'Really clear?', topic);
      setTimeout(() => {
        sure = false;
        label(button, 'Clear', topic);
      }, PATIENCE);
      return;
    }
    request({ do: 'publish', topic, payload: '', qos: 1, retained: true }).catch((error) => failed(error.message));
  });
  return button;
}

function label(button, word, topic) {
  text(button, word);
  button.setAttribute('aria-label', `${word} The retained message on ${topic}`);
}
