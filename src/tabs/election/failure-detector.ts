const TICK_MS = 500;
/** Sooner than other ticks, because a new tab may miss the leader's first answer. */
const FIRST_TICK_MS = 60;
/** A tick counts as this long at most: a page that slept for longer has read no news. */
const MAX_TICK_MS = 1_000;
/** Ticks of silence after which the leader is asked. */
const ASK_AT_TICK = 2;
/** A leader that was heard within this time counts as alive. */
const RECENT_MS = 1_000;

export interface FailureEvents {
  /** Each tick. Returns whether there is another tab to watch. */
  onTick(): boolean;
  /** The leader was not heard for a while. */
  onSilence(): void;
  /** The leader was not heard for so long that it counts as dead. */
  onDeath(): void;
}

/**
 * Notices that the leader is dead. Adds its silence up from tick to tick, not by the clock: a page
 * that sleeps has no ticks, and does not take its own sleep for the leader's silence. Browsers
 * stretch the 500 ms of a tick to a second in hidden pages, and to a minute in those hidden for long.
 */
export class FailureDetector {
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _silentTicks = 0;
  private _silentMs = 0;
  private _tickedAt = performance.now();
  private _heardAt = -Infinity;

  /** @param _patience how long, in ms, a leader may be silent until it counts as dead. */
  constructor(
    private readonly _patience: () => number,
    private readonly _events: FailureEvents,
  ) {}

  start(): void {
    this._tickIn(FIRST_TICK_MS);
  }

  stop(): void {
    clearTimeout(this._timer);
  }

  /** The leader was heard. */
  heard(): void {
    this._silentTicks = 0;
    this._silentMs = 0;
    this._heardAt = this._tickedAt = performance.now();
  }

  /** Whether the leader was heard recently. By the clock, because ticks are rare in hidden tabs. */
  get isRecent(): boolean {
    return performance.now() - this._heardAt < RECENT_MS;
  }

  private _tickIn(ms: number): void {
    this._timer = setTimeout(() => {
      // Spread, so that tabs which were opened together do not all work in the same moment.
      this._tickIn(TICK_MS * (0.8 + 0.4 * Math.random()));
      this._tick();
    }, ms);
  }

  private _tick(): void {
    const now = performance.now();
    const tickMs = Math.min(now - this._tickedAt, MAX_TICK_MS);
    this._tickedAt = now;
    if (!this._events.onTick()) return;
    this._silentTicks++;
    this._silentMs += tickMs;
    if (this._silentTicks >= ASK_AT_TICK) this._events.onSilence();
    // It had time to answer.
    if (this._silentTicks <= ASK_AT_TICK || this._silentMs < this._patience()) return;
    this._silentTicks = 0;
    this._silentMs = 0;
    this._events.onDeath();
  }
}
