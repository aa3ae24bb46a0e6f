import { areCopies } from "../../protocol/cluster";
import { contentOf } from "../../protocol/identity";
import type { FrameMessage, ServerMessage } from "../../protocol/messages";

/** A busy tab may read its own connection this much later than the leader's entries. */
const EARLY_MS = 50;
/** Copies of what the former leader heard may come this long after the takeover. */
const LATE_MS = 2_000;
/** An equal message without a second that comes this much later is another one. */
const MAX_LAG_MS = 5_000;
/** After every so many messages, those are forgotten that are older than this. */
const SWEEP = 500;
const KEEP_MS = 30_000;

/** An echo has the second of the delivery report, which comes after the message. */
const ECHO_DIFFERS_S = 1;

/** A message that the leader has not passed on, its content, and when it came. */
export interface Held {
  message: FrameMessage;
  content: string;
  at: number;
}

/** A message that the leader has passed on. */
interface Heard {
  at: number;
  userId: number;
  /** In Unix seconds; 0: not known. */
  time: number;
  /** A tab of this browser has published it, and the leader has made it out of the report. */
  isEcho: boolean;
}

/**
 * The messages that the former leader heard while the heir's connection listened already. That
 * connection hears each of them, too, and must not pass it on again.
 */
export class Overlap {
  /** By content: when each copy came here, who sent it, and in which second (0: unknown). */
  private readonly _heard = new Map<string, Heard[]>();
  private _endsAt = -Infinity;
  private _count = 0;

  /** @param _nodes how many nodes the connections lead to. */
  constructor(private readonly _nodes: () => number) {}

  /** A connection is opened beside the leader's. */
  open(): void {
    this._endsAt = Infinity;
  }

  /** Which of the held messages the leader has passed on; `isEcho`: see `Heard`. -1: none. */
  find(held: readonly Held[], { userId, time, ...other }: FrameMessage, isEcho: boolean): number {
    const content = contentOf(other);
    const known = { at: 0, userId, time, isEcho };
    return held.findIndex((one) => one.content === content && this._isCopy(known, one.message));
  }

  /** The former leader has heard this; `isEcho`: see `Heard`. */
  note(message: ServerMessage, isEcho = false): void {
    if (!("channel" in message)) return;
    const content = contentOf(message);
    const { userId, time } = message;
    const copies = this._heard.get(content) || [];
    this._heard.set(content, [...copies, { at: performance.now(), userId, time, isEcho }]);
    // A standby may listen for days, and not everything comes to both.
    if (++this._count % SWEEP === 0) this._forget(performance.now() - KEEP_MS);
  }

  /**
   * The heir's connection is open: forgets messages that came before it could listen.
   * @param connectMs how long connecting took; the server knew the connection for at most half of
   * it.
   */
  begin(connectMs: number): void {
    this._forget(performance.now() - Math.max(EARLY_MS, connectMs / 2));
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
    const since = performance.now() - MAX_LAG_MS;
    const index = copies.findIndex(
      (copy) => (copy.time > 0 || copy.at >= since) && this._isCopy(copy, message),
    );
    if (index >= 0) copies.splice(index, 1);
    return index >= 0;
  }

  private _isCopy(known: Heard, { userId, time }: FrameMessage): boolean {
    const differ = known.isEcho ? Math.abs(known.time - time) : Infinity;
    const sent = differ <= ECHO_DIFFERS_S ? known.time : time;
    return areCopies(known, { userId, time: sent }, this._nodes());
  }

  private _forget(before: number): void {
    for (const [content, copies] of this._heard) {
      const kept = copies.filter(({ at }) => at >= before);
      if (kept.length) this._heard.set(content, kept);
      else this._heard.delete(content);
    }
  }
}
