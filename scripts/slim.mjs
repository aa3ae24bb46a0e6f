/**
 * A Rollup plugin that leaves out those parts of the two dependencies which this library does not
 * use. Bundlers cannot do it: members of a class count as used. Code is only removed, or replaced by
 * the constant that it is in a browser. A pattern that is not found ends the build, so that a new
 * version of a dependency is looked at before it ships.
 */
import { readFileSync } from "node:fs";

const method = (name) =>
  new RegExp(`^ *\\w+\\.prototype\\.${name} = function [^]*?\\n *};\\n`, "m");
const accessor = (name) =>
  new RegExp(
    `^    Object\\.defineProperty\\(\\w+(\\.prototype)?, "${name}", [^]*?\\n    }\\);\\n`,
    "m",
  );
const emitterMethod = (name) =>
  new RegExp(`^\\w+\\.prototype\\.${name} = function [^]*?\\n};\\n`, "m");

const patterns = {
  // Only `close` and `reconnect` are called, and the browser's socket is listened to directly.
  "reconnecting-websocket": [
    ...["send", "addEventListener", "dispatchEvent", "removeEventListener"].map(method),
    ...["_debug", "_callEventListener", "_acceptOpen"].map(method),
    ...["binaryType", "retryCount", "bufferedAmount", "extensions"].map(accessor),
    ...["protocol", "readyState", "url"].map(accessor),
    ...["CONNECTING", "OPEN", "CLOSING", "CLOSED"].flatMap((name) => Array(2).fill(accessor(name))),
    [/this\.CLOSED/g, "3"],
    /^ *_?this\._debug\(.*\);\n/gm,
    /^ *_this\._listeners\.\w+\.forEach\(.*\);\n/gm,
    /^ *if \(_this\.on\w+\) \{\n.*\n *}\n/gm,
    /^ *this\.on\w+ = null;\n/gm,
    /^        this\._listeners = \{[^]*?\n        };\n/m,
    /^        this\._handleMessage = [^]*?\n        };\n/m,
    /^ *.*, this\._handleMessage\);\n/gm,
    /^ *_?this\.(_messageQueue|_ws\.binaryType|_binaryType|_uptimeTimeout|_protocols)\b.*;\n/gm,
    /^ *clearTimeout\(this\._uptimeTimeout\);\n/gm,
    [/new (CloseEvent\(code, reason|ErrorEvent\(Error\('TIMEOUT'\)), this\)/g, ""],
    [/undefined, event\.message === 'TIMEOUT' \? 'timeout' : undefined/, ""],
    /^ *if \(options === void 0\).*\n/m,
    // The server reads no close frame: no code is needed.
    /^ *if \(code === void 0\) \{ code = 1000; }\n/gm,
    [/\(code, reason\)/g, "()"],
    // Options that always have the same value: address provider, class, timeout, delays of 0.
    method("_getNextDelay"),
    [/_this\._getNextDelay\(\)/, "0"],
    method("_getNextUrl"),
    [/_this\._getNextUrl\(_this\._url\)/, "_this._url()"],
    /^ *var _a = _this\._options\.minUptime.*\n/m,
    [
      /^ *var _a = this\._options, _b = _a\.maxRetries.*\n/m,
      "var connectionTimeout = this._options.connectionTimeout, WebSocket = this._options.WebSocket;\n",
    ],
    /^ *if \((this\._retryCount >= maxRetries|!isWebSocket\(WebSocket\)|this\._options\.startClosed)\) \{\n.*\n *}\n/gm,
    /^ *this\._retryCount.*;\n/gm,
    [/_this\._protocols\s+\? new .*\s+: new/, "new"],
    // Notices: of helpers that are gone then, and of the package, which the banner names.
    /^\/\*! \*+\n[^]*?\*\/\n/m,
    /^\/\*!\n \* Reconnecting WebSocket[^]*?\*\/\n/m,
    // What is left without a use goes by itself, once it is said to have no effect.
    [/\/\*\* @class \*\//g, "/* @__PURE__ */"],
  ],
  // `on`, `off` and `emit`, with at most one argument.
  eventemitter3: [
    ...["eventNames", "listeners", "listenerCount", "once", "removeAllListeners"].map(
      emitterMethod,
    ),
    /^EventEmitter\.prototype\.addListener = .*\n/m,
    /^EventEmitter\.(prefixed|EventEmitter) = .*\n/gm,
    // Names need no prefix where objects without a prototype can be made: everywhere.
    [/, prefix = '~';/, ";\nconst prefix = false;"],
    /^if \(Object\.create\) \{\n[^]*?\n}\n/m,
    [/^function Events\(\) \{\}/m, "function Events() { return Object.create(null); }"],
    /^ *if \((listeners|listeners\[i\])\.once\) .*\n/gm,
    /^ *case [3-6]: .*\n/gm,
    [/ &&\s+\(!once \|\| listeners\.once\) &&\s+\(!context .*\n/, ""],
    [/ \|\|\s+\(once && .*\s+\(context && .*\n/, ""],
    [/new EE\(fn, context \|\| emitter, once\)/, "new EE(fn, emitter)"],
    /^ *this\.once = .*\n/m,
    // The count spares an emptied object; listeners are never removed all at once.
    /^ *this\._eventsCount = 0;\n/m,
    /, emitter\._eventsCount\+\+/,
    /if \(--emitter\._eventsCount === 0\) .*\n *else /,
    /^ *if \(!fn\) \{\n[^]*?\n *}\n/m,
    /^ *if \(typeof fn !== 'function'\) \{\n.*\n *}\n/m,
    /^ *for \(i = 1, args [^]*?\n    }\n/m,
    /^ *listeners\.fn\.apply.*\n/m,
    /^ *default:\n[^]*?apply.*\n/m,
    [/^if \('undefined' !== typeof module\) \{\n[^]*?\n}\n/m, "export default EventEmitter;"],
  ],
};

/** Applies the patterns to the two packages. */
export function slim() {
  return {
    name: "slim",
    load(id) {
      const [, name] = /node_modules\/([\w-]+)\//.exec(id) ?? [];
      if (!patterns[name] || !/\/(index|[\w-]+mjs)\.js$/.test(id)) return null;
      let code = readFileSync(id, "utf8").replaceAll("\r\n", "\n");
      for (const pattern of patterns[name]) {
        const [search, replacement] = Array.isArray(pattern) ? pattern : [pattern, ""];
        const slimmer = code.replace(search, replacement);
        if (slimmer === code) this.error(`${name}: nothing matches ${search}`);
        code = slimmer;
      }
      return { code, map: { mappings: "" } };
    },
  };
}
