import { areCopies } from '../../protocol/cluster.js';
import { contentOf } from '../../protocol/identity.js';

const EARLY_MS = 50;
const LATE_MS = 2e3;
const MAX_LAG_MS = 5e3;
const SWEEP = 500;
const KEEP_MS = 3e4;
const ECHO_DIFFERS_S = 1;
class Overlap {
  /** @param _nodes how many nodes the connections lead to. */
  constructor(_nodes) {
    this._nodes = _nodes;
    /** By content: when each copy came here, who sent it, and in which second (0: unknown). */
    this._heard = /* @__PURE__ */ new Map();
    this._endsAt = -Infinity;
    this._count = 0;
  }
  /** A connection is opened beside the leader's. */
  open() {
    this._endsAt = Infinity;
  }
  /** Which of the held messages the leader has passed on; `isEcho`: see `Heard`. -1: none. */
  find(held, { userId, time, ...other }, isEcho) {
    const content = contentOf(other);
    const known = { at: 0, userId, time, isEcho };
    return held.findIndex((one) => one.content === content && this._isCopy(known, one.message));
  }
  /** The former leader has heard this; `isEcho`: see `Heard`. */
  note(message, isEcho = false) {
    if (!("channel" in message)) return;
    const content = contentOf(message);
    const { userId, time } = message;
    const copies = this._heard.get(content) || [];
    this._heard.set(content, [...copies, { at: performance.now(), userId, time, isEcho }]);
    if (++this._count % SWEEP === 0) this._forget(performance.now() - KEEP_MS);
  }
  /**
   * The heir's connection is open: forgets messages that came before it could listen.
   * @param connectMs how long connecting took; the server knew the connection for at most half of
   * it.
   */
  begin(connectMs) {
    this._forget(performance.now() - Math.max(EARLY_MS, connectMs / 2));
  }
  /** The heir leads from now on. */
  close() {
    this._endsAt = performance.now() + LATE_MS;
  }
  /** Whether both connections may hear the same at present. */
  get isOpen() {
    return performance.now() < this._endsAt;
  }
  /** Whether the former leader has heard this message: true once for each copy that it heard. */
  isDouble(message) {
    if (!("channel" in message) || !this._heard.size) return false;
    if (!this.isOpen) this._heard.clear();
    const copies = this._heard.get(contentOf(message)) || [];
    const since = performance.now() - MAX_LAG_MS;
    const index = copies.findIndex(
      (copy) => (copy.time > 0 || copy.at >= since) && this._isCopy(copy, message)
    );
    if (index >= 0) copies.splice(index, 1);
    return index >= 0;
  }
  _isCopy(known, { userId, time }) {
    const differ = known.isEcho ? Math.abs(known.time - time) : Infinity;
    const sent = differ <= ECHO_DIFFERS_S ? known.time : time;
    return areCopies(known, { userId, time: sent }, this._nodes());
  }
  _forget(before) {
    for (const [content, copies] of this._heard) {
      const kept = copies.filter(({ at }) => at >= before);
      if (kept.length) this._heard.set(content, kept);
      else this._heard.delete(content);
    }
  }
}

export { Overlap };
//# sourceMappingURL=overlap.js.map
