function placeOf(shard, nodes) {
  return Math.floor(shard / nodes);
}
function shardsAt(shards, nodes, place) {
  return shards.slice(place * nodes, (place + 1) * nodes).flatMap((session) => session ?? []);
}
function openPlaces(shards, nodes) {
  return Array.from(
    { length: Math.ceil(shards.length / nodes) },
    (_, place) => shardsAt(shards, nodes, place).filter(({ isConnected }) => isConnected)
  ).filter(({ length }) => length > 0);
}
function onePerNode(shards, nodes, place) {
  return Array.from({ length: nodes }, (_, node) => {
    const own = shards[place * nodes + node];
    if (own?.isConnected) return own;
    return shards.find((session, shard) => session?.isConnected && shard % nodes === node);
  }).flatMap((session) => session ?? []);
}

export { onePerNode, openPlaces, placeOf, shardsAt };
//# sourceMappingURL=places.js.map
