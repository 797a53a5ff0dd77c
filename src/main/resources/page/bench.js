// Joins the parts of the page: the socket feeds the model, the model tells the views.

import { showBoard } from './board.js';
import { showDevices } from './devices.js';
import { announce, byId, text } from './dom.js';
import { showFaults } from './faults.js';
import { redraw } from './frame.js';
import { showLog } from './log.js';
import { apply, bench, on } from './model.js';
import { showPublish } from './publish.js';
import { BenchSocket } from './socket.js';
import { showTheme } from './theme.js';
import { showTopics } from './topics.js';
import { showWays } from './ways.js';

const STATES = { connecting: 'connecting…', open: 'connected', lost: 'connection lost' };
const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
const socket = new BenchSocket(`${scheme}://${location.host}/bench`, apply, connection);
const request = (what) => socket.request(what);
let wasLost = false;

showTheme();
showBoard(request);
showDevices(request);
showWays();
showTopics(request);
showLog(request);
showPublish(request);
showFaults(request);
on('bench open', () => redraw(facts));
socket.connect();

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
}
