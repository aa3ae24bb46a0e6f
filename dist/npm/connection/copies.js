import { CLOCKS_DIFFER_S } from '../protocol/cluster.js';

const WINDOW_MS = 6e4;
const OPENING_MS = 2e3;
class Copies {
  /** @param _now the time in milliseconds. */
  constructor(_now = () => performance.now()) {
    this._now = _now;
    this._open = /* @__PURE__ */ new Set();
    this._heard = /* @__PURE__ */ new Map();
    this._sweptAt = 0;
  }
  /** How many contents are remembered. */
  get size() {
    return this._heard.size;
  }
  /** The shard hears messages from now on. */
  open(shard) {
    this._open.add(shard);
    const since = this._now() - OPENING_MS;
    for (const { at, brings, awaited } of this._all())
      if (at >= since && brings(shard)) awaited.add(shard);
  }
  close(shard) {
    this._open.delete(shard);
    for (const { awaited } of this._all()) awaited.delete(shard);
  }
  /** The message that this one is a copy of, if there is one. */
  find(shard, { content, time, origin }) {
    const found = this._heard.get(content)?.find(
      (heard) => heard.awaited.has(shard) && this._now() - heard.at < WINDOW_MS && (!heard.time || !time || Math.abs(heard.time - time) <= CLOCKS_DIFFER_S) && (origin !== "here" || heard.origin !== "here")
    );
    found?.awaited.delete(shard);
    return found;
  }
  /** Remembers a message. @param brings whether a shard may bring a copy of it. */
  add(copy, brings) {
    this._sweep();
    const awaited = new Set([...this._open].filter(brings));
    const heard = { ...copy, at: this._now(), brings, awaited };
    const equal = this._heard.get(copy.content);
    if (equal) equal.push(heard);
    else this._heard.set(copy.content, [heard]);
    return heard;
  }
  /** No copy of the message will come. */
  remove(heard) {
    heard.awaited.clear();
    heard.at = -Infinity;
  }
  *_all() {
    for (const all of this._heard.values()) yield* all;
  }
  /** Forgets, now and then, what no shard will bring any more. */
  _sweep() {
    const now = this._now();
    if (now - this._sweptAt < OPENING_MS) return;
    this._sweptAt = now;
    for (const [content, all] of this._heard) {
      const left = all.filter(
        ({ at, awaited }) => now - at < (awaited.size ? WINDOW_MS : OPENING_MS)
      );
      if (left.length) this._heard.set(content, left);
      else this._heard.delete(content);
    }
  }
}

export { Copies, OPENING_MS };
//# sourceMappingURL=copies.js.map
