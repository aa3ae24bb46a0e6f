function isAhead(one, other) {
  if (one.number !== other.number) return one.number > other.number;
  return other.leader === void 0 || one.leader < other.leader;
}
function isSame(one, other) {
  return one.number === other?.number && one.leader === other.leader;
}

export { isAhead, isSame };
//# sourceMappingURL=term.js.map
