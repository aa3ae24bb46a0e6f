import type { FrameMessage, ServerMessage } from "../protocol/messages";
import { decodeData } from "../protocol/payload";
import type { WireFields } from "../protocol/wire-fields";
import type { Message } from "../api/channels";
import type { CometMessage } from "../api/types";

/** Whether the message comes from the queue of an absent user. */
export function isQueued(message: ServerMessage): message is FrameMessage {
  return message.kind === "channel" && message.history && message.channel === "msg";
}

/** The same message, as the names with promises give it. */
export function asMessage(message: CometMessage): Message {
  const { pipe: channel, event } = message.server_info;
  return { channel, event, ...message };
}

/** The argument of a callback of the page. */
export function delivered<Data>(message: FrameMessage, data: Data): CometMessage<Data> {
  const { userId, channel, event, history, marker, uuid } = message;
  return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
}

/** The data of a message, as a value of its own at each call. */
export function dataOf(message: FrameMessage): unknown {
  const data = decodeData(message.data);
  // A delivery report repeats the message, in the form in which it was delivered.
  if (message.kind === "report" && isObject(data)) data.message = decodeData(data.message);
  return data;
}

export function isObject(value: unknown): value is WireFields & Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
