import { wasStopped } from '../api/errors.js';
import { onLeave, onDeparture, onHide, onWake } from '../platform/page.js';
import { nextTask } from '../platform/tasks.js';
import { senderOf, published } from '../protocol/echo.js';
import { Gaps } from './follower/gaps.js';
import { Inbox } from './follower/inbox.js';
import { Outbox } from './follower/outbox.js';
import { Recovery } from './follower/recovery.js';
import { Memberships } from './memberships.js';
import { PageCalls } from './page-calls.js';
import { Turns } from './turns.js';

class SharedLink {
  constructor(_options, page) {
    this._options = _options;
    this.outbox = new Outbox(
      () => this.id,
      () => this._isReachable,
      (command, report) => {
        const time = report && "time" in report ? report.time : 0;
        const userId = senderOf(command, this.userId);
        this.recovery.note({ ...published(command), userId, time, from: "own" });
      },
      (callback) => this.page.settle(callback)
    );
    this.inbox = new Inbox(this._options.isShared);
    this.recovery = new Recovery({
      recovers: (channel) => this._options.recovers(channel),
      onMessage: (message, turn) => this.isStarted && this.page.onMessage(message, turn),
      onSeen: (id, channel) => this.turns.pass(id, channel),
      onGap: (gap) => this.isStarted && this.page.onGap(gap)
    });
    this.gaps = new Gaps((gap) => this.recovery.begin(gap));
    this.turns = new Turns(this);
    /** The last term that this tab led: its next one needs a higher number, to be told from it. */
    this.lastTerm = 0;
    this._memberships = new Memberships(this, this._options);
    this._isReportDue = false;
    this.page = new PageCalls(page, () => this._membership?.leadsOthers ?? false);
  }
  /** Whether the server can be reached now. */
  get isConnected() {
    return this.page.isConnected && this._isReachable;
  }
  /** Whether the link was started: it is connected, or tries to be. */
  get isStarted() {
    return this._unlisten !== void 0;
  }
  /** Whether this tab holds the connection; `undefined`: not decided yet. */
  get isMaster() {
    const role = this._membership?.role;
    return role && role === "leader";
  }
  get tabs() {
    const { id: tab } = this;
    if (!this._membership) return { tab, master: void 0, epoch: 0, tabs: [] };
    const { known, tabs } = this._membership.follower;
    return { tab, master: known.leader, epoch: known.number, tabs: [...tabs] };
  }
  /** Connects, and keeps connected until `stop`. Does nothing when it is started already. */
  start() {
    if (this._unlisten) return;
    const starting = this._unlisten = () => void 0;
    this._memberships.join();
    if (this._unlisten !== starting) return;
    const ends = [
      onLeave(
        () => this._memberships.leave(true),
        () => this._memberships.leave(true),
        () => this._memberships.join()
      ),
      onDeparture(
        () => this._membership?.depart(),
        () => this._membership?.transfer.giver.stay()
      ),
      onHide(() => this._membership?.follower.report()),
      onWake(() => this.wake())
    ];
    this._unlisten = () => ends.forEach((end) => end());
  }
  /** Leaves the group. No timer, listener or socket remains; channels and waiting commands do. */
  stop() {
    this._flush();
    this.outbox.giveUp(wasStopped());
    this._unlisten?.();
    this._unlisten = void 0;
    this.page.forget();
    this._memberships.leave(false);
    this.page.ensureDisconnected();
    this.gaps.forget();
    this.recovery.forget();
  }
  /** The network or the page may be back: connects, or checks the connection, at once. */
  wake() {
    this._membership?.wake();
  }
  /** Connects anew. All tabs that share the connection take over the options. */
  restart(options) {
    this._membership?.restart(options);
  }
  /** Proposes other options for the connection to the leader. */
  propose(options) {
    this._membership?.post({ type: "proposal", options });
  }
  /** Gives up all requests that wait for a connection, because they are another visitor's. */
  discard() {
    this.outbox.discard();
  }
  /**
   * The channels that this tab wants to hear: the whole list, without repetitions.
   * @param wantsPrivate whether it wants to hear private messages, too; they come by themselves.
   * @param duties the keys of its handlers that run once per browser.
   */
  setChannels(channels, wantsPrivate = false, duties = []) {
    this.inbox.channels = channels;
    this.inbox.wantsPrivate = wantsPrivate;
    this.turns.keys = duties;
    if (this._isReportDue) return;
    this._isReportDue = true;
    nextTask(() => this._flush());
  }
  /**
   * Carries a command out, now or once the server can be reached. Returns whether it was now (at
   * the end of the task, if a change of the channel list has to go first).
   */
  send(request) {
    this.outbox.add(request);
    if (!this._isReportDue) this._membership?.follower.offer();
    return this._isReachable && !(this.isMaster && this.outbox.isWaiting);
  }
  /** The caller of a request waits no longer; see `Outbox.cancel`. */
  cancel(request, error) {
    this.outbox.cancel(request, error);
  }
  /**
   * Runs the handlers that run once per browser and have the key `name`, for a message: now, if this
   * tab is on duty; later, if the tab on duty does not answer; else not at all.
   */
  takeTurn(name, turn, run) {
    this.turns.take(name, turn, run);
  }
  get id() {
    return this._options.tab();
  }
  get userId() {
    return this._options.userId();
  }
  get prefersVisible() {
    return this._options.prefersVisible();
  }
  get wantsStandby() {
    return this._options.wantsStandby();
  }
  /** Whether events that this tab reads now may be old, because it slept. */
  get isLate() {
    return Boolean(this._membership?.lag);
  }
  post(message) {
    this._membership?.post(message);
  }
  isOwnPresence(message) {
    return this._options.isOwnPresence(message);
  }
  createConnection(listener) {
    return this._options.createConnection(listener);
  }
  /** The bus has broken: this tab goes on alone for a time. */
  onBroken() {
    this._memberships.onBroken();
  }
  get _membership() {
    return this._memberships.current;
  }
  get _isReachable() {
    return this._membership?.follower.isConnected ?? false;
  }
  /** Reports a changed channel list that waits for the end of the task. */
  _flush() {
    if (!this._isReportDue) return;
    this._isReportDue = false;
    this.recovery.want(this.inbox.channels);
    this._membership?.follower.report();
  }
}

export { SharedLink };
//# sourceMappingURL=shared-link.js.map
