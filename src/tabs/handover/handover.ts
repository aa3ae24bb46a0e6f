import type { TermStart } from "../messages";
import type { Term } from "../term";

/**
 * After this many ticks (500 ms each) without an heir that is ready, the leader goes on leading.
 */
const PATIENCE_TICKS = 3;
/** After this many ticks without being elected, an heir gives up its connection. */
const WAIT_TICKS = 10;

/**
 * A leader that hands over. `isChosen`: its page stays, and the heir may not be next in the election.
 */
type Handing =
  | { step: "none" }
  /** The heir was asked to connect. */
  | { step: "asked"; heir: string; isChosen: boolean; ticks: number }
  /** The heir hears all; the leader reads what was sent to it before. */
  | { step: "reading"; heir: string; isChosen: boolean; ticks: number };

/** The leader's side of a hand-over. Has no timers. */
export class Handover {
  private _state: Handing = { step: "none" };

  /** The tab that is to lead. */
  get heir(): string | undefined {
    return this._state.step === "none" ? undefined : this._state.heir;
  }

  get isChosen(): boolean {
    return this._state.step !== "none" && this._state.isChosen;
  }

  ask(heir: string, isChosen = false): void {
    this._state = { step: "asked", heir, isChosen, ticks: 0 };
  }

  /**
   * A tab says that it is ready. Returns whether it is the heir, and says so for the first time.
   */
  onReady(from: string): boolean {
    if (this._state.step !== "asked" || this._state.heir !== from) return false;
    this._state = { ...this._state, step: "reading" };
    return true;
  }

  /** Returns whether the leader has waited too long for the heir. */
  tick(): boolean {
    return this._state.step !== "none" && ++this._state.ticks >= PATIENCE_TICKS;
  }

  end(): void {
    this._state = { step: "none" };
  }
}

/** A tab that was asked to succeed a leader. */
type Succeeding =
  | { step: "none" }
  /** Connects while the leader still leads. */
  | { step: "prepared"; leader: Term; ticks: number }
  /** The leader has gone; the election is due. */
  | { step: "gone"; start: TermStart; leader: Term; ticks: number }
  /** Elected, but the leader's `resign` has not come yet: waits for it. */
  | { step: "elected"; leader: Term; lead: () => void };

/** The heir's side of a hand-over: says when the heir leads. Has no timers. */
export class Succession {
  private _state: Succeeding = { step: "none" };

  /** The leader that this tab is to succeed. */
  get leader(): Term | undefined {
    return this._state.step === "none" ? undefined : this._state.leader;
  }

  /** Whether this tab is elected, and waits for that leader's `resign`. */
  get isElected(): boolean {
    return this._state.step === "elected";
  }

  /** How this tab's term follows that leader's. */
  get start(): TermStart | undefined {
    return this._state.step === "gone" ? this._state.start : undefined;
  }

  /** A tab that is elected stays so: see `giveUp`. */
  prepare(leader: Term): void {
    if (!this._staysElected(leader)) this._state = { step: "prepared", leader, ticks: 0 };
  }

  /**
   * The connection that was prepared is given up. A tab that is elected has to lead none the less:
   * no other tab may. It waits for the `resign` of `leader`.
   */
  giveUp(leader: Term): void {
    if (!this._staysElected(leader)) this.end();
  }

  /**
   * The leader has gone.
   * @param last the number of its last entry, if the leader has read all that was sent before this
   * tab listened.
   */
  onGone(from: string, last?: number): void {
    const state = this._state;
    if (state.step === "none" || state.leader.leader !== from) return;
    const { leader } = state;
    const start: TermStart =
      last === undefined ? { type: "free" } : { type: "continued", term: leader, last };
    this._state = { step: "gone", start, leader, ticks: 0 };
    if (state.step === "elected") state.lead();
  }

  /**
   * This tab is elected. The lock may come before the leader's `resign`: then `lead` is called when
   * that comes. Returns whether `lead` was called.
   */
  onElected(lead: () => void): boolean {
    if (this._state.step === "prepared") {
      this._state = { step: "elected", leader: this._state.leader, lead };
      return false;
    }
    lead();
    return true;
  }

  /** The leader's `resign` has not come: the leader has crashed. */
  stopWaiting(): void {
    if (this._state.step !== "elected") return;
    const { leader, lead } = this._state;
    this._state = { step: "prepared", leader, ticks: 0 };
    lead();
  }

  /** Returns whether this tab was not elected in time. */
  tick(): boolean {
    const state = this._state;
    return (state.step === "prepared" || state.step === "gone") && ++state.ticks > WAIT_TICKS;
  }

  end(): void {
    this._state = { step: "none" };
  }

  /** A tab that is elected waits for the `resign` of `leader` from now on. Returns whether it is. */
  private _staysElected(leader: Term): boolean {
    if (this._state.step !== "elected") return false;
    this._state = { ...this._state, leader };
    return true;
  }
}
