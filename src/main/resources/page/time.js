// Time as Pi Routes counts it. Its clock and this browser's may differ, and either may be set while the page is open, so how long
// something has lasted is counted on clocks that nobody sets: differences alone mean something.

let ahead = 0;

/** Pi Routes has said what its own count shows now, in milliseconds. */
export function told(now) {
  ahead = now - performance.now();
}

/** How many milliseconds have passed since a moment of Pi Routes' count. */
export function passed(moment) {
  return performance.now() + ahead - moment;
}

/** When that moment was, by the clock of this browser. */
export function date(moment) {
  return new Date(Date.now() - passed(moment));
}
