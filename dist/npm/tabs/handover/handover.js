import { isSame } from '../term.js';

const PATIENCE_TICKS = 3;
const WAIT_TICKS = 10;
class Handover {
  constructor() {
    this._state = { step: "none" };
  }
  /** The tab that is to lead soon. */
  get heir() {
    return "heir" in this._state ? this._state.heir : void 0;
  }
  /** What the heir, or the standby, was asked to be. */
  get role() {
    if (this._state.step === "accompanied") return "standby";
    return "heir" in this._state ? this._state.role : void 0;
  }
  /** The tab that listens beside this one, or is to. */
  get standby() {
    return this._state.step === "accompanied" ? this._state.standby : void 0;
  }
  /** Whether the heir or the standby could lead now, without a gap. */
  get isFit() {
    return this._state.step !== "none" && this._state.isFit;
  }
  accompany(standby) {
    this._state = { step: "accompanied", standby, isFit: false };
  }
  /** Returns whether this heir listens already, and is to be waited for no longer than a fence takes. */
  ask(heir, role) {
    const isFit = this.isFit && this.standby === heir;
    const how = { heir, role, ticks: 0 };
    this._state = isFit ? { step: "reading", isFit, ...how } : { step: "asked", isFit: false, ...how };
    return isFit;
  }
  /**
   * A tab says that it is ready. Returns whether it is the standby, or the heir that says so for the
   * first time.
   */
  onReady(from) {
    if (this._state.step === "accompanied") {
      if (this._state.standby !== from) return false;
      this._state = { ...this._state, isFit: false };
      return true;
    }
    if (this._state.step !== "asked" || this._state.heir !== from) return false;
    this._state = { ...this._state, step: "reading" };
    return true;
  }
  /** The leader has read all that was sent before. Returns whether this is its standby. */
  onFence(from) {
    if (this._state.step !== "accompanied" || this._state.standby !== from) return false;
    this._state = { ...this._state, isFit: true };
    return true;
  }
  /** Returns whether the leader has waited too long for the heir. */
  tick() {
    return "heir" in this._state && ++this._state.ticks >= PATIENCE_TICKS;
  }
  end() {
    this._state = { step: "none" };
  }
}
class Succession {
  constructor() {
    this._state = { step: "none" };
  }
  /** The leader that this tab is to succeed. */
  get leader() {
    return this._state.step === "none" ? void 0 : this._state.leader;
  }
  /** Whether this tab is elected, and waits for that leader's `resign`. */
  get isElected() {
    return this._state.step === "elected";
  }
  /** How this tab's term follows that leader's. */
  get start() {
    return this._state.step === "gone" ? this._state.start : void 0;
  }
  /** Whether this tab hears all that its leader has not passed on, though that ended without a word. */
  get isFit() {
    return "isFit" in this._state && this._state.isFit;
  }
  /** Whether this tab listens for as long as that leader leads. */
  get isStandby() {
    return "isStandby" in this._state && this._state.isStandby;
  }
  /** A tab that is elected stays so: see `giveUp`. @param isStandby for as long as the leader leads. */
  prepare(leader, isStandby = false) {
    if (!this._staysElected(leader))
      this._state = { step: "prepared", leader, ticks: 0, isStandby, isFit: false };
  }
  /** Whether this tab prepares to succeed that leader. */
  prepares(leader) {
    return this._state.step === "prepared" && isSame(leader, this._state.leader);
  }
  /** The same leader tells more of what it wants. */
  note(isStandby, isFit) {
    const state = this._state;
    if (state.step !== "prepared") return;
    this._state = { ...state, isStandby, isFit: isFit || state.isFit };
  }
  /** The connection hears all, perhaps once more. */
  onPrepared() {
    if ("isFit" in this._state) this._state.isFit = false;
  }
  /**
   * The connection that was prepared is given up. A tab that is elected has to lead none the less:
   * no other tab may. It waits for the `resign` of `leader`.
   */
  giveUp(leader) {
    if (!this._staysElected(leader)) this.end();
  }
  /**
   * The leader has gone.
   * @param last the number of its last entry, if the leader has read all that was sent before this
   * tab listened.
   */
  onGone(from, last) {
    const state = this._state;
    if (state.step === "none" || state.leader.leader !== from) return;
    const { leader } = state;
    const isUnfit = this.isStandby && !this.isFit;
    const start = last === void 0 || isUnfit ? { type: "free" } : { type: "continued", term: leader, last };
    this._state = { step: "gone", start, leader, ticks: 0 };
    if (state.step === "elected") state.lead();
  }
  /**
   * This tab is elected. The lock may come before the leader's `resign`: then `lead` is called when
   * that comes. Returns whether `lead` was called.
   */
  onElected(lead) {
    if (this._state.step === "prepared") {
      const { leader, isStandby, isFit } = this._state;
      this._state = { step: "elected", leader, lead, isStandby, isFit };
      return false;
    }
    lead();
    return true;
  }
  /** The leader's `resign` has not come: the leader has crashed. */
  stopWaiting() {
    if (this._state.step !== "elected") return;
    const { leader, lead, isFit } = this._state;
    this._state = { step: "prepared", leader, ticks: 0, isStandby: false, isFit };
    lead();
  }
  /** Returns whether this tab was not elected in time. */
  tick() {
    const state = this._state;
    if (state.step === "prepared" && state.isStandby) return false;
    return (state.step === "prepared" || state.step === "gone") && ++state.ticks > WAIT_TICKS;
  }
  end() {
    this._state = { step: "none" };
  }
  /** A tab that is elected waits for the `resign` of `leader` from now on. Returns whether it is. */
  _staysElected(leader) {
    if (this._state.step !== "elected") return false;
    this._state = { ...this._state, leader };
    return true;
  }
}

export { Handover, Succession };
//# sourceMappingURL=handover.js.map
