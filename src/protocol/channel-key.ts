import { checked } from "../api/errors";

/** The messages that a subscription key selects. */
export interface ChannelKey {
  /** The channel, as messages name it; `undefined`: every message. */
  channel: string | undefined;
  /** `undefined`: every event. */
  event: string | undefined;
}

export const CHANNEL_RULE = "it has 2 to 63 characters out of A-Z a-z 0-9 _ -";

export const CHANNEL_NAME = /^[\w-]{2,63}$/;

/** Returns `name`. @throws CometError if the server would not accept it as a channel. */
export function channelName(name: unknown): string {
  return checked("channel", name, CHANNEL_NAME, CHANNEL_RULE);
}

/** The channel that receivers see: the `@` of a publish without a sender is not part of the name. */
export function bareName(channel: string): string {
  return channel.replace("@", "");
}

/** The channel of the delivery reports of `channel`. A leading `@` is not part of the name. */
export function reportChannel(channel: string): string {
  return "_answer_to_" + bareName(channel);
}

/**
 * Reads one subscription key: `channel`, `channel.event` (the event is the text after the first
 * dot), `#channel`, `answer_to_channel` and `_answer_to_channel` (delivery reports), or `""` (every
 * message). @throws CometError for anything else.
 */
export function parseKey(key: unknown): ChannelKey {
  if (key === "") return { channel: undefined, event: undefined };
  const pattern = /^(#|_?answer_to_)?@?([\w-]{2,63})(?:\.([^]*))?$/;
  const text = checked("subscription key", key, pattern, CHANNEL_RULE);
  const [, isReport, channel, event] = pattern.exec(text) as string[];
  return {
    channel: isReport ? reportChannel(channel as string) : channel,
    event: event || undefined,
  };
}

/** Whether the server sends a channel's messages to a connection that has not subscribed to it. */
export function isLocal(channel: string): boolean {
  return /^(msg$|sys$|_answer)/.test(channel);
}
