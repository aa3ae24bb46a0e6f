const MAX_TEXTS = 1e3;
class ReplayFilter {
  constructor() {
    this._seen = /* @__PURE__ */ new Map();
    this._now = /* @__PURE__ */ new Map();
  }
  /** A new replay begins. */
  begin() {
    for (const [text, count] of this._now)
      this._seen.set(text, Math.max(count, this._seen.get(text) || 0));
    this._now.clear();
    if (this._seen.size > MAX_TEXTS) this._seen.clear();
  }
  isNew(text) {
    const count = (this._now.get(text) || 0) + 1;
    this._now.set(text, count);
    return count > (this._seen.get(text) || 0);
  }
}

export { ReplayFilter };
//# sourceMappingURL=replay-filter.js.map
