const TICK_MS = 500;
/** Sooner than other ticks, because a new tab may miss the leader's first answer. */
const FIRST_TICK_MS = 60;
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
 * Notices that the leader is dead. Counts its silence in ticks of 500 ms, not by the clock: a page
 * that sleeps has no ticks, and does not take its own sleep for the leader's silence. In hidden
 * pages browsers stretch a tick to a second or a minute.
 */
export class FailureDetector {
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _silentTicks = 0;
  private _heardAt = -Infinity;

  /** @param _patience ticks of silence after which a leader counts as dead. */
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
    this._heardAt = performance.now();
  }

  /** Whether the leader was heard recently. By the clock, because ticks are rare in hidden tabs. */
  get isRecent(): boolean {
    return performance.now() - this._heardAt < RECENT_MS;
  }

  private _tickIn(ms: number): void {
    this._timer = setTimeout(() => {
      // Tabs that were opened together must not depose a leader in the same moment.
      this._tickIn(TICK_MS * (0.8 + 0.4 * Math.random()));
      this._tick();
    }, ms);
  }

  private _tick(): void {
    if (!this._events.onTick()) return;
    this._silentTicks++;
    if (this._silentTicks >= ASK_AT_TICK) this._events.onSilence();
    if (this._silentTicks < this._patience()) return;
    this._silentTicks = 0;
    this._events.onDeath();
  }
}
