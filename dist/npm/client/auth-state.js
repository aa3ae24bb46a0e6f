import { nextTask, callPage } from '../platform/tasks.js';

class AuthState {
  constructor(_events) {
    this._events = _events;
  }
  /**
   * Calls `callback` whenever the status becomes `status`; not for a status that stays the same. If it
   * is that already, `callback` is called soon, since pages may register it after they have connected.
   * @throws CometError if `callback` is not a function.
   */
  on(status, callback) {
    this._events.on(eventOf(status), callback);
    if (this.status === status)
      nextTask(() => {
        if (this.status === status) callPage(callback);
      });
  }
  /** Takes the server's answer. */
  update(status) {
    if (status === this.status) return;
    this.status = status;
    this._events.emit(eventOf(status));
  }
  /** The visitor changes: nothing is known. */
  reset() {
    this.status = void 0;
  }
}
function eventOf(status) {
  return status ? "authorized" : "denied";
}

export { AuthState };
//# sourceMappingURL=auth-state.js.map
