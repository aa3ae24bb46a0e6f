import { onLeave, onDeparture, onHide, onWake } from '../platform/page.js';
import { nextTask } from '../platform/tasks.js';
import { Gaps } from './follower/gaps.js';
import { Inbox } from './follower/inbox.js';
import { Member } from './membership.js';
import { Outbox } from './follower/outbox.js';
import { PageCalls } from './page-calls.js';
import { Turns } from './turns.js';

const PROTOCOL = "CometServer 2";
class SharedLink {
  constructor(_options, page) {
    this._options = _options;
    this.outbox = new Outbox(() => this.tab);
    this.inbox = new Inbox();
    this.gaps = new Gaps((gap) => this.isStarted && this.listener.onGap(gap));
    this.turns = new Turns(this);
    this.ledEpoch = 0;
    this._isListDue = false;
    this.listener = new PageCalls(page, () => Boolean(this._member && this._member.leadsOthers));
  }
  get isConnected() {
    return Boolean(this._member && this._member.relay.isConnected && this.listener.isConnected);
  }
  get isStarted() {
    return Boolean(this._unlisten);
  }
  get isMaster() {
    return this._member && this._member.isMaster;
  }
  get tabs() {
    const { tab } = this;
    if (!this._member) return { tab, master: void 0, epoch: 0, tabs: [] };
    const { master, tabs } = this._member.relay;
    return { tab, master: master.from || void 0, epoch: master.epoch, tabs };
  }
  start() {
    if (this._unlisten) return;
    const ends = [
      onLeave(
        () => this._leave(true),
        () => this._join()
      ),
      onDeparture(
        () => this._member && this._member.transfer.depart(),
        () => this._member && this._member.transfer.stay()
      ),
      onHide(() => this._member && this._member.relay.hello()),
      onWake(() => this._member && this._member.relay.hello({ wakes: true }))
    ];
    this._unlisten = () => ends.forEach((end) => end());
    this._join();
  }
  stop() {
    this._flush();
    if (this._unlisten) this._unlisten();
    this._unlisten = void 0;
    this.listener.forget();
    this._leave(false);
    if (this.listener.isConnected) this.listener.onDisconnect(1e3);
    this.gaps.forget();
  }
  restart(options) {
    if (this._member) this._member.restart(options);
  }
  propose(options) {
    if (this._member) this._member.propose(options);
  }
  discard() {
    this.outbox.discard();
  }
  setChannels(channels, wantsPrivate = false, duties = []) {
    this.inbox.channels = channels;
    this.inbox.wantsPrivate = wantsPrivate;
    this.inbox.ownDuties = duties;
    if (this._isListDue) return;
    this._isListDue = true;
    nextTask(() => this._flush());
  }
  send({ command, onDone, onLog }) {
    const { listener } = this;
    const request = {
      command,
      onDone: (...result) => listener.settle(() => onDone(...result))
    };
    if (onLog) request.onLog = (message) => listener.settle(() => onLog(message));
    this.outbox.add(request);
    if (this._member && !this._isListDue) this._member.relay.offer();
    const { _member: member } = this;
    return Boolean(
      member && member.relay.isConnected && !(member.isMaster && this.outbox.isWaiting)
    );
  }
  takeTurn(name, turn, run) {
    this.turns.take(name, turn, run);
  }
  get duties() {
    return this.inbox.duties;
  }
  get isLate() {
    return Boolean(this._member && this._member.lag);
  }
  post(message) {
    if (this._member) this._member.post(message);
  }
  get tab() {
    return this._options.tab();
  }
  userId() {
    return this._options.userId();
  }
  isOwnPresence(message) {
    return this._options.isOwnPresence(message);
  }
  createConnection(listener) {
    return this._options.createConnection(listener);
  }
  onBroken() {
    const member = this._member;
    nextTask(() => {
      if (!member || this._member !== member) return;
      this._leave(false);
      this._join(true);
    });
  }
  _join(isAlone = false) {
    if (this._member) return;
    this._member = new Member(this, `${PROTOCOL} ${this._options.group()}`, isAlone);
    this.inbox.queue.load(this._options.group());
    this._member.join();
  }
  _leave(handsOver) {
    const member = this._member;
    this._member = void 0;
    this.turns.end();
    if (member) member.leave(handsOver);
  }
  /** Says what waits for the end of the task. */
  _flush() {
    if (!this._isListDue) return;
    this._isListDue = false;
    if (this._member) this._member.relay.hello();
  }
}

export { SharedLink };
//# sourceMappingURL=shared-link.js.map
