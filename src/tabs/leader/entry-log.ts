import type { Entry } from "../entries";

/** How many entries are kept for tabs that missed some. */
const MAX_ENTRIES = 500;

/** The last entries of a term, numbered from 1. */
export class EntryLog {
  /** Number of the last entry. */
  last = 0;
  private _entries: Entry[] = [];

  /** Adds an entry. @param isKept whether another tab may ask for it. */
  push(entry: Entry, isKept: boolean): void {
    this.last++;
    if (!isKept) this._entries.length = 0;
    else if (this._entries.push(entry) > MAX_ENTRIES) this._entries.shift();
  }

  /** The entries after this number; `undefined` if some are gone, or the number is too high. */
  after(number: number): Entry[] | undefined {
    const missing = this.last - number;
    if (missing < 0 || missing > this._entries.length) return undefined;
    return missing ? this._entries.slice(-missing) : [];
  }
}
