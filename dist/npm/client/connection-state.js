import { isOffline } from '../platform/page.js';

class StateOfConnection {
  constructor(_events) {
    this._events = _events;
    this._current = "stopped";
    this._isStopping = false;
    /** The changes that were not told yet. */
    this._changes = [];
  }
  get current() {
    return this._current;
  }
  start() {
    const isAnew = this._isStopping || this._current === "stopped";
    this._isStopping = false;
    if (isAnew && this._current !== "connecting") this._set({ state: "connecting" });
  }
  /** @param end ends the connection. The page may start it again meanwhile. */
  stop(end) {
    this._isStopping = true;
    end();
    if (!this._isStopping) return;
    this._isStopping = false;
    if (this._current !== "stopped") this._set({ state: "stopped" });
  }
  /** The link tells its state. */
  take(state) {
    if (this._isStopping || this._current === "stopped") return;
    if (state.type === "waiting") {
      const { code, retryAt } = state;
      const reason = isOffline() ? "the browser is offline" : `closed with code ${code}`;
      this._set({ state: "waiting", reason, retryAt });
    } else if (state.type === "refused") this._set({ state: "refused", reason: state.reason });
    else if (state.type !== this._current) this._set({ state: state.type });
  }
  _set(change) {
    const previous = this._current;
    this._current = change.state;
    const isTelling = this._changes.push({ ...change, previous }) > 1;
    for (; !isTelling && this._changes[0]; this._changes.shift())
      this._events.emit("state", this._changes[0]);
  }
}

export { StateOfConnection };
//# sourceMappingURL=connection-state.js.map
