import { badArgument } from '../api/errors.js';
import { textOf } from '../protocol/values.js';

const MAX_SHOWN = 20;
function hostsOf(value) {
  const hosts = listOf(value).flatMap(
    (node) => (node ? textOf(node) : "").split(",").map(
      (host) => host.trim().replace(/^(\w+:)?\/\//, "").replace(/([^/])\/+$/, "$1").replace(/^\/.*/, "")
    )
  );
  return [...new Set(hosts.filter(Boolean))];
}
function fit(value, pattern) {
  const text = value ? textOf(value) : "";
  return pattern.test(text) ? text : "";
}
function switchOf(value) {
  return typeof value === "boolean" || value === null ? value : void 0;
}
function shownOf(value) {
  return typeof value !== "object" && textOf(value).length > MAX_SHOWN ? "\u2026" : value;
}
function membersOf(options) {
  if (!options) return [];
  try {
    const isObject = typeof options === "object" && !Array.isArray(options);
    return isObject ? Object.entries(options) : void 0;
  } catch {
    return void 0;
  }
}
function loggerOf(value) {
  try {
    const sink = Object(value);
    const all = [sink.debug, sink.info, sink.warn, sink.error];
    return all.every((write) => typeof write === "function") ? sink : void 0;
  } catch {
    return void 0;
  }
}
function readMembers(options) {
  if (options != null && Object(options) !== options)
    throw badArgument("options", options, "it is an object");
  try {
    return { ...options };
  } catch {
    throw badArgument("options", options, "it must be possible to read them");
  }
}
function listOf(value) {
  try {
    return Array.isArray(value) ? [...value] : [value];
  } catch {
    return [];
  }
}
function recoverOf(options) {
  const { recover } = readMembers(Object(options));
  if (recover === void 0 || typeof recover === "boolean") return recover;
  throw badArgument("recover", recover, "it is true or false");
}
function linesOf(key) {
  if (typeof key !== "string") return [key];
  const lines = key.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.length ? lines : [key];
}

export { fit, hostsOf, linesOf, loggerOf, membersOf, readMembers, recoverOf, shownOf, switchOf };
//# sourceMappingURL=given.js.map
