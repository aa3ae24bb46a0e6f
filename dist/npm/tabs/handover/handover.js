const PATIENCE_TICKS = 3;
const WAIT_TICKS = 10;
const LAST_WORD_MS = 250;
class Handover {
  constructor() {
    this._state = { step: "none" };
  }
  /** The tab that is to lead; `""`: none. */
  get heir() {
    return this._state.step === "none" ? "" : this._state.heir;
  }
  ask(heir) {
    this._state = { step: "asked", heir, ticks: 0 };
  }
  /** A tab hears all. Returns whether it is the heir, and this is news. */
  onReady(from) {
    if (this._state.step !== "asked" || this._state.heir !== from) return false;
    this._state = { ...this._state, step: "reading" };
    return true;
  }
  /** Returns whether the heir is waited for in vain. */
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
  /** The leader that this tab goes on for without a break, and its last entry. */
  get continues() {
    const state = this._state;
    return state.step === "gone" && state.last !== void 0 ? { ...state.leader, last: state.last } : void 0;
  }
  prepare(leader) {
    this.end();
    this._state = { step: "prepared", leader, ticks: 0 };
  }
  /** The leader has gone. @param last see there. */
  onGone(from, last) {
    const state = this._state;
    if (state.step === "none" || state.leader.from !== from) return;
    this._state = { step: "gone", leader: state.leader, last, ticks: 0 };
    if (state.step !== "elected") return;
    clearTimeout(state.timer);
    state.lead();
  }
  /** This tab is elected. Calls `lead` as soon as it knows what the leader before it said last. */
  onElected(lead) {
    const state = this._state;
    if (state.step !== "prepared") return lead();
    const { leader } = state;
    const timer = setTimeout(() => {
      this._state = { step: "prepared", leader, ticks: 0 };
      lead();
    }, LAST_WORD_MS);
    this._state = { step: "elected", leader, lead, timer };
  }
  /** Returns whether this tab was not elected in time. */
  tick() {
    const state = this._state;
    return (state.step === "prepared" || state.step === "gone") && ++state.ticks > WAIT_TICKS;
  }
  end() {
    if (this._state.step === "elected") clearTimeout(this._state.timer);
    this._state = { step: "none" };
  }
}

export { Handover, Succession };
//# sourceMappingURL=handover.js.map
