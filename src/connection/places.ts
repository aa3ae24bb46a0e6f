import type { Session } from "./session";

/** The shards of a connection by their numbers; one that has ended leaves `undefined`. */
type Shards = readonly (Session | undefined)[];

/** The shards with the place of this one, which carry the same channels on different nodes. */
export function samePlace(shards: Shards, nodes: number, shard: number): Session[] {
  const first = shard - (shard % nodes);
  return shards.slice(first, first + nodes).flatMap((session) => session ?? []);
}

/** The shards of each place to which commands can be written. */
export function openPlaces(shards: Shards, nodes: number): Session[][] {
  return Array.from({ length: Math.ceil(shards.length / nodes) }, (_, place) =>
    samePlace(shards, nodes, place * nodes).filter(({ isConnected }) => isConnected),
  ).filter(({ length }) => length > 0);
}
