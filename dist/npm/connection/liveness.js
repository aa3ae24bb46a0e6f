const TICK_MS = 5e3;
const ASK_AT_TICK = 5;
const DEAD_AT_TICK = 7;
const MAX_WAITING_TICKS = 2;
class Liveness {
  constructor(_events) {
    this._events = _events;
    this._silentTicks = 0;
    this._waitingTicks = 0;
  }
  /** A connection was opened. Its first frame is due as soon as an answer would be. */
  start() {
    this._silentTicks = ASK_AT_TICK;
    this._timer = setInterval(() => this._tick(), TICK_MS);
  }
  stop() {
    clearInterval(this._timer);
    this._timer = void 0;
  }
  /** A frame arrived. */
  heard() {
    this._silentTicks = 0;
  }
  /**
   * Asks at once, since the connection may have died unnoticed. If an earlier question is open, the
   * time that it has waited still counts.
   */
  check() {
    if (!this._timer) return;
    this._silentTicks = Math.max(this._silentTicks, ASK_AT_TICK);
    this._waitingTicks = 0;
    this._events.ask();
  }
  _tick() {
    this._waitingTicks = this._events.isWaiting ? this._waitingTicks + 1 : 0;
    if (++this._silentTicks >= DEAD_AT_TICK) this._events.onDead();
    else if (this._silentTicks === ASK_AT_TICK || this._waitingTicks > MAX_WAITING_TICKS)
      this.check();
  }
}

export { Liveness };
//# sourceMappingURL=liveness.js.map
