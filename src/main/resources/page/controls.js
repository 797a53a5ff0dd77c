// What can be moved: real buttons, sliders, lists and fields. Each is told what to show, and says what somebody wants.

import { el, set, text } from './dom.js';

/**
 * Makes the control that a platform describes.
 *
 * @param ask is given what is wanted, and for a slider whether a finger still holds it
 * @returns its element, whether it stands beside the name or below it, and how to show a value
 */
export const control = (described, name, ask) => MAKERS[described.kind](described, name, ask);

const MAKERS = {
  switch: (described, name, ask) => {
    let on = null;
    const element = el('button', {
      type: 'button', role: 'switch', class: 'switch', 'aria-checked': 'false', 'aria-label': name, click: () => ask(on !== true),
    }, el('span', { class: 'knob' }));
    return {
      element,
      beside: true,
      show: (value) => {
        on = value ?? null;
        set(element, { 'aria-checked': String(on === true), 'data-known': on !== null });
      },
    };
  },

  slider: (described, name, ask) => {
    const label = `${name} ${described.label}`.trim();
    const value = el('output', { class: 'value' });
    const slider = el('input', {
      type: 'range', min: described.min, max: described.max, step: described.step, 'aria-label': label,
      input: () => ask(slider.valueAsNumber, true),
      change: () => ask(slider.valueAsNumber, false),
    });
    const fill = (known) => {
      const share = (slider.valueAsNumber - described.min) / (described.max - described.min || 1);
      slider.style.setProperty('--share', `${known ? share * 100 : 0}%`);
    };
    return {
      element: el('div', { class: 'level' }, slider, value),
      show: (level) => {
        const known = level !== null && level !== undefined;
        if (known && slider.valueAsNumber !== level) {
          slider.value = level;
        }
        fill(known);
        text(value, known ? described.text(level) : '–');
        set(slider, { 'aria-valuetext': known ? described.text(level) : 'not known yet' });
      },
    };
  },

  choice: (described, name, ask) => {
    const none = el('option', { value: '', disabled: true, hidden: true }, '–');
    const element = el('select', { 'aria-label': name, change: () => ask(element.value) },
      none, ...described.options.map((one) => el('option', { value: one }, one)));
    return {
      element,
      show: (choice) => {
        if (document.activeElement !== element || choice !== null) {
          element.value = described.options.includes(choice) ? choice : '';
        }
      },
    };
  },

  text: (described, name, ask) => {
    const { type, min, max, step, minlength, maxlength, pattern } = described;
    const field = el('input', { type, min, max, step, minlength, maxlength, pattern, 'aria-label': name, autocomplete: 'off', required: type === 'number' });
    let touched = false;
    field.addEventListener('input', () => {
      touched = true;
    });
    const submit = (event) => {
      event.preventDefault();
      touched = false;
      ask(type === 'number' ? field.valueAsNumber : field.value);
    };
    return {
      element: el('form', { class: 'field', submit }, field, el('button', { type: 'submit', 'aria-label': `Set ${name}` }, 'Set')),
      show: (value) => {
        // What somebody is writing stays.
        if (!touched && document.activeElement !== field) {
          field.value = value ?? '';
        }
      },
    };
  },

  buttons: (described, name, ask) => ({
    element: el('div', { class: 'pills' }, ...described.buttons.map((button) => el('button', {
      type: 'button', class: 'pill', 'aria-label': `${button.label} ${name}`, click: () => ask(button),
    }, button.label))),
    show: () => {},
  }),
};
