// Topics as a tree, with the last message of each. Pure: it knows no element of the page.

const MOST_TOPICS = 1000;

export class TopicTree {
  top = node('', null, null);
  size = 0;
  /** Messages on topics beyond the limit, which are not in the tree. */
  left = 0;

  /** Takes what the server knows of a topic: its last message, and how many there were. */
  know(known) {
    const at = this.#find(known.topic);
    if (at) {
      this.#put(at, known, known.count);
    }
    return at;
  }

  /** Takes a message; returns its node, or null when it says nothing new. */
  add(message) {
    const at = this.#find(message.topic);
    if (at === null) {
      this.left++;
      return null;
    }
    // What came with the first picture of the topics comes again with the kept messages.
    if (at.last && message.id <= at.last.id) {
      return null;
    }
    this.#put(at, message, at.count + 1);
    return at;
  }

  #put(at, message, count) {
    at.last = message;
    at.count = count;
    if (message.retained) {
      at.state = message.size === 0 ? null : message;
    }
  }

  #find(topic) {
    let at = this.top;
    for (const name of topic.split('/')) {
      let next = at.children.get(name);
      if (next === undefined) {
        if (this.size >= MOST_TOPICS) {
          return null;
        }
        next = node(name, at, at === this.top ? name : `${at.topic}/${name}`);
        at.children.set(name, next);
        this.size++;
      }
      at = next;
    }
    return at;
  }
}

function node(name, parent, topic) {
  return { name, parent, topic, children: new Map(), last: null, count: 0, state: null };
}
