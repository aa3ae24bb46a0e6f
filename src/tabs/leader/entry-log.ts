import type { Entry } from "../messages";

/** How many entries are kept for tabs that missed some. */
const MAX_ENTRIES = 500;

/** The last things that happened in a term, numbered from 1. */
export class EntryLog {
  /** Number of the last entry. */
  last = 0;
  private _entries: Entry[] = [];

  /** @param isKept whether another tab may ask for it. */
  push(entry: Entry, isKept: boolean): void {
    this.last++;
    if (!isKept) this._entries.length = 0;
    else if (this._entries.push(entry) > MAX_ENTRIES) this._entries.shift();
  }

  /** The entries after that number; `undefined` where they are gone, or there is none such. */
  after(number: number): Entry[] | undefined {
    const missing = this.last - number;
    if (missing < 0 || missing > this._entries.length) return undefined;
    return missing ? this._entries.slice(-missing) : [];
  }
}
