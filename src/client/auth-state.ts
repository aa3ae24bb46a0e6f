import { checkCallback, type Denial } from "../api/errors";
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
    checkCallback(callback);
    // The callback gets no argument: pages pass functions with parameters of their own.
    this._events.on(status ? "authorized" : "denied", () => void callback());
    if (this.status === status)
      nextTask(() => {
        if (this.status === status) callPage(callback);
      });
  }

  /** The server knows the visitor. */
  authorize(): void {
    if (this.status === true) return;
    this.status = true;
    this._events.emit("authorized");
  }

  /** The visitor is anonymous for the server. */
  deny(denial: Denial): void {
    if (this.status === false) return;
    this.status = false;
    this._events.emit("denied", denial);
  }

  /** The visitor changes: nothing is known. */
  reset(): void {
    this.status = undefined;
  }
}
