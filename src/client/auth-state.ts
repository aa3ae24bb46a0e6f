import { callPage, nextTask } from "../platform/tasks";
import type { Events } from "./events";

/**
 * Whether the visitor is authorised. A lost connection does not change this: the status stays until
 * the next connection says otherwise, or the visitor changes.
 */
export class AuthState {
  /** `undefined`: not known yet. */
  status: boolean | undefined;

  constructor(private readonly _events: Events) {}

  /**
   * Calls `callback` whenever the status becomes `status`; not for a status that stays the same. If it
   * is that already, `callback` is called soon, since pages may register it after they have connected.
   * @throws CometError if `callback` is not a function.
   */
  on(status: boolean, callback: () => unknown): void {
    this._events.on(eventOf(status), callback);
    if (this.status === status)
      nextTask(() => {
        if (this.status === status) callPage(callback);
      });
  }

  /** Takes the server's answer. */
  update(status: boolean): void {
    if (status === this.status) return;
    this.status = status;
    this._events.emit(eventOf(status));
  }

  /** The visitor changes: nothing is known. */
  reset(): void {
    this.status = undefined;
  }
}

function eventOf(status: boolean): "authorized" | "denied" {
  return status ? "authorized" : "denied";
}
