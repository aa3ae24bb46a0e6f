/**
 * What happens in a term: the leader tells it to all tabs, as numbered entries. `docs/tab-protocol.md`
 * says what a tab does with each.
 */
import type { Command } from "../protocol/commands";

/** Names a command: the tab that gave it, and its number among that tab's commands. */
export interface CommandId {
  tab: string;
  number: number;
}

export interface NumberedCommand extends CommandId {
  command: Command;
}

/** One thing that happened in a term. */
export type Entry =
  /** The connection has changed. `changed`: the number of the shard; absent: all are new. */
  | { type: "shards"; shards: ShardStates; changed?: number | undefined }
  /** The leader writes these commands now; no other leader may. */
  | { type: "writing"; commands: CommandId[] }
  /** This command is done. `text`: the frame of the answer; absent if there is none. */
  | { type: "answer"; to: CommandId; text?: string | undefined }
  /** The shard that this command was written to has ended before the answer. */
  | { type: "unanswered"; to: CommandId }
  /** A frame of the log of `channel` that this command asked for. */
  | { type: "log"; to: CommandId; channel: string; text: string }
  /**
   * Frames of a log that fill a gap. `asked`: the number of the last entry when it was asked for;
   * `isLast`: no more of this log follow.
   */
  | { type: "past"; channel: string; asked: number; texts: readonly string[]; isLast: boolean }
  /** A frame of the server: one message on `channel`. */
  | { type: "frame"; channel: string; text: string }
  /** A message that the tab `sender` has published, as the server would deliver it. */
  | { type: "echo"; channel: string; text: string; sender: string }
  /** The order of duty for `oncePerBrowser` handlers, from now on. */
  | { type: "duties"; duties: readonly Duty[] };

/** The sockets of the connection, by the number of the shard. */
export type ShardStates = readonly ShardState[];

/**
 * One socket of the connection, to the node with this name. Times are in milliseconds since 1970, by
 * the leader's clock; `until`: when the server was heard last.
 */
export type ShardState = { node: string } & ShardCondition;

export type ShardCondition =
  | LostShard
  | { type: "connecting"; until: number }
  /**
   * `info`: its first frame; `channels`: the list that is in force on the server; `since`: when its
   * first list came into force, absent until then.
   */
  | { type: "open"; info: string; channels: readonly string[]; since?: number | undefined }
  /** It has no channels, and is closed until it gets some. */
  | { type: "unneeded"; until: number };

export type LostShard =
  /**
   * The connection was lost, or an attempt failed. `code`: the browser's close code; `retryAt`: when
   * the next attempt begins, absent once it has begun; `since`: see `open`.
   */
  | ({ type: "lost"; code: number; retryAt?: number | undefined } & Heard)
  /** Refused for good, with the error's text and value. */
  | ({ type: "refused"; text: string; value: unknown } & Heard);

/**
 * What a shard has heard last, without a break: these channels, since then. Both are absent if it never
 * has.
 */
interface Heard {
  channels?: readonly string[] | undefined;
  since?: number | undefined;
  until: number;
}

/** The tabs that have handlers of a key; the first runs them. */
export interface Duty {
  name: string;
  tabs: readonly string[];
}

/** Whether nothing but refused shards is left. */
export function areRefused(shards: ShardStates): boolean {
  const needed = shards.filter(({ type }) => type !== "unneeded");
  return needed.length > 0 && needed.every(({ type }) => type === "refused");
}
