import { checked } from "../api/errors";

/** What a subscription key selects. */
export interface ChannelKey {
  /** Channel as messages name it; `undefined`: every message. */
  channel: string | undefined;
  /** `undefined`: every event. */
  event: string | undefined;
}

export const CHANNEL_RULE = "it has 2 to 63 characters out of A-Z a-z 0-9 _ -";

/** Returns `name`. @throws CometError where the server would not accept it as a channel. */
export function channelName(name: unknown): string {
  return checked("channel", name, /^[\w-]{2,63}$/, CHANNEL_RULE);
}

/** Channel under which the delivery reports of `channel` arrive. A leading `@` is no part of it. */
export function reportChannel(channel: string): string {
  return "_answer_to_" + channel.replace("@", "");
}

/**
 * Reads one subscription key: `channel`, `channel.event` (the event is what follows the first
 * dot), `#channel`, `answer_to_channel` and `_answer_to_channel` (delivery reports), and `""`
 * (everything). @throws CometError for any other.
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

/** Whether messages of a channel come without asking the server for them. */
export function isLocal(channel: string): boolean {
  return /^(msg$|sys$|_answer)/.test(channel);
}
