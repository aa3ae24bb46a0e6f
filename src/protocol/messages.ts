import { mendPresence } from "./cluster";
import { mendCutFrame } from "./cut-frames";
import { decodeData, parseObject } from "./payload";
import { toNumber, toText } from "./values";
import type { WireFields } from "./wire-fields";

/** The fields of every message on a channel. */
export interface ChannelFields {
  channel: string;
  event: string;
  /** As it came; `decodeData` reads it. */
  data: unknown;
  /** 0 if the sender is anonymous or unknown. */
  userId: number;
  /** Replayed from a log, or from the queue of an absent user. */
  history: boolean;
  marker: string | undefined;
  uuid: string | undefined;
  /** When it was sent, by the server's clock, in Unix seconds; 0 if the server does not say. */
  time: number;
  /** The whole frame; a damaged one as it was mended. */
  text: string;
}

/** A message on a channel; also private messages, presence and whatever else names a channel. */
export type ChannelMessage = ChannelFields & { kind: "channel" };

/** A message of the server, or a frame that could not be understood. */
export type ServerMessage =
  /** First frame of a connection. `legacy`: an old server, which puts the sender into `data`. */
  | {
      kind: "info";
      authorized: boolean;
      userKey: string;
      legacy: boolean;
      /** By the server's clock, in Unix seconds. */
      time: number;
      text: string;
    }
  | ChannelMessage
  /** The delivery report of a publish: a channel message that also settles the publish. */
  | (ChannelFields & { kind: "report" })
  /** The answer to the query with its marker. */
  | (ChannelFields & { kind: "answer" })
  /** A refused command. Only the order of answers tells which command. */
  | (ChannelFields & { kind: "refusal"; reason: string })
  /** The connection is refused; connecting again cannot help. */
  | { kind: "fatal"; code: number; reason: string }
  /** Nothing a client can use. `reason` says why, in words for a developer. */
  | { kind: "ignored"; reason: string };

/** A message that names a channel: all but the first of a connection. */
export type FrameMessage = Extract<ServerMessage, { channel: string }>;

/** What `decodeFrame` needs to know of the connection. */
export interface DecodeContext {
  /** The connection's `info.legacy`. */
  legacy: boolean;
  /** Channels that messages may come from now; used to complete the name in a damaged frame. */
  channels(): Iterable<string>;
}

/**
 * Reads a frame. Older servers put several messages into one, separated by line breaks; the present
 * one cuts frames of certain lengths. Never throws, whatever arrives.
 */
export function decodeFrame(text: string, context: DecodeContext): ServerMessage[] {
  const fields = parseObject(text);
  if (fields) return [classify(fields, text, context.legacy)];
  const mended = mendCutFrame(text, context.channels);
  if (mended) return [classify(mended, JSON.stringify(mended), context.legacy)];
  const lines = text.split("\n").filter((line) => line.trim());
  if (lines.length < 2) return [{ kind: "ignored", reason: "a frame that is no JSON" }];
  let { legacy } = context;
  return lines.flatMap((line) => {
    const messages = decodeFrame(line, { ...context, legacy });
    for (const message of messages) if (message.kind === "info") ({ legacy } = message);
    return messages;
  });
}

function classify(fields: WireFields, text: string, legacy: boolean): ServerMessage {
  const { authorized, data, error } = fields;
  if ("jscode" in fields) return { kind: "ignored", reason: "code sent by the server" };
  if (authorized !== undefined)
    return {
      kind: "info",
      authorized: toText(authorized) === "true",
      userKey: toText(data),
      legacy: typeof authorized === "string",
      time: secondsOf(fields),
      text,
    };
  if (toNumber(error) > 400) return { kind: "fatal", code: toNumber(error), reason: toText(data) };

  const message = channelMessage(fields, text, legacy);
  const { channel, marker } = message;
  if (channel === "sys" && message.event === "error") {
    const details = Object(typeof data === "string" ? parseObject(data) : data) as WireFields;
    const code = toNumber(details.error_code);
    const reason = toText(details.error).trim();
    return code > 400 ? { kind: "fatal", code, reason } : { ...message, kind: "refusal", reason };
  }
  if (channel.startsWith("_answer_to_")) return { ...message, kind: "report" };
  return marker && channel.startsWith("_answer") ? { ...message, kind: "answer" } : message;
}

function channelMessage(fields: WireFields, text: string, legacy: boolean): ChannelMessage {
  const { SendToUser, fromQueue, history } = fields;
  let { data, user_id: sender } = fields;
  // Older servers write the sender in front of the text. A text of today may begin like that too.
  const prefixed = legacy && /^A::(\d+);([^]*)/.exec(toText(data));
  if (prefixed) [, sender, data] = prefixed;
  const channel = (SendToUser === undefined && toText(fields.pipe)) || "msg";
  return {
    kind: "channel",
    channel,
    event: toText(fields.event) || toText(fields.event_name),
    data: channel.startsWith("track_") ? mendPresence(data) : data,
    userId: toNumber(sender),
    history: Boolean(fromQueue || history),
    marker: toText(fields.marker) || undefined,
    uuid: toText(fields.uuid) || undefined,
    time: secondsOf(fields),
    text,
  };
}

/** Whether a message tells that this browser of this visitor has joined or left a channel. */
export function isPresenceOf(message: ServerMessage, uuid: string, userId: number): boolean {
  if (message.kind !== "channel" || !message.channel.startsWith("track_")) return false;
  const who = Object(decodeData(message.data)) as WireFields;
  return who.uuid === uuid && toNumber(who.user_id) === userId;
}

function secondsOf({ message_send_time: value }: WireFields): number {
  const time = toNumber(value);
  return Number.isFinite(time) ? time : 0;
}
