// The page of the household: the same socket and model as the bench's, and cards to switch and to read.

import { showCards } from './cards.js';
import { connect } from './header.js';
import { hearTopics } from './said.js';
import { showTheme } from './theme.js';

const { request, start } = connect();

showTheme();
hearTopics();
showCards(request);
start();
