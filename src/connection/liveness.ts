const TICK_MS = 5_000;
/** After 25 s of silence the connection is asked, 10 s later it is dead. */
const ASK_AT_TICK = 5;
const DEAD_AT_TICK = 7;
/** Requests that wait for so long may have been passed over. */
const MAX_WAITING_TICKS = 2;

export interface LivenessEvents {
  /** Whether requests wait for an answer. */
  readonly isWaiting: boolean;
  /** Send a question that the server answers. */
  ask(): void;
  /** The question remained without an answer. */
  onDead(): void;
}

/**
 * Notices a dead connection, and requests that the server will not answer. The server never pings,
 * and a connection that was cut without a word looks alive for minutes.
 * Time is counted in ticks, not read off a clock: while a page sleeps there are none, so that it
 * concludes nothing from the silence of that time, nor from a clock that was set.
 */
export class Liveness {
  private _timer: ReturnType<typeof setInterval> | undefined;
  private _silentTicks = 0;
  private _waitingTicks = 0;

  constructor(private readonly _events: LivenessEvents) {}

  /** A connection was opened; its first frame is due like an answer. */
  start(): void {
    this._silentTicks = ASK_AT_TICK;
    this._timer = setInterval(() => this._tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this._timer);
    this._timer = undefined;
  }

  /** Something arrived. */
  heard(): void {
    this._silentTicks = 0;
  }

  /**
   * Asks now, after a time in which the connection may have died unnoticed. The time that an earlier
   * question has waited counts on.
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
