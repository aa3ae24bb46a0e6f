import { timingSafeEqual, createHmac, randomBytes } from 'node:crypto';
import { WebSocket, WebSocketServer } from 'ws';
import { createServer } from 'node:http';

const MIN_CHANNEL_LENGTH = 2;
const MAX_CHANNEL_LENGTH = 63;
const MAX_EVENT_LENGTH = 64;
const CHANNEL_RULE = `${MIN_CHANNEL_LENGTH} to ${MAX_CHANNEL_LENGTH} characters of A-Z a-z 0-9 _ -`;
const EVENT_RULE = `at most ${MAX_EVENT_LENGTH} characters of A-Z a-z 0-9 _ -`;
function hasNameCharacters(name) {
  return /^[A-Za-z0-9_-]*$/.test(name);
}
function hasChannelLength(name) {
  return name.length >= MIN_CHANNEL_LENGTH && name.length <= MAX_CHANNEL_LENGTH;
}
function isChannelName(name) {
  return hasChannelLength(name) && hasNameCharacters(name);
}
function isEventName(name) {
  return name.length <= MAX_EVENT_LENGTH && hasNameCharacters(name);
}
function isTrackChannel(name) {
  return name.startsWith("track_");
}

class InputError extends RangeError {
  constructor(field, value, rule) {
    super(`${field} is ${describe$1(value)}, but must be ${rule}`);
    this.field = field;
    this.value = value;
    this.rule = rule;
    this.name = "InputError";
  }
}
const MAX_USER_ID = 999999999;
function checkInteger(field, value, from, to) {
  if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) {
    return value;
  }
  throw new InputError(field, value, `an integer from ${from} to ${to}`);
}
function checkUserId(value) {
  return checkInteger("user id", value, 1, MAX_USER_ID);
}
function checkHash(value) {
  if (typeof value === "string" && /^[!-%'-~]{1,32}$/.test(value)) return value;
  throw new InputError("hash", value, "1 to 32 visible ASCII characters without &");
}
function checkChannel(value) {
  if (typeof value === "string" && isChannelName(value)) return value;
  throw new InputError("channel", value, CHANNEL_RULE);
}
function checkEvent(value) {
  if (typeof value === "string" && isEventName(value)) return value;
  throw new InputError("event", value, EVENT_RULE);
}
function checkBoolean(field, value) {
  if (typeof value === "boolean") return value;
  throw new InputError(field, value, "true or false");
}
function checkOneOf(field, value, allowed) {
  const found = allowed.find((one) => one === value);
  if (found !== void 0) return found;
  throw new InputError(field, value, `one of ${allowed.map(describe$1).join(", ")}`);
}
const SHOWN_CHARACTERS = 80;
function describe$1(value) {
  const text = typeof value === "number" ? String(value) : toJson$1(value) ?? withoutJson(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\u2026` : text;
}
function withoutJson(value) {
  return typeof value === "object" ? Object.prototype.toString.call(value) : String(value);
}
function toJson$1(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return void 0;
  }
}

const DEFAULT_LIMITS = {
  maxConnections: 1e3,
  maxUsers: 1e4,
  maxLogs: 100,
  maxQueuedMessages: 100,
  maxUserDataBytes: 16384,
  maxBufferedBytes: 16 * 1024 * 1024,
  maxWaitingCommands: 1e4,
  maxReceived: 1e3,
  maxBodyBytes: 262144
};
function resolveLimits(limits) {
  const given = Object.entries(limits).filter(([, value]) => value !== void 0);
  for (const [name, value] of given) {
    if (!(name in DEFAULT_LIMITS)) {
      throw new InputError("limits", name, `one of ${Object.keys(DEFAULT_LIMITS).join(", ")}`);
    }
    checkInteger(`limits.${name}`, value, 1, Number.MAX_SAFE_INTEGER);
  }
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(given) };
}

const MAX_TOKEN_LENGTH = 600;
function tokenSecret(password) {
  return `${password}0`;
}
function signToken(claims, secret) {
  const header = base64url({ alg: "HS256", typ: "JWT" });
  const payload = base64url({ user_id: claims.userId, exp: claims.expires });
  return `${header}.${payload}.${signature(`${header}.${payload}`, secret).toString("base64url")}`;
}
function isTokenFor(token, userId, secret, nowSeconds) {
  const [header, payload, signed, ...rest] = token.split(".");
  if (!header || !payload || !signed || rest.length > 0 || token.length > MAX_TOKEN_LENGTH) {
    return false;
  }
  if (!sameBytes(Buffer.from(signed, "base64url"), signature(`${header}.${payload}`, secret))) {
    return false;
  }
  if (readObject(header).alg !== "HS256") return false;
  const { user_id, exp } = readObject(payload);
  return Number(user_id) === userId && typeof exp === "number" && exp > nowSeconds;
}
function sameSecret(a, b) {
  return sameBytes(Buffer.from(a), Buffer.from(b));
}
function sameBytes(a, b) {
  return a.length === b.length && timingSafeEqual(a, b);
}
function signature(text, secret) {
  return createHmac("sha256", secret).update(text).digest();
}
function base64url(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
function readObject(part) {
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function secretsOf(password) {
  const secret = tokenSecret(password);
  return {
    isSame: sameSecret,
    newHash: () => randomBytes(16).toString("hex"),
    sign: (claims) => signToken(claims, secret),
    isTokenFor: (token, userId, nowSeconds) => isTokenFor(token, userId, secret, nowSeconds)
  };
}

const MAX_PORT = 65535;
const DEFAULT_PORT = 8087;
const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PASSWORD = "CometQLPassword";
const DEFAULT_PROFILE = "current";
const PROFILES = ["current", "3"];
function resolveOptions(options) {
  const host = checkText("host", options.host ?? DEFAULT_HOST);
  const profile = checkProfile("profile", options.profile ?? DEFAULT_PROFILE);
  return {
    port: checkInteger("port", options.port ?? DEFAULT_PORT, 0, MAX_PORT),
    host,
    secrets: secretsOf(checkText("password", options.password ?? DEFAULT_PASSWORD)),
    profile,
    cutEnd: cutEnd(options.cutFrames ?? profile === "current"),
    origins: options.origins,
    api: options.api ?? isLoopback(host),
    onRequest: options.onRequest,
    clock: options.clock ?? Date.now,
    limits: resolveLimits(options.limits ?? {})
  };
}
function checkProfile(field, value) {
  return checkOneOf(field, value, PROFILES);
}
function isLoopback(host) {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}
function cutEnd(cutFrames) {
  if (cutFrames === "invalid-utf8") return "invalid";
  return cutFrames ? "ascii" : "none";
}
function checkText(field, value) {
  if (typeof value === "string" && value !== "") return value;
  throw new InputError(field, value, "a text that is not empty");
}

const MAX_NODES = 16;
const MIN_NODES = 2;
const DEFAULT_NODES = 2;
function resolveClusterOptions(options) {
  const { nodes = DEFAULT_NODES, port, ports, ...others } = options;
  const count = checkInteger("nodes", nodes, MIN_NODES, MAX_NODES);
  if (port !== void 0 && ports !== void 0) {
    throw new InputError("ports", ports, "left out, since port is given");
  }
  const all = ports === void 0 ? portsFrom(port ?? 0, count) : checkPorts(ports, count);
  return all.map((one) => resolveOptions({ ...others, port: one }));
}
function portsFrom(first, count) {
  checkInteger("port", first, 0, MAX_PORT + 1 - count);
  return Array.from({ length: count }, (_, index) => first === 0 ? 0 : first + index);
}
function checkPorts(ports, count) {
  if (!Array.isArray(ports) || ports.length !== count) {
    throw new InputError("ports", ports, `a list of ${count} ports, one for each node`);
  }
  return ports.map((port, index) => checkInteger(`ports[${index}]`, port, 0, MAX_PORT));
}

const ESCAPES = {
  "\0": "\\0",
  "\n": "\\n",
  "\r": "\\r",
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "": "\\Z"
};
function escapeLiteral(text) {
  return text.replace(/[\0\n\r\\'"\x1a]/g, (character) => ESCAPES[character] ?? character);
}
function hasFourByteCharacter(text) {
  return /[\u{10000}-\u{10ffff}]/u.test(text);
}

function literalText(data, { raw = false } = {}) {
  if (checkBoolean("raw", raw)) {
    if (typeof data === "string") return data;
    throw new InputError("data", data, "a text, since raw is true");
  }
  return escapeLiteral(toJson(data));
}
function toJson(data) {
  let json;
  try {
    json = JSON.stringify(data);
  } catch {
    json = void 0;
  }
  if (json === void 0) throw new InputError("data", data, "a value that JSON can hold");
  return json;
}

const SERVER_NAME = "CppComet community 4.09 (AGPL license)";
const OLD_API_NOTE = "for major_version < 4";
const PRESENCE_NOTE = "answer for track_pipe_users";
const HANDSHAKE_ERRORS = {
  401: "Error code 401(Invalid request, the user ID can not be found)",
  406: "Error code 406(Invalid request, no public key found [1])",
  418: "Error code 418(Invalid request Not assigned client api version)\n"
};
const CLOSED_INFO = "Closed due to error. See last message.";
const REFUSALS$1 = {
  channelCharacters: "The channel name can only contain characters A-Za-z0-9_-",
  channelLength: "Invalid pipe name length",
  channelUnusable: "Invalid channel name.",
  channelTooLong: "Channel name is too long",
  tooManyChannels: "Too many letters",
  eventCharacters: "The event name can only contain characters A-Za-z0-9_-",
  /** No recording shows this one; it follows the text for channels. */
  eventLength: "Invalid event name length",
  authType: "Invalid value auth_type",
  publishPrefix: "[pipe_msg2] Invalid channel name. The channel should begin with web_",
  publishAnonymous: "[webauth_pipe_msg2] Invalid user auth. In to channel with name like webauth_* can not send messages anonim users",
  countPrefix: "[pipe_count] Invalid channel name. The channel should start with web_",
  presencePrefix: "[track_pipe_users] Invalid channel name. The channel should start with track_",
  userId: "Invalid user id"
};

function answerWith(comet, member, frame) {
  member.answer({ ...frame, message_send_time: comet.seconds() });
}
function refuse(comet, member, data) {
  answerWith(comet, member, { data, event: "error", pipe: "sys" });
}
function channelRefusal(name) {
  if (!hasNameCharacters(name)) return REFUSALS$1.channelCharacters;
  if (!hasChannelLength(name)) return REFUSALS$1.channelLength;
  return void 0;
}

function publishCommand(comet, member, fields) {
  const [name = "", event = "", authType = "", ...lines] = fields;
  const isUnsigned = name.startsWith("@web_");
  const channel = isUnsigned ? name.slice(1) : name;
  const refusal = refuseChannel(channel, member) ?? refuseEvent(event) ?? refuseAuthType(authType);
  if (refusal) {
    refuse(comet, member, refusal);
    return;
  }
  const text = lines.join("\n");
  const message = escapeLiteral(text);
  const sender = { member, userId: isUnsigned ? 0 : member.userId };
  const spread = comet.publish({ channel, event, text: message, logText: text, sender });
  if (spread) report(comet, member, channel, { message, number_messages: spread.counted });
}
function report(comet, member, channel, data) {
  answerWith(comet, member, { data, event: "answer", pipe: `_answer_to_${channel}` });
}
function refuseChannel(channel, member) {
  const error = channelRefusal(channel) ?? rightsRefusal(channel, member);
  return error === void 0 ? void 0 : { error, number_messages: -1 };
}
function rightsRefusal(channel, member) {
  if (channel.startsWith("web_")) return void 0;
  if (!channel.startsWith("webauth_")) return REFUSALS$1.publishPrefix;
  return member.userId === 0 ? REFUSALS$1.publishAnonymous : void 0;
}
function refuseEvent(event) {
  if (!hasNameCharacters(event)) return { error: REFUSALS$1.eventCharacters };
  return event.length > MAX_EVENT_LENGTH ? { error: REFUSALS$1.eventLength } : void 0;
}
function refuseAuthType(authType) {
  return authType === "" ? { error: REFUSALS$1.authType, number_messages: -1 } : void 0;
}

const MAX_CHANNELS = 32;
const MAX_SILENT_LENGTH = 64;
function subscriptionCommand(comet, member, fields) {
  const end = fields.findIndex((name) => !isTaken(name, member));
  const names = end < 0 ? fields : fields.slice(0, end);
  comet.subscribe(member, names.slice(0, MAX_CHANNELS));
  const refused = fields[end];
  if (names.length > MAX_CHANNELS) refuseName(comet, member, REFUSALS$1.tooManyChannels);
  else if (refused !== void 0 && refused.length > MAX_SILENT_LENGTH) {
    refuseName(comet, member, REFUSALS$1.channelTooLong);
  }
}
function isTaken(name, member) {
  return isChannelName(name) && !(name.startsWith("private_") && member.userId === 0);
}
function refuseName(comet, member, error) {
  refuse(comet, member, { code: "403", error });
}

const COMMANDS = {
  subscription: subscriptionCommand,
  web_pipe2: publishCommand,
  pipe_log: replayLog,
  pipe_count: countMembers,
  track_pipe_users: listPresence,
  user_data: readUserData,
  user_status: readUserStatus,
  // Accepted and not answered.
  statistics: () => void 0
};
const COMMAND_NAMES = Object.keys(COMMANDS);
function commandName(text) {
  const [first] = text.split("\n", 1);
  return COMMAND_NAMES.find((name) => name === first);
}
function carryOut(comet, member, text) {
  const name = commandName(text);
  if (name) COMMANDS[name](comet, member, text.split("\n").slice(1));
  else member.finish();
}
function replayLog(comet, member, fields) {
  const [channel = ""] = fields;
  const refusal = channelRefusal(channel);
  if (refusal !== void 0) {
    refuse(comet, member, { error: refusal, number_messages: -1 });
    refuse(comet, member, { error: REFUSALS$1.channelUnusable, number_messages: -1 });
    return;
  }
  if (channel.startsWith("private_") && member.userId === 0) return;
  for (const { event, text, sent, userId } of comet.logs.read(channel)) {
    const author = userId === void 0 ? {} : { user_id: userId };
    member.answer({
      data: text,
      event,
      fromQueue: true,
      message_send_time: sent,
      pipe: channel,
      ...author
    });
  }
}
function countMembers(comet, member, fields) {
  const [channel = "", marker = ""] = fields;
  const refusal = channelRefusal(channel) ?? (/^(web|track)_/.test(channel) ? void 0 : REFUSALS$1.countPrefix);
  if (refusal !== void 0) {
    refuse(comet, member, { error: refusal, number_messages: -1 });
    return;
  }
  answerWith(comet, member, {
    data: ["user_in_pipe", comet.countMembers(channel)],
    event: "user_in_pipe",
    marker,
    pipe: "_answer_pipe_count"
  });
}
function listPresence(comet, member, fields) {
  const [channel = "", marker = ""] = fields;
  const refusal = channelRefusal(channel) ?? (isTrackChannel(channel) ? void 0 : REFUSALS$1.presencePrefix);
  if (refusal !== void 0) {
    refuse(comet, member, { error: refusal, user_id: -1 });
    return;
  }
  const data = comet.channels.members(channel).toReversed().map(({ userId, uuid }) => ({ user_id: userId, uuid }));
  answerWith(comet, member, {
    _info: PRESENCE_NOTE,
    data,
    event: "answer",
    marker,
    pipe: "_answer"
  });
}
function readUserData(comet, member, fields) {
  const [marker = "", id = ""] = fields;
  const userId = readUserId(id);
  if (userId === void 0) {
    refuse(comet, member, { error: REFUSALS$1.userId, user_data: "", user_id: -1 });
    return;
  }
  const data = { user_data: comet.users.dataOf(userId), user_id: userId };
  answerWith(comet, member, { data, event: "answer", marker, pipe: "_answer" });
}
function readUserStatus(comet, member, fields) {
  const userId = readUserId(fields[0] ?? "");
  if (userId === void 0) {
    refuse(comet, member, { error: REFUSALS$1.userId, user_id: -1 });
    return;
  }
  const seconds = comet.isOnline(userId) ? 0 : comet.users.secondsOffline(userId);
  answerWith(comet, member, {
    data: { data: seconds, last_online_time: seconds },
    event: `user_status_${userId}`,
    pipe: "_answer_user_status"
  });
}
function readUserId(text) {
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : void 0;
}

const MAX_LOG_LENGTH = 99;
class ChannelLogs {
  constructor(maxLogs) {
    this.maxLogs = maxLogs;
    this.logs = /* @__PURE__ */ new Map();
  }
  /**
   * Turns the log of a channel on, or off with length 0.
   *
   * @throws InputError if there are too many logs.
   */
  setLength(channel, length) {
    if (length === 0) {
      this.logs.delete(channel);
      return;
    }
    const messages = this.logs.get(channel)?.messages ?? [];
    if (!this.logs.has(channel) && this.logs.size >= this.maxLogs) {
      throw new InputError("channel", channel, `one of at most ${this.maxLogs} logs (maxLogs)`);
    }
    this.logs.set(channel, { length, messages: messages.slice(-length) });
  }
  add(channel, message) {
    const log = this.logs.get(channel);
    if (!log || hasFourByteCharacter(message.text)) return;
    log.messages = [...log.messages, message].slice(-log.length);
  }
  /** Oldest first; empty if the channel has no log. */
  read(channel) {
    return this.logs.get(channel)?.messages ?? [];
  }
  /** The channels that have a log, with its length. */
  lengths() {
    return Object.fromEntries([...this.logs].map(([channel, { length }]) => [channel, length]));
  }
}

class Channels {
  constructor() {
    this.byName = /* @__PURE__ */ new Map();
  }
  join(name, member) {
    const members = this.byName.get(name) ?? /* @__PURE__ */ new Set();
    this.byName.set(name, members.add(member));
  }
  leave(name, member) {
    const members = this.byName.get(name);
    if (members?.delete(member) && members.size === 0) this.byName.delete(name);
  }
  /** Returns the members of a channel, in the order in which they joined. */
  members(name) {
    return [...this.byName.get(name) ?? []];
  }
}

const encoder = new TextEncoder();
function bytesOf(text) {
  return encoder.encode(text);
}
function concat(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function wireJson(value) {
  return JSON.stringify(sortKeys(value));
}
function dataText(data) {
  return typeof data === "string" ? data : wireJson(data);
}
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

function oldForm(frame, receiver) {
  const { authorized, data, event, fromQueue, pipe, user_id: sender, ...others } = frame;
  return {
    ...others,
    ...authorized === void 0 ? {} : { authorized: String(authorized) },
    ...contents(data, sender),
    event_name: event,
    ...fromQueue === void 0 ? {} : { history: fromQueue },
    ...receiver === void 0 ? { pipe } : { SendToUser: receiver }
  };
}
function joinLines(messages, maxBytes) {
  const frames = [];
  let room = 0;
  for (const message of messages) {
    const needed = message.length + LINE_END.length;
    const last = frames.at(-1);
    if (last && needed <= room) {
      last.push(LINE_END, message);
      room -= needed;
    } else {
      frames.push([message]);
      room = maxBytes - message.length;
    }
  }
  return frames.map((parts) => concat(parts));
}
const LINE_END = bytesOf("\n");
function contents(data, sender) {
  if (isHandshakeError(data)) return { data: data.error, error: data.error_code };
  const signature = sender === void 0 ? "" : `A::${String(sender)};`;
  return { data: signature + dataText(data) };
}
function isHandshakeError(data) {
  return typeof data === "object" && data !== null && "error_code" in data;
}

const MAX_FRAME_BYTES = 65535;
const MAX_UNCOUNTED_BYTES = 125;
const CUT_AT = 122;
const CUT_ENDS = {
  ascii: new Uint8Array([0, 127, 0]),
  invalid: new Uint8Array([0, 255, 254])
};
function formFor(profile, majorVersion) {
  if (profile === "3") return "old";
  return majorVersion < 4 ? "compatible" : "current";
}
class EncodedFrame {
  /** @param receiver the user whom a private message is for; undefined for any other frame. */
  constructor(frame, receiver) {
    this.frame = frame;
    this.receiver = receiver;
    this.encoded = /* @__PURE__ */ new Map();
  }
  /** The correct bytes of the frame. */
  bytes(form) {
    const bytes = this.encoded.get(form) ?? bytesOf(wireJson(this.fields(form)));
    this.encoded.set(form, bytes);
    return bytes;
  }
  /** Whether a delivery in this form counts in the delivery report. */
  counts(form) {
    return this.bytes(form).length > MAX_UNCOUNTED_BYTES;
  }
  fields(form) {
    if (form === "old") return oldForm(this.frame, this.receiver);
    return form === "compatible" ? compatibleForm(this.frame) : this.frame;
  }
}
function cutFrame(bytes, end) {
  const isCut = bytes.length > CUT_AT && bytes.length <= MAX_UNCOUNTED_BYTES;
  if (end === "none" || !isCut) return bytes;
  return concat([bytes.subarray(0, CUT_AT), CUT_ENDS[end].subarray(0, bytes.length - CUT_AT)]);
}
function compatibleForm(frame) {
  const { data, event } = frame;
  return { ...frame, api_data: OLD_API_NOTE, data: dataText(data), event_name: event };
}

class OfflineQueue {
  constructor(limits) {
    this.limits = limits;
    this.waiting = /* @__PURE__ */ new Map();
  }
  /** @throws InputError if messages wait for too many users. */
  add(userId, message) {
    const { maxUsers, maxQueuedMessages } = this.limits;
    const messages = this.waiting.get(userId) ?? [];
    if (messages.length === 0 && this.waiting.size >= maxUsers) {
      throw new InputError("user id", userId, `one of at most ${maxUsers} users (maxUsers)`);
    }
    this.waiting.set(userId, [...messages, message].slice(-maxQueuedMessages));
  }
  /**
   * Returns the messages for a user who connects. As the real server does, deletes only messages
   * that are older than the current second: the user's next connection gets the others again.
   */
  take(userId, nowSeconds) {
    const messages = this.waiting.get(userId) ?? [];
    const kept = messages.filter((message) => message.sent >= nowSeconds);
    if (kept.length > 0) this.waiting.set(userId, kept);
    else this.waiting.delete(userId);
    return messages;
  }
}

const MAX_HASH_LENGTH = 32;
class Users {
  constructor(settings) {
    this.settings = settings;
    this.hashes = /* @__PURE__ */ new Map();
    this.data = /* @__PURE__ */ new Map();
    this.lastOnline = /* @__PURE__ */ new Map();
  }
  /** @throws InputError if there are too many users. */
  setHash(userId, hash) {
    this.checkRoom(this.hashes, userId);
    this.hashes.set(userId, hash);
  }
  /** @returns the hash of the user, if the request's key is the user's, or undefined. */
  authorise(handshake, nowSeconds) {
    const { key, userId } = handshake;
    const { secrets } = this.settings;
    if (userId === 0) return void 0;
    if (key.length > MAX_HASH_LENGTH) {
      return secrets.isTokenFor(key, userId, nowSeconds) ? this.hashOf(userId) : void 0;
    }
    const hash = this.hashes.get(userId);
    return hash !== void 0 && secrets.isSame(key, hash) ? hash : void 0;
  }
  /** @throws InputError if the data is too long, or there are too many users. */
  setData(userId, text) {
    const { maxUserDataBytes } = this.settings.limits;
    if (bytesOf(text).length > maxUserDataBytes) {
      throw new InputError("data", text, `at most ${maxUserDataBytes} bytes (maxUserDataBytes)`);
    }
    this.checkRoom(this.data, userId);
    this.data.set(userId, text);
  }
  /** Empty for an unknown user. */
  dataOf(userId) {
    return this.data.get(userId) ?? "";
  }
  wentOffline(userId) {
    this.lastOnline.delete(userId);
    this.lastOnline.set(userId, this.settings.clock());
    const [longestAgo] = this.lastOnline.keys();
    if (this.lastOnline.size > this.settings.limits.maxUsers && longestAgo !== void 0) {
      this.lastOnline.delete(longestAgo);
    }
  }
  /** Whole seconds since the user's last connection closed; -1 for a user never seen. */
  secondsOffline(userId) {
    const since = this.lastOnline.get(userId);
    return since === void 0 ? -1 : Math.floor((this.settings.clock() - since) / 1e3);
  }
  /** The real server makes a hash for a user who connects with a JWT and has none, and keeps it. */
  hashOf(userId) {
    const hash = this.hashes.get(userId) ?? this.settings.secrets.newHash();
    if (this.hashes.size < this.settings.limits.maxUsers) this.hashes.set(userId, hash);
    return hash;
  }
  checkRoom(map, userId) {
    const { maxUsers } = this.settings.limits;
    if (map.size < maxUsers || map.has(userId)) return;
    throw new InputError("user id", userId, `one of at most ${maxUsers} users (maxUsers)`);
  }
}

const MAX_PRIVATE_CONNECTIONS = 16;
class Comet {
  constructor(settings, peers, onPublish) {
    this.settings = settings;
    this.peers = peers;
    this.onPublish = onPublish;
    this.channels = new Channels();
    this.byUser = /* @__PURE__ */ new Map();
    this.logs = new ChannelLogs(settings.limits.maxLogs);
    this.queue = new OfflineQueue(settings.limits);
    this.users = new Users(settings);
    this.form = formFor(settings.profile, 4);
  }
  /** The time as the frames have it: Unix seconds. */
  seconds() {
    return Math.floor(this.settings.clock() / 1e3);
  }
  /** A client has connected: `hash` is that of its user, undefined for an anonymous visitor. */
  enter(member, hash) {
    member.answer({
      authorized: hash !== void 0,
      data: hash ?? "",
      event: "serverInfo",
      message_send_time: this.seconds(),
      pipe: "sys",
      server: SERVER_NAME
    });
    if (member.userId === 0 || !member.isOpen) return;
    const others = this.byUser.get(member.userId) ?? [];
    this.byUser.set(member.userId, [...others, member]);
    if (others.length === 0) this.announceStatus(member.userId, "online");
    this.deliverQueue(member);
  }
  leave(member) {
    this.leaveAll(member);
    if (member.userId === 0) return;
    const others = (this.byUser.get(member.userId) ?? []).filter((other) => other !== member);
    this.byUser.set(member.userId, others);
    if (others.length > 0) return;
    this.byUser.delete(member.userId);
    this.users.wentOffline(member.userId);
    this.announceStatus(member.userId, "offline");
  }
  /**
   * Replaces the member's channels. As on the real server every channel is left first and joined
   * again, so the presence of a member flaps in each `track_*` channel that it stays in.
   */
  subscribe(member, names) {
    this.leaveAll(member);
    for (const name of new Set(names)) {
      if (!member.isOpen) return;
      this.channels.join(name, member);
      member.channels.add(name);
      this.announcePresence(member, name, "subscription");
    }
  }
  /** @returns undefined if the message is too long: the server drops it silently. */
  publish(message) {
    const { channel, event, text, sender } = message;
    const sent = this.seconds();
    const author = sender ? { user_id: sender.userId } : {};
    const frame = new EncodedFrame({
      data: text,
      event,
      message_send_time: sent,
      pipe: channel,
      ...author
    });
    if (frame.bytes(this.form).length > MAX_FRAME_BYTES) return void 0;
    const logged = { event, text: message.logText, sent };
    this.logs.add(channel, sender ? { ...logged, userId: sender.userId } : logged);
    const reached = spread(this.channels.members(channel), frame, sender?.member);
    if (sender) this.peers.forward({ channel, event, text, sent });
    if (sender?.member) {
      const { member, userId } = sender;
      const data = readText(message.logText);
      this.onPublish({ connection: member.id, userId, channel, event, data });
    }
    return reached;
  }
  /** Takes a message of another node. Its frame has no sender, and the log has user id 0. */
  takeForwarded({ channel, event, text, sent }) {
    this.logs.add(channel, { event, text, sent, userId: 0 });
    const frame = { data: text, event, message_send_time: sent, pipe: channel };
    spread(this.channels.members(channel), new EncodedFrame(frame));
  }
  /**
   * @returns how many connections of the user got the message. If none did, the message waits for the
   *   user; a message that is too long is dropped silently.
   */
  sendToUser(userId, event, text) {
    if (this.isOnline(userId)) return this.sendToOnlineUser(userId, event, text);
    const message = { event, text, sent: this.seconds() };
    const { length } = queuedFrame(userId, message).bytes(this.form);
    if (length <= MAX_FRAME_BYTES) this.queue.add(userId, message);
    return 0;
  }
  /** @returns how many connections of the user got the message. It waits for nobody. */
  sendToOnlineUser(userId, event, text) {
    const receivers = (this.byUser.get(userId) ?? []).slice(0, MAX_PRIVATE_CONNECTIONS);
    const frame = new EncodedFrame({ data: text, event, pipe: "msg" }, userId);
    return spread(receivers, frame).delivered;
  }
  isOnline(userId) {
    return this.byUser.has(userId);
  }
  /** How many connections have joined a channel, on all nodes. */
  countMembers(channel) {
    return this.channels.members(channel).length + this.peers.countMembers(channel);
  }
  deliverQueue(member) {
    for (const message of this.queue.take(member.userId, this.seconds())) {
      member.deliver(queuedFrame(member.userId, message));
    }
  }
  leaveAll(member) {
    for (const name of member.channels) {
      this.channels.leave(name, member);
      this.announcePresence(member, name, "unsubscription");
    }
    member.channels.clear();
  }
  announcePresence(member, channel, event) {
    if (!isTrackChannel(channel)) return;
    const { userId, uuid } = member;
    const sent = this.seconds();
    const data = { user_id: userId, uuid };
    const frame = { data, event, message_send_time: sent, pipe: channel };
    spread(this.channels.members(channel), new EncodedFrame(frame), member);
    if (event !== "subscription") return;
    this.peers.forward({ channel, event, text: `{"user_id":"${userId}","uuid":"${uuid}"`, sent });
  }
  /**
   * A node looks at its own connections only: it tells the others of a user who is still there. A
   * recording shows this for `offline`; for `online` it is assumed.
   */
  announceStatus(userId, status) {
    const pipe = `user_status_${userId}`;
    spread(this.channels.members(pipe), new EncodedFrame({ data: status, event: status, pipe }));
    this.peers.forward({ channel: pipe, event: status, text: status, sent: this.seconds() });
  }
}
function readText(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
function queuedFrame(userId, { event, text, sent }) {
  const frame = { data: text, event, fromQueue: true, message_send_time: sent, pipe: "msg" };
  return new EncodedFrame(frame, userId);
}
function spread(members, frame, except) {
  const receivers = members.filter(
    (member) => member !== except && frame.bytes(member.form).length <= MAX_FRAME_BYTES
  );
  for (const member of receivers) member.deliver(frame);
  const counted = receivers.filter((member) => frame.counts(member.form)).length;
  return { delivered: receivers.length, counted };
}

const COMMAND_OVERHEAD = 64;
class Inbox {
  constructor(limits) {
    this.limits = limits;
    this.texts = [];
    /** Index of the next command. Removing the first element would move all others each time. */
    this.next = 0;
    this.bytes = 0;
  }
  /** @returns false if more commands wait now than the limits allow. */
  add(text) {
    this.texts.push(text);
    this.bytes += text.length + COMMAND_OVERHEAD;
    const { maxCommands, maxBytes } = this.limits;
    return this.texts.length - this.next <= maxCommands && this.bytes <= maxBytes;
  }
  take() {
    const text = this.texts[this.next];
    if (text === void 0) return void 0;
    this.texts[this.next] = "";
    this.next += 1;
    this.bytes -= text.length + COMMAND_OVERHEAD;
    if (this.next * 2 >= this.texts.length) {
      this.texts = this.texts.slice(this.next);
      this.next = 0;
    }
    return text;
  }
  clear() {
    this.texts = [];
    this.next = 0;
    this.bytes = 0;
  }
}

class Outbox {
  constructor(socket, settings) {
    this.socket = socket;
    this.settings = settings;
    this.waiting = [];
    this.waitingBytes = 0;
    this.unwritten = 0;
    this.isHeld = false;
    this.isEnding = false;
    this.isGathering = false;
  }
  push(bytes) {
    if (this.isEnding) return;
    const unread = this.waitingBytes + this.socket.bufferedAmount + bytes.length;
    if (unread > this.settings.maxBytes) {
      this.settings.onOverflow();
      return;
    }
    this.waiting.push({ bytes, due: performance.now() + this.settings.delayMs() });
    this.waitingBytes += bytes.length;
    if (this.settings.joinsLines) this.gather();
    else this.flush();
  }
  /** Takes no more frames, and reports when the waiting ones are written. */
  end() {
    this.isEnding = true;
    this.flush();
  }
  /** Nothing leaves until {@link release}. */
  hold() {
    this.writeGathered();
    this.isHeld = true;
  }
  release() {
    this.isHeld = false;
    this.flush();
  }
  /** Throws the waiting frames away. */
  discard() {
    this.writeGathered();
    this.isHeld = true;
    this.waiting.length = 0;
    this.waitingBytes = 0;
    clearTimeout(this.timer);
  }
  /** Frames that are pushed until the running code ends leave at the same moment. */
  gather() {
    if (this.isGathering) return;
    this.isGathering = true;
    queueMicrotask(() => this.writeGathered());
  }
  /** Writes frames that were pushed before a hold or a discard, also if messages are being gathered. */
  writeGathered() {
    if (this.isGathering) this.flush();
  }
  flush() {
    this.isGathering = false;
    if (this.isHeld) return;
    clearTimeout(this.timer);
    this.writeDue();
    const [next] = this.waiting;
    if (next) {
      this.timer = setTimeout(() => this.flush(), Math.ceil(next.due - performance.now()));
    } else if (this.isEnding && this.unwritten === 0) {
      this.settings.onEnd();
    }
  }
  /** A frame that is not due yet holds up those behind it, so a shorter delay keeps the order. */
  writeDue() {
    const now = performance.now();
    const later = this.waiting.findIndex(({ due: due2 }) => due2 > now);
    const due = this.waiting.splice(0, later < 0 ? this.waiting.length : later);
    for (const { bytes } of due) this.waitingBytes -= bytes.length;
    for (const frame of this.frames(due.map(({ bytes }) => bytes))) {
      this.unwritten += 1;
      this.socket.send(
        cutFrame(frame, this.settings.cutEnd),
        { binary: false },
        () => this.written()
      );
    }
  }
  frames(messages) {
    return this.settings.joinsLines ? joinLines(messages, MAX_FRAME_BYTES) : messages;
  }
  written() {
    this.unwritten -= 1;
    if (this.isEnding) this.flush();
  }
}

class Connection {
  constructor(id, userId, handshake, socket, host) {
    this.id = id;
    this.userId = userId;
    this.handshake = handshake;
    this.socket = socket;
    this.host = host;
    this.channels = /* @__PURE__ */ new Set();
    this.state = "open";
    this.isSilent = false;
    this.isLost = false;
    this.isAnswering = false;
    this.answers = [];
    this.openedAt = host.clock();
    this.form = formFor(host.profile, handshake.majorVersion);
    this.inbox = new Inbox({
      maxCommands: host.maxWaitingCommands,
      maxBytes: host.maxBufferedBytes
    });
    this.outbox = new Outbox(socket, {
      maxBytes: host.maxBufferedBytes,
      joinsLines: host.profile === "3",
      cutEnd: host.cutEnd,
      delayMs: () => host.delayMs(),
      onOverflow: () => this.drop(),
      onEnd: () => this.drop()
    });
    socket.on("message", (data) => this.receive(data.toString()));
    socket.on("close", () => this.lose());
    socket.on("error", () => this.lose());
  }
  get isOpen() {
    return this.state === "open";
  }
  get uuid() {
    return this.handshake.uuid;
  }
  /** Answers that are held back. */
  get heldAnswers() {
    return this.answers.length;
  }
  deliver(frame) {
    this.send(frame.bytes(this.form));
  }
  answer(frame) {
    const bytes = new EncodedFrame(frame).bytes(this.form);
    if (this.isAnswering) this.answers.push(bytes);
    else this.send(bytes);
  }
  /** Sends the answers held back and goes on with the commands behind them. */
  releaseAnswers() {
    const released = this.answers.splice(0);
    for (const bytes of released) this.send(bytes);
    this.work();
    return released.length;
  }
  /** Neither reads nor writes any more, so that the client has a half-open connection. */
  goSilent() {
    this.isSilent = true;
    this.outbox.hold();
    this.socket.pause();
  }
  resume() {
    if (!this.isSilent || this.state === "closed") return;
    this.isSilent = false;
    this.outbox.release();
    this.socket.resume();
    this.work();
    if (this.isLost) this.drop();
  }
  finish() {
    if (this.state !== "open") return;
    this.leave("ending");
    this.outbox.end();
  }
  /** Cuts the connection. Frames that were not sent yet are lost. */
  drop() {
    if (this.state === "closed") return;
    if (this.state === "open") this.leave("closed");
    this.state = "closed";
    this.outbox.discard();
    this.socket.terminate();
  }
  /** The socket has ended. Node notices this even in a paused socket, so a silent one ignores it. */
  lose() {
    this.isLost = true;
    if (!this.isSilent) this.drop();
  }
  leave(state) {
    this.state = state;
    this.inbox.clear();
    this.answers.length = 0;
    this.host.onLeave(this);
  }
  send(bytes) {
    if (this.state !== "open" || bytes.length > MAX_FRAME_BYTES) return;
    this.outbox.push(bytes);
  }
  receive(text) {
    if (this.state !== "open") return;
    if (this.inbox.add(text)) this.work();
    else this.drop();
  }
  /** One command after the other: each answer is sent before the next command is looked at. */
  work() {
    while (this.state === "open" && !this.isSilent && this.answers.length === 0) {
      const text = this.inbox.take();
      if (text === void 0) return;
      this.isAnswering = this.host.withholds(commandName(text));
      this.host.onCommand(this, text);
      this.isAnswering = false;
    }
  }
}

class Observers {
  constructor() {
    this.listeners = /* @__PURE__ */ new Map();
  }
  on(event, listener) {
    const listeners = this.listeners.get(event) ?? /* @__PURE__ */ new Set();
    const own = (value) => listener(value);
    this.listeners.set(event, listeners.add(own));
    return () => void listeners.delete(own);
  }
  emit(event, value) {
    for (const listener of [...this.listeners.get(event) ?? []]) {
      listener(value);
    }
  }
}

class Clients {
  constructor(settings, faults, peers) {
    this.settings = settings;
    this.observers = new Observers();
    /** The most connections at one time. */
    this.peak = 0;
    this.connections = /* @__PURE__ */ new Set();
    this.commands = [];
    this.opened = 0;
    this.comet = new Comet(settings, peers, (message) => this.observers.emit("publish", message));
    this.host = {
      profile: settings.profile,
      cutEnd: settings.cutEnd,
      maxBufferedBytes: settings.limits.maxBufferedBytes,
      maxWaitingCommands: settings.limits.maxWaitingCommands,
      clock: settings.clock,
      delayMs: () => faults.delayMs,
      withholds: (name) => faults.withholds(name),
      onCommand: (connection, text) => this.takeCommand(connection, text),
      onLeave: (connection) => this.remove(connection)
    };
  }
  open(socket, handshake) {
    const { comet } = this;
    const hash = comet.users.authorise(handshake, comet.seconds());
    const userId = hash === void 0 ? 0 : handshake.userId;
    this.opened += 1;
    const connection = new Connection(this.opened, userId, handshake, socket, this.host);
    this.connections.add(connection);
    this.peak = Math.max(this.peak, this.connections.size);
    comet.enter(connection, hash);
    this.observers.emit("connect", describe(connection));
  }
  list() {
    return [...this.connections].map(describe);
  }
  /** Oldest first. */
  received() {
    return [...this.commands];
  }
  drop(filter) {
    return this.each(filter, (connection) => connection.drop());
  }
  goSilent(filter) {
    return this.each(filter, (connection) => connection.goSilent());
  }
  resume() {
    this.each(void 0, (connection) => connection.resume());
  }
  heldAnswers() {
    return [...this.connections].reduce((sum, { heldAnswers }) => sum + heldAnswers, 0);
  }
  releaseAnswers() {
    return [...this.connections].reduce((sum, one) => sum + one.releaseAnswers(), 0);
  }
  each(filter, action) {
    const chosen = [...this.connections].filter((one) => filter?.(describe(one)) ?? true);
    chosen.forEach(action);
    return chosen.length;
  }
  takeCommand(connection, text) {
    const command = {
      connection: connection.id,
      userId: connection.userId,
      name: commandName(text),
      text,
      at: this.settings.clock()
    };
    this.commands.push(command);
    if (this.commands.length > this.settings.limits.maxReceived) this.commands.shift();
    this.observers.emit("command", command);
    if (connection.isOpen) carryOut(this.comet, connection, text);
  }
  remove(connection) {
    const last = describe(connection);
    this.connections.delete(connection);
    this.comet.leave(connection);
    this.observers.emit("disconnect", last);
  }
}
function describe(connection) {
  const { id, userId, uuid, openedAt, handshake, channels } = connection;
  return { id, userId, uuid, apiVersion: handshake.apiVersion, channels: [...channels], openedAt };
}

const REFUSALS = [401, 406, 418, "connection", "http", "silence"];
const MAX_DELAY_MS = 864e5;
function checkRefusal(value) {
  return value === null ? null : checkOneOf("refusal", value, REFUSALS);
}
function checkDelay(value) {
  return checkInteger("delay", value, 0, MAX_DELAY_MS);
}
function checkCommands(value) {
  if (!Array.isArray(value)) throw new InputError("withhold", value, "a list of commands");
  return value.map((name) => checkOneOf("command", name, COMMAND_NAMES));
}
class Faults {
  constructor() {
    this.refusing = null;
    this.delaying = 0;
    this.withheld = /* @__PURE__ */ new Set();
  }
  get refusal() {
    return this.refusing;
  }
  set refusal(value) {
    this.refusing = checkRefusal(value);
  }
  /** Milliseconds for which frames to clients are held back. */
  get delayMs() {
    return this.delaying;
  }
  set delayMs(value) {
    this.delaying = checkDelay(value);
  }
  /** Commands whose answers are held back. */
  get withheldCommands() {
    return [...this.withheld];
  }
  set withheldCommands(names) {
    this.withheld = new Set(checkCommands(names));
  }
  withholds(name) {
    return name !== void 0 && this.withheld.has(name);
  }
}

class CometSocket extends WebSocket {
  close() {
    this.terminate();
  }
}

const UUID_BYTES = 32;
function parseHandshake(request) {
  const path = request.slice(0, request.indexOf(" "));
  const found = /\/ws\/sesion=([^&]*)&myid=([^&]*)(.*)$/.exec(path);
  if (!found) return 401;
  const [, key = "", id = "", behindId = ""] = found;
  const device = /^&devid=[^&]*/.exec(behindId);
  if (!device) return 406;
  const version = /^&v=((\d+)\.\d+)(?=&|$)/.exec(behindId.slice(device[0].length));
  if (!version) return 418;
  return {
    key,
    userId: /^\d{1,9}$/.test(id) ? Number(id) : 0,
    uuid: readUuid(request),
    apiVersion: String(version[1]),
    majorVersion: Number(version[2])
  };
}
function handshakeErrorFrame(code, seconds) {
  return {
    data: { error: HANDSHAKE_ERRORS[code], error_code: code, info: CLOSED_INFO },
    event: "error",
    message_send_time: seconds,
    pipe: "sys"
  };
}
function readUuid(request) {
  const start = request.indexOf("&uuid=");
  return start < 0 ? "" : request.slice(start + "&uuid=".length).slice(0, UUID_BYTES);
}

class Gateway {
  constructor(options) {
    this.options = options;
    /** The number of requests for a WebSocket so far, refused ones included. */
    this.attempts = 0;
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      WebSocket: CometSocket
    });
    /** Requests that get no answer. */
    this.unanswered = /* @__PURE__ */ new Set();
  }
  /** Takes an HTTP request that asks for a WebSocket. */
  take(request, stream, head) {
    this.attempts += 1;
    stream.on("error", () => stream.destroy());
    const { refusal } = this.options.faults;
    if (refusal === "connection") stream.destroy();
    else if (refusal === "silence") this.leaveUnanswered(stream);
    else if (refusal === "http" || this.isFull()) endWith(stream, "503 Service Unavailable");
    else if (!this.isAllowed(request.headers.origin)) endWith(stream, "403 Forbidden");
    else {
      const handshake = refusal ?? parseHandshake(requestText(request));
      this.sockets.handleUpgrade(request, stream, head, (socket) => this.open(socket, handshake));
    }
  }
  /** Drops the requests that got no answer. */
  dropUnanswered() {
    for (const stream of this.unanswered) stream.destroy();
  }
  /** Cuts every connection, also those that are ending. */
  close() {
    this.dropUnanswered();
    for (const socket of this.sockets.clients) socket.terminate();
  }
  open(socket, handshake) {
    if (typeof handshake === "object") {
      this.options.onOpen(socket, handshake);
      return;
    }
    const frame = new EncodedFrame(handshakeErrorFrame(handshake, this.options.seconds()));
    const bytes = frame.bytes(formFor(this.options.settings.profile, 0));
    socket.on("error", () => socket.terminate());
    socket.send(bytes, { binary: false }, () => socket.terminate());
  }
  isFull() {
    const open = this.sockets.clients.size + this.unanswered.size;
    return open >= this.options.settings.limits.maxConnections;
  }
  isAllowed(origin) {
    const { origins } = this.options.settings;
    return !origins || origin === void 0 || origins.includes(origin);
  }
  leaveUnanswered(stream) {
    if (this.isFull()) {
      stream.destroy();
      return;
    }
    this.unanswered.add(stream);
    stream.on("close", () => this.unanswered.delete(stream));
    stream.resume();
  }
}
function endWith(stream, status) {
  const answer = `HTTP/1.1 ${status}\r
Connection: close\r
Content-Length: 0\r
\r
`;
  stream.end(answer, () => stream.destroy());
}
function requestText(request) {
  const { rawHeaders } = request;
  const headers = rawHeaders.flatMap(
    (name, index) => index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}\r
`] : []
  );
  return `${request.url} HTTP/${request.httpVersion}\r
${headers.join("")}\r
`;
}

const routes = [
  {
    method: "GET",
    path: "/dev",
    about: "this list",
    handle: () => routes.map(({ method, path, about }) => ({ method, path, about }))
  },
  {
    method: "GET",
    path: "/dev/state",
    about: "connections, their peak, attempts to connect, logs, answers held back",
    handle: (server) => {
      const { node, connections, peakConnections, connectionAttempts, logs, heldAnswers } = server;
      return { node, connections, peakConnections, connectionAttempts, logs, heldAnswers };
    }
  },
  {
    method: "GET",
    path: "/dev/commands",
    about: "the last commands received from clients, oldest first",
    handle: ({ received }) => received
  },
  {
    method: "POST",
    path: "/dev/users",
    about: 'let a user connect: {"id": 12, "hash": "secret"}',
    handle: (server, body) => {
      takeFields(body, ["id", "hash"]);
      server.authorize(body.id, body.hash);
      return { id: body.id };
    }
  },
  {
    method: "POST",
    path: "/dev/tokens",
    about: 'make a JWT for a user: {"id": 12, "expiresIn": 3600}; expiresIn in seconds, optional',
    handle: (server, body) => {
      takeFields(body, ["id"], ["expiresIn"]);
      const { expiresIn } = body;
      const options = expiresIn === void 0 ? {} : { expiresIn };
      return { token: server.token(body.id, options) };
    }
  },
  {
    method: "POST",
    path: "/dev/user-data",
    about: 'store the data of a user: {"id": 12, "data": {"name": "Ann"}, "raw": false}',
    handle: (server, body) => {
      takeFields(body, ["id", "data"], ["raw"]);
      server.setUserData(body.id, body.data, messageOptions(body));
      return { id: body.id };
    }
  },
  {
    method: "POST",
    path: "/dev/publish",
    about: 'publish to a channel: {"channel": "web_chat", "event": "new", "data": 1, "raw": false}',
    handle: (server, body) => {
      takeFields(body, ["channel", "data"], ["event", "raw"]);
      const { channel, event = "", data } = body;
      const options = messageOptions(body);
      return { delivered: server.publish(channel, event, data, options) };
    }
  },
  {
    method: "POST",
    path: "/dev/messages",
    about: 'send a private message: {"id": 12, "event": "new", "data": 1, "raw": false}',
    handle: (server, body) => {
      takeFields(body, ["id", "data"], ["event", "raw"]);
      const { id, event = "", data } = body;
      const options = messageOptions(body);
      return { delivered: server.sendToUser(id, event, data, options) };
    }
  },
  {
    method: "POST",
    path: "/dev/logs",
    about: 'keep the last messages of a channel: {"channel": "web_chat", "length": 10}',
    handle: (server, body) => {
      takeFields(body, ["channel", "length"]);
      server.keepLog(body.channel, body.length);
      return { logs: server.logs };
    }
  },
  {
    method: "POST",
    path: "/dev/connections/close",
    about: 'cut connections: {} all, {"connection": 3} one, {"user": 12} those of a user',
    handle: (server, body) => {
      takeFields(body, [], ["connection", "user"]);
      return { closed: server.closeConnections(connectionFilter(body)) };
    }
  },
  {
    method: "POST",
    path: "/dev/faults",
    about: 'order faults, each optional: {"refuse": 401 | 406 | 418 | "connection" | "http" | "silence" | null, "delay": milliseconds, "silent": true | false, "withhold": ["web_pipe2"]}; "withhold": [] releases',
    handle: orderFaults
  }
];
function orderFaults(server, body) {
  takeFields(body, [], ["refuse", "delay", "silent", "withhold"]);
  const refuse = given(body.refuse, checkRefusal);
  const delay = given(body.delay, checkDelay);
  const silent = given(body.silent, (value) => checkBoolean("silent", value));
  const withhold = given(body.withhold, checkCommands);
  if (refuse !== void 0) server.refuse(refuse);
  if (delay !== void 0) server.delay(delay);
  if (withhold) server.withholdAnswers(withhold);
  const released = withhold?.length === 0 ? server.releaseAnswers() : 0;
  if (silent === false) server.resume();
  return { silent: silent === true ? server.goSilent() : 0, released };
}
function given(value, check) {
  return value === void 0 ? void 0 : check(value);
}
function connectionFilter({ connection, user }) {
  const most = Number.MAX_SAFE_INTEGER;
  if (connection !== void 0) checkInteger("connection", connection, 1, most);
  if (user !== void 0) checkInteger("user", user, 0, most);
  return ({ id, userId }) => (connection === void 0 || id === connection) && (user === void 0 || userId === user);
}
function messageOptions({ raw }) {
  return raw === void 0 ? {} : { raw };
}
function takeFields(body, needed, optional = []) {
  const known = [...needed, ...optional];
  for (const field of Object.keys(body)) {
    if (!known.includes(field)) {
      throw new InputError("field", field, `one of ${known.join(", ")}`);
    }
  }
  for (const field of needed) {
    if (body[field] === void 0) throw new InputError(field, void 0, "given");
  }
}

const MAX_BODY_DEPTH = 500;
class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
function isApiRequest(request) {
  return /^\/dev(\/|$)/.test(pathOf(request));
}
async function answerApi(server, request, response, maxBodyBytes) {
  try {
    checkHost(request, server.host);
    const route = findRoute(request);
    const body = route.method === "POST" ? await readBody(request, maxBodyBytes) : {};
    reply(response, 200, route.handle(server, body));
  } catch (error) {
    replyWithError(response, error);
  }
}
function checkHost(request, boundHost) {
  const { host = "" } = request.headers;
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  if (isLoopback(name) || name.toLowerCase() === boundHost.toLowerCase()) return;
  throw new HttpError(
    403,
    `Host is ${JSON.stringify(host)}, but must be localhost, a loopback address or ${boundHost}`
  );
}
function findRoute(request) {
  const path = pathOf(request);
  const found = routes.filter((route2) => route2.path === path);
  if (found.length === 0) {
    throw new HttpError(404, `There is no ${path}; GET /dev lists what there is`);
  }
  const route = found.find(({ method }) => method === request.method);
  if (route) return route;
  const methods = found.map(({ method }) => method).join(" or ");
  throw new HttpError(405, `${path} is for ${methods}, not for ${request.method}`);
}
function checkContentType(request) {
  const { "content-type": type = "" } = request.headers;
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new HttpError(415, `Content-Type is ${JSON.stringify(type)}, but must be application/json`);
}
async function readBody(request, maxBytes) {
  checkContentType(request);
  const chunks = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBytes) throw new HttpError(413, `The body is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return parseObject(Buffer.concat(chunks).toString());
}
function parseObject(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `The body is no JSON: ${error.message}`);
  }
  if (isDeeperThan(MAX_BODY_DEPTH, value)) {
    throw new HttpError(400, `The body is nested deeper than ${MAX_BODY_DEPTH} levels`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new HttpError(400, "The body must be a JSON object");
}
function isDeeperThan(levels, value) {
  let inner = [value];
  for (let depth = 0; depth <= levels && inner.length > 0; depth += 1) {
    inner = inner.flatMap(
      (one) => typeof one === "object" && one !== null ? Object.values(one) : []
    );
  }
  return inner.length > 0;
}
function replyWithError(response, error) {
  if (error instanceof InputError) {
    const { message, field, value, rule } = error;
    reply(response, 400, { error: message, field, value, rule });
  } else if (error instanceof HttpError) {
    reply(response, error.status, { error: error.message });
  } else {
    reply(response, 500, { error: String(error) });
  }
}
function reply(response, status, body) {
  if (response.headersSent) return;
  if (status === 413) response.setHeader("Connection", "close");
  response.writeHead(status, {
    "Content-Type": "application/json",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store"
  });
  response.end(`${JSON.stringify(body)}
`);
}
function pathOf(request) {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

async function listen(port, host, handlers) {
  const server = createServer((request, response) => handlers.onRequest(request, response));
  server.on("upgrade", (request, stream, head) => handlers.onUpgrade(request, stream, head));
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return new TcpPort(server);
}
class TcpPort {
  constructor(server) {
    this.server = server;
    this.state = "open";
    this.number = server.address().port;
    server.on("connection", (socket) => {
      if (this.state === "cut") socket.resetAndDestroy();
    });
  }
  get isOpen() {
    return this.state === "open";
  }
  /**
   * Ends HTTP connections, and resets each new connection at once. The port stays taken, because
   * another program could get it otherwise.
   */
  cut() {
    if (this.state !== "open") return;
    this.state = "cut";
    this.server.closeAllConnections();
  }
  /** Takes connections again after {@link cut}. */
  restore() {
    if (this.state === "cut") this.state = "open";
  }
  /** Frees the port. */
  close() {
    this.state = "closed";
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
function nodeName(host, port) {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return reachable.includes(":") ? `[${reachable}]:${port}` : `${reachable}:${port}`;
}

const NO_PEERS = { forward: () => void 0, countMembers: () => 0 };

const TOKEN_SECONDS = 3600;
const MAX_TOKEN_SECONDS = 10 ** 10;
class Controls {
  constructor(core) {
    this.core = core;
  }
  get connections() {
    return this.core.clients.list();
  }
  get peakConnections() {
    return this.core.clients.peak;
  }
  get connectionAttempts() {
    return this.core.entrance.attempts;
  }
  get received() {
    return this.core.clients.received();
  }
  get logs() {
    return this.comet.logs.lengths();
  }
  get heldAnswers() {
    return this.core.clients.heldAnswers();
  }
  authorize(userId, hash) {
    this.comet.users.setHash(checkUserId(userId), checkHash(hash));
  }
  token(userId, { expiresIn = TOKEN_SECONDS } = {}) {
    checkInteger("expiresIn", expiresIn, -MAX_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
    const claims = { userId: checkUserId(userId), expires: this.comet.seconds() + expiresIn };
    return this.core.settings.secrets.sign(claims);
  }
  setUserData(userId, data, options) {
    this.comet.users.setData(checkUserId(userId), literalText(data, options));
  }
  publish(channel, event, data, options) {
    const text = literalText(data, options);
    const message = { channel: checkChannel(channel), event: checkEvent(event) };
    return this.comet.publish({ ...message, text, logText: text })?.delivered ?? 0;
  }
  sendToUser(userId, event, data, options) {
    const text = literalText(data, options);
    return this.comet.sendToUser(checkUserId(userId), checkEvent(event), text);
  }
  keepLog(channel, length) {
    const checked = checkInteger("length", length, 0, MAX_LOG_LENGTH);
    this.comet.logs.setLength(checkChannel(channel), checked);
  }
  closeConnections(filter) {
    return this.core.clients.drop(filter);
  }
  refuse(how) {
    this.core.faults.refusal = how;
    if (how !== "silence") this.core.entrance.dropUnanswered();
  }
  delay(milliseconds) {
    this.core.faults.delayMs = milliseconds;
  }
  goSilent(filter) {
    return this.core.clients.goSilent(filter);
  }
  resume() {
    this.core.clients.resume();
  }
  withholdAnswers(commands) {
    this.core.faults.withheldCommands = commands;
  }
  releaseAnswers() {
    this.core.faults.withheldCommands = [];
    return this.core.clients.releaseAnswers();
  }
  on(event, listener) {
    return this.core.clients.observers.on(event, listener);
  }
  get comet() {
    return this.core.clients.comet;
  }
}

class RunningServer extends Controls {
  constructor(parts) {
    super(parts);
    this.parts = parts;
    this.port = parts.port.number;
    this.host = parts.settings.host;
    this.node = nodeName(this.host, this.port);
    this.address = `http://${this.node}`;
  }
  close() {
    this.closing ??= this.stop();
    return this.closing;
  }
  /** False after {@link kill} and {@link close}. */
  get isRunning() {
    return this.parts.port.isOpen;
  }
  /**
   * Ends as a crash does. Neither clients nor other nodes are told anything: the port is cut first,
   * and silent connections write none of the frames that tell clients who has left.
   */
  kill() {
    this.parts.port.cut();
    this.goSilent();
    this.cutConnections();
  }
  /** Runs again after {@link kill}, with all that the database held. */
  revive() {
    this.parts.port.restore();
  }
  stop() {
    this.cutConnections();
    return this.parts.port.close();
  }
  cutConnections() {
    this.closeConnections();
    this.parts.entrance.close();
  }
}

async function startDevServer(options = {}) {
  return startNode(resolveOptions(options), NO_PEERS);
}
async function startNode(settings, peers) {
  const faults = new Faults();
  const clients = new Clients(settings, faults, peers);
  const entrance = new Gateway({
    settings,
    faults,
    seconds: () => clients.comet.seconds(),
    onOpen: (socket, handshake) => clients.open(socket, handshake)
  });
  const port = await listen(settings.port, settings.host, {
    onRequest: (request, response) => answer(request, response),
    onUpgrade: (request, stream, head) => entrance.take(request, stream, head)
  });
  const server = new RunningServer({ settings, faults, clients, entrance, port });
  const answer = answering(settings, server);
  return server;
}
function answering(settings, server) {
  return (request, response) => {
    if (settings.api && isApiRequest(request)) {
      void answerApi(server, request, response, settings.limits.maxBodyBytes);
    } else if (settings.onRequest) {
      settings.onRequest(request, response);
    } else {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
    }
  };
}

async function startDevCluster(options = {}) {
  const nodes = [];
  try {
    for (const [index, settings] of resolveClusterOptions(options).entries()) {
      nodes.push(await startNode(settings, peersOf(index, nodes)));
    }
  } catch (error) {
    await closeAll(nodes);
    throw error;
  }
  return new RunningCluster(nodes);
}
function peersOf(index, nodes) {
  const others = () => {
    const self = nodes[index];
    return self?.isRunning ? nodes.filter((node) => node !== self && node.isRunning) : [];
  };
  return {
    forward: (message) => others().forEach(({ comet }) => comet.takeForwarded(message)),
    countMembers: (channel) => others().reduce((sum, { comet }) => sum + comet.channels.members(channel).length, 0)
  };
}
class RunningCluster {
  constructor(nodes) {
    this.nodes = nodes;
    /** Private messages that the proxy has passed on. */
    this.passedOn = 0;
    this.node = nodes.map(({ node }) => node);
  }
  /**
   * On every running node, so that a test needs one call. The recording does not tell which nodes the
   * real proxy chooses: it repeats this SQL at each node.
   */
  authorize(userId, hash) {
    this.running.forEach((node) => node.authorize(userId, hash));
  }
  setUserData(userId, data, options) {
    this.running.forEach((node) => node.setUserData(userId, data, options));
  }
  publish(channel, event, data, options) {
    return this.running.reduce((sum, node) => sum + node.publish(channel, event, data, options), 0);
  }
  /**
   * On one node, as recorded. A message that the recording sends while the user is absent comes on
   * neither node afterwards, so nothing waits for a user.
   */
  sendToUser(userId, event, data, options) {
    const message = [checkUserId(userId), checkEvent(event), literalText(data, options)];
    return this.nextNode()?.comet.sendToOnlineUser(...message) ?? 0;
  }
  keepLog(channel, length) {
    this.running.forEach((node) => node.keepLog(channel, length));
  }
  kill(index) {
    this.nodeAt(index)?.kill();
  }
  revive(index) {
    this.nodeAt(index)?.revive();
  }
  close() {
    return closeAll(this.nodes);
  }
  get running() {
    return this.nodes.filter(({ isRunning }) => isRunning);
  }
  /** The running nodes in turn, from the last to the first: the recording begins with B, the last. */
  nextNode() {
    const { running } = this;
    const fromEnd = this.passedOn % running.length;
    this.passedOn += 1;
    return running[running.length - 1 - fromEnd];
  }
  nodeAt(index) {
    return this.nodes[checkInteger("node", index, 0, this.nodes.length - 1)];
  }
}
async function closeAll(nodes) {
  await Promise.all(nodes.map((node) => node.close()));
}

export { DEFAULT_PORT as D, InputError as I, MAX_NODES as M, startDevServer as a, DEFAULT_HOST as b, DEFAULT_PASSWORD as c, DEFAULT_PROFILE as d, checkInteger as e, checkProfile as f, startDevCluster as s };
//# sourceMappingURL=server.js.map
