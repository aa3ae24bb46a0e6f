import { holdUp } from '../../platform/page.js';
import { Handover, Succession } from './handover.js';
import { isSame } from '../term.js';

const NEAR_MS = 30;
const HOLD_MS = 10;
class Transfer {
  constructor(_owner) {
    this._owner = _owner;
    this._handover = new Handover();
    this._succession = new Succession();
  }
  /** The tab that this one hands over to; `""`: none. */
  get heir() {
    return this._handover.heir;
  }
  /** The page is about to leave: another tab connects while this one still listens. */
  depart() {
    const { leadsOthers, nextTab, master } = this._owner;
    if (!leadsOthers || this.heir || !nextTab) return;
    this._owner.asMaster(() => {
      this._handover.ask(nextTab);
      master.pause(true);
      this._sayHandover(nextTab);
      if (master.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }
  /** The page does not leave: nobody need connect any more. */
  stay() {
    if (!this.heir) return;
    this._handover.end();
    this._owner.asMaster(() => {
      this._sayHandover("");
      this._owner.master.pause(false);
    });
  }
  /** The heir hears all. What was sent before may wait in the socket, but not behind an answer. */
  onReady({ from, to }) {
    if (to !== this._owner.tab) return;
    this._owner.asMaster(() => {
      if (!this._handover.onReady(from)) return;
      this._owner.master.fence(
        () => this._owner.asMaster(() => this.heir === from && this._letGo())
      );
    });
  }
  /** A leader hands over, to this tab or another. */
  onHandover({ from, epoch, to, tabs }) {
    const { relay, tab: own, isLeading } = this._owner;
    const leader = { from, epoch };
    if (isLeading || !isSame(leader, relay.master)) return;
    this._giveUp();
    if (to !== own) return;
    for (const { tab, wants } of tabs) this._owner.wants.set(tab, wants);
    this._succession.prepare(leader);
    this._owner.master.prepare();
  }
  /** The prepared connection hears all. */
  onPrepared() {
    const { leader } = this._succession;
    const { tab: from } = this._owner;
    if (leader) this._owner.post({ kind: "ready", from, to: leader.from, epoch: leader.epoch });
  }
  /** A leader leads no more, and has read all that the heir did not hear. */
  onHanded({ from, last }) {
    this._owner.relay.dismiss(from, last, true);
    this._succession.onGone(from, last);
  }
  /** A tab has left. @param wasLeader whether it led. */
  onGone(from, wasLeader) {
    if (from === this.heir) this.stay();
    if (wasLeader) this._succession.onGone(from);
  }
  /** All connections are renewed, with other options: a prepared one has the old ones. */
  onRestart() {
    this.stay();
    this._giveUp();
  }
  /** Another leads than the one that this tab was to succeed. */
  onLeader(term) {
    const { leader } = this._succession;
    if (leader && !isSame(term, leader)) this._giveUp();
  }
  /** This tab is elected. Calls `lead` as soon as it knows what the leader before it said last. */
  onElected(lead) {
    this._succession.onElected(lead);
  }
  /** This tab leads now. Returns the leader after whose last item it goes on, without a break. */
  takeOver() {
    const { continues } = this._succession;
    this._succession.end();
    const { master, relay, wants, tab } = this._owner;
    if (!continues && relay.master.from !== tab) wants.delete(relay.master.from);
    return master.isPrepared && relay.isSettled ? continues : void 0;
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    if (this._succession.tick()) this._giveUp();
    if (this._handover.tick()) this.stay();
  }
  /** The tab hands over no more, nor is it to succeed anybody. */
  end() {
    this._handover.end();
    this._succession.end();
  }
  /** The heir leads from now on. */
  _letGo() {
    const { tab: from, master } = this._owner;
    const { heir } = this;
    const { epoch, last } = master;
    this._handover.end();
    this._owner.renew();
    this._owner.post({ kind: "handed", from, epoch, heir, last });
    this._owner.relay.dismiss(from, last, true);
    this._owner.stepDown();
  }
  _sayHandover(to) {
    const { tab: from, master, wants: all } = this._owner;
    const tabs = [...all].map(([tab, wants]) => ({ tab, wants }));
    this._owner.post({ kind: "handover", from, epoch: master.epoch, to, tabs });
  }
  _giveUp() {
    if (!this._succession.leader) return;
    this._succession.end();
    this._owner.renew();
  }
}

export { Transfer };
//# sourceMappingURL=transfer.js.map
