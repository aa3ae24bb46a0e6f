import { isOffline } from "../env";

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
/** A connection that held for so long was a good one: the next failure starts from the beginning. */
const LASTING_MS = 10_000;

/**
 * When to connect again: exponential backoff with full jitter (a random part of the whole delay,
 * the first time too), so that the clients of a restarted server do not come back all at once.
 */
export class Retry {
  private _failures = 0;
  private _openedAt = 0;
  private _end = (): void => undefined;

  /** Resolves when the next attempt may begin: at once for the first, and when woken. */
  wait(): Promise<void> {
    if (!this._failures) return Promise.resolve();
    const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (this._failures - 1));
    // Without a network there is nothing to try: its return wakes, where the browser notices it.
    const delay = isOffline() ? MAX_DELAY_MS : Math.random() * ceiling;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), delay);
      this._end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends a wait. */
  wake(): void {
    this._end();
  }

  opened(): void {
    this._openedAt = Date.now();
  }

  /** Counts a connection that ended, or an attempt that failed. */
  failed(): void {
    const lasted = this._openedAt && Date.now() - this._openedAt > LASTING_MS;
    this._failures = lasted ? 1 : this._failures + 1;
    this._openedAt = 0;
  }
}
