import type { Command } from "./commands";
import type { ChannelFields } from "./messages";
import { parseObject } from "./payload";
import type { WireFields } from "./wire-fields";

/**
 * The frame in which a published message reaches all other connections. The server does not send it to
 * the publishing connection, but other tabs that share this connection expect it.
 * @param report the delivery report; it holds the message as the server delivers it.
 * @param userId the sender; `""` for an anonymous visitor.
 */
export function echoFrame({ text }: Command, { data }: ChannelFields, userId: string): string {
  const [, name = "", event] = text.split("\n", 3);
  const report = Object(typeof data === "string" ? parseObject(data) : data) as WireFields;
  const isUnsigned = name[0] === "@";
  const frame: WireFields = {
    data: report.message,
    event,
    pipe: name.replace("@", ""),
    user_id: isUnsigned ? 0 : Number(userId),
  };
  return JSON.stringify(frame);
}
