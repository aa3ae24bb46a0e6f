const MAX_FOUND = 1e3;
class ListenerIndex {
  constructor() {
    this._items = /* @__PURE__ */ new Map();
    /** The results of `find` since the last change. */
    this._found = /* @__PURE__ */ new Map();
  }
  add(item) {
    this._found.clear();
    for (const key of item.keys.map(nameOf)) {
      const items = this._items.get(key) ?? /* @__PURE__ */ new Set();
      this._items.set(key, items.add(item));
    }
  }
  remove(item) {
    this._found.clear();
    for (const key of item.keys.map(nameOf)) {
      const items = this._items.get(key);
      if (items?.delete(item) && !items.size) this._items.delete(key);
    }
  }
  clear() {
    this._items.clear();
    this._found.clear();
  }
  /** The listeners of a channel's event: each once, in the order of subscription. */
  find(channel, event) {
    const name = nameOf({ channel, event });
    const known = this._found.get(name);
    if (known) return known;
    const items = this._search(channel, event);
    if (this._found.size >= MAX_FOUND) this._found.clear();
    this._found.set(name, items);
    return items;
  }
  _search(channel, event) {
    const found = /* @__PURE__ */ new Set();
    for (const key of [
      { channel, event },
      { channel, event: "" },
      { channel: "", event: "" }
    ])
      for (const item of this._items.get(nameOf(key)) ?? []) found.add(item);
    return [...found].sort((one, other) => one.place - other.place);
  }
}
function nameOf({ channel = "", event = "" }) {
  return `${channel.length} ${channel}${event}`;
}

export { ListenerIndex };
//# sourceMappingURL=listener-index.js.map
