import { CometError, wasAborted } from './errors.js';

const MAX_WAITING = 1e3;
function messages(api, key, options) {
  const stream = new Stream();
  const subscription = api.subscribe(key, (message) => stream.push(message), options);
  stream.begin(subscription, [
    api.on("state", ({ state }) => state === "stopped" && stream.end({ type: "ended" })),
    onAbort(options?.signal, (error) => stream.end({ type: "failed", error }, true))
  ]);
  return stream;
}
class Stream {
  constructor() {
    this._state = { type: "open" };
    this._waiting = [];
    this._readers = [];
    this._ends = [];
  }
  begin(subscription, ends) {
    this._subscription = subscription;
    this._ends = ends;
    if (this._state.type !== "open") return this._close();
    void subscription.ended.then(() => this.end({ type: "ended" }));
  }
  push(value) {
    const reader = this._readers.shift();
    if (reader) return reader.resolve({ value, done: false });
    this._waiting.push(value);
    if (this._waiting.length <= MAX_WAITING) return;
    const text = `over ${MAX_WAITING} messages wait to be read`;
    this.end({ type: "failed", error: new CometError("dropped", text, MAX_WAITING) });
  }
  /** @param isNow whether what waits is not read any more. */
  end(state, isNow = false) {
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
    this._subscription?.unsubscribe();
    for (const end of this._ends) end();
  }
}
function onAbort(signal, callback) {
  if (!signal) return () => void 0;
  const abort = () => callback(wasAborted(signal));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return () => signal.removeEventListener("abort", abort);
}

export { messages };
//# sourceMappingURL=messages.js.map
