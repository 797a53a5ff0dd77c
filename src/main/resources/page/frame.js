// Draws once per animation frame, however many events came in since the last one.

const views = new Set();
let afterwards = [];
let asked = false;

/** Has a view (a function) drawn in the next frame; asking twice draws once. */
export function redraw(view) {
  views.add(view);
  ask();
}

/** Runs an action after the next frame has been drawn. */
export function afterDraw(action) {
  afterwards.push(action);
  ask();
}

function ask() {
  if (asked) {
    return;
  }
  asked = true;
  let drawn = false;
  const once = () => {
    if (!drawn) {
      drawn = true;
      draw();
    }
  };
  requestAnimationFrame(once);
  // A hidden page gets no animation frames, and it may be hidden between asking and drawing.
  setTimeout(once, document.hidden ? 0 : 250);
}

function draw() {
  asked = false;
  const now = [...views];
  const actions = afterwards;
  views.clear();
  afterwards = [];
  for (const work of [...now, ...actions]) {
    try {
      work();
    } catch (error) {
      console.error(error); // one broken view must not stop the others, nor the answer to the server
    }
  }
}
