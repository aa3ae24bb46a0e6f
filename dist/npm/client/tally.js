class Tally {
  constructor() {
    this._counts = /* @__PURE__ */ new Map();
  }
  /** The texts with a count above 0, in the order in which they came. */
  get keys() {
    return [...this._counts.keys()];
  }
  get(key) {
    return this._counts.get(key) ?? 0;
  }
  /** @param by 1 for a text that comes, -1 for one that goes. */
  count(key, by) {
    const count = this.get(key) + by;
    if (count) this._counts.set(key, count);
    else this._counts.delete(key);
  }
}

export { Tally };
//# sourceMappingURL=tally.js.map
