import { areCopies } from '../../protocol/cluster.js';
import { contentOf } from '../../protocol/identity.js';

const MAX_FRAMES = 500;
const OVERLAP_MS = 1e4;
const RECENT_MS = 5e3;
class Doubles {
  /** @param _read decodes a frame. */
  constructor(_read) {
    this._read = _read;
    /** How many nodes the connections lead to. */
    this.nodes = 1;
    this._frames = [];
    /** Frames of the former leader, which the present one may pass on again. */
    this._doubles = [];
    this._overlappedAt = 0;
  }
  /** The entries of another leader follow. */
  begin(repeats) {
    if (repeats !== "none") this.overlap(repeats);
    for (const frame of this._frames) frame.entry = 0;
  }
  /** Two leaders overlap: the new one may pass on frames that the former one has passed on. */
  overlap(repeats) {
    const now = performance.now();
    const frames = this._frames.filter(
      ({ at, entry }) => repeats === "recent" ? now - at < RECENT_MS : entry > repeats.after
    );
    this._doubles = this._doubles.concat(frames.map(({ text }) => ({ text }))).slice(-MAX_FRAMES);
    this._overlappedAt = now;
    this._frames = [];
  }
  /** A leader has passed on this frame. Returns whether a former one has, too. */
  take(text, entry) {
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
  _findCopy(text) {
    const message = this._read(text);
    if (!message) return -1;
    const content = contentOf(message);
    return this._doubles.findIndex((known) => {
      const other = known.message ?? (known.message = this._read(known.text));
      return other && contentOf(other) === content && areCopies(other, message, this.nodes);
    });
  }
}

export { Doubles };
//# sourceMappingURL=doubles.js.map
