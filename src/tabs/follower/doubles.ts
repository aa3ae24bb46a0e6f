import { areCopies } from "../../protocol/cluster";
import { contentOf } from "../../protocol/identity";
import type { FrameMessage } from "../../protocol/messages";
import type { Repeats } from "./reader-effect";

/** How many frames are remembered. */
const MAX_FRAMES = 500;
/** How long two leaders overlap at most. */
const OVERLAP_MS = 10_000;
/** Two leaders may both have heard what came so long before the second one was known. */
const RECENT_MS = 5_000;

interface Known {
  text: string;
  /** Absent until the texts of two leaders differ. */
  message?: FrameMessage | undefined;
}

/** Finds frames that one leader passes on after another one has: both connections have heard them. */
export class Doubles {
  /** How many nodes the connections lead to. */
  nodes = 1;
  private _frames: { text: string; at: number; entry: number }[] = [];
  /** Frames of the former leader, which the present one may pass on again. */
  private _doubles: Known[] = [];
  private _overlappedAt = 0;

  /** @param _read decodes a frame. */
  constructor(private readonly _read: (text: string) => FrameMessage | undefined) {}

  /** The entries of another leader follow. */
  begin(repeats: Repeats): void {
    if (repeats !== "none") this.overlap(repeats);
    // Entries are numbered anew.
    for (const frame of this._frames) frame.entry = 0;
  }

  /** Two leaders overlap: the new one may pass on frames that the former one has passed on. */
  overlap(repeats: Exclude<Repeats, "none">): void {
    const now = performance.now();
    const frames = this._frames.filter(({ at, entry }) =>
      repeats === "recent" ? now - at < RECENT_MS : entry > repeats.after,
    );
    this._doubles = this._doubles.concat(frames.map(({ text }) => ({ text }))).slice(-MAX_FRAMES);
    this._overlappedAt = now;
    this._frames = [];
  }

  /** A leader has passed on this frame. Returns whether a former one has, too. */
  take(text: string, entry: number): boolean {
    // A copy, too, because a third leader may have heard the same.
    const frame = { text, at: performance.now(), entry };
    if (this._frames.push(frame) > MAX_FRAMES) this._frames.shift();
    if (!this._doubles.length) return false;
    if (performance.now() - this._overlappedAt > OVERLAP_MS) this._doubles = [];
    const equal = this._doubles.findIndex((known) => known.text === text);
    const index = equal < 0 && this.nodes > 1 ? this._findCopy(text) : equal;
    if (index >= 0) this._doubles.splice(index, 1);
    return index >= 0;
  }

  /** Two leaders may have heard a message by different nodes, whose frames differ. */
  private _findCopy(text: string): number {
    const message = this._read(text);
    if (!message) return -1;
    const content = contentOf(message);
    return this._doubles.findIndex((known) => {
      const other = (known.message ??= this._read(known.text));
      return other && contentOf(other) === content && areCopies(other, message, this.nodes);
    });
  }
}
