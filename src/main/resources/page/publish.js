// Publishes a message by hand. What would stay on a command topic needs a second, deliberate click.

import { byId, text } from './dom.js';
import { redraw } from './frame.js';
import { bench, on } from './model.js';

let sure = false;

export function showPublish(request) {
  const form = byId('publish');
  form.addEventListener('input', () => {
    sure = false;
    text(byId('publish-result'), '');
    update();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(request);
  });
  on('devices bench open', () => redraw(update));
}

function message() {
  return {
    topic: byId('publish-topic').value.trim(),
    payload: byId('publish-payload').value,
    qos: Number(byId('publish-qos').value),
    retained: byId('publish-retained').checked,
  };
}

function submit(request) {
  const what = message();
  if (dangerous(what) && !sure) {
    sure = true;
    update();
    return;
  }
  sure = false;
  request({ do: 'publish', ...what }).then(
    () => text(byId('publish-result'), `Published on ${what.topic}.`),
    (error) => text(byId('publish-result'), `Not published: ${error.message}`)).finally(update);
}

/** An empty retained message clears one, which is no danger. */
function dangerous(what) {
  return what.retained && what.payload !== '' && bench.isCommand(what.topic);
}

function update() {
  const danger = dangerous(message());
  byId('publish-warning').hidden = !danger;
  text(byId('publish-button'), danger && sure ? 'Yes, publish it retained' : 'Publish');
  byId('publish-button').classList.toggle('danger', danger && sure);
  byId('publish-fields').disabled = !bench.control;
}
