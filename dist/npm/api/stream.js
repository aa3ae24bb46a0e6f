import { CometError } from './errors.js';

const MAX_WAITING = 1e3;
class Stream {
  constructor() {
    this._state = { type: "open" };
    this._waiting = [];
    this._readers = [];
    this._ends = [];
  }
  /** @param ends called once the stream has ended, also if it has already. */
  begin(ends) {
    this._ends = ends;
    if (this._state.type !== "open") this._close();
  }
  /** Gives a value. If over 1,000 wait, the stream ends behind them with `dropped`. */
  push(value) {
    if (this._state.type !== "open") return;
    const reader = this._readers.shift();
    if (reader) return reader.resolve({ value, done: false });
    this._waiting.push(value);
    if (this._waiting.length <= MAX_WAITING) return;
    const text = `over ${MAX_WAITING} messages wait to be read`;
    this.end({ type: "failed", error: new CometError("dropped", text, MAX_WAITING) });
  }
  /** Gives a value in place of those that wait. */
  replace(value) {
    this._waiting = [];
    this.push(value);
  }
  /** @param isNow whether what waits is not read any more. */
  end(state = { type: "ended" }, isNow = false) {
    if (isNow) this._waiting = [];
    if (this._state.type !== "open") return;
    this._state = state;
    this._close();
    for (const reader of this._readers.splice(0)) this._settle(reader);
  }
  next() {
    return new Promise((resolve, reject) => {
      const reader = { resolve, reject };
      if (this._waiting.length) resolve({ value: this._waiting.shift(), done: false });
      else if (this._state.type === "open") this._readers.push(reader);
      else this._settle(reader);
    });
  }
  return() {
    this.end({ type: "ended" }, true);
    return Promise.resolve({ value: void 0, done: true });
  }
  [Symbol.asyncIterator]() {
    return this;
  }
  /** An error is told once; then it has ended. */
  _settle({ resolve, reject }) {
    const state = this._state;
    this._state = { type: "ended" };
    if (state.type === "failed") reject(state.error);
    else resolve({ value: void 0, done: true });
  }
  _close() {
    for (const end of this._ends) end();
  }
}

export { Stream };
//# sourceMappingURL=stream.js.map
