const MAX_ITEMS = 500;
class EntryLog {
  constructor() {
    /** Number of the last item. */
    this.last = 0;
    this._items = [];
  }
  /** @param isKept whether another tab may ask for it. */
  push(item, isKept) {
    this.last++;
    if (!isKept) this._items = [];
    else if (this._items.push(item) > MAX_ITEMS) this._items.shift();
  }
  /** The items after that number; `undefined` where they are gone, or there is none such. */
  after(number) {
    const missing = this.last - number;
    if (missing < 0 || missing > this._items.length) return void 0;
    return missing ? this._items.slice(-missing) : [];
  }
}

export { EntryLog };
//# sourceMappingURL=entry-log.js.map
