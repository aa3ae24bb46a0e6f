import { callPage, nextTask } from "../platform/tasks";
import type { Events } from "./events";

/**
 * Whether the visitor is authorised. A lost connection changes nothing: what was known stays known
 * until the next connection, or until the visitor changes.
 */
export class AuthState {
  /** `undefined`: not known yet. */
  status: boolean | undefined;

  constructor(private readonly _events: Events) {}

  /**
   * Calls `callback` whenever the status becomes `status`; never for one that stays the same. Where
   * it is that already, `callback` is called soon: a page may well ask after the connection stands.
   * @throws CometError for what is no function.
   */
  on(status: boolean, callback: () => unknown): void {
    this._events.on(eventOf(status), callback);
    if (this.status === status)
      nextTask(() => {
        if (this.status === status) callPage(callback);
      });
  }

  /** The server's answer. */
  update(status: boolean): void {
    if (status === this.status) return;
    this.status = status;
    this._events.emit(eventOf(status));
  }

  /** Another visitor. */
  reset(): void {
    this.status = undefined;
  }
}

function eventOf(status: boolean): "authorized" | "denied" {
  return status ? "authorized" : "denied";
}
