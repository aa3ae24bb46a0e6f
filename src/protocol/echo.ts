import { bareName } from "./channel-key";
import type { Command } from "./commands";
import type { ChannelFields } from "./messages";
import { jsonOf, parseObject } from "./payload";
import type { WireFields } from "./wire-fields";

/** What a command publishes. Of a channel, receivers do not see the `@`. */
export function published({ text }: Command): Pick<ChannelFields, "channel" | "event" | "data"> {
  const [, channel = "", event = "", , data] = text.split("\n", 5);
  return { channel: bareName(channel), event, data };
}

/** Who receivers see as the sender of a command. @param userId `""` for an anonymous visitor. */
export function senderOf({ channel }: Command, userId: string): number {
  return channel.startsWith("@") ? 0 : Number(userId);
}

/**
 * The frame in which a published message reaches all other connections. The server does not send it to
 * the publishing connection, but other tabs that share this connection expect it.
 * `""` if the message is nested too deep for JSON.
 * @param report the delivery report; it holds the message as the server delivers it.
 * @param userId the sender; `""` for an anonymous visitor.
 */
export function echoFrame(command: Command, report: ChannelFields, userId: string): string {
  const { data, time } = report;
  const { channel: pipe, event } = published(command);
  const { message } = Object(typeof data === "string" ? parseObject(data) : data) as WireFields;
  const frame: WireFields = {
    ...{ data: message, event, message_send_time: time || undefined, pipe },
    user_id: senderOf(command, userId),
  };
  return jsonOf(frame);
}
