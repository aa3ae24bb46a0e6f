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

  function isSecurePage() {
    return typeof location === "object" && location.protocol === "https:";
  }
  function isOffline() {
    return typeof navigator === "object" && navigator.onLine === false;
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

  const STORAGE_KEY = "comet_LogLevel";
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
      return this._level = this._level || levelOf(readStorage(STORAGE_KEY));
    }
    set level(level) {
      this._level = levelOf(level);
      writeStorage(STORAGE_KEY, String(this._level));
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

  function claimsOf(userKey) {
    try {
      const [, payload = ""] = userKey.split(".");
      const text = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
      return Object(JSON.parse(text));
    } catch (e) {
      return void 0;
    }
  }

  function randomId(length) {
    let id = "";
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += (byte % 32).toString(32);
    return id;
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

  const USER_ID = /^[1-9]\d{0,8}$/;
  const USER_ID_RULE = "it is a number of 1 to 9 digits";
  function utf8Length(text) {
    return new TextEncoder().encode(text).length;
  }

  function connectionUrl(node, { secure, devId, userId, userKey, uuid }, version) {
    return `ws${secure ? "s" : ""}://${node}/ws/sesion=${userKey}&myid=${userId}&devid=${devId}&v=${version}&uuid=${uuid}&api=js`;
  }
  function attemptUrl(url, attempt) {
    return `${url}&n=${attempt}`;
  }

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
    } catch (e) {
      return "";
    }
  }

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
  function listOf(value) {
    try {
      return Array.isArray(value) ? [...value] : [value];
    } catch (e) {
      return [];
    }
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
          again(failed(error), wait);
        }
      };
      void attempt(WAIT_MS);
      return done;
    }
  }
  function failed(error) {
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

  const ATTEMPTS = 3;
  const NO_ADDRESS = "ws://";
  const ATTEMPT_LENGTH$1 = 8;
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
      return ++this._failed % ATTEMPTS === 0;
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
      return attemptUrl(this._settings.url(this.node), randomId(ATTEMPT_LENGTH$1));
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

  const ok = (text) => ({ level: "ok", text });
  const hint = (text) => ({ level: "hint", text });
  const problem = (text) => ({ level: "problem", text });

  function diagnose(facts) {
    const { node, probe, isForbidden, isRefused, asksKey, origin } = facts;
    if (isForbidden)
      return problem(
        `a Content-Security-Policy of this page (connect-src) forbids connections to ${node}`
      );
    const { socket } = probe;
    switch (socket.type) {
      case "welcome":
        return isRefused ? problem(`${node} can be reached now, but has refused the connection: call start() again`) : hint(
          `${node} can be reached now: the client is about to connect` + (asksKey ? ", or waits for a key from the function user_key" : "")
        );
      case "refusal":
        return problem(`${node} refuses the connection with error ${socket.code}: ${socket.reason}`);
      case "closed":
        return problem(
          `${node} closes the connection (code ${socket.code}) before its first frame: does it allow pages of ${origin}?`
        );
      case "stranger":
        return problem(
          `${node} is no comet server: it opens a WebSocket, but does not begin as a comet server does`
        );
      case "unopened":
        return diagnoseUnopened(facts);
    }
  }
  const REASONS = { page: "this page is https", option: "wss is true" };
  function diagnoseUnopened({ node, tls, probe, other, origin }) {
    const isOtherOpened = other.socket.type !== "unopened";
    if (tls === "none" && isOtherOpened)
      return problem(`${node} takes only connections with TLS: set wss to true`);
    if (probe.answersHttp)
      return problem(
        `${node} answers HTTP, but opens no WebSocket: is it a comet server, does it allow pages of ${origin}, and does a proxy in front of it pass WebSockets on?`
      );
    if (tls === "none")
      return problem(
        `nothing answers at ${node}: does the server run there, and is the port the right one?`
      );
    const reason = REASONS[tls];
    if (isOtherOpened || other.answersHttp)
      return problem(`TLS is used because ${reason}, but what answers at ${node} has no TLS`);
    return problem(
      `nothing answers at ${node} with TLS, which is used because ${reason}: does the server run there, is the port the right one, and the certificate valid?`
    );
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

  function mendPresence(data) {
    var _a;
    if (typeof data !== "string") return data;
    const who = (_a = parseObject(data)) != null ? _a : parseObject(data + "}");
    if (!who || !("uuid" in who)) return data;
    return { user_id: toNumber(who.user_id), uuid: toText(who.uuid) };
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
  function secondsOf({ message_send_time: value }) {
    const time = toNumber(value);
    return Number.isFinite(time) ? time : 0;
  }

  const PROBE_MS = 3e3;
  const ATTEMPT_LENGTH = 8;
  async function probe(node, devId, secure) {
    const visitor = { devId, userId: "", userKey: "", uuid: randomId(32) };
    const url = connectionUrl(node, { secure, ...visitor }, VERSION.slice(0, 4));
    const [socket, answersHttp] = await Promise.all([
      meet(attemptUrl(url, randomId(ATTEMPT_LENGTH))),
      answers(`http${secure ? "s" : ""}://${node}/`)
    ]);
    return { socket, answersHttp };
  }
  function meet(url) {
    return new Promise((resolve) => {
      let isOpen = false;
      let socket;
      const end = (meeting) => {
        clearTimeout(timer);
        resolve(meeting);
        socket == null ? void 0 : socket.close();
      };
      const timer = setTimeout(() => end({ type: isOpen ? "stranger" : "unopened" }), PROBE_MS);
      try {
        socket = new WebSocket(url);
      } catch (e) {
        return end({ type: "unopened" });
      }
      socket.addEventListener("open", () => isOpen = true);
      socket.addEventListener("message", ({ data }) => end(meetingOf(data)));
      socket.addEventListener(
        "close",
        ({ code }) => end(isOpen ? { type: "closed", code } : { type: "unopened" })
      );
    });
  }
  function meetingOf(data) {
    const [first] = decodeFrame(String(data), { legacy: false, channels: () => [] });
    if ((first == null ? void 0 : first.kind) === "info") return { type: "welcome" };
    if ((first == null ? void 0 : first.kind) !== "fatal") return { type: "stranger" };
    const { code, reason } = first;
    return { type: "refusal", code, reason };
  }
  async function answers(url) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PROBE_MS);
    try {
      await fetch(url, {
        ...{ mode: "no-cors", credentials: "omit", cache: "no-store" },
        signal: abort.signal
      });
      return true;
    } catch (e) {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  async function examineWay(settings, isRefused) {
    const { nodes, devId, wantsTls } = settings;
    const policy = watchPolicy();
    const probes = await Promise.all(
      nodes.map(async (node) => {
        const other = probe(node, devId, !wantsTls);
        return { node, probe: await probe(node, devId, wantsTls), other: await other };
      })
    );
    await new Promise(nextTask);
    policy.end();
    const tls = tlsOf(settings.options, wantsTls);
    const asksKey = settings.keys.isUsed;
    const { origin } = location;
    return probes.map(
      (one) => diagnose({ ...one, tls, isRefused, asksKey, origin, isForbidden: policy.forbids(one.node) })
    );
  }
  function tlsOf({ wss }, wantsTls) {
    if (!wantsTls) return "none";
    return wss ? "option" : "page";
  }
  function watchPolicy() {
    const blocked = [];
    const onViolation = ({ blockedURI, disposition }) => {
      if (disposition === "enforce") blocked.push(blockedURI);
    };
    addEventListener("securitypolicyviolation", onViolation);
    return {
      forbids: (node) => blocked.some((uri) => uri.includes(`//${node.split("/")[0]}`)),
      end: () => removeEventListener("securitypolicyviolation", onViolation)
    };
  }

  const CHANNEL = "web_doctor";
  const PATIENCE_MS = 5e3;
  const LOOK_MS = 50;
  const MAX_HASH = 32;
  async function doctor(api) {
    const findings = await examine(api).catch((error) => [
      problem(`this instance cannot be examined: ${String(error)}`)
    ]);
    const order = ["problem", "hint", "ok"];
    findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
    const log = new Logger();
    for (const { level, text } of findings)
      if (level === "problem") log.error(`${level}: ${text}`);
      else writeLine(`${level}: ${text}`);
    return findings;
  }
  async function examine(api) {
    if (typeof addEventListener !== "function") return [hint("this is no browser")];
    if (!("inspect" in Object(api))) return [stranger(api), ...examinePage()];
    await connected(api);
    return [
      ...examineOptions(api),
      ...examineBrowser(),
      ...examinePage(),
      ...examineState(api),
      ...api.isConnected() ? [await examineServer(api)] : await examineConnection(api)
    ];
  }
  function stranger(api) {
    const { version } = Object(api);
    const shown = typeof version === "string" ? ` (version ${version.slice(0, 10)})` : "";
    return problem(
      `this is not an instance of this library, but of another CometServerApi.js${shown}: remove its script tag`
    );
  }
  function connected(api) {
    const end = performance.now() + PATIENCE_MS;
    return new Promise((resolve) => {
      const look = () => {
        const isOver = api.isConnected() || api.state === "refused";
        if (isOver || performance.now() >= end) resolve();
        else setTimeout(look, LOOK_MS);
      };
      look();
    });
  }
  function isOfScript(api) {
    const { cometServerApi } = globalThis;
    return typeof cometServerApi === "function" && api instanceof cometServerApi;
  }
  function settingsOf(api) {
    const settings = new Settings(isOfScript(api) ? SCRIPT_DEFAULTS : {});
    const findings = settings.merge(api.options).map(({ message }) => problem(message));
    return { settings, findings };
  }
  function examineOptions(api) {
    const { user_id, user_key } = api.options;
    const { settings, findings } = settingsOf(api);
    if (!settings.node) {
      const wasStarted = Object.keys(api.options).length > 0;
      const reason = wasStarted ? settings.noNode().message : "start() was not called with a node";
      findings.push(problem(`nothing is connected: ${reason}`));
    }
    const level = settings.hidesVisitor ? problem : hint;
    if (settings.notice) findings.push(level(settings.notice));
    if (settings.userId && !user_key)
      findings.push(problem("a user_id without a user_key: the visitor stays anonymous"));
    if (settings.userKey && !user_id)
      findings.push(hint("a user_key without a user_id: the visitor stays anonymous"));
    return findings;
  }
  function examineBrowser() {
    const findings = [];
    const isPage = typeof document === "object";
    const hasStorage = isPage && writeStorage("comet_doctor", "");
    if (hasStorage) localStorage.removeItem("comet_doctor");
    else if (isPage)
      findings.push(hint("localStorage is blocked or full: no uuid is kept from page to page"));
    if (typeof BroadcastChannel !== "function")
      findings.push(
        hint(
          hasStorage ? "no BroadcastChannel: tabs talk by storage events" : "neither BroadcastChannel nor localStorage: each tab has its own connection"
        )
      );
    if (!navigator.locks)
      findings.push(
        hint(
          (isSecureContext ? "no Web Locks" : "a page on plain http has no Web Locks") + ": after a crash another tab takes over within seconds, not at once"
        )
      );
    return findings;
  }
  function examinePage() {
    if (typeof document !== "object") return [];
    const scripts = [...document.querySelectorAll("script[src]")].filter(
      ({ src }) => /\/CometServerApi(\.min)?\.js(\?|$)/.test(src)
    );
    const addresses = scripts.map(({ src }) => src.replace(/[?#].*/, ""));
    return scripts.length > 1 ? [hint(`CometServerApi.js is loaded ${scripts.length} times: ${addresses.join(", ")}`)] : [];
  }
  function examineState(api) {
    const { tabs, epoch } = api.inspect();
    const findings = [ok(`version ${api.version}`)];
    if (!settingsOf(api).settings.node || api.isMaster() === void 0) return findings;
    const role = api.isMaster() ? "the master" : "a slave";
    findings.push(ok(`this tab is ${role}, one of ${tabs.length}, under master no. ${epoch}`));
    return api.isConnected() ? [...findings, examineVisitor(api)] : findings;
  }
  async function examineConnection(api) {
    const { settings } = settingsOf(api);
    if (!settings.node) return [];
    if (api.isMaster() === void 0)
      return [problem("not connected: start() was not called, or stop() was")];
    if (isOffline()) return [problem("not connected: the browser has no network")];
    if (api.options.wss === false && isSecurePage())
      return [problem("wss is false, but browsers forbid plain connections on an https page")];
    return examineWay(settings, api.state === "refused");
  }
  function examineVisitor(api) {
    const isKnown = !settingsOf(api).settings.hidesVisitor;
    const [id, key] = isKnown ? [api.getUserId(), api.getUserKey()] : [];
    if (api.isAuthorized()) return ok(`authorised as user ${id}`);
    if (!id || !key) return ok("anonymous");
    return problem(`the server does not accept this user_key for user ${id}${flawOf(key, id)}`);
  }
  function flawOf(key, userId) {
    if (!key.includes("."))
      return key.length > MAX_HASH ? `: a hash has at most ${MAX_HASH} characters` : "";
    const claims = claimsOf(key);
    if (!claims) return ": it is neither a hash nor a token";
    if (Number(claims.user_id) !== Number(userId)) return ": the token names another user";
    if (!claims.exp) return ": the token has no exp";
    return Number(claims.exp) * 1e3 < Date.now() ? ": the token has expired" : "";
  }
  function examineServer(api) {
    const from = performance.now();
    const way = api.isMaster() ? "" : ", which comes by way of the master's tab";
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve(problem(`no answer from the server within ${PATIENCE_MS} ms${way}`)),
        PATIENCE_MS
      );
      api.count_users_in_pipe(CHANNEL, () => {
        clearTimeout(timer);
        resolve(
          ok(`a question to the server takes ${Math.round(performance.now() - from)} ms${way}`)
        );
      });
    });
  }

  const { cometApi, cometServerApi } = window;
  if (cometServerApi && "inspect" in Object(cometApi))
    Object.assign(cometServerApi.prototype, {
      doctor() {
        return doctor(this);
      }
    });
  else if (cometApi) Object.assign(cometApi, { doctor: () => doctor(cometApi) });
  else new Logger().error("load CometServerApi.doctor.js after the CometServerApi.js of its package");

})();
//# sourceMappingURL=CometServerApi.doctor.js.map
