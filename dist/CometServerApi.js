/*! comet-server-api 4.10.0, MIT: LICENSES.txt */
(function () {
  'use strict';

  const DEMO_NODE = "app.comet-server.ru";
  const SCRIPT_DEFAULTS = { node: DEMO_NODE, queueDelay: 1200 };

  function callPage(callback, ...args) {
    try {
      callback(...args);
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }
  function nextTask(callback) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      callback();
    };
    port2.postMessage(0);
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
    constructor() {
      this._level = 0;
    }
    /** Kept in localStorage, so that it can be turned on for a page one cannot change. */
    get level() {
      return this._level = this._level || Number(readStorage(STORAGE_KEY$2)) || 0;
    }
    set level(level) {
      this._level = Number(level) || 0;
      writeStorage(STORAGE_KEY$2, String(this._level));
    }
    error(text) {
      console.error("CometServer: " + text);
    }
    warn(text) {
      console.warn("CometServer: " + text);
    }
    debug(text) {
      if (this.level > 0) writeLine(text);
    }
  }
  function writeLine(text) {
    console.log("CometServer: " + text);
  }

  class BroadcastBus {
    /** @throws where there is no BroadcastChannel. */
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

  function randomId(length) {
    let id = "";
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += (byte % 32).toString(32);
    return id;
  }

  const neighbours = /* @__PURE__ */ new Set();
  let documentId = "";
  const KEPT_MS = 500;
  class StorageBus {
    /** @throws where there is no storage that can be written. */
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
    /** Returns whether that was possible. */
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
        const update = () => states.setState(name, value, minTime);
        return update() ? Number(setInterval(update, minTime / 3)) : void 0;
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
    return time + age > Date.now();
  }

  function createTabSignal(tab) {
    const slotsOf = createSlots();
    const others = new SiteBus((signal, param) => emit(signal, param, true));
    let count = 0;
    const emit = (signal, param, isForeign = false) => {
      if (tabSignal.debug) writeLine(`signal ${signal}`);
      const callbacks = slotsOf(signal);
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
        slotsOf(signal).set(slot, callback);
        return slot;
      },
      disconnect: (slot, signal) => slotsOf(signal).delete(slot),
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
  function createSlots() {
    const signals = /* @__PURE__ */ new Map();
    return (signal) => {
      const slots = signals.get(signal) || /* @__PURE__ */ new Map();
      signals.set(signal, slots);
      return slots;
    };
  }

  class AuthState {
    constructor(_events) {
      this._events = _events;
    }
    /**
     * Calls `callback` whenever the status becomes `status`; never for one that stays the same. Where
     * it is that already, `callback` is called soon: a page may well ask after the connection stands.
     * @throws CometError for what is no function.
     */
    on(status, callback) {
      this._events.on(eventOf(status), callback);
      if (this.status === status)
        nextTask(() => {
          if (this.status === status) callPage(callback);
        });
    }
    /** The server's answer. */
    update(status) {
      if (status === this.status) return;
      this.status = status;
      this._events.emit(eventOf(status));
    }
    /** Another visitor. */
    reset() {
      this.status = void 0;
    }
  }
  function eventOf(status) {
    return status ? "authorized" : "denied";
  }

  function getDefaultExportFromCjs (x) {
  	return x && x.__esModule && Object.prototype.hasOwnProperty.call(x, 'default') ? x['default'] : x;
  }

  var eventemitter3 = {exports: {}};

  var hasRequiredEventemitter3;

  function requireEventemitter3 () {
  	if (hasRequiredEventemitter3) return eventemitter3.exports;
  	hasRequiredEventemitter3 = 1;
  	(function (module) {

  		var has = Object.prototype.hasOwnProperty
  		  , prefix = '~';

  		/**
  		 * Constructor to create a storage for our `EE` objects.
  		 * An `Events` instance is a plain object whose properties are event names.
  		 *
  		 * @constructor
  		 * @private
  		 */
  		function Events() {}

  		//
  		// We try to not inherit from `Object.prototype`. In some engines creating an
  		// instance in this way is faster than calling `Object.create(null)` directly.
  		// If `Object.create(null)` is not supported we prefix the event names with a
  		// character to make sure that the built-in object properties are not
  		// overridden or used as an attack vector.
  		//
  		if (Object.create) {
  		  Events.prototype = Object.create(null);

  		  //
  		  // This hack is needed because the `__proto__` property is still inherited in
  		  // some old browsers like Android 4, iPhone 5.1, Opera 11 and Safari 5.
  		  //
  		  if (!new Events().__proto__) prefix = false;
  		}

  		/**
  		 * Representation of a single event listener.
  		 *
  		 * @param {Function} fn The listener function.
  		 * @param {*} context The context to invoke the listener with.
  		 * @param {Boolean} [once=false] Specify if the listener is a one-time listener.
  		 * @constructor
  		 * @private
  		 */
  		function EE(fn, context, once) {
  		  this.fn = fn;
  		  this.context = context;
  		  this.once = once || false;
  		}

  		/**
  		 * Add a listener for a given event.
  		 *
  		 * @param {EventEmitter} emitter Reference to the `EventEmitter` instance.
  		 * @param {(String|Symbol)} event The event name.
  		 * @param {Function} fn The listener function.
  		 * @param {*} context The context to invoke the listener with.
  		 * @param {Boolean} once Specify if the listener is a one-time listener.
  		 * @returns {EventEmitter}
  		 * @private
  		 */
  		function addListener(emitter, event, fn, context, once) {
  		  if (typeof fn !== 'function') {
  		    throw new TypeError('The listener must be a function');
  		  }

  		  var listener = new EE(fn, context || emitter, once)
  		    , evt = prefix ? prefix + event : event;

  		  if (!emitter._events[evt]) emitter._events[evt] = listener, emitter._eventsCount++;
  		  else if (!emitter._events[evt].fn) emitter._events[evt].push(listener);
  		  else emitter._events[evt] = [emitter._events[evt], listener];

  		  return emitter;
  		}

  		/**
  		 * Clear event by name.
  		 *
  		 * @param {EventEmitter} emitter Reference to the `EventEmitter` instance.
  		 * @param {(String|Symbol)} evt The Event name.
  		 * @private
  		 */
  		function clearEvent(emitter, evt) {
  		  if (--emitter._eventsCount === 0) emitter._events = new Events();
  		  else delete emitter._events[evt];
  		}

  		/**
  		 * Minimal `EventEmitter` interface that is molded against the Node.js
  		 * `EventEmitter` interface.
  		 *
  		 * @constructor
  		 * @public
  		 */
  		function EventEmitter() {
  		  this._events = new Events();
  		  this._eventsCount = 0;
  		}

  		/**
  		 * Return an array listing the events for which the emitter has registered
  		 * listeners.
  		 *
  		 * @returns {Array}
  		 * @public
  		 */
  		EventEmitter.prototype.eventNames = function eventNames() {
  		  var names = []
  		    , events
  		    , name;

  		  if (this._eventsCount === 0) return names;

  		  for (name in (events = this._events)) {
  		    if (has.call(events, name)) names.push(prefix ? name.slice(1) : name);
  		  }

  		  if (Object.getOwnPropertySymbols) {
  		    return names.concat(Object.getOwnPropertySymbols(events));
  		  }

  		  return names;
  		};

  		/**
  		 * Return the listeners registered for a given event.
  		 *
  		 * @param {(String|Symbol)} event The event name.
  		 * @returns {Array} The registered listeners.
  		 * @public
  		 */
  		EventEmitter.prototype.listeners = function listeners(event) {
  		  var evt = prefix ? prefix + event : event
  		    , handlers = this._events[evt];

  		  if (!handlers) return [];
  		  if (handlers.fn) return [handlers.fn];

  		  for (var i = 0, l = handlers.length, ee = new Array(l); i < l; i++) {
  		    ee[i] = handlers[i].fn;
  		  }

  		  return ee;
  		};

  		/**
  		 * Return the number of listeners listening to a given event.
  		 *
  		 * @param {(String|Symbol)} event The event name.
  		 * @returns {Number} The number of listeners.
  		 * @public
  		 */
  		EventEmitter.prototype.listenerCount = function listenerCount(event) {
  		  var evt = prefix ? prefix + event : event
  		    , listeners = this._events[evt];

  		  if (!listeners) return 0;
  		  if (listeners.fn) return 1;
  		  return listeners.length;
  		};

  		/**
  		 * Calls each of the listeners registered for a given event.
  		 *
  		 * @param {(String|Symbol)} event The event name.
  		 * @returns {Boolean} `true` if the event had listeners, else `false`.
  		 * @public
  		 */
  		EventEmitter.prototype.emit = function emit(event, a1, a2, a3, a4, a5) {
  		  var evt = prefix ? prefix + event : event;

  		  if (!this._events[evt]) return false;

  		  var listeners = this._events[evt]
  		    , len = arguments.length
  		    , args
  		    , i;

  		  if (listeners.fn) {
  		    if (listeners.once) this.removeListener(event, listeners.fn, undefined, true);

  		    switch (len) {
  		      case 1: return listeners.fn.call(listeners.context), true;
  		      case 2: return listeners.fn.call(listeners.context, a1), true;
  		      case 3: return listeners.fn.call(listeners.context, a1, a2), true;
  		      case 4: return listeners.fn.call(listeners.context, a1, a2, a3), true;
  		      case 5: return listeners.fn.call(listeners.context, a1, a2, a3, a4), true;
  		      case 6: return listeners.fn.call(listeners.context, a1, a2, a3, a4, a5), true;
  		    }

  		    for (i = 1, args = new Array(len -1); i < len; i++) {
  		      args[i - 1] = arguments[i];
  		    }

  		    listeners.fn.apply(listeners.context, args);
  		  } else {
  		    var length = listeners.length
  		      , j;

  		    for (i = 0; i < length; i++) {
  		      if (listeners[i].once) this.removeListener(event, listeners[i].fn, undefined, true);

  		      switch (len) {
  		        case 1: listeners[i].fn.call(listeners[i].context); break;
  		        case 2: listeners[i].fn.call(listeners[i].context, a1); break;
  		        case 3: listeners[i].fn.call(listeners[i].context, a1, a2); break;
  		        case 4: listeners[i].fn.call(listeners[i].context, a1, a2, a3); break;
  		        default:
  		          if (!args) for (j = 1, args = new Array(len -1); j < len; j++) {
  		            args[j - 1] = arguments[j];
  		          }

  		          listeners[i].fn.apply(listeners[i].context, args);
  		      }
  		    }
  		  }

  		  return true;
  		};

  		/**
  		 * Add a listener for a given event.
  		 *
  		 * @param {(String|Symbol)} event The event name.
  		 * @param {Function} fn The listener function.
  		 * @param {*} [context=this] The context to invoke the listener with.
  		 * @returns {EventEmitter} `this`.
  		 * @public
  		 */
  		EventEmitter.prototype.on = function on(event, fn, context) {
  		  return addListener(this, event, fn, context, false);
  		};

  		/**
  		 * Add a one-time listener for a given event.
  		 *
  		 * @param {(String|Symbol)} event The event name.
  		 * @param {Function} fn The listener function.
  		 * @param {*} [context=this] The context to invoke the listener with.
  		 * @returns {EventEmitter} `this`.
  		 * @public
  		 */
  		EventEmitter.prototype.once = function once(event, fn, context) {
  		  return addListener(this, event, fn, context, true);
  		};

  		/**
  		 * Remove the listeners of a given event.
  		 *
  		 * @param {(String|Symbol)} event The event name.
  		 * @param {Function} fn Only remove the listeners that match this function.
  		 * @param {*} context Only remove the listeners that have this context.
  		 * @param {Boolean} once Only remove one-time listeners.
  		 * @returns {EventEmitter} `this`.
  		 * @public
  		 */
  		EventEmitter.prototype.removeListener = function removeListener(event, fn, context, once) {
  		  var evt = prefix ? prefix + event : event;

  		  if (!this._events[evt]) return this;
  		  if (!fn) {
  		    clearEvent(this, evt);
  		    return this;
  		  }

  		  var listeners = this._events[evt];

  		  if (listeners.fn) {
  		    if (
  		      listeners.fn === fn &&
  		      (!once || listeners.once) &&
  		      (!context || listeners.context === context)
  		    ) {
  		      clearEvent(this, evt);
  		    }
  		  } else {
  		    for (var i = 0, events = [], length = listeners.length; i < length; i++) {
  		      if (
  		        listeners[i].fn !== fn ||
  		        (once && !listeners[i].once) ||
  		        (context && listeners[i].context !== context)
  		      ) {
  		        events.push(listeners[i]);
  		      }
  		    }

  		    //
  		    // Reset the array, or remove it completely if we have no more listeners.
  		    //
  		    if (events.length) this._events[evt] = events.length === 1 ? events[0] : events;
  		    else clearEvent(this, evt);
  		  }

  		  return this;
  		};

  		/**
  		 * Remove all listeners, or those of the specified event.
  		 *
  		 * @param {(String|Symbol)} [event] The event name.
  		 * @returns {EventEmitter} `this`.
  		 * @public
  		 */
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

  		//
  		// Alias methods names because people roll like that.
  		//
  		EventEmitter.prototype.off = EventEmitter.prototype.removeListener;
  		EventEmitter.prototype.addListener = EventEmitter.prototype.on;

  		//
  		// Expose the prefix.
  		//
  		EventEmitter.prefixed = prefix;

  		//
  		// Allow `EventEmitter` to be imported as module namespace.
  		//
  		EventEmitter.EventEmitter = EventEmitter;

  		//
  		// Expose the module.
  		//
  		{
  		  module.exports = EventEmitter;
  		} 
  	} (eventemitter3));
  	return eventemitter3.exports;
  }

  var eventemitter3Exports = requireEventemitter3();
  var EventEmitter = /*@__PURE__*/getDefaultExportFromCjs(eventemitter3Exports);

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

  class Events {
    constructor() {
      this._emitter = new EventEmitter();
    }
    /** Returns the function that ends it. @throws CometError for what is no function. */
    on(event, callback) {
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
  function onLeave(onHide2, onShow) {
    const ends = [
      listen(["pagehide", "freeze"], onHide2),
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

  const MAX_CHANNELS = 32;
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

  const VERSION = "4.10.0";

  const DEMO_DEV_ID = 15;
  const UUID_STORAGE_KEY = "comet_server_uuid";
  const ATTEMPTS_BEFORE_WSS = 3;
  const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
  const MAX_SHOWN_ID = 20;
  const NODE = /^[^\s?#&]+$/;
  const NODE_RULE = "it is host, host:port or host/path";
  const NODE_NAMES = ["node", "nodes", "nodeArray"];
  const NO_ADDRESS = "ws://";
  const MILLISECONDS = /^\d{1,9}$/;
  const UUID = /^[\w-]{32}$/;
  const RULES = {
    node: [NODE, NODE_RULE],
    dev_id: [USER_ID, USER_ID_RULE],
    user_id: [USER_ID, USER_ID_RULE],
    user_key: [USER_KEY, "it has 1 to 600 characters that a URL takes as they are"],
    queue_delay: [MILLISECONDS, "it is a number of milliseconds, 0 or false for none"],
    uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"]
  };
  const NOBODY$1 = { userId: "", userKey: "" };
  class Settings {
    constructor(_defaults = {}) {
      this._defaults = _defaults;
      /**
       * As given by the page: later calls are merged into earlier ones. A name that was given without a
       * value is there, too.
       */
      this.options = {};
      this._uuid = "";
      this._failures = 0;
      this._hasConnected = false;
      this._triesTls = false;
    }
    /** Merges options of the page. Returns what is wrong with them. */
    merge(options) {
      const { node } = this;
      const given = options || {};
      if (given.user_key !== void 0) this._adopted = void 0;
      const errors = this._write(given);
      if (this.node !== node) {
        this._failures = 0;
        this._hasConnected = this._triesTls = false;
      }
      return errors;
    }
    /** Takes over what another tab of this visitor was given. */
    adopt({ user_key, wss }) {
      if (wss !== void 0) this.options.wss = wss;
      if (user_key === void 0 || this.hidesVisitor) return;
      this._adopted = { key: user_key, identity: this.identity };
    }
    /** What the other tabs of this visitor may take over. */
    get forTabs() {
      const user_key = this.hidesVisitor ? void 0 : this._key;
      return { user_key, wss: this.options.wss };
    }
    _write(options) {
      const errors = [];
      for (const [name, value] of Object.entries(options)) {
        if (value === void 0 && name in this.options) continue;
        this.options[name] = value;
        const text = name === "node" ? hostOf(value) : value;
        const [pattern, rule] = RULES[name] || [];
        const isKey = name === "user_key" || name === "user_id" && String(value).length > MAX_SHOWN_ID;
        if (text && pattern && !fit(text, pattern))
          errors.push(badArgument(name, isKey ? "\u2026" : value, rule));
      }
      return errors;
    }
    /** The server to connect to; `""` for none. */
    get node() {
      return this._namedNode || this._defaults.node || "";
    }
    /** What is wrong with a page that names no node and needs one. */
    noNode() {
      const given = NODE_NAMES.map((name) => this.options[name]);
      const value = given.find((node) => node !== void 0);
      return badArgument("node", value, NODE_RULE);
    }
    /**
     * Whether the server must not learn who the visitor is: the page named a node that turned out to
     * be empty (an unset variable, say), so the default server is not the one that the page meant to
     * trust with a key.
     */
    get hidesVisitor() {
      return !this._namedNode && NODE_NAMES.some((name) => name in this.options);
    }
    /** Who the server is told that the visitor is. */
    get visitor() {
      return this.hidesVisitor ? NOBODY$1 : this;
    }
    /** What a developer has to know of the defaults that are used; `""` for nothing. */
    get notice() {
      const { node, userId, userKey } = this;
      const isKeyHeld = this.hidesVisitor && (userId || userKey);
      if (node && !this._namedNode)
        return `no node was given: connecting to the public demo server ${node}` + (isKeyHeld ? " as an anonymous visitor; user_id and user_key are not sent there" : "");
      return this.isDemo ? "no dev_id: using the demo account" : "";
    }
    get _namedNode() {
      return hostOf(NODE_NAMES.flatMap((name) => this.options[name]));
    }
    get devId() {
      return this.isDemo ? DEMO_DEV_ID : Number(fit(this.options.dev_id, USER_ID));
    }
    /** Whether the account of the public demo server is used, since none was given (0 is none). */
    get isDemo() {
      return this.node === DEMO_NODE && !this.options.dev_id;
    }
    /** As given, whether the server is told or not; `""` for an anonymous visitor. */
    get userId() {
      return fit(this.options.user_id, USER_ID);
    }
    /** The same. It may be newer than the page's own. */
    get userKey() {
      return fit(this._key, USER_KEY);
    }
    get _key() {
      const adopted = this._adopted;
      return adopted && adopted.identity === this.identity ? adopted.key : this.options.user_key;
    }
    /** Identifies this browser to others; kept where there is storage. */
    get uuid() {
      return fit(this.options.uuid, UUID) || (this._uuid = this._uuid || storedUuid());
    }
    /** See `CometOptions.queue_delay`; 0 for no wait. */
    get queueDelay() {
      const { queue_delay: given } = this.options;
      const isGiven = given === 0 || given === false || fit(given, MILLISECONDS);
      return Number(isGiven ? given : this._defaults.queueDelay) || 0;
    }
    /** Whether the next attempt uses TLS. */
    get secure() {
      const { wss } = this.options;
      return this._triesTls || (typeof wss === "boolean" ? wss : isSecurePage());
    }
    /** The address of a connection. It holds the key: never write it anywhere. */
    url(node = this.node) {
      if (!node) return NO_ADDRESS;
      const { secure, devId, uuid, visitor } = this;
      const { userId, userKey } = visitor;
      return connectionUrl(node, { secure, devId, userId, userKey, uuid }, VERSION.slice(0, 4));
    }
    /** Who connects to what: a change of it means another visitor, not another connection. */
    get identity() {
      return [this.node, this.devId, this.visitor.userId].join(" ");
    }
    /** The server was reached: what worked stays. */
    connected() {
      this._hasConnected = true;
    }
    /**
     * An attempt failed, or a connection ended. Proxies and policies may forbid plain ws: until it
     * worked once, every three failures change between it and TLS. Never away from TLS that was asked
     * for.
     */
    disconnected() {
      if (!this._hasConnected && ++this._failures % ATTEMPTS_BEFORE_WSS === 0)
        this._triesTls = !this._triesTls;
    }
  }
  function hostOf(value) {
    const hosts = new Array().concat(value).map(
      (node) => String(node || "").trim().replace(/^(\w+:)?\/\/|\/+$/g, "").replace(/^\/.*/, "")
    );
    return hosts.find(Boolean) || "";
  }
  function fit(value, pattern) {
    return value && pattern.test(String(value)) ? String(value) : "";
  }
  function storedUuid() {
    const uuid = fit(readStorage(UUID_STORAGE_KEY), UUID) || randomId(32);
    writeStorage(UUID_STORAGE_KEY, uuid);
    return uuid;
  }

  const LETTERS = "0bnrtZ";
  const MEANINGS = "\0\b\n\r	";
  function unescapeMysql(text) {
    return text.replace(
      /\\([^%_])/g,
      (_, escaped) => escaped.replace(/[0bnrtZ]/, (letter) => MEANINGS.charAt(LETTERS.indexOf(letter)))
    );
  }
  function decodeData(data) {
    const asIs = typeof data === "string" && /^[[{]?\\/.test(data) ? void 0 : parse(data);
    if (typeof data !== "string") return asIs && asIs.value;
    const text = unescapeMysql(data);
    const json = asIs || parse(text);
    const twice = json || /^[[{\\].*\\"/s.test(text) && parse(unescapeMysql(text));
    return twice ? twice.value : text;
  }
  function parseObject(text) {
    const { value } = Object(parse(text));
    return value && typeof value === "object" && !Array.isArray(value) ? value : void 0;
  }
  function parse(text) {
    try {
      return { value: JSON.parse(typeof text === "string" ? text : JSON.stringify(text)) };
    } catch (e) {
      return void 0;
    }
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
        authorized: words(authorized) === "true",
        userKey: words(data),
        legacy: typeof authorized === "string",
        time: secondsOf(fields),
        text
      };
    if (number(error) > 400) return { kind: "fatal", code: number(error), reason: words(data) };
    const message = channelFields(fields, text, legacy);
    const { channel, marker } = message;
    if (channel === "sys" && message.event === "error") {
      const details = Object(typeof data === "string" ? parseObject(data) : data);
      const code = number(details.error_code);
      const reason = words(details.error).trim();
      return code > 400 ? { kind: "fatal", code, reason } : { ...message, kind: "refusal", reason };
    }
    const isAnswer = marker && /^_answer/.test(channel);
    const kind = /^_answer_to_/.test(channel) ? "report" : isAnswer ? "answer" : "channel";
    return { ...message, kind };
  }
  function channelFields(fields, text, legacy) {
    const { SendToUser, fromQueue, history } = fields;
    let { data, user_id: sender } = fields;
    const prefixed = legacy && /^A::(\d+);([^]*)/.exec(words(data));
    if (prefixed) [, sender, data] = prefixed;
    return {
      channel: SendToUser === void 0 && words(fields.pipe) || "msg",
      event: words(fields.event) || words(fields.event_name),
      data,
      userId: number(sender),
      history: Boolean(fromQueue || history),
      marker: words(fields.marker) || void 0,
      uuid: words(fields.uuid) || void 0,
      time: secondsOf(fields),
      text
    };
  }
  function isPresenceOf(message, uuid, userId) {
    if (message.kind !== "channel" || !message.channel.startsWith("track_")) return false;
    const who = Object(decodeData(message.data));
    return who.uuid === uuid && number(who.user_id) === userId;
  }
  function secondsOf({ message_send_time: value }) {
    const time = number(value);
    return Number.isFinite(time) ? time : 0;
  }
  function number(value) {
    return Number(words(value)) || 0;
  }
  function words(value) {
    return value == null || typeof value === "object" ? "" : String(value);
  }

  const CHANNEL_RULE = "it has 2 to 63 characters out of A-Z a-z 0-9 _ -";
  function channelName(name) {
    return checked("channel", name, /^[\w-]{2,63}$/, CHANNEL_RULE);
  }
  function reportChannel(channel) {
    return "_answer_to_" + channel.replace("@", "");
  }
  function parseKey(key) {
    if (key === "") return { channel: void 0, event: void 0 };
    const pattern = /^(#|_?answer_to_)?@?([\w-]{2,63})(?:\.([^]*))?$/;
    const text = checked("subscription key", key, pattern, CHANNEL_RULE);
    const [, isReport, channel, event] = pattern.exec(text);
    return {
      channel: isReport ? reportChannel(channel) : channel,
      event: event || void 0
    };
  }
  function isLocal(channel) {
    return /^(msg$|sys$|_answer)/.test(channel);
  }

  const FRAME_OVERHEAD_BYTES = 74;
  const PUBLISH_RULE = "it must be web_*, webauth_* or @web_*, " + CHANNEL_RULE;
  const EVENT_RULE = "it has 1 to 64 characters out of A-Z a-z 0-9 _ -";
  function publishCommand(channel, event, message, userId) {
    const name = checked("channel", channel, /^(?=@?.{1,63}$)(@?web|webauth)_[\w-]+$/, PUBLISH_RULE);
    const eventName = checked("event", event, /^[\w-]{1,64}$/, EVENT_RULE);
    const json = toJson(message);
    const command = newCommand("web_pipe2", name, name, eventName, "*", json);
    const names = eventName + name.replace("@", "") + (name[0] === "@" ? 0 : userId || 0);
    checkSize(`Message to ${name}`, FRAME_OVERHEAD_BYTES + names.length + deliveredLength(json));
    return command;
  }
  function checkSize(what, size) {
    if (size > MAX_FRAME_BYTES)
      throw new CometError("size", `${what} too large: ${size} of ${MAX_FRAME_BYTES} bytes`, size);
  }
  function logCommand(channel) {
    return query("pipe_log", channelName(channel));
  }
  function countCommand(channel) {
    const rule = "it must be web_* or track_*";
    return query("pipe_count", checked("channel", channelName(channel), /^(web|track)_./, rule));
  }
  function usersCommand(channel) {
    const rule = "it must be track_*";
    const name = checked("channel", channelName(channel), /^track_./, rule);
    return newCommand("track_pipe_users", name, name, "\0");
  }
  function query(kind, channel) {
    return newCommand(kind, channel, channel, "\0\n");
  }
  function newCommand(kind, channel, ...fields) {
    return { kind, channel, text: [kind, ...fields].join("\n") };
  }
  function dataCommand(userId) {
    const text = typeof userId === "number" ? String(userId) : userId;
    const id = checked("user id", text, USER_ID, USER_ID_RULE);
    return newCommand("user_data", "", "\0", id);
  }
  function statisticsCommand(data) {
    const command = newCommand("statistics", "", toJson(data));
    checkSize("Statistics", utf8Length(command.text));
    return command;
  }
  const FENCE = { ...query("pipe_count", "web_fence"), kind: "fence" };
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
  class Publisher {
    /**
     * @param _userId the sender, as receivers will see it.
     * @param _onDone told what became of each message, as `Request` says, but for
     * @param _onUnconfirmed those of which that is not known.
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
     * @throws CometError where it cannot be sent.
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
     * Sends the same message `count` times, `intervalMs` apart, with an id that lets receivers hear
     * it once. Returns as `send` does for the first. @throws CometError where it cannot be sent.
     */
    sendRepeatedly(channel, event, message, count, intervalMs) {
      if (typeof message !== "object" || message === null || Array.isArray(message))
        throw badArgument("message", message, "it must be an object");
      const copy = { ...message, [COPY_ID]: randomId(16) };
      const send = this._send(channel, event, message, copy);
      let left = count;
      const timer = setInterval(() => {
        if (--left < 2) this._end(timer);
        if (left > 0) send();
      }, intervalMs);
      this._timers.add(timer);
      return send();
    }
    /** Ends what is being repeated. */
    stop() {
      for (const timer of this._timers) this._end(timer);
    }
    /**
     * Checks and fixes a message once; the function sends it, each time it is called.
     * @param sent what is sent in the place of the message.
     */
    _send(channel, event, message, sent = message) {
      const command = publishCommand(channel, event || NO_EVENT, sent, this._userId());
      const onDone = (error) => {
        if (!error || error.code !== "unconfirmed") return this._onDone(error);
        const details = { channel: command.channel, event: String(event || NO_EVENT), message };
        this._onUnconfirmed({ ...details, reason: error.message });
      };
      return () => this._link.send({ command, onDone });
    }
    _end(timer) {
      clearInterval(timer);
      this._timers.delete(timer);
    }
  }

  function isQueued(message) {
    return message.kind === "channel" && message.history && message.channel === "msg";
  }
  function delivered(message, data) {
    const { userId, channel, event, history, marker, uuid } = message;
    return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
  }

  class Queries {
    /** @param _onError told of questions that were refused; their callbacks are then not called. */
    constructor(_link, _onError) {
      this._link = _link;
      this._onError = _onError;
    }
    /** Replays a channel's log. @throws CometError for a bad channel. */
    log(channel, onLog, onEnd) {
      this._link.send({
        command: logCommand(channel),
        onLog,
        onDone: (error) => {
          if (error) this._onError(error);
          else if (onEnd) callPage(onEnd);
        }
      });
    }
    /** @throws CometError for a bad channel or callback. */
    count(channel, callback) {
      this._ask(
        countCommand(channel),
        callback,
        (data) => Array.isArray(data) ? { user_in_pipe: number(data[1]) } : data
      );
    }
    /** @throws CometError for a bad channel or callback. */
    users(channel, callback) {
      this._ask(usersCommand(channel), callback, (data) => data);
    }
    /** @throws CometError for a bad user id or callback. */
    data(userId, callback) {
      this._ask(dataCommand(userId), callback, (data) => {
        const fields = Object(data);
        return { ...fields, user_data: unescapeMysql(words(fields.user_data)) };
      });
    }
    _ask(command, callback, read) {
      checkCallback(callback);
      this._link.send({
        command,
        onDone: (error, answer) => {
          if (error) this._onError(error);
          else if (answer && answer.kind === "answer")
            callPage(callback, delivered(answer, read(decodeData(answer.data))));
        }
      });
    }
  }

  function queueFrame({ data, event, userId, marker, uuid }) {
    const frame = { data, event, user_id: userId, marker, uuid, fromQueue: true };
    try {
      return JSON.stringify(frame);
    } catch (e) {
      return "";
    }
  }

  const STORAGE_KEY$1 = "comet_server_queue";
  const HANDOVER_MS = 6e4;
  function leaveForNextPage(identity, messages) {
    const entry = [identity, Date.now(), messages.map(queueFrame)];
    write([...takeEntries(), entry]);
  }
  function takeFromLastPage(identity) {
    const entries = takeEntries();
    const index = entries.findIndex(([owner]) => owner === identity);
    const [entry] = index < 0 ? [] : entries.splice(index, 1);
    write(entries);
    return entry ? entry[2].flatMap(messagesOf) : [];
  }
  function takeEntries() {
    const text = readTabStorage(STORAGE_KEY$1);
    writeTabStorage(STORAGE_KEY$1, null);
    try {
      const stored = JSON.parse(text || "[]");
      return Array.isArray(stored) ? stored.filter(isYoungEntry) : [];
    } catch (e) {
      return [];
    }
  }
  function write(entries) {
    if (entries.length) writeTabStorage(STORAGE_KEY$1, JSON.stringify(entries));
  }
  function isYoungEntry(value) {
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
      /** Node, account and visitor that the messages belong to (`Settings.identity`). */
      this._identity = "";
      this._delay = 0;
      /** Has no limit: the server deletes what it sends, so all of it is to be handed out. */
      this._held = [];
    }
    /**
     * Begins to wait, or goes on after `stop`. Another visitor does not get what waited for the one
     * before.
     * @param delay in milliseconds since the first `start`; 0 hands messages out at once.
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
    /** Whether the wait takes care of a message; else it is to be handed out now. */
    takes(message, turn) {
      if (!isQueued(message)) return false;
      if (this._state === "open") return false;
      this._held.push({ message, turn });
      return true;
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
      this._state = "waiting";
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
     * The server has deleted what waits here, while the originals, which connected later, left it to
     * the next page. So a page that is left hands it over. Other tabs have had each message, too.
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
    /** The page is back from the back/forward cache. A page in between may have left messages, too. */
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
    /** Whether `id` was not given among the last 1,000. */
    isNew(id) {
      if (this._ids.has(id)) return false;
      this._ids.add(id);
      if (this._ids.size > MAX_IDS) this._ids.delete(this._ids.values().next().value);
      return true;
    }
  }

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
      this._ids = new RecentIds();
      this._count = 0;
      this._early = [];
    }
    /**
     * Adds a listener for a key, or for several separated by line breaks; without a callback it only
     * joins the channels. Returns its id.
     * @param isDuty whether one tab of the browser alone calls it.
     * @throws CometError for a bad key, and for more channels than a connection can hear.
     */
    add(key, callback, isDuty = false) {
      if (callback !== void 0) checkCallback(callback);
      const lines = linesOf(key);
      const duty = isDuty ? lines.join("\n") : void 0;
      const subscription = { keys: lines.map(parseKey), callback, duty };
      const id = `s${++this._count}`;
      this._subscriptions.set(id, subscription);
      const channels = this._channels();
      if (channels.length > MAX_CHANNELS) {
        this._subscriptions.delete(id);
        throw badArgument("subscription key", key, `at most ${MAX_CHANNELS} channels at a time`);
      }
      this._tellChange();
      this._deliverEarly(id, subscription);
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
      const existed = this._subscriptions.delete(id);
      if (existed) this._tellChange();
      return existed;
    }
    /** Forgets what waits for a listener: it was another visitor's. */
    forgetEarly() {
      this._early = [];
    }
    clear() {
      this._subscriptions.clear();
      this._tellChange();
    }
    /**
     * Hands a message to all who listen to it, in the order in which they came. Each gets a copy of
     * its own; one that throws does not stop the others.
     * @param onDuty given the handlers of a key that run once per browser, and what runs them.
     * @param ids knows the copies that were seen; a replay of a log brings its own.
     */
    dispatch(message, onDuty, ids = this._ids) {
      const listeners = [...this._subscriptions].filter(
        ([, { keys, callback }]) => callback && isMatch(keys, message)
      );
      if (!listeners.length) {
        if (isQueued(message)) this._keepEarly(message);
        return;
      }
      const copyId = message.text.includes(COPY_ID) && copyIdOf(dataOf(message));
      if (copyId && !ids.isNew(copyId)) return;
      const run = (duty) => {
        for (const [id, subscription] of listeners) {
          const { callback } = subscription;
          if (subscription.duty === duty && callback && this._subscriptions.has(id))
            deliver(message, callback);
        }
      };
      run();
      for (const duty of dutiesOf(listeners.map(([, subscription]) => subscription)))
        onDuty(duty, () => run(duty));
    }
    _tellChange() {
      const all = [...this._subscriptions.values()];
      const hasPrivate = all.some(
        ({ keys, callback }) => callback && keys.some(({ channel }) => !channel || channel === "msg")
      );
      this._onChange(this._channels(), hasPrivate, dutiesOf(all));
    }
    _channels() {
      const channels = /* @__PURE__ */ new Set();
      for (const { keys } of this._subscriptions.values())
        for (const { channel } of keys) if (channel && !isLocal(channel)) channels.add(channel);
      return [...channels];
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
    _deliverEarly(id, { keys, callback, duty }) {
      if (duty !== void 0) return;
      const early = this._early.splice(0);
      for (const message of early)
        if (callback && isMatch(keys, message))
          nextTask(() => {
            if (this._subscriptions.has(id)) deliver(message, callback);
          });
        else this._early.push(message);
    }
  }
  function dutiesOf(subscriptions) {
    const all = subscriptions.flatMap(({ duty }) => duty === void 0 ? [] : [duty]);
    return [...new Set(all)];
  }
  function linesOf(key) {
    if (typeof key !== "string") return [key];
    const lines = key.split("\n").map((line) => line.trim()).filter(Boolean);
    return lines.length ? lines : [key];
  }
  function isMatch(keys, { channel, event }) {
    return keys.some(
      (key) => [void 0, channel].includes(key.channel) && [void 0, event].includes(key.event)
    );
  }
  function deliver(message, callback) {
    const data = dataOf(message);
    if (isObject(data)) Reflect.deleteProperty(data, COPY_ID);
    callPage(callback, delivered(message, data));
  }
  function dataOf(message) {
    const data = decodeData(message.data);
    if (message.kind === "report" && isObject(data)) data.message = decodeData(data.message);
    return data;
  }
  function copyIdOf(data) {
    const id = isObject(data) ? data[COPY_ID] : void 0;
    return typeof id === "string" ? id : void 0;
  }
  function isObject(value) {
    return typeof value === "object" && value !== null;
  }

  const ON_ITS_WAY_MS = 2e3;
  class Gaps {
    constructor(_onGap) {
      this._onGap = _onGap;
      this._since = /* @__PURE__ */ new Map();
    }
    /** `channels` were heard until `at` (milliseconds since 1970), and are no more. */
    begin(channels, at) {
      for (const channel of channels)
        if (!this._since.has(channel)) this._since.set(channel, at - ON_ITS_WAY_MS);
    }
    /**
     * These channels are heard: announces the gaps in them.
     * @param wanted what the tab listens to now: of other channels it need not know.
     */
    end(heard, wanted) {
      for (const [channel, from] of [...this._since]) {
        if (!heard.includes(channel) && wanted.includes(channel)) continue;
        this._since.delete(channel);
        if (wanted.includes(channel)) this._onGap({ channel, from, to: Date.now() });
      }
    }
    /** The tab did not want to hear anything. */
    forget() {
      this._since.clear();
    }
  }

  const CLOCKS_DIFFER_S = 10;
  const MAX_ENTRIES = 1e3;
  const STORAGE_KEY = "comet_server_given";
  class QueueMemory {
    constructor() {
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
        if (entry.time && entry.time < this._connectedAt - CLOCKS_DIFFER_S) this._entries.delete(id);
      }
      this._connectedAt = time;
    }
    /**
     * Whether a message that came out of the queue is one that this visitor was not given yet.
     * @param time when it was sent, in Unix seconds; 0: not known.
     */
    isNew(text, time) {
      const id = fingerprint(text);
      const known = this._entries.get(id);
      if (!known && time && time < this._connectedAt - CLOCKS_DIFFER_S) return true;
      const entry = known || { id, time, before: 0, now: 0 };
      if (this._entries.size < MAX_ENTRIES) this._entries.set(id, entry);
      this._save();
      return ++entry.now > entry.before;
    }
    /** What a tab that joins has to know. */
    get entries() {
      return [...this._entries.values()].map((entry) => ({ ...entry }));
    }
    /** Takes over what another tab, or an earlier page, knows. */
    adopt(entries) {
      for (const { id, time, before, now } of entries) {
        const known = this._entries.get(id) || { before: 0, now: 0 };
        this._entries.set(id, {
          ...{ id, time },
          before: Math.max(before, known.before),
          now: Math.max(now, known.now)
        });
      }
    }
    /**
     * Begins with what an earlier page has kept, perhaps in another tab that is closed by now.
     * @param visitor who connects to what; another one's messages are not these.
     */
    load(visitor) {
      if (visitor !== this._visitor) this._entries.clear();
      this._visitor = visitor;
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
    /** Keeps it for the next page of this visitor: once for all messages of a task. */
    _save() {
      if (this._isSaveDue) return;
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
  const MAX_FRAMES = 500;
  const OVERLAP_MS = 1e4;
  class Inbox {
    constructor() {
      /** The channels that this tab wants to hear. */
      this.channels = [];
      /** Whether it wants to hear private messages. */
      this.wantsPrivate = false;
      /** Whether the server sends private messages to this visitor. */
      this.isAuthorized = false;
      this.queue = new QueueMemory();
      /** Keys of this tab's handlers that run once per browser. */
      this.ownDuties = [];
      /** Who runs such handlers. */
      this.duties = [];
      /** Those that are heard for all tabs. What is neither, the server sends unasked: to all. */
      this._allChannels = [];
      /** Those of this tab for which the connection has no room. */
      this._unheard = "";
      this._legacy = false;
      this._ids = new RecentIds();
      this._frames = [];
      /** Frames that another connection heard, and the present one may hear again. */
      this._doubles = [];
      this._overlappedAt = 0;
    }
    /**
     * The server has taken note of the channels of all tabs. Returns, once, what to tell a developer
     * where there was no room for some of this tab's.
     */
    joined(allChannels) {
      if (allChannels.length) this._allChannels = allChannels;
      if (allChannels.length < MAX_CHANNELS) return void 0;
      const unheard = this.channels.filter((channel) => !allChannels.includes(channel)).join();
      const isNews = unheard && unheard !== this._unheard;
      this._unheard = unheard;
      return isNews ? `over ${MAX_CHANNELS} channels in all tabs; not heard: ${unheard}` : void 0;
    }
    /** All that this tab wants to hear. */
    get wanted() {
      return this.wantsPrivate ? [...this.channels, PRIVATE] : this.channels;
    }
    /** Of that, what this visitor may hear. */
    get permitted() {
      return this.isAuthorized ? this.wanted : this.channels;
    }
    /** A connection began, with this frame. */
    open(info) {
      const messages = this.read(info);
      for (const message of messages)
        if (message.kind === "info") {
          this.isAuthorized = message.authorized;
          this.queue.begin(message.time);
        }
      return messages;
    }
    /** Another master leads, while the former one may still have heard the same. */
    overlap() {
      this._doubles = this._doubles.concat(this._frames).slice(-MAX_FRAMES);
      this._overlappedAt = performance.now();
      this._frames = [];
    }
    /** The messages of a frame. */
    read(text) {
      const messages = decodeFrame(text, { legacy: this._legacy, channels: () => this.channels });
      for (const message of messages) if (message.kind === "info") this._legacy = message.legacy;
      return messages;
    }
    /** Those of a frame that this tab wants to hear. */
    hear(text, isEcho) {
      if (!isEcho) {
        if (this._doubles.length && this._isDouble(text)) return [];
        if (this._frames.push(text) > MAX_FRAMES) this._frames.shift();
      }
      return this.read(text).filter((message) => this._isWanted(message));
    }
    _isDouble(text) {
      if (performance.now() - this._overlappedAt > OVERLAP_MS) this._doubles = [];
      const index = this._doubles.indexOf(text);
      if (index >= 0) this._doubles.splice(index, 1);
      return index >= 0;
    }
    _isWanted(message) {
      if (message.kind !== "channel") return true;
      const { uuid, history, channel, text, time } = message;
      if (this._allChannels.includes(channel) && !this.channels.includes(channel)) return false;
      if (uuid && !this._ids.isNew(uuid)) return false;
      return !history || channel !== PRIVATE || this.queue.isNew(text, time);
    }
  }

  const SLEEP_MS = 1e3;
  const MAX_DRAIN_MS = 5e3;
  class Alertness {
    /** @param _confirm resolves when the tab would know that it was deposed. */
    constructor(_confirm) {
      this._confirm = _confirm;
      this._awakeAt = performance.now();
      this._lastSleep = { from: 0, to: -Infinity };
      this._isActing = false;
    }
    /** Something happened that any tab may act on. Returns whether the tab had slept. */
    touch() {
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
    /** What is read now came at most so many milliseconds ago: a tab that slept reads late. */
    get lag() {
      const now = performance.now();
      return this._isDraining(now) ? now - this._lastSleep.from : this._sleptFor(now);
    }
    /** Runs `run`, now or once it is certain that the tab still leads. */
    run(run, isWord = false) {
      const action = { run, isWord };
      if (this._isActing) return run();
      if (this._held) return void this._held.push(action);
      const confirmed = this.touch() && this._confirm();
      if (!confirmed) return this._act([action]);
      const held = this._held = [action];
      void confirmed.then(() => {
        if (held !== this._held) return;
        this._held = void 0;
        this.touch();
        this._act(held);
      });
    }
    /** In milliseconds; 0 where it was awake until now. */
    _sleptFor(now) {
      const idle = now - this._awakeAt;
      return idle > SLEEP_MS ? idle : 0;
    }
    _isDraining(now) {
      const { from, to } = this._lastSleep;
      return now - to < Math.min(to - from, MAX_DRAIN_MS);
    }
    /** The tab leaves before it is certain: it says what it would have said, and does nothing else. */
    speakOut() {
      const held = this._held || [];
      this._held = void 0;
      this._act(held.filter(({ isWord }) => isWord));
    }
    _act(actions) {
      this._isActing = true;
      try {
        for (const { run } of actions) run();
      } finally {
        this._isActing = false;
      }
    }
    /** The tab was deposed: what was held back is not for it to do. */
    drop() {
      this._held = void 0;
    }
  }

  class LockElector {
    /** @param _onUnable called where the browser forbids locks, as in a sandboxed frame. */
    constructor(_name, _tab, _events, _onUnable) {
      this._name = _name;
      this._tab = _tab;
      this._events = _events;
      this._onUnable = _onUnable;
      this.patience = 16;
      this._end = new AbortController();
      /** Ends the present attempt to lead. */
      this._attempt = new AbortController();
      /** Give back what is held: the own lock, and the one by which this tab leads. */
      this._releases = [];
      /** Tabs whose end is waited for, each with what stands for the watch. */
      this._watched = /* @__PURE__ */ new Map();
    }
    join() {
      this._hold(this._nameOf(this._tab)).catch(() => void 0);
      this._campaign();
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
    leave() {
      this._end.abort();
      this._attempt.abort();
      this._release();
    }
    hear({ kind, from }) {
      if (kind === "bye") this._watched.delete(from);
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
    /** The tab to which the browser will grant the lock: the first that waits for it. */
    async _findHeir() {
      const { held = [], pending = [] } = await navigator.locks.query();
      const first = pending.find(({ name }) => name === this._name);
      const prefix = this._nameOf("");
      const own = held.find(
        ({ name = "", clientId }) => first !== void 0 && name.startsWith(prefix) && clientId === first.clientId
      );
      return own && own.name && own.name.slice(prefix.length);
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
        if (this._lost()) this._campaign();
      });
    }
    /** A lock was stolen, or a request aborted: returns whether it was the former. */
    _lost() {
      const isStolen = !this._end.signal.aborted;
      if (isStolen) this._events.onDeposed();
      return isStolen;
    }
    /** Requests a lock, and holds it until `leave`. Rejects where it is stolen or refused. */
    _hold(name, options = { signal: this._end.signal }, onGranted) {
      return navigator.locks.request(name, options, () => {
        if (this._end.signal.aborted) return void 0;
        if (onGranted) onGranted();
        if (this._end.signal.aborted) return void 0;
        return new Promise((release) => this._releases.push({ name, release }));
      });
    }
    /** Gives back what is held: all, or a lock of this name. */
    _release(name) {
      const isMeant = (lock) => !name || lock.name === name;
      const released = this._releases.filter(isMeant);
      this._releases = this._releases.filter((lock) => !isMeant(lock));
      for (const { release } of released) release();
    }
  }

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
      this.patience = 4;
      /** Whom this tab names. */
      this.heir = void 0;
      this._isForced = false;
      this._question = 0;
      this._claimedAt = -Infinity;
    }
    join() {
      this._campaign(ROUNDS);
    }
    survey() {
    }
    resign() {
    }
    leave() {
      clearTimeout(this._confirmTimer);
      this._rest();
    }
    hear(message) {
      const { kind } = message;
      if (kind === "lead" || kind === "items") this._rest();
      else if ((kind === "bye" || kind === "handed") && message.heir !== void 0)
        this._succeed(message.heir);
      else if (kind === "claim" && this._timer) this._answer(message.rank);
      else if (kind === "hello" && message.answers) this._onHello(message);
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
    /** A master has left. */
    _succeed(heir) {
      this._isForced = false;
      if (heir === this._tab) this._win();
      else this._campaign(heir ? PATIENT_ROUNDS : QUICK_ROUNDS);
    }
    /** Another would lead, too. */
    _answer(rank) {
      if (rank < this._rank()) this._campaign(PATIENT_ROUNDS);
      else if (performance.now() - this._claimedAt > ROUND_MS / 2) this._claim();
    }
    /** Somebody has heard a claim, and knows a master. */
    _onHello({ to, answers }) {
      if (to === this._tab) {
        if (answers === this._rank() && this._onAnswer) this._onAnswer();
      } else if (to && this._timer && answers && !answers.includes(to))
        this._campaign(PATIENT_ROUNDS);
    }
    _win() {
      this._rest();
      this._events.onElected(this._isForced);
    }
    _campaign(rounds) {
      clearTimeout(this._timer);
      if (rounds <= ROUNDS) this._claim();
      this._timer = setTimeout(() => {
        if (rounds > 1) this._campaign(rounds - 1);
        else this._win();
      }, ROUND_MS);
    }
    _claim() {
      this._claimedAt = performance.now();
      this._post({ kind: "claim", from: this._tab, rank: this._rank() });
    }
    /** Wants nothing. */
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
  const ASK_AT_TICK$1 = 2;
  const RECENT_MS = 1e3;
  class Vigil {
    /** @param _patience ticks of silence after which a master counts as dead. */
    constructor(_patience, _events) {
      this._patience = _patience;
      this._events = _events;
      this._silentTicks = 0;
      this._heardAt = -Infinity;
    }
    start() {
      this._tickIn(FIRST_TICK_MS);
    }
    stop() {
      clearTimeout(this._timer);
    }
    /** The master was heard. */
    heard() {
      this._silentTicks = 0;
      this._heardAt = performance.now();
    }
    /** Whether that was lately, by the clock: ticks of hidden tabs are too rare. */
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
      if (!this._events.onTick()) return;
      this._silentTicks++;
      if (this._silentTicks >= ASK_AT_TICK$1) this._events.onSilence();
      if (this._silentTicks < this._patience()) return;
      this._silentTicks = 0;
      this._events.onDeath();
    }
  }

  class Candidacy {
    /** @param _name of the group. @param _post says something to the other tabs. */
    constructor(_owner, _name, _tab, _post) {
      this._owner = _owner;
      this._name = _name;
      this._tab = _tab;
      this._post = _post;
      this._vigil = new Vigil(
        () => this._elector ? this._elector.patience : Infinity,
        this
      );
      this._alertness = new Alertness(
        () => (
          // Alone, there is nobody who could lead.
          this._elector && !this._owner.isAlone ? this._elector.confirm() : void 0
        )
      );
    }
    /** @param hasRivals whether other tabs can be reached. */
    start(hasRivals) {
      this._vigil.start();
      if (hasRivals) this.campaign();
      else this.onElected(false);
    }
    end() {
      this.leave();
      this._vigil.stop();
    }
    /** Wants to lead. */
    campaign() {
      elect(this._name, this._tab, this, this._post, (elector) => this._elector = elector);
    }
    /** Does not want to any more. */
    leave() {
      if (this._elector) this._elector.leave();
    }
    /** Of other tabs, the one that leads next; `""` where there is none. */
    heir(tabs) {
      const known = this._elector && this._elector.heir;
      return tabs.find((tab) => tab === known) || tabs[0] || "";
    }
    /** Leads no more, and takes part in the next election. */
    resign() {
      if (this._elector) this._elector.resign();
    }
    /** Another tab has said something that counts in an election. */
    hear(message) {
      if (this._elector) this._elector.hear(message);
    }
    /** Something happened that any tab may act on. */
    touch() {
      this._alertness.touch();
    }
    /** The master has said something. */
    heardMaster(message) {
      this.touch();
      this._vigil.heard();
      this.hear(message);
    }
    /** Whether the master was heard lately. */
    get isMasterAlive() {
      return this._vigil.isRecent;
    }
    /** Whether the tab could not run, or has just begun to again. */
    get hasSlept() {
      return this._alertness.hasSlept;
    }
    /** What is read now came at most so many milliseconds ago. */
    get lag() {
      return this._alertness.lag;
    }
    /**
     * Runs `action`, now or as soon as it is certain that this tab still leads.
     * @param isWord it only tells the other tabs something.
     */
    whileLeading(action, isWord = false) {
      this._alertness.run(action, isWord);
    }
    /** The tab leaves: see there. */
    speakOut() {
      this._alertness.speakOut();
    }
    /** Calls `onGone` when a tab has ended. Returns whether that can be known. */
    watch(tab, onGone) {
      return tab === this._tab || !this._elector || this._elector.watch(tab, onGone);
    }
    onElected(isForced) {
      this.whileLeading(() => this._owner.lead(isForced));
    }
    onDeposed() {
      this._alertness.drop();
      this._owner.retire();
    }
    onTick() {
      this._owner.tick();
      if (this._owner.isLeading) {
        if (this._elector) this._elector.survey();
        return false;
      }
      this.touch();
      return true;
    }
    onSilence() {
      this._owner.ask();
    }
    onDeath() {
      if (this._elector) this._elector.depose();
    }
  }

  function echoFrame({ text }, { data }, userId) {
    const [, name = "", event] = text.split("\n", 3);
    const report = Object(typeof data === "string" ? parseObject(data) : data);
    const isUnsigned = name[0] === "@";
    const frame = {
      data: report.message,
      event,
      pipe: name.replace("@", ""),
      user_id: isUnsigned ? 0 : Number(userId)
    };
    return JSON.stringify(frame);
  }

  const MAX_TEXTS = 1e3;
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
      if (this._seen.size > MAX_TEXTS) this._seen.clear();
    }
    isNew(text) {
      const count = (this._now.get(text) || 0) + 1;
      this._now.set(text, count);
      return count > (this._seen.get(text) || 0);
    }
  }

  const MAX_WAITING$1 = 500;
  const MAX_OFFER = 50;
  class Outbox {
    /** @param _tab the id of this tab. */
    constructor(_tab) {
      this._tab = _tab;
      this._entries = /* @__PURE__ */ new Map();
      /** Of each tab: the number of its last command that was written, by whatever master. */
      this._written = /* @__PURE__ */ new Map();
      this._count = 0;
    }
    /** Takes a request. */
    add(request) {
      this._add({ tab: this._tab(), number: ++this._count }, request, false);
      const waiting = this._all().filter(({ isOffered }) => !isOffered);
      if (waiting.length > MAX_WAITING$1) this._drop(waiting.slice(0, 1));
    }
    /** Takes over what another tab left. `isOffered`: the present master knows of it already. */
    adopt(commands, isOffered) {
      for (const { command, offeredTo, ...id } of commands)
        if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
          this._add(id, { command, onDone: () => void 0 }, isOffered);
    }
    /**
     * What to offer to the master: once more what it has not written yet; else what is new.
     * @param all both, before the tab leaves.
     */
    offer(all = false) {
      const unwritten = this._all().filter(({ isWritten }) => !isWritten);
      const offered = unwritten.filter(({ isOffered }) => isOffered);
      const next = offered.length ? offered : unwritten.slice(0, MAX_OFFER);
      const entries = all ? unwritten : next;
      for (const entry of entries) entry.isOffered = true;
      return entries.map(({ id, request }) => ({ ...id, command: request.command }));
    }
    /** Whether something was offered, but not written. */
    get isWaiting() {
      return this._all().some(({ isOffered, isWritten }) => isOffered && !isWritten);
    }
    /** Whether something was not offered yet. */
    get hasNew() {
      return this._all().some(({ isOffered, isWritten }) => !isOffered && !isWritten);
    }
    lastWritten(tab) {
      return this._written.get(tab) || 0;
    }
    /** A master writes a command now. */
    wrote(id) {
      const { tab, number } = id;
      if (number > this.lastWritten(tab)) this._written.set(tab, number);
      const entry = this._entries.get(keyOf$1(id));
      if (!entry) return;
      entry.isWritten = true;
      if (tab !== this._tab()) this._entries.delete(keyOf$1(id));
    }
    /** A message of the log that was asked for. */
    log(id, message) {
      const entry = this._entries.get(keyOf$1(id));
      if (!entry || message.kind !== "channel") return;
      const { request, replay } = entry;
      if (request.onLog && replay.isNew(message.text)) request.onLog(message);
    }
    /** A command was carried out; without an answer where there is none. Returns whether it waited. */
    settle(id, answer) {
      const entry = this._entries.get(keyOf$1(id));
      if (!entry) return false;
      this._entries.delete(keyOf$1(id));
      const { command, onDone } = entry.request;
      if (answer)
        onDone(
          answer.kind === "refusal" ? new CometError("refused", answer.reason) : void 0,
          answer
        );
      else onDone(command.kind === "web_pipe2" ? unconfirmed(command.channel) : void 0);
      return true;
    }
    /** A master is gone without a word: what was offered to it counts as written. */
    doubt() {
      for (const entry of this._all()) if (entry.isOffered) entry.isWritten = true;
    }
    /** The connection is gone: what is not settled is for the next. */
    requeue(isSameMaster = false) {
      for (const entry of this._all()) {
        entry.isOffered = entry.isOffered && isSameMaster;
        if (entry.isWritten) this.repeat(entry.id);
      }
    }
    /** A command's answer is lost: a question is asked again; a message may have been delivered. */
    repeat(id) {
      const entry = this._entries.get(keyOf$1(id));
      if (!entry) return;
      const { request, replay } = entry;
      if (request.command.kind === "web_pipe2") return void this.settle(id);
      this._entries.delete(keyOf$1(id));
      replay.begin();
      this._add({ tab: this._tab(), number: ++this._count }, request, false, replay);
    }
    /** Gives up all that was not written. */
    discard() {
      this._drop(this._all().filter(({ isWritten }) => !isWritten));
    }
    /**
     * The tab leaves: what others may carry out in its place. What becomes of it is not known here.
     * @param master the other tab to which all that is offered was offered; `""` for none.
     */
    leave(master) {
      const left = this._all().filter(
        ({ isWritten, request }) => !isWritten && request.command.kind === "web_pipe2"
      );
      nextTask(() => {
        for (const { id } of left) this.settle(id);
      });
      return left.map(({ id, request, isOffered }) => ({
        ...id,
        command: request.command,
        offeredTo: isOffered ? master : ""
      }));
    }
    /** Gives back what other tabs left. */
    forget() {
      for (const { id } of this._all()) if (id.tab !== this._tab()) this._entries.delete(keyOf$1(id));
    }
    _all() {
      return [...this._entries.values()];
    }
    _add(id, request, isOffered, replay = new ReplayFilter()) {
      this._entries.set(keyOf$1(id), { id, request, replay, isOffered, isWritten: false });
    }
    /** Tells the callers later: they may well send again. */
    _drop(entries) {
      for (const { id } of entries) this._entries.delete(keyOf$1(id));
      nextTask(() => {
        for (const { request } of entries)
          request.onDone(new CometError("dropped", request.command.kind + " not sent"));
      });
    }
  }
  function keyOf$1({ tab, number }) {
    return tab + number;
  }
  function unconfirmed(channel) {
    return new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel);
  }

  class CommandRunner {
    constructor(_owner) {
      this._owner = _owner;
      /** Commands that were written and have no answer yet. */
      this._inFlight = /* @__PURE__ */ new Set();
    }
    carryOut(commands) {
      const { outbox } = this._owner;
      const unwritten = commands.filter((command) => {
        const isNew = command.number > outbox.lastWritten(command.tab);
        if (!isNew && !this._inFlight.has(keyOf$1(command))) this._owner.emit({ to: idOf(command) });
        return isNew;
      });
      if (unwritten.length) this._owner.emit({ wrote: unwritten.map(idOf) });
      for (const command of unwritten) this._send(command);
    }
    /** The connection is gone, and with it the answers. */
    clear() {
      this._inFlight.clear();
    }
    _send({ command, ...id }) {
      const key = keyOf$1(id);
      this._inFlight.add(key);
      const sent = {
        command,
        onDone: (answer) => {
          this._inFlight.delete(key);
          this._owner.emit({ to: id, text: answer && answer.text });
          if (answer && answer.kind === "report") this._echo(command, answer, id.tab);
        }
      };
      if (command.kind === "pipe_log")
        sent.onLog = ({ text }) => this._owner.emit({ to: id, isLog: true, text });
      this._owner.connection.send(sent);
    }
    /** The server does not send a message back to where it came from, where other tabs may wait. */
    _echo(command, report, sender) {
      const channel = command.channel.replace("@", "");
      const isWanted = [...this._owner.wants].some(
        ([tab, { channels }]) => tab !== sender && channels.includes(channel)
      );
      if (!isWanted) return;
      this._owner.emit({ text: echoFrame(command, report, this._owner.userId()), except: sender });
    }
  }
  function idOf({ tab, number }) {
    return { tab, number };
  }

  const MAX_ITEMS = 500;
  class EntryLog {
    constructor() {
      /** Number of the last item. */
      this.last = 0;
      this._items = [];
    }
    /** @param isKept whether another tab may ask for it. */
    push(item, isKept) {
      this.last++;
      if (!isKept) this._items = [];
      else if (this._items.push(item) > MAX_ITEMS) this._items.shift();
    }
    /** The items after that number; `undefined` where they are gone, or there is none such. */
    after(number) {
      const missing = this.last - number;
      if (missing < 0 || missing > this._items.length) return void 0;
      return missing ? this._items.slice(-missing) : [];
    }
  }

  function identityOf({ channel, event, userId, data }) {
    return [channel, event, userId, contentOf(data)].join("\n");
  }
  function contentOf(data) {
    try {
      const value = decodeData(data);
      return typeof value === "string" ? value : JSON.stringify(value);
    } catch (e) {
      return String(typeof data === "string" ? data : "");
    }
  }

  const EARLY_MS = 50;
  const LATE_MS = 2e3;
  class Overlap {
    constructor() {
      /** By identity: of each copy when it came here, and the second in which it was sent (0: unknown). */
      this._heard = /* @__PURE__ */ new Map();
      this._endsAt = -Infinity;
    }
    /** A connection is opened beside the leader's. */
    open() {
      this._endsAt = Infinity;
    }
    /** The former leader has heard this. */
    note(message) {
      if (!("channel" in message)) return;
      const identity = identityOf(message);
      const copies = this._heard.get(identity) || [];
      this._heard.set(identity, [...copies, { at: performance.now(), time: message.time }]);
    }
    /**
     * The heir's connection stands: what came long before, it is not sent.
     * @param connectMs how long the connection took; the server knew of it for half of that at most.
     */
    begin(connectMs) {
      const since = performance.now() - Math.max(EARLY_MS, connectMs / 2);
      for (const [identity, copies] of this._heard)
        this._heard.set(
          identity,
          copies.filter(({ at }) => at >= since)
        );
    }
    /** The heir leads from now on. */
    close() {
      this._endsAt = performance.now() + LATE_MS;
    }
    /** Whether both connections may hear the same at present. */
    get isOpen() {
      return performance.now() < this._endsAt;
    }
    /** Whether the former leader has heard this: once for each copy that it heard. */
    isDouble(message) {
      if (!("channel" in message) || !this._heard.size) return false;
      if (!this.isOpen) this._heard.clear();
      const copies = this._heard.get(identityOf(message)) || [];
      const index = copies.findIndex(({ time }) => !time || !message.time || time === message.time);
      if (index >= 0) copies.splice(index, 1);
      return index >= 0;
    }
  }

  const MAX_HELD = 5e3;
  const WATCH_MS = 1e4;
  const REJOIN_MS = 50;
  class Rehearsal {
    constructor(_owner) {
      this._owner = _owner;
      this._state = { step: "none" };
      this._overlap = new Overlap();
      this._watchesUntil = -Infinity;
    }
    prepare() {
      this._state = { step: "preparing", held: [], isListed: false, isFit: false };
      this._overlap.open();
    }
    get isPreparing() {
      return this._state.step === "preparing";
    }
    /** Whether the connection hears all that the leader's does. */
    get isReady() {
      const state = this._state;
      return state.step === "preparing" && state.isListed && state.isFit;
    }
    /**
     * The connection stands.
     * @param connectMs how long that took.
     * @param isFit whether the visitor may hear by it what he hears by the leader's.
     */
    onConnect(connectMs, isFit) {
      this._overlap.begin(connectMs);
      if (this._state.step === "preparing") this._state.isFit = isFit;
    }
    /** @param isListed whether it hears the channels of all tabs. Returns whether it is ready. */
    onList(isListed) {
      if (this._state.step === "preparing") this._state.isListed = isListed;
      return this.isReady;
    }
    /** The heir does not lead: its connection ends, and the server tells others of that. */
    onStay() {
      this._watchesUntil = performance.now() + WATCH_MS;
    }
    /** The connection is lost: what it heard, the leader has heard. */
    onLost() {
      if (this.isPreparing) this.prepare();
    }
    /** The leader has heard a frame. */
    overhear(text) {
      if (!this.isPreparing) return;
      for (const message of this._owner.read(text)) this._overlap.note(message);
    }
    /** Keeps a frame for later. Returns whether it is too early for it. */
    holds(text) {
      if (this._state.step !== "preparing") return false;
      if (this._state.held.push(text) > MAX_HELD) this.onLost();
      return true;
    }
    /**
     * This tab leads. Returns what the connection has heard and the former leader did not pass on.
     * @param goesOn without a break. Else the former leader may have been cut off for a while, which was
     * announced as a gap: what it missed before the last that it passed on would be out of order now.
     */
    lead(goesOn) {
      const held = this._state.step === "preparing" ? this._state.held : [];
      this._state = { step: "leading" };
      this._watchesUntil = performance.now() + WATCH_MS;
      this._overlap.close();
      const news = held.map((text) => !this.isNoNews(text, false));
      const start = goesOn ? 0 : news.lastIndexOf(false) + 1;
      return held.filter((_, index) => news[index] && index >= start);
    }
    /**
     * Whether a frame is none for the tabs: the former leader has passed it on, or it tells what the
     * change of connections looks like.
     * @param isLeaving this tab hands its connection over.
     */
    isNoNews(text, isLeaving) {
      if (!isLeaving && performance.now() > this._watchesUntil) return false;
      return this._owner.read(text).some((message) => this._isOwn(message, isLeaving) || this._overlap.isDouble(message));
    }
    end() {
      clearTimeout(this._timer);
      this._state = { step: "none" };
    }
    _isOwn(message, isLeaving) {
      if (!this._owner.isOwnPresence(message)) return false;
      if (!isLeaving && "channel" in message && message.event === "unsubscription") {
        clearTimeout(this._timer);
        this._timer = setTimeout(() => this._owner.rejoin(), REJOIN_MS);
      }
      return true;
    }
  }

  const CENSUS_TICKS = 60;
  class Census {
    constructor() {
      /** Tabs that said something since the last time. */
      this._present = /* @__PURE__ */ new Set();
      this._ticks = 0;
    }
    heard(tab) {
      this._present.add(tab);
    }
    /** Called every 500 ms. Returns those of `tabs` that have ended; `undefined` between the times. */
    tick(tabs) {
      if (++this._ticks % CENSUS_TICKS) return void 0;
      const missing = tabs.filter((tab) => !this._present.has(tab));
      this._present.clear();
      return missing;
    }
  }
  function channelsOf(wants) {
    const channels = new Set([...wants.values()].flatMap((each) => each.channels));
    return [...channels].slice(0, MAX_CHANNELS);
  }
  function assign(wants, before) {
    const names = new Set([...wants.values()].flatMap(({ duties }) => duties));
    return [...names].map((name) => {
      const known = before.find((duty) => duty.name === name);
      const order = [...known ? known.tabs : [], ...wants.keys()];
      const tabs = [...new Set(order)].filter((tab) => hasDuty(wants.get(tab), name));
      const isHidden = (tab) => Boolean(wants.get(tab).isHidden);
      return { name, tabs: [...tabs.filter((tab) => !isHidden(tab)), ...tabs.filter(isHidden)] };
    });
  }
  function hasDuty(wants, name) {
    return wants !== void 0 && wants.duties.includes(name);
  }

  const REFILL_ITEMS = 50;
  const CLOSED = {
    isOpen: false,
    info: "",
    channels: [],
    code: 0,
    until: 0,
    isForced: false
  };
  class Master {
    constructor(_tab, _owner) {
      this._tab = _tab;
      this._owner = _owner;
      /** 0: does not lead. */
      this.epoch = 0;
      /** How long the connection took to stand for the first time, in milliseconds. */
      this.connectMs = Infinity;
      this._state = CLOSED;
      this._log = new EntryLog();
      this._commands = new CommandRunner(this);
      this._census = new Census();
      this._isLeadDue = false;
      this._startedAt = 0;
      /** Hands over: commands are for the heir. */
      this._isPaused = false;
      this.connection = _tab.createConnection(this);
      this._rehearsal = new Rehearsal({
        read: (text) => _tab.inbox.read(text),
        isOwnPresence: (message) => _tab.isOwnPresence(message),
        rejoin: () => this.connection.rejoin()
      });
    }
    get outbox() {
      return this._tab.outbox;
    }
    get wants() {
      return this._owner.wants;
    }
    userId() {
      return this._tab.userId();
    }
    /** Number of the last item. */
    get last() {
      return this._log.last;
    }
    /** Connects while another tab leads, which is about to leave. */
    prepare() {
      this._rehearsal.prepare();
      this.connection.setChannels(channelsOf(this._owner.wants));
      this._start();
    }
    /** Whether the prepared connection hears all. */
    get isPrepared() {
      return this._state.isOpen && this._rehearsal.isReady;
    }
    /** The leader has heard this frame. */
    overhear(text) {
      this._rehearsal.overhear(text);
    }
    /** @param continues the master after whose last item this one goes on, without a break. */
    begin(epoch, isForced, continues) {
      if (this._state.fatal) this._renewConnection();
      const { isPreparing } = this._rehearsal;
      this.epoch = epoch;
      this._continues = continues;
      this._state = { ...isPreparing ? this._state : CLOSED, isForced };
      if (!isPreparing) this._start();
      this._callOver();
      if (!isPreparing) return;
      const news = this._rehearsal.lead(continues !== void 0);
      if (this._state.isOpen) this.emit({ state: this._state });
      for (const text of news) this.emit({ text });
    }
    /** The prepared connection was refused: there is nothing to go on with. */
    _renewConnection() {
      this._rehearsal.end();
      this.connection = this._tab.createConnection(this);
    }
    _start() {
      this.connectMs = Infinity;
      this._startedAt = performance.now();
      this.connection.start();
    }
    /** Leads no more. */
    end() {
      this.epoch = 0;
      this._rehearsal.end();
      this.connection.stop();
    }
    /** Carries no more commands out: they are for the heir. @param isPaused `false`: goes on. */
    pause(isPaused) {
      this._isPaused = isPaused;
      if (isPaused) return;
      this._rehearsal.onStay();
      this._callOver();
    }
    /** Calls `onPassed` once everything was read that the server has sent until now. */
    fence(onPassed) {
      if (this.connection.isConnected) this.connection.send({ command: FENCE, onDone: onPassed });
    }
    /** Connects anew, where this tab leads. */
    restart() {
      if (!this.epoch) return;
      this.connection.stop();
      const until = this._heardUntil;
      this.connection = this._tab.createConnection(this);
      this._start();
      this._closed(0, until);
      this.update();
    }
    /** What a tab says. */
    receive(message) {
      this._census.heard(message.from);
      if (message.kind === "hello") this._welcome(message);
      if (message.to === this._tab.tab && this.connection.isConnected && !this._isPaused)
        this._commands.carryOut(message.commands);
    }
    /** The tabs, or what they want, may have changed. */
    update() {
      const { wants } = this._owner;
      if (!this.epoch && !this._rehearsal.isPreparing) return;
      this.connection.setChannels(channelsOf(wants));
      if (!this.epoch) return this._list(this._state.channels);
      const duties = assign(wants, this._tab.inbox.duties);
      if (JSON.stringify(duties) !== JSON.stringify(this._tab.inbox.duties)) this.emit({ duties });
      this.announce();
    }
    /** Says soon that this tab leads, where it does: once for all who ask now. */
    announce() {
      if (this._isLeadDue) return;
      this._isLeadDue = true;
      nextTask(() => {
        this._isLeadDue = false;
        if (this.epoch) this._owner.whileLeading(() => this._lead(this._tabs()));
      });
    }
    /** Called every 500 ms, in hidden tabs more rarely. */
    tick() {
      const unwatched = this._tabs().filter((tab) => !this._owner.watch(tab));
      const missing = this._census.tick(unwatched);
      if (!missing) return;
      for (const tab of missing) this._owner.wants.delete(tab);
      this._callOver();
    }
    onConnect(info) {
      if (this.connectMs === Infinity) this.connectMs = performance.now() - this._startedAt;
      const { inbox } = this._tab;
      const isAuthorized = inbox.read(info).some((one) => one.kind === "info" && one.authorized);
      this._rehearsal.onConnect(this.connectMs, isAuthorized || !inbox.isAuthorized);
      this._setState({ isOpen: true, info });
      if (!channelsOf(this._owner.wants).length) this._rehearsal.onList(true);
      if (this._rehearsal.isReady) this._owner.onPrepared();
    }
    onSubscribed(channels) {
      this._setState({ ...this._state, channels });
      this._list(channels);
    }
    onFrame(text) {
      if (this._rehearsal.holds(text) || this._rehearsal.isNoNews(text, this._isPaused)) return;
      this.emit({ text });
    }
    onIgnored(reason) {
      this._tab.listener.onMessage({ kind: "ignored", reason });
    }
    onDisconnect(code) {
      this._closed(code, this._heardUntil);
    }
    onFatal({ message, value }) {
      this._setState({ until: this._heardUntil, fatal: [message, value] });
    }
    /** The connection hears these channels. */
    _list(channels) {
      if (!this._rehearsal.isPreparing) return;
      const isListed = channelsOf(this._owner.wants).join() === channels.join();
      if (this._rehearsal.onList(isListed)) this._owner.onPrepared();
    }
    _welcome({ from, to, after, wakes }) {
      this.update();
      if (wakes) this.connection.wake();
      if (to === this._tab.tab && after !== void 0) this._refill(from, after);
    }
    /** Sends once more what came after an item; where that is gone, the tab has to go on from now. */
    _refill(tab, after) {
      const items = this._log.after(after);
      if (!items) return this._lead(this._tabs(), tab);
      for (let sent = 0; sent < items.length; sent += REFILL_ITEMS)
        this._say(after + sent + 1, items.slice(sent, sent + REFILL_ITEMS));
    }
    _closed(code, until) {
      this._commands.clear();
      this._setState({ code, until });
    }
    _setState(state) {
      const { isForced } = this._state;
      this._state = { ...CLOSED, isForced, ...state };
      if (!this._state.isOpen) this._rehearsal.onLost();
      this.emit({ state: this._state });
    }
    /** Tells all tabs what happened. */
    emit(item) {
      if (!this.epoch) return;
      this._owner.whileLeading(() => {
        if (!this.epoch) return;
        this._log.push(item, this._owner.wants.size > 1);
        this._say(this.last, [item]);
      }, true);
    }
    _say(first, items) {
      this._owner.say({ kind: "items", ...this._stamp(), first, items });
    }
    _tabs() {
      return [...this._owner.wants.keys()];
    }
    /** Asks all tabs to say what they want. */
    _callOver() {
      this._lead([]);
    }
    _lead(tabs, reset) {
      const { epoch, last, _state: state } = this;
      const { duties } = this._tab.inbox;
      const queue = this._tab.inbox.queue.entries;
      if (!epoch) return;
      const { _continues: continues } = this;
      const lead = { kind: "lead", ...this._stamp(), last, state, tabs, queue, duties, reset };
      this._owner.say(continues ? { ...lead, continues } : lead);
    }
    _stamp() {
      return { from: this._tab.tab, epoch: this.epoch, at: this._heardUntil };
    }
    /** All that the server sent until then was read; in milliseconds since 1970. */
    get _heardUntil() {
      return Date.now() - Math.max(this.connection.silence, this._owner.lag);
    }
  }

  class ConnectionView {
    /**
     * @param _onOpen called when commands can be sent by it.
     * @param _onClosed called when it has ended, before the page is told.
     */
    constructor(_tab, _listener, _onOpen, _onClosed) {
      this._tab = _tab;
      this._listener = _listener;
      this._onOpen = _onOpen;
      this._onClosed = _onClosed;
      this.isConnected = false;
      this._isOver = false;
      /** The connection has changed, though the server could be reached all the time. */
      this._isChanged = false;
      /** When something was last heard of it, in milliseconds since 1970. */
      this._heardAt = 0;
    }
    /** The leader is heard. A tab that slept hears late what was said before: the earlier clock counts. */
    heard(at) {
      this._heardAt = Math.min(at, Date.now());
    }
    /** What came after that (milliseconds since 1970) may not have been heard. */
    missSince(at) {
      this._heardAt = Math.min(this._heardAt, at);
    }
    /** Another connection takes its place without a break. */
    change() {
      this._isChanged = true;
    }
    /** The state of the connection, as its leader tells it. */
    take(state) {
      if (this._isOver) return;
      const { inbox, gaps } = this._tab;
      this._known = state;
      if (!state.isOpen) return this._close(state);
      if (!this.isConnected || this._isChanged) this._open(state);
      if (this._isOver || this._known !== state) return;
      const unheard = inbox.joined(state.channels);
      if (unheard) this._listener.onMessage({ kind: "ignored", reason: unheard });
      gaps.end(inbox.isAuthorized ? [...state.channels, PRIVATE] : state.channels, inbox.wanted);
    }
    /** The connection is gone, or nobody knows of it any more. */
    lose() {
      if (this._disconnect(this._heardAt)) this._listener.onDisconnect(1006);
    }
    /** The tab leaves: what it is told later is none of its. Returns the function that says so. */
    end() {
      this._isOver = true;
      const wasConnected = this._disconnect(this._heardAt);
      return () => wasConnected && this._listener.onDisconnect(1e3);
    }
    _open(state) {
      const wasConnected = this.isConnected;
      this._isChanged = false;
      for (const message of this._tab.inbox.open(state.info)) this._listener.onMessage(message);
      if (this._isOver || this._known !== state) return;
      this.isConnected = true;
      this._onOpen();
      if (!wasConnected) this._listener.onConnect();
    }
    _close({ code, until, fatal }) {
      const wasConnected = this._disconnect(Math.min(until, Date.now()));
      this._onClosed();
      if (fatal) this._listener.onFatal(new CometError("fatal", ...fatal));
      if (wasConnected || code || fatal) this._listener.onDisconnect(code || 1e3);
    }
    _disconnect(at) {
      const wasConnected = this.isConnected;
      this.isConnected = false;
      if (wasConnected) this._tab.gaps.begin(this._tab.inbox.permitted, at);
      return wasConnected;
    }
  }

  const NOBODY = { epoch: 0, from: "" };
  function isAhead(one, other) {
    return one.epoch > other.epoch || one.epoch === other.epoch && (!other.from || one.from < other.from);
  }
  function isSame(one, other) {
    return one.epoch === other.epoch && one.from === other.from;
  }

  const MAX_WAITING_TICKS$1 = 2;
  class RelayLink {
    /** @param _onFrame each frame of the master, once. */
    constructor(_state, _listener, _post, _onFrame) {
      this._state = _state;
      this._listener = _listener;
      this._post = _post;
      this._onFrame = _onFrame;
      /** The master that is known; its `from` is `""` where none is. */
      this.master = NOBODY;
      this.tabs = [];
      this._isOver = false;
      /** Who leads whom, as it was told last. */
      this._news = "";
      /** Whose items are heard: an earlier master's, until its successor has some. */
      this._followed = NOBODY;
      /** Number of the last item that was heard. */
      this._last = 0;
      /** Has just joined: what happened before does not matter. */
      this._isFresh = true;
      /** Has heard another connection: of the present one it takes what follows its answer. */
      this._isCrossing = false;
      this._waitingTicks = 0;
      /** The followed master has left, and all that it wrote is known. */
      this._isSettled = false;
      /** The master took over from one who may still live. */
      this._isForced = false;
      this._view = new ConnectionView(
        _state,
        _listener,
        () => this.hello(),
        // What is on its way to a master that lives may be written by it yet.
        () => _state.outbox.requeue(this._followed.from !== _state.tab)
      );
    }
    get isConnected() {
      return this._view.isConnected;
    }
    /** The other tab that knows what this one has offered; `""` where there is none. */
    get offeredTo() {
      const { from } = this._followed;
      return from === this._state.tab ? "" : from;
    }
    /** The tab leaves: nothing is reported any more. */
    end() {
      this._isOver = true;
      const report = this._view.end();
      if (this._followed.from !== this._state.tab) this._state.outbox.doubt();
      this._state.outbox.requeue();
      report();
    }
    /** Says what this tab wants, to all; more where a part of it is asked for. */
    hello(more = {}) {
      const { tab: from, inbox, outbox } = this._state;
      const { from: to, epoch } = this.master;
      const wants = { channels: inbox.channels, duties: inbox.ownDuties, isHidden: isHidden() };
      const commands = this.isConnected ? outbox.offer() : [];
      this._post({ kind: "hello", from, to, epoch, wants, commands, ...more });
    }
    /**
     * Has the master carry out what was asked since, but for one offer at a time: where a master dies
     * without a word, only the last one is in doubt.
     */
    offer(isLast = false) {
      const { tab: from, outbox } = this._state;
      if (!this.isConnected || outbox.isWaiting && !isLast) return;
      const commands = outbox.offer(isLast);
      if (commands.length) this._post({ kind: "commands", from, to: this.master.from, commands });
    }
    /** A master says that it leads. */
    follow(lead) {
      const { tab } = this._state;
      const { from, last, state, tabs } = lead;
      const isNew = !isSame(lead, this.master);
      const goesOn = isNew && this._goesOn(lead);
      const isParallel = isNew && last > 0 && this.master.from !== "" && !goesOn;
      if (isNew) {
        this._change(lead, goesOn);
        this._isForced = state.isForced || isParallel;
      }
      const news = [from, lead.epoch, ...tabs].join();
      if (tabs.length && news !== this._news) {
        this._news = news;
        this.tabs = tabs;
        this._listener.onTabs();
      }
      if (isParallel) this._isFresh = this._isCrossing = true;
      if (this._isCrossing && from !== tab && lead.reset !== tab) return this._ask(-1);
      if (this._isFresh || lead.reset === tab) this._jump(lead);
      this._view.heard(lead.at);
      const known = isSame(lead, this._followed) ? this._last : 0;
      if (known < last) this._ask(known);
      else if (!tabs.includes(tab)) this.hello();
      else if (known && state.isOpen && !this.isConnected) this._view.take(state);
    }
    /**
     * A tab has left, or leads no more; where it led, after so many items.
     * @param isHandedOver its heir may go on without a break: nothing is lost until that one speaks.
     */
    dismiss(from, last, isHandedOver = false) {
      if (from === this._followed.from) this._isSettled = last === this._last;
      if (from === this.master.from && !isHandedOver) this.lose();
    }
    /** Whether all is known that the followed master wrote, and it has left. */
    get isSettled() {
      return this._isSettled;
    }
    /** Whether a new master's connection stood before the followed one's ended. */
    _goesOn({ continues }) {
      return continues !== void 0 && this.isConnected && isSame(continues, this._followed);
    }
    _change({ epoch, from, continues }, goesOn) {
      this._continues = goesOn && continues ? continues.last : void 0;
      if (goesOn) this.master = { epoch, from };
      else this.lose({ epoch, from });
    }
    /** Whether the time has come to follow the new master: what is on its way goes first. */
    _crosses(message) {
      const isBehind = this._continues !== void 0 && this._last < this._continues;
      if (isBehind && this._askedAfter !== 0) {
        this._ask(0);
        return false;
      }
      if (isBehind) this.lose(this.master);
      if (this._continues !== void 0) this._view.change();
      this._continues = void 0;
      this._begin(message, 0);
      return true;
    }
    /** The master is gone; `next` leads, where that is known. */
    lose(next = { ...this.master, from: "" }) {
      this.master = next;
      this._view.lose();
    }
    /** This tab led, and another does: what that one said until now is not for this tab. */
    yield() {
      this._isFresh = true;
      this._state.inbox.overlap();
      this.lose();
    }
    /** What came after that (milliseconds since 1970) may not have been heard. */
    missSince(at) {
      this._view.missSince(at);
    }
    /** What this tab heard until now came by a connection beside the present one. */
    cross() {
      this._isCrossing = true;
    }
    /** What happened. A successor's first items end what the master before it said. */
    take(message) {
      const { items, first } = message;
      if (!isSame(message, this._followed)) {
        if (!isSame(message, this.master) || this._isFresh) return this._takeLate(items);
        if (first > 1) return this._ask(0);
        if (!this._crosses(message)) return;
      }
      if (first > this._last + 1) {
        if (isSame(message, this.master)) this._ask(this._last);
        return;
      }
      this._view.heard(message.at);
      for (const item of items.slice(this._last + 1 - first)) {
        if (this._isOver || !isSame(message, this._followed)) return;
        this._last++;
        this._takeItem(item);
      }
    }
    /** Called every 500 ms, in hidden tabs more rarely. */
    tick() {
      this._state.turns.tick();
      this._askedAfter = void 0;
      this._waitingTicks = this._state.outbox.isWaiting ? this._waitingTicks + 1 : 0;
      if (this._waitingTicks > MAX_WAITING_TICKS$1 || this._isCrossing || !this.tabs.includes(this._state.tab))
        this.hello();
    }
    /** Items are missing, or too old to be had: asks once for those after this one. */
    _ask(after) {
      if (this._askedAfter === after) return;
      this._askedAfter = after;
      this.hello({ after });
    }
    /** Goes on from here, without what was before. */
    _jump(lead) {
      this.lose(this.master);
      this._isFresh = this._isCrossing = false;
      this._begin(lead, lead.last);
      if (lead.state.isOpen || lead.state.fatal) this._view.take(lead.state);
      this._state.inbox.queue.adopt(lead.queue);
      this._onDuties(lead.duties);
    }
    _begin({ epoch, from }, last) {
      const { tab, inbox, outbox } = this._state;
      if (!this._isSettled && this._followed.from !== tab) outbox.doubt();
      outbox.requeue();
      if (this._isForced) inbox.overlap();
      this._isSettled = false;
      this._followed = { epoch, from };
      this._last = last;
      this._askedAfter = void 0;
    }
    /** Of a master that has a successor already: what it wrote must not be written again. */
    _takeLate(items) {
      for (const { wrote = [] } of items)
        for (const id of wrote) {
          this._state.outbox.wrote(id);
          this._state.outbox.repeat(id);
        }
      this._offerNext();
    }
    _takeItem({ state, wrote = [], duties, to, isLog, text, except }) {
      const { outbox } = this._state;
      for (const id of wrote) outbox.wrote(id);
      if (duties) this._onDuties(duties);
      if (state) this._view.take(state);
      if (to) this._onAnswer(to, isLog, text);
      else if (text) this._takeFrame(text, except);
      if (to || wrote.length) this._offerNext();
    }
    _onDuties(duties) {
      this._state.inbox.duties = duties;
      this._state.turns.review();
    }
    _takeFrame(text, except) {
      const { tab, inbox } = this._state;
      this._onFrame(text);
      if (except === tab) return;
      const { epoch, from } = this._followed;
      const turn = { id: [epoch, from, this._last].join(" "), except };
      for (const message of inbox.hear(text, except !== void 0))
        this._listener.onMessage(message, turn);
    }
    /**
     * Nothing may wait any more, not even for a command of another tab. In a task of its own: the
     * master's tab would write it before what it is writing now.
     */
    _offerNext() {
      if (this._state.outbox.hasNew) nextTask(() => this.offer());
    }
    _onAnswer(to, isLog = false, text = "") {
      const { tab, outbox, inbox } = this._state;
      const [message] = text && to.tab === tab ? inbox.read(text) : [];
      if (isLog) return message && outbox.log(to, message);
      const isNews = outbox.settle(to, message);
      if (isNews && message && message.kind !== "answer") this._listener.onMessage(message);
    }
  }

  const ID = { tab: "", number: 0 };
  const COMMANDS = [{ ...ID, command: { kind: "", channel: "", text: "" }, "offeredTo?": "" }];
  const OFFER = { to: "", commands: COMMANDS };
  const QUEUE = [{ id: "", time: 0, before: 0, now: 0 }];
  const STATE = {
    isOpen: true,
    info: "",
    channels: [""],
    code: 0,
    until: 0,
    isForced: true,
    "fatal?": [void 0]
  };
  const WANTS = { channels: [""], duties: [""], isHidden: true };
  const DUTIES = [{ name: "", tabs: [""] }];
  const ITEM = {
    "state?": STATE,
    "wrote?": [ID],
    "to?": ID,
    "isLog?": true,
    "duties?": DUTIES,
    "text?": "",
    "except?": ""
  };
  const EXAMPLES = [
    ["hello", { ...OFFER, epoch: 0, wants: WANTS, "after?": 0, "answers?": "", "wakes?": true }],
    ["commands", OFFER],
    ["bye", { commands: COMMANDS, "heir?": "", "last?": 0 }],
    ["handover", { epoch: 0, to: "", tabs: [{ tab: "", wants: WANTS }] }],
    ["ready", { epoch: 0, to: "" }],
    ["ran", { name: "", id: "" }],
    ["handed", { epoch: 0, heir: "", last: 0 }],
    ["claim", { rank: "" }],
    [
      "lead",
      {
        ...{ epoch: 0, at: 0, last: 0, state: STATE, tabs: [""], queue: QUEUE, duties: DUTIES },
        ...{ "continues?": { epoch: 0, from: "", last: 0 }, "reset?": "" }
      }
    ],
    ["items", { epoch: 0, at: 0, first: 0, items: [ITEM] }],
    ["restart", { options: {} }],
    ["proposal", { options: {} }]
  ];
  const CHECKS = /* @__PURE__ */ new Map(
    EXAMPLES.map(([kind, example]) => [kind, likeThis({ from: "", ...example })])
  );
  function readMessage(data) {
    const check = CHECKS.get(Object(data).kind);
    return check && check(data) ? data : void 0;
  }
  function likeThis(example) {
    if (Array.isArray(example)) {
      const check = likeThis(example[0]);
      return (value) => Array.isArray(value) && value.every(check);
    }
    if (example === void 0) return () => true;
    const fields = Object.entries(example).map(
      ([name, inner]) => [
        name.replace("?", ""),
        name.endsWith("?"),
        likeThis(inner)
      ]
    );
    return (value) => typeof value === typeof example && value !== null && fields.every(([name, isOptional, check]) => {
      const field = value[name];
      return field === void 0 ? isOptional : check(field);
    });
  }

  class TabBus {
    /**
     * @param name of the group; without one there are no others.
     * @param _onBroken called where the browser takes no more messages, as when its storage is full.
     */
    constructor(name, tab, onMessage, _onBroken) {
      this._onBroken = _onBroken;
      if (!name) return;
      this._bus = openBus(name, (data) => {
        const message = readMessage(data);
        if (this._bus && message && message.from !== tab) onMessage(message);
      });
    }
    /** Whether there are others that can be reached. */
    get isOpen() {
      return Boolean(this._bus);
    }
    post(message) {
      try {
        if (this._bus) this._bus.post(message);
      } catch (e) {
        this.close();
        this._onBroken();
      }
    }
    close() {
      if (this._bus) this._bus.close();
      this._bus = void 0;
    }
  }

  const PATIENCE_TICKS = 3;
  const WAIT_TICKS = 10;
  const LAST_WORD_MS$1 = 250;
  class Handover {
    constructor() {
      this._state = { step: "none" };
    }
    /** The tab that is to lead; `""`: none. */
    get heir() {
      return this._state.step === "none" ? "" : this._state.heir;
    }
    ask(heir) {
      this._state = { step: "asked", heir, ticks: 0 };
    }
    /** A tab hears all. Returns whether it is the heir, and this is news. */
    onReady(from) {
      if (this._state.step !== "asked" || this._state.heir !== from) return false;
      this._state = { ...this._state, step: "reading" };
      return true;
    }
    /** Returns whether the heir is waited for in vain. */
    tick() {
      return this._state.step !== "none" && ++this._state.ticks >= PATIENCE_TICKS;
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
    /** The leader that this tab goes on for without a break, and its last entry. */
    get continues() {
      const state = this._state;
      return state.step === "gone" && state.last !== void 0 ? { ...state.leader, last: state.last } : void 0;
    }
    prepare(leader) {
      this.end();
      this._state = { step: "prepared", leader, ticks: 0 };
    }
    /** The leader has gone. @param last see there. */
    onGone(from, last) {
      const state = this._state;
      if (state.step === "none" || state.leader.from !== from) return;
      this._state = { step: "gone", leader: state.leader, last, ticks: 0 };
      if (state.step !== "elected") return;
      clearTimeout(state.timer);
      state.lead();
    }
    /** This tab is elected. Calls `lead` as soon as it knows what the leader before it said last. */
    onElected(lead) {
      const state = this._state;
      if (state.step !== "prepared") return lead();
      const { leader } = state;
      const timer = setTimeout(() => {
        this._state = { step: "prepared", leader, ticks: 0 };
        lead();
      }, LAST_WORD_MS$1);
      this._state = { step: "elected", leader, lead, timer };
    }
    /** Returns whether this tab was not elected in time. */
    tick() {
      const state = this._state;
      return (state.step === "prepared" || state.step === "gone") && ++state.ticks > WAIT_TICKS;
    }
    end() {
      if (this._state.step === "elected") clearTimeout(this._state.timer);
      this._state = { step: "none" };
    }
  }

  const NEAR_MS = 30;
  const HOLD_MS = 10;
  class Transfer {
    constructor(_owner) {
      this._owner = _owner;
      this._handover = new Handover();
      this._succession = new Succession();
    }
    /** The tab that this one hands over to; `""`: none. */
    get heir() {
      return this._handover.heir;
    }
    /** The page is about to leave: another tab connects while this one still listens. */
    depart() {
      const { leadsOthers, nextTab, master } = this._owner;
      if (!leadsOthers || this.heir || !nextTab) return;
      this._owner.asMaster(() => {
        this._handover.ask(nextTab);
        master.pause(true);
        this._sayHandover(nextTab);
        if (master.connectMs < NEAR_MS) holdUp(HOLD_MS);
      });
    }
    /** The page does not leave: nobody need connect any more. */
    stay() {
      if (!this.heir) return;
      this._handover.end();
      this._owner.asMaster(() => {
        this._sayHandover("");
        this._owner.master.pause(false);
      });
    }
    /** The heir hears all. What was sent before may wait in the socket, but not behind an answer. */
    onReady({ from, to }) {
      if (to !== this._owner.tab) return;
      this._owner.asMaster(() => {
        if (!this._handover.onReady(from)) return;
        this._owner.master.fence(
          () => this._owner.asMaster(() => this.heir === from && this._letGo())
        );
      });
    }
    /** A leader hands over, to this tab or another. */
    onHandover({ from, epoch, to, tabs }) {
      const { relay, tab: own, isLeading } = this._owner;
      const leader = { from, epoch };
      if (isLeading || !isSame(leader, relay.master)) return;
      this._giveUp();
      if (to !== own) return;
      for (const { tab, wants } of tabs) this._owner.wants.set(tab, wants);
      this._succession.prepare(leader);
      this._owner.master.prepare();
    }
    /** The prepared connection hears all. */
    onPrepared() {
      const { leader } = this._succession;
      const { tab: from } = this._owner;
      if (leader) this._owner.post({ kind: "ready", from, to: leader.from, epoch: leader.epoch });
    }
    /** A leader leads no more, and has read all that the heir did not hear. */
    onHanded({ from, last }) {
      this._owner.relay.dismiss(from, last, true);
      this._succession.onGone(from, last);
    }
    /** A tab has left. @param wasLeader whether it led. */
    onGone(from, wasLeader) {
      if (from === this.heir) this.stay();
      if (wasLeader) this._succession.onGone(from);
    }
    /** All connections are renewed, with other options: a prepared one has the old ones. */
    onRestart() {
      this.stay();
      this._giveUp();
    }
    /** Another leads than the one that this tab was to succeed. */
    onLeader(term) {
      const { leader } = this._succession;
      if (leader && !isSame(term, leader)) this._giveUp();
    }
    /** This tab is elected. Calls `lead` as soon as it knows what the leader before it said last. */
    onElected(lead) {
      this._succession.onElected(lead);
    }
    /** This tab leads now. Returns the leader after whose last item it goes on, without a break. */
    takeOver() {
      const { continues } = this._succession;
      this._succession.end();
      const { master, relay, wants, tab } = this._owner;
      if (!continues && relay.master.from !== tab) wants.delete(relay.master.from);
      return master.isPrepared && relay.isSettled ? continues : void 0;
    }
    /** Called every 500 ms, in hidden tabs more rarely. */
    tick() {
      if (this._succession.tick()) this._giveUp();
      if (this._handover.tick()) this.stay();
    }
    /** The tab hands over no more, nor is it to succeed anybody. */
    end() {
      this._handover.end();
      this._succession.end();
    }
    /** The heir leads from now on. */
    _letGo() {
      const { tab: from, master } = this._owner;
      const { heir } = this;
      const { epoch, last } = master;
      this._handover.end();
      this._owner.renew();
      this._owner.post({ kind: "handed", from, epoch, heir, last });
      this._owner.relay.dismiss(from, last, true);
      this._owner.stepDown();
    }
    _sayHandover(to) {
      const { tab: from, master, wants: all } = this._owner;
      const tabs = [...all].map(([tab, wants]) => ({ tab, wants }));
      this._owner.post({ kind: "handover", from, epoch: master.epoch, to, tabs });
    }
    _giveUp() {
      if (!this._succession.leader) return;
      this._succession.end();
      this._owner.renew();
    }
  }

  class Member {
    /** @param name of the group, for its tabs alone. @param isAlone shares with nobody. */
    constructor(_owner, name, isAlone) {
      this._owner = _owner;
      this.wants = /* @__PURE__ */ new Map();
      this.transfer = new Transfer(this);
      this._isOver = false;
      this.relay = new RelayLink(
        _owner,
        _owner.listener,
        (message) => this._post(message),
        (text) => this.master.overhear(text)
      );
      this.master = new Master(this._owner, this);
      this._bus = new TabBus(
        isAlone ? void 0 : name,
        _owner.tab,
        (message) => this._onMessage(message),
        () => _owner.onBroken()
      );
      this._candidacy = new Candidacy(this, name, _owner.tab, (message) => this._bus.post(message));
    }
    join() {
      this._candidacy.start(this._bus.isOpen);
      this.relay.hello();
    }
    /** @param handsOver leaves to others what was not sent yet. */
    leave(handsOver) {
      const { isAlone } = this;
      const hasHeirs = handsOver && !isAlone;
      if (!hasHeirs) this.relay.offer(true);
      if (this.isLeading) this._candidacy.speakOut();
      this._resign(hasHeirs ? this._owner.outbox.leave(this.relay.offeredTo) : []);
      this._isOver = true;
      this.transfer.end();
      this._candidacy.end();
      this._bus.close();
      this.relay.end();
      if (!isAlone) this._owner.outbox.forget();
    }
    /** Connects anew; all tabs are told the options. */
    restart(options) {
      this.transfer.onRestart();
      this._bus.post({ kind: "restart", from: this._owner.tab, options });
      this.master.restart();
    }
    post(message) {
      this._bus.post(message);
    }
    get tab() {
      return this._owner.tab;
    }
    propose(options) {
      this._bus.post({ kind: "proposal", from: this._owner.tab, options });
    }
    retire() {
      this.transfer.end();
      if (this.isLeading) this._resign([]);
      this.renew();
      this._obey();
      this.relay.yield();
    }
    whileLeading(action, isWord = false) {
      this._candidacy.whileLeading(action, isWord);
    }
    say(message) {
      if (message.kind === "lead") {
        this._bus.post(message);
        this.relay.follow(message);
      } else {
        if (this.wants.size > 1) this._bus.post(message);
        this.relay.take(message);
      }
    }
    get lag() {
      return this._candidacy.lag;
    }
    watch(tab) {
      return this._candidacy.watch(tab, () => this._forget(tab));
    }
    get isLeading() {
      return this.master.epoch > 0;
    }
    get isAlone() {
      return this.relay.tabs.length < 2;
    }
    /** Whether this tab leads and others depend on it. */
    get leadsOthers() {
      return this.isLeading && this.wants.size > 1;
    }
    lead(isForced) {
      if (this._isOver || this.isLeading) return;
      this.transfer.onElected(() => this.whileLeading(() => this._lead(isForced)));
    }
    _lead(isForced) {
      const { master } = this.relay;
      const continues = this.transfer.takeOver();
      const wasMaster = this.isMaster;
      this.isMaster = true;
      this._owner.ledEpoch = Math.max(master.epoch, this._owner.ledEpoch) + 1;
      this.master.begin(this._owner.ledEpoch, isForced, continues);
      if (!wasMaster && this.isLeading) this._owner.listener.onRole(true);
    }
    asMaster(action) {
      if (this.isLeading) this.whileLeading(action);
    }
    _obey() {
      if (this.isMaster === false) return;
      this.isMaster = false;
      this._owner.listener.onRole(false);
    }
    _onMessage(message) {
      if (message.kind === "lead" || message.kind === "items") return this._onMaster(message);
      if (!this.isLeading) this._candidacy.touch();
      const { kind, from } = message;
      const isLastWord = kind === "handed" || kind === "bye" && message.heir !== void 0;
      const isRival = isLastWord && from !== this.relay.master.from;
      if (!isRival) this._candidacy.hear(message);
      switch (message.kind) {
        case "restart":
          this._owner.listener.onOptions(message.options);
          this.transfer.onRestart();
          return this.whileLeading(() => this.master.restart());
        case "proposal":
          return this.asMaster(() => this._owner.listener.onProposal(message.options));
        case "claim":
          if (this.isLeading) this.whileLeading(() => this.master.announce());
          else if (this._candidacy.isMasterAlive || message.from === this.relay.master.from)
            this.relay.hello({ answers: message.rank });
          return;
        case "bye":
          return this._onBye(message);
        case "handover":
          return this.transfer.onHandover(message);
        case "ready":
          return this.transfer.onReady(message);
        case "ran":
          return this._owner.turns.onRan(message);
        case "handed":
          return this.transfer.onHanded(message);
        default:
          return this._onTab(message);
      }
    }
    _onMaster(message) {
      const { master } = this.relay;
      if (!isSame(message, master) && !isAhead(message, master)) {
        if (message.kind === "items") this.relay.take(message);
        else this.master.announce();
        return;
      }
      if (this.isLeading) this._yield(message.at);
      this.transfer.onLeader(message);
      this._candidacy.heardMaster(message);
      if (message.kind === "lead") {
        this._obey();
        if (this._isOver) return;
        for (const tab of this.wants.keys())
          if (message.tabs.length && !message.tabs.includes(tab)) this.wants.delete(tab);
        this.relay.follow(message);
      } else if (isSame(message, this.relay.master)) this.relay.take(message);
      else this.relay.hello();
    }
    onPrepared() {
      this.transfer.onPrepared();
    }
    stepDown() {
      this._obey();
      this._candidacy.resign();
    }
    renew() {
      this.master.end();
      this.master = new Master(this._owner, this);
    }
    /** Leads no more: others take over, with the commands that are left. */
    _resign(commands) {
      const {
        _owner: { tab },
        master: { epoch, last }
      } = this;
      this.master.end();
      const bye = { kind: "bye", from: tab, commands };
      const heir = this.transfer.heir || this.nextTab;
      this._bus.post(epoch ? { ...bye, heir, last } : bye);
    }
    /** Two lead, and this is the one that has to give way. @param at when the other was heard first. */
    _yield(at) {
      const { hasSlept } = this._candidacy;
      this.relay.missSince(at);
      this._candidacy.leave();
      this._candidacy.onDeposed();
      if (!hasSlept) this.relay.cross();
      if (!this._isOver) this._candidacy.campaign();
    }
    _onTab(message) {
      if (message.kind === "hello") {
        this.wants.set(message.from, message.wants);
        if (this.isLeading) this._surpass(message.epoch, message.to);
        else this.master.update();
      }
      this.asMaster(() => this.master.receive(message));
    }
    /** There was a master that this one did not know of: its tabs heed nobody before or behind it. */
    _surpass(epoch, from) {
      const { master } = this.relay;
      if (epoch <= master.epoch && !(from && isAhead({ epoch, from }, master))) return;
      this.transfer.end();
      this.renew();
      this.relay.yield();
      this.relay.master = { epoch, from: "" };
      this.lead(false);
    }
    _onBye({ from, commands, last }) {
      this._owner.outbox.adopt(commands, !this.isLeading && this.relay.isConnected);
      this.relay.dismiss(from, last);
      this.transfer.onGone(from, last !== void 0);
      this.relay.offer();
      this._forget(from);
    }
    /** A tab has ended. */
    _forget(tab) {
      this.wants.delete(tab);
      this.asMaster(() => this.master.update());
    }
    tick() {
      this.relay.tick();
      this.transfer.tick();
      this.asMaster(() => this.master.tick());
    }
    get nextTab() {
      return this._candidacy.heir(this.relay.tabs.filter((tab) => tab !== this.tab));
    }
    ask() {
      this.relay.hello();
    }
    _post(message) {
      if (!this.isLeading) return this._bus.post(message);
      if (message.kind === "hello") this.wants.set(this._owner.tab, message.wants);
      this.whileLeading(() => this.master.receive(message));
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
    onFatal(error) {
      this._tell(() => this._page.onFatal(error));
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
    /** In its turn: what comes of it depends on what the page was told before. */
    onProposal(options) {
      this._tell(() => this._page.onProposal(options));
    }
    /** Tells what became of a command; a page that has stopped is told, too. */
    settle(make) {
      this._add({ make, isNews: false });
    }
    /** The page has stopped: it is told nothing that happened until now. */
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
    /** What the socket received meanwhile takes the browser two tasks to hand over. */
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
  const PATIENCE_MS = 1500;
  const MAX_AGE_MS = 1e4;
  const MAX_WAITING = 100;
  class Turns {
    constructor(_owner) {
      this._owner = _owner;
      this._ran = new RecentIds();
      this._waiting = [];
    }
    /** Runs this tab's handlers of the key `name` for a message, or leaves that to another tab. */
    take(name, turn, run) {
      const waiting = { turn, name, run, at: performance.now() };
      if (this._ran.has(keyOf(name, turn.id))) return;
      if (this._placeOf(waiting) === 0 && !this._owner.isLate) return this._run(waiting);
      if (this._waiting.push(waiting) > MAX_WAITING) this._waiting.shift();
      if (this._owner.isLate) this.review();
    }
    /** Another tab runs the handlers of a key for a message. */
    onRan({ name, id }) {
      this._settle(keyOf(name, id));
    }
    /** Other tabs may be on duty by now: looks soon what is left to do. */
    review() {
      if (this._timer !== void 0 || !this._waiting.length) return;
      this._timer = setTimeout(() => {
        this._timer = void 0;
        this._look();
      }, LAST_WORD_MS);
    }
    /** Called every 500 ms, in hidden tabs more rarely: steps in for tabs that do not answer. */
    tick() {
      if (this._timer === void 0) this._look();
    }
    _look() {
      const now = performance.now();
      this._waiting = this._waiting.filter(({ at }) => now - at < MAX_AGE_MS);
      for (const waiting of [...this._waiting]) {
        const place = this._placeOf(waiting);
        const isDue = place === 0 || place > 0 && now - waiting.at > place * PATIENCE_MS;
        if (isDue && this._waiting.includes(waiting)) this._run(waiting);
      }
    }
    /** The tab leaves: others run what waits here. */
    end() {
      this._waiting = [];
      clearTimeout(this._timer);
      this._timer = void 0;
    }
    /** 0: this tab runs it; -1: it does not count. */
    _placeOf({ name, turn: { except } }) {
      const duty = this._owner.duties.find((each) => each.name === name);
      const tabs = duty ? duty.tabs.filter((tab) => tab !== except) : [];
      return tabs.indexOf(this._owner.tab);
    }
    _run({ name, turn: { id }, run }) {
      this._settle(keyOf(name, id));
      this._owner.post({ kind: "ran", from: this._owner.tab, name, id });
      run();
    }
    _settle(key) {
      this._ran.isNew(key);
      this._waiting = this._waiting.filter(({ name, turn }) => keyOf(name, turn.id) !== key);
    }
  }
  function keyOf(name, id) {
    return `${id} ${name}`;
  }

  const PROTOCOL = "CometServer 2";
  class SharedLink {
    constructor(_options, page) {
      this._options = _options;
      this.outbox = new Outbox(() => this.tab);
      this.inbox = new Inbox();
      this.gaps = new Gaps((gap) => this.isStarted && this.listener.onGap(gap));
      this.turns = new Turns(this);
      this.ledEpoch = 0;
      this._isListDue = false;
      this.listener = new PageCalls(page, () => Boolean(this._member && this._member.leadsOthers));
    }
    get isConnected() {
      return Boolean(this._member && this._member.relay.isConnected && this.listener.isConnected);
    }
    get isStarted() {
      return Boolean(this._unlisten);
    }
    get isMaster() {
      return this._member && this._member.isMaster;
    }
    get tabs() {
      const { tab } = this;
      if (!this._member) return { tab, master: void 0, epoch: 0, tabs: [] };
      const { master, tabs } = this._member.relay;
      return { tab, master: master.from || void 0, epoch: master.epoch, tabs };
    }
    start() {
      if (this._unlisten) return;
      const ends = [
        onLeave(
          () => this._leave(true),
          () => this._join()
        ),
        onDeparture(
          () => this._member && this._member.transfer.depart(),
          () => this._member && this._member.transfer.stay()
        ),
        onHide(() => this._member && this._member.relay.hello()),
        onWake(() => this._member && this._member.relay.hello({ wakes: true }))
      ];
      this._unlisten = () => ends.forEach((end) => end());
      this._join();
    }
    stop() {
      this._flush();
      if (this._unlisten) this._unlisten();
      this._unlisten = void 0;
      this.listener.forget();
      this._leave(false);
      if (this.listener.isConnected) this.listener.onDisconnect(1e3);
      this.gaps.forget();
    }
    restart(options) {
      if (this._member) this._member.restart(options);
    }
    propose(options) {
      if (this._member) this._member.propose(options);
    }
    discard() {
      this.outbox.discard();
    }
    setChannels(channels, wantsPrivate = false, duties = []) {
      this.inbox.channels = channels;
      this.inbox.wantsPrivate = wantsPrivate;
      this.inbox.ownDuties = duties;
      if (this._isListDue) return;
      this._isListDue = true;
      nextTask(() => this._flush());
    }
    send({ command, onDone, onLog }) {
      const { listener } = this;
      const request = {
        command,
        onDone: (...result) => listener.settle(() => onDone(...result))
      };
      if (onLog) request.onLog = (message) => listener.settle(() => onLog(message));
      this.outbox.add(request);
      if (this._member && !this._isListDue) this._member.relay.offer();
      const { _member: member } = this;
      return Boolean(
        member && member.relay.isConnected && !(member.isMaster && this.outbox.isWaiting)
      );
    }
    takeTurn(name, turn, run) {
      this.turns.take(name, turn, run);
    }
    get duties() {
      return this.inbox.duties;
    }
    get isLate() {
      return Boolean(this._member && this._member.lag);
    }
    post(message) {
      if (this._member) this._member.post(message);
    }
    get tab() {
      return this._options.tab();
    }
    userId() {
      return this._options.userId();
    }
    isOwnPresence(message) {
      return this._options.isOwnPresence(message);
    }
    createConnection(listener) {
      return this._options.createConnection(listener);
    }
    onBroken() {
      const member = this._member;
      nextTask(() => {
        if (!member || this._member !== member) return;
        this._leave(false);
        this._join(true);
      });
    }
    _join(isAlone = false) {
      if (this._member) return;
      this._member = new Member(this, `${PROTOCOL} ${this._options.group()}`, isAlone);
      this.inbox.queue.load(this._options.group());
      this._member.join();
    }
    _leave(handsOver) {
      const member = this._member;
      this._member = void 0;
      this.turns.end();
      if (member) member.leave(handsOver);
    }
    /** Says what waits for the end of the task. */
    _flush() {
      if (!this._isListDue) return;
      this._isListDue = false;
      if (this._member) this._member.relay.hello();
    }
  }

  class InFlight {
    constructor() {
      this._entries = [];
    }
    get size() {
      return this._entries.length;
    }
    push(entry) {
      this._entries.push(entry);
    }
    /**
     * Settles the command that `message` answers. Returns whether there was one: then the message is
     * for it alone.
     */
    take(message) {
      const { kind } = message;
      if (!("channel" in message)) return false;
      if (kind === "channel") return message.history && this._takeLog(message);
      const index = this._entries.findIndex((entry) => isAnswered(entry, message));
      this._entries.splice(0, index + 1).forEach((entry, i) => i < index ? entry.onDone() : entry.onDone(message));
      return index >= 0 || kind === "answer";
    }
    /** The connection is gone. */
    clear() {
      this._entries = [];
    }
    /** Channels that answers on their way will name. */
    channels() {
      return this._entries.map((entry) => reportOf(entry) || entry.command.channel);
    }
    _takeLog(message) {
      const log = this._entries.find(
        ({ command, onLog }) => onLog && command.channel === message.channel
      );
      if (log && log.onLog) log.onLog(message);
      return Boolean(log);
    }
  }
  function isAnswered(entry, message) {
    switch (message.kind) {
      case "answer":
        return entry.marker === message.marker;
      case "report":
        return reportOf(entry) === message.channel;
      case "refusal":
        return entry.command.kind === refusedKind(message.reason);
    }
    return false;
  }
  function reportOf({ command }) {
    return command.kind === "web_pipe2" && reportChannel(command.channel);
  }
  function refusedKind(reason) {
    const [, query] = /^\[(pipe_count|track_pipe_users)\]/.exec(reason) || [];
    return query || (/user id/.test(reason) ? "user_data" : "web_pipe2");
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
    /** A connection was opened; its first frame is due like an answer. */
    start() {
      this._silentTicks = ASK_AT_TICK;
      this._timer = setInterval(() => this._tick(), TICK_MS);
    }
    stop() {
      clearInterval(this._timer);
      this._timer = void 0;
    }
    /** Something arrived. */
    heard() {
      this._silentTicks = 0;
    }
    /**
     * Asks now, after a time in which the connection may have died unnoticed. The time that an earlier
     * question has waited counts on.
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

  /*! *****************************************************************************
  Copyright (c) Microsoft Corporation. All rights reserved.
  Licensed under the Apache License, Version 2.0 (the "License"); you may not use
  this file except in compliance with the License. You may obtain a copy of the
  License at http://www.apache.org/licenses/LICENSE-2.0

  THIS CODE IS PROVIDED ON AN *AS IS* BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY
  KIND, EITHER EXPRESS OR IMPLIED, INCLUDING WITHOUT LIMITATION ANY IMPLIED
  WARRANTIES OR CONDITIONS OF TITLE, FITNESS FOR A PARTICULAR PURPOSE,
  MERCHANTABLITY OR NON-INFRINGEMENT.

  See the Apache Version 2.0 License for specific language governing permissions
  and limitations under the License.
  ***************************************************************************** */
  /* global Reflect, Promise */

  var extendStatics = function(d, b) {
      extendStatics = Object.setPrototypeOf ||
          ({ __proto__: [] } instanceof Array && function (d, b) { d.__proto__ = b; }) ||
          function (d, b) { for (var p in b) if (b.hasOwnProperty(p)) d[p] = b[p]; };
      return extendStatics(d, b);
  };

  function __extends(d, b) {
      extendStatics(d, b);
      function __() { this.constructor = d; }
      d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
  }

  function __values(o) {
      var m = typeof Symbol === "function" && o[Symbol.iterator], i = 0;
      if (m) return m.call(o);
      return {
          next: function () {
              if (o && i >= o.length) o = void 0;
              return { value: o && o[i++], done: !o };
          }
      };
  }

  function __read(o, n) {
      var m = typeof Symbol === "function" && o[Symbol.iterator];
      if (!m) return o;
      var i = m.call(o), r, ar = [], e;
      try {
          while ((n === void 0 || n-- > 0) && !(r = i.next()).done) ar.push(r.value);
      }
      catch (error) { e = { error: error }; }
      finally {
          try {
              if (r && !r.done && (m = i["return"])) m.call(i);
          }
          finally { if (e) throw e.error; }
      }
      return ar;
  }

  function __spread() {
      for (var ar = [], i = 0; i < arguments.length; i++)
          ar = ar.concat(__read(arguments[i]));
      return ar;
  }

  var Event = /** @class */ (function () {
      function Event(type, target) {
          this.target = target;
          this.type = type;
      }
      return Event;
  }());
  var ErrorEvent = /** @class */ (function (_super) {
      __extends(ErrorEvent, _super);
      function ErrorEvent(error, target) {
          var _this = _super.call(this, 'error', target) || this;
          _this.message = error.message;
          _this.error = error;
          return _this;
      }
      return ErrorEvent;
  }(Event));
  var CloseEvent = /** @class */ (function (_super) {
      __extends(CloseEvent, _super);
      function CloseEvent(code, reason, target) {
          if (code === void 0) { code = 1000; }
          if (reason === void 0) { reason = ''; }
          var _this = _super.call(this, 'close', target) || this;
          _this.wasClean = true;
          _this.code = code;
          _this.reason = reason;
          return _this;
      }
      return CloseEvent;
  }(Event));

  /*!
   * Reconnecting WebSocket
   * by Pedro Ladaria <pedro.ladaria@gmail.com>
   * https://github.com/pladaria/reconnecting-websocket
   * License MIT
   */
  var getGlobalWebSocket = function () {
      if (typeof WebSocket !== 'undefined') {
          // @ts-ignore
          return WebSocket;
      }
  };
  /**
   * Returns true if given argument looks like a WebSocket class
   */
  var isWebSocket = function (w) { return typeof w !== 'undefined' && !!w && w.CLOSING === 2; };
  var DEFAULT = {
      maxReconnectionDelay: 10000,
      minReconnectionDelay: 1000 + Math.random() * 4000,
      minUptime: 5000,
      reconnectionDelayGrowFactor: 1.3,
      connectionTimeout: 4000,
      maxRetries: Infinity,
      maxEnqueuedMessages: Infinity};
  var ReconnectingWebSocket = /** @class */ (function () {
      function ReconnectingWebSocket(url, protocols, options) {
          var _this = this;
          if (options === void 0) { options = {}; }
          this._listeners = {
              error: [],
              message: [],
              open: [],
              close: [],
          };
          this._retryCount = -1;
          this._shouldReconnect = true;
          this._connectLock = false;
          this._binaryType = 'blob';
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
          this._handleOpen = function (event) {
              _this._debug('open event');
              var _a = _this._options.minUptime, minUptime = _a === void 0 ? DEFAULT.minUptime : _a;
              clearTimeout(_this._connectTimeout);
              _this._uptimeTimeout = setTimeout(function () { return _this._acceptOpen(); }, minUptime);
              _this._ws.binaryType = _this._binaryType;
              // send enqueued messages (messages sent before websocket open event)
              _this._messageQueue.forEach(function (message) { return _this._ws.send(message); });
              _this._messageQueue = [];
              if (_this.onopen) {
                  _this.onopen(event);
              }
              _this._listeners.open.forEach(function (listener) { return _this._callEventListener(event, listener); });
          };
          this._handleMessage = function (event) {
              _this._debug('message event');
              if (_this.onmessage) {
                  _this.onmessage(event);
              }
              _this._listeners.message.forEach(function (listener) { return _this._callEventListener(event, listener); });
          };
          this._handleError = function (event) {
              _this._debug('error event', event.message);
              _this._disconnect(undefined, event.message === 'TIMEOUT' ? 'timeout' : undefined);
              if (_this.onerror) {
                  _this.onerror(event);
              }
              _this._debug('exec error listeners');
              _this._listeners.error.forEach(function (listener) { return _this._callEventListener(event, listener); });
              _this._connect();
          };
          this._handleClose = function (event) {
              _this._debug('close event');
              _this._clearTimeouts();
              if (_this._shouldReconnect) {
                  _this._connect();
              }
              if (_this.onclose) {
                  _this.onclose(event);
              }
              _this._listeners.close.forEach(function (listener) { return _this._callEventListener(event, listener); });
          };
          this._url = url;
          this._protocols = protocols;
          this._options = options;
          if (this._options.startClosed) {
              this._shouldReconnect = false;
          }
          this._connect();
      }
      Object.defineProperty(ReconnectingWebSocket, "CONNECTING", {
          get: function () {
              return 0;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket, "OPEN", {
          get: function () {
              return 1;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket, "CLOSING", {
          get: function () {
              return 2;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket, "CLOSED", {
          get: function () {
              return 3;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "CONNECTING", {
          get: function () {
              return ReconnectingWebSocket.CONNECTING;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "OPEN", {
          get: function () {
              return ReconnectingWebSocket.OPEN;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "CLOSING", {
          get: function () {
              return ReconnectingWebSocket.CLOSING;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "CLOSED", {
          get: function () {
              return ReconnectingWebSocket.CLOSED;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "binaryType", {
          get: function () {
              return this._ws ? this._ws.binaryType : this._binaryType;
          },
          set: function (value) {
              this._binaryType = value;
              if (this._ws) {
                  this._ws.binaryType = value;
              }
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "retryCount", {
          /**
           * Returns the number or connection retries
           */
          get: function () {
              return Math.max(this._retryCount, 0);
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "bufferedAmount", {
          /**
           * The number of bytes of data that have been queued using calls to send() but not yet
           * transmitted to the network. This value resets to zero once all queued data has been sent.
           * This value does not reset to zero when the connection is closed; if you keep calling send(),
           * this will continue to climb. Read only
           */
          get: function () {
              var bytes = this._messageQueue.reduce(function (acc, message) {
                  if (typeof message === 'string') {
                      acc += message.length; // not byte size
                  }
                  else if (message instanceof Blob) {
                      acc += message.size;
                  }
                  else {
                      acc += message.byteLength;
                  }
                  return acc;
              }, 0);
              return bytes + (this._ws ? this._ws.bufferedAmount : 0);
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "extensions", {
          /**
           * The extensions selected by the server. This is currently only the empty string or a list of
           * extensions as negotiated by the connection
           */
          get: function () {
              return this._ws ? this._ws.extensions : '';
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "protocol", {
          /**
           * A string indicating the name of the sub-protocol the server selected;
           * this will be one of the strings specified in the protocols parameter when creating the
           * WebSocket object
           */
          get: function () {
              return this._ws ? this._ws.protocol : '';
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "readyState", {
          /**
           * The current state of the connection; this is one of the Ready state constants
           */
          get: function () {
              if (this._ws) {
                  return this._ws.readyState;
              }
              return this._options.startClosed
                  ? ReconnectingWebSocket.CLOSED
                  : ReconnectingWebSocket.CONNECTING;
          },
          enumerable: true,
          configurable: true
      });
      Object.defineProperty(ReconnectingWebSocket.prototype, "url", {
          /**
           * The URL as resolved by the constructor
           */
          get: function () {
              return this._ws ? this._ws.url : '';
          },
          enumerable: true,
          configurable: true
      });
      /**
       * Closes the WebSocket connection or connection attempt, if any. If the connection is already
       * CLOSED, this method does nothing
       */
      ReconnectingWebSocket.prototype.close = function (code, reason) {
          if (code === void 0) { code = 1000; }
          this._closeCalled = true;
          this._shouldReconnect = false;
          this._clearTimeouts();
          if (!this._ws) {
              this._debug('close enqueued: no ws instance');
              return;
          }
          if (this._ws.readyState === this.CLOSED) {
              this._debug('close: already closed');
              return;
          }
          this._ws.close(code, reason);
      };
      /**
       * Closes the WebSocket connection or connection attempt and connects again.
       * Resets retry counter;
       */
      ReconnectingWebSocket.prototype.reconnect = function (code, reason) {
          this._shouldReconnect = true;
          this._closeCalled = false;
          this._retryCount = -1;
          if (!this._ws || this._ws.readyState === this.CLOSED) {
              this._connect();
          }
          else {
              this._disconnect(code, reason);
              this._connect();
          }
      };
      /**
       * Enqueue specified data to be transmitted to the server over the WebSocket connection
       */
      ReconnectingWebSocket.prototype.send = function (data) {
          if (this._ws && this._ws.readyState === this.OPEN) {
              this._debug('send', data);
              this._ws.send(data);
          }
          else {
              var _a = this._options.maxEnqueuedMessages, maxEnqueuedMessages = _a === void 0 ? DEFAULT.maxEnqueuedMessages : _a;
              if (this._messageQueue.length < maxEnqueuedMessages) {
                  this._debug('enqueue', data);
                  this._messageQueue.push(data);
              }
          }
      };
      /**
       * Register an event handler of a specific event type
       */
      ReconnectingWebSocket.prototype.addEventListener = function (type, listener) {
          if (this._listeners[type]) {
              // @ts-ignore
              this._listeners[type].push(listener);
          }
      };
      ReconnectingWebSocket.prototype.dispatchEvent = function (event) {
          var e_1, _a;
          var listeners = this._listeners[event.type];
          if (listeners) {
              try {
                  for (var listeners_1 = __values(listeners), listeners_1_1 = listeners_1.next(); !listeners_1_1.done; listeners_1_1 = listeners_1.next()) {
                      var listener = listeners_1_1.value;
                      this._callEventListener(event, listener);
                  }
              }
              catch (e_1_1) { e_1 = { error: e_1_1 }; }
              finally {
                  try {
                      if (listeners_1_1 && !listeners_1_1.done && (_a = listeners_1.return)) _a.call(listeners_1);
                  }
                  finally { if (e_1) throw e_1.error; }
              }
          }
          return true;
      };
      /**
       * Removes an event listener
       */
      ReconnectingWebSocket.prototype.removeEventListener = function (type, listener) {
          if (this._listeners[type]) {
              // @ts-ignore
              this._listeners[type] = this._listeners[type].filter(function (l) { return l !== listener; });
          }
      };
      ReconnectingWebSocket.prototype._debug = function () {
          var args = [];
          for (var _i = 0; _i < arguments.length; _i++) {
              args[_i] = arguments[_i];
          }
          if (this._options.debug) {
              // not using spread because compiled version uses Symbols
              // tslint:disable-next-line
              console.log.apply(console, __spread(['RWS>'], args));
          }
      };
      ReconnectingWebSocket.prototype._getNextDelay = function () {
          var _a = this._options, _b = _a.reconnectionDelayGrowFactor, reconnectionDelayGrowFactor = _b === void 0 ? DEFAULT.reconnectionDelayGrowFactor : _b, _c = _a.minReconnectionDelay, minReconnectionDelay = _c === void 0 ? DEFAULT.minReconnectionDelay : _c, _d = _a.maxReconnectionDelay, maxReconnectionDelay = _d === void 0 ? DEFAULT.maxReconnectionDelay : _d;
          var delay = 0;
          if (this._retryCount > 0) {
              delay =
                  minReconnectionDelay * Math.pow(reconnectionDelayGrowFactor, this._retryCount - 1);
              if (delay > maxReconnectionDelay) {
                  delay = maxReconnectionDelay;
              }
          }
          this._debug('next delay', delay);
          return delay;
      };
      ReconnectingWebSocket.prototype._wait = function () {
          var _this = this;
          return new Promise(function (resolve) {
              setTimeout(resolve, _this._getNextDelay());
          });
      };
      ReconnectingWebSocket.prototype._getNextUrl = function (urlProvider) {
          if (typeof urlProvider === 'string') {
              return Promise.resolve(urlProvider);
          }
          if (typeof urlProvider === 'function') {
              var url = urlProvider();
              if (typeof url === 'string') {
                  return Promise.resolve(url);
              }
              if (!!url.then) {
                  return url;
              }
          }
          throw Error('Invalid URL');
      };
      ReconnectingWebSocket.prototype._connect = function () {
          var _this = this;
          if (this._connectLock || !this._shouldReconnect) {
              return;
          }
          this._connectLock = true;
          var _a = this._options, _b = _a.maxRetries, maxRetries = _b === void 0 ? DEFAULT.maxRetries : _b, _c = _a.connectionTimeout, connectionTimeout = _c === void 0 ? DEFAULT.connectionTimeout : _c, _d = _a.WebSocket, WebSocket = _d === void 0 ? getGlobalWebSocket() : _d;
          if (this._retryCount >= maxRetries) {
              this._debug('max retries reached', this._retryCount, '>=', maxRetries);
              return;
          }
          this._retryCount++;
          this._debug('connect', this._retryCount);
          this._removeListeners();
          if (!isWebSocket(WebSocket)) {
              throw Error('No valid WebSocket class provided');
          }
          this._wait()
              .then(function () { return _this._getNextUrl(_this._url); })
              .then(function (url) {
              // close could be called before creating the ws
              if (_this._closeCalled) {
                  return;
              }
              _this._debug('connect', { url: url, protocols: _this._protocols });
              _this._ws = _this._protocols
                  ? new WebSocket(url, _this._protocols)
                  : new WebSocket(url);
              _this._ws.binaryType = _this._binaryType;
              _this._connectLock = false;
              _this._addListeners();
              _this._connectTimeout = setTimeout(function () { return _this._handleTimeout(); }, connectionTimeout);
          });
      };
      ReconnectingWebSocket.prototype._handleTimeout = function () {
          this._debug('timeout event');
          this._handleError(new ErrorEvent(Error('TIMEOUT'), this));
      };
      ReconnectingWebSocket.prototype._disconnect = function (code, reason) {
          if (code === void 0) { code = 1000; }
          this._clearTimeouts();
          if (!this._ws) {
              return;
          }
          this._removeListeners();
          try {
              this._ws.close(code, reason);
              this._handleClose(new CloseEvent(code, reason, this));
          }
          catch (error) {
              // ignore
          }
      };
      ReconnectingWebSocket.prototype._acceptOpen = function () {
          this._debug('accept open');
          this._retryCount = 0;
      };
      ReconnectingWebSocket.prototype._callEventListener = function (event, listener) {
          if ('handleEvent' in listener) {
              // @ts-ignore
              listener.handleEvent(event);
          }
          else {
              // @ts-ignore
              listener(event);
          }
      };
      ReconnectingWebSocket.prototype._removeListeners = function () {
          if (!this._ws) {
              return;
          }
          this._debug('removeListeners');
          this._ws.removeEventListener('open', this._handleOpen);
          this._ws.removeEventListener('close', this._handleClose);
          this._ws.removeEventListener('message', this._handleMessage);
          // @ts-ignore
          this._ws.removeEventListener('error', this._handleError);
      };
      ReconnectingWebSocket.prototype._addListeners = function () {
          if (!this._ws) {
              return;
          }
          this._debug('addListeners');
          this._ws.addEventListener('open', this._handleOpen);
          this._ws.addEventListener('close', this._handleClose);
          this._ws.addEventListener('message', this._handleMessage);
          // @ts-ignore
          this._ws.addEventListener('error', this._handleError);
      };
      ReconnectingWebSocket.prototype._clearTimeouts = function () {
          clearTimeout(this._connectTimeout);
          clearTimeout(this._uptimeTimeout);
      };
      return ReconnectingWebSocket;
  }());

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
    constructor() {
      /** From when on the open connection is a good one; Infinity while none is open. */
      this._goodFrom = Infinity;
      /** `wake` does nothing until then. */
      this._deafUntil = 0;
      /** Ends a wait, if there is one. */
      this.end = () => void 0;
    }
    /** Resolves when the next attempt may begin: at once for the first, and when woken. */
    wait() {
      const from = this._outageFrom;
      return new Promise((resolve) => {
        if (from === void 0) return resolve();
        const timer = setTimeout(() => this.end(), this._delay(from));
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    /**
     * The page may have slept, or its network is back: ends a wait, and counts the outage anew, since
     * time asleep is no reason for patience.
     * `Retry` ignores a call that follows another too soon, because each costs an attempt and the
     * short waits after it: a visitor who flicks through the tabs, or twenty tabs that all notice the
     * network, would keep a dead server busy.
     */
    wake() {
      const now = performance.now();
      if (now < this._deafUntil) return;
      this._deafUntil = now + MIN_WAKE_GAP_MS;
      if (this._outageFrom !== void 0) this._outageFrom = now;
      this.end();
    }
    opened() {
      this._goodFrom = performance.now() + LASTING_MS;
    }
    /**
     * A connection ended, or an attempt failed. A server that accepts pages and soon drops them is
     * not well yet: the outage goes on.
     */
    failed() {
      const now = performance.now();
      if (this._outageFrom === void 0 || now >= this._goodFrom) this._outageFrom = now;
      this._goodFrom = Infinity;
    }
    _delay(outageFrom) {
      if (!isOffline()) return retryDelay(performance.now() - outageFrom, Math.random());
      this._deafUntil = 0;
      return MAX_DELAY_MS;
    }
  }

  const CONNECT_TIMEOUT_MS = 1e4;
  class SocketLink {
    /** @param _url the address of the next attempt. */
    constructor(_url, _events) {
      this._url = _url;
      this._events = _events;
      this._retry = new Retry();
      this._opened = new Promise((resolve) => this._open = resolve);
      const create = (url) => this._create(url);
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
    /** Connects, and again after each failure, until `close`. */
    open() {
      if (this._open) this._open();
    }
    /** Ends the connection and all attempts, for good. Nothing is reported any more. */
    close() {
      this._socket = void 0;
      this._reconnecting.close();
      this._retry.end();
    }
    /** Gives the present connection up as dead and opens another. */
    replace() {
      this._lost(this._socket, 1006);
      this._reconnecting.reconnect();
    }
    /** Whether a frame can be written: a socket that is closing takes none. */
    get isOpen() {
      return this._socket !== void 0 && this._socket.readyState === 1;
    }
    /** Writes a frame, where `isOpen`; a socket that is closing drops it. */
    write(text) {
      if (this._socket) this._socket.send(text);
    }
    /** Tries at once, when it waits to try again; see `Retry` for wake-ups in quick succession. */
    wake() {
      this._retry.wake();
    }
    /** The address of the next attempt, once it is time for it. */
    _next() {
      this._lost(this._socket, 1006);
      return this._opened.then(() => this._retry.wait()).then(this._url);
    }
    _create(url) {
      let socket;
      try {
        socket = new WebSocket(url);
      } catch (error) {
        queueMicrotask(() => {
          this.close();
          this._events.onImpossible(error.name);
        });
        return Object.assign(new EventTarget(), { readyState: 3 });
      }
      this._socket = socket;
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
      this._retry.failed();
      this._events.onClose(code);
    }
  }

  class Session {
    constructor(_address, _listener) {
      this._address = _address;
      this._listener = _listener;
      this._liveness = new Liveness(this);
      this._inFlight = new InFlight();
      this._isOpen = false;
      /** The server's first frame was read. */
      this._isWelcome = false;
      this._legacy = false;
      this._channels = [];
      /** In milliseconds since 1970: a clock that stands still while a computer sleeps will not do. */
      this._heardAt = 0;
      this._socket = new SocketLink(() => _address.url(), this);
    }
    /** A socket that is closing takes nothing any more: all waits for the next one. */
    get isConnected() {
      return this._isWelcome && this._socket.isOpen;
    }
    get silence() {
      return Date.now() - this._heardAt;
    }
    start() {
      this._heardAt = Date.now();
      this._socket.open();
    }
    stop() {
      this._socket.close();
      this._liveness.stop();
      this._isOpen = this._isWelcome = false;
    }
    wake() {
      this._socket.wake();
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
    send({ command, onDone, onLog }) {
      const marker = randomId(MARKER_LENGTH);
      this._socket.write(command.text.replace("\0", marker));
      if (command.kind === "statistics") return onDone();
      this._inFlight.push({ command, onDone, onLog, marker });
      if (onLog) this._socket.write(FENCE.text.replace("\0", marker));
    }
    onOpen() {
      this._isOpen = true;
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
      for (const message of messages) if (this._isOpen) this._onMessage(message);
    }
    _onMessage(message) {
      const { kind } = message;
      if (kind === "fatal") this._fail(`The server refuses: ${message.reason}`, message.code);
      else if (kind === "ignored") this._listener.onIgnored(message.reason);
      else if (kind === "info") {
        this._legacy = message.legacy;
        this._isWelcome = true;
        this._address.connected();
        this._listener.onConnect(message.text);
      } else if (!this._inFlight.take(message)) this._listener.onFrame(message.text);
    }
    onClose(code) {
      this._isOpen = this._isWelcome = false;
      this._liveness.stop();
      this._inFlight.clear();
      this._address.disconnected();
      this._listener.onDisconnect(code);
    }
    onImpossible(name) {
      this._fail(`The browser refuses node or wss (${name})`, name);
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
      this._listener.onFatal(new CometError("fatal", text, value));
    }
    _writeList() {
      const channels = this._channels;
      const list = listText(channels);
      if (list === this._sentList) return;
      this._socket.write(this._sentList = list);
      this.send({ command: FENCE, onDone: () => this._listener.onSubscribed(channels) });
    }
  }

  const MAX_PROPOSALS = 3;
  class Client {
    constructor(defaults) {
      this.log = new Logger();
      this.events = new Events();
      this.auth = new AuthState(this.events);
      this.link = new SharedLink(
        {
          group: () => this.settings.identity,
          userId: () => this.settings.visitor.userId,
          tab: () => this.tab,
          isOwnPresence: (message) => isPresenceOf(message, this.settings.uuid, Number(this.settings.visitor.userId)),
          createConnection: (listener) => new Session(this.settings, listener)
        },
        this
      );
      this.subscriptions = new Subscriptions(
        (...wants) => this.link.setChannels(...wants),
        (text) => this._warnOnce(text)
      );
      this.queue = new QueueWait((message, turn) => {
        if (turn || this.link.tabs.tabs.length < 2) this._dispatch(message, turn);
        else this.subscriptions.dispatch(message, () => void 0);
      });
      this.publisher = new Publisher(
        this.link,
        () => this.settings.visitor.userId,
        (error) => error && this._onError(error),
        (details) => this.events.emit("unconfirmed", details)
      );
      this.queries = new Queries(this.link, (error) => this._onError(error));
      /** The key that the server holds for the visitor. */
      this.realUserKey = "";
      this._tab = "";
      this._whenConnected = [];
      this._isRefused = false;
      this._wasStarted = false;
      /** The key that this page gave; the last that another tab did; and how often this was proposed. */
      this._ownKey = "";
      this._proposals = 0;
      /** Warnings that were given: a page may call `start` at every click. */
      this._warnings = /* @__PURE__ */ new Set();
      this.settings = new Settings(defaults);
    }
    /** Id of the tab, made when it is needed first. */
    get tab() {
      return this._tab = this._tab || randomId(16);
    }
    /**
     * Merges options and connects; anew where they change the connection, or where `isAnew`. Without a
     * node nothing is connected any more.
     */
    connect(options, isAnew = this._isRefused) {
      const { settings, link } = this;
      const { identity } = settings;
      const url = settings.url();
      this.merge(options);
      this._warnOnce(settings.notice);
      if (!settings.node) {
        this.queue.stop();
        link.stop();
        return this._onError(settings.noNode());
      }
      if (settings.identity !== identity) {
        link.stop();
        if (this._wasStarted) link.discard();
      } else if (isAnew || settings.url() !== url) link.restart(settings.forTabs);
      this._wasStarted = true;
      this._ownKey = settings.visitor.userKey;
      this._proposals = 0;
      this.queue.start(settings.identity, settings.queueDelay);
      link.start();
    }
    /** Calls a callback of the page, once, as soon as the server can be reached. */
    whenConnected(callback) {
      this._whenConnected.push(callback);
      if (this.link.isConnected) nextTask(() => this.link.isConnected && this._callWhenConnected());
    }
    onMessage(message, turn) {
      if (message.kind === "info") {
        this.realUserKey = message.userKey.replace(" ", "_");
        return this.auth.update(message.authorized);
      }
      if ("reason" in message) this.log.warn(`${message.kind}: ${message.reason}`);
      if ("channel" in message && !this.queue.takes(message, turn)) this._dispatch(message, turn);
    }
    _dispatch(message, turn) {
      this.subscriptions.dispatch(
        message,
        (name, run) => turn ? this.link.takeTurn(name, turn, run) : run()
      );
    }
    onConnect() {
      if (!this.link.isMaster && !this.auth.status) this._proposeKey();
      this._isRefused = false;
      this._callWhenConnected();
      this.log.debug("connected");
      this.events.emit("connect");
    }
    onDisconnect(code) {
      this.log.debug(`disconnected (${code})`);
      this.events.emit("disconnect", code);
    }
    onFatal(error) {
      this._isRefused = true;
      this._onError(error);
    }
    onGap(gap) {
      this.events.emit("gap", gap);
    }
    onRole(isMaster) {
      this.events.emit(isMaster ? "master" : "slave");
    }
    onTabs() {
      this.events.emit("tabs", this.link.tabs);
    }
    onOptions(options) {
      this._othersKey = options.user_key;
      this.settings.adopt(options);
    }
    onProposal(options) {
      const { auth, link, settings } = this;
      const isRefused = auth.status === false && link.isConnected;
      if (!isRefused || settings.hidesVisitor || options.user_key === settings.userKey) return;
      settings.adopt(options);
      this.connect(void 0, true);
    }
    /** The server refused the key of another tab, which may be older than that of this one. */
    _proposeKey() {
      const user_key = this._ownKey;
      if (user_key && user_key !== this._othersKey && ++this._proposals <= MAX_PROPOSALS)
        this.link.propose({ user_key });
    }
    /** Takes note of options of the page. */
    merge(options) {
      const settings = this.settings;
      const { identity } = settings;
      for (const { message } of settings.merge(options)) this.log.error(message);
      if (settings.identity === identity) return;
      this.auth.reset();
      this.realUserKey = "";
      this.subscriptions.forgetEarly();
    }
    _warnOnce(text) {
      if (!text || this._warnings.has(text)) return;
      this._warnings.add(text);
      this.log.warn(text);
    }
    _callWhenConnected() {
      for (const callback of this._whenConnected.splice(0)) callPage(callback);
    }
    _onError(error) {
      if (error.code !== "refused") this.log.error(error.message);
      this.events.emit("error", error);
    }
  }

  class CometApi {
    constructor(defaults) {
      this.version = VERSION;
      this._client = new Client(defaults);
    }
    start(options, onConnected) {
      this._client.connect(options);
      if (onConnected) this._client.whenConnected(onConnected);
      return true;
    }
    restart(options) {
      this._client.connect(options, true);
    }
    stop() {
      this._client.publisher.stop();
      this._client.queue.stop();
      this._client.link.stop();
    }
    on(event, callback) {
      return this._client.events.on(event, callback);
    }
    subscription(key, callback) {
      return this._attempt(
        () => typeof key === "function" ? this._client.subscriptions.add("", key) : this._client.subscriptions.add(key, callback),
        false
      );
    }
    oncePerBrowser(key, callback) {
      return this._attempt(() => {
        checkCallback(callback);
        return this._client.subscriptions.add(key, callback, true);
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
        const copies = new RecentIds();
        const onLog = (message) => this._client.subscriptions.dispatch(message, () => void 0, copies);
        if (callback) this._client.subscriptions.addOnce(channel, callback);
        this._client.queries.log(channel, onLog, onEnd);
      });
    }
    count_users_in_pipe(channel, callback) {
      return this._done(() => this._client.queries.count(channel, callback));
    }
    getTrackPipeUsers(channel, callback) {
      return this._done(() => this._client.queries.users(channel, callback));
    }
    getUserData(userId, callback) {
      return this._done(() => this._client.queries.data(userId, callback));
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
    /** Writes a mistake of the caller to the console, and returns `otherwise`. */
    _attempt(action, otherwise) {
      try {
        return action();
      } catch (error) {
        if (!(error instanceof CometError)) throw error;
        this._client.log.error(error.message);
        return otherwise;
      }
    }
  }

  const Base64 = {
    /** Line ends become `\n`. */
    encode(text) {
      const bytes = new TextEncoder().encode(String(text).replace(/\r\n/g, "\n"));
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    /** What is no Base64 in the text is left out. */
    decode(text) {
      const digits = String(text).replace(/[^A-Za-z0-9+/]/g, "");
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
    /** Old pages use some members of the prototype: there they are those of `api`. */
    static lend(api) {
      LegacyApi.prototype._client = api._client;
    }
    start(options, onConnected) {
      const given = { ...options };
      const all = { ...this.options };
      for (const [name, value] of Object.entries(given))
        if (value !== void 0) Reflect.set(all, name, value);
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
      return String(text).replace(/\\([^]?)/g, (_, escaped) => escaped === "0" ? "\0" : escaped);
    }
    getRealUserKey() {
      return this._client.realUserKey;
    }
    setRealUserKey(key) {
      this._client.realUserKey = key;
    }
    getCustomString(length = 10) {
      return randomId(length);
    }
    getUrl(node) {
      return this._client.settings.url(node);
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
      return this._client.settings.secure;
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
  }
  const page = window;
  if (!(page.cometApi && "web_pipe_send" in page.cometApi)) {
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
