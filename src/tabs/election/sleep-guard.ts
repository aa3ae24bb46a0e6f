import { callPage } from "../../platform/tasks";

/**
 * A tab without an event for this long may have slept, and have been deposed meanwhile. Shorter
 * than the time that other tabs need to depose it.
 */
export const SLEEP_MS = 1_000;

/**
 * A tab that awoke may be reading old events for as long as it slept, but not for longer than this.
 */
const MAX_DRAIN_MS = 5_000;

interface Action {
  run: () => void;
  /** Whether it only tells the other tabs something: those that follow a newer leader ignore it. */
  isNews: boolean;
}

/**
 * Holds back what only a leader may do, if its tab could not run for a time (a long task, a stopped
 * process): another tab may lead by now.
 */
export class SleepGuard {
  private _awakeAt = performance.now();
  private _lastSleep = { from: 0, to: -Infinity };
  private _held: Action[] | undefined;
  private _isActing = false;

  /** @param _confirm see `Elector.confirm`; `undefined` if the tab cannot have been deposed. */
  constructor(private readonly _confirm: () => Promise<unknown> | undefined) {}

  /** The tab runs. Returns whether it had slept. */
  noteAwake(): boolean {
    // Read the clock once: the process may be stopped between any two steps.
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

  /**
   * How old, in milliseconds, an event may be that the tab reads now: it reads late if it slept.
   */
  get lag(): number {
    const now = performance.now();
    return this._isDraining(now) ? now - this._lastSleep.from : this._sleptFor(now);
  }

  /** Runs `run`: at once, or once it is certain that the tab still leads. */
  run(run: () => void, isNews = false): void {
    // `run` is a part of an action that runs already.
    if (this._isActing) return run();
    if (this._held) return void this._held.push({ run, isNews });
    const confirmed = this.noteAwake() && this._confirm();
    if (!confirmed) return this._act(run);
    const held: Action[] = (this._held = [{ run, isNews }]);
    void confirmed.then(() => {
      if (held !== this._held) return;
      this._held = undefined;
      this.noteAwake();
      this._actAll(held);
    });
  }

  /** How long the tab has slept, in milliseconds; 0 if it was awake. */
  private _sleptFor(now: number): number {
    const idle = now - this._awakeAt;
    return idle > SLEEP_MS ? idle : 0;
  }

  private _isDraining(now: number): boolean {
    const { from, to } = this._lastSleep;
    return now - to < Math.min(to - from, MAX_DRAIN_MS);
  }

  /**
   * The tab leaves before it is certain that it leads: runs only the held actions that are news.
   */
  runHeldNews(): void {
    const held = this._held || [];
    this._held = undefined;
    this._actAll(held.filter(({ isNews }) => isNews));
  }

  /** Runs held actions. If one throws, the others must not be lost: they may be numbered entries. */
  private _actAll(held: Action[]): void {
    for (const { run } of held) callPage(() => this._act(run));
  }

  private _act(run: () => void): void {
    this._isActing = true;
    try {
      run();
    } finally {
      this._isActing = false;
    }
  }

  /** The tab was deposed: forgets the held actions. */
  dropHeld(): void {
    this._held = undefined;
  }
}
