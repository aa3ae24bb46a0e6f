import type { FrameMessage } from "../protocol/messages";
import type { Heard } from "./copies";

/** A message that waits for its sender, or behind one that does. */
export interface Waiting {
  /** The shard that brought it first. */
  shard: number;
  message: FrameMessage;
  heard: Heard;
  /** Whether it waits for nothing but those before it. */
  isDue: boolean;
  /** How many shards have brought it since. */
  streams: number;
}

/**
 * What waits of one channel, with the order in which each shard brought it. A message comes out behind
 * all that one of its shards brought before it.
 */
export class Lane {
  private readonly _streams = new Map<number, Waiting[]>();
  private readonly _waiting = new Map<Heard, Waiting>();

  get isEmpty(): boolean {
    return this._waiting.size === 0;
  }

  add(shard: number, message: FrameMessage, heard: Heard, isDue: boolean): void {
    const waiting = { shard, message, heard, isDue, streams: 0 };
    this._waiting.set(heard, waiting);
    this._append(shard, waiting);
  }

  /** Another shard has brought a copy. Returns what waits, unless it has come out already. */
  addCopy(shard: number, heard: Heard): Waiting | undefined {
    const waiting = this._waiting.get(heard);
    if (waiting) this._append(shard, waiting);
    return waiting;
  }

  /** What waits for a shard. */
  get open(): Waiting[] {
    return [...this._waiting.values()].filter(({ isDue }) => !isDue);
  }

  /** Takes out what is due, in order. */
  takeDue(): Waiting[] {
    const due: Waiting[] = [];
    for (let next = this._next(); next; next = this._next()) {
      this._remove(next);
      due.push(next);
    }
    return due;
  }

  private _append(shard: number, waiting: Waiting): void {
    const stream = this._streams.get(shard) ?? [];
    stream.push(waiting);
    this._streams.set(shard, stream);
    waiting.streams++;
  }

  private _next(): Waiting | undefined {
    const heads = [...this._streams.values()].flatMap(([head]) => head ?? []);
    const first = heads.filter(
      (one) => heads.filter((head) => head === one).length === one.streams,
    );
    // Two nodes may have heard messages of each other in different orders: then any of them is first.
    return (first.length ? first : heads).find(({ isDue }) => isDue);
  }

  private _remove(waiting: Waiting): void {
    this._waiting.delete(waiting.heard);
    for (const [shard, stream] of this._streams) {
      if (stream[0] === waiting) stream.shift();
      else if (stream.includes(waiting)) stream.splice(stream.indexOf(waiting), 1);
      if (!stream.length) this._streams.delete(shard);
    }
  }
}
