import { nextTask, callPage } from '../platform/tasks.js';

class AuthState {
  constructor(_events) {
    this._events = _events;
  }
  /**
   * Calls `callback` whenever the status becomes `status`; never for one that stays the same. Where
   * it is that already, `callback` is called soon: a page may well ask after the connection stands.
   * @throws CometError for what is no function.
   */
  on(status, callback) {
    this._events.on(eventOf(status), callback);
    if (this.status === status)
      nextTask(() => {
        if (this.status === status) callPage(callback);
      });
  }
  /** The server's answer. */
  update(status) {
    if (status === this.status) return;
    this.status = status;
    this._events.emit(eventOf(status));
  }
  /** Another visitor. */
  reset() {
    this.status = void 0;
  }
}
function eventOf(status) {
  return status ? "authorized" : "denied";
}

export { AuthState };
//# sourceMappingURL=auth-state.js.map
