import type { Command } from "../protocol/commands";
import type { CometOptions } from "../api/types";
import type { Term } from "./term";

/**
 * What the tabs of a group say to each other. Everything is plain data that JSON can hold, and
 * no name begins with an underscore: pages of one site may load the minified file and another.
 * `from` is the tab that speaks.
 */
export type TabMessage =
  | (Hello | Commands | Bye | Claim | Lead | Items | Restart | Proposal)
  | (HandoverRequest | Ready | Handed | Ran);

/** Names a command: the tab that gave it, and its number among that tab's commands. */
export interface CommandId {
  tab: string;
  number: number;
}

export interface NumberedCommand extends CommandId {
  command: Command;
  /** Of a tab that leaves: the master that may have written it by now; nobody else knows. */
  offeredTo?: string | undefined;
}

/** A tab's whole state: on joining, at each change, to each new master, and to ask whether it lives. */
export interface Hello {
  kind: "hello";
  from: string;
  /** The master that the tab knows, `""` for none; nobody else may carry its commands out. */
  to: string;
  /** The highest epoch that the tab knows of. */
  epoch: number;
  wants: TabWants;
  /** All that were not written yet, in order. */
  commands: NumberedCommand[];
  /** Asks for the items after this one. */
  after?: number | undefined;
  /** The claim to which this objects, or which it confirms: the tab has heard of `to` lately. */
  answers?: string | undefined;
  /** The tab was woken: the master does now what it would try or look at later. */
  wakes?: boolean | undefined;
}

/** What a tab wants to hear. */
export interface TabWants {
  channels: readonly string[];
  /** Keys of its handlers that run once per browser. */
  duties: readonly string[];
  isHidden: boolean;
}

/** The tabs that have handlers of a key; the first runs them. */
export interface Duty {
  name: string;
  tabs: readonly string[];
}

/** The tab runs its handlers of this key for this message now: nobody else does. */
export interface Ran {
  kind: "ran";
  from: string;
  name: string;
  id: string;
}

/** Commands that were given since. */
export interface Commands {
  kind: "commands";
  from: string;
  to: string;
  commands: NumberedCommand[];
}

/** A tab leaves. */
export interface Bye {
  kind: "bye";
  from: string;
  /** What it had no opportunity to have carried out. */
  commands: NumberedCommand[];
  /** Where a master leaves: who takes over, `""` for nobody in particular. */
  heir?: string;
  /** Where a master leaves: number of its last item. Who has that knows all that was written. */
  last?: number;
}

/** The master's page is about to leave: the heir connects while the master still listens. */
export interface HandoverRequest {
  kind: "handover";
  from: string;
  epoch: number;
  /** The heir; `""`: the master stays, nobody is to connect any more. */
  to: string;
  /** What all tabs want. */
  tabs: { tab: string; wants: TabWants }[];
}

/** The heir hears all that the master does. */
export interface Ready {
  kind: "ready";
  from: string;
  to: string;
  epoch: number;
}

/**
 * The master leads no more, after its item `last`: it has read all that was sent before the heir
 * listened. It stays in the group for now.
 */
export interface Handed {
  kind: "handed";
  from: string;
  epoch: number;
  heir: string;
  last: number;
}

/** Where there are no locks: who would lead. The smaller `rank` wins. */
export interface Claim {
  kind: "claim";
  from: string;
  rank: string;
}

/** The master's state: at the beginning of its time, and as the answer to every hello. */
export interface Lead {
  kind: "lead";
  from: string;
  epoch: number;
  /** Number of the last item. */
  last: number;
  state: ConnectionState;
  /** All tabs that the master knows, itself included. Who is missing says hello. */
  tabs: string[];
  /** When the master heard the server last, by its clock; in milliseconds since 1970. */
  at: number;
  /**
   * The master has listened since before that one's last item: who heard all of that one's has
   * missed nothing.
   */
  continues?: Continued | undefined;
  /** What was delivered out of the queue of an absent user, and may come again. */
  queue: QueueEntry[];
  duties: readonly Duty[];
  /** A tab that asked for items which are gone: it goes on from here. */
  reset?: string | undefined;
}

/** A message out of the queue that the server may give again. Plain data. */
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

/** A master's time, from its beginning to its end. */
export interface Continued extends Term {
  last: number;
}

/** What happened, numbered within the epoch from 1. */
export interface Items {
  kind: "items";
  from: string;
  epoch: number;
  /** When the master heard the server last, by its clock; in milliseconds since 1970. */
  at: number;
  /** Number of the first of these. */
  first: number;
  items: Item[];
}

/** Connects anew, with these options in every tab. */
export interface Restart {
  kind: "restart";
  from: string;
  options: CometOptions;
}

/** The server does not authorise the connection: perhaps it would with these options. */
export interface Proposal {
  kind: "proposal";
  from: string;
  options: CometOptions;
}

/** One thing that happened; which, follows from what is there. */
export interface Item {
  /** The connection's state has changed. */
  state?: ConnectionState;
  /** These commands are being written now. */
  wrote?: CommandId[];
  /** This command is done, with `text` as the answer; or `text` is a message of its log. */
  to?: CommandId;
  isLog?: boolean;
  /** Who runs the handlers that run once per browser, from now on. */
  duties?: readonly Duty[];
  /** A frame. */
  text?: string | undefined;
  /** The tab that need not hear it. */
  except?: string;
}

export interface ConnectionState {
  isOpen: boolean;
  /** The first frame of the connection. */
  info: string;
  /** Channels that the server is known to have taken note of. */
  channels: readonly string[];
  /** Of a lost connection: the close code. */
  code: number;
  /** When it was heard last, by the master's clock, in milliseconds since 1970. */
  until: number;
  /** Refused for good: the error's text and value. */
  fatal?: [text: string, value: unknown];
  /** The master took over from one who may still live: what it sends may have been heard. */
  isForced: boolean;
}
