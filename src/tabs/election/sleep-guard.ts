/**
 * After so long without an event, a tab may have slept, and have been deposed meanwhile. It is less
 * than the others need for that.
 */
const SLEEP_MS = 1_000;

/**
 * For as long as it slept, and at most for so long, a tab that awoke may be reading what came while
 * it slept.
 */
const MAX_DRAIN_MS = 5_000;

interface Action {
  run: () => void;
  /** Only tells the other tabs something: those that follow a later leader ignore it. */
  isNews: boolean;
}

/**
 * Holds back what only a leader may do, where its tab could not run for a time (a long task, a
 * stopped process) and another may lead by now.
 */
export class SleepGuard {
  private _awakeAt = performance.now();
  private _lastSleep = { from: 0, to: -Infinity };
  private _held: Action[] | undefined;
  private _isActing = false;

  /** @param _confirm resolves when the tab would know that it was deposed. */
  constructor(private readonly _confirm: () => Promise<unknown> | undefined) {}

  /** Something happened that any tab may act on. Returns whether the tab had slept. */
  touch(): boolean {
    // Read once: the process may be stopped between any two steps.
    const now = performance.now();
    const hasSlept = this._sleptFor(now) > 0;
    if (hasSlept && !this._isDraining(now)) this._lastSleep = { from: this._awakeAt, to: now };
    this._awakeAt = now;
    return hasSlept;
  }

  /** Whether the tab could not run, or has just begun to again. */
  get hasSlept(): boolean {
    return Boolean(this._held) || this._sleptFor(performance.now()) > 0;
  }

  /** What is read now came at most so many milliseconds ago: a tab that slept reads late. */
  get lag(): number {
    const now = performance.now();
    return this._isDraining(now) ? now - this._lastSleep.from : this._sleptFor(now);
  }

  /** Runs `run`, now or once it is certain that the tab still leads. */
  run(run: () => void, isNews = false): void {
    // A part of an action that runs already.
    if (this._isActing) return run();
    if (this._held) return void this._held.push({ run, isNews });
    const confirmed = this.touch() && this._confirm();
    if (!confirmed) return this._act(run);
    const held: Action[] = (this._held = [{ run, isNews }]);
    void confirmed.then(() => {
      if (held !== this._held) return;
      this._held = undefined;
      this.touch();
      for (const action of held) this._act(action.run);
    });
  }

  /** In milliseconds; 0 if it was awake until now. */
  private _sleptFor(now: number): number {
    const idle = now - this._awakeAt;
    return idle > SLEEP_MS ? idle : 0;
  }

  private _isDraining(now: number): boolean {
    const { from, to } = this._lastSleep;
    return now - to < Math.min(to - from, MAX_DRAIN_MS);
  }

  /** The tab leaves before it is certain: it says what it would have said, and does nothing else. */
  speakOut(): void {
    const held = this._held || [];
    this._held = undefined;
    for (const action of held) if (action.isNews) this._act(action.run);
  }

  private _act(run: () => void): void {
    this._isActing = true;
    try {
      run();
    } finally {
      this._isActing = false;
    }
  }

  /** The tab was deposed: what was held back is not for it to do. */
  drop(): void {
    this._held = undefined;
  }
}
