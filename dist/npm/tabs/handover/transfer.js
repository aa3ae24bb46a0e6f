import { holdUp, isHidden } from '../../platform/page.js';
import { isSame } from '../term.js';
import { Handover, Succession } from './handover.js';

const LAST_WORD_MS = 250;
const NEAR_MS = 30;
const HOLD_MS = 10;
const REST_MS = 3e3;
class Transfer {
  /** @param _prefersVisible whether a visible tab is to lead rather than a hidden one. */
  constructor(_group, _prefersVisible) {
    this._group = _group;
    this._prefersVisible = _prefersVisible;
    this._handover = new Handover();
    this._succession = new Succession();
    /** When the leader has changed last, or was to. */
    this._movedAt = -Infinity;
  }
  /** The tab that this one hands over to. */
  get heir() {
    return this._handover.heir;
  }
  /** The page is about to leave: another tab connects while this one still listens. */
  depart() {
    const { nextTab, leader } = this._group;
    if (this.heir !== void 0 || nextTab === void 0) return;
    this._group.whileLeading(() => {
      this._handover.ask(nextTab);
      leader.expectHeir();
      leader.pause();
      this._sayHandover(nextTab);
      if (leader.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }
  /** Hands over to a visible tab, if this one is hidden and pages want that. */
  review() {
    const { leader, roster } = this._group;
    if (!isHidden() || !this._prefersVisible()) return;
    if (!leader.isConnected || this.heir !== void 0) return;
    const heir = roster.visible;
    if (heir === void 0 || performance.now() - this._movedAt < REST_MS) return;
    this._group.whileLeading(() => {
      this._movedAt = performance.now();
      this._handover.ask(heir, true);
      leader.expectHeir();
      this._sayHandover(heir);
    });
  }
  /** The page does not leave: the heir gives up its connection. */
  stay() {
    if (this.heir === void 0) return;
    this._handover.end();
    this._group.whileLeading(() => {
      this._sayHandover();
      this._group.leader.resume();
    });
  }
  /** The heir hears all. A fence shows that this leader has read all that was sent before. */
  onReady(from, term) {
    if (term.leader !== this._group.tab) return;
    this._group.whileLeading(() => {
      if (!this._handover.onReady(from)) return;
      this._group.leader.pause();
      this._group.leader.fence(() => void this._onFence(from));
    });
  }
  /** A leader hands over, to this tab or another. */
  onHandover({ term, heir, isChosen, tabs }) {
    const { follower, tab: own, leader, roster } = this._group;
    if (leader.term || !isSame(term, follower.known)) return;
    this._giveUp();
    if (heir !== own) return void (isChosen && this._group.candidate.requeue());
    for (const { tab, wants } of tabs) roster.set(tab, wants);
    this._succession.prepare(term);
    this._group.leader.prepare();
  }
  /** The prepared connection hears all. */
  onPrepared() {
    const term = this._succession.leader;
    if (term) this._group.post({ type: "ready", term });
  }
  /** A leader resigns. If it hands over, it has read all that the heir did not hear. */
  onResign({ term, last, isHandedOver }) {
    this._succession.onGone(term.leader, isHandedOver ? last : void 0);
  }
  /** The connection is lost: there is nothing to hand over. A page that leaves does not wait for more. */
  onLost() {
    if (this._handover.isChosen) this.stay();
  }
  /** A tab has left. */
  onGone(tab) {
    if (tab === this.heir) this.stay();
  }
  /** All connections are renewed, with other options: a prepared one has the old ones. */
  onRestart() {
    this.stay();
    this._giveUp();
  }
  /** Another leader leads than the one that this tab was to succeed. */
  onLeader(term) {
    const { leader } = this._succession;
    if (leader && !isSame(term, leader)) this._giveUp(term);
  }
  /** This tab is elected. Calls `lead` as soon as it has the `resign` of the leader before it. */
  onElected(lead) {
    if (this._succession.onElected(lead)) return;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._succession.stopWaiting(), LAST_WORD_MS);
  }
  /** Another tab leads, although this one is elected. */
  onOverruled() {
    if (!this._succession.isElected) return;
    this._endSuccession();
    this._group.renew();
  }
  /** This tab leads now. Returns how its term follows the one before. */
  takeOver(isForced) {
    const { start } = this._succession;
    this._endSuccession();
    const { leader, follower, roster, tab } = this._group;
    const before = follower.known.leader;
    const continues = start?.type === "continued";
    this._movedAt = performance.now();
    if (!continues && before !== void 0 && before !== tab) roster.remove(before);
    if (continues && leader.isPrepared && follower.reader.isSettled) return start;
    return { type: isForced ? "forced" : "free" };
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    if (this._succession.tick()) this._giveUp();
    if (this._handover.tick()) this.stay();
  }
  /** Ends both sides: this tab neither hands over nor succeeds a leader. */
  end() {
    this._handover.end();
    this._endSuccession();
  }
  /** This leader has read all that was sent before the heir listened. */
  async _onFence(heir) {
    const { candidate } = this._group;
    const isNext = !this._handover.isChosen || await candidate.isNext(heir);
    if (this.heir !== heir) return;
    if (isNext) this._group.whileLeading(() => this.heir === heir && this._letGo(heir));
    else this.stay();
  }
  /** Resigns in favour of the heir. */
  _letGo(heir) {
    const { term, last } = this._group.leader;
    this._handover.end();
    if (!term) return;
    this._group.renew();
    const resign = { type: "resign", term, last, heir, isHandedOver: true };
    this._group.post(resign);
    this._group.follower.reader.onResign(resign);
    this._group.stepDown();
  }
  _sayHandover(heir) {
    const { leader, roster } = this._group;
    if (!leader.term) return;
    const { isChosen } = this._handover;
    const tabs = roster.entries;
    this._group.post({ type: "handover", term: leader.term, heir, isChosen, tabs });
  }
  /**
   * Gives up the prepared connection.
   * @param leader the one whose `resign` this tab waits for if it is elected already.
   */
  _giveUp(leader = this._succession.leader) {
    if (!leader) return;
    this._succession.giveUp(leader);
    this._group.renew();
  }
  _endSuccession() {
    clearTimeout(this._timer);
    this._succession.end();
  }
}

export { Transfer };
//# sourceMappingURL=transfer.js.map
