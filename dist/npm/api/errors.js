class CometError extends Error {
  constructor(code, message, value) {
    super(message);
    this.code = code;
    this.value = value;
    this.name = "CometError";
  }
}
function badArgument(what, value, rule) {
  const shown = Object(value) === value ? typeof value : `"${String(value).slice(0, 80)}"`;
  return new CometError("argument", `Bad ${what} ${shown}: ${rule}`, value);
}
function checkCallback(callback) {
  if (typeof callback !== "function")
    throw badArgument("callback", callback, "it must be a function");
}
function checked(what, value, pattern, rule) {
  if (typeof value !== "string" || !pattern.test(value)) throw badArgument(what, value, rule);
  return value;
}

export { CometError, badArgument, checkCallback, checked };
//# sourceMappingURL=errors.js.map
