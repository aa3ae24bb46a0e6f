function toNumber(value) {
  return Number(toText(value)) || 0;
}
function toText(value) {
  return value == null || typeof value === "object" ? "" : String(value);
}
function textOf(value) {
  if (typeof value === "function" || typeof value === "symbol") return "";
  try {
    return String(value);
  } catch {
    return "";
  }
}

export { textOf, toNumber, toText };
//# sourceMappingURL=values.js.map
