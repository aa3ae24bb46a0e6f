/**
 * Which of the shards of a connection lead to the same node, and which have the same place: these carry
 * the same channels on different nodes.
 */
import type { Session } from "./session";

/** The shards by their numbers; one that has ended leaves `undefined`. */
type Shards = readonly (Session | undefined)[];

/** @param nodes how many nodes there are. */
export function placeOf(shard: number, nodes: number): number {
  return Math.floor(shard / nodes);
}

/** The shards with this place. */
export function shardsAt(shards: Shards, nodes: number, place: number): Session[] {
  return shards.slice(place * nodes, (place + 1) * nodes).flatMap((session) => session ?? []);
}

/** The shards of each place to which commands can be written. */
export function openPlaces(shards: Shards, nodes: number): Session[][] {
  return Array.from({ length: Math.ceil(shards.length / nodes) }, (_, place) =>
    shardsAt(shards, nodes, place).filter(({ isConnected }) => isConnected),
  ).filter(({ length }) => length > 0);
}

/** Of each node that can be reached: its shard with this place, else its first one. */
export function onePerNode(shards: Shards, nodes: number, place: number): Session[] {
  return Array.from({ length: nodes }, (_, node) => {
    const own = shards[place * nodes + node];
    if (own?.isConnected) return own;
    return shards.find((session, shard) => session?.isConnected && shard % nodes === node);
  }).flatMap((session) => session ?? []);
}
