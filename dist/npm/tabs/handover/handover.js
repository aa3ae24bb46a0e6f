const PATIENCE_TICKS = 3;
const WAIT_TICKS = 10;
class Handover {
  constructor() {
    this._state = { step: "none" };
  }
  /** The tab that is to lead. */
  get heir() {
    return this._state.step === "none" ? void 0 : this._state.heir;
  }
  get isChosen() {
    return this._state.step !== "none" && this._state.isChosen;
  }
  ask(heir, isChosen = false) {
    this._state = { step: "asked", heir, isChosen, ticks: 0 };
  }
  /**
   * A tab says that it is ready. Returns whether it is the heir, and says so for the first time.
   */
  onReady(from) {
    if (this._state.step !== "asked" || this._state.heir !== from) return false;
    this._state = { ...this._state, step: "reading" };
    return true;
  }
  /** Returns whether the leader has waited too long for the heir. */
  tick() {
    return this._state.step !== "none" && ++this._state.ticks >= PATIENCE_TICKS;
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
  /** A tab that is elected stays so: see `giveUp`. */
  prepare(leader) {
    if (!this._staysElected(leader)) this._state = { step: "prepared", leader, ticks: 0 };
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
    const start = last === void 0 ? { type: "free" } : { type: "continued", term: leader, last };
    this._state = { step: "gone", start, leader, ticks: 0 };
    if (state.step === "elected") state.lead();
  }
  /**
   * This tab is elected. The lock may come before the leader's `resign`: then `lead` is called when
   * that comes. Returns whether `lead` was called.
   */
  onElected(lead) {
    if (this._state.step === "prepared") {
      this._state = { step: "elected", leader: this._state.leader, lead };
      return false;
    }
    lead();
    return true;
  }
  /** The leader's `resign` has not come: the leader has crashed. */
  stopWaiting() {
    if (this._state.step !== "elected") return;
    const { leader, lead } = this._state;
    this._state = { step: "prepared", leader, ticks: 0 };
    lead();
  }
  /** Returns whether this tab was not elected in time. */
  tick() {
    const state = this._state;
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
