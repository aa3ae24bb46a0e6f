import { decodeData } from '../protocol/payload.js';

function isQueued(message) {
  return message.kind === "channel" && message.history && message.channel === "msg";
}
function asMessage(message) {
  const { pipe: channel, event } = message.server_info;
  return { channel, event, ...message };
}
function delivered(message, data) {
  const { userId, channel, event, history, marker, uuid } = message;
  return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
}
function dataOf(message) {
  const data = decodeData(message.data);
  if (message.kind === "report" && isObject(data)) data.message = decodeData(data.message);
  return data;
}
function isObject(value) {
  return typeof value === "object" && value !== null;
}

export { asMessage, dataOf, delivered, isObject, isQueued };
//# sourceMappingURL=delivery.js.map
