import { nextTask } from "../../platform/tasks";
import type { CometError } from "../../api/errors";
import type { Connection, ConnectionListener } from "../../connection/connection";
import type { LinkListener } from "../link";
import { FENCE } from "../../protocol/commands";
import type { ServerMessage } from "../../protocol/messages";
import { CommandRunner, type CommandOwner } from "./command-runner";
import { EntryLog } from "./entry-log";
import type { Inbox } from "../follower/inbox";
import type { Outbox } from "../follower/outbox";
import { Rehearsal } from "../handover/rehearsal";
import { assign, Census, channelsOf } from "./roster";
import type {
  Commands,
  ConnectionState,
  Continued,
  Hello,
  Item,
  Items,
  Lead,
  TabWants,
} from "../messages";

/** How many items are sent once more at a time. */
const REFILL_ITEMS = 50;

const CLOSED: ConnectionState = {
  isOpen: false,
  info: "",
  channels: [],
  code: 0,
  until: 0,
  isForced: false,
};

/** The tab that leads. */
export interface MasterTab {
  readonly tab: string;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly listener: LinkListener;
  /** Id of the visitor; `""` where anonymous. */
  userId(): string;
  /** Whether a frame tells that this very browser has joined or left a channel. */
  isOwnPresence(message: ServerMessage): boolean;
  createConnection(listener: ConnectionListener): Connection;
}

/** Its part in the group. */
export interface MasterOwner {
  /** Of each tab that is known: what it wants. */
  readonly wants: Map<string, TabWants>;
  /** What is read now came at most so many milliseconds ago. */
  readonly lag: number;
  /** Says something to all tabs, to the own one too. */
  say(message: Lead | Items): void;
  /**
   * Runs `action`, now or as soon as it is certain that this tab still leads.
   * @param isWord it only tells the other tabs something.
   */
  whileLeading(action: () => void, isWord?: boolean): void;
  /** Takes note when a tab ends. Returns whether that can be known. */
  watch(tab: string): boolean;
  /** The connection that was prepared hears all channels. */
  onPrepared(): void;
}

/**
 * The master's side: holds the connection, carries out what the tabs ask, and tells them what
 * happens. It is made before the tab leads, so that it can connect without delay.
 */
export class Master implements ConnectionListener, CommandOwner {
  /** 0: does not lead. */
  epoch = 0;
  /** How long the connection took to stand for the first time, in milliseconds. */
  connectMs = Infinity;
  connection: Connection;

  private _state = CLOSED;
  private readonly _log = new EntryLog();
  private readonly _commands = new CommandRunner(this);
  private readonly _rehearsal: Rehearsal;
  private readonly _census = new Census();
  private _isLeadDue = false;
  private _continues: Continued | undefined;
  private _startedAt = 0;
  /** Hands over: commands are for the heir. */
  private _isPaused = false;

  constructor(
    private readonly _tab: MasterTab,
    private readonly _owner: MasterOwner,
  ) {
    this.connection = _tab.createConnection(this);
    this._rehearsal = new Rehearsal({
      read: (text) => _tab.inbox.read(text),
      isOwnPresence: (message) => _tab.isOwnPresence(message),
      rejoin: () => this.connection.rejoin(),
    });
  }

  get outbox(): Outbox {
    return this._tab.outbox;
  }

  get wants(): ReadonlyMap<string, TabWants> {
    return this._owner.wants;
  }

  userId(): string {
    return this._tab.userId();
  }

  /** Number of the last item. */
  get last(): number {
    return this._log.last;
  }

  /** Connects while another tab leads, which is about to leave. */
  prepare(): void {
    this._rehearsal.prepare();
    this.connection.setChannels(channelsOf(this._owner.wants));
    this._start();
  }

  /** Whether the prepared connection hears all. */
  get isPrepared(): boolean {
    return this._state.isOpen && this._rehearsal.isReady;
  }

  /** The leader has heard this frame. */
  overhear(text: string): void {
    this._rehearsal.overhear(text);
  }

  /** @param continues the master after whose last item this one goes on, without a break. */
  begin(epoch: number, isForced: boolean, continues?: Continued): void {
    if (this._state.fatal) this._renewConnection();
    const { isPreparing } = this._rehearsal;
    this.epoch = epoch;
    this._continues = continues;
    this._state = { ...(isPreparing ? this._state : CLOSED), isForced };
    if (!isPreparing) this._start();
    this._callOver();
    if (!isPreparing) return;
    const news = this._rehearsal.lead(continues !== undefined);
    if (this._state.isOpen) this.emit({ state: this._state });
    for (const text of news) this.emit({ text });
  }

  /** The prepared connection was refused: there is nothing to go on with. */
  private _renewConnection(): void {
    this._rehearsal.end();
    this.connection = this._tab.createConnection(this);
  }

  private _start(): void {
    this.connectMs = Infinity;
    this._startedAt = performance.now();
    this.connection.start();
  }

  /** Leads no more. */
  end(): void {
    this.epoch = 0;
    this._rehearsal.end();
    this.connection.stop();
  }

  /** Carries no more commands out: they are for the heir. @param isPaused `false`: goes on. */
  pause(isPaused: boolean): void {
    this._isPaused = isPaused;
    if (isPaused) return;
    this._rehearsal.onStay();
    this._callOver();
  }

  /** Calls `onPassed` once everything was read that the server has sent until now. */
  fence(onPassed: () => void): void {
    if (this.connection.isConnected) this.connection.send({ command: FENCE, onDone: onPassed });
  }

