import { nextTask } from "../env";
import type { CometError } from "../errors";
import type { Answer, Connection, ConnectionListener, LinkListener, Sent } from "../link";
import { FENCE, type Command } from "../protocol/commands";
import { echoFrame } from "../protocol/echo";
import { MAX_CHANNELS } from "../protocol/limits";
import type { ServerMessage } from "../protocol/messages";
import { assign } from "./duties";
import type { Inbox } from "./inbox";
import { keyOf, type Outbox } from "./outbox";
import { Overlap } from "./overlap";
import type {
  CommandId,
  Commands,
  ConnectionState,
  Continued,
  Hello,
  Item,
  Items,
  Lead,
  NumberedCommand,
  TabWants,
} from "./tab-messages";

/** How many items are kept for tabs that missed some. */
const MAX_ITEMS = 500;
/** How many of them are sent at a time. */
const REFILL_ITEMS = 50;

/** How many frames a prepared connection keeps. */
const MAX_HELD = 1_000;
/** The former connection leaves several channels at one time: that is answered once. */
const REJOIN_MS = 50;

/** Every 30 s, tabs that did not say anything since the last time are forgotten. */
const CENSUS_TICKS = 60;

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
export class Master implements ConnectionListener {
  /** 0: does not lead. */
  epoch = 0;
  /** Number of the last item. */
  last = 0;

  private _state = CLOSED;
  private _items: Item[] = [];
  private _connection: Connection;
  /** Commands that were written and have no answer yet. */
  private readonly _inFlight = new Set<string>();
  /** Tabs that said something since the last census. */
  private readonly _present = new Set<string>();
  private _isLeadDue = false;
  private _ticks = 0;
  /** What is heard while another tab leads still; `undefined` where nothing is prepared. */
  private _held: string[] | undefined;
  private readonly _overlap = new Overlap();
  private _continues: Continued | undefined;
  private _rejoinTimer: ReturnType<typeof setTimeout> | undefined;
  private _isListed = false;
  private _startedAt = 0;
  /** Hands over: commands are for the heir. */
  private _isPaused = false;

  constructor(
    private readonly _tab: MasterTab,
    private readonly _owner: MasterOwner,
  ) {
    this._connection = _tab.createConnection(this);
  }

  /** Connects while another tab leads, which is about to leave. */
  prepare(): void {
    this._held = [];
    this._overlap.open();
    this._connection.setChannels(channelsOf(this._owner.wants));
    this._start();
  }

  /** How long the present connection took to stand, in milliseconds. */
  connectMs = Infinity;

  /** Whether the prepared connection hears all. */
  get isPrepared(): boolean {
    return this._held !== undefined && this._state.isOpen && this._isListed;
  }

  /** The leader has heard this frame, while this tab prepares. */
  overhear(text: string): void {
    if (!this._held) return;
    for (const message of this._tab.inbox.read(text)) this._overlap.note(message);
  }

  /** @param continues the master after whose last item this one goes on, without a break. */
  begin(epoch: number, isForced: boolean, continues?: Continued): void {
    const { _held: held, _state: state } = this;
    this.epoch = epoch;
    this._held = undefined;
    this._continues = continues;
    this._state = { ...(held ? state : CLOSED), isForced };
    if (!held) this._start();
    this._callOver();
    if (!held || !this._state.isOpen) return;
    this._overlap.close();
    this._emit({ state: this._state });
    for (const text of held) this.onFrame(text);
  }

  private _start(): void {
    this._startedAt = performance.now();
    this._connection.start();
  }

  /** Leads no more. */
  end(): void {
    this.epoch = 0;
    this._held = undefined;
    clearTimeout(this._rejoinTimer);
    this._connection.stop();
  }

  /** Carries no more commands out: they are for the heir. @param isPaused `false`: goes on. */
  pause(isPaused: boolean): void {
    this._isPaused = isPaused;
    if (!isPaused) this._callOver();
  }

  /** Calls `onPassed` once everything was read that the server has sent until now. */
  fence(onPassed: () => void): void {
    if (this._connection.isConnected) this._connection.send({ command: FENCE, onDone: onPassed });
  }

  /** Connects anew, where this tab leads. */
  restart(): void {
    if (!this.epoch) return;
    this._connection.stop();
    const until = this._heardUntil;
    this._connection = this._tab.createConnection(this);
    this._start();
    this._closed(0, until);
    this.update();
  }

  /** What a tab says. */
  receive(message: Hello | Commands): void {
    this._present.add(message.from);
    if (message.kind === "hello") this._welcome(message);
    if (message.to === this._tab.tab && this._connection.isConnected && !this._isPaused)
      this._carryOut(message.commands);
  }

  /** The tabs, or what they want, may have changed. */
  update(): void {
    if (!this.epoch) return;
    const { wants } = this._owner;
    // Tabs that miss one of theirs say so.
    this._connection.setChannels(channelsOf(wants));
    const duties = assign(wants, this._tab.inbox.duties);
    if (JSON.stringify(duties) !== JSON.stringify(this._tab.inbox.duties)) this._emit({ duties });
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
    if (++this._ticks % CENSUS_TICKS) return;
    for (const tab of unwatched) if (!this._present.has(tab)) this._owner.wants.delete(tab);
    this._present.clear();
    this._callOver();
  }

