/** Which channels the shards of a connection carry together, and until when they were heard. */
import type { LostShard, ShardState, ShardStates } from "./entries";

/**
 * Until when a channel was heard that a shard has carried, and carries no more: by the shard, or by those
 * of other nodes; `Infinity`: it still is. A shard that has come back closes no break from before that: the
 * lost one may have been dead for a time before anybody noticed, and only looked as if it heard the channel.
 */
export function heardUntil(shards: ShardStates, shard: number, channel: string): number {
  const lost = shards[shard];
  const spans = shards.map((state) => spanOf(state, channel));
  let until = lost && "until" in lost ? lost.until : -Infinity;
  const isNext = (span: Span) => span.since <= until && span.until > until;
  for (let next = spans.find(isNext); next; next = spans.find(isNext)) until = next.until;
  return until;
}

/**
 * Whether channels, or all messages, are heard no more, or were not for a time, if a shard is lost.
 * @param before the shards before that.
 * @param state of the shard since then.
 */
export function isMissed(before: ShardStates, shard: number, state: ShardState): boolean {
  const lost = before[shard];
  if (lost?.type !== "open") return false;
  const shards = before.map((other) => (other === lost ? state : other));
  if (!shards.some(({ type }) => type === "open")) return true;
  return lost.channels.some((channel) => heardUntil(shards, shard, channel) < Infinity);
}

/** What a shard had heard that is lost now. */
export function lastHeard(before: ShardState | undefined): Pick<LostShard, "channels" | "since"> {
  if (!before || before.type === "connecting" || before.type === "unneeded") return {};
  return { channels: before.channels, since: before.since };
}

/** Whether each of several nodes that can be reached sends all these channels. */
export function hearAll(shards: ShardStates, nodes: number, channels: readonly string[]): boolean {
  return Array.from({ length: nodes }, (_, node) => node).every((node) => {
    const open = shards.filter(({ type }, shard) => shard % nodes === node && type === "open");
    const heard = new Set(open.flatMap(channelsOf));
    return !open.length || channels.every((channel) => heard.has(channel));
  });
}

function channelsOf(state: ShardState): readonly string[] {
  return state.type === "open" ? state.channels : [];
}

interface Span {
  since: number;
  until: number;
}

const NEVER: Span = { since: Infinity, until: -Infinity };

/** When a shard has heard a channel last, without a break. */
function spanOf(state: ShardState, channel: string): Span {
  const isHeard = "channels" in state && state.channels?.includes(channel);
  if (!isHeard) return NEVER;
  if (state.type !== "open") return { since: state.since ?? Infinity, until: state.until };
  // A leader with an older file does not say since when.
  return { since: state.since ?? -Infinity, until: Infinity };
}
