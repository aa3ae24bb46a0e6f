import { areCopies } from '../../protocol/cluster.js';
import { contentOf } from '../../protocol/identity.js';

const EARLY_MS = 50;
const LATE_MS = 2e3;
class Overlap {
  /** @param _nodes how many nodes the connections lead to. */
  constructor(_nodes) {
    this._nodes = _nodes;
    /** By content: when each copy came here, who sent it, and in which second (0: unknown). */
    this._heard = /* @__PURE__ */ new Map();
    this._endsAt = -Infinity;
  }
  /** A connection is opened beside the leader's. */
  open() {
    this._endsAt = Infinity;
  }
  /** The former leader has heard this. */
  note(message) {
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
  begin(connectMs) {
    const since = performance.now() - Math.max(EARLY_MS, connectMs / 2);
    for (const [content, copies] of this._heard)
      this._heard.set(
        content,
        copies.filter(({ at }) => at >= since)
      );
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
    const index = copies.findIndex((copy) => areCopies(copy, message, this._nodes()));
    if (index >= 0) copies.splice(index, 1);
    return index >= 0;
  }
}

export { Overlap };
//# sourceMappingURL=overlap.js.map
