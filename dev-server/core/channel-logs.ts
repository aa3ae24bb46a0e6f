/** The logs of the channels for which a log is turned on. */
import { hasFourByteCharacter } from "./escape";
import { InputError } from "./input";

export const MAX_LOG_LENGTH = 99;

export interface LoggedMessage {
  readonly event: string;
  /** Not escaped if it came from a client; as typed if it came from SQL. */
  readonly text: string;
  /** Unix seconds. */
  readonly sent: number;
  /** Absent if the message came from SQL. */
  readonly userId?: number;
}

interface ChannelLog {
  length: number;
  messages: LoggedMessage[];
}

/**
 * The real server keeps about the last N messages: its database decides which messages of a second
 * survive (docs/protocol.md, 10). This server keeps exactly the last N.
 */
export class ChannelLogs {
  private readonly logs = new Map<string, ChannelLog>();

  constructor(private readonly maxLogs: number) {}

  /**
   * Turns the log of a channel on, or off with length 0.
   *
   * @throws InputError if there are too many logs.
   */
  setLength(channel: string, length: number): void {
    if (length === 0) {
      this.logs.delete(channel);
      return;
    }
    const messages = this.logs.get(channel)?.messages ?? [];
    if (!this.logs.has(channel) && this.logs.size >= this.maxLogs) {
      throw new InputError("channel", channel, `one of at most ${this.maxLogs} logs (maxLogs)`);
    }
    this.logs.set(channel, { length, messages: messages.slice(-length) });
  }

  add(channel: string, message: LoggedMessage): void {
    const log = this.logs.get(channel);
    if (!log || hasFourByteCharacter(message.text)) return;
    log.messages = [...log.messages, message].slice(-log.length);
  }

  /** Oldest first; empty if the channel has no log. */
  read(channel: string): readonly LoggedMessage[] {
    return this.logs.get(channel)?.messages ?? [];
  }

  /** The channels that have a log, with its length. */
  lengths(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.logs].map(([channel, { length }]) => [channel, length]));
  }
}
