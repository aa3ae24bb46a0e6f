import { mendCutFrame } from './cut-frames.js';
import { decodeData, parseObject } from './payload.js';

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
  const message = channelMessage(fields, text, legacy);
  const { channel, marker } = message;
  if (channel === "sys" && message.event === "error") {
    const details = Object(typeof data === "string" ? parseObject(data) : data);
    const code = number(details.error_code);
    const reason = words(details.error).trim();
    return code > 400 ? { kind: "fatal", code, reason } : { ...message, kind: "refusal", reason };
  }
  if (channel.startsWith("_answer_to_")) return { ...message, kind: "report" };
  return marker && channel.startsWith("_answer") ? { ...message, kind: "answer" } : message;
}
function channelMessage(fields, text, legacy) {
  const { SendToUser, fromQueue, history } = fields;
  let { data, user_id: sender } = fields;
  const prefixed = legacy && /^A::(\d+);([^]*)/.exec(words(data));
  if (prefixed) [, sender, data] = prefixed;
  return {
    kind: "channel",
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
  return (typeof value === "number" ? value : Number(words(value))) || 0;
}
function words(value) {
  return value == null || typeof value === "object" ? "" : String(value);
}

export { decodeFrame, isPresenceOf, number, words };
//# sourceMappingURL=messages.js.map
