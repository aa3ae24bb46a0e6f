import { bareName } from './channel-key.js';
import { parseObject, jsonOf } from './payload.js';

function published({ text }) {
  const [, channel = "", event = "", , data] = text.split("\n", 5);
  return { channel: bareName(channel), event, data };
}
function senderOf({ channel }, userId) {
  return channel.startsWith("@") ? 0 : Number(userId);
}
function echoFrame(command, report, userId) {
  const { data, time } = report;
  const { channel: pipe, event } = published(command);
  const { message } = Object(typeof data === "string" ? parseObject(data) : data);
  const frame = {
    ...{ data: message, event, message_send_time: time || void 0, pipe },
    user_id: senderOf(command, userId)
  };
  return jsonOf(frame);
}

export { echoFrame, published, senderOf };
//# sourceMappingURL=echo.js.map
