const RETRYABLE = [
  "unconfirmed",
  "dropped",
  "timeout",
  "stopped",
  "key"
];
class CometError extends Error {
  constructor(code, message, value) {
    super(message);
    this.code = code;
    this.value = value;
    this.name = "CometError";
    this.retryable = RETRYABLE.includes(code);
  }
}
function badArgument(what, value, rule) {
  const shown = Object(value) === value ? typeof value : `"${String(value).slice(0, 80)}"`;
  return new CometError("argument", `Bad ${what} ${shown}: ${rule}`, value);
}
function wasStopped() {
  return new CometError("stopped", "stop() was called");
}
function wasAborted(signal) {
  const reason = signal?.reason;
  const isOwn = reason instanceof CometError && reason.code === "aborted";
  return isOwn ? reason : new CometError("aborted", "The signal has ended it", reason);
}
function checkCallback(callback) {
  if (typeof callback !== "function")
    throw badArgument("callback", callback, "it must be a function");
}
function checkedNumber(what, value, max) {
  const number = typeof value === "string" && /\d/.test(value) ? Number(value) : value;
  if (typeof number === "number" && number >= 0 && number <= max) return number;
  throw badArgument(what, value, `it is a number from 0 to ${max}`);
}
function checked(what, value, pattern, rule) {
  if (typeof value !== "string" || !pattern.test(value)) throw badArgument(what, value, rule);
  return value;
}

export { CometError, badArgument, checkCallback, checked, checkedNumber, wasAborted, wasStopped };
//# sourceMappingURL=errors.js.map
