import type { Sent } from "./connection";
import { reportChannel } from "../protocol/channel-key";
import { isRefusalOf, traitsOf } from "../protocol/commands";
import type { ServerMessage } from "../protocol/messages";

/** A command on its way. */
export interface Entry extends Sent {
  /** Names the answer; a publish has none. */
  marker: string;
}

/**
 * Commands that were written and will be answered, in that order. The server answers in order, so
 * an answer that belongs to a later one says that the earlier ones will have none.
 */
export class InFlight {
  private _entries: Entry[] = [];

  get size(): number {
    return this._entries.length;
  }

  push(entry: Entry): void {
    this._entries.push(entry);
  }

  /**
   * Settles the command that `message` answers. Returns whether there was one: then the message is
   * for it alone.
   */
  take(message: ServerMessage): boolean {
    const { kind } = message;
    if (!("channel" in message)) return false;
    if (kind === "channel") return message.history && this._takeLog(message);
    const index = this._entries.findIndex((entry) => isAnswered(entry, message));
    this._entries
      .splice(0, index + 1)
      .forEach((entry, i) => (i < index ? entry.onDone() : entry.onDone(message)));
    return index >= 0 || kind === "answer";
  }

  /** The connection is gone. */
  clear(): void {
    this._entries = [];
  }

  /** Channels that answers on their way will name. */
  channels(): string[] {
    return this._entries.map((entry) => reportOf(entry) || entry.command.channel);
  }

  private _takeLog(message: ServerMessage & { kind: "channel" }): boolean {
    const log = this._entries.find(
      ({ command, onLog }) => onLog && command.channel === message.channel,
    );
    if (log && log.onLog) log.onLog(message);
    return Boolean(log);
  }
}

/** Whether `message` can be the answer to this request. */
function isAnswered(entry: Entry, message: ServerMessage): boolean {
  switch (message.kind) {
    case "answer":
      return entry.marker === message.marker;
    case "report":
      return reportOf(entry) === message.channel;
    case "refusal":
      return isRefusalOf(entry.command, message.reason);
  }
  return false;
}

/** Channel of the delivery report that a publish will have. */
function reportOf({ command }: Sent): string | false {
  return traitsOf(command).answer === "report" && reportChannel(command.channel);
}
