import { nextTask } from '../platform/tasks.js';

const holds = /* @__PURE__ */ new WeakMap();
const given = /* @__PURE__ */ new WeakMap();
function fingerprint(options) {
  return JSON.stringify(options, (name, value) => {
    if (typeof value === "function") return "function";
    return name === "logger" ? Boolean(value) : value;
  });
}
function hold(api, options) {
  const known = holds.get(api) ?? (api.state === "stopped" ? { count: 0 } : void 0);
  if (known) {
    known.count++;
    holds.set(api, known);
  }
  api.start(withoutOld(given.get(api), options));
  given.set(api, options);
  return () => {
    if (!known) return;
    known.count--;
    nextTask(() => {
      if (known.count || holds.get(api) !== known) return;
      holds.delete(api);
      api.stop();
    });
  };
}
function withoutOld(old = {}, options) {
  const isGone = (name) => old[name] !== void 0 && options[name] === void 0;
  const gone = Object.keys(old).filter(isGone);
  return { ...options, ...Object.fromEntries(gone.map((name) => [name, null])) };
}

export { fingerprint, hold };
//# sourceMappingURL=hold.js.map
