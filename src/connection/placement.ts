import { MAX_SHARDS, SHARD_CHANNELS } from "../protocol/limits";

/**
 * Which channels each shard of a node carries. A channel stays on its shard while it is wanted: if it
 * moved, other users would see its visitor leave and join. The first shard is always there, because
 * private messages and commands need one.
 */
export class Placement {
  private readonly _shards: Set<string>[] = [new Set()];

  /** The channels of each shard; an empty shard behind the first one is not needed. */
  get shards(): readonly (readonly string[])[] {
    return this._shards.map((channels) => [...channels]);
  }

  /** Places these channels, and takes all others away. What finds no room is left out. */
  set(channels: readonly string[]): void {
    const wanted = new Set(channels);
    for (const shard of this._shards)
      for (const channel of shard) if (!wanted.has(channel)) shard.delete(channel);
    for (const channel of wanted) if (this.find(channel) === undefined) this._add(channel);
  }

  /** The shard that carries a channel. */
  find(channel: string): number | undefined {
    const index = this._shards.findIndex((shard) => shard.has(channel));
    return index < 0 ? undefined : index;
  }

  private _add(channel: string): void {
    let shard = this._shards.find(({ size }) => size < SHARD_CHANNELS);
    if (!shard && this._shards.length < MAX_SHARDS) this._shards.push((shard = new Set()));
    shard?.add(channel);
  }
}