  /** Connects anew, where this tab leads. */
  restart(): void {
    if (!this.epoch) return;
    this.connection.stop();
    const until = this._heardUntil;
    this.connection = this._tab.createConnection(this);
    this._start();
    this._closed(0, until);
    this.update();
  }

  /** What a tab says. */
  receive(message: Hello | Commands): void {
    this._census.heard(message.from);
    if (message.kind === "hello") this._welcome(message);
    if (message.to === this._tab.tab && this.connection.isConnected && !this._isPaused)
      this._commands.carryOut(message.commands);
  }

  /** The tabs, or what they want, may have changed. */
  update(): void {
    const { wants } = this._owner;
    if (!this.epoch && !this._rehearsal.isPreparing) return;
    // Tabs that miss one of theirs say so.
    this.connection.setChannels(channelsOf(wants));
    if (!this.epoch) return this._list(this._state.channels);
    const duties = assign(wants, this._tab.inbox.duties);
    if (JSON.stringify(duties) !== JSON.stringify(this._tab.inbox.duties)) this.emit({ duties });
    this.announce();
  }

  /** Says soon that this tab leads, where it does: once for all who ask now. */
  announce(): void {
    if (this._isLeadDue) return;
    this._isLeadDue = true;
    nextTask(() => {
      this._isLeadDue = false;
      // After what it may be holding back: who joins goes on from what it says here.
      if (this.epoch) this._owner.whileLeading(() => this._lead(this._tabs()));
    });
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    // Not before: a new tab says hello sooner than it holds the lock that shows its end.
    const unwatched = this._tabs().filter((tab) => !this._owner.watch(tab));
    const missing = this._census.tick(unwatched);
    if (!missing) return;
    for (const tab of missing) this._owner.wants.delete(tab);
    this._callOver();
  }

  onConnect(info: string): void {
    if (this.connectMs === Infinity) this.connectMs = performance.now() - this._startedAt;
    const { inbox } = this._tab;
    const isAuthorized = inbox.read(info).some((one) => one.kind === "info" && one.authorized);
    this._rehearsal.onConnect(this.connectMs, isAuthorized || !inbox.isAuthorized);
    this._setState({ isOpen: true, info });
    // An empty list is in force from the beginning.
    if (!channelsOf(this._owner.wants).length) this._rehearsal.onList(true);
    if (this._rehearsal.isReady) this._owner.onPrepared();
  }

  onSubscribed(channels: readonly string[]): void {
    this._setState({ ...this._state, channels });
    this._list(channels);
  }

  onFrame(text: string): void {
    if (this._rehearsal.holds(text) || this._rehearsal.isNoNews(text, this._isPaused)) return;
    this.emit({ text });
  }

  onIgnored(reason: string): void {
    this._tab.listener.onMessage({ kind: "ignored", reason });
  }

  onDisconnect(code: number): void {
    this._closed(code, this._heardUntil);
  }

  onFatal({ message, value }: CometError): void {
    this._setState({ until: this._heardUntil, fatal: [message, value] });
  }

  /** The connection hears these channels. */
  private _list(channels: readonly string[]): void {
    if (!this._rehearsal.isPreparing) return;
    const isListed = channelsOf(this._owner.wants).join() === channels.join();
    if (this._rehearsal.onList(isListed)) this._owner.onPrepared();
  }

  private _welcome({ from, to, after, wakes }: Hello): void {
    this.update();
    if (wakes) this.connection.wake();
    if (to === this._tab.tab && after !== undefined) this._refill(from, after);
  }

  /** Sends once more what came after an item; where that is gone, the tab has to go on from now. */
  private _refill(tab: string, after: number): void {
    const items = this._log.after(after);
    if (!items) return this._lead(this._tabs(), tab);
    // Not all at once: that may be more than a storage holds.
    for (let sent = 0; sent < items.length; sent += REFILL_ITEMS)
      this._say(after + sent + 1, items.slice(sent, sent + REFILL_ITEMS));
  }

  private _closed(code: number, until: number): void {
    this._commands.clear();
    this._setState({ code, until });
  }

  private _setState(state: Partial<ConnectionState>): void {
    const { isForced } = this._state;
    this._state = { ...CLOSED, isForced, ...state };
    if (!this._state.isOpen) this._rehearsal.onLost();
    this.emit({ state: this._state });
  }

  /** Tells all tabs what happened. */
  emit(item: Item): void {
    if (!this.epoch) return;
    this._owner.whileLeading(() => {
      if (!this.epoch) return;
      this._log.push(item, this._owner.wants.size > 1);
      this._say(this.last, [item]);
    }, true);
  }

  private _say(first: number, items: Item[]): void {
    this._owner.say({ kind: "items", ...this._stamp(), first, items });
  }

  private _tabs(): string[] {
    return [...this._owner.wants.keys()];
  }

  /** Asks all tabs to say what they want. */
  private _callOver(): void {
    this._lead([]);
  }

  private _lead(tabs: string[], reset?: string): void {
    const { epoch, last, _state: state } = this;
    const { duties } = this._tab.inbox;
    const queue = this._tab.inbox.queue.entries;
    if (!epoch) return;
    const { _continues: continues } = this;
    const lead: Lead = { kind: "lead", ...this._stamp(), last, state, tabs, queue, duties, reset };
    this._owner.say(continues ? { ...lead, continues } : lead);
  }

  private _stamp() {
    return { from: this._tab.tab, epoch: this.epoch, at: this._heardUntil };
  }

  /** All that the server sent until then was read; in milliseconds since 1970. */
  private get _heardUntil(): number {
    return Date.now() - Math.max(this.connection.silence, this._owner.lag);
  }
}
