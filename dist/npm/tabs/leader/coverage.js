function isMissed(shards, shard) {
  const lost = shards[shard];
  if (lost?.type !== "open") return false;
  const others = shards.filter((one) => one !== lost && one.type === "open");
  const heard = new Set(others.flatMap(channelsOf));
  return !others.length || lost.channels.some((channel) => !heard.has(channel));
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

export { hearAll, isMissed };
//# sourceMappingURL=coverage.js.map
