/*! comet-server-api 4.10.0 | MIT licence */
import { EventEmitter } from 'eventemitter3';
import ReconnectingWebSocket from 'reconnecting-websocket';

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
  } catch (e) {
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
function onWake(callback) {
  const wake = (event) => {
    const isHiding = event.type === "visibilitychange" && document.hidden;
    const isFirstShow = event.persisted === false;
    if (!isHiding && !isFirstShow) callback();
  };
  const types = ["online", "pageshow", "resume", "visibilitychange"];
  if (typeof window !== "object") return () => void 0;
  for (const type of types) window.addEventListener(type, wake);
  return () => {
    for (const type of types) window.removeEventListener(type, wake);
  };
}
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

const STORAGE_KEY = "comet_LogLevel";
class Logger {
  constructor() {
    this._level = 0;
  }
  /** Kept in localStorage, so that it can be turned on for a page one cannot change. */
  get level() {
    return this._level = this._level || Number(readStorage(STORAGE_KEY)) || 0;
  }
  set level(level) {
    this._level = Number(level) || 0;
    writeStorage(STORAGE_KEY, String(this._level));
  }
  error(text) {
    console.error("CometServer: " + text);
  }
  warn(text) {
    console.warn("CometServer: " + text);
  }
  debug(text) {
    if (this.level > 0) console.log("CometServer: " + text);
  }
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

const DEMO_NODE = "app.comet-server.ru";
const DEMO_DEV_ID = 15;
const UUID_STORAGE_KEY = "comet_server_uuid";
const ATTEMPTS_BEFORE_WSS = 3;
const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
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
      if (value && pattern && !fit(value, pattern))
        errors.push(badArgument(name, name === "user_key" ? "\u2026" : value, rule));
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
  /** Whether the account of the public demo server is used because none was given. */
  get isDemo() {
    return this.node === DEMO_NODE && this.options.dev_id === void 0;
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

const NO_EVENT = "undefined";
class Publisher {
  /**
   * @param _userId the sender, as receivers will see it.
   * @param _onDone told what became of each message, as `Request` says.
   */
  constructor(_link, _userId, _onDone) {
    this._link = _link;
    this._userId = _userId;
    this._onDone = _onDone;
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
    const send = this._send(channel, event, { ...message, ["_cometApi_uuid"]: randomId(16) });
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
  /** Checks and fixes a message once; the function sends it, each time it is called. */
  _send(channel, event, message) {
    const command = publishCommand(channel, event || NO_EVENT, message, this._userId());
    return () => this._link.send({ command, onDone: this._onDone });
  }
  _end(timer) {
    clearInterval(timer);
    this._timers.delete(timer);
  }
}

function delivered(message, data) {
  const { userId, channel, event, history, marker, uuid } = message;
  return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
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
  const asIs = parse(data);
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
  const fields = parseObject(text) || mendCutFrame(text, context.channels);
  if (fields) return [classify(fields, text, context.legacy)];
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.length > 1 ? lines.flatMap((line) => decodeFrame(line, context)) : [{ kind: "ignored", reason: "a frame that is no JSON" }];
}
function classify(fields, text, legacy) {
  const { authorized, data, error } = fields;
  if ("jscode" in fields) return { kind: "ignored", reason: "code sent by the server" };
  if (authorized !== void 0)
    return {
      kind: "info",
      authorized: words(authorized) === "true",
      userKey: words(data),
      legacy: typeof authorized === "string"
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
    text
  };
}
function number(value) {
  return Number(words(value)) || 0;
}
function words(value) {
  return value == null || typeof value === "object" ? "" : String(value);
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

const MAX_IDS = 1e3;
class RecentIds {
  constructor() {
    this._ids = /* @__PURE__ */ new Set();
  }
  /** Whether `id` was not given among the last 1,000. */
  isNew(id) {
    if (this._ids.has(id)) return false;
    this._ids.add(id);
    if (this._ids.size > MAX_IDS) this._ids.delete(this._ids.values().next().value);
    return true;
  }
}

const COPY_ID = "_cometApi_uuid";
const MAX_EARLY = 100;
class Subscriptions {
  /** @param _onChange called when the channels that are needed may have changed. */
  constructor(_onChange) {
    this._onChange = _onChange;
    this._subscriptions = /* @__PURE__ */ new Map();
    this._ids = new RecentIds();
    this._count = 0;
    this._early = [];
  }
  /**
   * Adds a listener for a key, or for several separated by line breaks; without a callback it only
   * joins the channels. Returns its id.
   * @throws CometError for a bad key, and for more channels than a connection can hear.
   */
  add(key, callback) {
    if (callback !== void 0) checkCallback(callback);
    const subscription = { keys: linesOf(key).map(parseKey), callback };
    const id = `s${++this._count}`;
    this._subscriptions.set(id, subscription);
    const channels = this._channels();
    if (channels.length > MAX_CHANNELS) {
      this._subscriptions.delete(id);
      throw badArgument("subscription key", key, `at most ${MAX_CHANNELS} channels at a time`);
    }
    this._onChange(channels);
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
    if (existed) this._onChange(this._channels());
    return existed;
  }
  /** Forgets what waits for a listener: it was another visitor's. */
  forgetEarly() {
    this._early = [];
  }
  clear() {
    this._subscriptions.clear();
    this._onChange([]);
  }
  /**
   * Hands a message to all who listen to it, in the order in which they came. Each gets a copy of
   * its own; one that throws does not stop the others.
   * @param ids knows the copies that were seen; a replay of a log brings its own.
   */
  dispatch(message, ids = this._ids) {
    const listeners = [...this._subscriptions].filter(
      ([, { keys, callback }]) => callback && isMatch(keys, message)
    );
    if (!listeners.length) {
      const isQueued = message.history && message.channel === "msg";
      if (isQueued && this._early.push(message) > MAX_EARLY) this._early.shift();
      return;
    }
    const copyId = copyIdOf(dataOf(message));
    if (copyId && !ids.isNew(copyId)) return;
    for (const [id, { callback }] of listeners)
      if (callback && this._subscriptions.has(id)) deliver(message, callback);
  }
  _channels() {
    const channels = /* @__PURE__ */ new Set();
    for (const { keys } of this._subscriptions.values())
      for (const { channel } of keys) if (channel && !isLocal(channel)) channels.add(channel);
    return [...channels];
  }
  /**
   * The queue of an absent user arrives with the connection, perhaps before a later script of the
   * page listens to it, and only once: it waits for its first listener.
   */
  _deliverEarly(id, { keys, callback }) {
    const early = this._early.splice(0);
    for (const message of early)
      if (callback && isMatch(keys, message))
        nextTask(() => {
          if (this._subscriptions.has(id)) deliver(message, callback);
        });
      else this._early.push(message);
  }
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
   * Settles the request that `message` answers. Returns `true` where the message was for that
   * request alone: answers, and messages of a log.
   */
  take(message) {
    const { kind } = message;
    if (kind === "channel") return message.history && this._takeLog(message);
    const index = this._entries.findIndex((entry) => isAnswered(entry, message));
    this._entries.splice(0, index + 1).forEach((entry, i) => {
      if (i < index) settleUnanswered(entry);
      else if (kind === "refusal") entry.onDone(new CometError("refused", message.reason));
      else entry.onDone(void 0, message);
    });
    return kind === "answer";
  }
  /** The connection is gone: returns what was on its way, in order. */
  clear() {
    return this._entries.splice(0);
  }
  /** Channels that answers on their way will name. */
  channels() {
    return this._entries.map((entry) => reportOf(entry) || entry.command.channel);
  }
  _takeLog(message) {
    for (const entry of this._entries) {
      const { command, onLog } = entry;
      if (!onLog || command.channel !== message.channel) continue;
      entry.replay = entry.replay || new ReplayFilter();
      if (entry.replay.isNew(message.text)) onLog(message);
      return true;
    }
    return false;
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
function settleUnanswered({ command, onDone }) {
  const { kind, channel } = command;
  onDone(
    kind === "web_pipe2" ? new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel) : void 0
  );
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

const FIRST_DELAY_MS = 1e3;
const MAX_DELAY_MS = 3e4;
const LASTING_MS = 1e4;
class Retry {
  constructor() {
    this._failures = 0;
    this._openedAt = 0;
    this._end = () => void 0;
  }
  /** Resolves when the next attempt may begin: at once for the first, and when woken. */
  wait() {
    if (!this._failures) return Promise.resolve();
    const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (this._failures - 1));
    const delay = isOffline() ? MAX_DELAY_MS : Math.random() * ceiling;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), delay);
      this._end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  /** Ends a wait. */
  wake() {
    this._end();
  }
  opened() {
    this._openedAt = Date.now();
  }
  /** Counts a connection that ended, or an attempt that failed. */
  failed() {
    const lasted = this._openedAt && Date.now() - this._openedAt > LASTING_MS;
    this._failures = lasted ? 1 : this._failures + 1;
    this._openedAt = 0;
  }
}

const CONNECT_TIMEOUT_MS = 1e4;
class SocketLink {
  /** @param _url the address of the next attempt. */
  constructor(_url, _events) {
    this._url = _url;
    this._events = _events;
    this._retry = new Retry();
  }
  /** Connects, and again after each failure, until `close`. */
  open() {
    this.close();
    const retry = this._retry = new Retry();
    const create = (url) => this._create(url);
    const Socket = function(url) {
      return create(url);
    };
    Socket.CLOSING = 2;
    this._reconnecting = new ReconnectingWebSocket(
      () => {
        if (this._socket) this._lost(this._socket, 1006);
        return retry.wait().then(this._url);
      },
      void 0,
      {
        WebSocket: Socket,
        connectionTimeout: CONNECT_TIMEOUT_MS,
        minReconnectionDelay: 0,
        maxReconnectionDelay: 0,
        maxEnqueuedMessages: 0
      }
    );
  }
  /** Ends the connection and all attempts. Nothing is reported any more. */
  close() {
    this._socket = void 0;
    if (this._reconnecting) this._reconnecting.close();
    this._reconnecting = void 0;
    this._retry.wake();
  }
  /** Gives the present connection up as dead and opens another. */
  replace() {
    const socket = this._socket;
    if (socket) this._lost(socket, 1006);
    if (this._reconnecting) this._reconnecting.reconnect();
  }
  /** Whether a frame can be written: a socket that is closing takes none. */
  get isOpen() {
    return this._socket !== void 0 && this._socket.readyState === 1;
  }
  /** Writes a frame, where `isOpen`; a socket that is closing drops it. */
  write(text) {
    if (this._socket) this._socket.send(text);
  }
  /** Tries at once, where it waits to try again. */
  wake() {
    this._retry.wake();
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
    if (socket !== this._socket) return;
    this._socket = void 0;
    this._retry.failed();
    this._events.onClose(code);
  }
}

const MAX_WAITING = 500;
class Session {
  /** @param url the address to connect to, asked before each attempt. */
  constructor(url, _listener) {
    this._listener = _listener;
    this.isConnected = false;
    this._liveness = new Liveness(this);
    /** Requests that wait for a connection, in order. */
    this._outbox = [];
    this._inFlight = new InFlight();
    this._ids = new RecentIds();
    this._queue = new ReplayFilter();
    this._isOpen = false;
    this._legacy = false;
    this._channels = [];
    this._flushIsDue = false;
    this._socket = new SocketLink(url, this);
  }
  get isStarted() {
    return Boolean(this._stopWatching);
  }
  start() {
    if (this._stopWatching) return;
    this._stopWatching = onWake(() => {
      this._socket.wake();
      this._liveness.check();
    });
    this._socket.open();
  }
  stop() {
    this._flush();
    if (this._stopWatching) this._stopWatching();
    this._stopWatching = void 0;
    this._socket.close();
    if (this._isOpen) this.onClose(1e3);
  }
  setChannels(channels) {
    this._channels = channels;
    if (this._flushIsDue || !this._isOpen) return;
    this._flushIsDue = true;
    nextTask(() => {
      this._flushIsDue = false;
      this._flush();
    });
  }
  send(request) {
    if (this._outbox.push(request) > MAX_WAITING) this._drop(this._outbox.splice(0, 1));
    if (!this._flushIsDue) this._flush();
    return this._socket.isOpen;
  }
  discard() {
    this._drop(this._outbox.splice(0));
  }
  onOpen() {
    this._isOpen = true;
    this._sentList = listText([]);
    this._queue.begin();
    this._liveness.start();
    this._flush();
  }
  onText(text) {
    this._liveness.heard();
    const messages = decodeFrame(text, {
      legacy: this._legacy,
      channels: () => [...this._channels, ...this._inFlight.channels()]
    });
    for (const message of messages) if (this._isOpen) this._onMessage(message);
  }
  _onMessage(message) {
    if (message.kind === "fatal")
      return this._fail(`The server refuses: ${message.reason}`, message.code);
    if (this._inFlight.take(message) || this._isRepeated(message)) return;
    this._listener.onMessage(message);
    if (message.kind !== "info" || this.isConnected || !this._isOpen) return;
    this._legacy = message.legacy;
    this.isConnected = true;
    this._listener.onConnect();
  }
  _isRepeated(message) {
    if (message.kind !== "channel") return false;
    const { uuid, history, channel, text } = message;
    if (uuid) return !this._ids.isNew(uuid);
    return history && channel === "msg" && !this._queue.isNew(text);
  }
  onClose(code) {
    this._isOpen = this.isConnected = false;
    this._liveness.stop();
    const again = this._inFlight.clear().filter((entry) => {
      if (entry.replay) entry.replay.begin();
      if (entry.command.kind !== "web_pipe2") return entry.command !== FENCE;
      settleUnanswered(entry);
      return false;
    });
    this._outbox = again.concat(this._outbox);
    this._listener.onDisconnect(code);
  }
  onImpossible(name) {
    this._fail(`The browser refuses node or wss (${name})`, name);
  }
  get isWaiting() {
    return this._inFlight.size > 0;
  }
  ask() {
    this._write({ command: FENCE, onDone: () => void 0 });
  }
  onDead() {
    this._socket.replace();
  }
  /** Tells the callers later: they may well send again. */
  _drop(entries) {
    nextTask(() => {
      for (const { onDone, command } of entries)
        onDone(new CometError("dropped", command.kind + " not sent"));
    });
  }
  _fail(text, value) {
    this.stop();
    this._listener.onFatal(new CometError("fatal", text, value));
  }
  _flush() {
    if (!this._socket.isOpen) return;
    const list = listText(this._channels);
    if (list !== this._sentList) this._socket.write(this._sentList = list);
    for (let entry; entry = this._outbox.shift(); ) this._write(entry);
  }
  _write(entry) {
    const { command, onDone } = entry;
    const marker = entry.marker = randomId(MARKER_LENGTH);
    this._socket.write(command.text.replace("\0", marker));
    if (command.kind === "statistics") return onDone(void 0);
    this._inFlight.push(entry);
    if (entry.onLog) this._socket.write(FENCE.text.replace("\0", marker));
  }
}

let CometApi$1 = class CometApi {
  constructor() {
    this.version = VERSION;
    this.onAuthFalill = this.onAuthFail;
    this.Subscription = this.subscription;
    this._log = new Logger();
    this._settings = new Settings();
    this._events = new Events();
    this._auth = new AuthState(this._events);
    this._subscriptions = new Subscriptions(
      (channels) => this._link.setChannels(channels)
    );
    this._realUserKey = "";
    this._tabUuid = "";
    this._whenConnected = [];
    const settings = this._settings;
    const onDone = (error) => error && this._onError(error);
    this._link = new Session(() => settings.url(), {
      onMessage: (message) => this._onMessage(message),
      onConnect: () => {
        settings.connected();
        this._callWhenConnected();
        this._log.debug("connected");
        this._events.emit("connect");
      },
      onDisconnect: (code) => {
        settings.disconnected();
        this._log.debug(`disconnected (${code})`);
        this._events.emit("disconnect", code);
      },
      onFatal: (error) => this._onError(error)
    });
    this._publisher = new Publisher(this._link, () => settings.userId, onDone);
    this._queries = new Queries(this._link, onDone);
  }
  start(options, onConnected) {
    if (onConnected) this._whenConnected.push(onConnected);
    if (this._merge(options)) this._link.stop();
    this._link.start();
    if (this.isConnected()) nextTask(() => this._callWhenConnected());
    return true;
  }
  restart(options) {
    this._merge(options);
    this._link.stop();
    this.start();
  }
  stop() {
    this._publisher.stop();
    this._link.stop();
  }
  on(event, callback) {
    return this._events.on(event, callback);
  }
  subscription(key, callback) {
    return this._attempt(
      () => typeof key === "function" ? this._subscriptions.add("", key) : this._subscriptions.add(key, callback),
      false
    );
  }
  unsubscription(id) {
    if (!id) this._log.warn("unsubscription needs an id");
    return this._subscriptions.remove(id);
  }
  unsubscriptionAll() {
    this._subscriptions.clear();
    return true;
  }
  web_pipe_send(...args) {
    return this._publish(args[args.length < 3 ? 1 : 2], () => this._publisher.send(args));
  }
  multi_web_pipe_send(channel, event, message, count = 3, interval = 1e3) {
    return this._publish(
      message,
      () => this._publisher.sendRepeatedly(channel, event, message, count, interval)
    );
  }
  get_pipe_log(channel, callback, onEnd) {
    return this._done(() => {
      const copies = new RecentIds();
      const onLog = (message) => this._subscriptions.dispatch(message, copies);
      if (callback) this._subscriptions.addOnce(channel, callback);
      this._queries.log(channel, onLog, onEnd);
    });
  }
  count_users_in_pipe(channel, callback) {
    return this._done(() => this._queries.count(channel, callback));
  }
  getTrackPipeUsers(channel, callback) {
    return this._done(() => this._queries.users(channel, callback));
  }
  getUserData(userId, callback) {
    return this._done(() => this._queries.data(userId, callback));
  }
  sendStatistics(name, version, data) {
    return this._done(() => {
      const command = statisticsCommand({ dev_id: this.getDevId(), name, version, data });
      this._link.send({ command, onDone: () => void 0 });
    });
  }
  onAuthSuccess(callback) {
    this._done(() => this._auth.on(true, callback));
  }
  onAuthFail(callback) {
    this._done(() => this._auth.on(false, callback));
  }
  isAuthorized() {
    return this._auth.status;
  }
  isMaster() {
    return this._link.isStarted || void 0;
  }
  isConnected() {
    return this._link.isConnected;
  }
  get options() {
    return this._settings.options;
  }
  getUserId() {
    return this._settings.userId;
  }
  getUserKey() {
    return this._settings.userKey;
  }
  getRealUserKey() {
    return this._realUserKey;
  }
  setRealUserKey(key) {
    this._realUserKey = key;
  }
  getDevId() {
    return this._settings.devId;
  }
  getUUID() {
    return this._settings.uuid;
  }
  getTabUUID() {
    return this._tabUuid = this._tabUuid || randomId(16);
  }
  getCustomString(length = 10) {
    return randomId(length);
  }
  getUrl(node) {
    return this._settings.url(node);
  }
  UseWebSocket(use = true) {
    if (!use) this._log.warn("long polling is gone");
    return true;
  }
  UseWss(use) {
    if (use !== void 0) this.options.wss = use;
    return this.isUseWss();
  }
  isUseWss() {
    return this._settings.secure;
  }
  get LogLevel() {
    return this._log.level;
  }
  set LogLevel(level) {
    this._log.level = level;
  }
  getLogLevel() {
    return this.LogLevel;
  }
  setLogLevel(level) {
    this.LogLevel = level;
  }
  /** Returns whether a running connection has to be renewed. */
  _merge(options) {
    const settings = this._settings;
    const { identity } = settings;
    const url = settings.url();
    for (const error of settings.merge(options)) this._log.error(error.message);
    if (settings.isDemo) this._log.warn("no dev_id: using the demo account");
    if (settings.identity !== identity) {
      this._auth.reset();
      this._subscriptions.forgetEarly();
      if (this._link.isStarted) this._link.discard();
    }
    return this._link.isStarted && settings.url() !== url;
  }
  _callWhenConnected() {
    for (const callback of this._whenConnected.splice(0)) callPage(callback);
  }
  _onMessage(message) {
    if (message.kind === "info") {
      this._realUserKey = message.userKey.replace(" ", "_");
      return this._auth.update(message.authorized);
    }
    if ("reason" in message) this._log.warn(`${message.kind}: ${message.reason}`);
    if ("channel" in message) this._subscriptions.dispatch(message);
  }
  _onError(error) {
    if (error.code === "unconfirmed") this._log.debug(error.message);
    else if (error.code !== "refused") this._log.error(error.message);
    this._events.emit("error", error);
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
      this._log.error(error.message);
      return otherwise;
    }
  }
};

const cometApi = /* @__PURE__ */ new CometApi$1();
const CometApi = CometApi$1;

export { CometApi, CometError, cometApi };
//# sourceMappingURL=index.js.map
