import { identityOf } from '../../protocol/identity.js';

const EARLY_MS = 50;
const LATE_MS = 2e3;
class Overlap {
  constructor() {
    /** By identity: when each copy came here, and the second in which it was sent (0: unknown). */
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
    const identity = identityOf(message);
    const copies = this._heard.get(identity) || [];
    this._heard.set(identity, [...copies, { at: performance.now(), time: message.time }]);
  }
  /**
   * The heir's connection is open: forgets messages that came before it could listen.
   * @param connectMs how long connecting took; the server knew the connection for at most half of
   * it.
   */
  begin(connectMs) {
    const since = performance.now() - Math.max(EARLY_MS, connectMs / 2);
    for (const [identity, copies] of this._heard)
      this._heard.set(
        identity,
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
    const copies = this._heard.get(identityOf(message)) || [];
    const index = copies.findIndex(({ time }) => !time || !message.time || time === message.time);
    if (index >= 0) copies.splice(index, 1);
    return index >= 0;
  }
}

export { Overlap };
//# sourceMappingURL=overlap.js.map
