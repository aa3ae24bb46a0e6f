/*! comet-server-api 4.10.0, MIT: LICENSES.txt */
(function () {
  'use strict';

  const DEMO_NODE = "app.comet-server.ru";
  const SCRIPT_DEFAULTS = { node: DEMO_NODE, queueDelay: 1200 };

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

  function writeLine(text) {
    console.log("CometServer: " + text);
  }

  function randomId(length) {
    let id = "";
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += (byte % 32).toString(32);
    return id;
  }

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

  const USER_ID = /^[1-9]\d{0,8}$/;
  const USER_ID_RULE = "it is a number of 1 to 9 digits";

  function connectionUrl(node, { secure, devId, userId, userKey, uuid }, version) {
    return `ws${secure ? "s" : ""}://${node}/ws/sesion=${userKey}&myid=${userId}&devid=${devId}&v=${version}&uuid=${uuid}&api=js`;
  }
  function attemptUrl(url, attempt) {
    return `${url}&n=${attempt}`;
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
  function listOf(value) {
    try {
      return Array.isArray(value) ? [...value] : [value];
    } catch (e) {
      return [];
    }
  }

  const ATTEMPTS = 3;
  const NO_ADDRESS = "ws://";
  const ATTEMPT_LENGTH = 8;
  class NodeAddress {
    constructor(node, _settings) {
      this.node = node;
      this._settings = _settings;
      this._reach = { type: "untried", failures: 0 };
      this._triesTls = false;
    }
    /** Whether the next attempt uses TLS. */
    get secure() {
      return this._triesTls || this._settings.wantsTls;
    }
    nextUrl() {
      if (!this._settings.nodes.includes(this.node)) return NO_ADDRESS;
      return attemptUrl(this._settings.url(this.node), randomId(ATTEMPT_LENGTH));
    }
    connected() {
      this._reach = { type: "reached" };
    }
    disconnected() {
      if (this._reach.type === "reached" || ++this._reach.failures % ATTEMPTS) return;
      this._triesTls = !this._triesTls;
    }
  }
  class RotatingAddress {
    /** @param userId `""` for an anonymous visitor. */
    constructor(_addresses, userId, random = Math.random()) {
      this._addresses = _addresses;
      this._failures = 0;
      this._index = userId ? Number(userId) : Math.floor(random * _addresses.length);
    }
    get node() {
      return this._current.node;
    }
    nextUrl() {
      return this._current.nextUrl();
    }
    connected() {
      this._failures = 0;
      this._current.connected();
    }
    disconnected() {
      this._current.disconnected();
      if (++this._failures % ATTEMPTS === 0) this._index++;
    }
    get _current() {
      return this._addresses[this._index % this._addresses.length];
    }
  }

  const VERSION = "4.10.0";

  const DEMO_DEV_ID = 15;
  const UUID_STORAGE_KEY = "comet_server_uuid";
  const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
  const NODE = /^[^\s?#&]+$/;
  const NODE_RULE = "it is host, host:port or host/path";
  const NODE_NAMES = ["node", "nodes", "nodeArray"];
  const MILLISECONDS = /^\d{1,9}$/;
  const UUID = /^[\w-]{32}$/;
  const SWITCH = [/^(true|false)$/, "it is true or false"];
  const OPTIONS_RULE = "it is an object, and its members can be read";
  const RULES = {
    node: [NODE, NODE_RULE],
    nodes: [NODE, NODE_RULE],
    nodeArray: [NODE, NODE_RULE],
    dev_id: [USER_ID, USER_ID_RULE],
    user_id: [USER_ID, USER_ID_RULE],
    user_key: [USER_KEY, "it has 1 to 600 characters that a URL takes as they are"],
    queue_delay: [MILLISECONDS, "it is a number of milliseconds, 0 or false for none"],
    wss: SWITCH,
    recover: SWITCH,
    uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"]
  };
  const NOBODY = { userId: "", userKey: "" };
  class Settings {
    constructor(_defaults = {}) {
      this._defaults = _defaults;
      /**
       * As given by the page, options of later calls merged into earlier ones. An option that was given as
       * `undefined` is in it, too.
       */
      this.options = {};
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
    /** Takes key and TLS from another tab of this visitor. */
    adopt({ user_key, wss }) {
      if (wss !== void 0) this.options.wss = wss;
      if (user_key === void 0 || this.hidesVisitor) return;
      this._adopted = { key: user_key, identity: this.identity };
    }
    /** The options that the other tabs of this visitor take over. */
    get forTabs() {
      const isKept = this.hidesVisitor || this._key === void 0;
      return { user_key: isKept ? void 0 : this.userKey, wss: switchOf(this.options.wss) };
    }
    _write(members) {
      const errors = [];
      for (const [name, value] of members) {
        if (name === "__proto__" || value === void 0 && name in this.options) continue;
        if (name === "user_key" && value !== void 0) this._adopted = void 0;
        this.options[name] = value;
        if (!Object.prototype.hasOwnProperty.call(RULES, name)) continue;
        const [pattern, rule] = RULES[name];
        const texts = pattern === NODE ? hostsOf(value) : [value];
        const shown = name === "user_key" ? "\u2026" : name === "user_id" ? shownOf(value) : value;
        if (texts.some((text) => text && !fit(text, pattern)))
          errors.push(badArgument(name, shown, rule));
      }
      return errors;
    }
    /** The nodes of the server. None if the page names none and there is no default. */
    get nodes() {
      const named = this._namedNodes;
      return named.length ? named : hostsOf(this._defaults.node);
    }
    /** The first node; `""` for none. */
    get node() {
      return this.nodes[0] || "";
    }
    /** Where to connect to: all nodes, or one at a time with `roundrobin`. */
    get addresses() {
      const all = this._known;
      if (!this.options.roundrobin || all.length < 2) return all;
      return [new RotatingAddress(all, this.visitor.userId)];
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
      return adopted && adopted.identity === this.identity ? adopted.key : this.options.user_key;
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
      return this.nodes.map((node) => this.url(node)).join();
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

  const CHANNEL = "web_doctor";
  const PATIENCE_MS = 5e3;
  const LOOK_MS = 50;
  const MAX_HASH = 32;
  const ok = (text) => ({ level: "ok", text });
  const hint = (text) => ({ level: "hint", text });
  const problem = (text) => ({ level: "problem", text });
  async function doctor(api) {
    const findings = await examine(api).catch((error) => [
      problem(`this instance cannot be examined: ${String(error)}`)
    ]);
    const order = ["problem", "hint", "ok"];
    findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
    for (const { level, text } of findings) writeLine(`${level}: ${text}`);
    return findings;
  }
  async function examine(api) {
    if (typeof addEventListener !== "function") return [hint("this is no browser")];
    if (!("inspect" in Object(api)))
      return [problem("this is not an instance of this library: is the original loaded, too?")];
    await connected(api);
    return [
      ...examineOptions(api),
      ...examineBrowser(),
      ...examinePage(),
      ...examineState(api),
      ...api.isConnected() ? [await examineServer(api)] : []
    ];
  }
  function connected(api) {
    const end = performance.now() + PATIENCE_MS;
    return new Promise((resolve) => {
      const look = () => {
        if (api.isConnected() || performance.now() >= end) resolve();
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
    const { wss, user_id, user_key } = api.options;
    const { settings, findings } = settingsOf(api);
    if (!settings.node) findings.push(problem(`nothing is connected: ${settings.noNode().message}`));
    const level = settings.hidesVisitor ? problem : hint;
    if (settings.notice) findings.push(level(settings.notice));
    if (wss === false && isSecurePage() && !api.isConnected())
      findings.push(problem("wss is false, but browsers forbid plain connections on an https page"));
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
    return scripts.length > 1 ? [hint(`CometServerApi.js is loaded ${scripts.length} times: the first one stays`)] : [];
  }
  function examineState(api) {
    const { tabs, epoch } = api.inspect();
    const findings = [ok(`version ${api.version}`)];
    const isConnected = api.isConnected();
    if (!settingsOf(api).settings.node) return findings;
    if (!isConnected && isOffline()) findings.push(problem("the browser has no network"));
    if (!isConnected && api.isMaster() === void 0)
      return [...findings, problem("not connected: start() was not called, or stop() was")];
    const role = api.isMaster() ? "the master" : "a slave";
    findings.push(ok(`this tab is ${role}, one of ${tabs.length}, under master no. ${epoch}`));
    return [...findings, isConnected ? examineVisitor(api) : noConnection(api)];
  }
  function noConnection(api) {
    return problem(
      `no connection to ${settingsOf(api).settings.nodes.join(" or ")}: does the server run there, is its certificate valid, does a Content-Security-Policy (connect-src) forbid it?`
    );
  }
  function examineVisitor(api) {
    const isKnown = !settingsOf(api).settings.hidesVisitor;
    const [id, key] = isKnown ? [api.getUserId(), api.getUserKey()] : [];
    if (api.isAuthorized()) return ok(`authorised as user ${id}`);
    if (!id || !key) return ok("anonymous");
    return problem(`the server does not accept this user_key for user ${id}${flawOf(key, id)}`);
  }
  function flawOf(key, userId) {
    const [, payload] = key.split(".");
    if (!payload) return key.length > MAX_HASH ? `: a hash has at most ${MAX_HASH} characters` : "";
    try {
      const text = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
      const { exp, user_id } = JSON.parse(text);
      if (Number(user_id) !== Number(userId)) return ": the token names another user";
      if (!exp) return ": the token has no exp";
      return exp * 1e3 < Date.now() ? ": the token has expired" : "";
    } catch (e) {
      return ": it is neither a hash nor a token";
    }
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
  if (!cometServerApi || !("inspect" in Object(cometApi)))
    throw new Error(
      "CometServerApi.doctor.js has to be loaded after the CometServerApi.js of its package, and without the original"
    );
  Object.assign(cometServerApi.prototype, {
    doctor() {
      return doctor(this);
    }
  });

})();
//# sourceMappingURL=CometServerApi.doctor.js.map
