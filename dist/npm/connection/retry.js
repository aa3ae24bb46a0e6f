import { isOffline } from '../platform/page.js';

const MAX_DELAY_MS = 3e4;
const MAX_OUTAGE_MS = 58800;
const LASTING_MS = 1e4;
const MIN_WAKE_GAP_MS = 3e3;
function retryDelay(outageMs, random) {
  const outage = Math.min(outageMs, MAX_OUTAGE_MS);
  const least = 0.4 * outage + 0.2 * Math.min(outage, 1e3);
  return least + random * (400 + 0.1 * outage);
}
class Retry {
  /** @param _wakeGapMs for how long a wake-up makes it ignore others. */
  constructor(_wakeGapMs = MIN_WAKE_GAP_MS) {
    this._wakeGapMs = _wakeGapMs;
    /** When the open connection will have lasted; Infinity while none is open. */
    this._goodFrom = Infinity;
    /** `wake` does nothing before this time. */
    this._deafUntil = 0;
    /** Ends the present wait, if there is one. */
    this.end = () => void 0;
  }
  /** Resolves when the next attempt may begin: at once for the first attempt, and on `wake`. */
  wait() {
    const from = this._outageFrom;
    return new Promise((resolve) => {
      if (from === void 0) return resolve();
      const timer = setTimeout(() => this.end(), this._delay ?? this._newDelay(from));
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  /**
   * Ends a wait, because the page may have slept, or its network is back. Counts the outage anew, since
   * the time asleep says nothing about the server.
   * Ignores a call that follows another too soon, because each one costs an attempt and the short waits
   * after it: a visitor who switches between tabs, or twenty tabs that all notice the network, would
   * keep a dead server busy.
   */
  wake() {
    const now = performance.now();
    if (now < this._deafUntil) return;
    this._deafUntil = now + this._wakeGapMs;
    if (this._outageFrom !== void 0) this._outageFrom = now;
    this._delay = void 0;
    this.end();
  }
  opened() {
    this._goodFrom = performance.now() + LASTING_MS;
  }
  /**
   * A connection ended, or an attempt failed. If the connection did not last, the outage goes on: the
   * server accepts pages, but is not well yet. Returns the milliseconds until the next attempt.
   */
  failed() {
    const now = performance.now();
    if (this._outageFrom === void 0 || now >= this._goodFrom) this._outageFrom = now;
    this._goodFrom = Infinity;
    return this._delay = this._newDelay(this._outageFrom);
  }
  _newDelay(outageFrom) {
    if (!isOffline()) return retryDelay(performance.now() - outageFrom, Math.random());
    this._deafUntil = 0;
    return MAX_DELAY_MS;
  }
}

export { MIN_WAKE_GAP_MS, Retry, retryDelay };
//# sourceMappingURL=retry.js.map
