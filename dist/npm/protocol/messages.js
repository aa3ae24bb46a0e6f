import { mendPresence } from './cluster.js';
import { mendCutFrame } from './cut-frames.js';
import { decodeData, parseObject } from './payload.js';
import { toNumber, toText } from './values.js';

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

export { decodeFrame, isPresenceOf };
//# sourceMappingURL=messages.js.map
