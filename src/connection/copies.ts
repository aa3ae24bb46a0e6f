import { CLOCKS_DIFFER_S, type Origin } from "../protocol/cluster";

/** Copies of a message may be so far apart: a shard that is silent for longer counts as dead. */
const WINDOW_MS = 60_000;
/** A shard that opens may still hear what another one has heard shortly before. */
export const OPENING_MS = 2_000;

/** What of a message two copies have in common, and what they differ in. */
export interface Copy {
  /** Equal for all copies. */
  content: string;
  /** The second in which it was sent; 0: unknown. */
  time: number;
  /** Only one node can say `here`. */
  origin: Origin;
}

/** A message, and the shards that may still bring a copy of it. */
export interface Heard extends Copy {
  at: number;
  /** Whether a shard hears such messages at all. */
  brings: (shard: number) => boolean;
  awaited: Set<number>;
}

/**
 * Finds the copies of messages that several shards hear. Frames have no id: the next equal message of a
 * shard that has not brought its copy yet counts as that copy.
 */
export class Copies {
  private readonly _open = new Set<number>();
  private readonly _heard = new Map<string, Heard[]>();
  private _sweptAt = 0;

  /** @param _now the time in milliseconds. */
  constructor(private readonly _now: () => number = () => performance.now()) {}

  /** How many contents are remembered. */
  get size(): number {
    return this._heard.size;
  }

  /** The shard hears messages from now on. */
  open(shard: number): void {
    this._open.add(shard);
    const since = this._now() - OPENING_MS;
    for (const { at, brings, awaited } of this._all())
      if (at >= since && brings(shard)) awaited.add(shard);
  }

  close(shard: number): void {
    this._open.delete(shard);
    for (const { awaited } of this._all()) awaited.delete(shard);
  }

  /** The message that this one is a copy of, if there is one. */
  find(shard: number, { content, time, origin }: Copy): Heard | undefined {
    const found = this._heard
      .get(content)
      ?.find(
        (heard) =>
          heard.awaited.has(shard) &&
          this._now() - heard.at < WINDOW_MS &&
          (!heard.time || !time || Math.abs(heard.time - time) <= CLOCKS_DIFFER_S) &&
          (origin !== "here" || heard.origin !== "here"),
      );
    found?.awaited.delete(shard);
    return found;
  }

  /** Remembers a message. @param brings whether a shard may bring a copy of it. */
  add(copy: Copy, brings: (shard: number) => boolean): Heard {
    this._sweep();
    const awaited = new Set([...this._open].filter(brings));
    const heard = { ...copy, at: this._now(), brings, awaited };
    const equal = this._heard.get(copy.content);
    if (equal) equal.push(heard);
    else this._heard.set(copy.content, [heard]);
    return heard;
  }

  /** No copy of the message will come. */
  remove(heard: Heard): void {
    heard.awaited.clear();
    heard.at = -Infinity;
  }

  private *_all(): Iterable<Heard> {
    for (const all of this._heard.values()) yield* all;
  }

  /** Forgets, now and then, what no shard will bring any more. */
  private _sweep(): void {
    const now = this._now();
    if (now - this._sweptAt < OPENING_MS) return;
    this._sweptAt = now;
    for (const [content, all] of this._heard) {
      const left = all.filter(
        ({ at, awaited }) => now - at < (awaited.size ? WINDOW_MS : OPENING_MS),
      );
      if (left.length) this._heard.set(content, left);
      else this._heard.delete(content);
    }
  }
}
