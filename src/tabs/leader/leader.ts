/**
 * `tabs/leader/`: the leader holds the connection, writes the commands of all tabs, and tells them
 * what happens. It may know neither how it was elected nor how the tabs talk.
 */
import { nextTask } from "../../platform/tasks";
import type { Membership } from "../membership";
import type { Entry, NumberedCommand } from "../entries";
import {
  MAX_ENTRIES_POSTED,
  type Commands,
  type Lead,
  type Recover,
  type Report,
  type Resync,
  goesOn,
  type TermStart,
} from "../messages";
import type { Tab } from "../tab";
import { isSame, type Term } from "../term";
import { CommandRunner } from "./command-runner";
import { EntryLog } from "./entry-log";
import { HeldConnection } from "./held-connection";
import { LogReader } from "./log-reader";

type State =
  /** The connection is made, but not started. */
  | { type: "idle" }
  /** Connects while the present leader is about to leave. */
  | { type: "preparing" }
  /**
   * `writes`: whether it writes commands; false while it hands over, when they wait for the heir.
   */
  | { type: "leading"; term: Term; start: TermStart; writes: boolean };

/** The group, as the leader sees it. */
type Group = Pick<Membership, "roster" | "lag" | "broadcast" | "whileLeading" | "transfer">;

/** Made before the tab leads, so that it can connect without delay (see `SocketLink`). */
export class Leader {
  private _state: State = { type: "idle" };
  private readonly _connection: HeldConnection;
  private readonly _commands: CommandRunner;
  private readonly _log = new EntryLog();
  private readonly _logs: LogReader;
  private _isLeadDue = false;

  constructor(
    private readonly _tab: Tab,
    private readonly _group: Group,
  ) {
    this._connection = new HeldConnection(_tab, this);
    this._commands = new CommandRunner(
      _tab,
      _group.roster,
      (entry) => this.emit(entry),
      // Its connection hears what tabs publish, and has to know that the tabs do.
      () => _group.transfer.giver.isAccompanied,
    );
    this._logs = new LogReader(this._connection, this);
  }

  /** The term in which this tab leads. */
  get term(): Term | undefined {
    return this._state.type === "leading" ? this._state.term : undefined;
  }

  /** Number of the last entry. */
  get last(): number {
    return this._log.last;
  }

  /** Whether the prepared connection hears all channels. */
  get isPrepared(): boolean {
    return this._connection.isPrepared;
  }

  /** Whether the connection is open. */
  get isConnected(): boolean {
    return this._connection.isConnected;
  }

  /** How long the connection took to open for the first time, in milliseconds. */
  get connectMs(): number {
    return this._connection.connectMs;
  }

  /** See `Membership.lag`. */
  get lag(): number {
    return this._group.lag;
  }

  /** Connects while the present leader is about to leave. */
  prepare(): void {
    this._state = { type: "preparing" };
    this._connection.prepare(this._group.roster.channels);
  }

  /** The present leader has passed on this frame. */
  overhear(text: string, isEcho: boolean): void {
    this._connection.overhear(text, isEcho);
  }

  begin(term: Term, start: TermStart): void {
    const isPrepared = this._connection.begin(this._group.roster.channels);
    this._state = { type: "leading", term, start, writes: true };
    this.recount();
    if (isPrepared) this._connection.takeOver(goesOn(start));
  }

  /** Stops leading, and closes the connection. */
  end(): void {
    this._state = { type: "idle" };
    this._connection.end();
  }

  /** This tab hands over: an heir opens a connection beside this one. */
  expectHeir(): void {
    this._connection.onLeaving();
  }

  /** Writes no more commands: they wait for the heir. */
  pause(): void {
    if (this._state.type === "leading") this._state.writes = false;
  }

  /** The page stays: this tab goes on. */
  resume(): void {
    if (this._state.type !== "leading") return;
    this._state.writes = true;
    this._connection.onStay();
    this.recount();
  }

  /** Calls `onPassed` once everything was read that the server has sent until now. */
  fence(onPassed: () => void): void {
    this._connection.fence(onPassed);
  }

