function areRefused(shards) {
  const needed = shards.filter(({ type }) => type !== "unneeded");
  return needed.length > 0 && needed.every(({ type }) => type === "refused");
}

export { areRefused };
//# sourceMappingURL=entries.js.map
