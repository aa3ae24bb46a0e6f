function toNumber(value) {
  return (typeof value === "number" ? value : Number(toText(value))) || 0;
}
function toText(value) {
  return value == null || typeof value === "object" ? "" : String(value);
}

export { toNumber, toText };
//# sourceMappingURL=values.js.map
