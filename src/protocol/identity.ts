import type { ChannelFields } from "./messages";
import { decodeData } from "./payload";
import { toText } from "./values";

/**
 * A text that is equal for two copies of a message, apart from the second in which it was sent, and
 * from the sender, which copies from another node of a cluster lack. Frames have no id, and the frames
 * of two connections may differ in what the server adds or damages. Different messages may have equal
 * contents: only counting tells them apart.
 */
export function contentOf({ channel, event, data }: Contents): string {
  return [channel, event, textOf(data)].join("\n");
}

type Contents = Pick<ChannelFields, "channel" | "event" | "data">;

function textOf(data: unknown): string {
  try {
    return JSON.stringify(decodeData(data));
  } catch {
    // Nested too deep to be written.
    return toText(data);
  }
}
