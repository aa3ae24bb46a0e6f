import { isOffline } from "../platform/page";

const MAX_DELAY_MS = 30_000;
/** The outage with which `retryDelay` reaches `MAX_DELAY_MS`. */
const MAX_OUTAGE_MS = 58_800;
/** A connection that held for so long was a good one: its loss begins a new outage. */
const LASTING_MS = 10_000;
/** In the first 3 s of an outage a wait is 2.1 s at most: a second wake-up would gain little. */
const MIN_WAKE_GAP_MS = 3_000;

/**
 * How long to wait for the next attempt, when the outage has lasted for `outageMs`: at first up to
 * 0.4 s, later 0.4 to 0.5 of the outage and up to 0.6 s. A page thus notices that the server is back
 * after at most half the outage and 0.6 s, and a server that is down for long is left in peace.
 *
 * The waits are spread, the first one too, because a server that restarts drops all pages at the
 * same moment. The first second counts more, because most attempts are made then: this saves one
 * attempt in ten. The outage is cut to a maximum, and not the wait: otherwise all pages would in the
 * end wait for exactly the same time. `npm run bench` shows what 10,000 browsers do.
 *
 * @param random from 0 to 1.
 */
export function retryDelay(outageMs: number, random: number): number {
  const outage = Math.min(outageMs, MAX_OUTAGE_MS);
  const least = 0.4 * outage + 0.2 * Math.min(outage, 1_000);
  return least + random * (400 + 0.1 * outage);
}

/** When to connect again. Times are of `performance.now()`: a clock that is set does not move it. */
export class Retry {
  /** From when on the outage is counted; undefined before the first. */
  private _outageFrom: number | undefined;
  /** From when on the open connection is a good one; Infinity while none is open. */
  private _goodFrom = Infinity;
  /** `wake` does nothing until then. */
  private _deafUntil = 0;

  /** Ends a wait, if there is one. */
  end = (): void => undefined;

  /** Resolves when the next attempt may begin: at once for the first, and when woken. */
  wait(): Promise<void> {
    const from = this._outageFrom;
    return new Promise((resolve) => {
      if (from === undefined) return resolve();
      const timer = setTimeout(() => this.end(), this._delay(from));
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * The page may have slept, or its network is back: ends a wait, and counts the outage anew, since
   * time asleep is no reason for patience.
   * `Retry` ignores a call that follows another too soon, because each costs an attempt and the
   * short waits after it: a visitor who flicks through the tabs, or twenty tabs that all notice the
   * network, would keep a dead server busy.
   */
  wake(): void {
    const now = performance.now();
    if (now < this._deafUntil) return;
    this._deafUntil = now + MIN_WAKE_GAP_MS;
    if (this._outageFrom !== undefined) this._outageFrom = now;
    this.end();
  }

  opened(): void {
    this._goodFrom = performance.now() + LASTING_MS;
  }

  /**
   * A connection ended, or an attempt failed. A server that accepts pages and soon drops them is
   * not well yet: the outage goes on.
   */
  failed(): void {
    const now = performance.now();
    if (this._outageFrom === undefined || now >= this._goodFrom) this._outageFrom = now;
    this._goodFrom = Infinity;
  }

  private _delay(outageFrom: number): number {
    if (!isOffline()) return retryDelay(performance.now() - outageFrom, Math.random());
    // Without a network there is nothing to try. Its return ends the wait, however soon it comes.
    this._deafUntil = 0;
    return MAX_DELAY_MS;
  }
}
