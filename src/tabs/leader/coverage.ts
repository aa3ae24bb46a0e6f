/** Which channels the shards of a connection carry together. */
import type { ShardStates } from "../entries";

/** Whether channels, or all messages, are heard no more without this shard. */
export function isMissed(shards: ShardStates, shard: number): boolean {
  const lost = shards[shard];
  if (lost?.type !== "open") return false;
  const others = shards.filter((one) => one !== lost && one.type === "open");
  const heard = new Set(others.flatMap(channelsOf));
  return !others.length || lost.channels.some((channel) => !heard.has(channel));
}

/** Whether each of several nodes that can be reached sends all these channels. */
export function hearAll(shards: ShardStates, nodes: number, channels: readonly string[]): boolean {
  return Array.from({ length: nodes }, (_, node) => node).every((node) => {
    const open = shards.filter(({ type }, shard) => shard % nodes === node && type === "open");
    const heard = new Set(open.flatMap(channelsOf));
    return !open.length || channels.every((channel) => heard.has(channel));
  });
}

function channelsOf(state: ShardStates[number]): readonly string[] {
  return state.type === "open" ? state.channels : [];
}
