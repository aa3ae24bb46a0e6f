import { nextTask } from '../../platform/tasks.js';
import { FENCE } from '../../protocol/commands.js';
import { CommandRunner } from './command-runner.js';
import { EntryLog } from './entry-log.js';
import { Rehearsal } from '../handover/rehearsal.js';
import { Census, channelsOf, assign } from './roster.js';

const REFILL_ITEMS = 50;
const CLOSED = {
  isOpen: false,
  info: "",
  channels: [],
  code: 0,
  until: 0,
  isForced: false
};
class Master {
  constructor(_tab, _owner) {
    this._tab = _tab;
    this._owner = _owner;
    /** 0: does not lead. */
    this.epoch = 0;
    /** How long the connection took to stand for the first time, in milliseconds. */
    this.connectMs = Infinity;
    this._state = CLOSED;
    this._log = new EntryLog();
    this._commands = new CommandRunner(this);
    this._census = new Census();
    this._isLeadDue = false;
    this._startedAt = 0;
    /** Hands over: commands are for the heir. */
    this._isPaused = false;
    this.connection = _tab.createConnection(this);
    this._rehearsal = new Rehearsal({
      read: (text) => _tab.inbox.read(text),
      isOwnPresence: (message) => _tab.isOwnPresence(message),
      rejoin: () => this.connection.rejoin()
    });
  }
  get outbox() {
    return this._tab.outbox;
  }
  get wants() {
    return this._owner.wants;
  }
  userId() {
    return this._tab.userId();
  }
  /** Number of the last item. */
  get last() {
    return this._log.last;
  }
  /** Connects while another tab leads, which is about to leave. */
  prepare() {
    this._rehearsal.prepare();
    this.connection.setChannels(channelsOf(this._owner.wants));
    this._start();
  }
  /** Whether the prepared connection hears all. */
  get isPrepared() {
    return this._state.isOpen && this._rehearsal.isReady;
  }
  /** The leader has heard this frame. */
  overhear(text) {
    this._rehearsal.overhear(text);
  }
  /** @param continues the master after whose last item this one goes on, without a break. */
  begin(epoch, isForced, continues) {
    if (this._state.fatal) this._renewConnection();
    const { isPreparing } = this._rehearsal;
    this.epoch = epoch;
    this._continues = continues;
    this._state = { ...isPreparing ? this._state : CLOSED, isForced };
    if (!isPreparing) this._start();
    this._callOver();
    if (!isPreparing) return;
    const news = this._rehearsal.lead(continues !== void 0);
    if (this._state.isOpen) this.emit({ state: this._state });
    for (const text of news) this.emit({ text });
  }
  /** The prepared connection was refused: there is nothing to go on with. */
  _renewConnection() {
    this._rehearsal.end();
    this.connection = this._tab.createConnection(this);
  }
  _start() {
    this.connectMs = Infinity;
    this._startedAt = performance.now();
    this.connection.start();
  }
  /** Leads no more. */
  end() {
    this.epoch = 0;
    this._rehearsal.end();
    this.connection.stop();
  }
  /** Carries no more commands out: they are for the heir. @param isPaused `false`: goes on. */
  pause(isPaused) {
    this._isPaused = isPaused;
    if (isPaused) return;
    this._rehearsal.onStay();
    this._callOver();
  }
  /** Calls `onPassed` once everything was read that the server has sent until now. */
  fence(onPassed) {
    if (this.connection.isConnected) this.connection.send({ command: FENCE, onDone: onPassed });
  }
  /** Connects anew, where this tab leads. */
  restart() {
    if (!this.epoch) return;
    this.connection.stop();
    const until = this._heardUntil;
    this.connection = this._tab.createConnection(this);
    this._start();
    this._closed(0, until);
    this.update();
  }
  /** What a tab says. */
  receive(message) {
    this._census.heard(message.from);
    if (message.kind === "hello") this._welcome(message);
    if (message.to === this._tab.tab && this.connection.isConnected && !this._isPaused)
      this._commands.carryOut(message.commands);
  }
  /** The tabs, or what they want, may have changed. */
  update() {
    const { wants } = this._owner;
    if (!this.epoch && !this._rehearsal.isPreparing) return;
    this.connection.setChannels(channelsOf(wants));
    if (!this.epoch) return this._list(this._state.channels);
    const duties = assign(wants, this._tab.inbox.duties);
    if (JSON.stringify(duties) !== JSON.stringify(this._tab.inbox.duties)) this.emit({ duties });
    this.announce();
  }
  /** Says soon that this tab leads, where it does: once for all who ask now. */
  announce() {
    if (this._isLeadDue) return;
    this._isLeadDue = true;
    nextTask(() => {
      this._isLeadDue = false;
      if (this.epoch) this._owner.whileLeading(() => this._lead(this._tabs()));
    });
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    const unwatched = this._tabs().filter((tab) => !this._owner.watch(tab));
    const missing = this._census.tick(unwatched);
    if (!missing) return;
    for (const tab of missing) this._owner.wants.delete(tab);
    this._callOver();
  }
  onConnect(info) {
    if (this.connectMs === Infinity) this.connectMs = performance.now() - this._startedAt;
    const { inbox } = this._tab;
    const isAuthorized = inbox.read(info).some((one) => one.kind === "info" && one.authorized);
    this._rehearsal.onConnect(this.connectMs, isAuthorized || !inbox.isAuthorized);
    this._setState({ isOpen: true, info });
    if (!channelsOf(this._owner.wants).length) this._rehearsal.onList(true);
    if (this._rehearsal.isReady) this._owner.onPrepared();
  }
  onSubscribed(channels) {
    this._setState({ ...this._state, channels });
    this._list(channels);
  }
  onFrame(text) {
    if (this._rehearsal.holds(text) || this._rehearsal.isNoNews(text, this._isPaused)) return;
    this.emit({ text });
  }
  onIgnored(reason) {
    this._tab.listener.onMessage({ kind: "ignored", reason });
  }
  onDisconnect(code) {
    this._closed(code, this._heardUntil);
  }
  onFatal({ message, value }) {
    this._setState({ until: this._heardUntil, fatal: [message, value] });
  }
  /** The connection hears these channels. */
  _list(channels) {
    if (!this._rehearsal.isPreparing) return;
    const isListed = channelsOf(this._owner.wants).join() === channels.join();
    if (this._rehearsal.onList(isListed)) this._owner.onPrepared();
  }
  _welcome({ from, to, after, wakes }) {
    this.update();
    if (wakes) this.connection.wake();
    if (to === this._tab.tab && after !== void 0) this._refill(from, after);
  }
  /** Sends once more what came after an item; where that is gone, the tab has to go on from now. */
  _refill(tab, after) {
    const items = this._log.after(after);
    if (!items) return this._lead(this._tabs(), tab);
    for (let sent = 0; sent < items.length; sent += REFILL_ITEMS)
      this._say(after + sent + 1, items.slice(sent, sent + REFILL_ITEMS));
  }
  _closed(code, until) {
    this._commands.clear();
    this._setState({ code, until });
  }
  _setState(state) {
    const { isForced } = this._state;
    this._state = { ...CLOSED, isForced, ...state };
    if (!this._state.isOpen) this._rehearsal.onLost();
    this.emit({ state: this._state });
  }
  /** Tells all tabs what happened. */
  emit(item) {
    if (!this.epoch) return;
    this._owner.whileLeading(() => {
      if (!this.epoch) return;
      this._log.push(item, this._owner.wants.size > 1);
      this._say(this.last, [item]);
    }, true);
  }
  _say(first, items) {
    this._owner.say({ kind: "items", ...this._stamp(), first, items });
  }
  _tabs() {
    return [...this._owner.wants.keys()];
  }
  /** Asks all tabs to say what they want. */
  _callOver() {
    this._lead([]);
  }
  _lead(tabs, reset) {
    const { epoch, last, _state: state } = this;
    const { duties } = this._tab.inbox;
    const queue = this._tab.inbox.queue.entries;
    if (!epoch) return;
    const { _continues: continues } = this;
    const lead = { kind: "lead", ...this._stamp(), last, state, tabs, queue, duties, reset };
    this._owner.say(continues ? { ...lead, continues } : lead);
  }
  _stamp() {
    return { from: this._tab.tab, epoch: this.epoch, at: this._heardUntil };
  }
  /** All that the server sent until then was read; in milliseconds since 1970. */
  get _heardUntil() {
    return Date.now() - Math.max(this.connection.silence, this._owner.lag);
  }
}

export { Master };
//# sourceMappingURL=leader.js.map
