import { SHARD_CHANNELS, MAX_SHARDS } from '../protocol/limits.js';

class Placement {
  constructor() {
    this._shards = [/* @__PURE__ */ new Set()];
  }
  /** The channels of each shard; an empty shard behind the first one is not needed. */
  get shards() {
    return this._shards.map((channels) => [...channels]);
  }
  /** Places these channels, and takes all others away. What finds no room is left out. */
  set(channels) {
    const wanted = new Set(channels);
    for (const shard of this._shards)
      for (const channel of shard) if (!wanted.has(channel)) shard.delete(channel);
    for (const channel of wanted) if (this.find(channel) === void 0) this._add(channel);
  }
  /** The shard that carries a channel. */
  find(channel) {
    const index = this._shards.findIndex((shard) => shard.has(channel));
    return index < 0 ? void 0 : index;
  }
  _add(channel) {
    let shard = this._shards.find(({ size }) => size < SHARD_CHANNELS);
    if (!shard && this._shards.length < MAX_SHARDS) this._shards.push(shard = /* @__PURE__ */ new Set());
    shard?.add(channel);
  }
}

export { Placement };
//# sourceMappingURL=placement.js.map
