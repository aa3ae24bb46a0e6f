import { CometError } from "../errors";
import type { Request } from "../link";
import { reportChannel } from "../protocol/channel-key";
import type { ServerMessage } from "../protocol/messages";
import { ReplayFilter } from "./replay-filter";

/** A request on its way. */
export interface Entry extends Request {
  /** Names the answer; a publish has none. */
  marker?: string;
  /** Of a log: tells what was delivered before the connection was lost. */
  replay?: ReplayFilter;
}

/**
 * Requests that were written and will be answered, in that order. The server answers in order, so
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
   * Settles the request that `message` answers. Returns `true` where the message was for that
   * request alone: answers, and messages of a log.
   */
  take(message: ServerMessage): boolean {
    const { kind } = message;
    if (kind === "channel") return message.history && this._takeLog(message);
    const index = this._entries.findIndex((entry) => isAnswered(entry, message));
    this._entries.splice(0, index + 1).forEach((entry, i) => {
      if (i < index) settleUnanswered(entry);
      else if (kind === "refusal") entry.onDone(new CometError("refused", message.reason));
      else entry.onDone(undefined, message);
    });
    return kind === "answer";
  }

  /** The connection is gone: returns what was on its way, in order. */
  clear(): Entry[] {
    return this._entries.splice(0);
  }

  /** Channels that answers on their way will name. */
  channels(): string[] {
    return this._entries.map((entry) => reportOf(entry) || entry.command.channel);
  }

  private _takeLog(message: ServerMessage & { kind: "channel" }): boolean {
    for (const entry of this._entries) {
      const { command, onLog } = entry;
      if (!onLog || command.channel !== message.channel) continue;
      entry.replay = entry.replay || new ReplayFilter();
      if (entry.replay.isNew(message.text)) onLog(message);
      return true;
    }
    return false;
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
      return entry.command.kind === refusedKind(message.reason);
  }
  return false;
}

/** Settles what was written and will have no answer. */
export function settleUnanswered({ command, onDone }: Entry): void {
  const { kind, channel } = command;
  onDone(
    kind === "web_pipe2"
      ? new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel)
      : undefined,
  );
}

/** Channel of the delivery report that a publish will have. */
function reportOf({ command }: Entry): string | false {
  return command.kind === "web_pipe2" && reportChannel(command.channel);
}

/**
 * The kind of command that a refusal can be about. Each query's refusal names the query; all others
 * are a publish's, for logs are asked for by names that were checked.
 */
function refusedKind(reason: string): string {
  const [, query] = /^\[(pipe_count|track_pipe_users)\]/.exec(reason) || [];
  return query || (/user id/.test(reason) ? "user_data" : "web_pipe2");
}
