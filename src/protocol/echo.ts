import type { Command } from "./commands";
import type { ChannelFields } from "./messages";
import { parseObject } from "./payload";
import type { WireFields } from "./wire-fields";

/**
 * The frame in which a published message reaches everybody else. The server sends none to the
 * connection that it came from, behind which there may be other tabs that wait for it.
 * @param report the delivery report: it holds the message as the server passes it on.
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
