function goesOn(start) {
  return "last" in start;
}
const MAX_ENTRIES_POSTED = 50;

export { MAX_ENTRIES_POSTED, goesOn };
//# sourceMappingURL=messages.js.map
