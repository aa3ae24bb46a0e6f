import { badArgument, checked, CometError } from "../api/errors";
import { CHANNEL_RULE, channelName } from "./channel-key";
import { deliveredLength, MAX_FRAME_BYTES, USER_ID, USER_ID_RULE, utf8Length } from "./limits";

/**
 * What a tab can ask of the server, besides the list of its channels. Plain data: a tab may pass it
 * to another that holds the connection.
 */
export interface Command {
  /** The server's word for it. `fence`: a count that is asked only for the sake of its answer. */
  kind:
    | "web_pipe2"
    | "pipe_log"
    | "pipe_count"
    | "track_pipe_users"
    | "user_data"
    | "statistics"
    | "fence";
  /** The channel it is about; `""` where there is none. */
  channel: string;
  /** The frame, with a NUL where the marker of the answer goes. */
  text: string;
}

/** `{"data":"","event":"","message_send_time":1234567890,"pipe":"","user_id":}` */
const FRAME_OVERHEAD_BYTES = 74;

const PUBLISH_RULE = "it must be web_*, webauth_* or @web_*, " + CHANNEL_RULE;
const EVENT_RULE = "it has 1 to 64 characters out of A-Z a-z 0-9 _ -";

/**
 * Publishes a message.
 * @param userId the sender, as receivers will see it.
 * @throws CometError `argument` for a bad name or a message that JSON cannot hold, `size` where the
 * command, or the frame that would deliver it, is longer than the server takes or sends.
 */
export function publishCommand(
  channel: unknown,
  event: unknown,
  message: unknown,
  userId: string,
): Command {
  const name = checked("channel", channel, /^(?=@?.{1,63}$)(@?web|webauth)_[\w-]+$/, PUBLISH_RULE);
  const eventName = checked("event", event, /^[\w-]{1,64}$/, EVENT_RULE);
  const json = toJson(message);
  const command = newCommand("web_pipe2", name, name, eventName, "*", json);
  const names = eventName + name.replace("@", "") + (name[0] === "@" ? 0 : userId || 0);
  // Always longer than the command.
  checkSize(`Message to ${name}`, FRAME_OVERHEAD_BYTES + names.length + deliveredLength(json));
  return command;
}

function checkSize(what: string, size: number): void {
  if (size > MAX_FRAME_BYTES)
    throw new CometError("size", `${what} too large: ${size} of ${MAX_FRAME_BYTES} bytes`, size);
}

/** Replays a log. @throws CometError for a bad channel. */
export function logCommand(channel: unknown): Command {
  return query("pipe_log", channelName(channel));
}

/** Counts visitors. @throws CometError for a channel where the server does not count them. */
export function countCommand(channel: unknown): Command {
  const rule = "it must be web_* or track_*";
  return query("pipe_count", checked("channel", channelName(channel), /^(web|track)_./, rule));
}

/** Lists visitors. @throws CometError for a channel that is not `track_*`. */
export function usersCommand(channel: unknown): Command {
  const rule = "it must be track_*";
  const name = checked("channel", channelName(channel), /^track_./, rule);
  return newCommand("track_pipe_users", name, name, "\0");
}

function query(kind: Command["kind"], channel: string): Command {
  return newCommand(kind, channel, channel, "\0\n");
}

function newCommand(kind: Command["kind"], channel: string, ...fields: string[]): Command {
  return { kind, channel, text: [kind, ...fields].join("\n") };
}

/** Asks for a user's data. @throws CometError for an id that is not 1 to 999999999. */
export function dataCommand(userId: unknown): Command {
  const text = typeof userId === "number" ? String(userId) : userId;
  const id = checked("user id", text, USER_ID, USER_ID_RULE);
  return newCommand("user_data", "", "\0", id);
}

/** @throws CometError `argument` for what JSON cannot hold, `size` for more than the server takes. */
export function statisticsCommand(data: unknown): Command {
  const command = newCommand("statistics", "", toJson(data));
  checkSize("Statistics", utf8Length(command.text));
  return command;
}

/** Asked only to be answered after everything before it. */
export const FENCE: Command = { ...query("pipe_count", "web_fence"), kind: "fence" };

/**
 * The frame that replaces the connection's list of channels; equal for equal sets. Channels that
 * an anonymous visitor may not hear stand last: there the server stops reading the list.
 */
export function listText(channels: readonly string[]): string {
  const rank = (name: string) => name.replace(/^private_/, "~");
  const sorted = [...channels].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  return "subscription\n" + sorted.join("\n");
}

function toJson(message: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(message);
  } catch {
    // Cycles, BigInt, a toJSON that throws.
  }
  if (json === undefined) throw badArgument("message", message, "JSON cannot hold it");
  return json;
}
