import { onLeave, onDeparture, onHide, onWake } from '../platform/page.js';
import { nextTask } from '../platform/tasks.js';
import { Gaps } from './follower/gaps.js';
import { Inbox } from './follower/inbox.js';
import { Outbox } from './follower/outbox.js';
import { Membership } from './membership.js';
import { PageCalls } from './page-calls.js';
import { Turns } from './turns.js';

const PROTOCOL = "CometServer 3";
class SharedLink {
  constructor(_options, page) {
    this._options = _options;
    this.outbox = new Outbox(() => this.id);
    this.inbox = new Inbox();
    this.gaps = new Gaps((gap) => this.isStarted && this.page.onGap(gap));
    this.turns = new Turns(this);
    /** The last term that this tab led: its next one needs a higher number, to be told from it. */
    this.lastTerm = 0;
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
    const starting = () => void 0;
    this._unlisten = starting;
    this._join();
    if (this._unlisten !== starting) return;
    const ends = [
      onLeave(
        () => this._leave(true),
        () => this._finishLeaving(),
        () => this._join()
      ),
      onDeparture(
        () => this._membership?.depart(),
        () => this._membership?.transfer.stay()
      ),
      onHide(() => this._membership?.follower.report()),
      onWake(() => this._membership?.wake())
    ];
    this._unlisten = () => ends.forEach((end) => end());
  }
  /** Leaves the group. No timer, listener or socket remains; channels and waiting commands do. */
  stop() {
    this._flush();
    this._unlisten?.();
    this._unlisten = void 0;
    this.page.forget();
    this._leave(false);
    this.page.ensureDisconnected();
    this.gaps.forget();
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
  send({ command, onDone, onLog }) {
    const { page } = this;
    const request = {
      command,
      onDone: (...result) => page.settle(() => onDone(...result))
    };
    if (onLog) request.onLog = (message) => page.settle(() => onLog(message));
    this.outbox.add(request);
    if (!this._isReportDue) this._membership?.follower.offer();
    return this._isReachable && !(this.isMaster && this.outbox.isWaiting);
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
  /** The bus has broken: this tab goes on alone. */
  onBroken() {
    const membership = this._membership;
    nextTask(() => {
      if (!membership || this._membership !== membership) return;
      this._leave(false);
      this._join(false);
    });
  }
  get _isReachable() {
    return this._membership?.follower.isConnected ?? false;
  }
  _join(isShared = true) {
    if (this._membership) return;
    const group = this._options.group();
    const membership = this._membership = new Membership(this, `${PROTOCOL} ${group}`, isShared);
    membership.join();
    this.inbox.queue.load(group);
  }
  _leave(handsOver) {
    const membership = this._membership;
    if (!membership) return;
    this._membership = void 0;
    this._leaving = membership;
    this._finishLeaving(handsOver);
  }
  /** The browser may have cut `_leave` off: takes the steps that are left. */
  _finishLeaving(handsOver = true) {
    this._leaving?.leave(handsOver);
    this._leaving = void 0;
    this.turns.end();
  }
  /** Reports a changed channel list that waits for the end of the task. */
  _flush() {
    if (!this._isReportDue) return;
    this._isReportDue = false;
    this._membership?.follower.report();
  }
}

export { SharedLink };
//# sourceMappingURL=shared-link.js.map
