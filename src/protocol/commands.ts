import { badArgument, checked, CometError } from "../errors";
import { channelName } from "./channel-key";
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

const PUBLISH_RULE =
  "pages publish to web_*, webauth_* and @web_*, at most 63 characters out of A-Z a-z 0-9 _ -";
const EVENT_RULE = "an event has 1 to 64 characters out of A-Z a-z 0-9 _ -";

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
  const name = checked("channel", channel, /^(?=.{1,64}$)(@?web|webauth)_[\w-]+$/, PUBLISH_RULE);
  const eventName = checked("event", event, /^[\w-]{1,64}$/, EVENT_RULE);
  const json = toJson(message);
  const command = newCommand("web_pipe2", name, name, eventName, "*", json);
  const names = eventName + name.replace("@", "") + (name[0] === "@" ? 0 : userId || 0);
  const size = Math.max(
    utf8Length(command.text),
    FRAME_OVERHEAD_BYTES + names.length + deliveredLength(json),
  );
  if (size > MAX_FRAME_BYTES)
    throw new CometError(
      "size",
      `Message to ${name} too large: ${size} bytes, the server delivers ${MAX_FRAME_BYTES}`,
      size,
    );
  return command;
}

/** Replays a log. @throws CometError for a bad channel. */
export function logCommand(channel: unknown): Command {
  return query("pipe_log", channelName(channel));
}

/** Counts visitors. @throws CometError for a channel where the server does not count them. */
export function countCommand(channel: unknown): Command {
  const rule = "visitors are counted on web_* and track_*";
  return query("pipe_count", checked("channel", channel, /^(web|track)_[\w-]{1,57}$/, rule));
}

/** Lists visitors. @throws CometError for a channel that is not `track_*`. */
export function usersCommand(channel: unknown): Command {
  const rule = "visitors are listed on track_*";
  return query("track_pipe_users", checked("channel", channel, /^track_[\w-]{1,57}$/, rule));
}

function query(kind: Command["kind"], channel: string): Command {
  return newCommand(kind, channel, channel, "\0\n");
}

function newCommand(kind: Command["kind"], channel: string, ...fields: string[]): Command {
  return { kind, channel, text: [kind, ...fields].join("\n") };
}

/** Asks for a user's data. @throws CometError for an id that is not 1 to 999999999. */
export function dataCommand(userId: unknown): Command {
  const id = checked("user id", String(userId), USER_ID, USER_ID_RULE);
  return newCommand("user_data", "", "\0", id);
}

/** @throws CometError for what JSON cannot hold. */
export function statisticsCommand(data: unknown): Command {
  return newCommand("statistics", "", toJson(data));
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
