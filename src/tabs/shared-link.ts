/**
 * `tabs/`: one connection for all tabs of a group. `SharedLink` is a tab's way to the server; the
 * layers above cannot tell which tab holds the connection. This folder may not know how a
 * connection works (it is given a function that makes one), nor the subscriptions of the page.
 */
import { wasStopped, type CometError } from "../api/errors";
import type { CometOptions, TabsInfo } from "../api/types";
import type { Connection, ConnectionListener } from "../connection/connection";
import { onDeparture, onHide, onLeave, onWake } from "../platform/page";
import { nextTask } from "../platform/tasks";
import { published, senderOf } from "../protocol/echo";
import type { ServerMessage } from "../protocol/messages";
import { Gaps } from "./follower/gaps";
import { Inbox } from "./follower/inbox";
import { Outbox } from "./follower/outbox";
import { Recovery } from "./follower/recovery";
import type { LinkListener, Request, SharedLinkOptions, Turn } from "./link";
import type { Membership } from "./membership";
import { Memberships } from "./memberships";
import type { Running } from "./messages";
import { PageCalls } from "./page-calls";
import { Turns } from "./turns";

/**
 * The way to the server that all tabs of a group share. A page that is frozen or in the
 * back/forward cache leaves the group: it cannot run, and the other tabs would wait for it.
 */
export class SharedLink {
  readonly outbox = new Outbox(
    () => this.id,
    () => this._isReachable,
    (command, report) => {
      const time = report && "time" in report ? report.time : 0;
      const userId = senderOf(command, this.userId);
      this.recovery.note({ ...published(command), userId, time, from: "own" });
    },
    (callback) => this.page.settle(callback),
  );
  readonly inbox = new Inbox(this._options.isShared);
  readonly recovery = new Recovery({
    recovers: (channel) => this._options.recovers(channel),
    onMessage: (message, turn) => this.isStarted && this.page.onMessage(message, turn),
    onSeen: (id, channel) => this.turns.pass(id, channel),
    onGap: (gap) => this.isStarted && this.page.onGap(gap),
  });
  readonly gaps = new Gaps((gap) => this.recovery.begin(gap));
  readonly turns = new Turns(this);
  readonly page: PageCalls;
  /** The last term that this tab led: its next one needs a higher number, to be told from it. */
  lastTerm = 0;

  private readonly _memberships = new Memberships(this, this._options);
  private _unlisten: (() => void) | undefined;
  private _isReportDue = false;

  constructor(
    private readonly _options: SharedLinkOptions,
    page: LinkListener,
  ) {
    this.page = new PageCalls(page, () => this._membership?.leadsOthers ?? false);
  }

  /** Whether the server can be reached now. */
  get isConnected(): boolean {
    return this.page.isConnected && this._isReachable;
  }

  /** Whether the link was started: it is connected, or tries to be. */
  get isStarted(): boolean {
    return this._unlisten !== undefined;
  }

  /** Whether this tab holds the connection; `undefined`: not decided yet. */
  get isMaster(): boolean | undefined {
    const role = this._membership?.role;
    return role && role === "leader";
  }

  get tabs(): TabsInfo {
    const { id: tab } = this;
    if (!this._membership) return { tab, master: undefined, epoch: 0, tabs: [] };
    const { known, tabs } = this._membership.follower;
    return { tab, master: known.leader, epoch: known.number, tabs: [...tabs] };
  }

  /** Connects, and keeps connected until `stop`. Does nothing when it is started already. */
  start(): void {
    if (this._unlisten) return;
    const starting = (this._unlisten = () => undefined);
    // Before the listeners, so that the election begins at once.
    this._memberships.join();
    // A listener of the page may have called `stop`, and `start` again.
    if (this._unlisten !== starting) return;
    const ends = [
      onLeave(
        () => this._memberships.leave(true),
        () => this._memberships.leave(true),
        () => this._memberships.join(),
      ),
      onDeparture(
        () => this._membership?.depart(),
        () => this._membership?.transfer.giver.stay(),
      ),
      onHide(() => this._membership?.follower.report()),
      onWake(() => this.wake()),
    ];
    this._unlisten = () => ends.forEach((end) => end());
  }

