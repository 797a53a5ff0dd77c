// The one WebSocket: reads frames, says when they are drawn, sends requests one at a time, comes back by itself.

import { afterDraw } from './frame.js';
import { told } from './time.js';

const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;
const NO_ANSWER = 15_000;

export class BenchSocket {
  #url;
  #onEvent;
  #onState;
  #socket = null;
  #delay = FIRST_DELAY;
  #queue = [];
  #waiting = null;
  #lastId = 0;

  /**
   * @param onEvent is given each event
   * @param onState is given 'connecting', 'open' or 'lost'
   */
  constructor(url, onEvent, onState) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.#onState = onState;
  }

  connect() {
    this.#onState('connecting');
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => this.#onState('open');
    socket.onmessage = (message) => this.#frame(socket, JSON.parse(message.data));
    socket.onclose = () => this.#lost();
  }

  /** Sends a request when all earlier ones have been answered; fulfilled with the reply, rejected with one line. */
  request(what) {
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        reject(new Error('not connected to Pi Routes'));
        return;
      }
      this.#queue.push({ what, resolve, reject });
      this.#next();
    });
  }

  #frame(socket, frame) {
    this.#delay = FIRST_DELAY; // an open socket may still be refused; a frame means that the server is there
    told(frame.now);
    for (const event of frame.events) {
      if (event.type === 'reply') {
        this.#answered(event);
      } else {
        this.#onEvent(event);
      }
    }
    // The server sends its next frame only when this one is on the screen.
    afterDraw(() => {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(JSON.stringify({ do: 'seen', seq: frame.seq }));
      }
    });
  }

  #next() {
    if (this.#waiting || this.#queue.length === 0) {
      return;
    }
    const request = this.#queue.shift();
    request.id = ++this.#lastId;
    request.timer = setTimeout(() => this.#answered({ to: request.id, error: 'no answer' }), NO_ANSWER);
    this.#waiting = request;
    this.#socket.send(JSON.stringify({ id: request.id, ...request.what }));
  }

  #answered(reply) {
    const request = this.#waiting;
    if (request?.id !== reply.to) {
      return;
    }
    clearTimeout(request.timer);
    this.#waiting = null;
    if (reply.ok) {
      request.resolve(reply);
    } else {
      request.reject(new Error(reply.error));
    }
    this.#next();
  }

  #lost() {
    const unanswered = [this.#waiting, ...this.#queue].filter(Boolean);
    this.#waiting = null;
    this.#queue = [];
    for (const request of unanswered) {
      clearTimeout(request.timer);
      request.reject(new Error('the connection to Pi Routes was lost'));
    }
    this.#onState('lost');
    setTimeout(() => this.connect(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
  }
}
