const MAX_ENTRIES_POSTED = 50;

export { MAX_ENTRIES_POSTED };
//# sourceMappingURL=messages.js.map
