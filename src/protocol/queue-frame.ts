import type { ChannelFields } from "./messages";
import { jsonOf } from "./payload";
import type { WireFields } from "./wire-fields";

/**
 * A message from the queue of an absent user as a frame, from which `decodeFrame` makes the same
 * message. Equal messages have equal frames. `""` if the data is nested too deep for JSON.
 */
export function queueFrame({ data, event, userId, marker, uuid }: ChannelFields): string {
  const frame: WireFields = { data, event, user_id: userId, marker, uuid, fromQueue: true };
  return jsonOf(frame);
}
