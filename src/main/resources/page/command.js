// A command under way: what was asked for is shown until its device has answered, or has not for too long.

const PATIENCE = 5_000;
/** A device that answers each step of a slider is let finish. */
const QUIET = 700;
/** What is answered sooner looks better without a word. */
const SOON = 400;

export class Command {
  #revision;
  #changed;
  #wanted = null;
  #dragging = false;
  #asked = '';
  #slow = false;
  #settling = false;
  #timers = [];

  /**
   * @param revision gives what differs as soon as the device has said something
   * @param changed is called when a command begins and when it is over, then maybe with a line
   */
  constructor(revision, changed) {
    this.#revision = revision;
    this.#changed = changed;
  }

  get pending() {
    return this.#wanted !== null;
  }

  /** Whether that lasts so long that somebody may wonder. */
  get slow() {
    return this.#slow;
  }

  /** What is to be shown: what is asked for, or what there is. */
  value(key, is) {
    return this.#wanted !== null && this.#wanted.key === key ? this.#wanted.value : is;
  }

  /** A finger holds it, or its last wish is on the way. */
  begin(key, value, dragging = false) {
    this.#stop();
    this.#wanted = { key, value };
    this.#dragging = dragging;
    this.#asked = this.#revision();
    if (!dragging) {
      this.#timers.push(setTimeout(() => this.#late(), PATIENCE), setTimeout(() => {
        this.#slow = true;
        this.#changed('');
      }, SOON));
    }
    this.#changed('');
  }

  /** Something may have been said meanwhile. */
  look(values) {
    if (this.#wanted === null || this.#dragging || this.#revision() === this.#asked) {
      return;
    }
    const { key, value } = this.#wanted;
    if (key === null || String(values?.[key]) === String(value)) {
      this.end();
    } else if (!this.#settling) {
      this.#settling = true;
      this.#timers.push(setTimeout(() => this.end(), QUIET));
    }
  }

  end(line = '') {
    this.#stop();
    if (this.#wanted !== null) {
      this.#wanted = null;
      this.#changed(line);
    }
  }

  #late() {
    this.end(this.#revision() === this.#asked ? 'No answer in 5 seconds. This is what it said last.' : '');
  }

  #stop() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#slow = false;
    this.#settling = false;
  }
}
