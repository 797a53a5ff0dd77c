// The page of the class: the same socket and model as the bench's, and one view.

import { showGroups } from './groups.js';
import { connect } from './header.js';
import { showTheme } from './theme.js';

const { start } = connect();

showTheme();
showGroups();
start();
