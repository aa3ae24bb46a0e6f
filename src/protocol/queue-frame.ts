import type { ChannelFields } from "./messages";
import type { WireFields } from "./wire-fields";

/**
 * A message out of the queue of an absent user, as the present server would send it: `decodeFrame`
 * makes the same message of it. Equal messages have equal frames. `""` for data that is nested too
 * deep for JSON.
 */
export function queueFrame({ data, event, userId, marker, uuid }: ChannelFields): string {
  const frame: WireFields = { data, event, user_id: userId, marker, uuid, fromQueue: true };
  try {
    return JSON.stringify(frame);
  } catch {
    return "";
  }
}
