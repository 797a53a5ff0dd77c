// Makes elements. Text is always a text node, so a payload or a topic can never become markup.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = (id) => document.getElementById(id);

export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  set(element, attributes ?? {});
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets attributes; null, undefined and false take one away, a function becomes a listener. */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/** Changes a text only when it differs: an untouched node costs no layout and keeps a reader's selection. */
export function text(element, value) {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

/** Tells screen readers, politely. For changes of state only: a message log read aloud would drown them. */
export function announce(sentence) {
  byId('announce').textContent = sentence;
}
