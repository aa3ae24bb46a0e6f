function wireJson(value) {
  return JSON.stringify(sortKeys(value));
}
function dataText(data) {
  return typeof data === "string" ? data : wireJson(data);
}
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

export { dataText, wireJson };
//# sourceMappingURL=wire-json.js.map
