/*! comet-server-api 4.10.0, MIT: LICENSES.txt */
(function () {
  'use strict';

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
  function randomId(length) {
    let id = "";
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += (byte % 32).toString(32);
    return id;
  }
  function isSecurePage() {
    return typeof location === "object" && location.protocol === "https:";
  }
  function isOffline() {
    return typeof navigator === "object" && navigator.onLine === false;
  }

  function writeLine(text) {
    console.log("CometServer: " + text);
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

  const VERSION = "4.10.0";

  const DEMO_NODE = "app.comet-server.ru";
  const DEMO_DEV_ID = 15;
  const UUID_STORAGE_KEY = "comet_server_uuid";
  const ATTEMPTS_BEFORE_WSS = 3;
  const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
  const MAX_SHOWN_ID = 20;
  const NODE = /^[^\s?#&]+$/;
  const UUID = /^[\w-]{32}$/;
  const RULES = {
    node: [NODE, "it is host, host:port or host/path"],
    dev_id: [USER_ID, USER_ID_RULE],
    user_id: [USER_ID, USER_ID_RULE],
    user_key: [USER_KEY, "it has 1 to 600 characters that a URL takes as they are"],
    uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"]
  };
  class Settings {
    constructor() {
      /** As given by the page: later calls are merged into earlier ones. */
      this.options = {};
      this._uuid = "";
      this._failures = 0;
      this._hasConnected = false;
      this._triesTls = false;
    }
    /** Merges `options`. Returns what is wrong with them. */
    merge(options = {}) {
      const { node } = this;
      const errors = [];
      for (const [name, value] of Object.entries(options || {})) {
        if (value === void 0) continue;
        this.options[name] = value;
        const [pattern, rule] = RULES[name] || [];
        const isKey = name === "user_key" || name === "user_id" && String(value).length > MAX_SHOWN_ID;
        if (value && pattern && !fit(value, pattern))
          errors.push(badArgument(name, isKey ? "\u2026" : value, rule));
      }
      if (this.node !== node) {
        this._failures = 0;
        this._hasConnected = this._triesTls = false;
      }
      return errors;
    }
    get node() {
      const { node, nodes, nodeArray } = this.options;
      const [first] = new Array().concat(node || nodes || nodeArray || []);
      return String(first || "").trim().replace(/^\w+:\/\/|\/+$/g, "") || DEMO_NODE;
    }
    get devId() {
      return this.isDemo ? DEMO_DEV_ID : Number(fit(this.options.dev_id, USER_ID));
    }
    /** Whether the account of the public demo server is used because none was given (0 is none). */
    get isDemo() {
      return this.node === DEMO_NODE && !this.options.dev_id;
    }
    /** `""` for an anonymous visitor. */
    get userId() {
      return fit(this.options.user_id, USER_ID);
    }
    /** `""` for an anonymous visitor. */
    get userKey() {
      return fit(this.options.user_key, USER_KEY);
    }
    /** Identifies this browser to others; kept where there is storage. */
    get uuid() {
      return fit(this.options.uuid, UUID) || (this._uuid = this._uuid || storedUuid());
    }
    /** Whether the next attempt uses TLS. */
    get secure() {
      const { wss } = this.options;
      return this._triesTls || (typeof wss === "boolean" ? wss : isSecurePage());
    }
    /** The address of a connection. It holds the key: never write it anywhere. */
    url(node = this.node) {
      return connectionUrl(node, this, VERSION.slice(0, 4));
    }
    /** Who connects to what: a change of it means another visitor, not another connection. */
    get identity() {
      return [this.node, this.devId, this.userId].join(" ");
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
  function fit(value, pattern) {
    return value && pattern.test(String(value)) ? String(value) : "";
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
  function settingsOf(api) {
    const settings = new Settings();
    const findings = settings.merge(api.options).map(({ message }) => problem(message));
    return { settings, findings };
  }
  function examineOptions(api) {
    const { node, nodes, nodeArray, wss, user_id, user_key } = api.options;
    const { settings, findings } = settingsOf(api);
    const all = new Array().concat(node || nodes || nodeArray || []);
    if (all.length > 1) findings.push(hint(`of ${all.length} nodes the first is used`));
    if (settings.isDemo)
      findings.push(hint("neither node nor dev_id was given: this is the public demo account"));
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
    if (!isConnected && isOffline()) findings.push(problem("the browser has no network"));
    if (!isConnected && api.isMaster() === void 0)
      return [...findings, problem("not connected: start() was not called, or stop() was")];
    const role = api.isMaster() ? "the master" : "a slave";
    findings.push(ok(`this tab is ${role}, one of ${tabs.length}, under master no. ${epoch}`));
    return [...findings, isConnected ? examineVisitor(api) : noConnection(api)];
  }
  function noConnection(api) {
    return problem(
      `no connection to ${settingsOf(api).settings.node}: does the server run there, is its certificate valid, does a Content-Security-Policy (connect-src) forbid it?`
    );
  }
  function examineVisitor(api) {
    const [id, key] = [api.getUserId(), api.getUserKey()];
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
