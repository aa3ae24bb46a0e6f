import { checkCallback } from '../api/errors.js';
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
    checkCallback(callback);
    this._events.on(status ? "authorized" : "denied", () => void callback());
    if (this.status === status)
      nextTask(() => {
        if (this.status === status) callPage(callback);
      });
  }
  /** The server knows the visitor. */
  authorize() {
    if (this.status === true) return;
    this.status = true;
    this._events.emit("authorized");
  }
  /** The visitor is anonymous for the server. */
  deny(denial) {
    if (this.status === false) return;
    this.status = false;
    this._events.emit("denied", denial);
  }
  /** The visitor changes: nothing is known. */
  reset() {
    this.status = void 0;
  }
}

export { AuthState };
//# sourceMappingURL=auth-state.js.map
