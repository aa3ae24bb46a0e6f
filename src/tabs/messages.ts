import type { CometOptions } from "../api/types";
import type { Command } from "../protocol/commands";
import type { KnownTerm, Term } from "./term";

/**
 * What the tabs of a group say to each other; `docs/tab-protocol.md` draws who says what and when.
 * Everything is plain data that JSON can hold. The names are the same in every build, because pages
 * of one site may load different ones. Every message names its speaker, `from`.
 */
export type TabMessage = Message & { from: string };

export type Message =
  (FollowerMessage | LeaderMessage) | (ElectionMessage | HandoverMessage) | SharedMessage;

/** From any tab to the leader; the leader's own tab speaks so to itself. */
export type FollowerMessage = Report | Resync | Commands | Wake;

/** From the leader to all tabs. */
export type LeaderMessage = Lead | Entries;

export type ElectionMessage = Claim | Vouch | Resign | Bye;

export type HandoverMessage = Handover | Ready;

export type SharedMessage = Running | Restart | Proposal;

/** Names a command: the tab that gave it, and its number among that tab's commands. */
export interface CommandId {
  tab: string;
  number: number;
}

export interface NumberedCommand extends CommandId {
  command: Command;
}

/**
 * A tab's whole state: when it joins, at each change, to each new leader, and to a leader that was
 * not heard for a while. The leader answers with `lead`.
 */
export interface Report {
  type: "report";
  /** The term that the tab knows; only its leader may carry the commands out. */
  known: KnownTerm;
  wants: TabWants;
  /** All that were not written yet, in order. */
  commands: NumberedCommand[];
}

/** The tab has missed entries. The leader answers with these entries, or with `lead` and `reset`. */
export interface Resync {
  type: "resync";
  term: Term;
  /** The last entry that the tab has; absent: it begins with the answer, whatever was before. */
  after?: number | undefined;
}

/** Commands that were given since the last `report` or `commands`. */
export interface Commands {
  type: "commands";
  leader: string;
  commands: NumberedCommand[];
}

/** The tab was woken: the leader does now what it would try or look at later. */
export interface Wake {
  type: "wake";
}

/** What a tab wants to hear. */
export interface TabWants {
  channels: readonly string[];
  /** Keys of its handlers that run once per browser. */
  duties: readonly string[];
  isHidden: boolean;
}

/** The leader's state: at the beginning of its term, and as the answer to every report. */
export interface Lead {
  type: "lead";
  term: Term;
  /** When the leader heard the server last, by its clock; in milliseconds since 1970. */
  at: number;
  /** Number of the last entry. */
  last: number;
  /** The connection, by the number of the shard. */
  shards: readonly ShardState[];
  /** All tabs that the leader knows, itself included. A tab that is missing reports itself. */
  tabs: string[];
  /** How this leader follows the one before it. */
  start: TermStart;
  /** What was delivered out of the queue of an absent user, and may come again. */
  queue: QueueEntry[];
  duties: readonly Duty[];
  /** A tab whose resync the leader cannot fill: it goes on from here. */
  reset?: string | undefined;
}

export type TermStart =
  /** The leader before it had ended, or there was none. */
  | { type: "free" }
  /** That leader was deposed and may still live: what it sends may have been heard already. */
  | { type: "forced" }
  /**
   * This leader's connection has listened since before entry `last` of `term`: a tab that heard all
   * of that term has missed nothing.
   */
  | { type: "continued"; term: Term; last: number };

/** What happened, numbered within the term from 1. */
export interface Entries {
  type: "entries";
  term: Term;
  /** As in `lead`. */
  at: number;
  /** Number of the first of these. */
  first: number;
  entries: Entry[];
}

/** One thing that happened in a term. */
export type Entry =
  /** The state of a shard of the connection has changed. */
  | { type: "shard"; shard: number; state: ShardState }
  /** These commands are written now, and by nobody else. */
  | { type: "writing"; commands: CommandId[] }
  /** This command is done; without a text where no answer will come. */
  | { type: "answer"; to: CommandId; text?: string | undefined }
  /** A frame of the log that this command asked for. */
  | { type: "log"; to: CommandId; text: string }
  /** A frame of the server: one message on `channel`. */
  | { type: "frame"; channel: string; text: string }
  /** What the tab `sender` has published, as the server would deliver it to the other tabs. */
  | { type: "echo"; channel: string; text: string; sender: string }
  /** Which tabs run the handlers that run once per browser, from now on. */
  | { type: "duties"; duties: readonly Duty[] };

/** One socket of the connection. Times are in milliseconds since 1970, by the leader's clock. */
export type ShardState =
  /** `info`: its first frame; `channels`: those that the server is known to have taken note of. */
  | { type: "open"; info: string; channels: readonly string[] }
  /** Connects, for the first time or anew. `until`: when the server was heard last. */
  | { type: "connecting"; until: number }
  /** The connection was lost, or an attempt failed. `code`: the browser's close code. */
  | { type: "lost"; until: number; code: number }
  /** Refused for good, with the error's text and value. */
  | { type: "refused"; until: number; text: string; value: unknown };

/** The tabs that have handlers of a key; the first runs them. */
export interface Duty {
  name: string;
  tabs: readonly string[];
}

/** A message out of the queue that the server may give again. */
export interface QueueEntry {
  /** Tells it from others; it does not hold its text, which is not for a disk. */
  id: string;
  /** When it was sent, in Unix seconds; 0: not known. */
  time: number;
  /** How many copies an earlier connection delivered. */
  before: number;
  /** How many the present one did. */
  now: number;
}

/** Where there are no locks: the tab would lead. The smaller `rank` wins. */
export interface Claim {
  type: "claim";
  rank: string;
}

/** The tab has heard a leader lately: an objection to a claim, or its confirmation. */
export interface Vouch {
  type: "vouch";
  leader: string;
  /** The `rank` of the claim. */
  rank: string;
}

/**
 * The leader leads no more, after its entry `last`. A tab that has that entry knows all that was
 * written.
 */
export interface Resign {
  type: "resign";
  term: Term;
  last: number;
  /** The tab that leads next; absent: any of them may. */
  heir?: string | undefined;
  /** The heir listens already, and this leader has read all that was sent before. */
  isHandedOver: boolean;
}

/** The tab leaves. A leader that leaves resigns first. */
export interface Bye {
  type: "bye";
  /** What the tab had no opportunity to have carried out. */
  commands: LeftCommand[];
}

export interface LeftCommand extends NumberedCommand {
  /** The leader that may have written it by now; nobody else knows whether it has. */
  offeredTo?: string | undefined;
}

/** The leader's page is about to leave: the heir connects while the leader still listens. */
export interface Handover {
  type: "handover";
  term: Term;
  /** Absent: the leader stays, nobody is to connect any more. */
  heir?: string | undefined;
  /** What all tabs want. */
  tabs: { tab: string; wants: TabWants }[];
}

/** The heir hears all that the leader of `term` does. */
export interface Ready {
  type: "ready";
  term: Term;
}

/** The tab runs its handlers of this key for this message now: nobody else does. */
export interface Running {
  type: "running";
  name: string;
  id: string;
}

/** Connects anew, with these options in every tab. */
export interface Restart {
  type: "restart";
  options: CometOptions;
}

/** The server does not authorise the connection: perhaps it would with these options. */
export interface Proposal {
  type: "proposal";
  options: CometOptions;
}
