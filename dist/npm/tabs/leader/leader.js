import { nextTask } from '../../platform/tasks.js';
import { goesOn, MAX_ENTRIES_POSTED } from '../messages.js';
import { isSame } from '../term.js';
import { CommandRunner } from './command-runner.js';
import { EntryLog } from './entry-log.js';
import { HeldConnection } from './held-connection.js';
import { LogReader } from './log-reader.js';

class Leader {
  constructor(_tab, _group) {
    this._tab = _tab;
    this._group = _group;
    this._state = { type: "idle" };
    this._log = new EntryLog();
    this._isLeadDue = false;
    this._connection = new HeldConnection(_tab, this);
    this._commands = new CommandRunner(
      _tab,
      _group.roster,
      (entry) => this.emit(entry),
      // Its connection hears what tabs publish, and has to know that the tabs do.
      () => _group.transfer.giver.isAccompanied
    );
    this._logs = new LogReader(this._connection, this);
  }
  /** The term in which this tab leads. */
  get term() {
    return this._state.type === "leading" ? this._state.term : void 0;
  }
  /** Number of the last entry. */
  get last() {
    return this._log.last;
  }
  /** Whether the prepared connection hears all channels. */
  get isPrepared() {
    return this._connection.isPrepared;
  }
  /** Whether the connection is open. */
  get isConnected() {
    return this._connection.isConnected;
  }
  /** How long the connection took to open for the first time, in milliseconds. */
  get connectMs() {
    return this._connection.connectMs;
  }
  /** See `Membership.lag`. */
  get lag() {
    return this._group.lag;
  }
  /** Connects while the present leader is about to leave. */
  prepare() {
    this._state = { type: "preparing" };
    this._connection.prepare(this._group.roster.channels);
  }
  /** The present leader has passed on this frame. */
  overhear(text, isEcho) {
    this._connection.overhear(text, isEcho);
  }
  begin(term, start) {
    const isPrepared = this._connection.begin(this._group.roster.channels);
    this._state = { type: "leading", term, start, writes: true };
    this.recount();
    if (isPrepared) this._connection.takeOver(goesOn(start));
  }
  /** Stops leading, and closes the connection. */
  end() {
    this._state = { type: "idle" };
    this._connection.end();
  }
  /** This tab hands over: an heir opens a connection beside this one. */
  expectHeir() {
    this._connection.onLeaving();
  }
  /** Writes no more commands: they wait for the heir. */
  pause() {
    if (this._state.type === "leading") this._state.writes = false;
  }
  /** The page stays: this tab goes on. */
  resume() {
    if (this._state.type !== "leading") return;
    this._state.writes = true;
    this._connection.onStay();
    this.recount();
  }
  /** Calls `onPassed` once everything was read that the server has sent until now. */
  fence(onPassed) {
    this._connection.fence(onPassed);
  }
  /** Connects anew. */
  restart() {
    this._connection.restart();
    this.update();
  }
  onReport({ known, commands }) {
    this.update();
    if (known.leader === this._tab.id) this._carryOut(commands);
  }
  onCommands({ leader, commands }) {
    if (leader === this._tab.id) this._carryOut(commands);
  }
  /** Repeats the entries after `after`. If some are gone, tells the tab to go on from now. */
  onResync(from, { term, after }) {
    const isOwn = isSame(term, this.term);
    const entries = isOwn && after !== void 0 ? this._log.after(after) : void 0;
    if (!entries || after === void 0) return this._postLead(void 0, from);
    for (let sent = 0; sent < entries.length; sent += MAX_ENTRIES_POSTED)
      this._postEntries(after + sent + 1, entries.slice(sent, sent + MAX_ENTRIES_POSTED));
  }
  onRecover({ term, after, channels }) {
    if (isSame(term, this.term)) this._logs.read(channels, after);
  }
  wake() {
    this._connection.wake();
  }
  /** The tabs, or what they want, may have changed. */
  update() {
    if (this._state.type === "idle") return;
    const { roster } = this._group;
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
  announce() {
    if (this._isLeadDue) return;
    this._isLeadDue = true;
    nextTask(() => {
      this._isLeadDue = false;
      this._group.whileLeading(() => this._postLead());
    });
  }
  /** Asks all tabs to report, by naming none. */
  recount() {
    this._postLead([]);
  }
  /** Told what becomes of a connection that is prepared. */
  get taker() {
    return this._group.transfer.taker;
  }
  /** The connection is about to be lost. Returns whether another tab leads from now on. */
  onLosing() {
    this._group.transfer.giver.onLosing();
    return this._state.type !== "leading";
  }
  /** Logs an entry, and sends it to all tabs. */
  emit(entry) {
    this._commands.onEntry(entry);
    this._group.whileLeading(() => {
      this._log.push(entry, this._group.roster.isShared);
      this._postEntries(this.last, [entry]);
    }, true);
  }
  _carryOut(commands) {
    const canWrite = this._state.type === "leading" && this._state.writes;
    if (canWrite && this._connection.isConnected)
      this._commands.carryOut(commands, this._connection);
  }
  _postEntries(first, entries) {
    if (this._state.type !== "leading") return;
    const { term } = this._state;
    const { heardUntil: at } = this._connection;
    this._group.broadcast({ type: "entries", term, at, first, entries });
  }
  _postLead(tabs = this._group.transfer.giver.tabs, reset) {
    if (this._state.type !== "leading") return;
    const { term, start } = this._state;
    const { heardUntil: at, shards } = this._connection;
    const { inbox, recovery, turns } = this._tab;
    const lead = {
      ...{ type: "lead", term, at, last: this.last, shards, tabs, start },
      ...{ queue: inbox.queue.entries, duties: turns.duties, logs: recovery.logs }
    };
    this._group.broadcast(reset === void 0 ? lead : { ...lead, reset });
  }
}

export { Leader };
//# sourceMappingURL=leader.js.map
