function samePlace(shards, nodes, shard) {
  const first = shard - shard % nodes;
  return shards.slice(first, first + nodes).flatMap((session) => session ?? []);
}
function openPlaces(shards, nodes) {
  return Array.from(
    { length: Math.ceil(shards.length / nodes) },
    (_, place) => samePlace(shards, nodes, place * nodes).filter(({ isConnected }) => isConnected)
  ).filter(({ length }) => length > 0);
}

export { openPlaces, samePlace };
//# sourceMappingURL=places.js.map
