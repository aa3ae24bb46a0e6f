const NOBODY = { epoch: 0, from: "" };
function isAhead(one, other) {
  return one.epoch > other.epoch || one.epoch === other.epoch && (!other.from || one.from < other.from);
}
function isSame(one, other) {
  return one.epoch === other.epoch && one.from === other.from;
}

export { NOBODY, isAhead, isSame };
//# sourceMappingURL=term.js.map
