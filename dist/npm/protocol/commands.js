import { badArgument, CometError, checked } from '../api/errors.js';
import { channelName, CHANNEL_RULE } from './channel-key.js';
import { utf8Length, MAX_FRAME_BYTES, deliveredLength, USER_ID_RULE, USER_ID } from './limits.js';

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
  } catch {
  }
  if (json === void 0) throw badArgument("message", message, "JSON cannot hold it");
  return json;
}

export { FENCE, countCommand, dataCommand, listText, logCommand, publishCommand, statisticsCommand, usersCommand };
//# sourceMappingURL=commands.js.map
