const MAX_LISTED = 5e3;
const MAX_NUMBER_AHEAD = 1e9;

export { MAX_LISTED, MAX_NUMBER_AHEAD };
//# sourceMappingURL=limits.js.map
