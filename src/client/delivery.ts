import type { FrameMessage, ServerMessage } from "../protocol/messages";
import type { CometMessage } from "../api/types";

/** Whether the message comes from the queue of an absent user. */
export function isQueued(message: ServerMessage): message is FrameMessage {
  return message.kind === "channel" && message.history && message.channel === "msg";
}

/** The argument of a callback of the page. */
export function delivered<Data>(message: FrameMessage, data: Data): CometMessage<Data> {
  const { userId, channel, event, history, marker, uuid } = message;
  return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
}
