import { isHidden } from '../../platform/page.js';
import { nextTask } from '../../platform/tasks.js';
import { ConnectionView } from './connection-view.js';
import { NOBODY, isSame } from '../term.js';

const MAX_WAITING_TICKS = 2;
class RelayLink {
  /** @param _onFrame each frame of the master, once. */
  constructor(_state, _listener, _post, _onFrame) {
    this._state = _state;
    this._listener = _listener;
    this._post = _post;
    this._onFrame = _onFrame;
    /** The master that is known; its `from` is `""` where none is. */
    this.master = NOBODY;
    this.tabs = [];
    this._isOver = false;
    /** Who leads whom, as it was told last. */
    this._news = "";
    /** Whose items are heard: an earlier master's, until its successor has some. */
    this._followed = NOBODY;
    /** Number of the last item that was heard. */
    this._last = 0;
    /** Has just joined: what happened before does not matter. */
    this._isFresh = true;
    /** Has heard another connection: of the present one it takes what follows its answer. */
    this._isCrossing = false;
    this._waitingTicks = 0;
    /** The followed master has left, and all that it wrote is known. */
    this._isSettled = false;
    /** The master took over from one who may still live. */
    this._isForced = false;
    this._view = new ConnectionView(
      _state,
      _listener,
      () => this.hello(),
      // What is on its way to a master that lives may be written by it yet.
      () => _state.outbox.requeue(this._followed.from !== _state.tab)
    );
  }
  get isConnected() {
    return this._view.isConnected;
  }
  /** The other tab that knows what this one has offered; `""` where there is none. */
  get offeredTo() {
    const { from } = this._followed;
    return from === this._state.tab ? "" : from;
  }
  /** The tab leaves: nothing is reported any more. */
  end() {
    this._isOver = true;
    const report = this._view.end();
    if (this._followed.from !== this._state.tab) this._state.outbox.doubt();
    this._state.outbox.requeue();
    report();
  }
  /** Says what this tab wants, to all; more where a part of it is asked for. */
  hello(more = {}) {
    const { tab: from, inbox, outbox } = this._state;
    const { from: to, epoch } = this.master;
    const wants = { channels: inbox.channels, duties: inbox.ownDuties, isHidden: isHidden() };
    const commands = this.isConnected ? outbox.offer() : [];
    this._post({ kind: "hello", from, to, epoch, wants, commands, ...more });
  }
  /**
   * Has the master carry out what was asked since, but for one offer at a time: where a master dies
   * without a word, only the last one is in doubt.
   */
  offer(isLast = false) {
    const { tab: from, outbox } = this._state;
    if (!this.isConnected || outbox.isWaiting && !isLast) return;
    const commands = outbox.offer(isLast);
    if (commands.length) this._post({ kind: "commands", from, to: this.master.from, commands });
  }
  /** A master says that it leads. */
  follow(lead) {
    const { tab } = this._state;
    const { from, last, state, tabs } = lead;
    const isNew = !isSame(lead, this.master);
    const goesOn = isNew && this._goesOn(lead);
    const isParallel = isNew && last > 0 && this.master.from !== "" && !goesOn;
    if (isNew) {
      this._change(lead, goesOn);
      this._isForced = state.isForced || isParallel;
    }
    const news = [from, lead.epoch, ...tabs].join();
    if (tabs.length && news !== this._news) {
      this._news = news;
      this.tabs = tabs;
      this._listener.onTabs();
    }
    if (isParallel) this._isFresh = this._isCrossing = true;
    if (this._isCrossing && from !== tab && lead.reset !== tab) return this._ask(-1);
    if (this._isFresh || lead.reset === tab) this._jump(lead);
    this._view.heard(lead.at);
    const known = isSame(lead, this._followed) ? this._last : 0;
    if (known < last) this._ask(known);
    else if (!tabs.includes(tab)) this.hello();
    else if (known && state.isOpen && !this.isConnected) this._view.take(state);
  }
  /**
   * A tab has left, or leads no more; where it led, after so many items.
   * @param isHandedOver its heir may go on without a break: nothing is lost until that one speaks.
   */
  dismiss(from, last, isHandedOver = false) {
    if (from === this._followed.from) this._isSettled = last === this._last;
    if (from === this.master.from && !isHandedOver) this.lose();
  }
  /** Whether all is known that the followed master wrote, and it has left. */
  get isSettled() {
    return this._isSettled;
  }
  /** Whether a new master's connection stood before the followed one's ended. */
  _goesOn({ continues }) {
    return continues !== void 0 && this.isConnected && isSame(continues, this._followed);
  }
  _change({ epoch, from, continues }, goesOn) {
    this._continues = goesOn && continues ? continues.last : void 0;
    if (goesOn) this.master = { epoch, from };
    else this.lose({ epoch, from });
  }
  /** Whether the time has come to follow the new master: what is on its way goes first. */
  _crosses(message) {
    const isBehind = this._continues !== void 0 && this._last < this._continues;
    if (isBehind && this._askedAfter !== 0) {
      this._ask(0);
      return false;
    }
    if (isBehind) this.lose(this.master);
    if (this._continues !== void 0) this._view.change();
    this._continues = void 0;
    this._begin(message, 0);
    return true;
  }
  /** The master is gone; `next` leads, where that is known. */
  lose(next = { ...this.master, from: "" }) {
    this.master = next;
    this._view.lose();
  }
  /** This tab led, and another does: what that one said until now is not for this tab. */
  yield() {
    this._isFresh = true;
    this._state.inbox.overlap();
    this.lose();
  }
  /** What came after that (milliseconds since 1970) may not have been heard. */
  missSince(at) {
    this._view.missSince(at);
  }
  /** What this tab heard until now came by a connection beside the present one. */
  cross() {
    this._isCrossing = true;
  }
  /** What happened. A successor's first items end what the master before it said. */
  take(message) {
    const { items, first } = message;
    if (!isSame(message, this._followed)) {
      if (!isSame(message, this.master) || this._isFresh) return this._takeLate(items);
      if (first > 1) return this._ask(0);
      if (!this._crosses(message)) return;
    }
    if (first > this._last + 1) {
      if (isSame(message, this.master)) this._ask(this._last);
      return;
    }
    this._view.heard(message.at);
    for (const item of items.slice(this._last + 1 - first)) {
      if (this._isOver || !isSame(message, this._followed)) return;
      this._last++;
      this._takeItem(item);
    }
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    this._state.turns.tick();
    this._askedAfter = void 0;
    this._waitingTicks = this._state.outbox.isWaiting ? this._waitingTicks + 1 : 0;
    if (this._waitingTicks > MAX_WAITING_TICKS || this._isCrossing || !this.tabs.includes(this._state.tab))
      this.hello();
  }
  /** Items are missing, or too old to be had: asks once for those after this one. */
  _ask(after) {
    if (this._askedAfter === after) return;
    this._askedAfter = after;
    this.hello({ after });
  }
  /** Goes on from here, without what was before. */
  _jump(lead) {
    this.lose(this.master);
    this._isFresh = this._isCrossing = false;
    this._begin(lead, lead.last);
    if (lead.state.isOpen || lead.state.fatal) this._view.take(lead.state);
    this._state.inbox.queue.adopt(lead.queue);
    this._onDuties(lead.duties);
  }
  _begin({ epoch, from }, last) {
    const { tab, inbox, outbox } = this._state;
    if (!this._isSettled && this._followed.from !== tab) outbox.doubt();
    outbox.requeue();
    if (this._isForced) inbox.overlap();
    this._isSettled = false;
    this._followed = { epoch, from };
    this._last = last;
    this._askedAfter = void 0;
  }
  /** Of a master that has a successor already: what it wrote must not be written again. */
  _takeLate(items) {
    for (const { wrote = [] } of items)
      for (const id of wrote) {
        this._state.outbox.wrote(id);
        this._state.outbox.repeat(id);
      }
    this._offerNext();
  }
  _takeItem({ state, wrote = [], duties, to, isLog, text, except }) {
    const { outbox } = this._state;
    for (const id of wrote) outbox.wrote(id);
    if (duties) this._onDuties(duties);
    if (state) this._view.take(state);
    if (to) this._onAnswer(to, isLog, text);
    else if (text) this._takeFrame(text, except);
    if (to || wrote.length) this._offerNext();
  }
  _onDuties(duties) {
    this._state.inbox.duties = duties;
    this._state.turns.review();
  }
  _takeFrame(text, except) {
    const { tab, inbox } = this._state;
    this._onFrame(text);
    if (except === tab) return;
    const { epoch, from } = this._followed;
    const turn = { id: [epoch, from, this._last].join(" "), except };
    for (const message of inbox.hear(text, except !== void 0))
      this._listener.onMessage(message, turn);
  }
  /**
   * Nothing may wait any more, not even for a command of another tab. In a task of its own: the
   * master's tab would write it before what it is writing now.
   */
  _offerNext() {
    if (this._state.outbox.hasNew) nextTask(() => this.offer());
  }
  _onAnswer(to, isLog = false, text = "") {
    const { tab, outbox, inbox } = this._state;
    const [message] = text && to.tab === tab ? inbox.read(text) : [];
    if (isLog) return message && outbox.log(to, message);
    const isNews = outbox.settle(to, message);
    if (isNews && message && message.kind !== "answer") this._listener.onMessage(message);
  }
}

export { RelayLink };
//# sourceMappingURL=follower.js.map
