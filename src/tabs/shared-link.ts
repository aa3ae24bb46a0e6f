import { onDeparture, onHide, onLeave, onWake } from "../platform/page";
import { nextTask } from "../platform/tasks";
import type { Connection, ConnectionListener } from "../connection/connection";
import type { Link, LinkListener, Request, Turn } from "./link";
import type { ServerMessage } from "../protocol/messages";
import type { CometOptions, TabsInfo } from "../api/types";
import { Gaps } from "./follower/gaps";
import { Inbox } from "./follower/inbox";
import { Member, type MemberOwner } from "./membership";
import { Outbox } from "./follower/outbox";
import { PageCalls } from "./page-calls";
import type { Duty, Ran } from "./messages";
import { Turns, type TurnOwner } from "./turns";

/** Part of the names of buses and locks: tabs that speak differently do not share. */
const PROTOCOL = "CometServer 2";

/** What the link needs to know, asked whenever it is needed. */
export interface SharedLinkOptions {
  /** Who connects to what: tabs where this is equal share a connection. */
  group(): string;
  /** Id of the visitor; `""` where anonymous. */
  userId(): string;
  /** Id of this tab. It lives as long as the document: what browsers copy into new tabs will not do. */
  tab(): string;
  /** Whether a message tells that this very browser has joined or left a channel. */
  isOwnPresence(message: ServerMessage): boolean;
  createConnection(listener: ConnectionListener): Connection;
}

/**
 * The way to the server that all tabs of a group share. While the page is frozen or in the
 * back/forward cache it takes no part: it could not run, but would be waited for.
 */
export class SharedLink implements Link, MemberOwner, TurnOwner {
  readonly outbox = new Outbox(() => this.tab);
  readonly inbox = new Inbox();
  readonly gaps = new Gaps((gap) => this.isStarted && this.listener.onGap(gap));
  readonly turns = new Turns(this);
  /** Calls the page. */
  readonly listener: PageCalls;

  ledEpoch = 0;

  private _member: Member | undefined;
  private _unlisten: (() => void) | undefined;
  private _isListDue = false;

  constructor(
    private readonly _options: SharedLinkOptions,
    page: LinkListener,
  ) {
    this.listener = new PageCalls(page, () => Boolean(this._member && this._member.leadsOthers));
  }

  get isConnected(): boolean {
    return Boolean(this._member && this._member.relay.isConnected && this.listener.isConnected);
  }

  get isStarted(): boolean {
    return Boolean(this._unlisten);
  }

  get isMaster(): boolean | undefined {
    return this._member && this._member.isMaster;
  }

  get tabs(): TabsInfo {
    const { tab } = this;
    if (!this._member) return { tab, master: undefined, epoch: 0, tabs: [] };
    const { master, tabs } = this._member.relay;
    return { tab, master: master.from || undefined, epoch: master.epoch, tabs };
  }

  start(): void {
    if (this._unlisten) return;
    const ends = [
      onLeave(
        () => this._leave(true),
        () => this._join(),
      ),
      onDeparture(
        () => this._member && this._member.transfer.depart(),
        () => this._member && this._member.transfer.stay(),
      ),
      onHide(() => this._member && this._member.relay.hello()),
      onWake(() => this._member && this._member.relay.hello({ wakes: true })),
    ];
    this._unlisten = () => ends.forEach((end) => end());
    this._join();
  }

  stop(): void {
    this._flush();
    if (this._unlisten) this._unlisten();
    this._unlisten = undefined;
    this.listener.forget();
    this._leave(false);
    // A disconnection that the page was not told of yet was forgotten, too.
    if (this.listener.isConnected) this.listener.onDisconnect(1000);
    this.gaps.forget();
  }

  restart(options: CometOptions): void {
    if (this._member) this._member.restart(options);
  }

  propose(options: CometOptions): void {
    if (this._member) this._member.propose(options);
  }

  discard(): void {
    this.outbox.discard();
  }

  setChannels(
    channels: readonly string[],
    wantsPrivate = false,
    duties: readonly string[] = [],
  ): void {
    this.inbox.channels = channels;
    this.inbox.wantsPrivate = wantsPrivate;
    this.inbox.ownDuties = duties;
    // Gathers the changes of one task: each new list makes presence flap in `track_*` channels.
    if (this._isListDue) return;
    this._isListDue = true;
    nextTask(() => this._flush());
  }

  send({ command, onDone, onLog }: Request): boolean {
    const { listener } = this;
    const request: Request = {
      command,
      onDone: (...result) => listener.settle(() => onDone(...result)),
    };
    if (onLog) request.onLog = (message) => listener.settle(() => onLog(message));
    this.outbox.add(request);
    // A list that waits for the end of the task goes first: what follows may count on it.
    if (this._member && !this._isListDue) this._member.relay.offer();
    // In the master's tab it was written at once, unless the socket is closing.
    const { _member: member } = this;
    return Boolean(
      member && member.relay.isConnected && !(member.isMaster && this.outbox.isWaiting),
    );
  }

  takeTurn(name: string, turn: Turn, run: () => void): void {
    this.turns.take(name, turn, run);
  }

  get duties(): readonly Duty[] {
    return this.inbox.duties;
  }

  get isLate(): boolean {
    return Boolean(this._member && this._member.lag);
  }

  post(message: Ran): void {
    if (this._member) this._member.post(message);
  }

  get tab(): string {
    return this._options.tab();
  }

  userId(): string {
    return this._options.userId();
  }

  isOwnPresence(message: ServerMessage): boolean {
    return this._options.isOwnPresence(message);
  }

  createConnection(listener: ConnectionListener): Connection {
    return this._options.createConnection(listener);
  }

  onBroken(): void {
    const member = this._member;
    nextTask(() => {
      if (!member || this._member !== member) return;
      this._leave(false);
      this._join(true);
    });
  }

  private _join(isAlone = false): void {
    if (this._member) return;
    this._member = new Member(this, `${PROTOCOL} ${this._options.group()}`, isAlone);
    this.inbox.queue.load(this._options.group());
    this._member.join();
  }

  private _leave(handsOver: boolean): void {
    const member = this._member;
    this._member = undefined;
    this.turns.end();
    if (member) member.leave(handsOver);
  }

  /** Says what waits for the end of the task. */
  private _flush(): void {
    if (!this._isListDue) return;
    this._isListDue = false;
    if (this._member) this._member.relay.hello();
  }
}
