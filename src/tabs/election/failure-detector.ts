const TICK_MS = 500;
/** A new tab may miss an answer in its first moments. */
const FIRST_TICK_MS = 60;
/** Ticks of silence after which the leader is asked. */
const ASK_AT_TICK = 2;
/** What was heard longer ago says nothing of whether the leader lives. */
const RECENT_MS = 1_000;

export interface FailureEvents {
  /** Each tick. Returns whether there is another tab to watch. */
  onTick(): boolean;
  /** The leader was not heard for a while. */
  onSilence(): void;
  /** It was not heard for so long that it counts as dead. */
  onDeath(): void;
}

/**
 * A follower's watch over its leader, in ticks of 500 ms (browsers stretch them in hidden pages to a
 * second or a minute; while a page sleeps there are none, and nothing is concluded from that time).
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

  /** Whether that was lately, by the clock: ticks of hidden tabs are too rare. */
  get isRecent(): boolean {
    return performance.now() - this._heardAt < RECENT_MS;
  }

  private _tickIn(ms: number): void {
    this._timer = setTimeout(() => {
      // Tabs that were opened together shall not depose a leader in the same moment.
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
