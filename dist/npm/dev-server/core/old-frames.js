import { concat, bytesOf } from './bytes.js';
import { dataText } from './wire-json.js';

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

export { joinLines, oldForm };
//# sourceMappingURL=old-frames.js.map
