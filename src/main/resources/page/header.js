// The top of a page: what it is connected to, and what is wrong with that.

import { announce, byId, text } from './dom.js';
import { redraw } from './frame.js';
import { apply, bench, on } from './model.js';
import { BenchSocket } from './socket.js';

const STATES = { connecting: 'connecting…', open: 'connected', lost: 'connection lost' };
let wasLost = false;

/** Connects the model to Pi Routes; answers how to ask for something. */
export function connect() {
  // Beside the page, wherever a proxy shows that.
  const url = new URL('bench', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new BenchSocket(url.href, apply, connection);
  on('bench open', () => redraw(facts));
  return { request: (what) => socket.request(what), start: () => socket.connect() };
}

function connection(state) {
  // While it is trying again, the page still is without a connection, and says that.
  const shown = state === 'connecting' && wasLost ? 'lost' : state;
  if (state === 'lost' && !wasLost) {
    announce('The connection to Pi Routes is lost');
  } else if (state === 'open' && wasLost) {
    announce('Connected to Pi Routes again');
  }
  wasLost = shown === 'lost';
  byId('connection').dataset.state = shown;
  text(byId('connection'), STATES[shown]);
  byId('lost').hidden = shown !== 'lost';
  document.body.classList.toggle('stale', shown === 'lost');
  apply({ type: 'open', open: state === 'open' });
}

function facts() {
  const known = bench.facts;
  if (known === null) {
    return;
  }
  text(byId('version'), known.version);
  text(byId('root'), known.root);
  byId('broker').dataset.state = known.broker.running ? 'running' : 'stopped';
  text(byId('broker'), `broker ${known.broker.running ? 'running' : known.broker.embedded ? 'stopped' : 'away'}`);
  byId('broker').title = `${known.broker.url} ${known.broker.detail ?? ''}`;
  const unheard = bench.open && !known.mqtt.connected;
  byId('unheard').hidden = !unheard;
  text(byId('unheard'), `This page hears no messages: ${known.mqtt.problem ?? 'it is not connected to the broker'}`);
  const clashes = known.broker.clashes ?? [];
  byId('clash').hidden = clashes.length === 0;
  text(byId('clash'), clashes.map(clash).join(' '));
}

function clash({ clientId, newer, older }) {
  const where = newer === older ? `two clients on ${newer}` : `${newer} and ${older}`;
  return `Client id ${clientId} is used twice: ${where} throw each other off. Give each an id of its own.`;
}
