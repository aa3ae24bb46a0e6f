/**
 * After so long without an event, a tab may have slept, and have been deposed meanwhile. It is less
 * than the others need for that.
 */
const SLEEP_MS = 1_000;

/**
 * Holds back what only a master may do, where its tab could not run for a time (a long task, a
 * stopped process) and another may lead by now.
 */
export class Alertness {
  private _awakeAt = performance.now();
  private _held: (() => void)[] | undefined;
  private _isActing = false;

  /** @param _confirm resolves when the tab would know that it was deposed. */
  constructor(private readonly _confirm: () => Promise<unknown> | undefined) {}

  /** Something happened that any tab may act on. */
  touch(): void {
    this._awakeAt = performance.now();
  }

  /** Whether the tab could not run, or has just begun to again. */
  get hasSlept(): boolean {
    return Boolean(this._held) || performance.now() - this._awakeAt > SLEEP_MS;
  }

  /** Runs `action`, now or once it is certain that the tab still leads. */
  run(action: () => void): void {
    // Part of what is done already.
    if (this._isActing) return action();
    if (this._held) return void this._held.push(action);
    const { hasSlept } = this;
    this.touch();
    const confirmed = hasSlept && this._confirm();
    if (!confirmed) return this._act([action]);
    const held = (this._held = [action]);
    void confirmed.then(() => {
      if (held !== this._held) return;
      this._held = undefined;
      // The wait was no sleep.
      this.touch();
      this._act(held);
    });
  }

  private _act(actions: (() => void)[]): void {
    this._isActing = true;
    try {
      for (const action of actions) action();
    } finally {
      this._isActing = false;
    }
  }

  /** The tab was deposed: what was held back is not for it to do. */
  drop(): void {
    this._held = undefined;
  }
}
