class Lane {
  constructor() {
    this._streams = /* @__PURE__ */ new Map();
    this._waiting = /* @__PURE__ */ new Map();
  }
  get isEmpty() {
    return this._waiting.size === 0;
  }
  add(shard, message, heard, isDue) {
    const waiting = { shard, message, heard, isDue, streams: 0 };
    this._waiting.set(heard, waiting);
    this._append(shard, waiting);
  }
  /** Another shard has brought a copy. Returns what waits, unless it has come out already. */
  addCopy(shard, heard) {
    const waiting = this._waiting.get(heard);
    if (waiting) this._append(shard, waiting);
    return waiting;
  }
  /** What waits for a shard. */
  get open() {
    return [...this._waiting.values()].filter(({ isDue }) => !isDue);
  }
  /** Takes out what is due, in order. */
  takeDue() {
    const due = [];
    for (let next = this._next(); next; next = this._next()) {
      this._remove(next);
      due.push(next);
    }
    return due;
  }
  _append(shard, waiting) {
    const stream = this._streams.get(shard) ?? [];
    stream.push(waiting);
    this._streams.set(shard, stream);
    waiting.streams++;
  }
  _next() {
    const heads = [...this._streams.values()].flatMap(([head]) => head ?? []);
    const first = heads.filter(
      (one) => heads.filter((head) => head === one).length === one.streams
    );
    return (first.length ? first : heads).find(({ isDue }) => isDue);
  }
  _remove(waiting) {
    this._waiting.delete(waiting.heard);
    for (const [shard, stream] of this._streams) {
      if (stream[0] === waiting) stream.shift();
      else if (stream.includes(waiting)) stream.splice(stream.indexOf(waiting), 1);
      if (!stream.length) this._streams.delete(shard);
    }
  }
}

export { Lane };
//# sourceMappingURL=lane.js.map
