// One thing on the panel: its icon, name, state and controls, and what became of a command.

import { Command } from './command.js';
import { control } from './controls.js';
import { el, set, text } from './dom.js';
import { lasting } from './format.js';
import { redraw } from './frame.js';
import { icon } from './icons.js';
import { paced } from './pace.js';

/** Five times a second at most: a finger sees no gap, and a device is not flooded. */
const GAP = 200;

/**
 * @param about what it is: name, icon, a line of details, its controls, and functions for its state, what differs when it has said
 *   something, and whether its device is there
 * @param send does what a control wants; fulfilled when the program has done it
 */
export function row(about, send) {
  const words = el('span', { class: 'words' });
  const value = el('span', { class: 'value' });
  const unit = el('span', { class: 'unit' });
  const line = el('p', { class: 'line', role: 'status' });
  const command = new Command(about.revision, (said) => {
    text(line, said);
    redraw(update);
  });

  const perform = async (orders) => {
    try {
      await send(orders());
    } catch (error) {
      command.end();
      text(line, error.message);
    }
  };
  const parts = about.controls.map((described) => {
    const inPace = paced(GAP, (wanted) => perform(() => described.orders(wanted)));
    return [described, control(described, about.name, (wanted, dragging) => {
      if (described.kind === 'buttons') {
        press(described, wanted);
        return;
      }
      command.begin(described.key, wanted, dragging);
      if (described.kind === 'slider') {
        inPace(wanted);
      } else {
        perform(() => described.orders(wanted)).then(() => about.settled && command.end());
      }
    })];
  });

  /** A button may be pressed again at once; it is under way until the program has published it, or its device has answered. */
  function press(described, button) {
    command.begin(null, button.label);
    perform(button.orders).then(() => described.waits || command.end());
  }

  function update() {
    const state = about.state();
    command.look(state.values);
    for (const [described, one] of parts) {
      one.show(command.value(described.key, state.values?.[described.key] ?? null));
    }
    const on = command.value('on', state.on ?? null);
    const since = state.since ? `${lasting(Date.now() - state.since)} ago` : '';
    text(words, about.away() || (command.slow ? 'asking …' : '') || [state.words, since, about.details].filter(Boolean).join(' · '));
    text(value, state.value === null ? '–' : state.value ?? '');
    text(unit, (state.value ?? '–') === '–' ? '' : state.unit ?? '');
    item.dataset.state = on === null || on === undefined ? 'unknown' : on ? 'on' : 'off';
    set(item, { 'data-pending': command.pending, 'data-slow': command.slow, 'data-away': Boolean(about.away()), 'aria-busy': command.pending ? 'true' : null });
    const off = about.locked();
    for (const element of item.querySelectorAll('button, input, select')) {
      element.disabled = off;
    }
  }

  const beside = parts.filter(([, one]) => one.beside).map(([, one]) => one.element);
  const below = parts.filter(([, one]) => !one.beside).map(([, one]) => one.element);
  const item = el('li', { class: about.details ? 'thing detailed' : 'thing', 'data-id': about.id },
    el('div', { class: 'top' },
      el('span', { class: 'disc' }, icon(about.icon)),
      el('span', { class: 'what' }, el('span', { class: 'name' }, about.name), words),
      el('span', { class: 'reading' }, value, ' ', unit), ...beside),
    ...below, line);
  return { item, update };
}
