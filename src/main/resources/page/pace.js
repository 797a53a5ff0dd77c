// Keeps a finger on a slider from flooding: one at a time, not too often, and the last one always.

/** A function that sends what it is given, at most once in so many milliseconds; what a newer one has overtaken is left out. */
export function paced(gap, send) {
  let waiting = [];
  let busy = false;

  const go = async () => {
    busy = true;
    while (waiting.length) {
      const value = waiting.pop();
      waiting = [];
      await Promise.all([send(value), new Promise((resolve) => setTimeout(resolve, gap))]);
    }
    busy = false;
  };
  return (value) => {
    waiting = [value];
    if (!busy) {
      go();
    }
  };
}
