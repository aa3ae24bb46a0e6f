import { identityOf } from "../../protocol/identity";
import type { ServerMessage } from "../../protocol/messages";

/** A busy tab may read its own connection this much later than the leader's entries. */
const EARLY_MS = 50;
/** Copies of what the former leader heard may come this long after the takeover. */
const LATE_MS = 2_000;

/**
 * The messages that the former leader heard while the heir's connection listened already. That
 * connection hears each of them, too, and must not pass it on again.
 */
export class Overlap {
  /** By identity: when each copy came here, and the second in which it was sent (0: unknown). */
  private readonly _heard = new Map<string, { at: number; time: number }[]>();
  private _endsAt = -Infinity;

  /** A connection is opened beside the leader's. */
  open(): void {
    this._endsAt = Infinity;
  }

  /** The former leader has heard this. */
  note(message: ServerMessage): void {
    if (!("channel" in message)) return;
    const identity = identityOf(message);
    const copies = this._heard.get(identity) || [];
    this._heard.set(identity, [...copies, { at: performance.now(), time: message.time }]);
  }

  /**
   * The heir's connection is open: forgets messages that came before it could listen.
   * @param connectMs how long connecting took; the server knew the connection for at most half of
   * it.
   */
  begin(connectMs: number): void {
    const since = performance.now() - Math.max(EARLY_MS, connectMs / 2);
    for (const [identity, copies] of this._heard)
      this._heard.set(
        identity,
        copies.filter(({ at }) => at >= since),
      );
  }

  /** The heir leads from now on. */
  close(): void {
    this._endsAt = performance.now() + LATE_MS;
  }

  /** Whether both connections may hear the same at present. */
  get isOpen(): boolean {
    return performance.now() < this._endsAt;
  }

  /** Whether the former leader has heard this message: true once for each copy that it heard. */
  isDouble(message: ServerMessage): boolean {
    if (!("channel" in message) || !this._heard.size) return false;
    if (!this.isOpen) this._heard.clear();
    const copies = this._heard.get(identityOf(message)) || [];
    const index = copies.findIndex(({ time }) => !time || !message.time || time === message.time);
    if (index >= 0) copies.splice(index, 1);
    return index >= 0;
  }
}