  /** Leaves the group. No timer, listener or socket remains; channels and waiting commands do. */
  stop(): void {
    this._flush();
    this.outbox.giveUp(wasStopped());
    this._unlisten?.();
    this._unlisten = undefined;
    this.page.forget();
    this._memberships.leave(false);
    // `forget` may have dropped a disconnection that the page was not told yet.
    this.page.ensureDisconnected();
    this.gaps.forget();
    this.recovery.forget();
  }

  /** The network or the page may be back: connects, or checks the connection, at once. */
  wake(): void {
    this._membership?.wake();
  }

  /** Connects anew. All tabs that share the connection take over the options. */
  restart(options: CometOptions): void {
    this._membership?.restart(options);
  }

  /** Proposes other options for the connection to the leader. */
  propose(options: CometOptions): void {
    this._membership?.post({ type: "proposal", options });
  }

  /** Gives up all requests that wait for a connection, because they are another visitor's. */
  discard(): void {
    this.outbox.discard();
  }

  /**
   * The channels that this tab wants to hear: the whole list, without repetitions.
   * @param wantsPrivate whether it wants to hear private messages, too; they come by themselves.
   * @param duties the keys of its handlers that run once per browser.
   */
  setChannels(
    channels: readonly string[],
    wantsPrivate = false,
    duties: readonly string[] = [],
  ): void {
    this.inbox.channels = channels;
    this.inbox.wantsPrivate = wantsPrivate;
    this.turns.keys = duties;
    // Gathers the changes of one task: each new list makes presence flap in `track_*` channels.
    if (this._isReportDue) return;
    this._isReportDue = true;
    nextTask(() => this._flush());
  }

  /**
   * Carries a command out, now or once the server can be reached. Returns whether it was now (at
   * the end of the task, if a change of the channel list has to go first).
   */
  send(request: Request): boolean {
    this.outbox.add(request);
    // A changed channel list goes first, because the command may depend on it.
    if (!this._isReportDue) this._membership?.follower.offer();
    // The leading tab has written it by now, unless the socket is closing.
    return this._isReachable && !(this.isMaster && this.outbox.isWaiting);
  }

  /** The caller of a request waits no longer; see `Outbox.cancel`. */
  cancel(request: Request, error: CometError): void {
    this.outbox.cancel(request, error);
  }

  /**
   * Runs the handlers that run once per browser and have the key `name`, for a message: now, if this
   * tab is on duty; later, if the tab on duty does not answer; else not at all.
   */
  takeTurn(name: string, turn: Turn, run: () => void): void {
    this.turns.take(name, turn, run);
  }

  get id(): string {
    return this._options.tab();
  }

  get userId(): string {
    return this._options.userId();
  }

  get prefersVisible(): boolean {
    return this._options.prefersVisible();
  }

  get wantsStandby(): boolean {
    return this._options.wantsStandby();
  }

  /** Whether events that this tab reads now may be old, because it slept. */
  get isLate(): boolean {
    return Boolean(this._membership?.lag);
  }

  post(message: Running): void {
    this._membership?.post(message);
  }

  isOwnPresence(message: ServerMessage): boolean {
    return this._options.isOwnPresence(message);
  }

  createConnection(listener: ConnectionListener): Connection {
    return this._options.createConnection(listener);
  }

  /** The bus has broken: this tab goes on alone for a time. */
  onBroken(): void {
    this._memberships.onBroken();
  }

  private get _membership(): Membership | undefined {
    return this._memberships.current;
  }

  private get _isReachable(): boolean {
    return this._membership?.follower.isConnected ?? false;
  }

  /** Reports a changed channel list that waits for the end of the task. */
  private _flush(): void {
    if (!this._isReportDue) return;
    this._isReportDue = false;
    // Not before: a page may leave a channel and join it in one task.
    this.recovery.want(this.inbox.channels);
    this._membership?.follower.report();
  }
}
