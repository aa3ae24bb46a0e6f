import { isSameSender } from "../../protocol/cluster";
import { contentOf } from "../../protocol/identity";
import type { ChannelMessage } from "../../protocol/messages";

/** A log holds at most 99 messages: what it has was among the last ones of its channel. */
const MAX_SEEN = 128;
/** The server may write a message into the log a second later than it delivers it. */
const CLOCKS_DIFFER_S = 1;

/** A message that this tab knows, by what tells it from others in a log. */
export interface Known extends Pick<ChannelMessage, "channel" | "event" | "data" | "userId"> {
  /** In Unix seconds; 0: not known. */
  time: number;
  /**
   * Where not from the server, live: this tab has published it, and therefore not heard it; or the
   * page has asked for the log.
   */
  from?: "own" | "log" | undefined;
  /** Since when it is known, in milliseconds since 1970; with `from`. */
  at?: number | undefined;
}

/** The last messages of each channel that this tab knows. */
export class Seen {
  private readonly _channels = new Map<string, Known[]>();
  /** The first message of each channel that this tab has heard. */
  private readonly _first = new Map<string, Known>();

  note(message: Known): void {
    const { channel, from } = message;
    if (from !== "own" && !this._first.has(channel)) this._first.set(channel, message);
    const all = this._channels.get(channel);
    if (!all) this._channels.set(channel, [message]);
    else if (all.push(message) > MAX_SEEN) all.shift();
  }

  of(channel: string): readonly Known[] {
    return this._channels.get(channel) ?? [];
  }

  /** Whether this tab has heard nothing of the channel before this message. */
  isFirst(message: Known): boolean {
    return this._first.get(message.channel) === message;
  }

  /** Forgets all other channels. */
  keep(channels: ReadonlySet<string>): void {
    for (const known of [this._channels, this._first])
      for (const channel of known.keys()) if (!channels.has(channel)) known.delete(channel);
  }
}

/**
 * Returns for each message of a log which known message it is, if any. Equal messages are counted: of
 * two equal ones in the log, where one is known, one is new.
 */
export function matchLog(
  known: readonly Known[],
  log: readonly ChannelMessage[],
): (Known | undefined)[] {
  const left = new Map<string, Known[]>();
  for (const each of known) {
    const content = contentOf(each);
    left.set(content, [...(left.get(content) ?? []), each]);
  }
  const contents = log.map((message) => (left.size ? contentOf(message) : ""));
  const take = (index: number, seconds: number): Known | undefined => {
    const all = left.get(contents[index] as string) ?? [];
    const found = all.findIndex((each) => isSame(each, log[index] as ChannelMessage, seconds));
    return found < 0 ? undefined : all.splice(found, 1)[0];
  };
  // Those of the same second first: otherwise one may take the place of another.
  const exact = log.map((_, index) => take(index, 0));
  return exact.map((each, index) => each ?? take(index, CLOCKS_DIFFER_S));
}

function isSame(known: Known, logged: ChannelMessage, seconds: number): boolean {
  return (
    isSameSender(known, logged) && (!known.time || Math.abs(known.time - logged.time) <= seconds)
  );
}
