import { MAX_CHANNELS } from '../../protocol/limits.js';
import { holdUp, isHidden } from '../../platform/page.js';
import { Handover } from './handover.js';

const NEAR_MS = 30;
const HOLD_MS = 10;
const REST_MS = 3e3;
const MAX_ACCOMPANIED = MAX_CHANNELS / 2;
class Giver {
  /** @param _wishes of the page. */
  constructor(_group, _wishes) {
    this._group = _group;
    this._wishes = _wishes;
    this._handover = new Handover();
    /** When the leader has changed last, or was to. */
    this._movedAt = -Infinity;
  }
  /** The tab that this one hands over to. */
  get heir() {
    return this._handover.heir;
  }
  /** The tab that listens beside this one for as long as this one leads, or is to. */
  get standby() {
    return this._handover.standby;
  }
  /** Whether another tab listens beside this one, or is about to. */
  get isAccompanied() {
    return (this.heir ?? this.standby) !== void 0;
  }
  /** All tabs. A standby comes first: it is to take the place of a leader that does not answer. */
  get tabs() {
    const { tabs } = this._group.roster;
    const { standby } = this;
    return standby !== void 0 && tabs.includes(standby) ? [.../* @__PURE__ */ new Set([standby, ...tabs])] : tabs;
  }
  /** Which tab leads after this one, and whether it listens, without a gap. */
  get successor() {
    const { heir, isFit, standby } = this._handover;
    return { heir: heir ?? standby ?? this._group.nextTab, isHandedOver: isFit };
  }
  /** The page is about to leave: another tab connects while this one still listens. */
  depart() {
    const { nextTab, leader } = this._group;
    if (this.heir !== void 0 || nextTab === void 0) return;
    this._group.whileLeading(() => {
      const listens = this._ask(nextTab, "next");
      leader.pause();
      if (!listens && leader.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }
  /** Hands over to a visible tab, if this one is hidden and pages want that. */
  review() {
    const { leader, roster } = this._group;
    if (!isHidden() || !this._wishes.prefersVisible) return;
    if (!leader.isConnected || this.heir !== void 0) return;
    const heir = roster.visible;
    if (heir === void 0 || performance.now() - this._movedAt < REST_MS) return;
    this._group.whileLeading(() => {
      this._movedAt = performance.now();
      this._ask(heir, "chosen");
    });
  }
  /**
   * Called every 500 ms while this tab leads, in hidden tabs more rarely: has the next tab listen
   * beside this one, if pages want that.
   */
  onLeadingTick() {
    this.review();
    const { leader, nextTab, roster } = this._group;
    const isRoom = roster.channels.length <= MAX_ACCOMPANIED;
    const standby = this._wishes.wantsStandby && isRoom ? nextTab : void 0;
    if (this.heir !== void 0 || !leader.isConnected) return;
    if (standby !== this.standby) {
      if (standby === void 0) this._dismiss();
      else void this._accompany(standby);
    } else if (standby !== void 0 && !this._handover.isFit) this._sayHandover(standby);
  }
  /** The page does not leave: the heir gives up its connection. */
  stay() {
    if (this.heir !== void 0) this._dismiss();
  }
  /** The heir hears all. A fence shows that this leader has read all that was sent before. */
  onReady(from, term) {
    if (term.leader !== this._group.tab) return;
    this._group.whileLeading(() => {
      if (!this._handover.onReady(from)) return;
      if (this.heir !== void 0) this._group.leader.pause();
      this._group.leader.fence(() => void this._onFence(from));
    });
  }
  /**
   * This leader's connection is about to be lost. A standby leads from now on; another heir has nothing
   * to take over.
   */
  onLosing() {
    const { heir, role, isFit, standby } = this._handover;
    const next = heir ?? standby;
    if (isFit && next !== void 0) this._letGo(next);
    else if (role === "chosen" || role === "standby") this._dismiss();
  }
  /** A tab has left. */
  onGone(tab) {
    if (tab === this.heir || tab === this._handover.standby) this._dismiss();
  }
  /** All connections are renewed, with other options: that of an heir or standby has the old ones. */
  onRestart() {
    if (this.isAccompanied) this._dismiss();
  }
  /** A tab, this one or another, leads from now on: it is not to hand over again at once. */
  rest() {
    this._movedAt = performance.now();
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    if (this._handover.tick()) this.stay();
  }
  end() {
    this._handover.end();
  }
  /** Has a tab listen beside this one, if it leads next. */
  async _accompany(standby) {
    if (!await this._group.candidate.isNext(standby)) return;
    this._group.whileLeading(() => {
      if (this.heir !== void 0) return;
      this._handover.accompany(standby);
      this._group.leader.expectHeir();
      this._sayHandover(standby);
      this._group.leader.announce();
    });
  }
  /** The heir, or the standby, gives up its connection. */
  _dismiss() {
    this._handover.end();
    this._group.whileLeading(() => {
      this._sayHandover();
      this._group.leader.resume();
    });
  }
  /** Hands over. Returns whether that tab listens already. */
  _ask(heir, role) {
    const { leader } = this._group;
    const listens = this._handover.ask(heir, role);
    leader.expectHeir();
    this._sayHandover(heir);
    if (listens) leader.pause();
    if (listens) leader.fence(() => void this._onFence(heir));
    return listens;
  }
  /** This leader has read all that was sent before the heir, or the standby, listened. */
  async _onFence(heir) {
    const { candidate } = this._group;
    if (this._handover.onFence(heir))
      return this._group.whileLeading(() => this._sayHandover(heir));
    const isNext = this._handover.role !== "chosen" || await candidate.isNext(heir);
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
    const { role, isFit } = this._handover;
    const tabs = roster.entries;
    this._group.post({ type: "handover", term: leader.term, heir, role, isFit, tabs });
  }
}

export { Giver };
//# sourceMappingURL=giver.js.map
