import { checked, badArgument, CometError } from '../api/errors.js';
import { channelName, CHANNEL_RULE, bareName } from './channel-key.js';
import { utf8Length, MAX_FRAME_BYTES, deliveredLength, USER_ID_RULE, USER_ID } from './limits.js';

const SLOW_NODE_MS = 2e3;
const QUESTION = {
  isRepeatable: true,
  answer: "marker",
  isStream: false,
  scope: "one",
  patienceMs: Infinity,
  refusal: void 0
};
const COUNT = { ...QUESTION, word: "pipe_count", lines: ["channel", "marker", "end"] };
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
  pipe_log: { ...COUNT, word: "pipe_log", isStream: true },
  /**
   * The log as all nodes have it: each lacks what was published while it was down. So all are waited for:
   * else a gap would count as filled that is not.
   */
  recovery: { ...COUNT, word: "pipe_log", isStream: true, scope: "nodes" },
  pipe_count: { ...COUNT, refusal: /^\[pipe_count\]/ },
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
  fence: { ...COUNT, scope: "shards" },
  /** A fence that says so of the channels of each shard, on any node that carries them. */
  page_fence: { ...COUNT, scope: "shards", patienceMs: SLOW_NODE_MS }
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
  const name = checked("channel", channel, /^(?=@?.{1,63}$)(@?web|webauth)_[\w-]+$/, PUBLISH_RULE);
  const eventName = checked("event", event, /^[\w-]{1,64}$/, EVENT_RULE);
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
  const name = checked("channel", channelName(channel), /^(web|track)_./, rule);
  return newCommand("pipe_count", { channel: name });
}
function usersCommand(channel) {
  const rule = "it must be track_*";
  const name = checked("channel", channelName(channel), /^track_./, rule);
  return newCommand("track_pipe_users", { channel: name });
}
function newCommand(kind, values) {
  const { word, lines } = COMMANDS[kind];
  const all = { audience: "*", marker: "\0", end: "", ...values };
  const text = [word, ...lines.map((line) => all[line])].join("\n");
  return { kind, channel: values.channel ?? "", text };
}
function dataCommand(userId) {
  const text = typeof userId === "number" ? String(userId) : userId;
  const id = checked("user id", text, USER_ID, USER_ID_RULE);
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
  } catch {
  }
  if (json === void 0) throw badArgument("message", message, "JSON cannot hold it");
  return json;
}

export { FENCE, PAGE_FENCE, countCommand, dataCommand, isPublish, isRefusalOf, listText, logCommand, publishCommand, recoveryCommand, statisticsCommand, traitsOf, usersCommand };
//# sourceMappingURL=commands.js.map
