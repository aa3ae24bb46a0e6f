/** What the states of the connection's shards mean for a page. */
import type { NodeState } from "../../api/types";
import { MAX_CHANNELS } from "../../protocol/limits";
import { areRefused, type ShardState, type ShardStates } from "../entries";
import type { LinkState } from "../link";
import { NO_ROOM } from "./inbox";

export type OpenShard = ShardState & { type: "open" };

export function isOpen(state: ShardState): state is OpenShard {
  return state.type === "open";
}

/** The state of a connection without an open shard. */
export function stateOf(shards: ShardStates): LinkState {
  const [refused] = shards.flatMap((state) => (state.type === "refused" ? state : []));
  if (refused && areRefused(shards)) return { type: "refused", reason: refused.text };
  const lost = shards.flatMap((state) => (state.type === "lost" ? state : []));
  const isWaiting = !shards.some(({ type }) => type === "connecting");
  const [first] = lost.sort((one, other) => (one.retryAt ?? 0) - (other.retryAt ?? 0));
  if (!isWaiting || first?.retryAt === undefined) return { type: "connecting" };
  return { type: "waiting", code: first.code, retryAt: first.retryAt };
}

/** Each channel once, though several nodes carry it. */
export function heardBy(shards: ShardStates): string[] {
  return [...new Set(shards.flatMap((state) => (isOpen(state) ? state.channels : [])))];
}

export function refusalOf({ node, text }: ShardState & { type: "refused" }): string {
  return `${node} refuses channels: ${text}`;
}

/** Why no other channels than these will be heard; `undefined`: they may be. */
export function lackOf(shards: ShardStates, channels: readonly string[]): string | undefined {
  if (shards.some(({ type }) => type === "connecting" || type === "lost")) return undefined;
  const refused = shards.flatMap((state) => (state.type === "refused" ? state : []));
  const refusing = new Set(refused.map(({ node }) => node));
  if (refused[0] && shards.every(({ node }) => refusing.has(node))) return refusalOf(refused[0]);
  return channels.length < MAX_CHANNELS ? undefined : NO_ROOM;
}

/** The state of a node: that of its first shard that is open, else of its first one. */
export function nodeState(shards: ShardStates, name: string): ShardState | undefined {
  const own = shards.filter(({ node }) => node === name);
  const state = own.find(isOpen) ?? own[0];
  return state && ["open", "lost", "refused"].includes(state.type) ? state : undefined;
}

export function describe(state: ShardState): NodeState {
  const { node } = state;
  if (state.type === "lost") return { node, isConnected: false, code: state.code };
  if (state.type === "refused") return { node, isConnected: false, reason: state.text };
  return { node, isConnected: true };
}
