import { isSame } from '../term.js';
import { Succession } from './handover.js';

const LAST_WORD_MS = 250;
class Taker {
  constructor(_group) {
    this._group = _group;
    this._succession = new Succession();
  }
  /** A leader hands over, to this tab or another. */
  onHandover(message) {
    const { term, heir, role, isFit = false, tabs } = message;
    const { follower, tab: own, leader, roster } = this._group;
    if (leader.term || !isSame(term, follower.known)) return;
    const isStandby = role === "standby";
    if (heir === own && this._succession.prepares(term)) {
      this._succession.note(isStandby, isFit);
      if (leader.isPrepared && !this._succession.isFit) this.onPrepared();
      return;
    }
    this._giveUp();
    if (heir !== own) return void (role === "chosen" && this._group.candidate.requeue());
    for (const { tab, wants } of tabs) roster.set(tab, wants);
    this._prepare(term, isStandby);
  }
  /** The prepared connection hears all. */
  onPrepared() {
    const term = this._succession.leader;
    this._succession.onPrepared();
    if (term) this._group.post({ type: "ready", term });
  }
  /** The prepared connection has dropped messages, which the leader may not have read yet. */
  onDropped() {
    if (this._succession.isStandby) this.onPrepared();
    else this._giveUp();
  }
  /** The prepared connection cannot take over: a standby prepares another one. */
  onUnfit() {
    const { isStandby, leader } = this._succession;
    this._giveUp();
    if (isStandby && leader) this._prepare(leader, true);
  }
  /** A leader resigns. If it hands over, it has read all that the heir did not hear. */
  onResign({ term, last, isHandedOver }) {
    this._succession.onGone(term.leader, isHandedOver ? last : void 0);
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
    this.end();
    this._group.renew();
  }
  /** This tab leads now. Returns how its term follows the one before. */
  takeOver(isForced) {
    const { start, isFit, leader: former } = this._succession;
    this.end();
    const { leader, follower, roster, tab } = this._group;
    const before = follower.known.leader;
    const continues = start?.type === "continued";
    if (!continues && before !== void 0 && before !== tab) roster.remove(before);
    const { isCurrent, isSettled, last } = follower.reader;
    if (leader.isPrepared && former && isCurrent && isSame(former, follower.known)) {
      if (continues && isSettled) return start;
      if (continues || isFit) return { type: "succeeded", term: former, last };
    }
    return { type: isForced || leader.isPrepared ? "forced" : "free" };
  }
  /** All connections are renewed, with other options: a prepared one has the old ones. */
  onRestart() {
    this._giveUp();
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    if (this._succession.tick()) this._giveUp();
  }
  /** Succeeds no leader. */
  end() {
    clearTimeout(this._timer);
    this._succession.end();
  }
  _prepare(term, isStandby) {
    this._succession.prepare(term, isStandby);
    this._group.leader.prepare();
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
}

export { Taker };
//# sourceMappingURL=taker.js.map
