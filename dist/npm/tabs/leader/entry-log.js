const MAX_ENTRIES = 500;
class EntryLog {
  constructor() {
    /** Number of the last entry. */
    this.last = 0;
    this._entries = [];
  }
  /** @param isKept whether another tab may ask for it. */
  push(entry, isKept) {
    this.last++;
    if (!isKept) this._entries.length = 0;
    else if (this._entries.push(entry) > MAX_ENTRIES) this._entries.shift();
  }
  /** The entries after that number; `undefined` where they are gone, or there is none such. */
  after(number) {
    const missing = this.last - number;
    if (missing < 0 || missing > this._entries.length) return void 0;
    return missing ? this._entries.slice(-missing) : [];
  }
}

export { EntryLog };
//# sourceMappingURL=entry-log.js.map
