// Joins the parts of the page: the socket feeds the model, the model tells the views.

import { showBoard } from './board.js';
import { showDevices } from './devices.js';
import { byId, text } from './dom.js';
import { showFaults } from './faults.js';
import { redraw } from './frame.js';
import { connect } from './header.js';
import { showLog } from './log.js';
import { bench, on } from './model.js';
import { showPlots } from './plots.js';
import { showPublish } from './publish.js';
import { showSensors } from './sensors.js';
import { showTheme } from './theme.js';
import { showTopics } from './topics.js';
import { showTraces } from './traces.js';

const { request, start } = connect();

showTheme();
showBoard(request);
showSensors(request);
showPlots(request);
showDevices(request);
showTraces();
showTopics(request);
showLog(request);
showPublish(request);
showFaults(request);
on('class', () => redraw(showClassLink));
start();

/** The way to the class is shown where there is one. */
function showClassLink() {
  const count = bench.groups.length;
  byId('class-link').hidden = count === 0;
  text(byId('class-link'), `Class: ${count} group${count === 1 ? '' : 's'}`);
}
