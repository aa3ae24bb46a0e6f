import { areCopies } from "../../protocol/cluster";
import { contentOf } from "../../protocol/identity";
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
  /** By content: when each copy came here, who sent it, and in which second (0: unknown). */
  private readonly _heard = new Map<string, { at: number; userId: number; time: number }[]>();
  private _endsAt = -Infinity;

  /** @param _nodes how many nodes the connections lead to. */
  constructor(private readonly _nodes: () => number) {}

  /** A connection is opened beside the leader's. */
  open(): void {
    this._endsAt = Infinity;
  }

  /** The former leader has heard this. */
  note(message: ServerMessage): void {
    if (!("channel" in message)) return;
    const content = contentOf(message);
    const { userId, time } = message;
    const copies = this._heard.get(content) || [];
    this._heard.set(content, [...copies, { at: performance.now(), userId, time }]);
  }

  /**
   * The heir's connection is open: forgets messages that came before it could listen.
   * @param connectMs how long connecting took; the server knew the connection for at most half of
   * it.
   */
  begin(connectMs: number): void {
    const since = performance.now() - Math.max(EARLY_MS, connectMs / 2);
    for (const [content, copies] of this._heard)
      this._heard.set(
        content,
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
    const copies = this._heard.get(contentOf(message)) || [];
    const index = copies.findIndex((copy) => areCopies(copy, message, this._nodes()));
    if (index >= 0) copies.splice(index, 1);
    return index >= 0;
  }
}
