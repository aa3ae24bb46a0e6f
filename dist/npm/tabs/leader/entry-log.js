const MAX_ENTRIES = 500;
class EntryLog {
  constructor() {
    /** Number of the last entry. */
    this.last = 0;
    this._entries = [];
  }
  /** Adds an entry. @param isKept whether another tab may ask for it. */
  push(entry, isKept) {
    this.last++;
    if (!isKept) this._entries.length = 0;
    else if (this._entries.push(entry) > MAX_ENTRIES) this._entries.shift();
  }
  /** The entries after this number; `undefined` if some are gone, or the number is too high. */
  after(number) {
    const missing = this.last - number;
    if (missing < 0 || missing > this._entries.length) return void 0;
    return missing ? this._entries.slice(-missing) : [];
  }
}

export { EntryLog };
//# sourceMappingURL=entry-log.js.map
