import type { Command } from "../../protocol/commands";
import type { CommandId, Entry } from "../entries";

/** For how long an answer serves, in milliseconds, unless the channel tells something. */
const FRESH_MS = 1_000;

/** A question about who is in a channel. */
type Asked =
  /** Its answer is outstanding; `others` wait for it, too. */
  { type: "asked"; others: CommandId[] } | { type: "answered"; text: string; at: number };

/**
 * After a lost connection all tabs ask at one time who is in a channel: one question serves all. Its
 * answer is out of date once the channel has told that somebody came or left.
 */
export class SharedAnswers {
  private readonly _asked = new Map<string, Asked>();

  /** @param _answer gives a tab its answer. */
  constructor(private readonly _answer: (to: CommandId, text: string) => void) {}

  /**
   * Whether another question serves this one; if not, the caller asks.
   * @param channels those of the connection: only of them changes are told.
   */
  serves({ kind, channel }: Command, to: CommandId, channels: readonly string[]): boolean {
    if (kind !== "track_pipe_users" || !channels.includes(channel)) return false;
    const asked = this._asked.get(channel);
    if (asked?.type === "asked") asked.others.push(to);
    else if (asked && performance.now() - asked.at < FRESH_MS) this._answer(to, asked.text);
    else {
      this._asked.set(channel, { type: "asked", others: [] });
      return false;
    }
    return true;
  }

  /** A question was answered, or refused or lost (`text` is absent). Returns those who wait, too. */
  settle({ kind, channel }: Command, text: string | undefined): CommandId[] {
    const asked = kind === "track_pipe_users" ? this._asked.get(channel) : undefined;
    if (asked?.type !== "asked") return [];
    if (text === undefined) this._asked.delete(channel);
    else this._asked.set(channel, { type: "answered", text, at: performance.now() });
    return asked.others;
  }

  /** The connection has these channels from now on. */
  onChannels(channels: readonly string[]): void {
    for (const [channel, asked] of this._asked)
      if (asked.type === "answered" && !channels.includes(channel)) this._asked.delete(channel);
  }

  /** Something has happened: an answer may be out of date. */
  onEntry(entry: Entry): void {
    if (entry.type === "shards") this.onChannels([]);
    else if (entry.type === "frame" && this._asked.get(entry.channel)?.type === "answered")
      this._asked.delete(entry.channel);
  }
}
