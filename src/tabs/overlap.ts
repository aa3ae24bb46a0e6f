import { identityOf } from "../protocol/identity";
import type { ServerMessage } from "../protocol/messages";

/** After the takeover, what the former leader heard may come late by so much. */
const LATE_MS = 10_000;

/**
 * What the former leader heard while the heir's connection listened already: each of these messages
 * comes to the heir, too, sooner or later, and is not new then.
 */
export class Overlap {
  /** By identity: the seconds in which the copies were sent; 0: not known. */
  private readonly _heard = new Map<string, number[]>();
  private _endsAt = -Infinity;

  /** A connection is opened beside the leader's. */
  open(): void {
    this._endsAt = Infinity;
  }

  /** The former leader has heard this. */
  note(message: ServerMessage): void {
    if (!("channel" in message)) return;
    const identity = identityOf(message);
    this._heard.set(identity, [...(this._heard.get(identity) || []), message.time]);
  }

  /** The heir leads from now on. */
  close(): void {
    this._endsAt = performance.now() + LATE_MS;
  }

  /** Whether both connections may hear the same at present. */
  get isOpen(): boolean {
    return performance.now() < this._endsAt;
  }

  /** Whether the former leader has heard this: once for each copy that it heard. */
  isDouble(message: ServerMessage): boolean {
    if (!("channel" in message) || !this._heard.size) return false;
    if (!this.isOpen) this._heard.clear();
    const times = this._heard.get(identityOf(message)) || [];
    const index = times.findIndex((time) => !time || !message.time || time === message.time);
    if (index >= 0) times.splice(index, 1);
    return index >= 0;
  }
}
