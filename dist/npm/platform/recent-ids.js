const MAX_IDS = 1e3;
class RecentIds {
  constructor() {
    this._ids = /* @__PURE__ */ new Set();
  }
  has(id) {
    return this._ids.has(id);
  }
  /** Whether `id` is not among the remembered ids. Remembers it. */
  isNew(id) {
    if (this._ids.has(id)) return false;
    this._ids.add(id);
    if (this._ids.size > MAX_IDS) this._ids.delete(this._ids.values().next().value);
    return true;
  }
}

export { RecentIds };
//# sourceMappingURL=recent-ids.js.map
