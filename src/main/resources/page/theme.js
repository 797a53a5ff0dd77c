// Light, dark, or what the system wants. The choice is kept if the browser lets us.

import { byId, text } from './dom.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const KEY = 'theme';

export function showTheme() {
  use(stored());
  byId('theme').addEventListener('click', () => {
    const theme = NEXT[document.documentElement.dataset.theme];
    use(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // no storage: the choice lasts as long as the page
    }
  });
}

function stored() {
  try {
    return NEXT[localStorage.getItem(KEY)] ? localStorage.getItem(KEY) : 'auto';
  } catch {
    return 'auto';
  }
}

function use(theme) {
  document.documentElement.dataset.theme = theme;
  text(byId('theme'), `Theme: ${theme}`);
}
