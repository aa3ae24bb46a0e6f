/*! comet-server-api 4.10.0, MIT: LICENSES.txt */
(function () {
  'use strict';

  function callPage(callback, ...args) {
    try {
      callback(...args);
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }
  const MAX_TIMER_MS = 2 ** 31 - 1;
  const MESSAGE_LOST_MS = 200;
  function nextTask(callback) {
    const { port1, port2 } = new MessageChannel();
    const run = () => {
      clearTimeout(timer);
      port1.close();
      callback();
    };
    const timer = setTimeout(run, MESSAGE_LOST_MS);
    port1.onmessage = run;
    port2.postMessage(0);
  }

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
    const reason = signal == null ? void 0 : signal.reason;
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
  function checked$1(what, value, pattern, rule) {
    if (typeof value !== "string" || !pattern.test(value)) throw badArgument(what, value, rule);
    return value;
  }

  const LETTERS = "0bnrtZ";
  const MEANINGS = "\0\b\n\r	";
  const BEYOND_JSON = /\\[^"\\bnrt]/;
  function unescapeMysql(text) {
    if (!text.includes("\\")) return text;
    const quoted = BEYOND_JSON.test(text) ? void 0 : parse(`"${text}"`);
    return quoted ? quoted.value : unescapeByPieces(text);
  }
  function unescapeByPieces(text) {
    let result = "";
    let copied = 0;
    const last = text.length - 1;
    for (let at = text.indexOf("\\"); at >= 0 && at < last; at = text.indexOf("\\", at + 2)) {
      const escaped = text.charAt(at + 1);
      if (escaped === "%" || escaped === "_") continue;
      const letter = LETTERS.indexOf(escaped);
      result += text.slice(copied, at) + MEANINGS.charAt(letter);
      copied = letter < 0 ? at + 1 : at + 2;
    }
    return result + text.slice(copied);
  }
  function decodeData(data) {
    if (typeof data !== "string") return copyOf$1(data);
    const asIs = /^[^"\\]*\\/.test(data) ? void 0 : parse(data);
    if (asIs) return asIs.value;
    const text = unescapeMysql(data);
    const json = parse(text) || /^[[{\\].*\\"/s.test(text) && parse(unescapeMysql(text));
    return json ? json.value : text;
  }
  function parseObject(text) {
    var _a;
    const value = (_a = parse(text)) == null ? void 0 : _a.value;
    return value && typeof value === "object" && !Array.isArray(value) ? value : void 0;
  }
  function parse(text) {
    if (!/^\s*(?:[[{"]|(?:[-+.\deE]+|true|false|null)\s*$)/.test(text)) return void 0;
    try {
      return { value: JSON.parse(text) };
    } catch (e) {
      return void 0;
    }
  }
  function jsonOf(value) {
    try {
      return JSON.stringify(value);
    } catch (e) {
      return "";
    }
  }
  function copyOf$1(value) {
    try {
      return JSON.parse(JSON.stringify(value));
    } catch (e) {
      return void 0;
    }
  }

  function isQueued(message) {
    return message.kind === "channel" && message.history && message.channel === "msg";
  }
  function asMessage(message) {
    const { pipe: channel, event } = message.server_info;
    return { channel, event, ...message };
  }
  function delivered(message, data) {
    const { userId, channel, event, history, marker, uuid } = message;
    return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
  }
  function dataOf(message) {
    const data = decodeData(message.data);
    if (message.kind === "report" && isObject(data)) data.message = decodeData(data.message);
    return data;
  }
  function isObject(value) {
    return typeof value === "object" && value !== null;
  }

  function toNumber(value) {
    return Number(toText(value)) || 0;
  }
  function toText(value) {
    return value == null || typeof value === "object" ? "" : String(value);
  }
  function textOf$1(value) {
    if (typeof value === "function" || typeof value === "symbol") return "";
    try {
      return String(value);
    } catch (e) {
      return "";
    }
  }

  const MAX_SHOWN = 20;
  function hostsOf(value) {
    const hosts = listOf$1(value).flatMap(
      (node) => (node ? textOf$1(node) : "").split(",").map(
        (host) => host.trim().replace(/^(\w+:)?\/\//, "").replace(/([^/])\/+$/, "$1").replace(/^\/.*/, "")
      )
    );
    return [...new Set(hosts.filter(Boolean))];
  }
  function fit(value, pattern) {
    const text = value ? textOf$1(value) : "";
    return pattern.test(text) ? text : "";
  }
  function switchOf(value) {
    return typeof value === "boolean" || value === null ? value : void 0;
  }
  function shownOf(value) {
    return typeof value !== "object" && textOf$1(value).length > MAX_SHOWN ? "\u2026" : value;
  }
  function membersOf(options) {
    if (!options) return [];
    try {
      const isObject = typeof options === "object" && !Array.isArray(options);
      return isObject ? Object.entries(options) : void 0;
    } catch (e) {
      return void 0;
    }
  }
  function loggerOf(value) {
    try {
      const sink = Object(value);
      const all = [sink.debug, sink.info, sink.warn, sink.error];
      return all.every((write) => typeof write === "function") ? sink : void 0;
    } catch (e) {
      return void 0;
    }
  }
  function readMembers(options) {
    if (options != null && Object(options) !== options)
      throw badArgument("options", options, "it is an object");
    try {
      return { ...options };
    } catch (e) {
      throw badArgument("options", options, "it must be possible to read them");
    }
  }
  function listOf$1(value) {
    try {
      return Array.isArray(value) ? [...value] : [value];
    } catch (e) {
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

  function waitFor(options, begin) {
    const { signal, timeoutMs } = checkedWait(options);
    return new Promise((resolve, reject) => {
      if (signal == null ? void 0 : signal.aborted) return reject(wasAborted(signal));
      let timer;
      const onAbort = () => cancel(wasAborted(signal));
      const settle = (error, value) => {
        clearTimeout(timer);
        signal == null ? void 0 : signal.removeEventListener("abort", onAbort);
        if (error) reject(error);
        else resolve(value);
      };
      signal == null ? void 0 : signal.addEventListener("abort", onAbort);
      if (timeoutMs !== void 0) timer = setTimeout(() => cancel(timedOut(timeoutMs)), timeoutMs);
      const cancel = begin(settle);
    });
  }
  function carryOut(link, command, options, onLog) {
    return waitFor(options, (settle) => {
      const request = { command, onDone: settle, endsAtStop: true };
      if (onLog) request.onLog = onLog;
      link.send(request);
      return (error) => link.cancel(request, error);
    });
  }
  function checkedWait(options) {
    const { signal, timeoutMs } = readMembers(options);
    if (timeoutMs !== void 0) checkedNumber("timeoutMs", timeoutMs, MAX_TIMER_MS);
    return { signal: checkedSignal(signal), timeoutMs };
  }
  function checkedSignal(signal) {
    if (signal === void 0 || isSignal(signal)) return signal;
    throw badArgument("signal", signal, "it is the signal of an AbortController");
  }
  function isSignal(value) {
    try {
      const { aborted, addEventListener } = Object(value);
      return typeof aborted === "boolean" && typeof addEventListener === "function";
    } catch (e) {
      return false;
    }
  }
  function timedOut(timeoutMs) {
    return new CometError("timeout", `The server has not answered within ${timeoutMs} ms`, timeoutMs);
  }

  const origins = /* @__PURE__ */ new WeakMap();
  function subscriptionOf(message) {
    return origins.get(message);
  }
  class LiveSubscription {
    /** @throws CometError for a bad key, handler or option. */
    constructor(key, _parts, handler, options) {
      this.key = key;
      this._parts = _parts;
      this._end = new AbortController();
      if ("dispose" in Symbol) this[Symbol.dispose] = () => this.unsubscribe();
      checkCallback(handler);
      const { once, recover, signal } = readMembers(options);
      if (once !== void 0 && typeof once !== "boolean")
        throw badArgument("once", once, "it is true or false");
      checkedSignal(signal);
      const onMessage = (message) => {
        if (once) this.unsubscribe();
        const told = asMessage(message);
        origins.set(told, this);
        handler(told);
      };
      this._id = _parts.subscriptions.add(key, onMessage, { recover });
      const ended = new CometError("aborted", "The subscription has ended", key);
      _parts.subscriptions.onEnd(this._id, () => this._end.abort(ended));
      if (signal == null ? void 0 : signal.aborted) this.unsubscribe();
      signal == null ? void 0 : signal.addEventListener("abort", () => this.unsubscribe(), { signal: this._end.signal });
    }
    get isEnded() {
      return this._end.signal.aborted;
    }
    get ready() {
      var _a;
      return (_a = this._ready) != null ? _a : this._ready = this._wait();
    }
    get ended() {
      const { signal } = this._end;
      return new Promise((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener("abort", () => resolve());
      });
    }
    _wait() {
      const { readiness, subscriptions } = this._parts;
      const { signal } = this._end;
      const ready = readiness.wait(subscriptions.channelsOf(this._id), { signal });
      ready.catch(() => this._ready = void 0);
      return ready;
    }
    unsubscribe() {
      this._parts.subscriptions.remove(this._id);
    }
  }

  class AuthState {
    constructor(_events) {
      this._events = _events;
    }
    /**
     * Calls `callback` whenever the status becomes `status`; not for a status that stays the same. If it
     * is that already, `callback` is called soon, since pages may register it after they have connected.
     * @throws CometError if `callback` is not a function.
     */
    on(status, callback) {
      checkCallback(callback);
      this._events.on(status ? "authorized" : "denied", () => void callback());
      if (this.status === status)
        nextTask(() => {
          if (this.status === status) callPage(callback);
        });
    }
    /** The server knows the visitor. */
    authorize() {
      if (this.status === true) return;
      this.status = true;
      this._events.emit("authorized");
    }
    /** The visitor is anonymous for the server. */
    deny(denial) {
      if (this.status === false) return;
      this.status = false;
      this._events.emit("denied", denial);
    }
    /** The visitor changes: nothing is known. */
    reset() {
      this.status = void 0;
    }
  }

  function randomId(length) {
    let id = "";
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += (byte % 32).toString(32);
    return id;
  }

  function isSecurePage() {
    return typeof location === "object" && location.protocol === "https:";
  }
  function isHidden() {
    return typeof document === "object" && document.hidden;
  }
  function isOffline() {
    return typeof navigator === "object" && navigator.onLine === false;
  }
  function onWake(callback) {
    return listen(["online", "pageshow", "resume", "visibilitychange"], (event) => {
      const isHiding = event.type === "visibilitychange" && isHidden();
      if (!isHiding && !isFirstShow(event)) callback();
    });
  }
  function onLeave(onHide2, onHidden, onShow) {
    const ends = [
      listen(["pagehide", "freeze"], onHide2),
      listen(["pagehide"], onHidden),
      listen(["pageshow", "resume"], (event) => isFirstShow(event) || onShow())
    ];
    return () => ends.forEach((end) => end());
  }
  function onHide(callback) {
    return listen(["visibilitychange"], () => isHidden() && callback());
  }
  function onDeparture(onDepart, onStay) {
    const { navigation } = globalThis;
    if (!navigation) return () => void 0;
    const listener = (event) => {
      const { destination, downloadRequest } = event;
      if (destination.sameDocument || downloadRequest !== null) return;
      onDepart();
      nextTask(() => {
        if (event.defaultPrevented || navigation.transition) onStay();
      });
    };
    navigation.addEventListener("navigate", listener);
    return () => navigation.removeEventListener("navigate", listener);
  }
  function holdUp(ms) {
    const end = performance.now() + ms;
    while (performance.now() < end) ;
  }
  function onPageLeft(onHide2, onShow) {
    const ends = [
      listen(["pagehide"], onHide2),
      listen(["pageshow"], (event) => isFirstShow(event) || onShow())
    ];
    return () => ends.forEach((end) => end());
  }
  function hasLoaded() {
    return typeof document !== "object" || document.readyState === "complete";
  }
  function onLoad(callback) {
    let timer;
    const end = listen(["load"], () => timer = setTimeout(callback));
    return () => {
      end();
      clearTimeout(timer);
    };
  }
  function isFirstShow(event) {
    return event.persisted === false;
  }
  function listen(types, listener) {
    if (typeof addEventListener !== "function") return () => void 0;
    for (const type of types) addEventListener(type, listener, true);
    return () => {
      for (const type of types) removeEventListener(type, listener, true);
    };
  }

  class StateOfConnection {
    constructor(_events) {
      this._events = _events;
      this._current = "stopped";
      this._isStopping = false;
      /** The changes that were not told yet. */
      this._changes = [];
    }
    get current() {
      return this._current;
    }
    start() {
      const isAnew = this._isStopping || this._current === "stopped";
      this._isStopping = false;
      if (isAnew && this._current !== "connecting") this._set({ state: "connecting" });
    }
    /** @param end ends the connection. The page may start it again meanwhile. */
    stop(end) {
      this._isStopping = true;
      end();
      if (!this._isStopping) return;
      this._isStopping = false;
      if (this._current !== "stopped") this._set({ state: "stopped" });
    }
    /** The link tells its state. */
    take(state) {
      if (this._isStopping || this._current === "stopped") return;
      if (state.type === "waiting") {
        const { code, retryAt } = state;
        const reason = isOffline() ? "the browser is offline" : `closed with code ${code}`;
        this._set({ state: "waiting", reason, retryAt });
      } else if (state.type === "refused") this._set({ state: "refused", reason: state.reason });
      else if (state.type !== this._current) this._set({ state: state.type });
    }
    _set(change) {
      const previous = this._current;
      this._current = change.state;
      const isTelling = this._changes.push({ ...change, previous }) > 1;
      for (; !isTelling && this._changes[0]; this._changes.shift())
        this._events.emit("state", this._changes[0]);
    }
  }

  function claimsOf(userKey) {
    try {
      const [, payload = ""] = userKey.split(".");
      const text = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
      return Object(JSON.parse(text));
    } catch (e) {
      return void 0;
    }
  }
  function denialOf({ userId, userKey }, serverTime, origin = "options") {
    var _a;
    if (!userId) return { reason: userKey || origin !== "options" ? "no-id" : "anonymous" };
    if (!userKey) return { reason: origin === "elsewhere" ? "refused" : "no-key" };
    const { exp } = (_a = claimsOf(userKey)) != null ? _a : {};
    const now = serverTime || Date.now() / 1e3;
    if (typeof exp === "number" && exp > 0 && exp <= now)
      return { reason: "expired", expiredAt: exp * 1e3 };
    return { reason: "refused" };
  }
  function warningOf({ reason, expiredAt = 0 }, userId) {
    switch (reason) {
      case "anonymous":
        return "";
      case "no-key":
        return `user_id ${userId} has no valid user_key: the visitor is anonymous`;
      case "no-id":
        return "user_key has no valid user_id: the visitor is anonymous";
      case "expired":
        return `user_key for user_id ${userId} expired at ${new Date(expiredAt).toISOString()}`;
      case "refused":
        return `the server does not accept user_key for user_id ${userId}`;
    }
  }

  function getDefaultExportFromCjs (x) {
  	return x && x.__esModule && Object.prototype.hasOwnProperty.call(x, 'default') ? x['default'] : x;
  }

  var eventemitter3 = {exports: {}};

  var hasRequiredEventemitter3;
  function requireEventemitter3() {
    if (hasRequiredEventemitter3) return eventemitter3.exports;
    hasRequiredEventemitter3 = 1;
    (function(module) {
      var has = Object.prototype.hasOwnProperty, prefix = "~";
      function Events() {
      }
      if (Object.create) {
        Events.prototype = /* @__PURE__ */ Object.create(null);
        if (!new Events().__proto__) prefix = false;
      }
      function EE(fn, context, once) {
        this.fn = fn;
        this.context = context;
        this.once = once || false;
      }
      function addListener(emitter, event, fn, context, once) {
        if (typeof fn !== "function") {
          throw new TypeError("The listener must be a function");
        }
        var listener = new EE(fn, context || emitter, once), evt = prefix ? prefix + event : event;
        if (!emitter._events[evt]) emitter._events[evt] = listener, emitter._eventsCount++;
        else if (!emitter._events[evt].fn) emitter._events[evt].push(listener);
        else emitter._events[evt] = [emitter._events[evt], listener];
        return emitter;
      }
      function clearEvent(emitter, evt) {
        if (--emitter._eventsCount === 0) emitter._events = new Events();
        else delete emitter._events[evt];
      }
      function EventEmitter() {
        this._events = new Events();
        this._eventsCount = 0;
      }
      EventEmitter.prototype.eventNames = function eventNames() {
        var names = [], events, name;
        if (this._eventsCount === 0) return names;
        for (name in events = this._events) {
          if (has.call(events, name)) names.push(prefix ? name.slice(1) : name);
        }
        if (Object.getOwnPropertySymbols) {
          return names.concat(Object.getOwnPropertySymbols(events));
        }
        return names;
      };
      EventEmitter.prototype.listeners = function listeners(event) {
        var evt = prefix ? prefix + event : event, handlers = this._events[evt];
        if (!handlers) return [];
        if (handlers.fn) return [handlers.fn];
        for (var i = 0, l = handlers.length, ee = new Array(l); i < l; i++) {
          ee[i] = handlers[i].fn;
        }
        return ee;
      };
      EventEmitter.prototype.listenerCount = function listenerCount(event) {
        var evt = prefix ? prefix + event : event, listeners = this._events[evt];
        if (!listeners) return 0;
        if (listeners.fn) return 1;
        return listeners.length;
      };
      EventEmitter.prototype.emit = function emit(event, a1, a2, a3, a4, a5) {
        var evt = prefix ? prefix + event : event;
        if (!this._events[evt]) return false;
        var listeners = this._events[evt], len = arguments.length, args, i;
        if (listeners.fn) {
          if (listeners.once) this.removeListener(event, listeners.fn, void 0, true);
          switch (len) {
            case 1:
              return listeners.fn.call(listeners.context), true;
            case 2:
              return listeners.fn.call(listeners.context, a1), true;
            case 3:
              return listeners.fn.call(listeners.context, a1, a2), true;
            case 4:
              return listeners.fn.call(listeners.context, a1, a2, a3), true;
            case 5:
              return listeners.fn.call(listeners.context, a1, a2, a3, a4), true;
            case 6:
              return listeners.fn.call(listeners.context, a1, a2, a3, a4, a5), true;
          }
          for (i = 1, args = new Array(len - 1); i < len; i++) {
            args[i - 1] = arguments[i];
          }
          listeners.fn.apply(listeners.context, args);
        } else {
          var length = listeners.length, j;
          for (i = 0; i < length; i++) {
            if (listeners[i].once) this.removeListener(event, listeners[i].fn, void 0, true);
            switch (len) {
              case 1:
                listeners[i].fn.call(listeners[i].context);
                break;
              case 2:
                listeners[i].fn.call(listeners[i].context, a1);
                break;
              case 3:
                listeners[i].fn.call(listeners[i].context, a1, a2);
                break;
              case 4:
                listeners[i].fn.call(listeners[i].context, a1, a2, a3);
                break;
              default:
                if (!args) for (j = 1, args = new Array(len - 1); j < len; j++) {
                  args[j - 1] = arguments[j];
                }
                listeners[i].fn.apply(listeners[i].context, args);
            }
          }
        }
        return true;
      };
      EventEmitter.prototype.on = function on(event, fn, context) {
        return addListener(this, event, fn, context, false);
      };
      EventEmitter.prototype.once = function once(event, fn, context) {
        return addListener(this, event, fn, context, true);
      };
      EventEmitter.prototype.removeListener = function removeListener(event, fn, context, once) {
        var evt = prefix ? prefix + event : event;
        if (!this._events[evt]) return this;
        if (!fn) {
          clearEvent(this, evt);
          return this;
        }
        var listeners = this._events[evt];
        if (listeners.fn) {
          if (listeners.fn === fn && (!once || listeners.once) && (!context || listeners.context === context)) {
            clearEvent(this, evt);
          }
        } else {
          for (var i = 0, events = [], length = listeners.length; i < length; i++) {
            if (listeners[i].fn !== fn || once && !listeners[i].once || context && listeners[i].context !== context) {
              events.push(listeners[i]);
            }
          }
          if (events.length) this._events[evt] = events.length === 1 ? events[0] : events;
          else clearEvent(this, evt);
        }
        return this;
      };
      EventEmitter.prototype.removeAllListeners = function removeAllListeners(event) {
        var evt;
        if (event) {
          evt = prefix ? prefix + event : event;
          if (this._events[evt]) clearEvent(this, evt);
        } else {
          this._events = new Events();
          this._eventsCount = 0;
        }
        return this;
      };
      EventEmitter.prototype.off = EventEmitter.prototype.removeListener;
      EventEmitter.prototype.addListener = EventEmitter.prototype.on;
      EventEmitter.prefixed = prefix;
      EventEmitter.EventEmitter = EventEmitter;
      {
        module.exports = EventEmitter;
      }
    })(eventemitter3);
    return eventemitter3.exports;
  }

  var eventemitter3Exports = requireEventemitter3();
  var EventEmitter = /*@__PURE__*/getDefaultExportFromCjs(eventemitter3Exports);

  class Emitter {
    /** @param _names of the events. */
    constructor(_names) {
      this._names = _names;
      this._emitter = new EventEmitter();
    }
    /**
     * Returns a function that ends this.
     * @throws CometError if there is no such event, or `callback` is not a function.
     */
    on(event, callback) {
      const names = this._names;
      if (!names.includes(event)) throw badArgument("event", event, `it is ${names.join(", ")}`);
      checkCallback(callback);
      const listener = (...args) => callPage(callback, ...args);
      this._emitter.on(event, listener);
      return () => {
        this._emitter.off(event, listener);
      };
    }
    emit(event, ...args) {
      this._emitter.emit(event, ...args);
    }
    /** Forgets all listeners. */
    end() {
      this._emitter.removeAllListeners();
    }
  }
  class Events extends Emitter {
    constructor() {
      super([
        ...["state", "connect", "disconnect", "node", "authorized", "denied", "master"],
        ...["slave", "tabs", "gap", "unconfirmed", "error"]
      ]);
    }
  }

  const MAX_PROPOSALS = 3;
  class KeyExchange {
    /** @param _renew connects anew. */
    constructor(_settings, _link, _auth, _renew) {
      this._settings = _settings;
      this._link = _link;
      this._auth = _auth;
      this._renew = _renew;
      /** The key that this page gave. */
      this._own = "";
      /** How often `_own` was proposed. */
      this._proposals = 0;
    }
    /** The page has started, perhaps with another key. */
    begin() {
      this._own = this._settings.visitor.userKey;
      this._proposals = 0;
    }
    /** Where the key comes from, if there is one. */
    get origin() {
      const { hidesVisitor, keys } = this._settings;
      if (!keys.isUsed || hidesVisitor) return "options";
      return this._link.isMaster ? "asked" : "elsewhere";
    }
    /** Another tab has given new options. */
    onOptions(options) {
      this._others = options.user_key;
      this._settings.keys.retry();
      this._settings.adopt(options);
    }
    /** In the leader: another tab proposes its key. */
    onProposal(options) {
      const { _settings: settings } = this;
      const isRefused = this._auth.status === false && this._link.isConnected;
      const isOwn = settings.keys.isUsed || options.user_key === settings.userKey;
      if (!isRefused || settings.hidesVisitor || isOwn) return;
      settings.adopt(options);
      this._renew();
    }
    /** The server tells whether it accepts the key of the leader. */
    onAuthorized(isAuthorized) {
      const { keys } = this._settings;
      if (isAuthorized) keys.accept();
      else if (this._link.isMaster && keys.refuse()) this._renew();
    }
    /** The server may have refused the key of another tab. The key of this tab may be newer. */
    onConnect() {
      if (this._link.isMaster || this._auth.status) return;
      const user_key = this._own;
      if (user_key && user_key !== this._others && ++this._proposals <= MAX_PROPOSALS)
        this._link.propose({ user_key });
    }
  }

  function readStorage(key) {
    try {
      return localStorage.getItem(key);
    } catch (e) {
      return null;
    }
  }
  function writeStorage(key, value) {
    try {
      localStorage.setItem(key, value);
      return true;
    } catch (e) {
      return false;
    }
  }
  function readTabStorage(key) {
    try {
      return sessionStorage.getItem(key);
    } catch (e) {
      return null;
    }
  }
  function writeTabStorage(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch (e) {
    }
  }

  const STORAGE_KEY$2 = "comet_LogLevel";
  class Logger {
    /** @param _sink where all lines go, whatever the level; `undefined`: to the console. */
    constructor(_sink = () => void 0) {
      this._sink = _sink;
      this._level = 0;
      /** What `warnOnce` has warned of. */
      this._warnedOf = /* @__PURE__ */ new Set();
    }
    /** Kept in localStorage, so that a developer can raise it on a page that cannot be changed. */
    get level() {
      return this._level = this._level || levelOf(readStorage(STORAGE_KEY$2));
    }
    set level(level) {
      this._level = levelOf(level);
      writeStorage(STORAGE_KEY$2, String(this._level));
    }
    error(text) {
      if (!this._pass("error", text)) console.error("CometServer: " + text);
    }
    warn(text) {
      if (!this._pass("warn", text)) console.warn("CometServer: " + text);
    }
    /**
     * Warns once of each cause: a page may call `start` at every click.
     * @param text `""` for no warning.
     * @param cause is not written, so it may hold a key.
     */
    warnOnce(text, cause = text) {
      if (!text || this._warnedOf.has(cause)) return;
      this._warnedOf.add(cause);
      this.warn(text);
    }
    info(text) {
      if (!this._pass("info", text) && this.level > 0) writeLine(text);
    }
    debug(text) {
      if (!this._pass("debug", text) && this.level > 0) writeLine(text);
    }
    _pass(level, text) {
      const sink = this._sink();
      if (sink) callPage(() => sink[level](text));
      return sink !== void 0;
    }
  }
  function levelOf(value) {
    return ["number", "string", "boolean"].includes(typeof value) ? Number(value) || 0 : 0;
  }
  function writeLine(text) {
    console.log("CometServer: " + text);
  }

  const DEMO_NODE = "app.comet-server.ru";
  const SCRIPT_DEFAULTS = { node: DEMO_NODE, queueDelay: 1200 };

  const SHARD_CHANNELS = 32;
  const MAX_SHARDS = 10;
  const MAX_CHANNELS = SHARD_CHANNELS * MAX_SHARDS;
  const MAX_FRAME_BYTES = 65535;
  const MARKER_LENGTH = 24;
  const USER_ID = /^[1-9]\d{0,8}$/;
  const USER_ID_RULE = "it is a number of 1 to 9 digits";
  function utf8Length(text) {
    return new TextEncoder().encode(text).length;
  }
  function deliveredLength(json) {
    return utf8Length(json.replace(/["\\]/g, "1234").replace(/'/g, "123"));
  }

  function connectionUrl(node, { secure, devId, userId, userKey, uuid }, version) {
    return `ws${secure ? "s" : ""}://${node}/ws/sesion=${userKey}&myid=${userId}&devid=${devId}&v=${version}&uuid=${uuid}&api=js`;
  }
  function attemptUrl(url, attempt) {
    return `${url}&n=${attempt}`;
  }

  const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
  const USER_KEY_RULE = "1 to 600 characters that a URL takes as they are";
  const HOST = /(?!\d+($|[:/]))[^\s?#&/:@[\]]+|\[[\da-f:.]+\]/i.source;
  const PORT = /:([0-5]?\d{1,4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])/.source;
  const NODE = new RegExp(`^(${HOST})(${PORT})?(/[^\\s?#&]*)?$`, "i");
  const NODE_RULE = "it is host, host:port or host/path";
  const NODE_NAMES = ["node", "nodes", "nodeArray"];
  const MILLISECONDS = /^\d{1,9}$/;
  const UUID = /^[\w-]{32}$/;
  const OPTIONS_RULE = "it is an object, and its members can be read";
  const SWITCH = [/^(true|false)$/, "it is true or false"];
  const LOGGER_RULE = "it has the functions debug, info, warn and error";
  const RULES = {
    node: [NODE, NODE_RULE],
    nodes: [NODE, NODE_RULE],
    nodeArray: [NODE, NODE_RULE],
    dev_id: [USER_ID, USER_ID_RULE],
    user_id: [USER_ID, USER_ID_RULE],
    user_key: [USER_KEY, `it has ${USER_KEY_RULE}`],
    queue_delay: [MILLISECONDS, "it is a number of milliseconds, 0 or false for none"],
    wss: SWITCH,
    recover: SWITCH,
    visible_leads: SWITCH,
    standby: SWITCH,
    uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"]
  };
  function faultOf(name, value) {
    if (name === "user_key" && typeof value === "function") return void 0;
    if (name === "logger")
      return value && !loggerOf(value) ? badArgument(name, value, LOGGER_RULE) : void 0;
    if (!Object.prototype.hasOwnProperty.call(RULES, name)) return void 0;
    const [pattern, rule] = RULES[name];
    const texts = pattern === NODE ? hostsOf(value) : [value];
    const isBad = (text) => (text || Number.isNaN(text)) && !fit(text, pattern);
    if (!texts.some(isBad)) return void 0;
    const shown = name === "user_key" ? "\u2026" : name === "user_id" ? shownOf(value) : value;
    return badArgument(name, shown, rule);
  }

  const SOON_S = 30;
  const WAIT_MS = 1e3;
  const MAX_WAIT_MS = 3e4;
  const MAX_REFUSED = 3;
  class KeySource {
    /**
     * @param _given the option.
     * @param _checked the key, or `""` for a value that is none.
     */
    constructor(_given, _checked) {
      this._given = _given;
      this._checked = _checked;
      /** Told of each failure. */
      this.onError = () => void 0;
      this._state = { type: "none" };
      this._isStopped = false;
      this._refusals = 0;
    }
    get isUsed() {
      return typeof this._given() === "function";
    }
    /** `""`: none yet. */
    get key() {
      return this._state.type === "known" ? this._state.key : "";
    }
    /** Resolves when there is a key; `undefined`: there is one, or none is needed. */
    prepare() {
      const state = this._state;
      if (this._isStopped || !this.isUsed) return void 0;
      if (state.type === "known" && !expiresSoon(state.key)) return void 0;
      return (state.type === "asked" ? state.done : this._ask()).then(
        () => this._state.type === "known" ? void 0 : this.prepare()
      );
    }
    /** The server refuses the key. Returns whether another one may be asked for. */
    refuse() {
      if (!this.isUsed || !this.key || ++this._refusals > MAX_REFUSED) return false;
      this._state = { type: "none" };
      return true;
    }
    /** The server accepts the key. */
    accept() {
      this._refusals = 0;
    }
    start() {
      this._isStopped = false;
    }
    /** The page wants another attempt: asks anew if the last question has brought no good key. */
    retry() {
      if (!this.key || this._refusals > MAX_REFUSED) this.reset();
    }
    /** Asks the page no more until `start`, and forgets the key. */
    stop() {
      this._isStopped = true;
      this.reset();
    }
    /** Forgets the key, and gives up asking for one. */
    reset() {
      const state = this._state;
      this._state = { type: "none" };
      this._refusals = 0;
      if (state.type === "asked") state.end();
    }
    _ask() {
      let end = () => void 0;
      const done = new Promise((resolve) => end = resolve);
      const asked = { type: "asked", done, end };
      this._state = asked;
      const settle = (key) => {
        if (this._state !== asked) return;
        this._state = { type: "known", key };
        end();
      };
      const again = (error, wait) => {
        if (this._state !== asked) return;
        this.onError(error);
        const timer = setTimeout(() => void attempt(Math.min(2 * wait, MAX_WAIT_MS)), wait);
        void done.then(() => clearTimeout(timer));
      };
      const attempt = async (wait) => {
        try {
          const value = await this._given()();
          const key = this._checked(value);
          if (value && !key) again(noKey(value), wait);
          else settle(key);
        } catch (error) {
          again(failed$1(error), wait);
        }
      };
      void attempt(WAIT_MS);
      return done;
    }
  }
  function failed$1(error) {
    const name = error instanceof Error ? error.name : typeof error;
    return new CometError("key", `user_key() failed (${name}); it is asked again`, name);
  }
  function noKey(value) {
    const what = typeof value === "string" ? `a text of ${value.length} characters` : typeof value;
    const text = `user_key() gave ${what}, not a text of ${USER_KEY_RULE}; it is asked again`;
    return new CometError("key", text, typeof value);
  }
  function expiresSoon(key) {
    var _a;
    const expiry = (_a = claimsOf(key)) == null ? void 0 : _a.exp;
    return typeof expiry === "number" && expiry < Date.now() / 1e3 + SOON_S;
  }

  const ATTEMPTS$1 = 3;
  const NO_ADDRESS = "ws://";
  const ATTEMPT_LENGTH = 8;
  class FailedRounds {
    constructor() {
      this._failed = 0;
      /** By shard: how many rounds had failed when its attempt began. */
      this._begun = /* @__PURE__ */ new Map();
    }
    begin(shard) {
      this._begun.set(shard, this._failed);
    }
    /** Returns whether so many attempts have failed that something else is to be tried. */
    fail(shard) {
      if (this._begun.get(shard) !== this._failed) return false;
      return ++this._failed % ATTEMPTS$1 === 0;
    }
    /** An attempt has succeeded: those that began before it do not count any more. */
    reset() {
      this._failed = 0;
      this._begun.clear();
    }
  }
  class NodeAddress {
    constructor(node, _settings) {
      this.node = node;
      this._settings = _settings;
      this._reach = { type: "untried", rounds: new FailedRounds() };
      this._triesTls = false;
    }
    /** Whether the next attempt uses TLS. */
    get secure() {
      return this._triesTls || this._settings.wantsTls;
    }
    nextUrl(shard) {
      var _a, _b;
      return (_b = (_a = this._settings.prepare()) == null ? void 0 : _a.then(() => this._url(shard))) != null ? _b : this._url(shard);
    }
    _url(shard) {
      if (this._reach.type === "untried") this._reach.rounds.begin(shard);
      if (!this._settings.nodes.includes(this.node)) return NO_ADDRESS;
      return attemptUrl(this._settings.url(this.node), randomId(ATTEMPT_LENGTH));
    }
    nodeOf() {
      return this.node;
    }
    connected() {
      this._reach = { type: "reached" };
      return true;
    }
    failed(shard) {
      if (this._reach.type === "untried" && this._reach.rounds.fail(shard))
        this._triesTls = !this._triesTls;
    }
    ended() {
    }
  }
  class RotatingAddress {
    /** @param userId `""` for an anonymous visitor. */
    constructor(_addresses, userId, random = Math.random()) {
      this._addresses = _addresses;
      this._rounds = new FailedRounds();
      /** By shard: what `_index` was when its last attempt began. */
      this._tried = /* @__PURE__ */ new Map();
      /** The shards whose sockets are open. */
      this._open = /* @__PURE__ */ new Set();
      this._index = userId ? Number(userId) : Math.floor(random * _addresses.length);
    }
    get node() {
      return this._at(this._index).node;
    }
    nextUrl(shard) {
      this._tried.set(shard, this._index);
      this._rounds.begin(shard);
      return this._of(shard).nextUrl(shard);
    }
    nodeOf(shard) {
      return this._of(shard).node;
    }
    connected(shard) {
      var _a;
      const address = this._of(shard);
      address.connected();
      if (this._open.size && address.node !== this.node) return false;
      this._index = (_a = this._tried.get(shard)) != null ? _a : this._index;
      this._open.add(shard);
      this._rounds.reset();
      return true;
    }
    failed(shard) {
      this._of(shard).failed(shard);
      if (!this._open.size && this._rounds.fail(shard)) this._index++;
    }
    ended(shard) {
      this._open.delete(shard);
    }
    _of(shard) {
      var _a;
      return this._at((_a = this._tried.get(shard)) != null ? _a : this._index);
    }
    _at(index) {
      return this._addresses[index % this._addresses.length];
    }
  }

  const VERSION = "4.10.0";

  const DEMO_DEV_ID = 15;
  const UUID_STORAGE_KEY = "comet_server_uuid";
  const NOBODY = { userId: "", userKey: "" };
  class Settings {
    constructor(_defaults = {}) {
      this._defaults = _defaults;
      /**
       * As given by the page, options of later calls merged into earlier ones. An option that was given as
       * `undefined` is in it, too.
       */
      this.options = {};
      /** The keys that a function of the page gives. */
      this.keys = new KeySource(
        () => this.options.user_key,
        (key) => fit(key, USER_KEY)
      );
      this._uuid = "";
      /** The addresses of the present nodes, once they are asked for. */
      this._addresses = [];
    }
    /** Merges options of the page. Returns an error for each option with a bad value. */
    merge(options) {
      const given = membersOf(options);
      if (!given) return [badArgument("options", shownOf(options), OPTIONS_RULE)];
      const before = this.nodes.join();
      const errors = this._write(given);
      if (this.nodes.join() !== before) this._addresses = [];
      return errors;
    }
    /** Takes key, TLS and choice of nodes from another tab of this visitor. */
    adopt({ user_key, wss, roundrobin }) {
      if (wss !== void 0) this.options.wss = wss;
      if (roundrobin !== void 0) this.options.roundrobin = roundrobin;
      if (user_key === void 0 || this.hidesVisitor || this.keys.isUsed) return;
      this._adopted = { key: user_key, identity: this.identity };
    }
    /** The options that the other tabs of this visitor take over. */
    get forTabs() {
      var _a;
      const isKept = this.hidesVisitor || this.keys.isUsed || this._key === void 0;
      const user_key = isKept ? void 0 : this.userKey;
      const { wss, roundrobin } = this.options;
      return { user_key, wss: switchOf(wss), roundrobin: (_a = switchOf(roundrobin)) != null ? _a : void 0 };
    }
    _write(members) {
      const errors = [];
      for (const [name, value] of members) {
        if (name === "__proto__" || value === void 0 && name in this.options) continue;
        if (name === "user_key" && value !== void 0) this._adopted = void 0;
        if (name === "user_key" && typeof value !== "function") this.keys.reset();
        this.options[name] = value;
        const fault = faultOf(name, value);
        if (fault) errors.push(fault);
      }
      return errors;
    }
    /** The nodes of the server. None if the page names none and there is no default. */
    get nodes() {
      const named = this._namedNodes;
      return named.length ? named : hostsOf(this._defaults.node);
    }
    /** Whether a visible tab is to lead rather than a hidden one. */
    get prefersVisible() {
      var _a;
      return (_a = switchOf(this.options.visible_leads)) != null ? _a : false;
    }
    /** Whether a second tab is to hold a connection, too. */
    get wantsStandby() {
      var _a;
      return (_a = switchOf(this.options.standby)) != null ? _a : false;
    }
    /** The first node; `""` for none. */
    get node() {
      return this.nodes[0] || "";
    }
    /** Where to connect to: all nodes, or one at a time with `roundrobin`. */
    get addresses() {
      const all = this._known;
      return this._rotates ? [new RotatingAddress(all, this.visitor.userId)] : all;
    }
    get _rotates() {
      return Boolean(this.options.roundrobin) && this.nodes.length > 1;
    }
    get _known() {
      if (!this._addresses.length)
        this._addresses = this.nodes.map((node) => new NodeAddress(node, this));
      return this._addresses;
    }
    /** The error for a page that passes no node and has no default. */
    noNode() {
      const given = NODE_NAMES.map((name) => this.options[name]);
      const value = given.find((node) => node !== void 0);
      return badArgument("node", value, NODE_RULE);
    }
    /**
     * Whether the server must not learn who the visitor is: the page passed a node that is empty (an
     * unset variable, say), so it did not choose to trust the default server with a key.
     */
    get hidesVisitor() {
      return !this._namedNodes.length && NODE_NAMES.some((name) => name in this.options);
    }
    /** The visitor as the server is told. */
    get visitor() {
      return this.hidesVisitor ? NOBODY : this;
    }
    /** A warning about the defaults that are used; `""` for none. */
    get notice() {
      const { node, userId, userKey } = this;
      const isKeyHeld = this.hidesVisitor && (userId || userKey);
      if (node && !this._namedNodes.length)
        return `no node was given: connecting to the public demo server ${node}` + (isKeyHeld ? " as an anonymous visitor; user_id and user_key are not sent there" : "");
      return this.isDemo ? "no dev_id: using the demo account" : "";
    }
    /** Those of the first option that names any. */
    get _namedNodes() {
      var _a;
      const lists = NODE_NAMES.map((name) => hostsOf(this.options[name]));
      return (_a = lists.find(({ length }) => length)) != null ? _a : [];
    }
    get devId() {
      return this.isDemo ? DEMO_DEV_ID : Number(fit(this.options.dev_id, USER_ID));
    }
    /** Whether the demo account is used: on the demo server, without a `dev_id` (0 counts as none). */
    get isDemo() {
      return this.node === DEMO_NODE && !this.options.dev_id;
    }
    /** From the options, even if the server is not told; `""` for an anonymous visitor. */
    get userId() {
      return fit(this.options.user_id, USER_ID);
    }
    /** From the options, or a newer one from another tab; `""` for an anonymous visitor. */
    get userKey() {
      return fit(this._key, USER_KEY);
    }
    get _key() {
      const adopted = this._adopted;
      if (adopted && adopted.identity === this.identity) return adopted.key;
      return this.keys.isUsed ? this.keys.key : this.options.user_key;
    }
    /** Identifies this browser to others. Kept in storage if there is one. */
    get uuid() {
      return fit(this.options.uuid, UUID) || (this._uuid = this._uuid || storedUuid());
    }
    /** See `CometOptions.queue_delay`; 0 for no wait. */
    get queueDelay() {
      const { queue_delay: given } = this.options;
      if (given === 0 || given === false) return 0;
      return Number(fit(given, MILLISECONDS) || this._defaults.queueDelay) || 0;
    }
    /** What the page has log lines go to instead of the console. */
    get logger() {
      return loggerOf(this.options.logger);
    }
    /** Whether the page asks for TLS. */
    get wantsTls() {
      var _a;
      return (_a = switchOf(this.options.wss)) != null ? _a : isSecurePage();
    }
    /** Whether the next attempt uses TLS. @param node by default the first one. */
    isSecure(node = this.node) {
      var _a, _b;
      return (_b = (_a = this._known.find((one) => one.node === node)) == null ? void 0 : _a.secure) != null ? _b : this.wantsTls;
    }
    /** Resolves when the visitor's key is known; `undefined`: it is. */
    prepare() {
      return this.userId && !this.hidesVisitor ? this.keys.prepare() : void 0;
    }
    /** The URL of a connection. It holds the key: never write it anywhere. */
    url(node = this.node) {
      if (!node) return NO_ADDRESS;
      const { devId, uuid, visitor } = this;
      const { userId, userKey } = visitor;
      const secure = this.isSecure(node);
      return connectionUrl(node, { secure, devId, userId, userKey, uuid }, VERSION.slice(0, 4));
    }
    /** Equal as long as running connections need not be renewed. It holds the key. */
    get urls() {
      return [this._rotates, ...this.nodes.map((node) => this.url(node))].join();
    }
    /** Nodes, account and visitor. Tabs with the same identity form a group. */
    get identity() {
      return [this.nodes.join(), this.devId, this.visitor.userId].join(" ");
    }
  }
  function storedUuid() {
    const uuid = fit(readStorage(UUID_STORAGE_KEY), UUID) || randomId(32);
    writeStorage(UUID_STORAGE_KEY, uuid);
    return uuid;
  }

  function contentOf({ channel, event, data }) {
    return [channel, event, textOf(data)].join("\n");
  }
  function textOf(data) {
    try {
      return JSON.stringify(decodeData(data));
    } catch (e) {
      return toText(data);
    }
  }

  const CLOCKS_DIFFER_S$2 = 1;
  function isPresence({ channel, event }) {
    return channel.startsWith("track_") && /^(un)?subscription$/.test(event) || channel.startsWith("user_status_") && /^o(n|ff)line$/.test(event);
  }
  function originOf({ channel, text, time }) {
    if (channel.startsWith("track_")) return /^\{"data":"/.test(text) ? "elsewhere" : "here";
    if (channel.startsWith("user_status_")) return time ? "elsewhere" : "here";
    return text.includes('"user_id":') ? "here" : "unknown";
  }
  function mendPresence(data) {
    var _a;
    if (typeof data !== "string") return data;
    const who = (_a = parseObject(data)) != null ? _a : parseObject(data + "}");
    if (!who || !("uuid" in who)) return data;
    return { user_id: toNumber(who.user_id), uuid: toText(who.uuid) };
  }
  function isSameSender(one, other) {
    return one.userId === other.userId || !one.userId || !other.userId;
  }
  function areCopies(one, other, nodes) {
    const seconds = nodes > 1 ? CLOCKS_DIFFER_S$2 : 0;
    if (one.time && other.time && Math.abs(one.time - other.time) > seconds) return false;
    return nodes > 1 ? isSameSender(one, other) : one.userId === other.userId;
  }
  function joinUsers(answers) {
    const [first] = answers;
    if (!first || answers.length < 2) return first;
    const users = /* @__PURE__ */ new Map();
    for (const { data: data2 } of answers)
      for (const user of listOf(decodeData(data2))) {
        const { user_id, uuid } = Object(user);
        users.set(`${toNumber(user_id)} ${toText(uuid)}`, user);
      }
    const data = [...users.values()];
    const { event, marker, channel: pipe } = first;
    return { ...first, data, text: jsonOf({ data, event, marker, pipe }) };
  }
  function joinLogs(logs) {
    const [first = [], ...others] = logs;
    const joined = [...first];
    for (const log of others) {
      const left = joined.map((message) => ({ message, content: contentOf(message) }));
      for (const message of log) {
        const content = contentOf(message);
        const same = left.findIndex(
          (one) => one.content === content && Math.abs(one.message.time - message.time) <= CLOCKS_DIFFER_S$2 && isSameSender(one.message, message)
        );
        const [copy] = same < 0 ? [] : left.splice(same, 1);
        if (!copy) joined.push(message);
        else if (!copy.message.userId) joined[joined.indexOf(copy.message)] = message;
      }
    }
    return joined.sort((one, other) => one.time - other.time);
  }
  function listOf(value) {
    return Array.isArray(value) ? value : [];
  }

  const CUT_AT = 122;
  const OWN_CHANNELS = ["sys", "msg", "_answer", "_answer_pipe_count", "_answer_user_status"];
  function mendCutFrame(text, channels) {
    const rest = text.split("\0", 1)[0];
    const lost = utf8Length(text) - CUT_AT;
    if (lost < 1 || lost > 3 || utf8Length(rest) !== CUT_AT) return void 0;
    if (lost === 1) return parseObject(rest + "}");
    const [sender] = /,"user_id"(:\d*)?$/.exec(rest) || [];
    if (sender) return parseObject(rest.slice(0, -sender.length) + "}");
    if (lost === 2) return parseObject(rest + '"}');
    const [, beginning] = /"pipe":"([\w-]*)$/.exec(rest) || [];
    if (beginning === void 0) return void 0;
    const fitting = [.../* @__PURE__ */ new Set([...OWN_CHANNELS, ...channels()])].filter(
      (name) => name.length === beginning.length + 1 && name.startsWith(beginning)
    );
    return fitting.length === 1 ? parseObject(rest.slice(0, rest.length - beginning.length) + fitting[0] + '"}') : void 0;
  }

  function decodeFrame(text, context) {
    const fields = parseObject(text);
    if (fields) return [classify(fields, text, context.legacy)];
    const mended = mendCutFrame(text, context.channels);
    if (mended) return [classify(mended, JSON.stringify(mended), context.legacy)];
    const lines = text.split("\n").filter((line) => line.trim());
    if (lines.length < 2) return [{ kind: "ignored", reason: "a frame that is no JSON" }];
    let { legacy } = context;
    return lines.flatMap((line) => {
      const messages = decodeFrame(line, { ...context, legacy });
      for (const message of messages) if (message.kind === "info") ({ legacy } = message);
      return messages;
    });
  }
  function classify(fields, text, legacy) {
    const { authorized, data, error } = fields;
    if ("jscode" in fields) return { kind: "ignored", reason: "code sent by the server" };
    if (authorized !== void 0)
      return {
        kind: "info",
        authorized: toText(authorized) === "true",
        userKey: toText(data),
        legacy: typeof authorized === "string",
        time: secondsOf(fields),
        text
      };
    if (toNumber(error) > 400) return { kind: "fatal", code: toNumber(error), reason: toText(data) };
    const message = channelMessage(fields, text, legacy);
    const { channel, marker } = message;
    if (channel === "sys" && message.event === "error") {
      const details = Object(typeof data === "string" ? parseObject(data) : data);
      const code = toNumber(details.error_code);
      const reason = toText(details.error).trim();
      return code > 400 ? { kind: "fatal", code, reason } : { ...message, kind: "refusal", reason };
    }
    if (channel.startsWith("_answer_to_")) return { ...message, kind: "report" };
    return marker && channel.startsWith("_answer") ? { ...message, kind: "answer" } : message;
  }
  function channelMessage(fields, text, legacy) {
    const { SendToUser, fromQueue, history } = fields;
    let { data, user_id: sender } = fields;
    const prefixed = legacy && /^A::(\d+);([^]*)/.exec(toText(data));
    if (prefixed) [, sender, data] = prefixed;
    const channel = SendToUser === void 0 && toText(fields.pipe) || "msg";
    return {
      kind: "channel",
      channel,
      event: toText(fields.event) || toText(fields.event_name),
      data: channel.startsWith("track_") ? mendPresence(data) : data,
      userId: toNumber(sender),
      history: Boolean(fromQueue || history),
      marker: toText(fields.marker) || void 0,
      uuid: toText(fields.uuid) || void 0,
      time: secondsOf(fields),
      text
    };
  }
  function isPresenceOf(message, uuid, userId) {
    if (message.kind !== "channel" || !message.channel.startsWith("track_")) return false;
    const who = Object(decodeData(message.data));
    return who.uuid === uuid && toNumber(who.user_id) === userId;
  }
  function secondsOf({ message_send_time: value }) {
    const time = toNumber(value);
    return Number.isFinite(time) ? time : 0;
  }

  const CHANNEL_RULE = "it has 2 to 63 characters out of A-Z a-z 0-9 _ -";
  const CHANNEL_NAME = /^[\w-]{2,63}$/;
  function channelName(name) {
    return checked$1("channel", name, CHANNEL_NAME, CHANNEL_RULE);
  }
  function bareName(channel) {
    return channel.replace("@", "");
  }
  function reportChannel(channel) {
    return "_answer_to_" + bareName(channel);
  }
  function parseKey(key) {
    if (key === "") return { channel: void 0, event: void 0 };
    const pattern = /^(#|_?answer_to_)?@?([\w-]{2,63})(?:\.([^]*))?$/;
    const text = checked$1("subscription key", key, pattern, CHANNEL_RULE);
    const [, isReport, channel, event] = pattern.exec(text);
    return {
      channel: isReport ? reportChannel(channel) : channel,
      event: event || void 0
    };
  }
  function isLocal(channel) {
    return /^(msg$|sys$|_answer)/.test(channel);
  }

  const SLOW_NODE_MS = 2e3;
  const QUESTION = {
    isRepeatable: true,
    answer: "marker",
    isStream: false,
    scope: "one",
    patienceMs: Infinity,
    refusal: void 0
  };
  const COUNT$1 = { ...QUESTION, word: "pipe_count", lines: ["channel", "marker", "end"] };
  const COMMANDS = {
    web_pipe2: {
      word: "web_pipe2",
      lines: ["channel", "event", "audience", "json"],
      // It may have been delivered.
      isRepeatable: false,
      answer: "report",
      isStream: false,
      scope: "one",
      patienceMs: Infinity,
      refusal: "other"
    },
    // Never refused: its channel was checked.
    pipe_log: { ...COUNT$1, word: "pipe_log", isStream: true },
    /**
     * The log as all nodes have it: each lacks what was published while it was down. So all are waited for:
     * else a gap would count as filled that is not.
     */
    recovery: { ...COUNT$1, word: "pipe_log", isStream: true, scope: "nodes" },
    pipe_count: { ...COUNT$1, refusal: /^\[pipe_count\]/ },
    track_pipe_users: {
      ...QUESTION,
      word: "track_pipe_users",
      lines: ["channel", "marker"],
      scope: "nodes",
      patienceMs: SLOW_NODE_MS,
      refusal: /^\[track_pipe_users\]/
    },
    user_data: { ...QUESTION, word: "user_data", lines: ["marker", "user"], refusal: /user id/ },
    statistics: { ...QUESTION, word: "statistics", lines: ["json"], answer: "nothing" },
    /** A count whose answer says that everything before it is done, on all shards. */
    fence: { ...COUNT$1, scope: "shards" },
    /** A fence that says so of the channels of each shard, on any node that carries them. */
    page_fence: { ...COUNT$1, scope: "shards", patienceMs: SLOW_NODE_MS }
  };
  function traitsOf({ kind }) {
    return Object.prototype.hasOwnProperty.call(COMMANDS, kind) ? COMMANDS[kind] : COMMANDS.fence;
  }
  function isPublish(command) {
    return traitsOf(command).answer === "report";
  }
  function isRefusalOf(command, reason) {
    const known = Object.values(COMMANDS).find(
      ({ refusal }) => refusal instanceof RegExp && refusal.test(reason)
    );
    const traits = traitsOf(command);
    return known ? known === traits : traits.refusal === "other";
  }
  const FRAME_OVERHEAD_BYTES = 74;
  const PUBLISH_RULE = `it must be web_*, webauth_* or @web_*, without an event; ${CHANNEL_RULE}`;
  const EVENT_RULE = "it has 1 to 64 characters out of A-Z a-z 0-9 _ -";
  function publishCommand(channel, event, message, userId) {
    const name = checked$1("channel", channel, /^(?=@?.{1,63}$)(@?web|webauth)_[\w-]+$/, PUBLISH_RULE);
    const eventName = checked$1("event", event, /^[\w-]{1,64}$/, EVENT_RULE);
    const json = toJson(message);
    const command = newCommand("web_pipe2", { channel: name, event: eventName, json });
    const names = eventName + bareName(name) + (name[0] === "@" ? 0 : userId || 0);
    checkSize(`Message to ${name}`, FRAME_OVERHEAD_BYTES + names.length + deliveredLength(json));
    return command;
  }
  function checkSize(what, size) {
    if (size > MAX_FRAME_BYTES)
      throw new CometError("size", `${what} too large: ${size} of ${MAX_FRAME_BYTES} bytes`, size);
  }
  function logCommand(channel) {
    return newCommand("pipe_log", { channel: channelName(channel) });
  }
  function recoveryCommand(channel) {
    return newCommand("recovery", { channel: channelName(channel) });
  }
  function countCommand(channel) {
    const rule = "it must be web_* or track_*";
    const name = checked$1("channel", channelName(channel), /^(web|track)_./, rule);
    return newCommand("pipe_count", { channel: name });
  }
  function usersCommand(channel) {
    const rule = "it must be track_*";
    const name = checked$1("channel", channelName(channel), /^track_./, rule);
    return newCommand("track_pipe_users", { channel: name });
  }
  function newCommand(kind, values) {
    var _a;
    const { word, lines } = COMMANDS[kind];
    const all = { audience: "*", marker: "\0", end: "", ...values };
    const text = [word, ...lines.map((line) => all[line])].join("\n");
    return { kind, channel: (_a = values.channel) != null ? _a : "", text };
  }
  function dataCommand(userId) {
    const text = typeof userId === "number" ? String(userId) : userId;
    const id = checked$1("user id", text, USER_ID, USER_ID_RULE);
    return newCommand("user_data", { user: id });
  }
  function statisticsCommand(data) {
    const command = newCommand("statistics", { json: toJson(data) });
    checkSize("Statistics", utf8Length(command.text));
    return command;
  }
  const FENCE = newCommand("fence", { channel: "web_fence" });
  const PAGE_FENCE = newCommand("page_fence", { channel: "web_fence" });
  function listText(channels) {
    const rank = (name) => name.replace(/^private_/, "~");
    const sorted = [...channels].sort((one, other) => rank(one) < rank(other) ? -1 : 1);
    return "subscription\n" + sorted.join("\n");
  }
  function toJson(message) {
    let json;
    try {
      json = JSON.stringify(message);
    } catch (e) {
    }
    if (json === void 0) throw badArgument("message", message, "JSON cannot hold it");
    return json;
  }

  const COPY_ID = "_cometApi_uuid";

  const NO_EVENT = "undefined";
  const MAX_COUNT = 1e6;
  class Publisher {
    /**
     * @param _userId the sender, as receivers will see it.
     * @param _onDone called with the result of each message, as in `Request`.
     * @param _onUnconfirmed called instead if nobody knows whether the message was delivered.
     */
    constructor(_link, _userId, _onDone, _onUnconfirmed) {
      this._link = _link;
      this._userId = _userId;
      this._onDone = _onDone;
      this._onUnconfirmed = _onUnconfirmed;
      this._timers = /* @__PURE__ */ new Set();
    }
    /**
     * Takes `(channel, event, message)`, `(channel, message)` and `("channel.event", message)`.
     * Returns whether the message was sent at once; otherwise it waits for a connection.
     * @throws CometError if the message cannot be sent.
     */
    send(args) {
      let [channel, event, message] = args;
      if (args.length < 3) {
        message = event;
        event = void 0;
        if (typeof channel === "string")
          [, channel, event] = /^([^.]*)\.?([^]*)$/.exec(channel) || [];
      }
      return this._send(channel, event, message)();
    }
    /**
     * Resolves with the server's report.
     * @throws CometError if the message cannot be sent, or for bad options.
     */
    publish(channel, event, message, options) {
      const command = this._command(channel, event, message);
      return carryOut(this._link, command, options).then(
        (report) => dataOf(report)
      );
    }
    /**
     * Sends the same message `count` times, `intervalMs` apart, with an id by which receivers
     * dispatch it once. Returns what `send` returns for the first. @throws CometError as `send` does.
     */
    sendRepeatedly(channel, event, message, count, intervalMs) {
      const send = this._send(channel, event, message, identified(message));
      let left = checkedNumber("count", count, MAX_COUNT);
      const interval = checkedNumber("interval", intervalMs, MAX_TIMER_MS);
      const timer = setInterval(() => {
        if (--left < 2) this._end(timer);
        if (left > 0) send();
      }, interval);
      this._timers.add(timer);
      return send();
    }
    /** Ends all repetitions. */
    stop() {
      for (const timer of this._timers) this._end(timer);
    }
    /**
     * Checks a message. Returns a function that sends it each time it is called.
     * @param sent what is sent instead of the message: a copy with an id.
     */
    _send(channel, event, message, sent = message) {
      const command = this._command(channel, event, sent);
      const onDone = (error) => {
        if (!error || error.code !== "unconfirmed") return this._onDone(error);
        const details = { channel: command.channel, event: String(event || NO_EVENT), message };
        this._onUnconfirmed({ ...details, reason: error.message });
      };
      return () => this._link.send({ command, onDone });
    }
    _command(channel, event, message) {
      return publishCommand(channel, event || NO_EVENT, message, this._userId());
    }
    _end(timer) {
      clearInterval(timer);
      this._timers.delete(timer);
    }
  }
  function identified(message) {
    try {
      if (typeof message === "object" && message !== null && !Array.isArray(message))
        return { ...message, [COPY_ID]: randomId(16) };
    } catch (e) {
    }
    throw badArgument("message", message, "it must be an object");
  }

  class Readiness {
    constructor(_link) {
      this._link = _link;
      this._waiting = /* @__PURE__ */ new Set();
      this._callbacks = [];
      this._onStop = /* @__PURE__ */ new Set();
      this._isAskDue = false;
    }
    /**
     * Resolves once the server is reached, and sends the messages of all these channels. A channel that
     * was left shortly before is still told as sent: so a question that the server is asked behind the
     * list of channels has to be answered first.
     * @throws CometError for bad options.
     */
    wait(channels, options) {
      return waitFor(options, (settle) => {
        const question = channels.length ? "due" : "answered";
        const waiting = { channels, settle, question };
        if (this._refusal) settle(this._refusal);
        else {
          this._waiting.add(waiting);
          this._check(waiting);
          this._askSoon();
        }
        return (error) => {
          this._waiting.delete(waiting);
          settle(error);
        };
      });
    }
    /**
     * Calls a callback once, when the server is reached, also if `stop` comes before.
     * @throws CometError if it is no function.
     */
    call(callback) {
      checkCallback(callback);
      this._callbacks.push(callback);
      if (this._link.isConnected) nextTask(() => this._link.isConnected && this._callAll());
    }
    /** A connection may come again. */
    begin() {
      this._refusal = void 0;
      this._link.outbox.admit();
    }
    onConnect() {
      var _a;
      this._refusal = void 0;
      (_a = this._heard) != null ? _a : this._heard = /* @__PURE__ */ new Set();
      this._settle();
      this._askSoon();
      this._callAll();
    }
    /** The server sends these channels. @param lack why it sends no others, and will not. */
    onHeard(channels, lack) {
      this._heard = new Set(channels);
      this._lack = lack;
      this._settle();
    }
    onDisconnect() {
      this._heard = this._lack = void 0;
    }
    /** No connection will come before `begin`: nothing is waited for, neither now nor later. */
    refuse(error) {
      this._refusal = error;
      this._fail(error);
      this._link.outbox.refuse(error);
    }
    stop() {
      this._heard = this._lack = this._refusal = void 0;
      this._fail(wasStopped());
      for (const callback of [...this._onStop]) callback();
    }
    /** Calls a callback at each `stop`. Returns a function that ends this. */
    onStop(callback) {
      this._onStop.add(callback);
      return () => this._onStop.delete(callback);
    }
    _callAll() {
      for (const callback of this._callbacks.splice(0)) callPage(callback);
    }
    /** Asks one question for all callers of this task, if any still waits for it. */
    _askSoon() {
      if (this._isAskDue || !this._heard) return;
      this._isAskDue = true;
      nextTask(() => {
        this._isAskDue = false;
        const asked = [...this._waiting].filter(({ question }) => question === "due");
        if (!asked.length) return;
        for (const waiting of asked) waiting.question = "asked";
        const onDone = (error) => this._onAnswer(asked, error);
        this._link.send({ command: PAGE_FENCE, onDone, endsAtStop: true });
      });
    }
    _onAnswer(asked, error) {
      for (const waiting of asked) {
        if (error && this._heard) this._end(waiting, error);
        else waiting.question = error ? "due" : "answered";
      }
      this._settle();
    }
    _settle() {
      for (const waiting of [...this._waiting]) this._check(waiting);
    }
    /** Settles one that need not wait any longer. */
    _check(waiting) {
      const heard = this._heard;
      if (!heard || waiting.question !== "answered") return;
      const missing = waiting.channels.filter((channel) => !heard.has(channel));
      if (!missing.length) this._end(waiting);
      else if (this._lack !== void 0)
        this._end(waiting, new CometError("refused", this._lack, missing.join()));
    }
    _end(waiting, error) {
      this._waiting.delete(waiting);
      waiting.settle(error);
    }
    _fail(error) {
      const all = [...this._waiting];
      this._waiting.clear();
      for (const { settle } of all) settle(error);
    }
  }

  class Queries {
    /** @param _onError told of questions that were refused; their callbacks are then not called. */
    constructor(_link, _onError) {
      this._link = _link;
      this._onError = _onError;
    }
    /**
     * Replays a channel's log. `onEnd` is called also when `stop()` ends it.
     * @throws CometError for a bad channel.
     */
    log(channel, onLog, onEnd) {
      this._link.send({
        command: logCommand(channel),
        endsAtStop: onEnd !== void 0,
        onLog,
        onDone: (error) => {
          if (error && error.code !== "stopped") this._onError(error);
          else if (onEnd) callPage(onEnd);
        }
      });
    }
    /** @throws CometError for a bad channel or bad options. */
    history(channel, options) {
      const messages = [];
      const onLog = (message) => messages.push(asMessage(delivered(message, dataOf(message))));
      return carryOut(this._link, logCommand(channel), options, onLog).then(() => messages);
    }
    /** Calls `callback` with the answer. @throws CometError if it is no function. */
    tell({ command, read }, callback) {
      checkCallback(callback);
      this._link.send({
        command,
        onDone: (error, answer) => {
          if (error) this._onError(error);
          else if (isAnswer(answer))
            callPage(callback, delivered(answer, read(decodeData(answer.data))));
        }
      });
    }
    /** Resolves with the answer. @throws CometError for bad options. */
    ask({ command, read }, options) {
      return carryOut(this._link, command, options).then((answer) => {
        if (isAnswer(answer)) return read(decodeData(answer.data));
        throw new CometError("refused", "The server has not answered", command.channel);
      });
    }
  }
  function isAnswer(message) {
    return (message == null ? void 0 : message.kind) === "answer";
  }
  function howMany(channel) {
    return {
      command: countCommand(channel),
      // The server answers with an array, although its documentation promises an object.
      read: (data) => Array.isArray(data) ? { user_in_pipe: toNumber(data[1]) } : data
    };
  }
  function whoListens(channel) {
    return { command: usersCommand(channel), read: (data) => data };
  }
  function whatIsStored(userId) {
    return {
      command: dataCommand(userId),
      read: (data) => {
        const fields = Object(data);
        return { ...fields, user_data: unescapeMysql(toText(fields.user_data)) };
      }
    };
  }

  function queueFrame({ data, event, userId, marker, uuid }) {
    const frame = { data, event, user_id: userId, marker, uuid, fromQueue: true };
    return jsonOf(frame);
  }

  const STORAGE_KEY$1 = "comet_server_queue";
  const HANDOVER_MS = 6e4;
  function leaveForNextPage(identity, messages) {
    const parcel = [identity, Date.now(), messages.map(queueFrame)];
    write([...takeParcels(), parcel]);
  }
  function takeFromLastPage(identity) {
    const parcels = takeParcels();
    const index = parcels.findIndex(([owner]) => owner === identity);
    const [parcel] = index < 0 ? [] : parcels.splice(index, 1);
    write(parcels);
    return parcel ? parcel[2].flatMap(messagesOf) : [];
  }
  function takeParcels() {
    const text = readTabStorage(STORAGE_KEY$1);
    writeTabStorage(STORAGE_KEY$1, null);
    try {
      const stored = JSON.parse(text || "[]");
      return Array.isArray(stored) ? stored.filter(isYoungParcel) : [];
    } catch (e) {
      return [];
    }
  }
  function write(parcels) {
    if (parcels.length) writeTabStorage(STORAGE_KEY$1, JSON.stringify(parcels));
  }
  function isYoungParcel(value) {
    const [identity, at, frames] = Array.isArray(value) ? value : [];
    const isYoung = typeof at === "number" && Math.abs(Date.now() - at) < HANDOVER_MS;
    return typeof identity === "string" && isYoung && Array.isArray(frames);
  }
  function messagesOf(frame) {
    if (typeof frame !== "string") return [];
    return decodeFrame(frame, { legacy: false, channels: () => [] }).filter(isQueued);
  }

  class QueueWait {
    constructor(_handOut) {
      this._handOut = _handOut;
      this._state = "stopped";
      /** The owner of the held messages: node, account and visitor (`Settings.identity`). */
      this._identity = "";
      this._delay = 0;
      /** Has no limit: the server deletes what it sends, so every message must be dispatched. */
      this._held = [];
    }
    /**
     * Begins to wait, or goes on after `stop`. Forgets messages of another visitor.
     * @param delay in milliseconds since the first `start`; 0: messages are dispatched at once.
     */
    start(identity, delay) {
      const isAnother = identity !== this._identity;
      if (isAnother) this._forget();
      const isNew = isAnother || this._state === "stopped";
      this._identity = identity;
      this._delay = delay;
      if (this._startedAt === void 0) this._startedAt = performance.now();
      if (delay && isNew) this._takeOver();
      if (this._state !== "open" || this._held.length) this._wait();
    }
    stop() {
      this._cancel();
      this._state = "stopped";
      if (!this._held.length) this._unwatch();
    }
    /** Takes a message from the queue if it must wait. `false`: the caller dispatches it now. */
    takes(message, turn) {
      if (this._state === "open" || this._state === "late" || !isQueued(message)) return false;
      this._held.push({ message, turn });
      return true;
    }
    /** A connection is lost by which the page heard private messages. */
    onLost() {
      if (this._state === "waiting") this._state = "late";
    }
    _forget() {
      this._held = [];
    }
    _wait() {
      this._cancel();
      const { _delay: delay, _startedAt: startedAt = 0 } = this;
      if (!delay && !this._held.length) {
        this._state = "open";
        return;
      }
      if (this._state !== "late") this._state = "waiting";
      const timer = setTimeout(
        () => {
          if (!delay || hasLoaded()) this._open();
          else this._endWait = onLoad(() => this._open());
        },
        startedAt + delay - performance.now()
      );
      this._endWait = () => clearTimeout(timer);
    }
    _cancel() {
      if (this._endWait) this._endWait();
      this._endWait = void 0;
    }
    _open() {
      this._cancel();
      this._state = "open";
      while (this._state === "open") {
        const held = this._held.shift();
        if (!held) return;
        this._handOut(held.message, held.turn);
      }
    }
    /**
     * Hands held messages over when the page is left, and takes those of the last page. The server has
     * deleted them; the originals, which connected later, left them to the next page.
     */
    _takeOver() {
      this._endWatch = this._endWatch || onPageLeft(
        () => this._leave(),
        () => this._return()
      );
      this._held.unshift(...takeFromLastPage(this._identity).map((message) => ({ message })));
    }
    _unwatch() {
      if (this._endWatch) this._endWatch();
      this._endWatch = void 0;
    }
    _leave() {
      const messages = this._held.splice(0).map(({ message }) => message);
      if (messages.length) leaveForNextPage(this._identity, messages);
    }
    /** The page is back from the back/forward cache. Pages in between may have left messages, too. */
    _return() {
      if (this._state === "stopped") return;
      this._takeOver();
      if (this._held.length) this._wait();
    }
  }

  const MAX_IDS = 1e3;
  class RecentIds {
    constructor() {
      this._ids = /* @__PURE__ */ new Set();
    }
    has(id) {
      return this._ids.has(id);
    }
    /** Whether `id` is not among the remembered ids. Remembers it. */
    isNew(id) {
      if (this._ids.has(id)) return false;
      this._ids.add(id);
      if (this._ids.size > MAX_IDS) this._ids.delete(this._ids.values().next().value);
      return true;
    }
  }

  const MAX_FOUND = 1e3;
  class ListenerIndex {
    constructor() {
      this._items = /* @__PURE__ */ new Map();
      /** The results of `find` since the last change. */
      this._found = /* @__PURE__ */ new Map();
    }
    add(item) {
      var _a;
      this._found.clear();
      for (const key of item.keys.map(nameOf)) {
        const items = (_a = this._items.get(key)) != null ? _a : /* @__PURE__ */ new Set();
        this._items.set(key, items.add(item));
      }
    }
    remove(item) {
      this._found.clear();
      for (const key of item.keys.map(nameOf)) {
        const items = this._items.get(key);
        if ((items == null ? void 0 : items.delete(item)) && !items.size) this._items.delete(key);
      }
    }
    clear() {
      this._items.clear();
      this._found.clear();
    }
    /** The listeners of a channel's event: each once, in the order of subscription. */
    find(channel, event) {
      const name = nameOf({ channel, event });
      const known = this._found.get(name);
      if (known) return known;
      const items = this._search(channel, event);
      if (this._found.size >= MAX_FOUND) this._found.clear();
      this._found.set(name, items);
      return items;
    }
    _search(channel, event) {
      var _a;
      const found = /* @__PURE__ */ new Set();
      for (const key of [
        { channel, event },
        { channel, event: "" },
        { channel: "", event: "" }
      ])
        for (const item of (_a = this._items.get(nameOf(key))) != null ? _a : []) found.add(item);
      return [...found].sort((one, other) => one.place - other.place);
    }
  }
  function nameOf({ channel = "", event = "" }) {
    return `${channel.length} ${channel}${event}`;
  }

  class Tally {
    constructor() {
      this._counts = /* @__PURE__ */ new Map();
    }
    /** The texts with a count above 0, in the order in which they came. */
    get keys() {
      return [...this._counts.keys()];
    }
    get(key) {
      var _a;
      return (_a = this._counts.get(key)) != null ? _a : 0;
    }
    /** @param by 1 for a text that comes, -1 for one that goes. */
    count(key, by) {
      const count = this.get(key) + by;
      if (count) this._counts.set(key, count);
      else this._counts.delete(key);
    }
  }

  const MAX_DUTIES = 1e3;
  const MAX_EARLY = 100;
  class Subscriptions {
    /**
     * @param _onChange called when what is needed may have changed.
     * @param _onLost called with what to tell a developer when a message is given up.
     */
    constructor(_onChange, _onLost) {
      this._onChange = _onChange;
      this._onLost = _onLost;
      this._subscriptions = /* @__PURE__ */ new Map();
      /** The subscriptions that have a callback, by channel and event. */
      this._index = new ListenerIndex();
      /** The channels that the server has to be asked for, and the keys of `Subscription.duty`. */
      this._channels = new Tally();
      this._duties = new Tally();
      /** The channels of subscriptions with `recover: true`, and of those with `false`. */
      this._recovering = new Tally();
      this._forgoing = new Tally();
      /** How many subscriptions hear private messages. */
      this._privateCount = 0;
      this._ids = new RecentIds();
      this._count = 0;
      this._early = [];
    }
    /**
     * Adds a listener for a key, or for several separated by line breaks; without a callback it only
     * joins the channels. Returns its id.
     * @param isDuty whether only one tab of the browser calls it.
     * @throws CometError for a bad key or option, and for more channels than the server can be asked for.
     */
    add(key, callback, options, isDuty = false) {
      const recover = recoverOf(options);
      if (callback !== void 0) checkCallback(callback);
      const lines = linesOf(key);
      const keys = lines.map(parseKey);
      const duty = isDuty ? lines.join("\n") : void 0;
      const place = ++this._count;
      const id = `s${place}`;
      const subscription = { id, place, keys, callback, recover, duty };
      const channels = /* @__PURE__ */ new Set([...this._channels.keys, ...channelsOf$1(subscription)]);
      if (channels.size > MAX_CHANNELS)
        throw badArgument("subscription key", key, `at most ${MAX_CHANNELS} channels at a time`);
      if (duty !== void 0 && !this._duties.get(duty) && this._duties.keys.length >= MAX_DUTIES)
        throw badArgument("oncePerBrowser key", key, `at most ${MAX_DUTIES} keys at a time`);
      this._subscriptions.set(id, subscription);
      if (callback) this._index.add(subscription);
      this._tellChange([subscription], 1);
      this._deliverEarly(subscription);
      return id;
    }
    /**
     * Adds a listener for a channel, unless this very function hears it already.
     * @throws CometError as `add` does, and for a key that is more than a channel.
     */
    addOnce(channel, callback) {
      for (const { keys, callback: other } of this._subscriptions.values())
        if (other === callback && keys.some((key) => key.channel === channel && !key.event)) return;
      this.add(channelName(channel), callback);
    }
    /** Returns whether there was such a listener. */
    remove(id) {
      var _a;
      const subscription = this._subscriptions.get(id);
      if (!subscription) return false;
      this._subscriptions.delete(id);
      this._index.remove(subscription);
      this._tellChange([subscription], -1);
      (_a = subscription.onEnd) == null ? void 0 : _a.call(subscription);
      return true;
    }
    /** Calls a callback when a subscription is removed, by whomever. */
    onEnd(id, callback) {
      const subscription = this._subscriptions.get(id);
      if (subscription) subscription.onEnd = callback;
    }
    /** The channels that the server has to be asked for. */
    channelsOf(id) {
      const subscription = this._subscriptions.get(id);
      return subscription ? channelsOf$1(subscription) : [];
    }
    /** Whether gaps of a channel are filled; `undefined`: its subscriptions do not say. */
    recovers(channel) {
      if (this._recovering.get(channel)) return true;
      const all = this._channels.get(channel);
      return all && this._forgoing.get(channel) === all ? false : void 0;
    }
    /** Forgets the messages that wait for a listener, because they are another visitor's. */
    forgetEarly() {
      this._early = [];
    }
    clear() {
      const all = [...this._subscriptions.values()];
      this._subscriptions.clear();
      this._index.clear();
      this._tellChange(all, -1);
      for (const { onEnd } of all) onEnd == null ? void 0 : onEnd();
    }
    /**
     * Dispatches a message to its listeners, in the order of subscription. Each gets a copy of its
     * own; one that throws does not stop the others.
     * @param onDuty called for each key with `oncePerBrowser` listeners; `run` calls these.
     * @param ids of the copies that were dispatched already; a replay of a log brings its own.
     */
    dispatch(message, onDuty, ids = this._ids) {
      const listeners = this._index.find(message.channel, message.event);
      if (!listeners.length) {
        if (isQueued(message)) this._keepEarly(message);
        return;
      }
      let read = message.text.includes(COPY_ID) ? { data: dataOf(message) } : void 0;
      const copyId = copyIdOf(read == null ? void 0 : read.data);
      if (copyId && !ids.isNew(copyId)) return;
      const run = (duty) => {
        for (const { id, callback, duty: ownDuty } of listeners) {
          if (ownDuty !== duty || !callback || !this._subscriptions.has(id)) continue;
          const { data } = read != null ? read : { data: dataOf(message) };
          read = void 0;
          deliver(message, data, callback);
        }
      };
      run();
      if (listeners.some(({ duty }) => duty !== void 0))
        for (const duty of dutiesOf(listeners)) onDuty(duty, () => run(duty));
    }
    /** @param by 1 for subscriptions that were added, -1 for those that were removed. */
    _tellChange(subscriptions, by) {
      for (const subscription of subscriptions) {
        const { recover } = subscription;
        for (const channel of channelsOf$1(subscription)) {
          this._channels.count(channel, by);
          if (recover !== void 0) (recover ? this._recovering : this._forgoing).count(channel, by);
        }
        if (subscription.duty !== void 0) this._duties.count(subscription.duty, by);
        if (hearsPrivate(subscription)) this._privateCount += by;
      }
      this._onChange(this._channels.keys, this._privateCount > 0, this._duties.keys);
    }
    _keepEarly(message) {
      if (this._early.push(message) <= MAX_EARLY) return;
      this._early.shift();
      this._onLost(`over ${MAX_EARLY} private messages have no listener: the oldest are dropped`);
    }
    /**
     * The queue of an absent user arrives with the connection, perhaps before a later script of the
     * page listens to it, and only once: it waits for its first listener.
     */
    _deliverEarly({ id, keys, callback, duty }) {
      if (duty !== void 0) return;
      const early = this._early.splice(0);
      for (const message of early)
        if (callback && isMatch(keys, message))
          nextTask(() => {
            if (this._subscriptions.has(id)) deliver(message, dataOf(message), callback);
          });
        else this._early.push(message);
    }
  }
  function channelsOf$1({ keys }) {
    return keys.flatMap(({ channel }) => channel && !isLocal(channel) ? [channel] : []);
  }
  function hearsPrivate({ keys, callback }) {
    return callback !== void 0 && keys.some(({ channel }) => !channel || channel === "msg");
  }
  function dutiesOf(subscriptions) {
    const all = subscriptions.flatMap(({ duty }) => duty === void 0 ? [] : [duty]);
    return [...new Set(all)];
  }
  function isMatch(keys, { channel, event }) {
    return keys.some(
      (key) => [void 0, channel].includes(key.channel) && [void 0, event].includes(key.event)
    );
  }
  function deliver(message, data, callback) {
    if (isObject(data)) Reflect.deleteProperty(data, COPY_ID);
    callPage(callback, delivered(message, data));
  }
  function copyIdOf(data) {
    const id = isObject(data) ? data[COPY_ID] : void 0;
    return typeof id === "string" ? id : void 0;
  }

  function published({ text }) {
    const [, channel = "", event = "", , data] = text.split("\n", 5);
    return { channel: bareName(channel), event, data };
  }
  function senderOf({ channel }, userId) {
    return channel.startsWith("@") ? 0 : Number(userId);
  }
  function echoFrame(command, report, userId) {
    const { data, time } = report;
    const { channel: pipe, event } = published(command);
    const { message } = Object(typeof data === "string" ? parseObject(data) : data);
    const frame = {
      ...{ data: message, event, message_send_time: time || void 0, pipe },
      user_id: senderOf(command, userId)
    };
    return jsonOf(frame);
  }

  const MARGIN_MS = 2e3;
  class Gaps {
    constructor(_onGap) {
      this._onGap = _onGap;
      this._since = /* @__PURE__ */ new Map();
    }
    /** `channels` were heard until `at` (milliseconds since 1970), and are not heard now. */
    begin(channels, at) {
      for (const channel of channels)
        if (!this._since.has(channel)) this._since.set(channel, at - MARGIN_MS);
    }
    /**
     * The channels `heard` are heard again: announces their gaps.
     * @param wanted the channels that the tab listens to now; gaps of others are forgotten.
     */
    end(heard, wanted) {
      for (const [channel, from] of [...this._since]) {
        if (!heard.includes(channel) && wanted.includes(channel)) continue;
        this._since.delete(channel);
        if (wanted.includes(channel)) this._onGap({ channel, from, to: Date.now() });
      }
    }
    /** The page has stopped: what it misses from now on is no gap. */
    forget() {
      this._since.clear();
    }
  }

  const MAX_FRAMES = 500;
  const OVERLAP_MS = 1e4;
  const RECENT_MS$1 = 5e3;
  class Doubles {
    /** @param _read decodes a frame. */
    constructor(_read) {
      this._read = _read;
      /** How many nodes the connections lead to. */
      this.nodes = 1;
      this._frames = [];
      /** Frames of the former leader, which the present one may pass on again. */
      this._doubles = [];
      this._overlappedAt = 0;
    }
    /** The entries of another leader follow. */
    begin(repeats) {
      if (repeats !== "none") this.overlap(repeats);
      for (const frame of this._frames) frame.entry = 0;
    }
    /** Two leaders overlap: the new one may pass on frames that the former one has passed on. */
    overlap(repeats) {
      const now = performance.now();
      const frames = this._frames.filter(
        ({ at, entry }) => repeats === "recent" ? now - at < RECENT_MS$1 : entry > repeats.after
      );
      this._doubles = this._doubles.concat(frames.map(({ text }) => ({ text }))).slice(-MAX_FRAMES);
      this._overlappedAt = now;
      this._frames = [];
    }
    /** A leader has passed on this frame. Returns whether a former one has, too. */
    take(text, entry) {
      const frame = { text, at: performance.now(), entry };
      if (this._frames.push(frame) > MAX_FRAMES) this._frames.shift();
      if (!this._doubles.length) return false;
      if (performance.now() - this._overlappedAt > OVERLAP_MS) this._doubles = [];
      const equal = this._doubles.findIndex((known) => known.text === text);
      const index = equal < 0 && this.nodes > 1 ? this._findCopy(text) : equal;
      if (index >= 0) this._doubles.splice(index, 1);
      return index >= 0;
    }
    /** Two leaders may have heard a message by different nodes, whose frames differ. */
    _findCopy(text) {
      const message = this._read(text);
      if (!message) return -1;
      const content = contentOf(message);
      return this._doubles.findIndex((known) => {
        var _a;
        const other = (_a = known.message) != null ? _a : known.message = this._read(known.text);
        return other && contentOf(other) === content && areCopies(other, message, this.nodes);
      });
    }
  }

  const CLOCKS_DIFFER_S$1 = 10;
  const MAX_ENTRIES$1 = 1e3;
  const STORAGE_KEY = "comet_server_given";
  class QueueMemory {
    /** @param _isStored whether later pages know the entries, too. */
    constructor(_isStored = true) {
      this._isStored = _isStored;
      this._entries = /* @__PURE__ */ new Map();
      this._connectedAt = 0;
      this._isSaveDue = false;
    }
    /** A connection began. @param time by the server's clock, in Unix seconds; 0: not known. */
    begin(time) {
      for (const [id, entry] of this._entries) {
        if (!entry.time && !entry.now) this._entries.delete(id);
        entry.before = Math.max(entry.before, entry.now);
        entry.now = 0;
        if (entry.time && entry.time < this._connectedAt - CLOCKS_DIFFER_S$1) this._entries.delete(id);
        if (time && entry.time > time + CLOCKS_DIFFER_S$1) this._entries.delete(id);
      }
      this._connectedAt = time;
    }
    /**
     * Whether this visitor has not got a message from the queue yet. Counts the message.
     * @param time when it was sent, in Unix seconds; 0: not known.
     */
    isNew(text, time) {
      const id = fingerprint(text);
      const known = this._entries.get(id);
      if (!known && time && time < this._connectedAt - CLOCKS_DIFFER_S$1) return true;
      const entry = known || { id, time, before: 0, now: 0 };
      if (this._entries.size < MAX_ENTRIES$1) this._entries.set(id, entry);
      this._save();
      return ++entry.now > entry.before;
    }
    /** Copies of all entries, for a tab that joins. */
    get entries() {
      return [...this._entries.values()].map((entry) => ({ ...entry }));
    }
    /** Merges the entries of another tab, or of an earlier page. */
    adopt(entries) {
      for (const { id, time, before, now } of entries) {
        const own = this._entries.get(id);
        if (!own && this._entries.size >= MAX_ENTRIES$1) continue;
        const known = own || { before: 0, now: 0 };
        this._entries.set(id, {
          ...{ id, time },
          before: Math.max(before, known.before),
          now: Math.max(now, known.now)
        });
      }
    }
    /**
     * Loads what an earlier page has stored, perhaps in a tab that is closed by now.
     * @param visitor names the node, the account and the visitor: another visitor has other messages.
     */
    load(visitor) {
      if (visitor !== this._visitor) this._entries.clear();
      this._visitor = visitor;
      if (!this._isStored) return;
      try {
        const [owner, entries] = JSON.parse(readStorage(STORAGE_KEY) || "[]");
        if (owner === visitor) {
          for (const { id, time, before, now } of entries)
            if (typeof id === "string" && [time, before, now].every(Number.isFinite))
              this.adopt([{ id, time, before: Math.max(before, now), now: 0 }]);
        }
      } catch (e) {
      }
    }
    /** Stores the entries for the next page, once for all messages of a task. */
    _save() {
      if (!this._isStored || this._isSaveDue) return;
      this._isSaveDue = true;
      nextTask(() => {
        this._isSaveDue = false;
        writeStorage(STORAGE_KEY, JSON.stringify([this._visitor, this.entries]));
      });
    }
  }
  function fingerprint(text) {
    let [one, other] = [2166136261, text.length];
    for (let i = 0; i < text.length; i++) {
      one = Math.imul(one ^ text.charCodeAt(i), 16777619);
      other = Math.imul(other ^ text.charCodeAt(i), 1540483477);
      other ^= other >>> 15;
    }
    return (one >>> 0).toString(36) + "-" + (other >>> 0).toString(36);
  }

  const PRIVATE = "msg";
  const NO_ROOM = `over ${MAX_CHANNELS} channels in all tabs`;
  class Inbox {
    /** @param isShared whether other tabs, or later pages, have to know what this one has heard. */
    constructor(isShared) {
      /** The channels that this tab wants to hear. */
      this.channels = [];
      /** Whether it wants to hear private messages. */
      this.wantsPrivate = false;
      /** Whether the server sends private messages to this visitor. */
      this.isAuthorized = false;
      this.doubles = new Doubles((text) => {
        const [message] = this.read(text);
        return (message == null ? void 0 : message.kind) === "channel" ? message : void 0;
      });
      /** The channels of all tabs. Messages on other channels are unsolicited: every tab gets them. */
      this._allChannels = /* @__PURE__ */ new Set();
      /** The channels of this tab for which the connection has no room, as a developer was told. */
      this._unheard = "";
      this._legacy = false;
      this._ids = new RecentIds();
      this.queue = new QueueMemory(isShared);
    }
    /**
     * The list `allChannels` is in force on the server. Returns, once, what to tell a developer if
     * there was no room for some channels of this tab.
     */
    joined(allChannels) {
      if (allChannels.length) this._allChannels = new Set(allChannels);
      if (allChannels.length < MAX_CHANNELS) return void 0;
      const unheard = this.channels.filter((channel) => !allChannels.includes(channel)).join();
      const isNews = unheard && unheard !== this._unheard;
      this._unheard = unheard;
      return isNews ? `${NO_ROOM}; not heard: ${unheard}` : void 0;
    }
    /** All that this tab wants to hear. */
    get wanted() {
      return this.wantsPrivate ? [...this.channels, PRIVATE] : this.channels;
    }
    /** The part of `wanted` that this visitor may hear. */
    get permitted() {
      return this.isAuthorized ? this.wanted : this.channels;
    }
    /**
     * A socket began with the frame `info`: the server sends what waits for an absent user. Returns the
     * server's time, in Unix seconds; 0: not known.
     */
    begin(info) {
      const [message] = this.read(info);
      const time = (message == null ? void 0 : message.kind) === "info" ? message.time : 0;
      this.queue.begin(time);
      return time;
    }
    /** The messages of the first frame by which the server tells who the visitor is. */
    open(info) {
      const messages = this.read(info);
      for (const message of messages)
        if (message.kind === "info") this.isAuthorized = message.authorized;
      return messages;
    }
    /**
     * Keeps a message that the leader in this tab has decoded, so that `read` need not do it again.
     */
    remember(message) {
      this._read = message;
    }
    /** The messages of a frame. */
    read(text) {
      var _a;
      if (((_a = this._read) == null ? void 0 : _a.text) === text) return [this._read];
      const messages = decodeFrame(text, { legacy: this._legacy, channels: () => this.channels });
      for (const message of messages) if (message.kind === "info") this._legacy = message.legacy;
      return messages;
    }
    /**
     * The messages of a frame that this tab wants to hear, and has not heard yet.
     * @param number of its entry.
     */
    hear({ channel, text }, isEcho, number = 0) {
      if (this._isForOthers(channel)) return [];
      if (isEcho && !this.channels.includes(channel)) return [];
      if (!isEcho && this.doubles.take(text, number)) return [];
      return this.read(text).filter((message) => this._isWanted(message));
    }
    _isForOthers(channel) {
      return this._allChannels.has(channel) && !this.channels.includes(channel);
    }
    _isWanted(message) {
      if (message.kind !== "channel") return true;
      const { uuid, history, channel, text, time } = message;
      if (this._isForOthers(channel)) return false;
      if (uuid && !this._ids.isNew(uuid)) return false;
      return !history || channel !== PRIVATE || this.queue.isNew(text, time);
    }
  }

  const MAX_TEXTS$1 = 1e3;
  class ReplayFilter {
    constructor() {
      this._seen = /* @__PURE__ */ new Map();
      this._now = /* @__PURE__ */ new Map();
    }
    /** A new replay begins. */
    begin() {
      for (const [text, count] of this._now)
        this._seen.set(text, Math.max(count, this._seen.get(text) || 0));
      this._now.clear();
      if (this._seen.size > MAX_TEXTS$1) this._seen.clear();
    }
    isNew(text) {
      const count = (this._now.get(text) || 0) + 1;
      this._now.set(text, count);
      return count > (this._seen.get(text) || 0);
    }
  }

  function firstOf(all, { count, length }) {
    let left = length;
    const end = all.findIndex((pending, index) => {
      left -= pending.request.command.text.length;
      return index > 0 && (index >= count || left < 0);
    });
    return all.slice(0, end < 0 ? all.length : end);
  }
  function keyOf$2({ tab, number }) {
    return tab + number;
  }
  function unconfirmed(channel) {
    return new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel);
  }

  const WITHOUT_CONNECTION = {
    ...{ count: 500, length: 4 * 1024 * 1024 },
    awaited: "a connection"
  };
  const WITH_CONNECTION = {
    ...{ count: 4e3, length: 64 * 1024 * 1024 },
    awaited: "the tab with the connection"
  };
  function excessOf(waiting, isConnected) {
    const limit = isConnected ? WITH_CONNECTION : WITHOUT_CONNECTION;
    const kept = firstOf([...waiting].reverse(), limit).length;
    if (kept === waiting.length) return void 0;
    const { count, length, awaited } = limit;
    return {
      oldest: waiting.slice(0, waiting.length - kept),
      reason: `over ${count} commands or ${length} characters wait for ${awaited}`
    };
  }

  const MAX_OFFER = { count: 50, length: 1024 * 1024 };
  class Outbox {
    /**
     * @param _tab the id of this tab.
     * @param _isConnected whether the connection is open, as far as this tab knows.
     * @param _onPublished called when this tab has published a message, or may have.
     * @param _call calls a callback of a request, in its turn.
     */
    constructor(_tab, _isConnected, _onPublished, _call = (callback) => callback()) {
      this._tab = _tab;
      this._isConnected = _isConnected;
      this._onPublished = _onPublished;
      this._call = _call;
      this._pending = /* @__PURE__ */ new Map();
      /** For each tab: the number of its last command that any leader has written. */
      this._written = /* @__PURE__ */ new Map();
      this._count = 0;
    }
    /** Queues a request. If too much waits, gives up the oldest. */
    add(request) {
      const refusal = this._refusal;
      if (refusal && request.endsAtStop)
        return nextTask(() => this._call(() => request.onDone(refusal)));
      this._add({ tab: this._tab(), number: ++this._count }, request);
      const excess = excessOf(this._in("queued"), this._isConnected());
      if (excess) this._drop(excess.oldest, excess.reason);
    }
    /** Adopts commands of a tab that left. @param isOffered whether the leader knows of them. */
    adopt(commands, isOffered) {
      for (const { command, offeredTo, ...id } of commands)
        if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
          this._add(id, { command, onDone: () => void 0 }, isOffered ? "offered" : "queued");
    }
    /**
     * Returns the commands to offer to the leader: those that were offered and not written, once
     * more; if there are none, queued ones.
     * @param all returns both, because the tab leaves.
     */
    offer(all = false) {
      const unwritten = this._unwritten;
      const offered = this._in("offered");
      const next = offered.length ? offered : firstOf(unwritten, MAX_OFFER);
      const chosen = all ? unwritten : next;
      for (const each of chosen) each.state = "offered";
      return chosen.map(({ id, request }) => ({ ...id, command: request.command }));
    }
    /** Whether a command was offered, but not written. */
    get isWaiting() {
      return this._in("offered").length > 0;
    }
    /** Whether a command was not offered yet. */
    get hasNew() {
      return this._in("queued").length > 0;
    }
    lastWritten(tab) {
      return this._written.get(tab) || 0;
    }
    /** A leader writes a command now. */
    markWritten(id) {
      const { tab, number } = id;
      if (tab === this._tab()) this._count = Math.max(this._count, number);
      if (number > this.lastWritten(tab)) this._written.set(tab, number);
      const pending = this._pending.get(keyOf$2(id));
      if (!pending) return;
      pending.state = "written";
      if (tab !== this._tab()) this._pending.delete(keyOf$2(id));
    }
    /** A message of the log that was asked for. */
    log(id, message) {
      const pending = this._pending.get(keyOf$2(id));
      if (!pending || message.kind !== "channel") return;
      const { request, replay } = pending;
      if (request.onLog && replay.isNew(message.text)) this._call(() => {
        var _a;
        return (_a = request.onLog) == null ? void 0 : _a.call(request, message);
      });
    }
    /** A command was carried out. Returns whether its caller still waited for that. */
    settle(id, answer) {
      const pending = this._pending.get(keyOf$2(id));
      if (!pending) return false;
      this._pending.delete(keyOf$2(id));
      const { command } = pending.request;
      if (isPublish(command) && (answer == null ? void 0 : answer.kind) !== "refusal") this._onPublished(command, answer);
      if ((answer == null ? void 0 : answer.kind) === "refusal")
        this._end(pending, new CometError("refused", answer.reason), answer);
      else if (answer) this._end(pending, void 0, answer);
      else
        this._end(pending, traitsOf(command).isRepeatable ? void 0 : unconfirmed(command.channel));
      return true;
    }
    /** A leader is gone, and may have written what was offered to it: that counts as written. */
    assumeWritten() {
      for (const pending of this._in("offered")) pending.state = "written";
    }
    /**
     * The connection is gone: commands that are not settled wait for the next one.
     * @param isSameLeader the leader lives, and may still write the commands that were offered to it.
     */
    requeue(isSameLeader = false) {
      for (const pending of this._all()) {
        if (pending.state === "written") this.repeat(pending.id);
        else if (!isSameLeader) pending.state = "queued";
      }
    }
    /** A command's answer is lost. A question is asked again; a publish is `unconfirmed`. */
    repeat(id) {
      const pending = this._pending.get(keyOf$2(id));
      if (!pending) return;
      const { request, replay } = pending;
      if (!traitsOf(request.command).isRepeatable) return void this.settle(id);
      this._pending.delete(keyOf$2(id));
      replay.begin();
      this._add({ tab: this._tab(), number: ++this._count }, request, "queued", replay);
    }
    /**
     * The caller does not wait any longer. A command that only this tab knows of is not carried out; of
     * any other message nobody knows whether it is (`unconfirmed`).
     * @param error for the caller, unless it is `unconfirmed`.
     */
    cancel(request, error) {
      const pending = this._all().find((one) => one.request === request);
      if (!pending) return;
      const { id, state } = pending;
      if (state !== "queued" && !traitsOf(request.command).isRepeatable) return void this.settle(id);
      this._pending.delete(keyOf$2(id));
      this._end(pending, error);
    }
    /** Cancels all requests that end with the connection. */
    giveUp(error) {
      for (const { request } of this._all()) if (request.endsAtStop) this.cancel(request, error);
    }
    /** No connection will come before `admit`: ends the requests that wait for one, and further ones. */
    refuse(error) {
      this._refusal = error;
      this.giveUp(error);
    }
    /** A connection may come again. */
    admit() {
      this._refusal = void 0;
    }
    /** Gives up all commands that were not written. */
    discard() {
      this._drop(this._unwritten, "the visitor has changed");
    }
    /**
     * The tab leaves: returns the commands that other tabs may have carried out. For their callers,
     * who cannot learn the result, they are `unconfirmed`.
     * @param leader the other tab that commands were offered to.
     */
    leave(leader) {
      const left = this._unwritten.filter(({ request }) => !traitsOf(request.command).isRepeatable);
      nextTask(() => {
        for (const { id } of left) this.settle(id);
      });
      return left.map(({ id, request: { command }, state }) => ({
        ...{ ...id, command },
        ...state === "offered" && leader !== void 0 ? { offeredTo: leader } : {}
      }));
    }
    /** Drops the adopted commands. */
    dropAdopted() {
      for (const { id } of this._all()) if (id.tab !== this._tab()) this._pending.delete(keyOf$2(id));
    }
    _end({ request }, ...result) {
      this._call(() => request.onDone(...result));
    }
    _all() {
      return [...this._pending.values()];
    }
    _in(state) {
      return this._all().filter((pending) => pending.state === state);
    }
    get _unwritten() {
      return this._all().filter(({ state }) => state !== "written");
    }
    _add(id, request, state = "queued", replay = new ReplayFilter()) {
      this._pending.set(keyOf$2(id), { id, request, replay, state });
    }
    /** Tells the callers later: they may well send again. */
    _drop(dropped, reason) {
      for (const { id } of dropped) this._pending.delete(keyOf$2(id));
      nextTask(() => {
        for (const { request } of dropped) {
          const { channel } = request.command;
          const what = isPublish(request.command) ? `Message to ${channel}` : "Question";
          const text = `${what} not sent: ${reason}`;
          this._call(() => request.onDone(new CometError("dropped", text, channel)));
        }
      });
    }
  }

  const MAX_SEEN = 128;
  const CLOCKS_DIFFER_S = 1;
  class Seen {
    constructor() {
      this._channels = /* @__PURE__ */ new Map();
      /** The first message of each channel that this tab has heard. */
      this._first = /* @__PURE__ */ new Map();
    }
    note(message) {
      const { channel, from } = message;
      if (from !== "own" && !this._first.has(channel)) this._first.set(channel, message);
      const all = this._channels.get(channel);
      if (!all) this._channels.set(channel, [message]);
      else if (all.push(message) > MAX_SEEN) all.shift();
    }
    of(channel) {
      var _a;
      return (_a = this._channels.get(channel)) != null ? _a : [];
    }
    /** Whether this tab has heard nothing of the channel before this message. */
    isFirst(message) {
      return this._first.get(message.channel) === message;
    }
    /** Forgets all other channels. */
    keep(channels) {
      for (const known of [this._channels, this._first])
        for (const channel of known.keys()) if (!channels.has(channel)) known.delete(channel);
    }
  }
  function matchLog(known, log) {
    var _a;
    const left = /* @__PURE__ */ new Map();
    for (const each of known) {
      const content = contentOf(each);
      left.set(content, [...(_a = left.get(content)) != null ? _a : [], each]);
    }
    const contents = log.map((message) => left.size ? contentOf(message) : "");
    const take = (index, seconds) => {
      var _a2;
      const all = (_a2 = left.get(contents[index])) != null ? _a2 : [];
      const found = all.findIndex((each) => isSame$1(each, log[index], seconds));
      return found < 0 ? void 0 : all.splice(found, 1)[0];
    };
    const exact = log.map((_, index) => take(index, 0));
    return exact.map((each, index) => each != null ? each : take(index, CLOCKS_DIFFER_S));
  }
  function isSame$1(known, logged, seconds) {
    return isSameSender(known, logged) && (!known.time || Math.abs(known.time - logged.time) <= seconds);
  }

  function fillGap({ gap, held, log }, seen, clock) {
    const messages = log.map(({ message }) => message);
    const known = matchLog(seen.of(gap.channel), messages);
    const isFirst = (one) => one !== void 0 && seen.isFirst(one);
    const isOld = agesOf({ gap, log: messages }, known, isFirst, clock);
    const steps = [];
    if (!known.some((one, index) => isOld[index] || isBefore(one, gap)))
      steps.push({ type: "gap", gap: restOf(gap, messages[0], clock) });
    for (const [index, { id }] of log.entries())
      if (known[index] && known[index].from !== "own") steps.push({ type: "seen", id });
    const news = log.filter((_, index) => !known[index] && !isOld[index]);
    return [...steps, ...join(news, held)];
  }
  function join(news, held) {
    const waiting = matchLog(
      held.map(({ message }) => message),
      news.map(({ message }) => message)
    );
    const left = [...held];
    const steps = news.flatMap(({ message, id }, index) => {
      const live = waiting[index];
      if (!live) return [{ type: "message", message, turn: { id, except: void 0, isPast: true } }];
      const until = left.findIndex((one) => one.message === live);
      return [{ type: "seen", id }, ...left.splice(0, until + 1).map(toStep)];
    });
    return [...steps, ...left.map(toStep)];
  }
  function toStep(held) {
    return { type: "message", ...held };
  }
  function agesOf({ gap, log }, known, isFirst, clock) {
    if (!clock.isKnown) {
      const last = known.reduce((found, one, index) => one ? index : found, -1);
      return log.map((_, index) => index <= last || last < 0);
    }
    const since = clock.secondAt(gap.from);
    const first = known.findIndex(isFirst);
    return log.map(({ time }, index) => index < first || time > 0 && time < since);
  }
  function isBefore(known, gap) {
    var _a;
    return known !== void 0 && (!known.from || ((_a = known.at) != null ? _a : Infinity) <= gap.to);
  }
  function restOf(gap, oldest, clock) {
    if (!(oldest == null ? void 0 : oldest.time) || !clock.isKnown) return gap;
    const to = Math.min(gap.to, clock.timeOf(oldest.time + 1));
    return { ...gap, to: Math.max(gap.from, to) };
  }

  class ServerClock {
    constructor() {
      /** How far it is ahead of this computer's, in milliseconds: at least this much. */
      this._ahead = -Infinity;
    }
    /** A connection begins: either clock may have been set meanwhile. @param time in Unix seconds. */
    begin(time) {
      if (time) this._ahead = -Infinity;
      this.hear(time);
    }
    /** A message was sent in this second (0: unknown), and is read now. */
    hear(time) {
      if (time) this._ahead = Math.max(this._ahead, time * 1e3 - Date.now());
    }
    /** Whether the server has told its time. */
    get isKnown() {
      return this._ahead > -Infinity;
    }
    /** The server's second at a time of this computer, in milliseconds since 1970. */
    secondAt(time) {
      return Math.floor((time + this._ahead) / 1e3);
    }
    /** The time of this computer, in milliseconds since 1970, at the beginning of a second. */
    timeOf(second) {
      return second * 1e3 - this._ahead;
    }
  }

  const AGAIN_MS = 3e3;
  const GIVE_UP_MS = 15e3;
  const MAX_HELD$1 = 1e3;
  const MAX_LOGS = 1e3;
  class Recovery {
    constructor(_events, _now = () => performance.now()) {
      this._events = _events;
      this._now = _now;
      this.clock = new ServerClock();
      this._seen = new Seen();
      this._logs = /* @__PURE__ */ new Set();
      this._filling = /* @__PURE__ */ new Map();
      /** The channels that the tab listens to. */
      this._wanted = /* @__PURE__ */ new Set();
      /** When each channel was heard for the first time, in milliseconds since 1970. */
      this._heardFrom = /* @__PURE__ */ new Map();
    }
    /** The channels that are known to have a log. */
    get logs() {
      return [...this._logs];
    }
    learn(channels) {
      for (const channel of channels) if (this._logs.size < MAX_LOGS) this._logs.add(channel);
    }
    /** These channels are heard, perhaps for other tabs. */
    hear(channels) {
      for (const channel of channels)
        if (this._wanted.has(channel) && !this._heardFrom.has(channel))
          this._heardFrom.set(channel, Date.now());
    }
    /** The tab listens to these channels, and to no others. */
    want(channels) {
      const wanted = this._wanted = new Set(channels);
      this._seen.keep(wanted);
      for (const known of [this._filling, this._heardFrom])
        for (const channel of known.keys()) if (!wanted.has(channel)) known.delete(channel);
    }
    /**
     * These channels are not heard any more. Their logs that were asked for do not come, and what comes
     * before it is known that they are heard again waits, because the log may have older messages.
     */
    interrupt(channels) {
      var _a;
      for (const channel of channels) {
        if (!this._recovers(channel)) continue;
        const { held = [], state } = (_a = this._filling.get(channel)) != null ? _a : {};
        this._filling.set(channel, { held, state: { type: "interrupted", gap: state == null ? void 0 : state.gap } });
      }
    }
    /** A channel is heard again after a gap: has it filled, or tells it. */
    begin(gap) {
      var _a, _b, _c, _d;
      const { channel } = gap;
      const { held = [], state } = (_a = this._filling.get(channel)) != null ? _a : {};
      if (!this._recovers(channel)) return this._giveUp(channel, gap, held);
      const from = (_d = (_b = state == null ? void 0 : state.gap) == null ? void 0 : _b.from) != null ? _d : Math.max(gap.from, (_c = this._heardFrom.get(channel)) != null ? _c : 0);
      const due = { type: "due", gap: { ...gap, from }, since: this._now() };
      this._filling.set(channel, { held, state: due });
    }
    /** No connection will come: tells the gaps, and what waits. */
    giveUp() {
      for (const [channel, { held, state }] of [...this._filling])
        this._giveUp(channel, state.gap, held);
    }
    /** The channels whose log is to be asked for now. @param after the last entry that was read. */
    due(after) {
      const channels = [];
      for (const [channel, one] of this._filling) {
        if (one.state.type !== "due") continue;
        one.state = { ...one.state, type: "asked", at: this._now(), after, log: [] };
        channels.push(channel);
      }
      return channels;
    }
    /** Has the logs asked for again that have not come, or gives them up. Called now and then. */
    tick() {
      const now = this._now();
      for (const [channel, one] of [...this._filling]) {
        const { state } = one;
        if (state.type === "interrupted") continue;
        if (now - state.since > GIVE_UP_MS) this._giveUp(channel, state.gap, one.held);
        else if (state.type === "asked" && now - state.at > AGAIN_MS)
          one.state = { type: "due", gap: state.gap, since: state.since };
      }
    }
    /** A live message has come. Returns whether it waits. */
    holds(message, turn) {
      const { channel, time } = message;
      this.clock.hear(time);
      const one = this._filling.get(channel);
      if (!one) {
        this.note(message);
        return false;
      }
      one.held.push({ message, turn });
      if (one.held.length > MAX_HELD$1) this._giveUp(channel, one.state.gap, one.held);
      return true;
    }
    /** This tab knows a message: it need not come out of the log. */
    note(message) {
      const { channel } = message;
      if (this._wanted.has(channel) && this._events.recovers(channel) !== false)
        this._seen.note(message.from ? { ...message, at: Date.now() } : message);
    }
    /** Whether a gap of the channel waits for its log. */
    awaits(channel) {
      var _a;
      return ((_a = this._filling.get(channel)) == null ? void 0 : _a.state.type) === "asked";
    }
    /** A part of a log has come. */
    take(part) {
      const { channel, asked, messages, isLast, id } = part;
      const one = this._filling.get(channel);
      if (!one) return this._recognise(part);
      if (one.state.type !== "asked" || asked < one.state.after) return;
      const { log } = one.state;
      log.push(...messages.map((message, index) => ({ message, id: `${id}.${index}` })));
      if (isLast) this._fill(one.state.gap, one.held, log);
    }
    /** The page has stopped: it misses nothing. */
    forget() {
      this._seen.keep(/* @__PURE__ */ new Set());
      for (const known of [this._filling, this._heardFrom]) known.clear();
    }
    _recovers(channel) {
      var _a;
      if (channel === PRIVATE) return false;
      return (_a = this._events.recovers(channel)) != null ? _a : this._logs.has(channel);
    }
    /** Other tabs miss some of these messages: says which ones this one has heard. */
    _recognise({ channel, messages, id }) {
      for (const [index, one] of matchLog(this._seen.of(channel), messages).entries())
        if (one && one.from !== "own") this._events.onSeen(`${id}.${index}`, channel);
    }
    _fill(gap, held, log) {
      const { channel } = gap;
      this._filling.delete(channel);
      for (const step of fillGap({ gap, held, log }, this._seen, this.clock))
        if (step.type === "gap") this._events.onGap(step.gap);
        else if (step.type === "seen") this._events.onSeen(step.id, channel);
        else this._deliver(step.message, step.turn);
    }
    /** Tells a gap that is not filled, and what has waited for its log. */
    _giveUp(channel, gap, held) {
      this._filling.delete(channel);
      if (gap) this._events.onGap(gap);
      for (const { message, turn } of held) this._deliver(message, turn);
    }
    _deliver(message, turn) {
      this.note(message);
      this._events.onMessage(message, turn);
    }
  }

  class BroadcastBus {
    /** @throws if the browser has no BroadcastChannel. */
    constructor(name, onMessage) {
      this._channel = new BroadcastChannel(name);
      this._channel.onmessage = ({ data }) => onMessage(data);
    }
    post(message) {
      this._channel.postMessage(message);
    }
    close() {
      this._channel.close();
    }
  }

  const neighbours = /* @__PURE__ */ new Set();
  let documentId = "";
  const KEPT_MS = 500;
  class StorageBus {
    /** @throws if storage cannot be written. */
    constructor(_name, _onMessage) {
      this._name = _name;
      this._onMessage = _onMessage;
      this._count = 0;
      this._onStorage = ({ key, newValue }) => {
        if (key === this._name && newValue && !newValue.includes(documentId)) this._read(newValue);
      };
      documentId = documentId || randomId(16);
      localStorage.setItem(_name, "");
      this._clear();
      addEventListener("storage", this._onStorage);
      neighbours.add(this);
    }
    post(message) {
      if (!neighbours.has(this)) return;
      const value = JSON.stringify([documentId, message, ++this._count]);
      localStorage.setItem(this._name, value);
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this._clear(), KEPT_MS);
      for (const other of neighbours)
        if (other !== this && other._name === this._name) nextTask(() => other._read(value));
    }
    close() {
      removeEventListener("storage", this._onStorage);
      neighbours.delete(this);
      this._clear();
    }
    _read(value) {
      if (neighbours.has(this)) this._onMessage(messageOf(value));
    }
    _clear() {
      clearTimeout(this._timer);
      try {
        localStorage.removeItem(this._name);
      } catch (e) {
      }
    }
  }
  function messageOf(value) {
    try {
      return JSON.parse(value)[1];
    } catch (e) {
      return void 0;
    }
  }

  function openBus(name, onMessage) {
    if (typeof addEventListener !== "function") return void 0;
    for (const Way of [BroadcastBus, StorageBus])
      try {
        return new Way(name, onMessage);
      } catch (e) {
      }
    return void 0;
  }

  const PATIENCE_MS$3 = 8e3;
  const NEXT_MS = 2e3;
  class LockElector {
    /** @param _onUnable called if the browser forbids locks, for example in a sandboxed frame. */
    constructor(_name, _tab, _events, _onUnable) {
      this._name = _name;
      this._tab = _tab;
      this._events = _events;
      this._onUnable = _onUnable;
      this._end = new AbortController();
      /** Ends the present attempt to lead. */
      this._attempt = new AbortController();
      /** The locks that this tab holds: its own, and the group's if it leads. */
      this._releases = [];
      /** Tabs whose end is waited for, each with its latest watch: an older one does not count. */
      this._watched = /* @__PURE__ */ new Map();
    }
    /**
     * Longer from place to place: in hidden tabs timers run on the full second, and two tabs would
     * steal the lock from each other. The next tab hears of the one before within that time.
     */
    patience(place) {
      return PATIENCE_MS$3 + place * NEXT_MS;
    }
    join() {
      this._campaign();
      this._hold(this._nameOf(this._tab)).catch(() => void 0);
    }
    survey() {
      void this._findHeir().then(
        (heir) => this.heir = heir,
        () => void 0
      );
    }
    resign() {
      this._attempt.abort();
      this._release(this._name);
      this._campaign();
    }
    requeue() {
      if (this._releases.some(({ name }) => name === this._name)) return;
      this._attempt.abort();
      this._campaign();
    }
    isNext(tab) {
      return this._findHeir().then(
        (heir) => heir === tab,
        () => false
      );
    }
    leave() {
      this._end.abort();
      this._attempt.abort();
      this._release();
    }
    hear({ type, from }) {
      if (type === "bye") this._watched.delete(from);
      return false;
    }
    depose() {
      this._hold(this._name, { steal: true }, () => this._events.onElected(true)).catch(
        () => this._lost()
      );
    }
    confirm() {
      return navigator.locks.query().catch(() => void 0);
    }
    watch(tab, onGone) {
      if (this._watched.has(tab)) return true;
      const watch = {};
      this._watched.set(tab, watch);
      const { signal } = this._end;
      const onEnd = () => {
        if (this._watched.get(tab) !== watch) return;
        this._watched.delete(tab);
        onGone();
      };
      navigator.locks.request(this._nameOf(tab), { signal }, onEnd).catch(() => void 0);
      return true;
    }
    /**
     * The tab to which the browser will grant the lock: the first other one that waits for it. If this
     * tab has stolen the lock, it waits, too, until it resigns.
     */
    async _findHeir() {
      const { held = [], pending = [] } = await navigator.locks.query();
      const prefix = this._nameOf("");
      const tabs = /* @__PURE__ */ new Map();
      for (const { name = "", clientId } of held)
        if (name.startsWith(prefix)) tabs.set(clientId, name.slice(prefix.length));
      const next = pending.find(
        ({ name, clientId }) => name === this._name && tabs.get(clientId) !== this._tab
      );
      return next && tabs.get(next.clientId);
    }
    _nameOf(tab) {
      return `${this._name} ${tab}`;
    }
    _campaign() {
      let isHeld = false;
      this._attempt = new AbortController();
      const { signal } = this._attempt;
      this._hold(this._name, { signal }, () => {
        isHeld = true;
        this._events.onElected(false);
      }).catch(() => {
        if (signal.aborted) return;
        if (!isHeld) return this._onUnable();
        if (this._lost() && !this._end.signal.aborted) this._campaign();
      });
    }
    /** This tab has lost a lock. Returns whether it was stolen, not given up by `leave`. */
    _lost() {
      const isStolen = !this._end.signal.aborted;
      if (isStolen) this._events.onDeposed();
      return isStolen;
    }
    /** Requests a lock, and holds it until `leave`. Rejects if it is stolen or refused. */
    _hold(name, options = { signal: this._end.signal }, onGranted) {
      return navigator.locks.request(name, options, () => {
        if (this._end.signal.aborted) return void 0;
        if (onGranted) onGranted();
        if (this._end.signal.aborted) return void 0;
        return new Promise((release) => this._releases.push({ name, release }));
      });
    }
    /** Releases all locks, or the one of this name. */
    _release(name) {
      const isMeant = (lock) => !name || lock.name === name;
      const released = this._releases.filter(isMeant);
      this._releases = this._releases.filter((lock) => !isMeant(lock));
      for (const { release } of released) release();
    }
  }

  const SLEEP_MS = 1e3;
  const MAX_DRAIN_MS = 5e3;
  class SleepGuard {
    /** @param _confirm see `Elector.confirm`; `undefined` if the tab cannot have been deposed. */
    constructor(_confirm) {
      this._confirm = _confirm;
      this._awakeAt = performance.now();
      this._lastSleep = { from: 0, to: -Infinity };
      this._isActing = false;
    }
    /** The tab runs. Returns whether it had slept. */
    noteAwake() {
      const now = performance.now();
      const hasSlept = this._sleptFor(now) > 0;
      if (hasSlept && !this._isDraining(now)) this._lastSleep = { from: this._awakeAt, to: now };
      this._awakeAt = now;
      return hasSlept;
    }
    /** Whether the tab could not run, or has just begun to again. */
    get hasSlept() {
      return Boolean(this._held) || this._sleptFor(performance.now()) > 0;
    }
    /**
     * How old, in milliseconds, an event may be that the tab reads now: it reads late if it slept.
     */
    get lag() {
      const now = performance.now();
      return this._isDraining(now) ? now - this._lastSleep.from : this._sleptFor(now);
    }
    /** Runs `run`: at once, or once it is certain that the tab still leads. */
    run(run, isNews = false) {
      if (this._isActing) return run();
      if (this._held) return void this._held.push({ run, isNews });
      const confirmed = this.noteAwake() && this._confirm();
      if (!confirmed) return this._act(run);
      const held = this._held = [{ run, isNews }];
      void confirmed.then(() => {
        if (held !== this._held) return;
        this._held = void 0;
        this.noteAwake();
        this._actAll(held);
      });
    }
    /** How long the tab has slept, in milliseconds; 0 if it was awake. */
    _sleptFor(now) {
      const idle = now - this._awakeAt;
      return idle > SLEEP_MS ? idle : 0;
    }
    _isDraining(now) {
      const { from, to } = this._lastSleep;
      return now - to < Math.min(to - from, MAX_DRAIN_MS);
    }
    /**
     * The tab leaves before it is certain that it leads: runs only the held actions that are news.
     */
    runHeldNews() {
      const held = this._held || [];
      this._held = void 0;
      this._actAll(held.filter(({ isNews }) => isNews));
    }
    /** Runs held actions. If one throws, the others must not be lost: they may be numbered entries. */
    _actAll(held) {
      for (const { run } of held) callPage(() => this._act(run));
    }
    _act(run) {
      this._isActing = true;
      try {
        run();
      } finally {
        this._isActing = false;
      }
    }
    /** The tab was deposed: forgets the held actions. */
    dropHeld() {
      this._held = void 0;
    }
  }

  const PATIENCE_MS$2 = 2e3;
  const ROUND_MS = 100;
  const ROUNDS = 3;
  const QUICK_ROUNDS = 1;
  const PATIENT_ROUNDS = 6;
  const CONFIRM_MS = 1e3;
  class MessageElector {
    constructor(_tab, _events, _post) {
      this._tab = _tab;
      this._events = _events;
      this._post = _post;
      /** Any tab: a leader names its heir when it resigns. */
      this.heir = void 0;
      this._isForced = false;
      /** Number of the last question of `confirm`; as a part of the rank, it is in the answers. */
      this._question = 0;
      this._claimedAt = -Infinity;
    }
    patience() {
      return PATIENCE_MS$2;
    }
    join() {
      this._campaign(ROUNDS);
    }
    survey() {
    }
    resign() {
    }
    requeue() {
    }
    isNext() {
      return Promise.resolve(true);
    }
    leave() {
      clearTimeout(this._confirmTimer);
      this._rest();
    }
    hear(message) {
      switch (message.type) {
        case "lead":
        case "entries":
          this._resigned = void 0;
          this._rest();
          return true;
        case "resign":
          this._resigned = message.from;
          this._succeed(message.heir);
          return false;
        case "claim":
          if (this._timer) this._answer(message.rank);
          return false;
        case "vouch":
          return this._onVouch(message);
        default:
          return false;
      }
    }
    depose() {
      if (this._timer) return;
      this._isForced = true;
      this._campaign(QUICK_ROUNDS);
    }
    confirm() {
      this._question++;
      this._claim();
      return new Promise((resolve) => {
        this._onAnswer = resolve;
        this._confirmTimer = setTimeout(resolve, CONFIRM_MS);
      });
    }
    watch() {
      return false;
    }
    /** The leader has resigned. */
    _succeed(heir) {
      this._isForced = false;
      if (heir === this._tab) this._win();
      else this._campaign(heir !== void 0 ? PATIENT_ROUNDS : QUICK_ROUNDS);
    }
    /** Another tab claims to lead, too. */
    _answer(rank) {
      if (rank < this._rank()) this._campaign(PATIENT_ROUNDS);
      else if (performance.now() - this._claimedAt > ROUND_MS / 2) this._claim();
    }
    /**
     * A tab has heard a claim, and names the leader that it knows. Returns whether another tab leads.
     */
    _onVouch({ leader, rank }) {
      var _a;
      if (leader === this._tab) {
        if (rank === this._rank()) (_a = this._onAnswer) == null ? void 0 : _a.call(this);
        return false;
      }
      if (rank.includes(leader) || leader === this._resigned) return false;
      if (this._timer) this._campaign(PATIENT_ROUNDS);
      return true;
    }
    _win() {
      this._rest();
      this._events.onElected(this._isForced);
    }
    /** @param rounds how many are left; 0: a long one more, as the last one was slept through. */
    _campaign(rounds) {
      clearTimeout(this._timer);
      if (rounds <= ROUNDS) this._claim();
      const startedAt = performance.now();
      this._timer = setTimeout(
        () => {
          const hasSlept = performance.now() - startedAt > SLEEP_MS;
          if (rounds > 1 || rounds === 1 && hasSlept) this._campaign(rounds - 1);
          else this._win();
        },
        rounds ? ROUND_MS : CONFIRM_MS
      );
    }
    _claim() {
      this._claimedAt = performance.now();
      this._post({ type: "claim", rank: this._rank() });
    }
    /** Ends the campaign. */
    _rest() {
      clearTimeout(this._timer);
      this._timer = void 0;
    }
    /** Visible tabs first: they have exact timers. */
    _rank() {
      return [isHidden() ? 1 : 0, this._tab, this._question].join(" ");
    }
  }

  function elect(name, tab, events, post, onElector) {
    const join = (elector) => {
      onElector(elector);
      elector.join();
    };
    const byMessages = () => join(new MessageElector(tab, events, post));
    if (navigator.locks) join(new LockElector(name, tab, events, byMessages));
    else byMessages();
  }

  const TICK_MS$1 = 500;
  const FIRST_TICK_MS = 60;
  const MAX_TICK_MS = 1e3;
  const ASK_AT_TICK$1 = 2;
  const RECENT_MS = 1e3;
  class FailureDetector {
    /** @param _patience how long, in ms, a leader may be silent until it counts as dead. */
    constructor(_patience, _events) {
      this._patience = _patience;
      this._events = _events;
      this._silentTicks = 0;
      this._silentMs = 0;
      this._tickedAt = performance.now();
      this._heardAt = -Infinity;
    }
    start() {
      this._tickIn(FIRST_TICK_MS);
    }
    stop() {
      clearTimeout(this._timer);
    }
    /** The leader was heard. */
    heard() {
      this._silentTicks = 0;
      this._silentMs = 0;
      this._heardAt = this._tickedAt = performance.now();
    }
    /** Whether the leader was heard recently. By the clock, because ticks are rare in hidden tabs. */
    get isRecent() {
      return performance.now() - this._heardAt < RECENT_MS;
    }
    _tickIn(ms) {
      this._timer = setTimeout(() => {
        this._tickIn(TICK_MS$1 * (0.8 + 0.4 * Math.random()));
        this._tick();
      }, ms);
    }
    _tick() {
      const now = performance.now();
      const tickMs = Math.min(now - this._tickedAt, MAX_TICK_MS);
      this._tickedAt = now;
      if (!this._events.onTick()) return;
      this._silentTicks++;
      this._silentMs += tickMs;
      if (this._silentTicks >= ASK_AT_TICK$1) this._events.onSilence();
      if (this._silentTicks <= ASK_AT_TICK$1 || this._silentMs < this._patience()) return;
      this._silentTicks = 0;
      this._silentMs = 0;
      this._events.onDeath();
    }
  }

  class Candidate {
    /** @param _name of the group. */
    constructor(_name, _tab, _group) {
      this._name = _name;
      this._tab = _tab;
      this._group = _group;
      const patience = () => {
        var _a, _b;
        return (_b = (_a = this._elector) == null ? void 0 : _a.patience(_group.place)) != null ? _b : Infinity;
      };
      this.detector = new FailureDetector(patience, {
        onTick: () => _group.onTick(),
        onSilence: () => _group.onSilence(),
        onDeath: () => {
          var _a;
          return (_a = this._elector) == null ? void 0 : _a.depose();
        }
      });
      this.guard = new SleepGuard(() => {
        var _a;
        return _group.isAlone ? void 0 : (_a = this._elector) == null ? void 0 : _a.confirm();
      });
    }
    end() {
      this.withdraw();
      this.detector.stop();
    }
    /** Takes part in the election. */
    campaign() {
      elect(
        this._name,
        this._tab,
        this._group,
        (message) => this._group.post(message),
        (elector) => this._elector = elector
      );
    }
    /** Stops leading, and takes no part in elections any more. */
    withdraw() {
      var _a;
      (_a = this._elector) == null ? void 0 : _a.leave();
    }
    /** Stops leading, and takes part in the next election. */
    resign() {
      var _a;
      (_a = this._elector) == null ? void 0 : _a.resign();
    }
    /** Has all others that wait lead before this tab, which does not lead. */
    requeue() {
      var _a;
      (_a = this._elector) == null ? void 0 : _a.requeue();
    }
    /** Whether a tab leads next if this tab, which leads, names it and resigns now. */
    isNext(tab) {
      var _a, _b;
      return (_b = (_a = this._elector) == null ? void 0 : _a.isNext(tab)) != null ? _b : Promise.resolve(false);
    }
    /** Finds out which tab would lead next; `heirAmong` knows soon. */
    survey() {
      var _a;
      (_a = this._elector) == null ? void 0 : _a.survey();
    }
    /** Returns which of these tabs would lead next. */
    heirAmong(tabs) {
      var _a;
      return (_a = tabs.find((tab) => {
        var _a2;
        return tab === ((_a2 = this._elector) == null ? void 0 : _a2.heir);
      })) != null ? _a : tabs[0];
    }
    /**
     * Another tab has posted a message that may count in the election. Returns whether another tab
     * leads: see `Elector.hear`.
     */
    hear(message) {
      var _a, _b;
      return (_b = (_a = this._elector) == null ? void 0 : _a.hear(message)) != null ? _b : false;
    }
    /** The leader was heard. */
    heardLeader() {
      this.guard.noteAwake();
      this.detector.heard();
    }
    /** Calls `onGone` when a tab has ended. Returns false if the browser cannot tell. */
    watch(tab, onGone) {
      return tab === this._tab || !this._elector || this._elector.watch(tab, onGone);
    }
  }

  class Farewell {
    /** @param handsOver whether other tabs carry out the commands that were not written yet. */
    constructor(member, { outbox }, mailbox, handsOver) {
      const { isAlone, candidate, follower, leader, transfer } = member;
      const hasHeirs = handsOver && !isAlone;
      if (!hasHeirs) follower.offer(true);
      if (member.isLeading) candidate.guard.runHeldNews();
      const commands = hasHeirs ? outbox.leave(follower.offeredTo) : [];
      this._steps = [
        // First: without a goodbye the other tabs wait until they miss this one.
        ...goodbye(member, commands).map((message) => () => member.post(message)),
        () => leader.end(),
        () => transfer.end(),
        () => candidate.end(),
        () => mailbox.close(),
        () => follower.end(),
        // The other tabs keep the commands that this one adopted.
        () => isAlone || outbox.dropAdopted()
      ];
    }
    /** Takes the steps that are left, the one that was cut off once more. */
    goOn() {
      for (let step; step = this._steps[0]; this._steps.shift()) step();
    }
  }
  function goodbye(member, commands) {
    const { term, last } = member.leader;
    const bye = { type: "bye", commands };
    return term ? [{ type: "resign", term, last, ...member.transfer.giver.successor }, bye] : [bye];
  }

  function heardUntil(shards, shard, channel) {
    const lost = shards[shard];
    const spans = shards.map((state) => spanOf(state, channel));
    let until = lost && "until" in lost ? lost.until : -Infinity;
    const isNext = (span) => span.since <= until && span.until > until;
    for (let next = spans.find(isNext); next; next = spans.find(isNext)) until = next.until;
    return until;
  }
  function isMissed(before, shard, state) {
    const lost = before[shard];
    if ((lost == null ? void 0 : lost.type) !== "open") return false;
    const shards = before.map((other) => other === lost ? state : other);
    if (!shards.some(({ type }) => type === "open")) return true;
    return lost.channels.some((channel) => heardUntil(shards, shard, channel) < Infinity);
  }
  function lastHeard(before) {
    if (!before || before.type === "connecting" || before.type === "unneeded") return {};
    return { channels: before.channels, since: before.since };
  }
  function hearAll(shards, nodes, channels) {
    return Array.from({ length: nodes }, (_, node) => node).every((node) => {
      const open = shards.filter(({ type }, shard) => shard % nodes === node && type === "open");
      const heard = new Set(open.flatMap(channelsOf));
      return !open.length || channels.every((channel) => heard.has(channel));
    });
  }
  function channelsOf(state) {
    return state.type === "open" ? state.channels : [];
  }
  const NEVER = { since: Infinity, until: -Infinity };
  function spanOf(state, channel) {
    var _a, _b, _c;
    const isHeard = "channels" in state && ((_a = state.channels) == null ? void 0 : _a.includes(channel));
    if (!isHeard) return NEVER;
    if (state.type !== "open") return { since: (_b = state.since) != null ? _b : Infinity, until: state.until };
    return { since: (_c = state.since) != null ? _c : -Infinity, until: Infinity };
  }

  function areRefused(shards) {
    const needed = shards.filter(({ type }) => type !== "unneeded");
    return needed.length > 0 && needed.every(({ type }) => type === "refused");
  }

  function isOpen(state) {
    return state.type === "open";
  }
  function stateOf(shards) {
    const [refused] = shards.flatMap((state) => state.type === "refused" ? state : []);
    if (refused && areRefused(shards)) return { type: "refused", reason: refused.text };
    const lost = shards.flatMap((state) => state.type === "lost" ? state : []);
    const isWaiting = !shards.some(({ type }) => type === "connecting");
    const [first] = lost.sort((one, other) => {
      var _a, _b;
      return ((_a = one.retryAt) != null ? _a : 0) - ((_b = other.retryAt) != null ? _b : 0);
    });
    if (!isWaiting || (first == null ? void 0 : first.retryAt) === void 0) return { type: "connecting" };
    return { type: "waiting", code: first.code, retryAt: first.retryAt };
  }
  function heardBy(shards) {
    return [...new Set(shards.flatMap((state) => isOpen(state) ? state.channels : []))];
  }
  function refusalOf({ node, text }) {
    return `${node} refuses channels: ${text}`;
  }
  function lackOf(shards, channels) {
    if (shards.some(({ type }) => type === "connecting" || type === "lost")) return void 0;
    const refused = shards.flatMap((state) => state.type === "refused" ? state : []);
    const refusing = new Set(refused.map(({ node }) => node));
    if (refused[0] && shards.every(({ node }) => refusing.has(node))) return refusalOf(refused[0]);
    return channels.length < MAX_CHANNELS ? void 0 : NO_ROOM;
  }
  function nodeState(shards, name) {
    var _a;
    const own = shards.filter(({ node }) => node === name);
    const state = (_a = own.find(isOpen)) != null ? _a : own[0];
    return state && ["open", "lost", "refused"].includes(state.type) ? state : void 0;
  }
  function describe(state) {
    const { node } = state;
    if (state.type === "lost") return { node, isConnected: false, code: state.code };
    if (state.type === "refused") return { node, isConnected: false, reason: state.text };
    return { node, isConnected: true };
  }

  const ATTEMPTS = 3;
  class Unreached {
    constructor() {
      /** By shard, and by channel that was not heard meanwhile: how many attempts failed in a row. */
      this._failed = /* @__PURE__ */ new Map();
      /** The channels that a developer was told of, until they are heard. */
      this._told = /* @__PURE__ */ new Set();
    }
    /**
     * The shards have changed. Returns, once for each channel, what to tell a developer.
     * @param changed the one that has changed; absent: they may all be new.
     * @param wanted the channels of this tab.
     */
    take(before, now, changed, wanted) {
      const heard = new Set(heardBy(now));
      const unheard = wanted.filter((channel) => !heard.has(channel));
      this._told = new Set(unheard.filter((channel) => this._told.has(channel)));
      const failed = this._count(before, now, changed, unheard);
      const due = unheard.filter((channel) => {
        var _a;
        return ((_a = failed == null ? void 0 : failed.get(channel)) != null ? _a : 0) >= ATTEMPTS;
      });
      if (due.every((channel) => this._told.has(channel))) return void 0;
      for (const channel of due) this._told.add(channel);
      return `a further connection fails, and is tried again; not heard until then: ${due.join()}`;
    }
    /** What the changed shard has failed, if it has failed just now. */
    _count(before, now, changed, unheard) {
      var _a;
      if (changed === void 0 || !now.some(isOpen)) return void this._failed.clear();
      const state = now[changed];
      if ((state == null ? void 0 : state.type) !== "lost") return void this._failed.delete(changed);
      if (((_a = before[changed]) == null ? void 0 : _a.type) === "open" || state.retryAt === void 0) return void 0;
      const known = this._failed.get(changed);
      const failed = new Map(unheard.map((channel) => {
        var _a2;
        return [channel, ((_a2 = known == null ? void 0 : known.get(channel)) != null ? _a2 : 0) + 1];
      }));
      this._failed.set(changed, failed);
      return failed;
    }
  }

  class ConnectionView {
    /**
     * @param _onOpen called when commands can be sent.
     * @param _onClosed called when the connection has ended, before the page is told.
     */
    constructor(_tab, _onOpen, _onClosed) {
      this._tab = _tab;
      this._onOpen = _onOpen;
      this._onClosed = _onClosed;
      this._state = "disconnected";
      /** The shards as they were told last. */
      this._shards = [];
      /** The state that the page was told last. */
      this._told = { type: "connecting" };
      /** The first frame that the page was told last. */
      this._info = "";
      /** Until when the connection was heard, in milliseconds since 1970. */
      this._heardAt = 0;
      this._unreached = new Unreached();
    }
    get isConnected() {
      return this._state === "connected";
    }
    /** The leader has heard the server until `at` (milliseconds since 1970). */
    heard(at) {
      this._heardAt = Math.min(at, Date.now());
    }
    /** Messages after `at` (milliseconds since 1970) may be missing. */
    missSince(at) {
      this._heardAt = Math.min(this._heardAt, at);
    }
    /** The tab goes on from here: only a connection that is open or refused is news for the page. */
    join(shards) {
      if (shards.some(isOpen) || areRefused(shards)) this.take(shards);
      else {
        this._keep(shards);
        this._tell(stateOf(shards));
      }
    }
    /** A stray `bye` may have made this tab drop a live leader: restores the connection. */
    confirm(shards) {
      if (!this.isConnected && shards.some(isOpen)) this.take(shards);
      else if (this.isConnected) this._tab.recovery.hear(heardBy(shards));
    }
    /**
     * The shards, as the leader tells them.
     * @param changed the one that has changed; absent: they may all be new.
     */
    take(shards, changed) {
      if (this._state === "over") return;
      const before = this._shards;
      this._keep(shards);
      this._tellNodes(before);
      const first = shards.find(isOpen);
      if (!this._isCurrent(shards)) return;
      const unreached = this._unreached.take(before, shards, changed, this._tab.inbox.channels);
      if (this.isConnected) this._miss(before, shards, changed);
      if (!first) return this._close(shards[changed != null ? changed : areRefused(shards) ? 0 : -1]);
      const isAnew = changed === void 0;
      this._begin(isAnew ? [] : before, shards);
      this._open(first, isAnew);
      if (!this._isCurrent(shards)) return;
      const { inbox, gaps, page, recovery } = this._tab;
      const channels = heardBy(shards);
      const state = changed === void 0 ? void 0 : shards[changed];
      const isUsed = shards.some((one) => isOpen(one) && one.node === (state == null ? void 0 : state.node));
      if ((state == null ? void 0 : state.type) === "refused" && isUsed)
        page.onMessage({ kind: "ignored", reason: refusalOf(state) });
      recovery.hear(channels);
      page.onHeard(channels, lackOf(shards, channels));
      for (const reason of [inbox.joined(channels), unreached])
        if (reason) page.onMessage({ kind: "ignored", reason });
      gaps.end(inbox.isAuthorized ? [...channels, PRIVATE] : channels, inbox.wanted);
    }
    /** No leader is known any more that holds the connection. */
    lose() {
      const wasConnected = this._disconnect(this._heardAt);
      this._tell({ type: "connecting" });
      if (wasConnected) this._tab.page.onDisconnect(1006);
    }
    /** The tab leaves. Returns the function that tells the page. */
    end() {
      const wasConnected = this._disconnect(this._heardAt);
      this._state = "over";
      return () => {
        this._tell({ type: "connecting" });
        if (wasConnected) this._tab.page.onDisconnect(1e3);
      };
    }
    _keep(shards) {
      this._shards = shards;
      this._tab.inbox.doubles.nodes = new Set(shards.map(({ node }) => node)).size;
    }
    /** Each new socket may bring again what waited for an absent user. */
    _begin(before, now) {
      const { inbox, recovery } = this._tab;
      for (const [index, state] of now.entries()) {
        const known = before[index];
        const isKnown = known && isOpen(known) && this.isConnected;
        if (isOpen(state) && !isKnown) recovery.clock.begin(inbox.begin(state.info));
      }
    }
    /**
     * Channels that were heard are not, or were not for a time: their shard is lost, or those of other tabs
     * took their room.
     */
    _miss(before, now, changed) {
      const heard = new Set(heardBy(now));
      for (const [shard, state] of before.entries()) {
        if (!isOpen(state)) continue;
        const after = now[shard];
        const isLost = after !== void 0 && !isOpen(after);
        const isSure = !isLost || shard !== changed;
        for (const channel of this._tab.inbox.channels) {
          if (!state.channels.includes(channel) || isSure && heard.has(channel)) continue;
          const until = isLost ? heardUntil(now, shard, channel) : this._heardAt;
          if (until < Infinity) this._missFrom([channel], Math.min(until, Date.now()));
        }
      }
    }
    /** The page is told the first frame of the first open shard, unless it knows it already. */
    _open({ info }, isAnew) {
      const shards = this._shards;
      const wasConnected = this.isConnected;
      if (wasConnected && !isAnew && info === this._info) return;
      this._info = info;
      const { inbox, page } = this._tab;
      for (const message of inbox.open(info)) page.onMessage(message);
      if (!this._isCurrent(shards)) return;
      this._state = "connected";
      this._onOpen();
      this._tell({ type: "connected" });
      if (!wasConnected && this._isCurrent(shards)) page.onConnect();
    }
    _close(changed) {
      var _a;
      const wasConnected = this._disconnect(Math.min(this._silentSince(), Date.now()));
      this._onClosed();
      const { page } = this._tab;
      const isOver = (changed == null ? void 0 : changed.type) === "refused" && areRefused(this._shards);
      if (isOver) this._tab.recovery.giveUp();
      this._tell(stateOf(this._shards));
      if (isOver) page.onFatal(new CometError("fatal", changed.text, changed.value));
      const first = (_a = this._shards.find(({ type }) => type === "lost")) != null ? _a : changed;
      const isFailure = ((changed == null ? void 0 : changed.type) === "refused" || (changed == null ? void 0 : changed.type) === "lost" && changed.retryAt !== void 0) && changed === first && !this._shards.some(({ type }) => type === "connecting");
      if (wasConnected || isFailure)
        page.onDisconnect((changed == null ? void 0 : changed.type) === "lost" ? changed.code : 1e3);
    }
    /** When the first of the shards was heard last. */
    _silentSince() {
      const times = this._shards.map((state) => isOpen(state) ? Date.now() : state.until);
      return Math.max(0, ...times);
    }
    _tellNodes(before) {
      for (const node of new Set(this._shards.map((state) => state.node))) {
        const now = nodeState(this._shards, node);
        const was = nodeState(before, node);
        if (now && now.type !== (was == null ? void 0 : was.type)) this._tab.page.onNode(describe(now));
      }
    }
    _isCurrent(shards) {
      return this._state !== "over" && this._shards === shards;
    }
    _disconnect(at) {
      const wasConnected = this.isConnected;
      if (this._state !== "over") this._state = "disconnected";
      if (!wasConnected) return false;
      this._missFrom(this._tab.inbox.permitted, at);
      return true;
    }
    _tell(state) {
      if (JSON.stringify(state) === JSON.stringify(this._told)) return;
      this._told = state;
      this._tab.page.onState(state);
    }
    _missFrom(channels, at) {
      this._tab.gaps.begin(channels, at);
      this._tab.recovery.interrupt(channels);
    }
  }

  function goesOn(start) {
    return "last" in start;
  }
  const MAX_ENTRIES_POSTED = 50;

  function isAhead(one, other) {
    if (one.number !== other.number) return one.number > other.number;
    return other.leader === void 0 || one.leader < other.leader;
  }
  function isSame(one, other) {
    return one.number === (other == null ? void 0 : other.number) && one.leader === other.leader;
  }

  class EntryReader {
    constructor(_tab, _emit) {
      this._tab = _tab;
      this._emit = _emit;
      this.known = { number: 0 };
      this.tabs = [];
      this._reading = { term: { number: 0 }, last: 0, skipped: 0, isSettled: false };
      this._entrance = { at: "lead" };
      this._group = "";
      this._isOver = false;
    }
    /** The leader whose entries are read. */
    get leader() {
      return this._reading.term.leader;
    }
    /** The number of the last entry that was read. */
    get last() {
      return this._reading.last;
    }
    /**
     * Whether that is the known leader. Until then the tab offers it no commands: if that leader
     * ended unheard, no tab would know what it wrote.
     */
    get isCurrent() {
      return isSame(this.known, this._reading.term);
    }
    /** Whether that leader has ended, and the tab knows all that it wrote. */
    get isSettled() {
      return this._reading.isSettled;
    }
    /** Whether the tab waits for an answer before it hears anything. */
    get isCrossing() {
      return this._entrance.at === "answer";
    }
    /** The tab leaves: nothing follows any more. */
    end() {
      this._isOver = true;
    }
    /** @param isConnected whether the tab could reach the server until now. */
    onLead(lead, isConnected) {
      if (!isSame(lead.term, this.known)) this._enter(lead, isConnected);
      this._tellGroup(lead);
      const isOwn = lead.term.leader === this._tab;
      const isAnswer = lead.reset === this._tab;
      const isMissing = !lead.tabs.includes(this._tab);
      if (this.isCrossing && !isOwn && !isAnswer) this._ask(void 0);
      else this._catchUp(lead, isAnswer, isMissing);
      if (isMissing) this._emit({ type: "report" });
    }
    /** Reads entries. The first ones of the next term end the term that is read. */
    onEntries({ term, first, entries, at }) {
      if (!isSame(term, this._reading.term)) {
        const begins = this._entrance.at === "first" || this._entrance.at === "first after";
        if (!isSame(term, this.known) || !begins) return this._takeLate(entries);
        if (first > 1) return this._ask(0);
        if (!this._change(term)) return;
      }
      if (first > this._reading.last + 1) {
        if (isSame(term, this.known)) this._ask(this._reading.last);
        return;
      }
      this._emit({ type: "heard", at });
      for (const [index, entry] of entries.entries()) {
        if (this._isOver || !isSame(term, this._reading.term)) return;
        const number = first + index;
        if (number <= this._reading.last) continue;
        this._reading.last = number;
        this._emit({ type: "entry", entry, id: `${term.number} ${term.leader} ${number}` });
      }
    }
    /** A leader resigns. If it hands over, its heir may go on without a break. */
    onResign({ term, last, isHandedOver }) {
      if (isSame(term, this._reading.term)) this._reading.isSettled = last === this._reading.last;
      if (isHandedOver) this._handedOver = term;
      else this.onGone(term.leader);
    }
    /** A tab has ended. If it led and has handed over, its heir goes on. */
    onGone(tab) {
      const { leader } = this.known;
      const hasHeir = this._handedOver && isSame(this._handedOver, this.known);
      if (tab === leader && !hasHeir) this.lose({ number: this.known.number });
    }
    /** The leader is gone. @param next the term that is known now. */
    lose(next) {
      this.known = next;
      this._emit({ type: "lost" });
    }
    /**
     * This tab gives way to another leader: skips what that leader has sent so far.
     * @param isCrossing this tab was awake, so both connections may have heard the same.
     * @param known the other term, as far as it is known; by default no tab is known to lead.
     */
    yield(isCrossing, known = { number: this.known.number }) {
      this._entrance = { at: isCrossing ? "answer" : "lead" };
      this.lose(known);
    }
    /** A resync that got no answer may be repeated. */
    tick() {
      this._asked = void 0;
    }
    /** A new term becomes known. */
    _enter({ term, start, last }, isConnected) {
      const { term: before, skipped } = this._reading;
      const isNext = goesOn(start) && isSame(start.term, before) && skipped <= start.last;
      const continues = isNext && isConnected;
      const isBeside = last > 0 && this.known.leader !== void 0 && !continues;
      const isOld = goesOn(start) && !isNext;
      if (this._entrance.at !== "lead" && this._entrance.at !== "answer") {
        const ofFormer = start.type === "forced" ? "recent" : "none";
        const repeats = isNext ? { after: start.last } : ofFormer;
        this._entrance = isBeside || isOld ? { at: "answer" } : { at: "first", repeats };
      } else if (isBeside) this._entrance = { at: "answer" };
      if (!continues) return this.lose(term);
      const isSettled = start.type === "continued";
      if (this._entrance.at === "first")
        this._entrance = { at: "first after", last: start.last, isSettled };
      this.known = term;
    }
    _tellGroup({ term, tabs }) {
      const group = [term.leader, term.number, ...tabs].join();
      if (!tabs.length || group === this._group) return;
      this._group = group;
      this.tabs = tabs;
      this._emit({ type: "group" });
    }
    _catchUp(lead, isAnswer, isMissing) {
      const { at } = this._entrance;
      const isBeyond = isSame(lead.term, this._reading.term) && this._reading.last > lead.last;
      if (at === "lead" || at === "answer" || isAnswer || isBeyond) this._join(lead);
      const { term, last } = this._reading;
      const read = isSame(lead.term, term) ? last : 0;
      if (read < lead.last) return this._ask(read);
      this._emit({ type: "heard", at: lead.at });
      if (read && !isMissing) this._emit({ type: "confirmed", lead });
    }
    _join(lead) {
      const isForced = this.isCrossing || ["forced", "succeeded"].includes(lead.start.type);
      this.lose(lead.term);
      this._begin(lead.term, lead.last, isForced ? "recent" : "none");
      this._emit({ type: "join", lead });
    }
    /** Returns whether the next term may begin: missing entries of the present one go first. */
    _change(term) {
      const entrance = this._entrance;
      let repeats = entrance.at === "first" ? entrance.repeats : "none";
      if (entrance.at === "first after") {
        const isBehind = this._reading.last < entrance.last;
        if (isBehind && !(this._asked && this._asked.after === 0)) {
          this._ask(0);
          return false;
        }
        if (isBehind) this.lose(term);
        else if (entrance.isSettled) this._reading.isSettled = true;
        else repeats = { after: entrance.last };
      }
      this._begin(term, 0, repeats);
      return true;
    }
    _begin(term, last, repeats) {
      const { term: before, isSettled } = this._reading;
      this._reading = { term, last, skipped: last, isSettled: false };
      this._entrance = { at: "first", repeats: "none" };
      this._asked = void 0;
      this._emit({ type: "begin", isInDoubt: !isSettled && before.leader !== this._tab, repeats });
    }
    /** Asks, once, for the entries after this one. */
    _ask(after) {
      if (this._asked && this._asked.after === after) return;
      this._asked = { after };
      this._emit(after === void 0 ? { type: "resync" } : { type: "resync", after });
    }
    _takeLate(entries) {
      for (const entry of entries)
        if (entry.type === "writing") this._emit({ type: "late", commands: entry.commands });
    }
  }

  const MAX_WAITING_TICKS$1 = 2;
  class Follower {
    constructor(_tab, _group) {
      this._tab = _tab;
      this._group = _group;
      this._waitingTicks = 0;
      this.reader = new EntryReader(_tab.id, (effect) => this._act(effect));
      this._view = new ConnectionView(
        _tab,
        () => this.report(),
        // A leader in another tab lives, and may still write the commands that were offered to it.
        () => _tab.outbox.requeue(this.reader.leader !== _tab.id)
      );
    }
    get isConnected() {
      return this._view.isConnected;
    }
    get known() {
      return this.reader.known;
    }
    get tabs() {
      return this.reader.tabs;
    }
    /** The other tab that commands were offered to; `undefined` if this tab leads. */
    get offeredTo() {
      return this.reader.leader === this._tab.id ? void 0 : this.reader.leader;
    }
    /** The tab leaves: it reports nothing from now on. */
    end() {
      this.reader.end();
      const tellPage = this._view.end();
      const { outbox } = this._tab;
      if (this.reader.leader !== this._tab.id) outbox.assumeWritten();
      outbox.requeue();
      tellPage();
    }
    /** Tells all tabs what this one wants. */
    report() {
      const { inbox, outbox, turns } = this._tab;
      const wants = { channels: inbox.channels, duties: turns.keys, isHidden: isHidden() };
      const commands = this._canOffer ? outbox.offer() : [];
      this._group.post({ type: "report", known: this.known, wants, commands });
    }
    /**
     * Offers new commands to the leader. Only one offer is open at a time: if a leader crashes, only
     * the commands of that offer are in doubt.
     */
    offer(isLast = false) {
      const [{ outbox }, { leader }] = [this._tab, this.known];
      if (!this._canOffer || leader === void 0 || outbox.isWaiting && !isLast) return;
      const commands = outbox.offer(isLast);
      if (commands.length) this._group.post({ type: "commands", leader, commands });
    }
    follow(lead) {
      this.reader.onLead(lead, this.isConnected);
    }
    /**
     * This tab gives way to another leader. @param isCrossing see `EntryReader.yield`.
     * @param known the other term, as far as it is known.
     */
    yield(isCrossing, known) {
      this._tab.inbox.doubles.overlap("recent");
      this.reader.yield(isCrossing, known);
    }
    /** Messages after `at` (milliseconds since 1970) may be missing. */
    missSince(at) {
      this._view.missSince(at);
    }
    /** Called every 500 ms, in hidden tabs more rarely. */
    tick() {
      const { outbox, recovery, turns } = this._tab;
      turns.tick();
      recovery.tick();
      this._askLogs();
      this.reader.tick();
      this._waitingTicks = outbox.isWaiting ? this._waitingTicks + 1 : 0;
      const isOverdue = this._waitingTicks > MAX_WAITING_TICKS$1;
      if (isOverdue || this.reader.isCrossing || !this.tabs.includes(this._tab.id)) this.report();
    }
    get _canOffer() {
      return this.isConnected && this.reader.isCurrent;
    }
    _act(effect) {
      const { inbox, outbox, page } = this._tab;
      switch (effect.type) {
        case "lost":
          return this._view.lose();
        case "group":
          return page.onTabs();
        case "report":
          return this.report();
        case "resync":
          return this._group.post({ ...effect, term: this.known });
        case "begin":
          if (effect.isInDoubt) outbox.assumeWritten();
          outbox.requeue();
          inbox.doubles.begin(effect.repeats);
          return;
        case "join":
          this._join(effect.lead);
          return this._askLogs();
        case "heard":
          return this._view.heard(effect.at);
        case "confirmed":
          this._view.confirm(effect.lead.shards);
          return this._askLogs();
        case "entry":
          return this._take(effect.entry, effect.id);
        case "late":
          return this._takeLate(effect.commands);
      }
    }
    _join({ shards, queue, duties, logs }) {
      this._tab.recovery.learn(logs);
      this._view.join(shards);
      this._tab.inbox.queue.adopt(queue);
      this._tab.turns.assign(duties);
    }
    _take(entry, id) {
      const { outbox } = this._tab;
      switch (entry.type) {
        case "shards":
          this._view.take(entry.shards, entry.changed);
          return this._askLogs();
        case "duties":
          return this._tab.turns.assign(entry.duties);
        case "writing":
          for (const command of entry.commands) outbox.markWritten(command);
          return this._offerNext();
        case "answer":
          this._onAnswer(entry.to, entry.text);
          return this._offerNext();
        case "unanswered":
          outbox.repeat(entry.to);
          return this._offerNext();
        case "log":
          return this._onLog(entry);
        case "past":
          return this._onPast(entry, id);
        case "frame":
          return this._onFrame(entry, id);
        case "echo":
          return this._onFrame(entry, id, entry.sender);
      }
    }
    /** A former leader has written these commands: no other leader may write them. */
    _takeLate(commands) {
      for (const id of commands) {
        this._tab.outbox.markWritten(id);
        this._tab.outbox.repeat(id);
      }
      this._offerNext();
    }
    /** @param except the tab that has published the message. */
    _onFrame(frame, id, except) {
      this._group.leader.overhear(frame.text, except !== void 0);
      if (except === this._tab.id) return;
      const { inbox, page, recovery } = this._tab;
      for (const message of inbox.hear(frame, except !== void 0, this.reader.last)) {
        const turn = { id, except };
        const waits = message.kind === "channel" && recovery.holds(message, turn);
        if (!waits) page.onMessage(message, turn);
      }
    }
    /** The page has asked for a log: what it gets is not to come again out of a gap. */
    _onLog({ to, channel, text }) {
      const { inbox, outbox, recovery } = this._tab;
      recovery.learn([channel]);
      const [message] = to.tab === this._tab.id ? inbox.read(text) : [];
      if ((message == null ? void 0 : message.kind) !== "channel") return;
      recovery.note({ ...message, from: "log" });
      outbox.log(to, message);
    }
    _onPast({ channel, asked, texts, isLast }, id) {
      const { inbox, recovery, turns } = this._tab;
      if (texts.length) recovery.learn([channel]);
      if (!recovery.awaits(channel) && !turns.has(channel)) return;
      const messages = texts.flatMap((text) => inbox.read(text)).filter((message) => message.kind === "channel");
      recovery.take({ channel, asked, messages, isLast, id });
    }
    /** Has the leader read the logs that gaps need. */
    _askLogs() {
      if (!this._canOffer) return;
      const { last } = this.reader;
      const channels = this._tab.recovery.due(last);
      const term = this.known;
      if (channels.length) this._group.post({ type: "recover", term, after: last, channels });
    }
    _onAnswer(to, text) {
      const { id, inbox, outbox, page } = this._tab;
      const [message] = text !== void 0 && to.tab === id ? inbox.read(text) : [];
      if (outbox.settle(to, message) && message && message.kind !== "answer") page.onMessage(message);
    }
    /**
     * Offers commands that waited for an earlier offer. In a later task: otherwise the leading tab
     * would write them before the commands that it is about to write.
     */
    _offerNext() {
      if (this._tab.outbox.hasNew) nextTask(() => this.offer());
    }
  }

  const PATIENCE_TICKS = 3;
  const WAIT_TICKS = 10;
  class Handover {
    constructor() {
      this._state = { step: "none" };
    }
    /** The tab that is to lead soon. */
    get heir() {
      return "heir" in this._state ? this._state.heir : void 0;
    }
    /** What the heir, or the standby, was asked to be. */
    get role() {
      if (this._state.step === "accompanied") return "standby";
      return "heir" in this._state ? this._state.role : void 0;
    }
    /** The tab that listens beside this one, or is to. */
    get standby() {
      return this._state.step === "accompanied" ? this._state.standby : void 0;
    }
    /** Whether the heir or the standby could lead now, without a gap. */
    get isFit() {
      return this._state.step !== "none" && this._state.isFit;
    }
    accompany(standby) {
      this._state = { step: "accompanied", standby, isFit: false };
    }
    /** Returns whether this heir listens already, and is to be waited for no longer than a fence takes. */
    ask(heir, role) {
      const isFit = this.isFit && this.standby === heir;
      const how = { heir, role, ticks: 0 };
      this._state = isFit ? { step: "reading", isFit, ...how } : { step: "asked", isFit: false, ...how };
      return isFit;
    }
    /**
     * A tab says that it is ready. Returns whether it is the standby, or the heir that says so for the
     * first time.
     */
    onReady(from) {
      if (this._state.step === "accompanied") {
        if (this._state.standby !== from) return false;
        this._state = { ...this._state, isFit: false };
        return true;
      }
      if (this._state.step !== "asked" || this._state.heir !== from) return false;
      this._state = { ...this._state, step: "reading" };
      return true;
    }
    /** The leader has read all that was sent before. Returns whether this is its standby. */
    onFence(from) {
      if (this._state.step !== "accompanied" || this._state.standby !== from) return false;
      this._state = { ...this._state, isFit: true };
      return true;
    }
    /** Returns whether the leader has waited too long for the heir. */
    tick() {
      return "heir" in this._state && ++this._state.ticks >= PATIENCE_TICKS;
    }
    end() {
      this._state = { step: "none" };
    }
  }
  class Succession {
    constructor() {
      this._state = { step: "none" };
    }
    /** The leader that this tab is to succeed. */
    get leader() {
      return this._state.step === "none" ? void 0 : this._state.leader;
    }
    /** Whether this tab is elected, and waits for that leader's `resign`. */
    get isElected() {
      return this._state.step === "elected";
    }
    /** How this tab's term follows that leader's. */
    get start() {
      return this._state.step === "gone" ? this._state.start : void 0;
    }
    /** Whether this tab hears all that its leader has not passed on, though that ended without a word. */
    get isFit() {
      return "isFit" in this._state && this._state.isFit;
    }
    /** Whether this tab listens for as long as that leader leads. */
    get isStandby() {
      return "isStandby" in this._state && this._state.isStandby;
    }
    /** A tab that is elected stays so: see `giveUp`. @param isStandby for as long as the leader leads. */
    prepare(leader, isStandby = false) {
      if (!this._staysElected(leader))
        this._state = { step: "prepared", leader, ticks: 0, isStandby, isFit: false };
    }
    /** Whether this tab prepares to succeed that leader. */
    prepares(leader) {
      return this._state.step === "prepared" && isSame(leader, this._state.leader);
    }
    /** The same leader tells more of what it wants. */
    note(isStandby, isFit) {
      const state = this._state;
      if (state.step !== "prepared") return;
      this._state = { ...state, isStandby, isFit: isFit || state.isFit };
    }
    /** The connection hears all, perhaps once more. */
    onPrepared() {
      if ("isFit" in this._state) this._state.isFit = false;
    }
    /**
     * The connection that was prepared is given up. A tab that is elected has to lead none the less:
     * no other tab may. It waits for the `resign` of `leader`.
     */
    giveUp(leader) {
      if (!this._staysElected(leader)) this.end();
    }
    /**
     * The leader has gone.
     * @param last the number of its last entry, if the leader has read all that was sent before this
     * tab listened.
     */
    onGone(from, last) {
      const state = this._state;
      if (state.step === "none" || state.leader.leader !== from) return;
      const { leader } = state;
      const isUnfit = this.isStandby && !this.isFit;
      const start = last === void 0 || isUnfit ? { type: "free" } : { type: "continued", term: leader, last };
      this._state = { step: "gone", start, leader, ticks: 0 };
      if (state.step === "elected") state.lead();
    }
    /**
     * This tab is elected. The lock may come before the leader's `resign`: then `lead` is called when
     * that comes. Returns whether `lead` was called.
     */
    onElected(lead) {
      if (this._state.step === "prepared") {
        const { leader, isStandby, isFit } = this._state;
        this._state = { step: "elected", leader, lead, isStandby, isFit };
        return false;
      }
      lead();
      return true;
    }
    /** The leader's `resign` has not come: the leader has crashed. */
    stopWaiting() {
      if (this._state.step !== "elected") return;
      const { leader, lead, isFit } = this._state;
      this._state = { step: "prepared", leader, ticks: 0, isStandby: false, isFit };
      lead();
    }
    /** Returns whether this tab was not elected in time. */
    tick() {
      const state = this._state;
      if (state.step === "prepared" && state.isStandby) return false;
      return (state.step === "prepared" || state.step === "gone") && ++state.ticks > WAIT_TICKS;
    }
    end() {
      this._state = { step: "none" };
    }
    /** A tab that is elected waits for the `resign` of `leader` from now on. Returns whether it is. */
    _staysElected(leader) {
      if (this._state.step !== "elected") return false;
      this._state = { ...this._state, leader };
      return true;
    }
  }

  const NEAR_MS = 30;
  const HOLD_MS = 10;
  const REST_MS = 3e3;
  const MAX_ACCOMPANIED = MAX_CHANNELS / 2;
  class Giver {
    /** @param _wishes of the page. */
    constructor(_group, _wishes) {
      this._group = _group;
      this._wishes = _wishes;
      this._handover = new Handover();
      /** When the leader has changed last, or was to. */
      this._movedAt = -Infinity;
    }
    /** The tab that this one hands over to. */
    get heir() {
      return this._handover.heir;
    }
    /** The tab that listens beside this one for as long as this one leads, or is to. */
    get standby() {
      return this._handover.standby;
    }
    /** Whether another tab listens beside this one, or is about to. */
    get isAccompanied() {
      var _a;
      return ((_a = this.heir) != null ? _a : this.standby) !== void 0;
    }
    /** All tabs. A standby comes first: it is to take the place of a leader that does not answer. */
    get tabs() {
      const { tabs } = this._group.roster;
      const { standby } = this;
      return standby !== void 0 && tabs.includes(standby) ? [.../* @__PURE__ */ new Set([standby, ...tabs])] : tabs;
    }
    /** Which tab leads after this one, and whether it listens, without a gap. */
    get successor() {
      var _a;
      const { heir, isFit, standby } = this._handover;
      return { heir: (_a = heir != null ? heir : standby) != null ? _a : this._group.nextTab, isHandedOver: isFit };
    }
    /** The page is about to leave: another tab connects while this one still listens. */
    depart() {
      const { nextTab, leader } = this._group;
      if (this.heir !== void 0 || nextTab === void 0) return;
      this._group.whileLeading(() => {
        const listens = this._ask(nextTab, "next");
        leader.pause();
        if (!listens && leader.connectMs < NEAR_MS) holdUp(HOLD_MS);
      });
    }
    /** Hands over to a visible tab, if this one is hidden and pages want that. */
    review() {
      const { leader, roster } = this._group;
      if (!isHidden() || !this._wishes.prefersVisible) return;
      if (!leader.isConnected || this.heir !== void 0) return;
      const heir = roster.visible;
      if (heir === void 0 || performance.now() - this._movedAt < REST_MS) return;
      this._group.whileLeading(() => {
        this._movedAt = performance.now();
        this._ask(heir, "chosen");
      });
    }
    /**
     * Called every 500 ms while this tab leads, in hidden tabs more rarely: has the next tab listen
     * beside this one, if pages want that.
     */
    onLeadingTick() {
      this.review();
      const { leader, nextTab, roster } = this._group;
      const isRoom = roster.channels.length <= MAX_ACCOMPANIED;
      const standby = this._wishes.wantsStandby && isRoom ? nextTab : void 0;
      if (this.heir !== void 0 || !leader.isConnected) return;
      if (standby !== this.standby) {
        if (standby === void 0) this._dismiss();
        else void this._accompany(standby);
      } else if (standby !== void 0 && !this._handover.isFit) this._sayHandover(standby);
    }
    /** The page does not leave: the heir gives up its connection. */
    stay() {
      if (this.heir !== void 0) this._dismiss();
    }
    /** The heir hears all. A fence shows that this leader has read all that was sent before. */
    onReady(from, term) {
      if (term.leader !== this._group.tab) return;
      this._group.whileLeading(() => {
        if (!this._handover.onReady(from)) return;
        if (this.heir !== void 0) this._group.leader.pause();
        this._group.leader.fence(() => void this._onFence(from));
      });
    }
    /**
     * This leader's connection is about to be lost. A standby leads from now on; another heir has nothing
     * to take over.
     */
    onLosing() {
      const { heir, role, isFit, standby } = this._handover;
      const next = heir != null ? heir : standby;
      if (isFit && next !== void 0) this._letGo(next);
      else if (role === "chosen" || role === "standby") this._dismiss();
    }
    /** A tab has left. */
    onGone(tab) {
      if (tab === this.heir || tab === this._handover.standby) this._dismiss();
    }
    /** All connections are renewed, with other options: that of an heir or standby has the old ones. */
    onRestart() {
      if (this.isAccompanied) this._dismiss();
    }
    /** A tab, this one or another, leads from now on: it is not to hand over again at once. */
    rest() {
      this._movedAt = performance.now();
    }
    /** Called every 500 ms, in hidden tabs more rarely. */
    tick() {
      if (this._handover.tick()) this.stay();
    }
    end() {
      this._handover.end();
    }
    /** Has a tab listen beside this one, if it leads next. */
    async _accompany(standby) {
      if (!await this._group.candidate.isNext(standby)) return;
      this._group.whileLeading(() => {
        if (this.heir !== void 0) return;
        this._handover.accompany(standby);
        this._group.leader.expectHeir();
        this._sayHandover(standby);
        this._group.leader.announce();
      });
    }
    /** The heir, or the standby, gives up its connection. */
    _dismiss() {
      this._handover.end();
      this._group.whileLeading(() => {
        this._sayHandover();
        this._group.leader.resume();
      });
    }
    /** Hands over. Returns whether that tab listens already. */
    _ask(heir, role) {
      const { leader } = this._group;
      const listens = this._handover.ask(heir, role);
      leader.expectHeir();
      this._sayHandover(heir);
      if (listens) leader.pause();
      if (listens) leader.fence(() => void this._onFence(heir));
      return listens;
    }
    /** This leader has read all that was sent before the heir, or the standby, listened. */
    async _onFence(heir) {
      const { candidate } = this._group;
      if (this._handover.onFence(heir))
        return this._group.whileLeading(() => this._sayHandover(heir));
      const isNext = this._handover.role !== "chosen" || await candidate.isNext(heir);
      if (this.heir !== heir) return;
      if (isNext) this._group.whileLeading(() => this.heir === heir && this._letGo(heir));
      else this.stay();
    }
    /** Resigns in favour of the heir. */
    _letGo(heir) {
      const { term, last } = this._group.leader;
      this._handover.end();
      if (!term) return;
      this._group.renew();
      const resign = { type: "resign", term, last, heir, isHandedOver: true };
      this._group.post(resign);
      this._group.follower.reader.onResign(resign);
      this._group.stepDown();
    }
    _sayHandover(heir) {
      const { leader, roster } = this._group;
      if (!leader.term) return;
      const { role, isFit } = this._handover;
      const tabs = roster.entries;
      this._group.post({ type: "handover", term: leader.term, heir, role, isFit, tabs });
    }
  }

  const LAST_WORD_MS$1 = 250;
  class Taker {
    constructor(_group) {
      this._group = _group;
      this._succession = new Succession();
    }
    /** A leader hands over, to this tab or another. */
    onHandover(message) {
      const { term, heir, role, isFit = false, tabs } = message;
      const { follower, tab: own, leader, roster } = this._group;
      if (leader.term || !isSame(term, follower.known)) return;
      const isStandby = role === "standby";
      if (heir === own && this._succession.prepares(term)) {
        this._succession.note(isStandby, isFit);
        if (leader.isPrepared && !this._succession.isFit) this.onPrepared();
        return;
      }
      this._giveUp();
      if (heir !== own) return void (role === "chosen" && this._group.candidate.requeue());
      for (const { tab, wants } of tabs) roster.set(tab, wants);
      this._prepare(term, isStandby);
    }
    /** The prepared connection hears all. */
    onPrepared() {
      const term = this._succession.leader;
      this._succession.onPrepared();
      if (term) this._group.post({ type: "ready", term });
    }
    /** The prepared connection has dropped messages, which the leader may not have read yet. */
    onDropped() {
      if (this._succession.isStandby) this.onPrepared();
      else this._giveUp();
    }
    /** The prepared connection cannot take over: a standby prepares another one. */
    onUnfit() {
      const { isStandby, leader } = this._succession;
      this._giveUp();
      if (isStandby && leader) this._prepare(leader, true);
    }
    /** A leader resigns. If it hands over, it has read all that the heir did not hear. */
    onResign({ term, last, isHandedOver }) {
      this._succession.onGone(term.leader, isHandedOver ? last : void 0);
    }
    /** Another leader leads than the one that this tab was to succeed. */
    onLeader(term) {
      const { leader } = this._succession;
      if (leader && !isSame(term, leader)) this._giveUp(term);
    }
    /** This tab is elected. Calls `lead` as soon as it has the `resign` of the leader before it. */
    onElected(lead) {
      if (this._succession.onElected(lead)) return;
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this._succession.stopWaiting(), LAST_WORD_MS$1);
    }
    /** Another tab leads, although this one is elected. */
    onOverruled() {
      if (!this._succession.isElected) return;
      this.end();
      this._group.renew();
    }
    /** This tab leads now. Returns how its term follows the one before. */
    takeOver(isForced) {
      const { start, isFit, leader: former } = this._succession;
      this.end();
      const { leader, follower, roster, tab } = this._group;
      const before = follower.known.leader;
      const continues = (start == null ? void 0 : start.type) === "continued";
      if (!continues && before !== void 0 && before !== tab) roster.remove(before);
      const { isCurrent, isSettled, last } = follower.reader;
      if (leader.isPrepared && former && isCurrent && isSame(former, follower.known)) {
        if (continues && isSettled) return start;
        if (continues || isFit) return { type: "succeeded", term: former, last };
      }
      return { type: isForced || leader.isPrepared ? "forced" : "free" };
    }
    /** All connections are renewed, with other options: a prepared one has the old ones. */
    onRestart() {
      this._giveUp();
    }
    /** Called every 500 ms, in hidden tabs more rarely. */
    tick() {
      if (this._succession.tick()) this._giveUp();
    }
    /** Succeeds no leader. */
    end() {
      clearTimeout(this._timer);
      this._succession.end();
    }
    _prepare(term, isStandby) {
      this._succession.prepare(term, isStandby);
      this._group.leader.prepare();
    }
    /**
     * Gives up the prepared connection.
     * @param leader the one whose `resign` this tab waits for if it is elected already.
     */
    _giveUp(leader = this._succession.leader) {
      if (!leader) return;
      this._succession.giveUp(leader);
      this._group.renew();
    }
  }

  class Transfer {
    constructor(group, wishes) {
      this.giver = new Giver(group, wishes);
      this.taker = new Taker(group);
    }
    /** This tab leads now. Returns how its term follows the one before. */
    takeOver(isForced) {
      this.giver.rest();
      return this.taker.takeOver(isForced);
    }
    /** All connections are renewed, with other options. */
    onRestart() {
      this.giver.onRestart();
      this.taker.onRestart();
    }
    /** Called every 500 ms, in hidden tabs more rarely. */
    tick() {
      this.taker.tick();
      this.giver.tick();
    }
    /** This tab neither hands over nor succeeds a leader. */
    end() {
      this.giver.end();
      this.taker.end();
    }
  }

  const FRESH_MS = 1e3;
  class SharedAnswers {
    /** @param _answer gives a tab its answer. */
    constructor(_answer) {
      this._answer = _answer;
      this._asked = /* @__PURE__ */ new Map();
    }
    /**
     * Whether another question serves this one; if not, the caller asks.
     * @param channels those of the connection: only of them changes are told.
     */
    serves({ kind, channel }, to, channels) {
      if (kind !== "track_pipe_users" || !channels.includes(channel)) return false;
      const asked = this._asked.get(channel);
      if ((asked == null ? void 0 : asked.type) === "asked") asked.others.push(to);
      else if (asked && performance.now() - asked.at < FRESH_MS) this._answer(to, asked.text);
      else {
        this._asked.set(channel, { type: "asked", others: [] });
        return false;
      }
      return true;
    }
    /** A question was answered, or refused or lost (`text` is absent). Returns those who wait, too. */
    settle({ kind, channel }, text) {
      const asked = kind === "track_pipe_users" ? this._asked.get(channel) : void 0;
      if ((asked == null ? void 0 : asked.type) !== "asked") return [];
      if (text === void 0) this._asked.delete(channel);
      else this._asked.set(channel, { type: "answered", text, at: performance.now() });
      return asked.others;
    }
    /** The connection has these channels from now on. */
    onChannels(channels) {
      for (const [channel, asked] of this._asked)
        if (asked.type === "answered" && !channels.includes(channel)) this._asked.delete(channel);
    }
    /** Something has happened: an answer may be out of date. */
    onEntry(entry) {
      var _a;
      if (entry.type === "shards") this.onChannels([]);
      else if (entry.type === "frame" && ((_a = this._asked.get(entry.channel)) == null ? void 0 : _a.type) === "answered")
        this._asked.delete(entry.channel);
    }
  }

  class CommandRunner {
    /** @param _echoesAll whether to emit also what only its sender's page listens to. */
    constructor(_tab, _roster, _emit, _echoesAll = () => false) {
      this._tab = _tab;
      this._roster = _roster;
      this._emit = _emit;
      this._echoesAll = _echoesAll;
      /** Commands that were written and have no answer yet. */
      this._inFlight = /* @__PURE__ */ new Set();
      this._shared = new SharedAnswers((to, text) => this._answer(to, text));
    }
    carryOut(commands, connection) {
      const { outbox } = this._tab;
      const unwritten = commands.filter((command) => {
        const isNew = command.number > outbox.lastWritten(command.tab);
        if (!isNew && !this._inFlight.has(keyOf$2(command)))
          this._emit({ type: "unanswered", to: idOf(command) });
        return isNew;
      });
      if (unwritten.length) this._emit({ type: "writing", commands: unwritten.map(idOf) });
      for (const command of unwritten) this._write(command, connection);
    }
    onChannels(channels) {
      this._shared.onChannels(channels);
    }
    /** The tabs are told something. */
    onEntry(entry) {
      this._shared.onEntry(entry);
    }
    _write({ command, ...to }, connection) {
      this._inFlight.add(keyOf$2(to));
      if (this._shared.serves(command, to, this._roster.channels)) return;
      const sent = {
        command,
        onDone: (answer) => {
          const text = (answer == null ? void 0 : answer.kind) === "answer" ? answer.text : void 0;
          for (const other of this._shared.settle(command, text)) this._answer(other, answer == null ? void 0 : answer.text);
          this._answer(to, answer == null ? void 0 : answer.text);
          if ((answer == null ? void 0 : answer.kind) === "report") this._echo(command, answer, to.tab);
        },
        onLost: () => {
          for (const each of [...this._shared.settle(command, void 0), to]) {
            this._inFlight.delete(keyOf$2(each));
            this._emit({ type: "unanswered", to: each });
          }
        }
      };
      if (traitsOf(command).isStream)
        sent.onLog = ({ text }) => this._emit({ type: "log", to, channel: command.channel, text });
      connection.send(sent);
    }
    _answer(to, text) {
      this._inFlight.delete(keyOf$2(to));
      this._emit({ type: "answer", to, text });
    }
    /** The server does not send a message back to the connection, but other tabs may listen to it. */
    _echo(command, report, sender) {
      const channel = bareName(command.channel);
      if (!this._echoesAll() && !this._roster.isWantedBeside(sender, channel)) return;
      const text = echoFrame(command, report, this._tab.userId);
      if (text) this._emit({ type: "echo", channel, text, sender });
    }
  }
  function idOf({ tab, number }) {
    return { tab, number };
  }

  const MAX_ENTRIES = 500;
  class EntryLog {
    constructor() {
      /** Number of the last entry. */
      this.last = 0;
      this._entries = [];
    }
    /** Adds an entry. @param isKept whether another tab may ask for it. */
    push(entry, isKept) {
      this.last++;
      if (!isKept) this._entries.length = 0;
      else if (this._entries.push(entry) > MAX_ENTRIES) this._entries.shift();
    }
    /** The entries after this number; `undefined` if some are gone, or the number is too high. */
    after(number) {
      const missing = this.last - number;
      if (missing < 0 || missing > this._entries.length) return void 0;
      return missing ? this._entries.slice(-missing) : [];
    }
  }

  const EARLY_MS = 50;
  const LATE_MS = 2e3;
  const MAX_LAG_MS = 5e3;
  const SWEEP = 500;
  const KEEP_MS$1 = 3e4;
  const ECHO_DIFFERS_S = 1;
  class Overlap {
    /** @param _nodes how many nodes the connections lead to. */
    constructor(_nodes) {
      this._nodes = _nodes;
      /** By content: when each copy came here, who sent it, and in which second (0: unknown). */
      this._heard = /* @__PURE__ */ new Map();
      this._endsAt = -Infinity;
      this._count = 0;
    }
    /** A connection is opened beside the leader's. */
    open() {
      this._endsAt = Infinity;
    }
    /** Which of the held messages the leader has passed on; `isEcho`: see `Heard`. -1: none. */
    find(held, { userId, time, ...other }, isEcho) {
      const content = contentOf(other);
      const known = { at: 0, userId, time, isEcho };
      return held.findIndex((one) => one.content === content && this._isCopy(known, one.message));
    }
    /** The former leader has heard this; `isEcho`: see `Heard`. */
    note(message, isEcho = false) {
      if (!("channel" in message)) return;
      const content = contentOf(message);
      const { userId, time } = message;
      const copies = this._heard.get(content) || [];
      this._heard.set(content, [...copies, { at: performance.now(), userId, time, isEcho }]);
      if (++this._count % SWEEP === 0) this._forget(performance.now() - KEEP_MS$1);
    }
    /**
     * The heir's connection is open: forgets messages that came before it could listen.
     * @param connectMs how long connecting took; the server knew the connection for at most half of
     * it.
     */
    begin(connectMs) {
      this._forget(performance.now() - Math.max(EARLY_MS, connectMs / 2));
    }
    /** The heir leads from now on. */
    close() {
      this._endsAt = performance.now() + LATE_MS;
    }
    /** Whether both connections may hear the same at present. */
    get isOpen() {
      return performance.now() < this._endsAt;
    }
    /** Whether the former leader has heard this message: true once for each copy that it heard. */
    isDouble(message) {
      if (!("channel" in message) || !this._heard.size) return false;
      if (!this.isOpen) this._heard.clear();
      const copies = this._heard.get(contentOf(message)) || [];
      const since = performance.now() - MAX_LAG_MS;
      const index = copies.findIndex(
        (copy) => (copy.time > 0 || copy.at >= since) && this._isCopy(copy, message)
      );
      if (index >= 0) copies.splice(index, 1);
      return index >= 0;
    }
    _isCopy(known, { userId, time }) {
      const differ = known.isEcho ? Math.abs(known.time - time) : Infinity;
      const sent = differ <= ECHO_DIFFERS_S ? known.time : time;
      return areCopies(known, { userId, time: sent }, this._nodes());
    }
    _forget(before) {
      for (const [content, copies] of this._heard) {
        const kept = copies.filter(({ at }) => at >= before);
        if (kept.length) this._heard.set(content, kept);
        else this._heard.delete(content);
      }
    }
  }

  const MAX_HELD = 5e3;
  const KEEP_MS = 3e4;
  const WATCH_MS = 1e4;
  const REJOIN_MS = 50;
  class Rehearsal {
    /**
     * @param nodes how many nodes the connection leads to.
     * @param _rejoin has the server tell others that this browser is in its channels.
     * @param _onDropped told that messages were dropped which the leader may not have read yet.
     */
    constructor(_tab, nodes, _rejoin, _onDropped) {
      this._tab = _tab;
      this._rejoin = _rejoin;
      this._onDropped = _onDropped;
      this._state = { step: "none" };
      this._overlap = new Overlap(nodes);
    }
    prepare() {
      const heard = { held: [], older: 0 };
      this._state = {
        step: "preparing",
        isListed: false,
        isEntitled: false,
        wasReady: false,
        ...heard
      };
      this._overlap.open();
    }
    get isPreparing() {
      return this._state.step === "preparing";
    }
    /** Whether the connection hears all that the leader's does. */
    get isReady() {
      const state = this._state;
      return state.step === "preparing" && state.isListed && state.isEntitled;
    }
    /**
     * The connection is open.
     * @param connectMs how long that took, in milliseconds; absent if another shard was open before.
     * @param isEntitled whether it may hear what the leader's may (private messages, say).
     */
    onConnect(connectMs, isEntitled) {
      if (connectMs !== void 0) this._overlap.begin(connectMs);
      if (this._state.step === "preparing") this._state.isEntitled = isEntitled;
    }
    /** @param isListed whether it hears the channels of all tabs. Returns whether it is ready since now. */
    onList(isListed) {
      const state = this._state;
      if (state.step !== "preparing") return false;
      const { wasReady } = state;
      state.isListed = isListed;
      state.wasReady = this.isReady;
      return state.wasReady && !wasReady;
    }
    onLeaving() {
      this._state = { step: "leaving" };
    }
    /** The heir does not lead: the server will report that its connection has left the channels. */
    onStay() {
      this._state = { step: "watching", until: performance.now() + WATCH_MS };
    }
    /**
     * The prepared connection has lost a shard. It drops what it has heard: it is to be ready once more,
     * and the leader has read all of that by then.
     * @param isOpen whether another shard is open.
     */
    onLost(isOpen) {
      if (this._state.step !== "preparing") return;
      const isEntitled = isOpen && this._state.isEntitled;
      this.prepare();
      this._state.isEntitled = isEntitled;
    }
    /** The leader has passed a frame on. @param isEcho whether a tab of this browser has published it. */
    overhear(text, isEcho) {
      const state = this._state;
      if (state.step !== "preparing") return;
      for (const message of this._tab.inbox.read(text)) {
        const index = "channel" in message ? this._overlap.find(state.held, message, isEcho) : -1;
        if (index < 0) this._overlap.note(message, isEcho);
        else {
          state.held.splice(index, 1);
          state.older = Math.max(state.older - 1, index);
        }
      }
      const since = performance.now() - KEEP_MS;
      const kept = state.held.findIndex(({ at }) => at > since);
      const old = kept < 0 ? state.held.length : kept;
      state.held.splice(0, old);
      state.older = Math.max(state.older - old, 0);
    }
    /** Holds a message if this tab does not lead yet. Returns whether it does. */
    holds(message) {
      const state = this._state;
      if (state.step !== "preparing") return false;
      if (this._overlap.isDouble(message)) state.older = state.held.length;
      else state.held.push({ message, content: contentOf(message), at: performance.now() });
      if (state.held.length > MAX_HELD) {
        [state.held, state.older] = [[], 0];
        if (this.isReady) this._onDropped();
      }
      return true;
    }
    /**
     * This tab leads. Returns what the connection has heard and the former leader did not pass on.
     * @param goesOn whether there was no gap. After a gap, which is announced, the former leader may
     * have missed messages; those older than the last one that it passed on would come out of order,
     * and are dropped.
     */
    lead(goesOn) {
      const { held, older } = this._state.step === "preparing" ? this._state : { held: [], older: 0 };
      this._state = { step: "watching", until: performance.now() + WATCH_MS };
      this._overlap.close();
      const news = held.map(({ message }) => !this.isNoNews(message));
      const start = goesOn ? 0 : Math.max(older, news.lastIndexOf(false) + 1);
      return held.filter((_, index) => news[index] && index >= start).map(({ message }) => message);
    }
    /**
     * Whether the tabs must not get a message: the former leader has passed it on, or it tells that
     * this browser has joined or left a channel, which only shows the change of connections.
     */
    isNoNews(message) {
      const state = this._state;
      const isWatching = state.step === "watching" && performance.now() <= state.until;
      if (!isWatching && state.step !== "leaving") return false;
      return this._isOwn(message) || this._overlap.isDouble(message);
    }
    end() {
      clearTimeout(this._timer);
      this._state = { step: "none" };
    }
    _isOwn(message) {
      if (!this._tab.isOwnPresence(message)) return false;
      if (message.event === "unsubscription") {
        clearTimeout(this._timer);
        this._timer = setTimeout(() => this._rejoin(), REJOIN_MS);
      }
      return true;
    }
  }

  class HeldConnection {
    constructor(_tab, _leader) {
      this._tab = _tab;
      this._leader = _leader;
      /** How long it took to open for the first time, in milliseconds; `Infinity` until then. */
      this.connectMs = Infinity;
      this._channels = [];
      this._startedAt = 0;
      this._connection = _tab.createConnection(this);
      this._shards = this._initial(0);
      this._rehearsal = new Rehearsal(
        _tab,
        () => this._connection.nodes.length,
        () => this._connection.rejoin(),
        () => this._leader.taker.onDropped()
      );
    }
    /** Whether commands can be written. */
    get isConnected() {
      return this._connection.isConnected;
    }
    /** A copy of the states of the shards. */
    get shards() {
      return [...this._shards];
    }
    /** Until when all that the server sent was read; in milliseconds since 1970. */
    get heardUntil() {
      return this._heardUntil();
    }
    /** Whether it hears all channels while another tab still leads. */
    get isPrepared() {
      return this._isOpen && this._rehearsal.isReady;
    }
    /** Connects while the present leader is about to leave. */
    prepare(channels) {
      this._rehearsal.prepare();
      this.setChannels(channels);
      this._start();
    }
    /** The present leader has passed on this frame. */
    overhear(text, isEcho) {
      this._rehearsal.overhear(text, isEcho);
    }
    /** This tab leads from now on. Returns whether it goes on with what was prepared. */
    begin(channels) {
      const { isPreparing } = this._rehearsal;
      if (isPreparing && !areRefused(this._shards)) return true;
      if (isPreparing) this._renew();
      this.setChannels(channels);
      this._start();
      return false;
    }
    /**
     * Tells the tabs what the prepared connection has heard.
     * @param isGapless whether nothing was missed since the former leader ended.
     */
    takeOver(isGapless) {
      const news = this._rehearsal.lead(isGapless);
      if (this._isOpen) this._tell();
      for (const message of news) this._pass(message);
    }
    /** Connects anew; the new connection has to be told the channels. */
    restart() {
      const until = this.heardUntil;
      this._connection.stop();
      this._renew();
      this._start();
      this._shards = this._initial(until);
      this._tell();
    }
    end() {
      this._rehearsal.end();
      this._connection.stop();
    }
    /** This tab hands over: the server will report that the heir's connection has joined channels. */
    onLeaving() {
      this._rehearsal.onLeaving();
    }
    /** The heir does not lead: the server will report that its connection has left the channels. */
    onStay() {
      this._rehearsal.onStay();
    }
    setChannels(channels) {
      this._channels = channels;
      this._connection.setChannels(channels);
      this._checkList();
    }
    send(sent) {
      this._connection.send(sent);
    }
    /** Calls `onPassed` once everything was read that the server has sent until now. */
    fence(onPassed) {
      if (this.isConnected) this.send({ command: FENCE, onDone: onPassed });
    }
    wake() {
      this._connection.wake();
    }
    onConnect(shard, info) {
      if (this.connectMs === Infinity) this.connectMs = performance.now() - this._startedAt;
      const { inbox } = this._tab;
      const isAuthorized = inbox.read(info).some((one) => one.kind === "info" && one.authorized);
      const isEntitled = isAuthorized || !inbox.isAuthorized;
      if (!isEntitled && this._rehearsal.isPreparing && this._tab.page.onRefusedKey())
        return this._leader.taker.onUnfit();
      this._rehearsal.onConnect(this._isOpen ? void 0 : this.connectMs, isEntitled);
      this._set(shard, { ...this._node(shard), type: "open", info, channels: [] });
      this._checkList();
    }
    onSubscribed(shard, channels) {
      var _a;
      const state = this._shards[shard];
      if ((state == null ? void 0 : state.type) === "open")
        this._set(shard, { ...state, channels, since: (_a = state.since) != null ? _a : Date.now() });
      this._checkList();
    }
    onMessage(_shard, message) {
      if (this._connection.nodes.length > 1 && this._tab.isOwnPresence(message)) return;
      if (!this._rehearsal.holds(message) && !this._rehearsal.isNoNews(message)) this._pass(message);
    }
    onIgnored(reason) {
      this._tab.page.onMessage({ kind: "ignored", reason });
    }
    onAttempt(shard) {
      const state = this._shards[shard];
      if ((state == null ? void 0 : state.type) === "lost" && state.retryAt !== void 0)
        this._set(shard, { ...state, retryAt: void 0 });
    }
    onDisconnect(shard, code, retryAt) {
      this._lose(shard, { type: "lost", until: this._heardUntil(shard), code, retryAt });
    }
    onFatal(shard, { message: text, value }) {
      this._lose(shard, { type: "refused", until: this._heardUntil(shard), text, value });
    }
    onUnneeded(shard) {
      this._set(shard, { ...this._node(shard), type: "unneeded", until: this._heardUntil(shard) });
    }
    get _isOpen() {
      return this._shards.some(({ type }) => type === "open");
    }
    _heardUntil(shard) {
      return Date.now() - Math.max(this._connection.silence(shard), this._leader.lag);
    }
    _node(shard) {
      return { node: this._connection.nodeOf(shard) };
    }
    _initial(until) {
      return this._connection.nodes.map((node) => ({ type: "connecting", node, until }));
    }
    _pass(message) {
      this._tab.inbox.remember(message);
      const { channel, text } = message;
      this._leader.emit({ type: "frame", channel, text });
    }
    _renew() {
      this._rehearsal.end();
      this._connection = this._tab.createConnection(this);
    }
    _start() {
      this.connectMs = Infinity;
      this._startedAt = performance.now();
      this._connection.start();
    }
    /** The shard has ended: what it was prepared for may have to begin anew. */
    _lose(shard, condition) {
      const before = this._shards[shard];
      const state = { ...this._node(shard), ...condition, ...lastHeard(before) };
      const isLoss = isMissed(this._shards, shard, state) && !this._rehearsal.isPreparing;
      if (isLoss && this._leader.onLosing()) return;
      this._set(shard, state);
      if ((before == null ? void 0 : before.type) === "open") this._rehearsal.onLost(this._isOpen);
      this._checkList();
    }
    _set(shard, state) {
      for (let other = this._shards.length; other < shard; other++)
        this._shards.push({ ...this._node(other), type: "unneeded", until: 0 });
      this._shards[shard] = state;
      this._tell(shard);
    }
    _tell(changed) {
      this._leader.emit({ type: "shards", shards: this.shards, changed });
    }
    /** A prepared connection is ready once it hears the channels of all tabs, on all nodes it can. */
    _checkList() {
      const isSettled = this._shards.length >= this._connection.size && this._shards.every(({ type }) => type !== "connecting");
      const { length } = this._connection.nodes;
      const isListed = this._isOpen && hearAll(this._shards, length, this._channels);
      if (this._rehearsal.onList(isSettled && isListed)) this._leader.taker.onPrepared();
    }
  }

  const MAX_TEXTS = 25;
  class LogReader {
    constructor(_connection, _leader) {
      this._connection = _connection;
      this._leader = _leader;
      /** For each channel: the number of the last entry when its log was asked for last. */
      this._asked = /* @__PURE__ */ new Map();
    }
    /** @param after the last entry of the tab that asks: what it has missed is in a later log. */
    read(channels, after) {
      var _a;
      for (const channel of channels)
        if (((_a = this._asked.get(channel)) != null ? _a : -1) < after && this._connection.isConnected)
          this._read(channel);
    }
    _read(channel) {
      const asked = this._leader.last;
      const texts = [];
      this._asked.set(channel, asked);
      this._connection.send({
        command: recoveryCommand(channel),
        onLog: ({ text }) => texts.push(text),
        onDone: () => this._tell(channel, asked, texts),
        // The tabs ask again when the channel is heard again.
        onLost: () => this._asked.delete(channel)
      });
    }
    _tell(channel, asked, texts) {
      for (let at = 0; at === 0 || at < texts.length; at += MAX_TEXTS) {
        const part = texts.slice(at, at + MAX_TEXTS);
        const isLast = at + MAX_TEXTS >= texts.length;
        this._leader.emit({ type: "past", channel, asked, texts: part, isLast });
      }
    }
  }

  class Leader {
    constructor(_tab, _group) {
      this._tab = _tab;
      this._group = _group;
      this._state = { type: "idle" };
      this._log = new EntryLog();
      this._isLeadDue = false;
      this._connection = new HeldConnection(_tab, this);
      this._commands = new CommandRunner(
        _tab,
        _group.roster,
        (entry) => this.emit(entry),
        // Its connection hears what tabs publish, and has to know that the tabs do.
        () => _group.transfer.giver.isAccompanied
      );
      this._logs = new LogReader(this._connection, this);
    }
    /** The term in which this tab leads. */
    get term() {
      return this._state.type === "leading" ? this._state.term : void 0;
    }
    /** Number of the last entry. */
    get last() {
      return this._log.last;
    }
    /** Whether the prepared connection hears all channels. */
    get isPrepared() {
      return this._connection.isPrepared;
    }
    /** Whether the connection is open. */
    get isConnected() {
      return this._connection.isConnected;
    }
    /** How long the connection took to open for the first time, in milliseconds. */
    get connectMs() {
      return this._connection.connectMs;
    }
    /** See `Membership.lag`. */
    get lag() {
      return this._group.lag;
    }
    /** Connects while the present leader is about to leave. */
    prepare() {
      this._state = { type: "preparing" };
      this._connection.prepare(this._group.roster.channels);
    }
    /** The present leader has passed on this frame. */
    overhear(text, isEcho) {
      this._connection.overhear(text, isEcho);
    }
    begin(term, start) {
      const isPrepared = this._connection.begin(this._group.roster.channels);
      this._state = { type: "leading", term, start, writes: true };
      this.recount();
      if (isPrepared) this._connection.takeOver(goesOn(start));
    }
    /** Stops leading, and closes the connection. */
    end() {
      this._state = { type: "idle" };
      this._connection.end();
    }
    /** This tab hands over: an heir opens a connection beside this one. */
    expectHeir() {
      this._connection.onLeaving();
    }
    /** Writes no more commands: they wait for the heir. */
    pause() {
      if (this._state.type === "leading") this._state.writes = false;
    }
    /** The page stays: this tab goes on. */
    resume() {
      if (this._state.type !== "leading") return;
      this._state.writes = true;
      this._connection.onStay();
      this.recount();
    }
    /** Calls `onPassed` once everything was read that the server has sent until now. */
    fence(onPassed) {
      this._connection.fence(onPassed);
    }
    /** Connects anew. */
    restart() {
      this._connection.restart();
      this.update();
    }
    onReport({ known, commands }) {
      this.update();
      if (known.leader === this._tab.id) this._carryOut(commands);
    }
    onCommands({ leader, commands }) {
      if (leader === this._tab.id) this._carryOut(commands);
    }
    /** Repeats the entries after `after`. If some are gone, tells the tab to go on from now. */
    onResync(from, { term, after }) {
      const isOwn = isSame(term, this.term);
      const entries = isOwn && after !== void 0 ? this._log.after(after) : void 0;
      if (!entries || after === void 0) return this._postLead(void 0, from);
      for (let sent = 0; sent < entries.length; sent += MAX_ENTRIES_POSTED)
        this._postEntries(after + sent + 1, entries.slice(sent, sent + MAX_ENTRIES_POSTED));
    }
    onRecover({ term, after, channels }) {
      if (isSame(term, this.term)) this._logs.read(channels, after);
    }
    wake() {
      this._connection.wake();
    }
    /** The tabs, or what they want, may have changed. */
    update() {
      if (this._state.type === "idle") return;
      const { roster } = this._group;
      this._connection.setChannels(roster.channels);
      this._commands.onChannels(roster.channels);
      if (this._state.type !== "leading") return;
      const { duties: before } = this._tab.turns;
      const duties = roster.assign(before);
      if (JSON.stringify(duties) !== JSON.stringify(before)) this.emit({ type: "duties", duties });
      this.announce();
      this._group.transfer.giver.review();
    }
    /** Says soon that this tab leads, if it does: once for all tabs that ask now. */
    announce() {
      if (this._isLeadDue) return;
      this._isLeadDue = true;
      nextTask(() => {
        this._isLeadDue = false;
        this._group.whileLeading(() => this._postLead());
      });
    }
    /** Asks all tabs to report, by naming none. */
    recount() {
      this._postLead([]);
    }
    /** Told what becomes of a connection that is prepared. */
    get taker() {
      return this._group.transfer.taker;
    }
    /** The connection is about to be lost. Returns whether another tab leads from now on. */
    onLosing() {
      this._group.transfer.giver.onLosing();
      return this._state.type !== "leading";
    }
    /** Logs an entry, and sends it to all tabs. */
    emit(entry) {
      this._commands.onEntry(entry);
      this._group.whileLeading(() => {
        this._log.push(entry, this._group.roster.isShared);
        this._postEntries(this.last, [entry]);
      }, true);
    }
    _carryOut(commands) {
      const canWrite = this._state.type === "leading" && this._state.writes;
      if (canWrite && this._connection.isConnected)
        this._commands.carryOut(commands, this._connection);
    }
    _postEntries(first, entries) {
      if (this._state.type !== "leading") return;
      const { term } = this._state;
      const { heardUntil: at } = this._connection;
      this._group.broadcast({ type: "entries", term, at, first, entries });
    }
    _postLead(tabs = this._group.transfer.giver.tabs, reset) {
      if (this._state.type !== "leading") return;
      const { term, start } = this._state;
      const { heardUntil: at, shards } = this._connection;
      const { inbox, recovery, turns } = this._tab;
      const lead = {
        ...{ type: "lead", term, at, last: this.last, shards, tabs, start },
        ...{ queue: inbox.queue.entries, duties: turns.duties, logs: recovery.logs }
      };
      this._group.broadcast(reset === void 0 ? lead : { ...lead, reset });
    }
  }

  const MAX_LISTED = 5e3;
  const MAX_NUMBER_AHEAD = 1e9;

  const CENSUS_TICKS = 60;
  class Roster {
    constructor() {
      this._wants = /* @__PURE__ */ new Map();
      /** Tabs that were heard since the last census. */
      this._present = /* @__PURE__ */ new Set();
      this._ticks = 0;
    }
    get tabs() {
      return [...this._wants.keys()];
    }
    /** Whether there is more than one tab. */
    get isShared() {
      return this._wants.size > 1;
    }
    get entries() {
      return [...this._wants].map(([tab, wants]) => ({ tab, wants }));
    }
    set(tab, wants) {
      this._wants.set(tab, wants);
    }
    remove(tab) {
      this._wants.delete(tab);
    }
    /** Forgets all tabs but these. */
    keep(tabs) {
      for (const tab of this.tabs) if (!tabs.includes(tab)) this.remove(tab);
    }
    /** The channels of all tabs, but no more than a connection can hear. */
    get channels() {
      const channels = new Set([...this._wants.values()].flatMap((each) => each.channels));
      return [...channels].slice(0, MAX_CHANNELS);
    }
    /** A tab that is visible. */
    get visible() {
      return this.tabs.find((tab) => {
        var _a;
        return !((_a = this._wants.get(tab)) == null ? void 0 : _a.isHidden);
      });
    }
    /** Whether another tab than this one wants to hear a channel. */
    isWantedBeside(tab, channel) {
      return [...this._wants].some(
        ([other, { channels }]) => other !== tab && channels.includes(channel)
      );
    }
    /**
     * Which tabs have `oncePerBrowser` handlers: for each key a list, whose first tab is on duty.
     * Visible tabs come first; otherwise the order stays as it was `before`.
     */
    assign(before) {
      var _a;
      const known = new Map(before.map(({ name, tabs }) => [name, tabs]));
      const wanted = /* @__PURE__ */ new Map();
      for (const [tab, { duties }] of this._wants)
        for (const name of duties) wanted.set(name, ((_a = wanted.get(name)) != null ? _a : /* @__PURE__ */ new Set()).add(tab));
      const isHidden = (tab) => {
        var _a2;
        return (_a2 = this._wants.get(tab)) == null ? void 0 : _a2.isHidden;
      };
      return [...wanted].slice(0, MAX_LISTED).map(([name, own]) => {
        var _a2;
        const first = ((_a2 = known.get(name)) != null ? _a2 : []).filter((tab) => own.has(tab));
        const tabs = [.../* @__PURE__ */ new Set([...first, ...own])];
        return { name, tabs: [...tabs.filter((tab) => !isHidden(tab)), ...tabs.filter(isHidden)] };
      });
    }
    /** The tab was heard. */
    heard(tab) {
      this._present.add(tab);
    }
    /**
     * Called every 500 ms. Forgets the tabs that have ended without a `bye`.
     * @param isWatched whether the browser tells of a tab's end.
     * @returns whether it was time to look.
     */
    census(isWatched) {
      const unwatched = this.tabs.filter((tab) => !isWatched(tab));
      if (++this._ticks % CENSUS_TICKS) return false;
      for (const tab of unwatched) if (!this._present.has(tab)) this.remove(tab);
      this._present.clear();
      return true;
    }
  }

  class Union {
    constructor(examples) {
      this.checks = new Map(Object.entries(examples).map(([type, each]) => [type, likeThis(each)]));
    }
  }
  const COUNT = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
  const NUMBER = (value) => COUNT(value) && Number(value) <= Date.now() + MAX_NUMBER_AHEAD;
  const TIME = Number.isFinite;
  const CHANNEL = (value) => typeof value === "string" && CHANNEL_NAME.test(value);
  const FRAME = (value) => typeof value === "string" && utf8Length(value) <= MAX_FRAME_BYTES;
  const ID = { tab: "", number: NUMBER };
  const COMMAND = { ...ID, command: { kind: "", channel: "", text: FRAME } };
  const TERM = { number: NUMBER, leader: "" };
  const KNOWN = { number: NUMBER, "leader?": "" };
  const WANTS = { channels: [CHANNEL], duties: [""], isHidden: true };
  const DUTIES = [{ name: "", tabs: [""] }];
  const QUEUE = [{ id: "", time: TIME, before: COUNT, now: COUNT }];
  const HEARD = { "channels?": [""], "since?": TIME };
  function partTypes() {
    const shard = new Union({
      connecting: { node: "", until: TIME },
      open: { node: "", info: "", channels: [""], "since?": TIME },
      lost: { node: "", until: TIME, code: COUNT, "retryAt?": TIME, ...HEARD },
      refused: { node: "", until: TIME, text: "", "value?": void 0, ...HEARD },
      unneeded: { node: "", until: TIME }
    });
    const start = new Union({
      free: {},
      forced: {},
      continued: { term: TERM, last: COUNT },
      succeeded: { term: TERM, last: COUNT }
    });
    const entry = new Union({
      shards: { shards: [shard], "changed?": COUNT },
      writing: { commands: [ID] },
      answer: { to: ID, "text?": "" },
      unanswered: { to: ID },
      log: { to: ID, channel: "", text: "" },
      past: { channel: "", asked: COUNT, texts: [""], isLast: true },
      frame: { channel: "", text: "" },
      echo: { channel: "", text: "", sender: "" },
      duties: { duties: DUTIES }
    });
    return { shard, start, entry };
  }
  function messageTypes() {
    const { shard, start, entry } = partTypes();
    const lead = {
      ...{ term: TERM, at: TIME, last: COUNT, shards: [shard], tabs: [""], start },
      ...{ queue: QUEUE, duties: DUTIES, logs: [""], "reset?": "" }
    };
    return new Union({
      report: { known: KNOWN, wants: WANTS, commands: [COMMAND] },
      resync: { term: TERM, "after?": COUNT },
      recover: { term: TERM, after: COUNT, channels: [CHANNEL] },
      commands: { leader: "", commands: [COMMAND] },
      wake: {},
      lead,
      entries: { term: TERM, at: TIME, first: COUNT, entries: [entry] },
      claim: { rank: "" },
      vouch: { leader: "", rank: "" },
      resign: { term: TERM, last: COUNT, "heir?": "", isHandedOver: true },
      bye: { commands: [{ ...COMMAND, "offeredTo?": "" }] },
      handover: {
        ...{ term: TERM, tabs: [{ tab: "", wants: WANTS }] },
        ...{ "heir?": "", "role?": "", "isFit?": true }
      },
      ready: { term: TERM },
      running: { name: "", id: "" },
      restart: { options: {} },
      proposal: { options: {} }
    });
  }
  let check;
  function readMessage(data) {
    check != null ? check : check = likeThis(messageTypes());
    const isFromTab = typeof Object(data).from === "string";
    return isFromTab && check(data) ? data : void 0;
  }
  function likeThis(example) {
    if (example === void 0) return () => true;
    if (typeof example === "function") return example;
    if (example instanceof Union)
      return (value) => {
        var _a, _b;
        return (_b = (_a = example.checks.get(Object(value).type)) == null ? void 0 : _a(value)) != null ? _b : false;
      };
    if (Array.isArray(example)) {
      const isLike = likeThis(example[0]);
      return (value) => Array.isArray(value) && value.length <= MAX_LISTED && value.every(isLike);
    }
    const fields = Object.entries(example).map(
      ([name, inner]) => [
        name.replace("?", ""),
        name.endsWith("?"),
        likeThis(inner)
      ]
    );
    return (value) => typeof value === typeof example && value !== null && fields.every(([name, isOptional, isLike]) => {
      const field = value[name];
      return field === void 0 ? isOptional : isLike(field);
    });
  }

  const BURST_MS = 4;
  class TabBus {
    /**
     * @param name of the group; without one there are no other tabs.
     * @param _onBroken called when the browser refuses a message, for example because its storage is
     * full.
     */
    constructor(name, tab, onMessage, _onBroken) {
      this._onBroken = _onBroken;
      /** When entries were posted last. */
      this._postedAt = -Infinity;
      if (!name) return;
      this._bus = openBus(name, (data) => {
        const message = readMessage(data);
        if (this._bus && message && message.from !== tab) onMessage(message);
      });
    }
    /** Whether other tabs can be reached. */
    get isOpen() {
      return this._bus !== void 0;
    }
    post(message) {
      this._flush();
      this._post(message);
    }
    /** Posts entries: at once if there is no burst, else together with others in the next task. */
    postEntries(message) {
      var _a;
      if (!this._burst || message.entries.some(({ type }) => type === "writing")) {
        const now = performance.now();
        const isBurst = now - this._postedAt < BURST_MS;
        this._postedAt = now;
        this.post(message);
        if (isBurst) this._gather();
        return;
      }
      const last = this._burst[this._burst.length - 1];
      const isNext = last && isSame(last.term, message.term);
      const length = (_a = last == null ? void 0 : last.entries.length) != null ? _a : 0;
      const isFull = length + message.entries.length > MAX_ENTRIES_POSTED;
      if (isNext && !isFull && message.first === last.first + length) {
        last.entries.push(...message.entries);
        last.at = message.at;
      } else this._burst.push({ ...message, entries: [...message.entries] });
    }
    close() {
      var _a;
      this._flush();
      (_a = this._bus) == null ? void 0 : _a.close();
      this._bus = void 0;
    }
    _gather() {
      if (this._burst) return;
      this._burst = [];
      nextTask(() => {
        var _a;
        const hadEntries = (_a = this._burst) == null ? void 0 : _a.length;
        this._flush();
        this._burst = void 0;
        if (hadEntries) this._gather();
      });
    }
    _flush() {
      var _a, _b;
      for (const message of (_b = (_a = this._burst) == null ? void 0 : _a.splice(0)) != null ? _b : []) this._post(message);
    }
    _post(message) {
      var _a, _b;
      try {
        (_a = this._bus) == null ? void 0 : _a.post(message);
      } catch (e) {
        this._burst = void 0;
        (_b = this._bus) == null ? void 0 : _b.close();
        this._bus = void 0;
        this._onBroken();
      }
    }
  }

  class Mailbox {
    /** @param name of the group; without one there are no other tabs. */
    constructor(_tab, _member, name) {
      this._tab = _tab;
      this._member = _member;
      this._bus = new TabBus(
        name,
        _tab.id,
        (message) => this._onMessage(message),
        () => _tab.onBroken()
      );
    }
    /** Whether other tabs can be reached. */
    get isOpen() {
      return this._bus.isOpen;
    }
    close() {
      this._bus.close();
    }
    /** Posts a message to all tabs. A message for the leader stays in this tab if this tab leads. */
    post(message) {
      const { id } = this._tab;
      if (message.type === "report") this._noteOwn(message);
      if (!isForLeader(message) || !this._member.isLeading)
        return this._bus.post({ from: id, ...message });
      this._member.whileLeading(() => this._serve(id, message));
    }
    /** A standby, this tab or another, listens to the channels of its own page and of the leader's. */
    _noteOwn(report) {
      const { isLeading, leader, roster, transfer } = this._member;
      const { id } = this._tab;
      roster.set(id, report.wants);
      if (!isLeading) leader.update();
      else if (transfer.giver.isAccompanied) this._bus.post({ from: id, ...report, commands: [] });
    }
    /** Sends a message of this tab's leader to all tabs, this one included. */
    broadcast(message) {
      const { follower, roster } = this._member;
      const { id } = this._tab;
      if (message.type === "lead") {
        this._bus.post({ from: id, ...message });
        follower.follow(message);
      } else {
        if (roster.isShared) this._bus.postEntries({ from: id, ...message });
        follower.reader.onEntries(message);
      }
    }
    _onMessage(message) {
      if (message.type === "lead" || message.type === "entries") return this._onLeader(message);
      const { candidate, follower, isLeading } = this._member;
      if (!isLeading) candidate.guard.noteAwake();
      const isStray = message.type === "resign" && message.from !== follower.known.leader;
      if (!isStray) this._elect(message);
      if (!isForLeader(message)) return this._onOther(message.from, message);
      if (message.type === "report") this._onReport(message);
      this._member.whileLeading(() => this._serve(message.from, message));
    }
    _onLeader(message) {
      const { term } = message;
      const { follower, leader, roster } = this._member;
      if (!isSame(term, follower.known) && !isAhead(term, follower.known)) {
        if (message.type === "entries") follower.reader.onEntries(message);
        else leader.announce();
        return;
      }
      if (this._member.isLeading) this._member.yield(message.at);
      this._member.transfer.taker.onLeader(term);
      this._member.candidate.heardLeader();
      this._elect(message);
      if (message.type === "lead") {
        if (!this._member.follow()) return;
        if (message.tabs.length) {
          roster.keep(message.tabs);
          this._member.leader.update();
        }
        follower.follow(message);
      } else if (isSame(term, follower.known)) follower.reader.onEntries(message);
      else follower.report();
    }
    /**
     * Passes a message to the election. If another tab leads, this tab forgets that it was elected,
     * even if it has not led yet because it slept or waits for its predecessor's last word.
     */
    _elect(message) {
      const { candidate, transfer } = this._member;
      if (!candidate.hear(message) || this._member.isLeading) return;
      candidate.guard.dropHeld();
      transfer.taker.onOverruled();
    }
    _onOther(from, message) {
      const { follower, transfer } = this._member;
      const { page, turns } = this._tab;
      switch (message.type) {
        case "restart":
          page.onOptions(message.options);
          transfer.onRestart();
          return this._member.whileLeading(() => this._member.leader.restart());
        case "proposal":
          return this._member.whileLeading(() => page.onProposal(message.options));
        case "claim":
          return this._onClaim(from, message.rank);
        case "resign":
          follower.reader.onResign(message);
          return transfer.taker.onResign(message);
        case "bye":
          return this._onBye(from, message);
        case "handover":
          return transfer.taker.onHandover(message);
        case "ready":
          return transfer.giver.onReady(from, message.term);
        case "running":
          return turns.onRunning(message);
      }
    }
    /** A tab claims to lead. If the leader was heard recently, vetoes the claim on its behalf. */
    _onClaim(from, rank) {
      const { candidate, follower, isLeading } = this._member;
      const { leader } = follower.known;
      if (isLeading) this._member.leader.announce();
      else if (leader !== void 0 && (candidate.detector.isRecent || from === leader))
        this.post({ type: "vouch", leader, rank });
    }
    _onReport({ from, wants, known }) {
      this._member.roster.set(from, wants);
      if (this._member.isLeading) this._member.leadAbove(known);
      else this._member.leader.update();
    }
    _onBye(from, { commands }) {
      const { follower, isLeading, transfer } = this._member;
      this._tab.outbox.adopt(commands, !isLeading && follower.isConnected);
      follower.reader.onGone(from);
      transfer.giver.onGone(from);
      follower.offer();
      this._member.forget(from);
    }
    /** Passes a follower's message to this tab's leader. */
    _serve(from, message) {
      const { leader, roster } = this._member;
      roster.heard(from);
      switch (message.type) {
        case "report":
          return leader.onReport(message);
        case "commands":
          return leader.onCommands(message);
        case "resync":
          return leader.onResync(from, message);
        case "recover":
          return leader.onRecover(message);
        case "wake":
          return leader.wake();
      }
    }
  }
  const FOR_LEADER = {
    report: true,
    commands: true,
    resync: true,
    recover: true,
    wake: true
  };
  function isForLeader(message) {
    return message.type in FOR_LEADER;
  }

  class Membership {
    /**
     * Takes part in the election.
     * @param name of the group, for its bus and its locks.
     * @param isShared whether there may be other tabs.
     */
    constructor(_tab, name, isShared) {
      this._tab = _tab;
      this.roster = new Roster();
      this.transfer = new Transfer(this, this._tab);
      this._mailbox = new Mailbox(_tab, this, isShared ? name : void 0);
      this.candidate = new Candidate(name, _tab.id, this);
      if (this._mailbox.isOpen) this.candidate.campaign();
      this.follower = new Follower(_tab, this);
      this.leader = new Leader(_tab, this);
    }
    get tab() {
      return this._tab.id;
    }
    get isLeading() {
      return this.leader.term !== void 0;
    }
    /** Whether other tabs could be reached. */
    get isShared() {
      return this._mailbox.isOpen;
    }
    /** Whether no other tab is known. */
    get isAlone() {
      return this.follower.tabs.length < 2;
    }
    /** This tab's place among those that follow, in the order that the leader has told all. */
    get place() {
      const { known, tabs } = this.follower;
      const others = tabs.filter((tab) => tab !== known.leader);
      return others.includes(this.tab) ? others.indexOf(this.tab) : others.length;
    }
    /** Whether this tab leads and others depend on it. */
    get leadsOthers() {
      return this.isLeading && this.roster.isShared;
    }
    /** The tab that would lead after this one. */
    get nextTab() {
      return this.candidate.heirAmong(this.follower.tabs.filter((tab) => tab !== this.tab));
    }
    /** How old, in milliseconds, an event may be that this tab reads now: see `SleepGuard`. */
    get lag() {
      return this.candidate.guard.lag;
    }
    join() {
      this.candidate.detector.start();
      if (!this._mailbox.isOpen) this.onElected(false);
      this.follower.report();
    }
    /**
     * Leaves the group, once. Called again it goes on where it was cut off, for example by Firefox,
     * which grants a closing tab about a millisecond for each listener: docs/browsers.md.
     * @param handsOver whether other tabs carry out the commands that were not written yet.
     */
    leave(handsOver) {
      var _a;
      (_a = this._farewell) != null ? _a : this._farewell = new Farewell(this, this._tab, this._mailbox, handsOver);
      this._farewell.goOn();
    }
    /** Another page is about to replace this one. */
    depart() {
      if (this.leadsOthers) this.transfer.giver.depart();
    }
    /** Connects anew; all tabs are told the options. */
    restart(options) {
      this.transfer.onRestart();
      this.post({ type: "restart", options });
      this.whileLeading(() => this.leader.restart());
    }
    /** The page was woken: the leader retries, or checks its connection, at once. */
    wake() {
      this.follower.report();
      this.post({ type: "wake" });
    }
    /** Posts a message to the leader, or to all tabs. */
    post(message) {
      this._mailbox.post(message);
    }
    /** Sends a message of this tab's leader to all tabs, this one included. */
    broadcast(message) {
      this._mailbox.broadcast(message);
    }
    /**
     * The one place that makes sure that this tab still leads: runs `action` if it does, now or soon.
     * @param isNews whether `action` only tells the other tabs something.
     */
    whileLeading(action, isNews = false) {
      if (this.isLeading) this.candidate.guard.run(() => this.isLeading && action(), isNews);
    }
    /** Ends this tab's leader and its connection, and makes an idle one for later. */
    renew() {
      this.leader.end();
      this.leader = new Leader(this._tab, this);
    }
    /** Stops leading: another tab takes over, and this one follows. */
    stepDown() {
      this.follow();
      this.candidate.resign();
    }
    /** This tab is to lead: it is the first one, or the leader before it was closed or crashed. */
    onElected(isForced) {
      const { guard } = this.candidate;
      guard.run(() => {
        if (this._farewell || this.isLeading) return;
        this.transfer.taker.onElected(() => guard.run(() => this._lead(isForced)));
      });
    }
    onDeposed() {
      this.candidate.guard.dropHeld();
      this._giveWay(false);
    }
    /** Called every 500 ms, or more rarely. Returns whether there is another leader to watch. */
    onTick() {
      this.follower.tick();
      this.transfer.tick();
      if (!this.isLeading) {
        this.candidate.guard.noteAwake();
        return true;
      }
      this.whileLeading(() => {
        const isWatched = (tab) => this.candidate.watch(tab, () => this.forget(tab));
        if (this.roster.census(isWatched)) this.leader.recount();
        this.transfer.giver.onLeadingTick();
      });
      this.candidate.survey();
      return false;
    }
    /** The leader was not heard for a while. */
    onSilence() {
      this.follower.report();
    }
    _lead(isForced) {
      if (this._farewell || this.isLeading) return;
      const start = this.transfer.takeOver(isForced);
      const { known } = this.follower;
      const isNew = this.role !== "leader";
      this.role = "leader";
      this._tab.lastTerm = Math.max(known.number, this._tab.lastTerm) + 1;
      this.leader.begin({ number: this._tab.lastTerm, leader: this.tab }, start);
      if (isNew && this.isLeading) this._tab.page.onRole(true);
    }
    /** Another tab leads: this one follows. @param isCrossing see `EntryReader.yield`. */
    _giveWay(isCrossing) {
      this.transfer.end();
      if (this.isLeading) goodbye(this, []).forEach((message) => this.post(message));
      this.renew();
      this.follow();
      this.follower.yield(isCrossing);
    }
    /** Two tabs lead, this one in the older term. @param at until when the other one has heard. */
    yield(at) {
      const { candidate } = this;
      const isCrossing = !candidate.guard.hasSlept;
      this.follower.missSince(at);
      candidate.withdraw();
      candidate.guard.dropHeld();
      this._giveWay(isCrossing);
      if (!this._farewell) candidate.campaign();
    }
    /** A newer term exists: start above it, or its followers ignore this leader. */
    leadAbove({ number, leader }) {
      const own = this.follower.known;
      const isNewer = number > own.number;
      if (!isNewer && (leader === void 0 || !isAhead({ number, leader }, own))) return;
      this.transfer.end();
      this.renew();
      this.follower.yield(false, { number });
      this.onElected(false);
    }
    /** Tells the page, if that is news, that another tab leads. Returns false after `leave`. */
    follow() {
      if (this.role !== "follower") {
        this.role = "follower";
        this._tab.page.onRole(false);
      }
      return !this._farewell;
    }
    /** A tab has ended. */
    forget(tab) {
      this.roster.remove(tab);
      if (!this.isLeading) this.leader.update();
      this.whileLeading(() => this.leader.update());
    }
  }

  const PROTOCOL = "CometServer 4";
  const RETURN_MS = 5e3;
  const PROBE_LENGTH = 1e3;
  class Memberships {
    constructor(_tab, _options) {
      this._tab = _tab;
      this._options = _options;
    }
    /**
     * Joins the group, unless the tab is in it.
     * @param isShared whether other tabs can be reached.
     */
    join(isShared = ((_a) => (_a = this._options.isShared) != null ? _a : true)()) {
      if (this.current) return;
      this._stay();
      const group = this._options.group();
      this.current = new Membership(this._tab, `${PROTOCOL} ${group}`, isShared);
      this.current.join();
      this._tab.inbox.queue.load(group);
    }
    /**
     * Leaves the group. Called again it goes on where the browser has cut it off, so the first thing that
     * it does is to note what it leaves.
     * @param handsOver whether other tabs carry out the commands that were not written yet.
     */
    leave(handsOver) {
      var _a, _b;
      this._leaving = (_a = this.current) != null ? _a : this._leaving;
      this.current = void 0;
      (_b = this._leaving) == null ? void 0 : _b.leave(handsOver);
      this._leaving = void 0;
      this._stay();
      this._tab.turns.end();
    }
    /**
     * The bus has broken: the tab goes on alone, until there is a bus again. Firefox refuses to store
     * anything while the process of another tab of the site stands still.
     */
    onBroken() {
      nextTask(() => {
        if (!this.current || this.current.isShared || this._returning !== void 0) return;
        this.leave(false);
        this.join(false);
        this._returning = setInterval(() => this._return(), RETURN_MS);
      });
    }
    /** Does not try to return any more. */
    _stay() {
      clearInterval(this._returning);
      this._returning = void 0;
    }
    _return() {
      if (!canPost(`${PROTOCOL} ${this._options.group()}`)) return;
      this.leave(false);
      this.join();
    }
  }
  function canPost(name) {
    const bus = openBus(name, () => void 0);
    try {
      bus == null ? void 0 : bus.post({ probe: " ".repeat(PROBE_LENGTH) });
      return bus !== void 0;
    } catch (e) {
      return false;
    } finally {
      bus == null ? void 0 : bus.close();
    }
  }

  const TASK_MS = 8;
  class PageCalls {
    /** @param _leadsOthers whether other tabs depend on this one. */
    constructor(_page, _leadsOthers) {
      this._page = _page;
      this._leadsOthers = _leadsOthers;
      /** Whether the page was told that the server can be reached. */
      this.isConnected = false;
      this._waiting = [];
    }
    onMessage(message, turn) {
      this._tell(() => this._page.onMessage(message, turn));
    }
    onState(state) {
      this._tell(() => this._page.onState(state));
    }
    onConnect() {
      this._tell(() => {
        this.isConnected = true;
        this._page.onConnect();
      });
    }
    onDisconnect(code) {
      this._tell(() => {
        this.isConnected = false;
        this._page.onDisconnect(code);
      });
    }
    /** Tells the page that the link has stopped, unless it will know by then. */
    ensureDisconnected() {
      this._tell(() => {
        if (!this.isConnected) return;
        this.isConnected = false;
        this._page.onDisconnect(1e3);
      });
    }
    onFatal(error) {
      this._tell(() => this._page.onFatal(error));
    }
    onNode(state) {
      this._tell(() => this._page.onNode(state));
    }
    onHeard(channels, lack) {
      this._tell(() => this._page.onHeard(channels, lack));
    }
    onRefusedKey() {
      return this._page.onRefusedKey();
    }
    onGap(gap) {
      this._tell(() => this._page.onGap(gap));
    }
    onRole(isMaster) {
      this._tell(() => this._page.onRole(isMaster));
    }
    onTabs() {
      this._tell(() => this._page.onTabs());
    }
    /** At once: the next connection depends on it. */
    onOptions(options) {
      this._page.onOptions(options);
    }
    /** Waits behind earlier calls: the answer depends on the authorisation that they tell. */
    onProposal(options) {
      this._tell(() => this._page.onProposal(options));
    }
    /** Tells the result of a command. A page that has stopped is told, too. */
    settle(make) {
      this._add({ make, isNews: false });
    }
    /** The page has stopped: drops the events that it was not told yet. */
    forget() {
      this._waiting = this._waiting.filter(({ isNews }) => !isNews);
    }
    _tell(make) {
      this._add({ make, isNews: true });
    }
    _add(call) {
      if (!this._waiting.length && !this._leadsOthers()) return call.make();
      if (this._waiting.push(call) === 1) this._makeLater();
    }
    /** Two tasks later: the browser needs two to hand over what the socket received meanwhile. */
    _makeLater() {
      nextTask(() => nextTask(() => this._makeSome()));
    }
    _makeSome() {
      const end = performance.now() + TASK_MS;
      do {
        const call = this._waiting[0];
        if (!call) return;
        callPage(call.make);
        if (this._waiting[0] === call) this._waiting.shift();
      } while (performance.now() < end);
      if (this._waiting.length) this._makeLater();
    }
  }

  const LAST_WORD_MS = 100;
  const PATIENCE_MS$1 = 1500;
  const MAX_AGE_MS = 1e4;
  const MAX_WAITING$1 = 100;
  class Turns {
    constructor(_tab) {
      this._tab = _tab;
      /** Keys of this tab's handlers that run once per browser. */
      this.keys = [];
      /** The tabs that have a handler of each key; the first runs it. */
      this.duties = [];
      this._ran = new RecentIds();
      this._waiting = [];
    }
    /** Runs this tab's handlers of the key `name` for a message, or leaves that to another tab. */
    take(name, turn, run) {
      const waiting = { turn, name, run, at: performance.now() };
      if (this._ran.has(keyOf$1(name, turn.id))) return;
      const mayHaveRun = this._tab.isLate || turn.isPast;
      if (this._placeOf(waiting) === 0 && !mayHaveRun) return this._run(waiting);
      if (this._waiting.push(waiting) > MAX_WAITING$1) this._waiting.shift();
      if (mayHaveRun) this.review();
    }
    /** This tab has had a message of a channel before: no other tab need run its handlers for it. */
    pass(id, channel) {
      for (const name of this._keysOf(channel)) this._tab.post({ type: "running", name, id });
    }
    /** Whether this tab has such handlers for a channel. */
    has(channel) {
      return this._keysOf(channel).length > 0;
    }
    _keysOf(channel) {
      const isOf = (key) => [channel, ""].includes(key.split(".")[0]);
      return this.keys.filter((name) => name.split("\n").some(isOf));
    }
    /** Another tab runs the handlers of a key for a message. */
    onRunning({ name, id }) {
      this._settle(keyOf$1(name, id));
    }
    /** Other tabs are on duty from now on. */
    assign(duties) {
      this.duties = duties;
      this.review();
    }
    /** Other tabs may be on duty by now: checks soon which handlers this tab has to run. */
    review() {
      if (this._timer !== void 0 || !this._waiting.length) return;
      this._timer = setTimeout(() => {
        this._timer = void 0;
        this._runDue();
      }, LAST_WORD_MS);
    }
    /** Called every 500 ms, in hidden tabs more rarely: steps in for tabs that do not answer. */
    tick() {
      if (this._timer === void 0) this._runDue();
    }
    _runDue() {
      const now = performance.now();
      this._waiting = this._waiting.filter(({ at }) => now - at < MAX_AGE_MS);
      for (const waiting of [...this._waiting]) {
        const place = this._placeOf(waiting);
        const isDue = place === 0 || place > 0 && now - waiting.at > place * PATIENCE_MS$1;
        if (isDue && this._waiting.includes(waiting)) this._run(waiting);
      }
    }
    /** The tab leaves: other tabs run the handlers that wait here. */
    end() {
      this._waiting = [];
      clearTimeout(this._timer);
      this._timer = void 0;
    }
    /** This tab's place in the order of duty. 0: it is on duty; -1: it is not in the list. */
    _placeOf({ name, turn: { except } }) {
      const duty = this.duties.find((each) => each.name === name);
      const tabs = duty ? duty.tabs.filter((tab) => tab !== except) : [];
      return tabs.indexOf(this._tab.id);
    }
    _run({ name, turn: { id }, run }) {
      this._settle(keyOf$1(name, id));
      this._tab.post({ type: "running", name, id });
      run();
    }
    _settle(key) {
      this._ran.isNew(key);
      this._waiting = this._waiting.filter(({ name, turn }) => keyOf$1(name, turn.id) !== key);
    }
  }
  function keyOf$1(name, id) {
    return `${id} ${name}`;
  }

  class SharedLink {
    constructor(_options, page) {
      this._options = _options;
      this.outbox = new Outbox(
        () => this.id,
        () => this._isReachable,
        (command, report) => {
          const time = report && "time" in report ? report.time : 0;
          const userId = senderOf(command, this.userId);
          this.recovery.note({ ...published(command), userId, time, from: "own" });
        },
        (callback) => this.page.settle(callback)
      );
      this.inbox = new Inbox(this._options.isShared);
      this.recovery = new Recovery({
        recovers: (channel) => this._options.recovers(channel),
        onMessage: (message, turn) => this.isStarted && this.page.onMessage(message, turn),
        onSeen: (id, channel) => this.turns.pass(id, channel),
        onGap: (gap) => this.isStarted && this.page.onGap(gap)
      });
      this.gaps = new Gaps((gap) => this.recovery.begin(gap));
      this.turns = new Turns(this);
      /** The last term that this tab led: its next one needs a higher number, to be told from it. */
      this.lastTerm = 0;
      this._memberships = new Memberships(this, this._options);
      this._isReportDue = false;
      this.page = new PageCalls(page, () => {
        var _a, _b;
        return (_b = (_a = this._membership) == null ? void 0 : _a.leadsOthers) != null ? _b : false;
      });
    }
    /** Whether the server can be reached now. */
    get isConnected() {
      return this.page.isConnected && this._isReachable;
    }
    /** Whether the link was started: it is connected, or tries to be. */
    get isStarted() {
      return this._unlisten !== void 0;
    }
    /** Whether this tab holds the connection; `undefined`: not decided yet. */
    get isMaster() {
      var _a;
      const role = (_a = this._membership) == null ? void 0 : _a.role;
      return role && role === "leader";
    }
    get tabs() {
      const { id: tab } = this;
      if (!this._membership) return { tab, master: void 0, epoch: 0, tabs: [] };
      const { known, tabs } = this._membership.follower;
      return { tab, master: known.leader, epoch: known.number, tabs: [...tabs] };
    }
    /** Connects, and keeps connected until `stop`. Does nothing when it is started already. */
    start() {
      if (this._unlisten) return;
      const starting = this._unlisten = () => void 0;
      this._memberships.join();
      if (this._unlisten !== starting) return;
      const ends = [
        onLeave(
          () => this._memberships.leave(true),
          () => this._memberships.leave(true),
          () => this._memberships.join()
        ),
        onDeparture(
          () => {
            var _a;
            return (_a = this._membership) == null ? void 0 : _a.depart();
          },
          () => {
            var _a;
            return (_a = this._membership) == null ? void 0 : _a.transfer.giver.stay();
          }
        ),
        onHide(() => {
          var _a;
          return (_a = this._membership) == null ? void 0 : _a.follower.report();
        }),
        onWake(() => this.wake())
      ];
      this._unlisten = () => ends.forEach((end) => end());
    }
    /** Leaves the group. No timer, listener or socket remains; channels and waiting commands do. */
    stop() {
      var _a;
      this._flush();
      this.outbox.giveUp(wasStopped());
      (_a = this._unlisten) == null ? void 0 : _a.call(this);
      this._unlisten = void 0;
      this.page.forget();
      this._memberships.leave(false);
      this.page.ensureDisconnected();
      this.gaps.forget();
      this.recovery.forget();
    }
    /** The network or the page may be back: connects, or checks the connection, at once. */
    wake() {
      var _a;
      (_a = this._membership) == null ? void 0 : _a.wake();
    }
    /** Connects anew. All tabs that share the connection take over the options. */
    restart(options) {
      var _a;
      (_a = this._membership) == null ? void 0 : _a.restart(options);
    }
    /** Proposes other options for the connection to the leader. */
    propose(options) {
      var _a;
      (_a = this._membership) == null ? void 0 : _a.post({ type: "proposal", options });
    }
    /** Gives up all requests that wait for a connection, because they are another visitor's. */
    discard() {
      this.outbox.discard();
    }
    /**
     * The channels that this tab wants to hear: the whole list, without repetitions.
     * @param wantsPrivate whether it wants to hear private messages, too; they come by themselves.
     * @param duties the keys of its handlers that run once per browser.
     */
    setChannels(channels, wantsPrivate = false, duties = []) {
      this.inbox.channels = channels;
      this.inbox.wantsPrivate = wantsPrivate;
      this.turns.keys = duties;
      if (this._isReportDue) return;
      this._isReportDue = true;
      nextTask(() => this._flush());
    }
    /**
     * Carries a command out, now or once the server can be reached. Returns whether it was now (at
     * the end of the task, if a change of the channel list has to go first).
     */
    send(request) {
      var _a;
      this.outbox.add(request);
      if (!this._isReportDue) (_a = this._membership) == null ? void 0 : _a.follower.offer();
      return this._isReachable && !(this.isMaster && this.outbox.isWaiting);
    }
    /** The caller of a request waits no longer; see `Outbox.cancel`. */
    cancel(request, error) {
      this.outbox.cancel(request, error);
    }
    /**
     * Runs the handlers that run once per browser and have the key `name`, for a message: now, if this
     * tab is on duty; later, if the tab on duty does not answer; else not at all.
     */
    takeTurn(name, turn, run) {
      this.turns.take(name, turn, run);
    }
    get id() {
      return this._options.tab();
    }
    get userId() {
      return this._options.userId();
    }
    get prefersVisible() {
      return this._options.prefersVisible();
    }
    get wantsStandby() {
      return this._options.wantsStandby();
    }
    /** Whether events that this tab reads now may be old, because it slept. */
    get isLate() {
      var _a;
      return Boolean((_a = this._membership) == null ? void 0 : _a.lag);
    }
    post(message) {
      var _a;
      (_a = this._membership) == null ? void 0 : _a.post(message);
    }
    isOwnPresence(message) {
      return this._options.isOwnPresence(message);
    }
    createConnection(listener) {
      return this._options.createConnection(listener);
    }
    /** The bus has broken: this tab goes on alone for a time. */
    onBroken() {
      this._memberships.onBroken();
    }
    get _membership() {
      return this._memberships.current;
    }
    get _isReachable() {
      var _a, _b;
      return (_b = (_a = this._membership) == null ? void 0 : _a.follower.isConnected) != null ? _b : false;
    }
    /** Reports a changed channel list that waits for the end of the task. */
    _flush() {
      var _a;
      if (!this._isReportDue) return;
      this._isReportDue = false;
      this.recovery.want(this.inbox.channels);
      (_a = this._membership) == null ? void 0 : _a.follower.report();
    }
  }

  const WINDOW_MS = 6e4;
  const OPENING_MS = 2e3;
  class Copies {
    /** @param _now the time in milliseconds. */
    constructor(_now = () => performance.now()) {
      this._now = _now;
      this._open = /* @__PURE__ */ new Set();
      this._heard = /* @__PURE__ */ new Map();
      this._sweptAt = 0;
    }
    /** How many contents are remembered. */
    get size() {
      return this._heard.size;
    }
    /** The shard hears messages from now on. */
    open(shard) {
      this._open.add(shard);
      const since = this._now() - OPENING_MS;
      for (const { at, brings, awaited } of this._all())
        if (at >= since && brings(shard)) awaited.add(shard);
    }
    close(shard) {
      this._open.delete(shard);
      for (const { awaited } of this._all()) awaited.delete(shard);
    }
    /** The message that this one is a copy of, if there is one. */
    find(shard, { content, time, origin }) {
      var _a;
      const found = (_a = this._heard.get(content)) == null ? void 0 : _a.find(
        (heard) => heard.awaited.has(shard) && this._now() - heard.at < WINDOW_MS && (!heard.time || !time || Math.abs(heard.time - time) <= CLOCKS_DIFFER_S$2) && (origin !== "here" || heard.origin !== "here")
      );
      found == null ? void 0 : found.awaited.delete(shard);
      return found;
    }
    /** Remembers a message. @param brings whether a shard may bring a copy of it. */
    add(copy, brings) {
      this._sweep();
      const awaited = new Set([...this._open].filter(brings));
      const heard = { ...copy, at: this._now(), brings, awaited };
      const equal = this._heard.get(copy.content);
      if (equal) equal.push(heard);
      else this._heard.set(copy.content, [heard]);
      return heard;
    }
    /** No copy of the message will come. */
    remove(heard) {
      heard.awaited.clear();
      heard.at = -Infinity;
    }
    *_all() {
      for (const all of this._heard.values()) yield* all;
    }
    /** Forgets, now and then, what no shard will bring any more. */
    _sweep() {
      const now = this._now();
      if (now - this._sweptAt < OPENING_MS) return;
      this._sweptAt = now;
      for (const [content, all] of this._heard) {
        const left = all.filter(
          ({ at, awaited }) => now - at < (awaited.size ? WINDOW_MS : OPENING_MS)
        );
        if (left.length) this._heard.set(content, left);
        else this._heard.delete(content);
      }
    }
  }

  class Lane {
    constructor() {
      this._streams = /* @__PURE__ */ new Map();
      this._waiting = /* @__PURE__ */ new Map();
    }
    get isEmpty() {
      return this._waiting.size === 0;
    }
    add(shard, message, heard, isDue) {
      const waiting = { shard, message, heard, isDue, streams: 0 };
      this._waiting.set(heard, waiting);
      this._append(shard, waiting);
    }
    /** Another shard has brought a copy. Returns what waits, unless it has come out already. */
    addCopy(shard, heard) {
      const waiting = this._waiting.get(heard);
      if (waiting) this._append(shard, waiting);
      return waiting;
    }
    /** What waits for a shard. */
    get open() {
      return [...this._waiting.values()].filter(({ isDue }) => !isDue);
    }
    /** Takes out what is due, in order. */
    takeDue() {
      const due = [];
      for (let next = this._next(); next; next = this._next()) {
        this._remove(next);
        due.push(next);
      }
      return due;
    }
    _append(shard, waiting) {
      var _a;
      const stream = (_a = this._streams.get(shard)) != null ? _a : [];
      stream.push(waiting);
      this._streams.set(shard, stream);
      waiting.streams++;
    }
    _next() {
      const heads = [...this._streams.values()].flatMap(([head]) => head != null ? head : []);
      const first = heads.filter(
        (one) => heads.filter((head) => head === one).length === one.streams
      );
      return (first.length ? first : heads).find(({ isDue }) => isDue);
    }
    _remove(waiting) {
      this._waiting.delete(waiting.heard);
      for (const [shard, stream] of this._streams) {
        if (stream[0] === waiting) stream.shift();
        else if (stream.includes(waiting)) stream.splice(stream.indexOf(waiting), 1);
        if (!stream.length) this._streams.delete(shard);
      }
    }
  }

  const MAX_VISITORS = 1e4;
  class NodePresence {
    /** @param _count how many nodes there are. */
    constructor(_count) {
      this._count = _count;
      this._visitors = /* @__PURE__ */ new Map();
    }
    /**
     * Whether the page is to hear a presence event.
     * @param node the one that has told it.
     * @param open all nodes that can be heard, that one included.
     */
    isNews(node, message, open) {
      const source = this._sourceOf(node, message);
      if (source !== node && open.length === this._count) return false;
      const visitor = this._visitor(message);
      const isEntering = enters(message);
      if (source !== void 0)
        if (isEntering) visitor.nodes.add(source);
        else visitor.nodes.delete(source);
      const isThere = isEntering || visitor.nodes.size > 0;
      if (isThere === visitor.isThere) return false;
      visitor.isThere = isThere;
      return true;
    }
    /** The node cannot be heard any more. */
    close(node) {
      for (const { nodes } of this._visitors.values()) nodes.delete(node);
    }
    _sourceOf(node, message) {
      if (originOf(message) === "here") return node;
      return this._count === 2 ? 1 - node : void 0;
    }
    _visitor(message) {
      const { channel, data } = message;
      const who = channel.startsWith("track_") ? data : "";
      const name = contentOf({ channel, event: "", data: who });
      const known = this._visitors.get(name);
      if (known) return known;
      if (this._visitors.size >= MAX_VISITORS) this._visitors.clear();
      const visitor = { isThere: !enters(message), nodes: /* @__PURE__ */ new Set() };
      this._visitors.set(name, visitor);
      return visitor;
    }
  }
  function enters({ event }) {
    return event === "online" || event === "subscription";
  }

  function placeOf(shard, nodes) {
    return Math.floor(shard / nodes);
  }
  function shardsAt(shards, nodes, place) {
    return shards.slice(place * nodes, (place + 1) * nodes).flatMap((session) => session != null ? session : []);
  }
  function openPlaces(shards, nodes) {
    return Array.from(
      { length: Math.ceil(shards.length / nodes) },
      (_, place) => shardsAt(shards, nodes, place).filter(({ isConnected }) => isConnected)
    ).filter(({ length }) => length > 0);
  }
  function onePerNode(shards, nodes, place) {
    return Array.from({ length: nodes }, (_, node) => {
      const own = shards[place * nodes + node];
      if (own == null ? void 0 : own.isConnected) return own;
      return shards.find((session, shard) => (session == null ? void 0 : session.isConnected) && shard % nodes === node);
    }).flatMap((session) => session != null ? session : []);
  }

  const PATIENCE_MS = 250;
  const MAX_PASSED_ON = 1e3;
  class Arrivals {
    /** @param _nodes how many there are: shard and node agree by this modulus. */
    constructor(_nodes, _events) {
      this._nodes = _nodes;
      this._events = _events;
      this._copies = new Copies();
      /** What nodes have told of visitors of others, which were to tell it, too. */
      this._passedOn = [];
      /** Of each open shard: since when it has heard a channel, in milliseconds. */
      this._open = /* @__PURE__ */ new Map();
      this._lanes = /* @__PURE__ */ new Map();
      this._presence = new NodePresence(_nodes);
    }
    open(shard) {
      this._open.set(shard, /* @__PURE__ */ new Map());
      this._copies.open(shard);
    }
    /** A list of channels is in force. Returns whether it is the shard's first one. */
    subscribed(shard, channels) {
      const now = performance.now();
      const known = this._open.get(shard);
      this._open.set(shard, new Map(channels.map((name) => {
        var _a;
        return [name, (_a = known == null ? void 0 : known.get(name)) != null ? _a : now];
      })));
      return !(known == null ? void 0 : known.size);
    }
    /** Returns whether the shard was open. */
    close(shard) {
      const wasOpen = this._open.delete(shard);
      this._copies.close(shard);
      const node = shard % this._nodes;
      const isHeard = [...this._open.keys()].some((other) => other % this._nodes === node);
      if (!isHeard) this._presence.close(node);
      this._takePassedOn(shard);
      return wasOpen;
    }
    take(shard, message) {
      const { kind, channel } = message;
      if (kind !== "channel") this._events.onMessage(shard, message);
      else if (channel === "msg") this._takePrivate(shard, message);
      else if (this._nodes === 1) this._takeOnly(shard, message);
      else if (isPresence(message)) this._takePresence(shard, message);
      else this._takePublished(shard, message);
    }
    /**
     * A command is written to a shard. The server does not send a message back to the connection that
     * publishes it, but other connections of this browser may hear it. Returns a function to call if the
     * message is refused.
     * @param place that of the shards that carry the command's channel.
     */
    publish(shard, command, place) {
      const content = contentOf(published(command));
      const copy = { content, time: 0, origin: this._nodes > 1 ? "here" : "unknown" };
      const heard = this._copies.add(copy, this._others(shard, place));
      return () => this._copies.remove(heard);
    }
    /** Shards of different nodes with the same place carry the same channels. */
    _placeOf(shard) {
      return placeOf(shard, this._nodes);
    }
    /** Chooses the shards of a place, but this one. */
    _others(shard, place) {
      return (other) => other !== shard && this._placeOf(other) === place;
    }
    /** The nodes that send this channel. */
    _nodesOf(channel) {
      const shards = [...this._open].filter(([, channels]) => channels.has(channel));
      return shards.map(([shard]) => shard % this._nodes);
    }
    /** All shards of a node hear it, and no other node does. */
    _takePrivate(shard, message) {
      const copy = { content: contentOf(message), time: message.time, origin: "unknown" };
      if (this._copies.find(shard, copy)) return;
      const isBeside = (other) => other !== shard && other % this._nodes === shard % this._nodes;
      this._copies.add(copy, isBeside);
      this._events.onMessage(shard, message);
    }
    /** One node: each channel is on one shard. Only a message of this browser's may come back. */
    _takeOnly(shard, message) {
      const isOwn = this._copies.size > 0 && this._copies.find(shard, copyOf(message));
      if (!isOwn) this._events.onMessage(shard, message);
    }
    _takePresence(shard, message) {
      const open = this._nodesOf(message.channel);
      if (this._presence.isNews(shard % this._nodes, message, open))
        this._events.onMessage(shard, message);
      else if (open.length === this._nodes && originOf(message) === "elsewhere") {
        this._passedOn.push({ shard, message, at: performance.now() });
        this._passedOn.splice(0, this._passedOn.length - MAX_PASSED_ON);
      }
    }
    /** A shard has ended, perhaps long ago: then it has not told what the others have passed on since. */
    _takePassedOn(lost) {
      const since = performance.now() - this._events.silence(lost) - OPENING_MS;
      const isBeside = this._others(lost, this._placeOf(lost));
      for (const { shard, message, at } of [...this._passedOn])
        if (at >= since && isBeside(shard)) this._takePresence(shard, message);
    }
    _takePublished(shard, message) {
      var _a;
      const copy = copyOf(message);
      const known = this._copies.find(shard, copy);
      if (known) return this._takeCopy(shard, known, message, copy);
      const heard = this._copies.add(copy, this._others(shard, this._placeOf(shard)));
      const { channel } = message;
      const lane = (_a = this._lanes.get(channel)) != null ? _a : new Lane();
      const isFirst = copy.origin === "here" && this._hasHeard(shard, channel);
      const isDue = isFirst || !heard.awaited.size;
      if (isDue && lane.isEmpty) return this._events.onMessage(shard, message);
      this._lanes.set(channel, lane);
      lane.add(shard, message, heard, isDue);
      this._release(channel);
      this._askSoon();
    }
    /** Whether the shard has heard the channel for so long that no other one knows earlier messages. */
    _hasHeard(shard, channel) {
      var _a, _b;
      const since = (_b = (_a = this._open.get(shard)) == null ? void 0 : _a.get(channel)) != null ? _b : Infinity;
      return performance.now() - since >= OPENING_MS;
    }
    /** A copy may name the sender; and if it is the last one, no better one comes. */
    _takeCopy(shard, heard, message, { origin }) {
      var _a;
      const { channel } = message;
      const waiting = (_a = this._lanes.get(channel)) == null ? void 0 : _a.addCopy(shard, heard);
      if (origin === "here") {
        heard.origin = "here";
        if (waiting) waiting.message = message;
      }
      if (!waiting) return;
      const isFirst = origin === "here" && this._hasHeard(shard, channel);
      if (isFirst || !heard.awaited.size) waiting.isDue = true;
      this._release(channel);
    }
    /**
     * All nodes have sent what they have heard by now: nothing waits any longer.
     * @param channel absent: all channels.
     */
    flush(channel) {
      var _a, _b;
      for (const name of channel === void 0 ? [...this._lanes.keys()] : [channel]) {
        for (const one of (_b = (_a = this._lanes.get(name)) == null ? void 0 : _a.open) != null ? _b : []) one.isDue = true;
        this._release(name);
      }
    }
    _release(channel) {
      var _a;
      const lane = this._lanes.get(channel);
      const due = (_a = lane == null ? void 0 : lane.takeDue()) != null ? _a : [];
      if (lane == null ? void 0 : lane.isEmpty) this._lanes.delete(channel);
      for (const { shard, message } of due) this._events.onMessage(shard, message);
    }
    /** Asks all nodes for what they have, once for all messages that wait. */
    _askSoon() {
      if (this._asked && performance.now() - this._asked.at >= PATIENCE_MS) this._asked.goOn();
      if (this._asked) return;
      const waiting = [...this._lanes.values()].flatMap(({ open }) => open);
      if (!waiting.length) return;
      const goOn = () => {
        if (this._asked !== asked) return;
        this._endQuestion();
        for (const one of waiting) one.isDue = true;
        for (const channel of [...this._lanes.keys()]) this._release(channel);
        this._askSoon();
      };
      const timer = setTimeout(goOn, PATIENCE_MS);
      const asked = this._asked = { at: performance.now(), timer, goOn };
      this._events.askAll(goOn);
    }
    _endQuestion() {
      var _a;
      clearTimeout((_a = this._asked) == null ? void 0 : _a.timer);
      this._asked = void 0;
    }
    /** The connection has ended: no copy comes any more, so nothing waits any longer. */
    end() {
      this._endQuestion();
      this.flush();
    }
  }
  function copyOf(message) {
    return { content: contentOf(message), time: message.time, origin: originOf(message) };
  }

  function gather(sessions, { command, onLog }, onDone, onLost = () => void 0, patienceMs = Infinity) {
    const answers = [];
    const logs = [];
    let timer;
    let waiting = sessions.length;
    let lost = 0;
    let finish = () => {
      finish = () => void 0;
      clearTimeout(timer);
      onDone({ answers, logs });
    };
    const settle = () => {
      if (--waiting) return;
      if (lost === sessions.length) onLost();
      else finish();
    };
    for (const session of sessions) {
      const log = [];
      logs.push(log);
      session.send({
        command,
        onLog: onLog && ((message) => log.push(message)),
        onDone(answer) {
          if (answer) answers.push(answer);
          settle();
          if (waiting && patienceMs < Infinity) timer != null ? timer : timer = setTimeout(() => finish(), patienceMs);
        },
        onLost() {
          lost++;
          settle();
        }
      });
    }
  }
  function askAll(shards, sent, onTold, patienceMs) {
    const onDone = ({ answers, logs }) => {
      var _a;
      onTold();
      for (const message of joinLogs(logs)) (_a = sent.onLog) == null ? void 0 : _a.call(sent, message);
      sent.onDone(joinUsers(answers));
    };
    gather(shards, sent, onDone, sent.onLost, patienceMs);
  }
  function asOne(shards, patienceMs) {
    return { send: (sent) => askAll(shards, sent, () => void 0, patienceMs) };
  }

  class Placement {
    constructor() {
      this._shards = [/* @__PURE__ */ new Set()];
    }
    /** The channels of each shard; an empty shard behind the first one is not needed. */
    get shards() {
      return this._shards.map((channels) => [...channels]);
    }
    /** Places these channels, and takes all others away. What finds no room is left out. */
    set(channels) {
      const wanted = new Set(channels);
      for (const shard of this._shards)
        for (const channel of shard) if (!wanted.has(channel)) shard.delete(channel);
      for (const channel of wanted) if (this.find(channel) === void 0) this._add(channel);
    }
    /** The shard that carries a channel. */
    find(channel) {
      const index = this._shards.findIndex((shard) => shard.has(channel));
      return index < 0 ? void 0 : index;
    }
    _add(channel) {
      let shard = this._shards.find(({ size }) => size < SHARD_CHANNELS);
      if (!shard && this._shards.length < MAX_SHARDS) this._shards.push(shard = /* @__PURE__ */ new Set());
      shard == null ? void 0 : shard.add(channel);
    }
  }

  class InFlight {
    constructor() {
      this._pending = [];
    }
    get size() {
      return this._pending.length;
    }
    push(pending) {
      this._pending.push(pending);
    }
    /**
     * Settles the command that `message` answers. Returns whether there was one: then the message is
     * for it alone.
     */
    take(message) {
      const { kind } = message;
      if (!("channel" in message)) return false;
      if (kind === "channel") return message.history && this._takeLog(message);
      const index = this._pending.findIndex((pending) => isAnswered(pending, message));
      this._pending.splice(0, index + 1).forEach((pending, i) => i < index ? pending.onDone() : pending.onDone(message));
      return index >= 0 || kind === "answer";
    }
    /** The connection is gone, and the answers with it. */
    lose() {
      for (const { onLost } of this._pending.splice(0)) onLost == null ? void 0 : onLost();
    }
    /** Channels that outstanding answers may name. */
    channels() {
      return this._pending.map((pending) => reportOf(pending) || pending.command.channel);
    }
    _takeLog(message) {
      const log = this._pending.find(
        ({ command, onLog }) => onLog && command.channel === message.channel
      );
      if (log && log.onLog) log.onLog(message);
      return Boolean(log);
    }
  }
  function isAnswered(pending, message) {
    switch (message.kind) {
      case "answer":
        return pending.marker === message.marker;
      case "report":
        return reportOf(pending) === message.channel;
      case "refusal":
        return isRefusalOf(pending.command, message.reason);
    }
    return false;
  }
  function reportOf({ command }) {
    return isPublish(command) && reportChannel(command.channel);
  }

  const TICK_MS = 5e3;
  const ASK_AT_TICK = 5;
  const DEAD_AT_TICK = 7;
  const MAX_WAITING_TICKS = 2;
  class Liveness {
    constructor(_events) {
      this._events = _events;
      this._silentTicks = 0;
      this._waitingTicks = 0;
    }
    /** A connection was opened. Its first frame is due as soon as an answer would be. */
    start() {
      this._silentTicks = ASK_AT_TICK;
      this._timer = setInterval(() => this._tick(), TICK_MS);
    }
    stop() {
      clearInterval(this._timer);
      this._timer = void 0;
    }
    /** A frame arrived. */
    heard() {
      this._silentTicks = 0;
    }
    /**
     * Asks at once, since the connection may have died unnoticed. If an earlier question is open, the
     * time that it has waited still counts.
     */
    check() {
      if (!this._timer) return;
      this._silentTicks = Math.max(this._silentTicks, ASK_AT_TICK);
      this._waitingTicks = 0;
      this._events.ask();
    }
    _tick() {
      this._waitingTicks = this._events.isWaiting ? this._waitingTicks + 1 : 0;
      if (++this._silentTicks >= DEAD_AT_TICK) this._events.onDead();
      else if (this._silentTicks === ASK_AT_TICK || this._waitingTicks > MAX_WAITING_TICKS)
        this.check();
    }
  }

  class Event {
    constructor(type, target) {
      this.target = target;
      this.type = type;
    }
  }
  class ErrorEvent extends Event {
    constructor(error, target) {
      super("error", target);
      this.message = error.message;
      this.error = error;
    }
  }
  class CloseEvent extends Event {
    constructor(code = 1e3, reason = "", target) {
      super("close", target);
      this.wasClean = true;
      this.code = code;
      this.reason = reason;
    }
  }

  const getGlobalWebSocket = () => {
    if (typeof WebSocket !== "undefined") {
      return WebSocket;
    }
  };
  const isWebSocket = (w) => typeof w !== "undefined" && !!w && w.CLOSING === 2;
  const DEFAULT = {
    maxReconnectionDelay: 1e4,
    minReconnectionDelay: 1e3 + Math.random() * 4e3,
    minUptime: 5e3,
    reconnectionDelayGrowFactor: 1.3,
    connectionTimeout: 4e3,
    maxRetries: Infinity,
    maxEnqueuedMessages: Infinity};
  class ReconnectingWebSocket {
    constructor(url, protocols, options = {}) {
      this._listeners = {
        error: [],
        message: [],
        open: [],
        close: []
      };
      this._retryCount = -1;
      this._shouldReconnect = true;
      this._connectLock = false;
      this._binaryType = "blob";
      this._closeCalled = false;
      this._messageQueue = [];
      /**
       * An event listener to be called when the WebSocket connection's readyState changes to CLOSED
       */
      this.onclose = null;
      /**
       * An event listener to be called when an error occurs
       */
      this.onerror = null;
      /**
       * An event listener to be called when a message is received from the server
       */
      this.onmessage = null;
      /**
       * An event listener to be called when the WebSocket connection's readyState changes to OPEN;
       * this indicates that the connection is ready to send and receive data
       */
      this.onopen = null;
      this._handleOpen = (event) => {
        this._debug("open event");
        const { minUptime = DEFAULT.minUptime } = this._options;
        clearTimeout(this._connectTimeout);
        this._uptimeTimeout = setTimeout(() => this._acceptOpen(), minUptime);
        this._ws.binaryType = this._binaryType;
        this._messageQueue.forEach((message) => this._ws.send(message));
        this._messageQueue = [];
        if (this.onopen) {
          this.onopen(event);
        }
        this._listeners.open.forEach((listener) => this._callEventListener(event, listener));
      };
      this._handleMessage = (event) => {
        this._debug("message event");
        if (this.onmessage) {
          this.onmessage(event);
        }
        this._listeners.message.forEach((listener) => this._callEventListener(event, listener));
      };
      this._handleError = (event) => {
        this._debug("error event", event.message);
        this._disconnect(void 0, event.message === "TIMEOUT" ? "timeout" : void 0);
        if (this.onerror) {
          this.onerror(event);
        }
        this._debug("exec error listeners");
        this._listeners.error.forEach((listener) => this._callEventListener(event, listener));
        this._connect();
      };
      this._handleClose = (event) => {
        this._debug("close event");
        this._clearTimeouts();
        if (this._shouldReconnect) {
          this._connect();
        }
        if (this.onclose) {
          this.onclose(event);
        }
        this._listeners.close.forEach((listener) => this._callEventListener(event, listener));
      };
      this._url = url;
      this._protocols = protocols;
      this._options = options;
      if (this._options.startClosed) {
        this._shouldReconnect = false;
      }
      this._connect();
    }
    static get CONNECTING() {
      return 0;
    }
    static get OPEN() {
      return 1;
    }
    static get CLOSING() {
      return 2;
    }
    static get CLOSED() {
      return 3;
    }
    get CONNECTING() {
      return ReconnectingWebSocket.CONNECTING;
    }
    get OPEN() {
      return ReconnectingWebSocket.OPEN;
    }
    get CLOSING() {
      return ReconnectingWebSocket.CLOSING;
    }
    get CLOSED() {
      return ReconnectingWebSocket.CLOSED;
    }
    get binaryType() {
      return this._ws ? this._ws.binaryType : this._binaryType;
    }
    set binaryType(value) {
      this._binaryType = value;
      if (this._ws) {
        this._ws.binaryType = value;
      }
    }
    /**
     * Returns the number or connection retries
     */
    get retryCount() {
      return Math.max(this._retryCount, 0);
    }
    /**
     * The number of bytes of data that have been queued using calls to send() but not yet
     * transmitted to the network. This value resets to zero once all queued data has been sent.
     * This value does not reset to zero when the connection is closed; if you keep calling send(),
     * this will continue to climb. Read only
     */
    get bufferedAmount() {
      const bytes = this._messageQueue.reduce((acc, message) => {
        if (typeof message === "string") {
          acc += message.length;
        } else if (message instanceof Blob) {
          acc += message.size;
        } else {
          acc += message.byteLength;
        }
        return acc;
      }, 0);
      return bytes + (this._ws ? this._ws.bufferedAmount : 0);
    }
    /**
     * The extensions selected by the server. This is currently only the empty string or a list of
     * extensions as negotiated by the connection
     */
    get extensions() {
      return this._ws ? this._ws.extensions : "";
    }
    /**
     * A string indicating the name of the sub-protocol the server selected;
     * this will be one of the strings specified in the protocols parameter when creating the
     * WebSocket object
     */
    get protocol() {
      return this._ws ? this._ws.protocol : "";
    }
    /**
     * The current state of the connection; this is one of the Ready state constants
     */
    get readyState() {
      if (this._ws) {
        return this._ws.readyState;
      }
      return this._options.startClosed ? ReconnectingWebSocket.CLOSED : ReconnectingWebSocket.CONNECTING;
    }
    /**
     * The URL as resolved by the constructor
     */
    get url() {
      return this._ws ? this._ws.url : "";
    }
    /**
     * Closes the WebSocket connection or connection attempt, if any. If the connection is already
     * CLOSED, this method does nothing
     */
    close(code = 1e3, reason) {
      this._closeCalled = true;
      this._shouldReconnect = false;
      this._clearTimeouts();
      if (!this._ws) {
        this._debug("close enqueued: no ws instance");
        return;
      }
      if (this._ws.readyState === this.CLOSED) {
        this._debug("close: already closed");
        return;
      }
      this._ws.close(code, reason);
    }
    /**
     * Closes the WebSocket connection or connection attempt and connects again.
     * Resets retry counter;
     */
    reconnect(code, reason) {
      this._shouldReconnect = true;
      this._closeCalled = false;
      this._retryCount = -1;
      if (!this._ws || this._ws.readyState === this.CLOSED) {
        this._connect();
      } else {
        this._disconnect(code, reason);
        this._connect();
      }
    }
    /**
     * Enqueue specified data to be transmitted to the server over the WebSocket connection
     */
    send(data) {
      if (this._ws && this._ws.readyState === this.OPEN) {
        this._debug("send", data);
        this._ws.send(data);
      } else {
        const { maxEnqueuedMessages = DEFAULT.maxEnqueuedMessages } = this._options;
        if (this._messageQueue.length < maxEnqueuedMessages) {
          this._debug("enqueue", data);
          this._messageQueue.push(data);
        }
      }
    }
    /**
     * Register an event handler of a specific event type
     */
    addEventListener(type, listener) {
      if (this._listeners[type]) {
        this._listeners[type].push(listener);
      }
    }
    dispatchEvent(event) {
      const listeners = this._listeners[event.type];
      if (listeners) {
        for (const listener of listeners) {
          this._callEventListener(event, listener);
        }
      }
      return true;
    }
    /**
     * Removes an event listener
     */
    removeEventListener(type, listener) {
      if (this._listeners[type]) {
        this._listeners[type] = this._listeners[type].filter((l) => l !== listener);
      }
    }
    _debug(...args) {
      if (this._options.debug) {
        console.log.apply(console, ["RWS>", ...args]);
      }
    }
    _getNextDelay() {
      const {
        reconnectionDelayGrowFactor = DEFAULT.reconnectionDelayGrowFactor,
        minReconnectionDelay = DEFAULT.minReconnectionDelay,
        maxReconnectionDelay = DEFAULT.maxReconnectionDelay
      } = this._options;
      let delay = 0;
      if (this._retryCount > 0) {
        delay = minReconnectionDelay * Math.pow(reconnectionDelayGrowFactor, this._retryCount - 1);
        if (delay > maxReconnectionDelay) {
          delay = maxReconnectionDelay;
        }
      }
      this._debug("next delay", delay);
      return delay;
    }
    _wait() {
      return new Promise((resolve) => {
        setTimeout(resolve, this._getNextDelay());
      });
    }
    _getNextUrl(urlProvider) {
      if (typeof urlProvider === "string") {
        return Promise.resolve(urlProvider);
      }
      if (typeof urlProvider === "function") {
        const url = urlProvider();
        if (typeof url === "string") {
          return Promise.resolve(url);
        }
        if (!!url.then) {
          return url;
        }
      }
      throw Error("Invalid URL");
    }
    _connect() {
      if (this._connectLock || !this._shouldReconnect) {
        return;
      }
      this._connectLock = true;
      const {
        maxRetries = DEFAULT.maxRetries,
        connectionTimeout = DEFAULT.connectionTimeout,
        WebSocket: WebSocket2 = getGlobalWebSocket()
      } = this._options;
      if (this._retryCount >= maxRetries) {
        this._debug("max retries reached", this._retryCount, ">=", maxRetries);
        return;
      }
      this._retryCount++;
      this._debug("connect", this._retryCount);
      this._removeListeners();
      if (!isWebSocket(WebSocket2)) {
        throw Error("No valid WebSocket class provided");
      }
      this._wait().then(() => this._getNextUrl(this._url)).then((url) => {
        if (this._closeCalled) {
          return;
        }
        this._debug("connect", { url, protocols: this._protocols });
        this._ws = this._protocols ? new WebSocket2(url, this._protocols) : new WebSocket2(url);
        this._ws.binaryType = this._binaryType;
        this._connectLock = false;
        this._addListeners();
        this._connectTimeout = setTimeout(() => this._handleTimeout(), connectionTimeout);
      });
    }
    _handleTimeout() {
      this._debug("timeout event");
      this._handleError(new ErrorEvent(Error("TIMEOUT"), this));
    }
    _disconnect(code = 1e3, reason) {
      this._clearTimeouts();
      if (!this._ws) {
        return;
      }
      this._removeListeners();
      try {
        this._ws.close(code, reason);
        this._handleClose(new CloseEvent(code, reason, this));
      } catch (error) {
      }
    }
    _acceptOpen() {
      this._debug("accept open");
      this._retryCount = 0;
    }
    _callEventListener(event, listener) {
      if ("handleEvent" in listener) {
        listener.handleEvent(event);
      } else {
        listener(event);
      }
    }
    _removeListeners() {
      if (!this._ws) {
        return;
      }
      this._debug("removeListeners");
      this._ws.removeEventListener("open", this._handleOpen);
      this._ws.removeEventListener("close", this._handleClose);
      this._ws.removeEventListener("message", this._handleMessage);
      this._ws.removeEventListener("error", this._handleError);
    }
    _addListeners() {
      if (!this._ws) {
        return;
      }
      this._debug("addListeners");
      this._ws.addEventListener("open", this._handleOpen);
      this._ws.addEventListener("close", this._handleClose);
      this._ws.addEventListener("message", this._handleMessage);
      this._ws.addEventListener("error", this._handleError);
    }
    _clearTimeouts() {
      clearTimeout(this._connectTimeout);
      clearTimeout(this._uptimeTimeout);
    }
  }

  const MAX_DELAY_MS = 3e4;
  const MAX_OUTAGE_MS = 58800;
  const LASTING_MS = 1e4;
  const MIN_WAKE_GAP_MS = 3e3;
  function retryDelay(outageMs, random) {
    const outage = Math.min(outageMs, MAX_OUTAGE_MS);
    const least = 0.4 * outage + 0.2 * Math.min(outage, 1e3);
    return least + random * (400 + 0.1 * outage);
  }
  class Retry {
    /** @param _wakeGapMs for how long a wake-up makes it ignore others. */
    constructor(_wakeGapMs = MIN_WAKE_GAP_MS) {
      this._wakeGapMs = _wakeGapMs;
      /** When the open connection will have lasted; Infinity while none is open. */
      this._goodFrom = Infinity;
      /** `wake` does nothing before this time. */
      this._deafUntil = 0;
      /** Ends the present wait, if there is one. */
      this.end = () => void 0;
    }
    /** Resolves when the next attempt may begin: at once for the first attempt, and on `wake`. */
    wait() {
      const from = this._outageFrom;
      return new Promise((resolve) => {
        var _a;
        if (from === void 0) return resolve();
        const timer = setTimeout(() => this.end(), (_a = this._delay) != null ? _a : this._newDelay(from));
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    /**
     * Ends a wait, because the page may have slept, or its network is back. Counts the outage anew, since
     * the time asleep says nothing about the server.
     * Ignores a call that follows another too soon, because each one costs an attempt and the short waits
     * after it: a visitor who switches between tabs, or twenty tabs that all notice the network, would
     * keep a dead server busy.
     */
    wake() {
      const now = performance.now();
      if (now < this._deafUntil) return;
      this._deafUntil = now + this._wakeGapMs;
      if (this._outageFrom !== void 0) this._outageFrom = now;
      this._delay = void 0;
      this.end();
    }
    opened() {
      this._goodFrom = performance.now() + LASTING_MS;
    }
    /**
     * A connection ended, or an attempt failed. If the connection did not last, the outage goes on: the
     * server accepts pages, but is not well yet. Returns the milliseconds until the next attempt.
     */
    failed() {
      const now = performance.now();
      if (this._outageFrom === void 0 || now >= this._goodFrom) this._outageFrom = now;
      this._goodFrom = Infinity;
      return this._delay = this._newDelay(this._outageFrom);
    }
    _newDelay(outageFrom) {
      if (!isOffline()) return retryDelay(performance.now() - outageFrom, Math.random());
      this._deafUntil = 0;
      return MAX_DELAY_MS;
    }
  }

  const BROWSER_NETWORK = {
    open: (url) => new WebSocket(url),
    wakeGapMs: MIN_WAKE_GAP_MS
  };

  const CONNECT_TIMEOUT_MS = 1e4;
  class SocketLink {
    /** @param _url the address of the next attempt. */
    constructor(_url, _events, _network = BROWSER_NETWORK) {
      this._url = _url;
      this._events = _events;
      this._network = _network;
      /** When the next attempt will begin unless it is woken, in milliseconds since 1970. */
      this.retryAt = 0;
      this._stage = { type: "made" };
      this._retry = new Retry(_network.wakeGapMs);
      const create = (url) => this._take(url);
      const Socket = function(url) {
        return create(url);
      };
      Socket.CLOSING = 2;
      this._reconnecting = new ReconnectingWebSocket(() => this._next(), void 0, {
        WebSocket: Socket,
        connectionTimeout: CONNECT_TIMEOUT_MS,
        minReconnectionDelay: 0,
        maxReconnectionDelay: 0,
        maxEnqueuedMessages: 0
      });
    }
    /** Connects, and reconnects after each failure, until `close`. */
    open() {
      const stage = this._stage;
      if (stage.type === "closed") return;
      this._stage = { type: "open" };
      if (stage.type !== "asked") return;
      const url = this._url();
      if (typeof url === "string") this._stage = { type: "first", socket: this._create(url) };
      stage.begin(url);
    }
    /** Ends the connection and all attempts for good. No event is reported after it. */
    close() {
      this._socket = void 0;
      if (this._stage.type === "first") this._stage.socket.close();
      this._stage = { type: "closed" };
      this._reconnecting.close();
      this._retry.end();
    }
    /** Reports the present connection as lost, and opens another. */
    replace() {
      this._lost(this._socket, 1006);
      this._reconnecting.reconnect();
    }
    /** Whether a frame can be written; a socket that is closing would drop it. */
    get isOpen() {
      return this._socket !== void 0 && this._socket.readyState === 1;
    }
    /** Writes a frame. Only while `isOpen`. */
    write(text) {
      if (this._socket) this._socket.send(text);
    }
    /** Ends a wait for the next attempt; `Retry` ignores calls in quick succession. */
    wake() {
      this._retry.wake();
    }
    /** Resolves with the address when it is time for the next attempt. */
    _next() {
      this._lost(this._socket, 1006);
      if (this._stage.type === "made")
        return new Promise((begin) => this._stage = { type: "asked", begin });
      return this._retry.wait().then(() => this._stage.type === "closed" ? "" : this._url());
    }
    /** The socket that reconnecting-websocket asks for. */
    _take(url) {
      const stage = this._stage;
      if (stage.type !== "first") return this._create(url);
      this._stage = { type: "open" };
      return stage.socket;
    }
    _create(url) {
      let socket;
      try {
        socket = this._network.open(url);
      } catch (error) {
        queueMicrotask(() => {
          this.close();
          const { name } = error;
          this._events.onImpossible(reasonOf(name), name);
        });
        const closed = { readyState: 3, close: () => void 0 };
        return Object.assign(new EventTarget(), closed);
      }
      this._socket = socket;
      this._events.onAttempt();
      socket.addEventListener("open", () => {
        if (socket !== this._socket) return;
        this._retry.opened();
        this._events.onOpen();
      });
      socket.addEventListener("message", ({ data }) => {
        if (socket === this._socket && typeof data === "string") this._events.onText(data);
      });
      socket.addEventListener("close", ({ code }) => this._lost(socket, code));
      return socket;
    }
    _lost(socket, code) {
      if (!socket || socket !== this._socket) return;
      this._socket = void 0;
      this.retryAt = Date.now() + this._retry.failed();
      this._events.onClose(code);
    }
  }
  function reasonOf(name) {
    return typeof WebSocket === "function" ? `The browser refuses node or wss (${name})` : "There is no WebSocket here: use Node 22 or newer, or set globalThis.WebSocket to that of the package ws";
  }

  class Session {
    constructor(_address, _listener, _shard, network) {
      this._address = _address;
      this._listener = _listener;
      this._shard = _shard;
      this._liveness = new Liveness(this);
      this._inFlight = new InFlight();
      /** The socket is `closed`; or `open`, but the server's first frame was not read yet; or `welcome`. */
      this._stage = "closed";
      this._legacy = false;
      this._channels = [];
      /** Milliseconds since 1970: `performance.now()` may stand still while the computer sleeps. */
      this._heardAt = 0;
      this._socket = new SocketLink(() => _address.nextUrl(_shard), this, network);
    }
    /** `false` while the socket is closing, too, because it would drop what is written. */
    get isConnected() {
      return this._stage === "welcome" && this._socket.isOpen;
    }
    /** Whether the socket is open, and the server's first frame was read. */
    get isOpen() {
      return this._stage === "welcome";
    }
    /** Milliseconds since the server was heard last; goes on counting after the end. */
    get silence() {
      return Date.now() - this._heardAt;
    }
    start() {
      this._heardAt = Date.now();
      this._socket.open();
    }
    /** Ends it, for good. What was written is lost. */
    stop() {
      this._socket.close();
      this._liveness.stop();
      if (this._stage === "welcome") this._address.ended(this._shard);
      this._stage = "closed";
      this._inFlight.lose();
    }
    wake() {
      this._socket.wake();
      this.check();
    }
    /** The connection may have died unnoticed. */
    check() {
      this._liveness.check();
    }
    setChannels(channels) {
      this._channels = channels;
      if (this._socket.isOpen) this._writeList();
    }
    rejoin() {
      this._sentList = void 0;
      if (this._socket.isOpen) this._writeList();
    }
    send({ command, onDone, onLost, onLog }) {
      const marker = randomId(MARKER_LENGTH);
      this._socket.write(command.text.replace("\0", marker));
      const { answer, isStream } = traitsOf(command);
      if (answer === "nothing") return onDone();
      this._inFlight.push({ command, onDone, onLost, onLog, marker });
      if (isStream) this._socket.write(FENCE.text.replace("\0", marker));
    }
    onAttempt() {
      this._listener.onAttempt(this._shard);
    }
    onOpen() {
      this._stage = "open";
      this._sentList = listText([]);
      this._liveness.start();
      this._writeList();
    }
    onText(text) {
      this._heardAt = Date.now();
      this._liveness.heard();
      const messages = decodeFrame(text, {
        legacy: this._legacy,
        channels: () => [...this._channels, ...this._inFlight.channels()]
      });
      for (const message of messages) if (this._stage !== "closed") this._onMessage(message);
    }
    _onMessage(message) {
      const { kind } = message;
      if (kind === "fatal") this._fail(`The server refuses: ${message.reason}`, message.code);
      else if (kind === "ignored") this._listener.onIgnored(message.reason);
      else if (kind === "info") {
        if (!this._address.connected(this._shard)) return this._socket.replace();
        this._legacy = message.legacy;
        this._stage = "welcome";
        this._listener.onConnect(this._shard, message.text);
      } else if (!this._inFlight.take(message)) this._listener.onMessage(this._shard, message);
    }
    onClose(code) {
      if (this._stage === "welcome") this._address.ended(this._shard);
      else this._address.failed(this._shard);
      this._stage = "closed";
      this._liveness.stop();
      this._inFlight.lose();
      this._listener.onDisconnect(this._shard, code, this._socket.retryAt);
    }
    onImpossible(reason, name) {
      this._fail(reason, name);
    }
    get isWaiting() {
      return this._inFlight.size > 0;
    }
    ask() {
      this.send({ command: FENCE, onDone: () => void 0 });
    }
    onDead() {
      this._socket.replace();
    }
    _fail(text, value) {
      this.stop();
      this._listener.onFatal(this._shard, new CometError("fatal", text, value));
    }
    _writeList() {
      const channels = this._channels;
      const list = listText(channels);
      if (list === this._sentList) return;
      this._socket.write(this._sentList = list);
      this.send({ command: FENCE, onDone: () => this._listener.onSubscribed(this._shard, channels) });
    }
  }

  class Shards {
    constructor(_addresses, _listener, _network) {
      this._addresses = _addresses;
      this._listener = _listener;
      this._network = _network;
      this._placement = new Placement();
      /** By channel: the shard that has yet to answer the last command. */
      this._unanswered = /* @__PURE__ */ new Map();
      this._isStarted = false;
      this._sessions = _addresses.map((_, shard) => this._make(shard));
      this._arrivals = new Arrivals(_addresses.length, {
        onMessage: (shard, message) => this._listener.onMessage(shard, message),
        silence: (shard) => this.silence(shard),
        askAll: (onAnswered) => gather(this._open, { command: FENCE }, onAnswered, onAnswered)
      });
    }
    /** With `roundrobin`, the one node may be another one later. */
    get nodes() {
      return this._addresses.map(({ node }) => node);
    }
    nodeOf(shard) {
      return this._addressOf(shard).nodeOf(shard);
    }
    get isConnected() {
      return this._open.length > 0;
    }
    get size() {
      return this._sessions.length;
    }
    silence(shard) {
      const one = shard === void 0 ? void 0 : this._sessions[shard];
      if (one) return one.silence;
      const open = this._all.filter(({ isOpen }) => isOpen);
      const silences = (open.length ? open : this._all).map(({ silence }) => silence);
      return Math.max(...silences);
    }
    start() {
      this._isStarted = true;
      for (const session of this._all) session.start();
    }
    stop() {
      this._isStarted = false;
      for (const session of this._all) session.stop();
      this._arrivals.end();
    }
    wake() {
      for (const session of this._all) session.wake();
    }
    setChannels(channels) {
      this._placement.set(channels);
      for (const [place, each] of this._placement.shards.entries())
        for (const node of this.nodes.keys()) this._carry(place * this.nodes.length + node, each);
    }
    rejoin() {
      for (const session of this._all) session.rejoin();
    }
    send(sent) {
      const { scope } = traitsOf(sent.command);
      if (scope === "shards") this._askShards(sent);
      else if (scope === "nodes") this._askNodes(sent);
      else this._sendToOne(sent);
    }
    onConnect(shard, info) {
      this._arrivals.open(shard);
      this._listener.onConnect(shard, info);
    }
    onSubscribed(shard, channels) {
      var _a;
      const isFirst = this._arrivals.subscribed(shard, channels);
      this._listener.onSubscribed(shard, channels);
      if (isFirst) this._checkBeside(shard);
      const place = placeOf(shard, this._addresses.length);
      const isNeeded = place === 0 || ((_a = this._placement.shards[place]) == null ? void 0 : _a.length);
      if (!isNeeded && !channels.length) this._end(shard);
    }
    onMessage(shard, message) {
      if (this._sessions.length > 1) this._arrivals.take(shard, message);
      else this._listener.onMessage(shard, message);
    }
    onIgnored(reason) {
      this._listener.onIgnored(reason);
    }
    onAttempt(shard) {
      this._listener.onAttempt(shard);
    }
    onDisconnect(shard, code, retryAt) {
      if (this._arrivals.close(shard)) this._checkBeside(shard);
      this._listener.onDisconnect(shard, code, retryAt);
    }
    onFatal(shard, error) {
      if (this._arrivals.close(shard)) this._checkBeside(shard);
      this._listener.onFatal(shard, error);
    }
    onUnneeded(shard) {
      this._arrivals.close(shard);
      this._listener.onUnneeded(shard);
    }
    get _all() {
      return this._sessions.flatMap((session) => session != null ? session : []);
    }
    /** The shards to which commands can be written. */
    get _open() {
      return this._all.filter(({ isConnected }) => isConnected);
    }
    /** Only the shards beside this one hear what it misses, or has missed: asks whether they live. */
    _checkBeside(shard) {
      const { length } = this._addresses;
      for (const session of shardsAt(this._sessions, length, placeOf(shard, length)))
        if (session !== this._sessions[shard]) session.check();
    }
    /** Has a shard carry these channels; starts it for its first one, and ends it with its last one. */
    _carry(shard, channels) {
      const isFirst = shard < this.nodes.length;
      const known = this._sessions[shard];
      if (!channels.length && !isFirst) {
        known == null ? void 0 : known.setChannels([]);
        if (known && !known.isConnected) this._end(shard);
        return;
      }
      const session = known != null ? known : this._sessions[shard] = this._make(shard);
      session.setChannels(channels);
      if (!known && this._isStarted) session.start();
    }
    _end(shard) {
      var _a;
      (_a = this._sessions[shard]) == null ? void 0 : _a.stop();
      this._sessions[shard] = void 0;
      this.onUnneeded(shard);
    }
    _make(shard) {
      return new Session(this._addressOf(shard), this, shard, this._network);
    }
    _addressOf(shard) {
      return this._addresses[shard % this._addresses.length];
    }
    /** Of each node that can be reached: the shard with the command's channel, else its first one. */
    _onePerNode({ channel }) {
      var _a;
      const place = (_a = this._placement.find(bareName(channel))) != null ? _a : 0;
      return onePerNode(this._sessions, this._addresses.length, place);
    }
    _sendToOne({ onDone, onLost, ...sent }) {
      const channel = bareName(sent.command.channel);
      const session = this._choose(channel, sent.command);
      if (!session) return;
      const place = this._placement.find(channel);
      const shard = this._sessions.indexOf(session);
      const undo = this._sessions.length > 1 && isPublish(sent.command) && place !== void 0 && this._arrivals.publish(shard, sent.command, place);
      const onAnswered = this._expect(channel, session);
      session.send({
        ...sent,
        onDone(answer) {
          onAnswered();
          if (undo && (answer == null ? void 0 : answer.kind) === "refusal") undo();
          onDone(answer);
        },
        onLost() {
          onAnswered();
          onLost == null ? void 0 : onLost();
        }
      });
    }
    /** The shard with the channel; but one that has yet to answer comes first: commands keep their order. */
    _choose(channel, command) {
      var _a;
      const busy = (_a = this._unanswered.get(channel)) == null ? void 0 : _a.session;
      return (busy == null ? void 0 : busy.isConnected) ? busy : this._onePerNode(command)[0];
    }
    /** Returns the function to call when the shard has answered, or ended. */
    _expect(channel, session) {
      const last = { session };
      this._unanswered.set(channel, last);
      return () => {
        if (this._unanswered.get(channel) === last) this._unanswered.delete(channel);
      };
    }
    /** Asks one shard of each node. What the nodes had sent before of the channel comes first. */
    _askNodes(sent) {
      const { command } = sent;
      const flush = () => this._arrivals.flush(command.channel);
      askAll(this._onePerNode(command), sent, flush, traitsOf(command).patienceMs);
    }
    /** Asks all shards. Those of a place carry the same channels: of them, only one has to answer. */
    _askShards(sent) {
      const { patienceMs } = traitsOf(sent.command);
      const places = openPlaces(this._sessions, this._addresses.length);
      const asked = places.map((shards) => asOne(shards, patienceMs));
      askAll(asked, sent, () => this._arrivals.flush());
    }
  }

  class Client {
    constructor(_defaults = {}) {
      this._defaults = _defaults;
      this.log = new Logger(() => this.settings.logger);
      this.events = new Events();
      this.auth = new AuthState(this.events);
      this.link = new SharedLink(
        {
          group: () => this.settings.identity,
          userId: () => this.settings.visitor.userId,
          tab: () => this.tab,
          isOwnPresence: (message) => isPresenceOf(message, this.settings.uuid, Number(this.settings.visitor.userId)),
          recovers: (channel) => {
            var _a;
            return (_a = this.subscriptions.recovers(channel)) != null ? _a : this.settings.options.recover;
          },
          prefersVisible: () => this.settings.prefersVisible,
          wantsStandby: () => this.settings.wantsStandby,
          createConnection: (listener) => new Shards(this.settings.addresses, listener, this._defaults.network),
          isShared: this._defaults.isShared
        },
        this
      );
      this.subscriptions = new Subscriptions(
        (...wants) => this.link.setChannels(...wants),
        (text) => this.log.warnOnce(text)
      );
      this.queue = new QueueWait((message, turn) => {
        if (turn || this.link.tabs.tabs.length < 2) this._dispatch(message, turn);
        else this.subscriptions.dispatch(message, () => void 0);
      });
      this.publisher = new Publisher(
        this.link,
        () => this.settings.visitor.userId,
        (error) => error && this.report(error),
        (details) => this.events.emit("unconfirmed", details)
      );
      this.state = new StateOfConnection(this.events);
      this.readiness = new Readiness(this.link);
      this.queries = new Queries(this.link, (error) => this.report(error));
      /** The key that the server holds for the visitor. */
      this.realUserKey = "";
      this._tab = "";
      this._past = "none";
      this.settings = new Settings(_defaults);
      const renew = () => this.connect(void 0, true);
      this._keys = new KeyExchange(this.settings, this.link, this.auth, renew);
      this.settings.keys.onError = (error) => this.report(error);
    }
    /** Id of the tab. Created when first used, so that the import has no effect. */
    get tab() {
      return this._tab = this._tab || randomId(16);
    }
    /**
     * Merges options and connects. Renews a running connection if the options change it, or if `isAnew`.
     * Without a node, a running connection ends.
     */
    connect(options, isAnew = this._past === "refused") {
      const { settings, link } = this;
      const { identity } = settings;
      const urls = link.isStarted ? settings.urls : void 0;
      this.merge(options);
      this.log.warnOnce(settings.notice);
      if (!settings.node) return this._doNothing(settings.noNode());
      if (settings.identity !== identity) {
        if (this._past !== "none") {
          link.stop();
          this.publisher.stop();
          link.discard();
        }
      } else if (urls !== void 0 && (isAnew || settings.urls !== urls))
        link.restart(settings.forTabs);
      this.readiness.begin();
      settings.keys.start();
      if (this._past === "none") this._past = "started";
      this._keys.begin();
      this.state.start();
      link.start();
      if (link.isStarted) this.queue.start(settings.identity, settings.queueDelay);
    }
    /** Connects anew, also with the same options. */
    restart(options) {
      this.settings.keys.retry();
      this.connect(options, true);
    }
    /** Ends receiving and sending until `connect`. */
    stop() {
      this.state.stop(() => {
        this.settings.keys.stop();
        this.publisher.stop();
        this.queue.stop();
        this.readiness.stop();
        this.link.stop();
      });
    }
    onMessage(message, turn) {
      if (message.kind === "info") {
        this.realUserKey = message.userKey.replace(" ", "_");
        if (message.authorized) this.auth.authorize();
        else this._deny(message.time);
        return this._keys.onAuthorized(message.authorized);
      }
      if ("reason" in message) this.log.warn(`${message.kind}: ${message.reason}`);
      if ("channel" in message && !this.queue.takes(message, turn)) this._dispatch(message, turn);
    }
    _deny(serverTime) {
      const { visitor } = this.settings;
      const { userId, userKey } = visitor;
      const denial = denialOf(visitor, serverTime, this._keys.origin);
      if (this.link.isMaster) this.log.warnOnce(warningOf(denial, userId), `${userId} ${userKey}`);
      this.auth.deny(denial);
    }
    _dispatch(message, turn) {
      this.subscriptions.dispatch(
        message,
        (name, run) => turn ? this.link.takeTurn(name, turn, run) : run()
      );
    }
    onHeard(channels, lack) {
      this.readiness.onHeard(channels, lack);
    }
    onRefusedKey() {
      return this.settings.keys.refuse();
    }
    onState(state) {
      if (state.type !== "refused") this.readiness.begin();
      this.state.take(state);
    }
    onConnect() {
      this._past = "started";
      this.readiness.onConnect();
      this._keys.onConnect();
      this.log.info("connected");
      this.events.emit("connect");
    }
    onDisconnect(code) {
      this.readiness.onDisconnect();
      if (this.auth.status) this.queue.onLost();
      this.log.info(`disconnected (${code})`);
      this.events.emit("disconnect", code);
    }
    onFatal(error) {
      this._past = "refused";
      this.readiness.refuse(error);
      this.report(error);
    }
    onNode(state) {
      const { node, isConnected, reason } = state;
      if (reason !== void 0 && this.settings.nodes.length > 1) this.log.warn(`${node}: ${reason}`);
      this.log.debug(`${node} ${isConnected ? "reached" : "not reached"}`);
      this.events.emit("node", state);
    }
    onGap(gap) {
      this.events.emit("gap", gap);
    }
    onRole(isMaster) {
      this.log.debug(isMaster ? "this tab holds the connection" : "another tab holds the connection");
      this.events.emit(isMaster ? "master" : "slave");
    }
    onTabs() {
      this.events.emit("tabs", this.link.tabs);
    }
    onOptions(options) {
      this._keys.onOptions(options);
    }
    onProposal(options) {
      this._keys.onProposal(options);
    }
    /** Merges options of the page. What belonged to another visitor is forgotten. */
    merge(options) {
      const settings = this.settings;
      const { identity } = settings;
      for (const { message } of settings.merge(options)) this.log.error(message);
      if (settings.identity === identity) return;
      this.auth.reset();
      settings.keys.reset();
      this.realUserKey = "";
      this.subscriptions.forgetEarly();
    }
    /** There is nothing to connect to. */
    _doNothing(error) {
      this.readiness.refuse(error);
      this.stop();
      this.readiness.refuse(error);
      this.report(error);
    }
    /** Tells a mistake. */
    report(error) {
      if (error.code !== "refused") this.log.error(error.message);
      this.events.emit("error", error);
    }
  }

  class PromiseNames {
    constructor(defaults) {
      this._client = new Client(defaults);
    }
    /** Tells a mistake by the event `error`. */
    static report(api, error) {
      api._client.report(error);
    }
    /** Calls a callback at each `stop()`. Returns a function that ends this. */
    static onStop(api, callback) {
      return api._client.readiness.onStop(callback);
    }
    subscribe(key, handler, options) {
      return new LiveSubscription(key, this._client, handler, options);
    }
    publish(channel, event, data, options) {
      return this._client.publisher.publish(channel, event, data, options);
    }
    history(channel, options) {
      return this._client.queries.history(channel, options);
    }
    countUsers(channel, options) {
      return this._client.queries.ask(howMany(channel), options).then(({ user_in_pipe }) => user_in_pipe);
    }
    trackedUsers(channel, options) {
      return this._client.queries.ask(whoListens(channel), options);
    }
    userData(userId, options) {
      return this._client.queries.ask(whatIsStored(userId), options).then(({ user_data }) => user_data);
    }
    get state() {
      return this._client.state.current;
    }
    connected(options) {
      return this._client.readiness.wait([], options);
    }
  }

  function checked(api, schema, handler) {
    const standard = standardOf(schema);
    if (!standard) throw badArgument("schema", schema, "it is a Standard Schema");
    checkCallback(handler);
    let before;
    const take = (message, result) => {
      if (result.issues) PromiseNames.report(api, misfit(message, result.issues));
      else handler({ ...message, data: result.value });
    };
    return (message) => {
      const result = resultOf(() => standard.validate(message.data));
      if (!before && !isThenable(result)) return take(message, result);
      const subscription = subscriptionOf(message);
      const wasEnded = subscription == null ? void 0 : subscription.isEnded;
      const takeLate = (late) => {
        if (wasEnded || !(subscription == null ? void 0 : subscription.isEnded)) callPage(take, message, late);
      };
      const settled = Promise.resolve(result).catch(failed);
      const mine = Promise.all([settled, before]).then(([late]) => takeLate(late));
      before = mine;
      void mine.finally(() => before === mine && (before = void 0));
    };
  }
  function standardOf(schema) {
    try {
      const standard = schema == null ? void 0 : schema["~standard"];
      return typeof (standard == null ? void 0 : standard.validate) === "function" ? standard : void 0;
    } catch (e) {
      return void 0;
    }
  }
  function isThenable(value) {
    return typeof Object(value).then === "function";
  }
  function resultOf(validate) {
    try {
      return validate();
    } catch (error) {
      return failed(error);
    }
  }
  function failed(error) {
    return { issues: [{ message: `the schema failed: ${String(error)}` }] };
  }
  function misfit({ channel, event }, issues) {
    var _a;
    const [first] = issues;
    const text = `Data of ${channel}.${event} does not fit: ${(_a = first == null ? void 0 : first.message) != null ? _a : "no reason given"}`;
    return new CometError("data", text, issues);
  }

  function onAbort(signal, callback) {
    if (!signal) return () => void 0;
    const abort = () => callback(wasAborted(signal));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    return () => signal.removeEventListener("abort", abort);
  }

  const MAX_WAITING = 1e3;
  class Stream {
    constructor() {
      this._state = { type: "open" };
      this._waiting = [];
      this._readers = [];
      this._ends = [];
    }
    /** @param ends called once the stream has ended, also if it has already. */
    begin(ends) {
      this._ends = ends;
      if (this._state.type !== "open") this._close();
    }
    /** Gives a value. If over 1,000 wait, the stream ends behind them with `dropped`. */
    push(value) {
      if (this._state.type !== "open") return;
      const reader = this._readers.shift();
      if (reader) return reader.resolve({ value, done: false });
      this._waiting.push(value);
      if (this._waiting.length <= MAX_WAITING) return;
      const text = `over ${MAX_WAITING} messages wait to be read`;
      this.end({ type: "failed", error: new CometError("dropped", text, MAX_WAITING) });
    }
    /** Gives a value in place of those that wait. */
    replace(value) {
      this._waiting = [];
      this.push(value);
    }
    /** @param isNow whether what waits is not read any more. */
    end(state = { type: "ended" }, isNow = false) {
      if (isNow) this._waiting = [];
      if (this._state.type !== "open") return;
      this._state = state;
      this._close();
      for (const reader of this._readers.splice(0)) this._settle(reader);
    }
    next() {
      return new Promise((resolve, reject) => {
        const reader = { resolve, reject };
        if (this._waiting.length) resolve({ value: this._waiting.shift(), done: false });
        else if (this._state.type === "open") this._readers.push(reader);
        else this._settle(reader);
      });
    }
    return() {
      this.end({ type: "ended" }, true);
      return Promise.resolve({ value: void 0, done: true });
    }
    [Symbol.asyncIterator]() {
      return this;
    }
    /** An error is told once; then it has ended. */
    _settle({ resolve, reject }) {
      const state = this._state;
      this._state = { type: "ended" };
      if (state.type === "failed") reject(state.error);
      else resolve({ value: void 0, done: true });
    }
    _close() {
      for (const end of this._ends) end();
    }
  }

  function messages(api, key, options) {
    const stream = new Stream();
    const subscription = api.subscribe(key, (message) => stream.push(message), options);
    void subscription.ended.then(() => stream.end());
    stream.begin([
      () => subscription.unsubscribe(),
      PromiseNames.onStop(api, () => stream.end()),
      onAbort(options == null ? void 0 : options.signal, (error) => stream.end({ type: "failed", error }, true))
    ]);
    return stream;
  }

  const GRACE_MS = 3e3;
  function presence(api, channel, options = {}) {
    return new LivePresence(api, channel, options);
  }
  class LivePresence {
    constructor(_api, channel, options) {
      this._api = _api;
      this.channel = channel;
      this._state = { type: "unknown", waiting: [] };
      this._here = /* @__PURE__ */ new Map();
      /** Those who seem to be gone. */
      this._leaving = /* @__PURE__ */ new Map();
      this._events = new Emitter(["change", "join", "leave"]);
      /** How many questions are open. */
      this._questions = 0;
      this._ending = new AbortController();
      this._users = [];
      const { graceMs = GRACE_MS, signal } = readMembers(options);
      if (typeof channel !== "string" || !/^track_./.test(channel))
        throw badArgument("channel", channel, "it must be track_*");
      this._graceMs = checkedNumber("graceMs", graceMs, MAX_TIMER_MS);
      checkedSignal(signal);
      const ended = { signal: this._ending.signal };
      const joined = _api.subscribe(channel, (message) => this._onEvent(message), ended);
      void joined.ended.then(() => this.end());
      const ends = [
        _api.on("connect", () => this._ask()),
        _api.on("disconnect", () => this._pause()),
        // A further node may know of others.
        _api.on("node", ({ isConnected }) => isConnected && _api.isConnected() && this._ask()),
        _api.on("gap", (gap) => gap.channel === channel && this._ask())
      ];
      this._ending.signal.addEventListener("abort", () => ends.forEach((end) => end()));
      signal == null ? void 0 : signal.addEventListener("abort", () => this.end(), ended);
      if (signal == null ? void 0 : signal.aborted) this.end();
      else this._ask();
    }
    get users() {
      return this._users;
    }
    get ready() {
      const state = this._state;
      if (state.type === "known") return Promise.resolve();
      if (state.type === "ended") return Promise.reject(state.error);
      return new Promise((resolve, reject) => {
        state.waiting.push((error) => error ? reject(error) : resolve());
        if (!this._questions) this._ask();
      });
    }
    on(event, listener) {
      return this._events.on(event, listener);
    }
    end() {
      const state = this._state;
      if (state.type === "ended") return;
      const error = new CometError("aborted", "The presence list was ended");
      this._state = { type: "ended", error };
      this._ending.abort();
      this._pause();
      if (state.type === "unknown") for (const settle of state.waiting) settle(error);
      this._events.end();
    }
    [Symbol.asyncIterator]() {
      const stream = new Stream();
      if (this._state.type === "known") stream.push(this._users);
      this.ready.catch((error) => stream.end({ type: "failed", error }));
      const onEnd = () => stream.end();
      stream.begin([
        this.on("change", (users) => stream.replace(users)),
        PromiseNames.onStop(this._api, onEnd),
        onAbort(this._ending.signal, onEnd)
      ]);
      return stream;
    }
    /** Asks who is there. What is told meanwhile is told before the answer. */
    _ask() {
      const { signal } = this._ending;
      this._questions++;
      this._api.trackedUsers(this.channel, { signal }).finally(() => this._questions--).then(
        (users) => this._take(users),
        (error) => this._fail(error)
      );
    }
    _onEvent({ event, data }) {
      const user = Object(data);
      if (this._state.type !== "known" || typeof user.uuid !== "string") return;
      if (event === "subscription") this._join(user);
      else if (event === "unsubscription") this._leave(keyOf(user));
    }
    _take(users) {
      const isFirst = this._state.type === "unknown";
      const listed = new Set(users.map(keyOf));
      if (isFirst) for (const user of users) this._here.set(keyOf(user), user);
      else for (const user of users) this._join(user);
      for (const key of [...this._here.keys()]) if (!listed.has(key)) this._leave(key);
      if (this._state.type !== "unknown") return;
      const { waiting } = this._state;
      this._state = { type: "known" };
      this._tellChange();
      for (const settle of waiting) settle();
    }
    _join(user) {
      const key = keyOf(user);
      clearTimeout(this._leaving.get(key));
      this._leaving.delete(key);
      if (this._here.has(key)) return;
      this._here.set(key, user);
      this._tellChange();
      this._events.emit("join", user);
    }
    _leave(key) {
      if (!this._here.has(key) || this._leaving.has(key)) return;
      const go = () => {
        this._leaving.delete(key);
        const user = this._here.get(key);
        this._here.delete(key);
        this._tellChange();
        this._events.emit("leave", user);
      };
      if (this._graceMs) this._leaving.set(key, setTimeout(go, this._graceMs));
      else go();
    }
    _tellChange() {
      this._users = [...this._here.values()];
      this._events.emit("change", this._users);
    }
    /** Nobody knows who comes back from now on: the next answer tells who is gone. */
    _pause() {
      for (const timer of this._leaving.values()) clearTimeout(timer);
      this._leaving.clear();
    }
    /** The list stays as it is until the next connection, which asks again. */
    _fail(error) {
      if (this._state.type !== "unknown") return;
      const { waiting } = this._state;
      this._state = { type: "unknown", waiting: [] };
      for (const settle of waiting) settle(error);
    }
  }
  function keyOf({ user_id, uuid }) {
    return `${user_id} ${uuid}`;
  }

  function attempt(action, otherwise, log = new Logger()) {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      log.error(error.message);
      return otherwise;
    }
  }

  const NAME = "CometServer 1 signals";
  class SiteBus {
    constructor(_onSignal) {
      this._onSignal = _onSignal;
      this._isUsed = false;
    }
    open() {
      if (this._isUsed || typeof addEventListener !== "function") return;
      this._isUsed = true;
      this._open();
      addEventListener("pagehide", () => this._close());
      addEventListener("pageshow", () => this._open());
    }
    /** Returns whether the signal was sent. */
    post(signal, param) {
      this.open();
      try {
        const message = { signal, param: JSON.stringify(param) };
        if (this._bus) this._bus.post(message);
        return Boolean(this._bus);
      } catch (e) {
        return false;
      }
    }
    _open() {
      this._bus = this._bus || openBus(NAME, (data) => this._read(data));
    }
    _close() {
      if (this._bus) this._bus.close();
      this._bus = void 0;
    }
    _read(data) {
      const { signal, param } = Object(data);
      if (typeof signal !== "string") return;
      try {
        this._onSignal(signal, param && JSON.parse(param));
      } catch (e) {
      }
    }
  }

  const PREFIX = "tabSignal_";
  function createTabStates(tab) {
    const states = {
      setState(name, value, minTime = 0) {
        const stored = read(name);
        const isKept = stored && stored.tabUUID !== tab() && isYounger(stored, minTime);
        if (isKept) return false;
        const state = { time: Date.now(), value, tabUUID: tab() };
        try {
          return writeStorage(PREFIX + name, JSON.stringify(state));
        } catch (e) {
          return false;
        }
      },
      getState(name, maxTime) {
        const stored = read(name);
        return stored && (!maxTime || isYounger(stored, maxTime)) ? stored.value : void 0;
      },
      intervalUpdateState(name, value, minTime) {
        return attempt(() => {
          const interval = checkedNumber("minTime", minTime, MAX_TIMER_MS) / 3;
          const update = () => states.setState(name, value, minTime);
          return update() ? Number(setInterval(update, interval)) : void 0;
        }, void 0);
      }
    };
    return states;
  }
  function read(name) {
    try {
      return JSON.parse(readStorage(PREFIX + name) || "");
    } catch (e) {
      return void 0;
    }
  }
  function isYounger({ time }, age) {
    return typeof time === "number" && Math.abs(Date.now() - time) < Number(textOf$1(age));
  }

  function createTabSignal(tab) {
    const slots = new Slots();
    const others = new SiteBus((signal, param) => emit(signal, param, true));
    let count = 0;
    const emit = (signal, param, isForeign = false) => {
      if (tabSignal.debug) writeLine(`signal ${textOf$1(signal)}`);
      const callbacks = slots.of(signal);
      for (const [slot, callback] of [...callbacks])
        if (callbacks.get(slot) === callback) callPage(callback, param, signal, isForeign);
    };
    const emitAll = (signal, param) => {
      const isSent = others.post(signal, param);
      emit(signal, param);
      return isSent;
    };
    const members = {
      connect(first, second, third) {
        const slot = third ? first : `sig${count++}`;
        const [signal, callback] = third ? [second, third] : [first, second];
        others.open();
        attempt(() => slots.set(slot, signal, callback), void 0);
        return slot;
      },
      disconnect: (slot, signal) => slots.delete(slot, signal),
      emit,
      emitAll,
      send_emit: emitAll,
      getTabUUID: tab,
      debug: false,
      ...createTabStates(tab)
    };
    const tabSignal = Object.assign(() => tabSignal, members);
    return tabSignal;
  }
  class Slots {
    constructor() {
      this._signals = /* @__PURE__ */ new Map();
    }
    of(signal) {
      var _a;
      return (_a = this._signals.get(signal)) != null ? _a : /* @__PURE__ */ new Map();
    }
    /** @throws CometError if `callback` is not a function. */
    set(slot, signal, callback) {
      var _a;
      checkCallback(callback);
      const slots = (_a = this._signals.get(signal)) != null ? _a : /* @__PURE__ */ new Map();
      this._signals.set(signal, slots.set(slot, callback));
    }
    delete(slot, signal) {
      var _a;
      const slots = this._signals.get(signal);
      const wasSet = (_a = slots == null ? void 0 : slots.delete(slot)) != null ? _a : false;
      if (slots && !slots.size) this._signals.delete(signal);
      return wasSet;
    }
  }

  class CometApi extends PromiseNames {
    constructor() {
      super(...arguments);
      this.version = VERSION;
    }
    start(options, onConnected) {
      this._client.connect(options);
      if (onConnected) this._done(() => this._client.readiness.call(onConnected));
      return true;
    }
    restart(options) {
      this._client.restart(options);
    }
    stop() {
      this._client.stop();
    }
    on(event, callback) {
      return this._client.events.on(event, callback);
    }
    subscription(key, callback, options) {
      const { subscriptions } = this._client;
      return this._attempt(
        () => typeof key === "function" ? subscriptions.add("", key) : subscriptions.add(key, callback, options),
        false
      );
    }
    oncePerBrowser(key, callback) {
      return this._attempt(() => {
        checkCallback(callback);
        return this._client.subscriptions.add(key, callback, {}, true);
      }, false);
    }
    unsubscription(id) {
      if (!id) this._client.log.warn("unsubscription needs an id");
      return this._client.subscriptions.remove(id);
    }
    unsubscriptionAll() {
      this._client.subscriptions.clear();
      return true;
    }
    web_pipe_send(...args) {
      return this._publish(args[args.length < 3 ? 1 : 2], () => this._client.publisher.send(args));
    }
    multi_web_pipe_send(channel, event, message, count = 3, interval = 1e3) {
      return this._publish(
        message,
        () => this._client.publisher.sendRepeatedly(channel, event, message, count, interval)
      );
    }
    get_pipe_log(channel, callback, onEnd) {
      return this._done(() => {
        if (onEnd) checkCallback(onEnd);
        const copies = new RecentIds();
        const onLog = (message) => this._client.subscriptions.dispatch(message, () => void 0, copies);
        if (callback) this._client.subscriptions.addOnce(channel, callback);
        this._client.queries.log(channel, onLog, onEnd);
      });
    }
    count_users_in_pipe(channel, callback) {
      return this._done(() => this._client.queries.tell(howMany(channel), callback));
    }
    getTrackPipeUsers(channel, callback) {
      return this._done(() => this._client.queries.tell(whoListens(channel), callback));
    }
    getUserData(userId, callback) {
      return this._done(() => this._client.queries.tell(whatIsStored(userId), callback));
    }
    onAuthSuccess(callback) {
      this._done(() => this._client.auth.on(true, callback));
    }
    onAuthFail(callback) {
      this._done(() => this._client.auth.on(false, callback));
    }
    get onAuthFalill() {
      return this.onAuthFail;
    }
    isAuthorized() {
      return this._client.auth.status;
    }
    isMaster() {
      return this._client.link.isMaster;
    }
    inspect() {
      return this._client.link.tabs;
    }
    isConnected() {
      return this._client.link.isConnected;
    }
    get options() {
      return this._client.settings.options;
    }
    getUserId() {
      return this._client.settings.userId;
    }
    getUserKey() {
      return this._client.settings.userKey;
    }
    getDevId() {
      return this._client.settings.devId;
    }
    getUUID() {
      return this._client.settings.uuid;
    }
    getTabUUID() {
      return this._client.tab;
    }
    get LogLevel() {
      return this._client.log.level;
    }
    set LogLevel(level) {
      this._client.log.level = level;
    }
    _publish(message, action) {
      return this._attempt(action, message === void 0 ? false : void 0);
    }
    _done(action) {
      return this._attempt(() => (action(), true), false);
    }
    _attempt(action, otherwise) {
      return attempt(action, otherwise, this._client.log);
    }
  }

  const Base64 = {
    /** Line ends become `\n`. */
    encode(text) {
      const bytes = new TextEncoder().encode(textOf$1(text).replace(/\r\n/g, "\n"));
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    /** Ignores characters that are not Base64. */
    decode(text) {
      const digits = textOf$1(text).replace(/[^A-Za-z0-9+/]/g, "");
      const bytes = atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
      return bytes.replace(/[\xc0-\xdf].?|[\xe0-\xef].?.?|[\xf0-\xf7].?.?.?/gs, characterOf);
    }
  };
  function characterOf(bytes) {
    let code = bytes.charCodeAt(0) & 255 >> bytes.length + 1;
    for (let i = 1; i < bytes.length; i++) code = code << 6 | bytes.charCodeAt(i) & 63;
    return code > 1114111 ? "\uFFFD" : String.fromCodePoint(code);
  }

  function readCookie(name) {
    for (const cookie of allCookies().split(/;\s*/)) {
      const [key, ...value] = cookie.split("=");
      if (key === name) return decoded(value.join("="));
    }
    return "";
  }
  function allCookies() {
    try {
      return document.cookie;
    } catch (e) {
      return "";
    }
  }
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (e) {
      return text;
    }
  }

  const MAX_RANDOM = 65536;
  class LegacyApi extends CometApi {
    /** @param options as for `start`. */
    constructor(options, defaults) {
      super(defaults);
      this._client.merge(options);
      for (const { prototype } of [CometApi, LegacyApi])
        for (const name of Object.getOwnPropertyNames(prototype)) {
          const member = Reflect.get(this, name);
          if (typeof member === "function" && name !== "constructor")
            Reflect.set(this, name, member.bind(this));
        }
    }
    /** Lets the prototype's members work, which some old pages use: they act on `api`. */
    static lend(api) {
      LegacyApi.prototype._client = api._client;
    }
    start(options, onConnected) {
      const members = membersOf(options);
      if (!members) return super.start(options, onConnected);
      const given = {};
      const all = { ...this.options };
      for (const [name, value] of members) {
        Reflect.set(given, name, value);
        if (value !== void 0) Reflect.set(all, name, value);
      }
      const { CookieKyeName: key, CookieIdName: id } = all;
      if (!all.user_key) given.user_key = readCookie(key || "CometUserKey") || given.user_key;
      if (!all.user_id) given.user_id = readCookie(id || "CometUserid") || given.user_id;
      return super.start(given, onConnected);
    }
    get Subscription() {
      return this.subscription;
    }
    get Base64() {
      return Base64;
    }
    stripslashes(text) {
      return textOf$1(text).replace(/\\([^]?)/g, (_, escaped) => escaped === "0" ? "\0" : escaped);
    }
    getRealUserKey() {
      return this._client.realUserKey;
    }
    setRealUserKey(key) {
      this._client.realUserKey = key;
    }
    getCustomString(length = 10) {
      return attempt(() => randomId(checkedNumber("length", length, MAX_RANDOM)), "");
    }
    getUrl(node) {
      return this._client.settings.url(node === void 0 ? node : textOf$1(node));
    }
    UseWebSocket(use = true) {
      if (!use) this._client.log.warn("long polling is gone");
      return true;
    }
    UseWss(use) {
      if (use !== void 0) this.options.wss = use;
      return this.isUseWss();
    }
    isUseWss() {
      return this._client.settings.isSecure();
    }
    getLogLevel() {
      return this.LogLevel;
    }
    setLogLevel(level) {
      this.LogLevel = level;
    }
    sendStatistics(name, version, data) {
      return this._done(() => {
        const command = statisticsCommand({ dev_id: this.getDevId(), name, version, data });
        this._client.link.send({ command, onDone: () => void 0 });
      });
    }
  }

  class ScriptApi extends LegacyApi {
    constructor(options) {
      super(options, SCRIPT_DEFAULTS);
    }
    get _typed() {
      return this;
    }
    // Functions of the npm entry, which bundles that do not use them leave out.
    messages(key, options) {
      return messages(this._typed, key, options);
    }
    presence(channel, options) {
      return presence(this._typed, channel, options);
    }
    checked(schema, handler) {
      return checked(this._typed, schema, handler);
    }
  }
  const page = window;
  const present = Object(page.cometApi);
  if ("web_pipe_send" in present) {
    if (!("inspect" in present))
      new Logger().warn(
        "another CometServerApi.js was loaded before this file, and stays: remove its script tag"
      );
  } else {
    const cometApi = new ScriptApi();
    LegacyApi.lend(cometApi);
    page.cometApi = cometApi;
    page.CometServer = function() {
      return cometApi;
    };
    page.cometServerApi = ScriptApi;
    page["_cometServerApi"] = ScriptApi;
    if (!("connect" in Object(page.tabSignal)))
      page.tabSignal = createTabSignal(() => cometApi.getTabUUID());
    page.comet_server_signal = page.tabSignal;
  }

})();
//# sourceMappingURL=CometServerApi.js.map
