import type { ChannelFields } from "./messages";
import { decodeData } from "./payload";

/**
 * What tells a message from others, apart from its second: frames have no id, and those of two
 * connections may differ in what the server adds or damages. Equal messages are told apart by
 * counting them only.
 */
export function identityOf({ channel, event, userId, data }: ChannelFields): string {
  return [channel, event, userId, contentOf(data)].join("\n");
}

function contentOf(data: unknown): string {
  try {
    const value = decodeData(data);
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    // Nested too deep to be written.
    return String(typeof data === "string" ? data : "");
  }
}