  /** Connects anew. */
  restart(): void {
    this._connection.restart();
    this.update();
  }

  onReport({ known, commands }: Report): void {
    this.update();
    if (known.leader === this._tab.id) this._carryOut(commands);
  }

  onCommands({ leader, commands }: Commands): void {
    if (leader === this._tab.id) this._carryOut(commands);
  }

  /** Repeats the entries after `after`. If some are gone, tells the tab to go on from now. */
  onResync(from: string, { term, after }: Resync): void {
    const isOwn = isSame(term, this.term);
    const entries = isOwn && after !== undefined ? this._log.after(after) : undefined;
    if (!entries || after === undefined) return this._postLead(undefined, from);
    for (let sent = 0; sent < entries.length; sent += MAX_ENTRIES_POSTED)
      this._postEntries(after + sent + 1, entries.slice(sent, sent + MAX_ENTRIES_POSTED));
  }

  onRecover({ term, after, channels }: Recover): void {
    if (isSame(term, this.term)) this._logs.read(channels, after);
  }

  wake(): void {
    this._connection.wake();
  }

  /** The tabs, or what they want, may have changed. */
  update(): void {
    if (this._state.type === "idle") return;
    const { roster } = this._group;
    // A tab whose channel finds no room warns its developer (`Inbox.joined`).
    this._connection.setChannels(roster.channels);
    this._commands.onChannels(roster.channels);
    if (this._state.type !== "leading") return;
    const { duties: before } = this._tab.turns;
    const duties = roster.assign(before);
    if (JSON.stringify(duties) !== JSON.stringify(before)) this.emit({ type: "duties", duties });
    this.announce();
    this._group.transfer.giver.review();
  }

  /** Says soon that this tab leads, if it does: once for all tabs that ask now. */
  announce(): void {
    if (this._isLeadDue) return;
    this._isLeadDue = true;
    nextTask(() => {
      this._isLeadDue = false;
      // Behind entries that the sleep guard holds back: a tab that joins goes on from this `lead`.
      this._group.whileLeading(() => this._postLead());
    });
  }

  /** Asks all tabs to report, by naming none. */
  recount(): void {
    this._postLead([]);
  }

  /** Told what becomes of a connection that is prepared. */
  get taker(): Pick<Membership["transfer"]["taker"], "onPrepared" | "onDropped" | "onUnfit"> {
    return this._group.transfer.taker;
  }

  /** The connection is about to be lost. Returns whether another tab leads from now on. */
  onLosing(): boolean {
    this._group.transfer.giver.onLosing();
    return this._state.type !== "leading";
  }

  /** Logs an entry, and sends it to all tabs. */
  emit(entry: Entry): void {
    this._commands.onEntry(entry);
    this._group.whileLeading(() => {
      this._log.push(entry, this._group.roster.isShared);
      this._postEntries(this.last, [entry]);
    }, true);
  }

  private _carryOut(commands: NumberedCommand[]): void {
    const canWrite = this._state.type === "leading" && this._state.writes;
    if (canWrite && this._connection.isConnected)
      this._commands.carryOut(commands, this._connection);
  }

  private _postEntries(first: number, entries: Entry[]): void {
    if (this._state.type !== "leading") return;
    const { term } = this._state;
    const { heardUntil: at } = this._connection;
    this._group.broadcast({ type: "entries", term, at, first, entries });
  }

  private _postLead(tabs = this._group.transfer.giver.tabs, reset?: string): void {
    if (this._state.type !== "leading") return;
    const { term, start } = this._state;
    const { heardUntil: at, shards } = this._connection;
    const { inbox, recovery, turns } = this._tab;
    const lead: Lead = {
      ...{ type: "lead", term, at, last: this.last, shards, tabs, start },
      ...{ queue: inbox.queue.entries, duties: turns.duties, logs: recovery.logs },
    };
    this._group.broadcast(reset === undefined ? lead : { ...lead, reset });
  }
}
