const TICK_MS = 5_000;
/** After 25 s of silence a question is sent; 10 s later the connection counts as dead. */
const ASK_AT_TICK = 5;
const DEAD_AT_TICK = 7;
/** After this many ticks with commands in flight, a fence settles those without an answer. */
const MAX_WAITING_TICKS = 2;

export interface LivenessEvents {
  /** Whether commands are in flight. */
  readonly isWaiting: boolean;
  /** Sends a fence. */
  ask(): void;
  /** The fence was not answered in time. */
  onDead(): void;
}

/**
 * Notices a dead connection, and commands that the server will not answer. The server never pings, and
 * a half-open connection looks alive for minutes.
 * Time is counted in ticks of a timer, because a sleeping page has none: a clock would make it take
 * the silence of its sleep for a dead connection.
 */
export class Liveness {
  private _timer: ReturnType<typeof setInterval> | undefined;
  private _silentTicks = 0;
  private _waitingTicks = 0;

  constructor(private readonly _events: LivenessEvents) {}

  /** A connection was opened. Its first frame is due as soon as an answer would be. */
  start(): void {
    this._silentTicks = ASK_AT_TICK;
    this._timer = setInterval(() => this._tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this._timer);
    this._timer = undefined;
  }

  /** A frame arrived. */
  heard(): void {
    this._silentTicks = 0;
  }

  /**
   * Asks at once, since the connection may have died unnoticed. If an earlier question is open, the
   * time that it has waited still counts.
   */
  check(): void {
    if (!this._timer) return;
    this._silentTicks = Math.max(this._silentTicks, ASK_AT_TICK);
    this._waitingTicks = 0;
    this._events.ask();
  }

  private _tick(): void {
    this._waitingTicks = this._events.isWaiting ? this._waitingTicks + 1 : 0;
    if (++this._silentTicks >= DEAD_AT_TICK) this._events.onDead();
    else if (this._silentTicks === ASK_AT_TICK || this._waitingTicks > MAX_WAITING_TICKS)
      this.check();
  }
}
