function heardUntil(shards, shard, channel) {
  const lost = shards[shard];
  const spans = shards.map((state) => spanOf(state, channel));
  let until = lost && "until" in lost ? lost.until : -Infinity;
  const isNext = (span) => span.since <= until && span.until > until;
  for (let next = spans.find(isNext); next; next = spans.find(isNext)) until = next.until;
  return until;
}
function isMissed(before, shard, state) {
  const lost = before[shard];
  if (lost?.type !== "open") return false;
  const shards = before.map((other) => other === lost ? state : other);
  if (!shards.some(({ type }) => type === "open")) return true;
  return lost.channels.some((channel) => heardUntil(shards, shard, channel) < Infinity);
}
function lastHeard(before) {
  if (!before || before.type === "connecting" || before.type === "unneeded") return {};
  return { channels: before.channels, since: before.since };
}
function hearAll(shards, nodes, channels) {
  return Array.from({ length: nodes }, (_, node) => node).every((node) => {
    const open = shards.filter(({ type }, shard) => shard % nodes === node && type === "open");
    const heard = new Set(open.flatMap(channelsOf));
    return !open.length || channels.every((channel) => heard.has(channel));
  });
}
function channelsOf(state) {
  return state.type === "open" ? state.channels : [];
}
const NEVER = { since: Infinity, until: -Infinity };
function spanOf(state, channel) {
  const isHeard = "channels" in state && state.channels?.includes(channel);
  if (!isHeard) return NEVER;
  if (state.type !== "open") return { since: state.since ?? Infinity, until: state.until };
  return { since: state.since ?? -Infinity, until: Infinity };
}

export { hearAll, heardUntil, isMissed, lastHeard };
//# sourceMappingURL=coverage.js.map
