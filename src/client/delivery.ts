import type { ServerMessage } from "../protocol/messages";
import type { CometMessage } from "../api/types";

/** A message that names a channel: what pages can be given. */
export type Deliverable = Extract<ServerMessage, { channel: string }>;

/** Whether the message waited in the server's queue, since its receiver was absent. */
export function isQueued(message: ServerMessage): message is Deliverable {
  return message.kind === "channel" && message.history && message.channel === "msg";
}

/** The object that a callback of the page is given. */
export function delivered<Data>(message: Deliverable, data: Data): CometMessage<Data> {
  const { userId, channel, event, history, marker, uuid } = message;
  return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
}
