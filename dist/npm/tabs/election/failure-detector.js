const TICK_MS = 500;
const FIRST_TICK_MS = 60;
const MAX_TICK_MS = 1e3;
const ASK_AT_TICK = 2;
const RECENT_MS = 1e3;
class FailureDetector {
  /** @param _patience how long, in ms, a leader may be silent until it counts as dead. */
  constructor(_patience, _events) {
    this._patience = _patience;
    this._events = _events;
    this._silentTicks = 0;
    this._silentMs = 0;
    this._tickedAt = performance.now();
    this._heardAt = -Infinity;
  }
  start() {
    this._tickIn(FIRST_TICK_MS);
  }
  stop() {
    clearTimeout(this._timer);
  }
  /** The leader was heard. */
  heard() {
    this._silentTicks = 0;
    this._silentMs = 0;
    this._heardAt = this._tickedAt = performance.now();
  }
  /** Whether the leader was heard recently. By the clock, because ticks are rare in hidden tabs. */
  get isRecent() {
    return performance.now() - this._heardAt < RECENT_MS;
  }
  _tickIn(ms) {
    this._timer = setTimeout(() => {
      this._tickIn(TICK_MS * (0.8 + 0.4 * Math.random()));
      this._tick();
    }, ms);
  }
  _tick() {
    const now = performance.now();
    const tickMs = Math.min(now - this._tickedAt, MAX_TICK_MS);
    this._tickedAt = now;
    if (!this._events.onTick()) return;
    this._silentTicks++;
    this._silentMs += tickMs;
    if (this._silentTicks >= ASK_AT_TICK) this._events.onSilence();
    if (this._silentTicks <= ASK_AT_TICK || this._silentMs < this._patience()) return;
    this._silentTicks = 0;
    this._silentMs = 0;
    this._events.onDeath();
  }
}

export { FailureDetector };
//# sourceMappingURL=failure-detector.js.map
