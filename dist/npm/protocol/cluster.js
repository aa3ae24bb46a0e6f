import { contentOf } from './identity.js';
import { decodeData, jsonOf, parseObject } from './payload.js';
import { toNumber, toText } from './values.js';

const CLOCKS_DIFFER_S = 1;
function isPresence({ channel, event }) {
  return channel.startsWith("track_") && /^(un)?subscription$/.test(event) || channel.startsWith("user_status_") && /^o(n|ff)line$/.test(event);
}
function originOf({ channel, text, time }) {
  if (channel.startsWith("track_")) return /^\{"data":"/.test(text) ? "elsewhere" : "here";
  if (channel.startsWith("user_status_")) return time ? "elsewhere" : "here";
  return text.includes('"user_id":') ? "here" : "unknown";
}
function mendPresence(data) {
  if (typeof data !== "string") return data;
  const who = parseObject(data) ?? parseObject(data + "}");
  if (!who || !("uuid" in who)) return data;
  return { user_id: toNumber(who.user_id), uuid: toText(who.uuid) };
}
function isSameSender(one, other) {
  return one.userId === other.userId || !one.userId || !other.userId;
}
function areCopies(one, other, nodes) {
  const seconds = nodes > 1 ? CLOCKS_DIFFER_S : 0;
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
        (one) => one.content === content && Math.abs(one.message.time - message.time) <= CLOCKS_DIFFER_S && isSameSender(one.message, message)
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

export { CLOCKS_DIFFER_S, areCopies, isPresence, isSameSender, joinLogs, joinUsers, mendPresence, originOf };
//# sourceMappingURL=cluster.js.map
