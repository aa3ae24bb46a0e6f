import type { CometOptions } from "../api/types";
import type { Duty, Entry, NumberedCommand, ShardStates } from "./entries";
import type { KnownTerm, Term } from "./term";

/**
 * The messages between the tabs of a group; `docs/tab-protocol.md` says which tab sends each, and
 * when. Everything is plain data that JSON can hold. The names are the same in every build, because
 * pages of one site may load different builds. Every message names its sender, `from`.
 */
export type TabMessage = Message & { from: string };

export type Message =
  (FollowerMessage | LeaderMessage) | (ElectionMessage | HandoverMessage) | SharedMessage;

/** From any tab to the leader; the leading tab passes them to itself. */
export type FollowerMessage = Report | Resync | Recover | Commands | Wake;

/** From the leader to all tabs. */
export type LeaderMessage = Lead | Entries;

export type ElectionMessage = Claim | Vouch | Resign | Bye;

export type HandoverMessage = Handover | Ready;

export type SharedMessage = Running | Restart | Proposal;

/**
 * A tab's whole state. Sent on joining, at each change, to each new leader, and to a leader that
 * was silent for a second. The leader answers with `lead`.
 */
export interface Report {
  type: "report";
  /** The term that the tab knows; only its leader may carry the commands out. */
  known: KnownTerm;
  wants: TabWants;
  /** Commands that no leader has written yet, oldest first. */
  commands: NumberedCommand[];
}

/** The tab has missed entries. The leader repeats them, or answers with `lead` and `reset`. */
export interface Resync {
  type: "resync";
  term: Term;
  /** Number of the last entry that the tab has; absent: the tab goes on from the answer. */
  after?: number | undefined;
}

/** The tab has missed messages of these channels: the leader passes their logs on to all tabs. */
export interface Recover {
  type: "recover";
  term: Term;
  /** Number of the last entry that the tab has read: a log that was asked for before is too old. */
  after: number;
  channels: readonly string[];
}

/** Commands that the page gave since the last `report` or `commands`. */
export interface Commands {
  type: "commands";
  leader: string;
  commands: NumberedCommand[];
}

/** The tab was woken: the leader retries, or checks its connection, at once. */
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
  /** Until when the leader has heard the server, by its clock; in milliseconds since 1970. */
  at: number;
  /** Number of the last entry. */
  last: number;
  /** The connection, by the number of the shard. */
  shards: ShardStates;
  /**
   * All tabs that the leader knows. A tab that is missing reports itself; after `[]` every tab
   * does.
   */
  tabs: string[];
  /** How this leader follows the one before it. */
  start: TermStart;
  /** Delivered messages from the queue of an absent user, which may come again. */
  queue: QueueEntry[];
  duties: readonly Duty[];
  /** The channels that are known to have a log. */
  logs: readonly string[];
  /** A tab whose resync the leader cannot fill: it goes on from here. */
  reset?: string | undefined;
}

export type TermStart =
  /** The former leader had ended, or there was none. */
  | { type: "free" }
  /** The former leader was deposed and may still live: both may pass on the same frames. */
  | { type: "forced" }
  /**
   * This leader's connection has listened since before entry `last` of `term`: a tab that heard all
   * of that term has missed nothing.
   */
  | { type: "continued"; term: Term; last: number }
  /**
   * The same, but the former leader has ended without a word: it may have written commands and passed
   * on frames after `last`, and this leader may pass these on again.
   */
  | { type: "succeeded"; term: Term; last: number };

/** Whether nothing is missing between the term before and this one. */
export function goesOn(start: TermStart): start is Exclude<TermStart, { type: "free" | "forced" }> {
  return "last" in start;
}

/** How many entries are posted in one message: more may be too large for the storage. */
export const MAX_ENTRIES_POSTED = 50;

/** Entries in a row, numbered within the term from 1. */
export interface Entries {
  type: "entries";
  term: Term;
  /** As in `lead`. */
  at: number;
  /** Number of the first of `entries`. */
  first: number;
  entries: Entry[];
}

/** A delivered message from the queue of an absent user, which the server may send again. */
export interface QueueEntry {
  /** A fingerprint of the text. The text itself must not be stored. */
  id: string;
  /** When it was sent, in Unix seconds; 0: not known. */
  time: number;
  /** How many copies an earlier connection delivered. */
  before: number;
  /** How many copies the present connection delivered. */
  now: number;
}

/** Without Web Locks: the tab claims to lead. The smaller `rank` wins. */
export interface Claim {
  type: "claim";
  rank: string;
}

/** The tab has heard this leader recently: vetoes a claim, or confirms a leader that asks. */
export interface Vouch {
  type: "vouch";
  leader: string;
  /** The `rank` of the claim. */
  rank: string;
}

/**
 * The leader stops leading after its entry `last`. A tab that has this entry knows all that was
 * written.
 */
export interface Resign {
  type: "resign";
  term: Term;
  last: number;
  /** The tab that leads next; absent: any of them may. */
  heir?: string | undefined;
  /** Whether the heir listens already, and the leader has read all that was sent before that. */
  isHandedOver: boolean;
}

/** The tab leaves. A leader that leaves resigns first. */
export interface Bye {
  type: "bye";
  /** The tab's commands that no leader is known to have written. */
  commands: LeftCommand[];
}

export interface LeftCommand extends NumberedCommand {
  /** The leader that it was offered to, and that may have written it: no other leader may. */
  offeredTo?: string | undefined;
}

/** What the leader asks another tab to be. */
export type HeirRole =
  /** The page of the leader is about to leave. */
  | "next"
  /** That page stays, and the heir may not be next in the election: all others queue behind it. */
  | "chosen"
  /** The leader stays as long as it can: the tab listens, and leads whatever happens to the leader. */
  | "standby";

/** The leader hands over: the heir connects while the leader still listens. */
export interface Handover {
  type: "handover";
  term: Term;
  /** Absent: the leader stays, and its heir gives up its connection. */
  heir?: string | undefined;
  /** Absent without an heir. */
  role?: HeirRole | undefined;
  /** The leader has read all that was sent before this standby listened. */
  isFit?: boolean | undefined;
  /** All tabs, and what each wants. */
  tabs: { tab: string; wants: TabWants }[];
}

/** The heir hears all that the leader of `term` does. */
export interface Ready {
  type: "ready";
  term: Term;
}

/** The tab runs its handlers of the key `name` for the message `id` now: no other tab may. */
export interface Running {
  type: "running";
  name: string;
  id: string;
}

/** The leader connects anew; every tab takes over these options. */
export interface Restart {
  type: "restart";
  options: CometOptions;
}

/** The server does not authorise the connection, but may authorise one with these options. */
export interface Proposal {
  type: "proposal";
  options: CometOptions;
}
