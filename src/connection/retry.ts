import { isOffline } from "../platform/page";

const MAX_DELAY_MS = 30_000;
/** The outage with which `retryDelay` reaches `MAX_DELAY_MS`. */
const MAX_OUTAGE_MS = 58_800;
/** The loss of a connection that lasted this long begins a new outage. */
const LASTING_MS = 10_000;
/** In the first 3 s of an outage a wait is at most 2.1 s, so a second wake-up would gain little. */
export const MIN_WAKE_GAP_MS = 3_000;

/**
 * How many milliseconds to wait for the next attempt when the outage has lasted for `outageMs`: at
 * first up to 0.4 s, later 0.4 to 0.5 of the outage, and up to 0.6 s. So a page notices after at most
 * half the outage and 0.6 s that the server is back, and asks a server that is down for long rarely.
 *
 * All waits are random, the first one too, because a server that restarts drops all pages at the same
 * moment. The first second counts more, because most attempts are made then: this saves one attempt
 * in ten. The outage is limited, not the wait: otherwise all pages would in the end wait for exactly
 * the same time. `npm run bench` simulates 10,000 browsers.
 *
 * @param random from 0 to 1.
 */
export function retryDelay(outageMs: number, random: number): number {
  const outage = Math.min(outageMs, MAX_OUTAGE_MS);
  const least = 0.4 * outage + 0.2 * Math.min(outage, 1_000);
  return least + random * (400 + 0.1 * outage);
}

/** Decides when to connect again. By `performance.now()`, which no change of the clock moves. */
export class Retry {
  /** When the outage began; undefined before the first outage. */
  private _outageFrom: number | undefined;
  /** When the open connection will have lasted; Infinity while none is open. */
  private _goodFrom = Infinity;
  /** How long to wait for the next attempt, in milliseconds; undefined: not decided. */
  private _delay: number | undefined;
  /** `wake` does nothing before this time. */
  private _deafUntil = 0;

  /** @param _wakeGapMs for how long a wake-up makes it ignore others. */
  constructor(private readonly _wakeGapMs = MIN_WAKE_GAP_MS) {}

  /** Ends the present wait, if there is one. */
  end = (): void => undefined;

  /** Resolves when the next attempt may begin: at once for the first attempt, and on `wake`. */
  wait(): Promise<void> {
    const from = this._outageFrom;
    return new Promise((resolve) => {
      if (from === undefined) return resolve();
      const timer = setTimeout(() => this.end(), this._delay ?? this._newDelay(from));
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * Ends a wait, because the page may have slept, or its network is back. Counts the outage anew, since
   * the time asleep says nothing about the server.
   * Ignores a call that follows another too soon, because each one costs an attempt and the short waits
   * after it: a visitor who switches between tabs, or twenty tabs that all notice the network, would
   * keep a dead server busy.
   */
  wake(): void {
    const now = performance.now();
    if (now < this._deafUntil) return;
    this._deafUntil = now + this._wakeGapMs;
    if (this._outageFrom !== undefined) this._outageFrom = now;
    this._delay = undefined;
    this.end();
  }

  opened(): void {
    this._goodFrom = performance.now() + LASTING_MS;
  }

  /**
   * A connection ended, or an attempt failed. If the connection did not last, the outage goes on: the
   * server accepts pages, but is not well yet. Returns the milliseconds until the next attempt.
   */
  failed(): number {
    const now = performance.now();
    if (this._outageFrom === undefined || now >= this._goodFrom) this._outageFrom = now;
    this._goodFrom = Infinity;
    return (this._delay = this._newDelay(this._outageFrom));
  }

  private _newDelay(outageFrom: number): number {
    if (!isOffline()) return retryDelay(performance.now() - outageFrom, Math.random());
    // Offline, an attempt cannot succeed. The network's return ends the wait, however soon it comes.
    this._deafUntil = 0;
    return MAX_DELAY_MS;
  }
}
