// The line to Python: acts are kept until they are answered, and sent again after a break.

// Acts that wait outlive the widget that sent them (a kernel restart makes a new one), in memory only:
// what somebody typed never goes to the disk of the browser.
const waiting = (globalThis.__vknzWaiting ??= new Map());

export function makeNonce() {
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

export const SLOW_MS = 4000;

export class Link {
  constructor({ send, onAnswer, onChange, now = () => Date.now() }) {
    Object.assign(this, { send, onAnswer, onChange, now });
    this.open = new Map(); // nonce -> {message, sentAt, resolve, reject, isAct}
    this.extra = () => ({});
    this.isLost = false;
    this.savedAt = null;
    this.key = null;
  }

  get acts() {
    return [...this.open.values()].filter((entry) => entry.isAct);
  }

  get state() {
    if (this.isLost) return "lost";
    const oldest = Math.min(...[...this.open.values()].map((entry) => entry.sentAt));
    if (this.now() - oldest > SLOW_MS) return "waiting";
    return this.acts.length ? "sending" : "saved";
  }

  ask(act, args = {}) {
    return this.post(act, args, false, makeNonce()).promise;
  }

  act(act, args, nonce = makeNonce()) {
    return this.post(act, args, true, nonce).promise;
  }

  post(act, args, isAct, nonce) {
    const entry = { message: { id: nonce, act, args }, sentAt: this.now(), isAct };
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    this.open.set(nonce, entry);
    if (isAct) this.keep();
    this.transmit(entry);
    if (isAct) this.onChange();
    return entry;
  }

  transmit(entry) {
    if (this.isLost) return;
    entry.sentAt = this.now();
    entry.order = this.orders = (this.orders ?? 0) + 1;
    try {
      this.send({ ...entry.message, ...this.extra() });
    } catch {
      this.lose(); // a closed line throws; the entry stays in the queue
    }
  }

  receive(answer) {
    const entry = this.open.get(answer.id);
    if (!entry) return;
    this.open.delete(answer.id);
    if (entry.isAct) this.keep();
    if (this.isLost) this.isLost = false;
    this.resendBefore(entry.order);
    if (entry.isAct && answer.ok) this.savedAt = this.now();
    this.onAnswer(answer, entry);
    if (answer.ok) entry.resolve(answer.result);
    else entry.reject(answer.error);
    this.onChange();
  }

  // Answers come in the order of the questions: what was sent before and is open still got lost on the way.
  resendBefore(order) {
    for (const entry of [...this.open.values()].filter((other) => other.order < order)) {
      entry.message.again = true;
      this.transmit(entry);
    }
  }

  // A question that got no answer is not waited for any longer.
  forget(act) {
    for (const [nonce, entry] of this.open) {
      if (entry.message.act === act && this.now() - entry.sentAt > SLOW_MS / 2) this.open.delete(nonce);
    }
  }

  lose() {
    if (this.isLost) return;
    this.isLost = true;
    this.onChange();
  }

  // What was not answered goes again, in its order; `again` lets Python see what it has done already.
  restore() {
    this.isLost = false;
    for (const entry of [...this.open.values()]) {
      entry.message.again = true;
      this.transmit(entry);
    }
    this.onChange();
  }

  // From now on the acts that wait are known under this key (study and coder).
  adopt(key) {
    this.key = key;
    for (const message of waiting.get(key) ?? []) {
      if (this.open.has(message.id)) continue;
      const entry = this.post(message.act, message.args, true, message.id);
      entry.message.again = true;
      entry.promise.catch(() => {}); // its first sender is gone; the status line tells
    }
    this.keep();
  }

  keep() {
    if (!this.key) return;
    const left = this.acts.map((entry) => ({ ...entry.message, again: true }));
    if (left.length) waiting.set(this.key, left);
    else waiting.delete(this.key);
  }
}
