// A pointer on a push button: pressed while mouse, finger or key holds it, however that ends.

/** Calls press, and release with how many milliseconds it was held, in turn; `allowed` says whether a press may begin. */
export function pointer(element, allowed, press, release) {
  let holder = null;
  let since = 0;

  const begin = (by) => {
    if (holder === null && allowed()) {
      holder = by;
      since = performance.now();
      press();
    }
  };
  const end = (by) => {
    if (holder !== null && (by === undefined || by === holder)) {
      holder = null;
      release(Math.round(performance.now() - since));
    }
  };

  element.addEventListener('pointerdown', (event) => {
    if (event.button === 0) {
      // Captured: the release comes here even if the pointer has slid off the button meanwhile.
      element.setPointerCapture(event.pointerId);
      begin(event.pointerId);
    }
  });
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    element.addEventListener(type, (event) => end(event.pointerId));
  }
  element.addEventListener('contextmenu', (event) => event.preventDefault()); // a long touch is a long press

  element.addEventListener('keydown', (event) => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault(); // no scrolling
      if (!event.repeat) {
        begin(event.key);
      }
    }
  });
  element.addEventListener('keyup', (event) => end(event.key));

  // Nobody holds a button that cannot be seen.
  element.addEventListener('blur', () => end());
  const away = new AbortController();
  window.addEventListener('blur', () => end(), { signal: away.signal });
  document.addEventListener('visibilitychange', () => document.hidden && end(), { signal: away.signal });

  /** Lets go for good; for a button that is taken off the page. */
  return () => {
    end();
    away.abort();
  };
}