  onConnect(info: string): void {
    this.connectMs = performance.now() - this._startedAt;
    if (this._held) this._overlap.begin(this.connectMs);
    this._setState({ isOpen: true, info });
  }

  onSubscribed(channels: readonly string[]): void {
    this._setState({ ...this._state, channels });
    if (this._held) {
      this._isListed = true;
      this._owner.onPrepared();
    }
  }

  onFrame(text: string): void {
    if (this._held) return this._hold(text);
    if (this._isPaused || this._overlap.isOpen) {
      const messages = this._tab.inbox.read(text);
      if (messages.some((message) => this._isOwn(message) || this._overlap.isDouble(message)))
        return;
    }
    this._emit({ text });
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

  private _welcome({ from, to, after, wakes }: Hello): void {
    this.update();
    if (wakes) this._connection.wake();
    if (to === this._tab.tab && after !== undefined) this._refill(from, after);
  }

  /** Sends once more what came after an item; where that is gone, the tab has to go on from now. */
  private _refill(tab: string, after: number): void {
    const items = this._items;
    const missing = this.last - after;
    if (missing < 0 || missing > items.length) return this._lead(this._tabs(), tab);
    // Not all at once: that may be more than a storage holds.
    for (let rest = missing; rest > 0; rest -= REFILL_ITEMS)
      this._say(this.last - rest + 1, items.slice(-rest).slice(0, REFILL_ITEMS));
  }

  private _carryOut(commands: NumberedCommand[]): void {
    const { outbox } = this._tab;
    const unwritten = commands.filter((command) => {
      const isNew = command.number > outbox.lastWritten(command.tab);
      // An earlier master wrote it, and who offers it has not heard of that.
      if (!isNew && !this._inFlight.has(keyOf(command))) this._emit({ to: idOf(command) });
      return isNew;
    });
    // Said before it is done: should this tab end in between, nobody does it again.
    if (unwritten.length) this._emit({ wrote: unwritten.map(idOf) });
    for (const command of unwritten) this._send(command);
  }

  private _send({ command, ...id }: NumberedCommand): void {
    const key = keyOf(id);
    this._inFlight.add(key);
    const sent: Sent = {
      command,
      onDone: (answer) => {
        this._inFlight.delete(key);
        this._emit({ to: id, text: answer && answer.text });
        if (answer && answer.kind === "report") this._echo(command, answer, id.tab);
      },
    };
    if (command.kind === "pipe_log")
      sent.onLog = ({ text }) => this._emit({ to: id, isLog: true, text });
    this._connection.send(sent);
  }

  /** The server does not send a message back to where it came from, where other tabs may wait. */
  private _echo(command: Command, report: Answer, sender: string): void {
    const channel = command.channel.replace("@", "");
    const { wants } = this._owner;
    if ([...wants].some(([tab, { channels }]) => tab !== sender && channels.includes(channel)))
      this._emit({ text: echoFrame(command, report, this._tab.userId()), except: sender });
  }

  private _closed(code: number, until: number): void {
    this._inFlight.clear();
    this._setState({ code, until });
  }

  private _hold(text: string): void {
    // An heir that is not elected for so long never will be.
    if (this._held && this._held.push(text) > MAX_HELD) this._held.shift();
  }

  /** What the change of connections makes the server say of this browser is no news to its tabs. */
  private _isOwn(message: ServerMessage): boolean {
    if (!this._tab.isOwnPresence(message)) return false;
    // The former connection has left the channel: others take this browser for gone by now.
    if (!this._isPaused && "channel" in message && message.event === "unsubscription") {
      clearTimeout(this._rejoinTimer);
      this._rejoinTimer = setTimeout(() => this._connection.rejoin(), REJOIN_MS);
    }
    return true;
  }

  private _setState(state: Partial<ConnectionState>): void {
    const { isForced } = this._state;
    this._state = { ...CLOSED, isForced, ...state };
    // What was heard by a prepared connection that ended, the leader has heard.
    if (this._held && !this._state.isOpen) this._unprepare();
    this._emit({ state: this._state });
  }

  private _unprepare(): void {
    this._held = [];
    this._isListed = false;
  }

  private _emit(item: Item): void {
    if (!this.epoch) return;
    this._owner.whileLeading(() => {
      if (!this.epoch) return;
      this.last++;
      if (this._owner.wants.size < 2) this._items = [];
      else if (this._items.push(item) > MAX_ITEMS) this._items.shift();
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
    return Date.now() - Math.max(this._connection.silence, this._owner.lag);
  }
}

/** The channels of all tabs: as many as a connection can hear. */
function channelsOf(wants: ReadonlyMap<string, TabWants>): string[] {
  const channels = new Set([...wants.values()].flatMap((each) => each.channels));
  return [...channels].slice(0, MAX_CHANNELS);
}

function idOf({ tab, number }: CommandId): CommandId {
  return { tab, number };
}
