import { checkCallback, badArgument, CometError } from '../api/errors.js';
import { asMessage } from './delivery.js';
import { readMembers } from './given.js';
import { checkedSignal } from './wait.js';

const origins = /* @__PURE__ */ new WeakMap();
function subscriptionOf(message) {
  return origins.get(message);
}
class LiveSubscription {
  /** @throws CometError for a bad key, handler or option. */
  constructor(key, _parts, handler, options) {
    this.key = key;
    this._parts = _parts;
    this._end = new AbortController();
    if ("dispose" in Symbol) this[Symbol.dispose] = () => this.unsubscribe();
    checkCallback(handler);
    const { once, recover, signal } = readMembers(options);
    if (once !== void 0 && typeof once !== "boolean")
      throw badArgument("once", once, "it is true or false");
    checkedSignal(signal);
    const onMessage = (message) => {
      if (once) this.unsubscribe();
      const told = asMessage(message);
      origins.set(told, this);
      handler(told);
    };
    this._id = _parts.subscriptions.add(key, onMessage, { recover });
    const ended = new CometError("aborted", "The subscription has ended", key);
    _parts.subscriptions.onEnd(this._id, () => this._end.abort(ended));
    if (signal?.aborted) this.unsubscribe();
    signal?.addEventListener("abort", () => this.unsubscribe(), { signal: this._end.signal });
  }
  get isEnded() {
    return this._end.signal.aborted;
  }
  get ready() {
    return this._ready ?? (this._ready = this._wait());
  }
  get ended() {
    const { signal } = this._end;
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve());
    });
  }
  _wait() {
    const { readiness, subscriptions } = this._parts;
    const { signal } = this._end;
    const ready = readiness.wait(subscriptions.channelsOf(this._id), { signal });
    ready.catch(() => this._ready = void 0);
    return ready;
  }
  unsubscribe() {
    this._parts.subscriptions.remove(this._id);
  }
}

export { LiveSubscription, subscriptionOf };
//# sourceMappingURL=live-subscription.js.map
