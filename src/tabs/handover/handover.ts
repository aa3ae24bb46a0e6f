import type { HeirRole, TermStart } from "../messages";
import { isSame, type Term } from "../term";

/**
 * After this many ticks (500 ms each) without an heir that is ready, the leader goes on leading.
 */
const PATIENCE_TICKS = 3;
/** After this many ticks without being elected, an heir gives up its connection. */
const WAIT_TICKS = 10;

/** A leader that hands over. */
type Handing =
  | { step: "none" }
  /**
   * A standby was asked to listen beside this leader. `isFit`: it hears all, and the leader has read
   * what was sent to it before.
   */
  | { step: "accompanied"; standby: string; isFit: boolean }
  /** The heir was asked to connect. */
  | { step: "asked"; heir: string; role: HeirRole; isFit: false; ticks: number }
  /** The heir hears all; the leader reads what was sent to it before. */
  | { step: "reading"; heir: string; role: HeirRole; isFit: boolean; ticks: number };

/** The leader's side of a hand-over. Has no timers. */
export class Handover {
  private _state: Handing = { step: "none" };

  /** The tab that is to lead soon. */
  get heir(): string | undefined {
    return "heir" in this._state ? this._state.heir : undefined;
  }

  /** What the heir, or the standby, was asked to be. */
  get role(): HeirRole | undefined {
    if (this._state.step === "accompanied") return "standby";
    return "heir" in this._state ? this._state.role : undefined;
  }

  /** The tab that listens beside this one, or is to. */
  get standby(): string | undefined {
    return this._state.step === "accompanied" ? this._state.standby : undefined;
  }

  /** Whether the heir or the standby could lead now, without a gap. */
  get isFit(): boolean {
    return this._state.step !== "none" && this._state.isFit;
  }

  accompany(standby: string): void {
    this._state = { step: "accompanied", standby, isFit: false };
  }

  /** Returns whether this heir listens already, and is to be waited for no longer than a fence takes. */
  ask(heir: string, role: HeirRole): boolean {
    const isFit = this.isFit && this.standby === heir;
    const how = { heir, role, ticks: 0 };
    this._state = isFit
      ? { step: "reading", isFit, ...how }
      : { step: "asked", isFit: false, ...how };
    return isFit;
  }

  /**
   * A tab says that it is ready. Returns whether it is the standby, or the heir that says so for the
   * first time.
   */
  onReady(from: string): boolean {
    if (this._state.step === "accompanied") {
      if (this._state.standby !== from) return false;
      // It may say so once more: it has heard nothing for a time.
      this._state = { ...this._state, isFit: false };
      return true;
    }
    if (this._state.step !== "asked" || this._state.heir !== from) return false;
    this._state = { ...this._state, step: "reading" };
    return true;
  }

  /** The leader has read all that was sent before. Returns whether this is its standby. */
  onFence(from: string): boolean {
    if (this._state.step !== "accompanied" || this._state.standby !== from) return false;
    this._state = { ...this._state, isFit: true };
    return true;
  }

  /** Returns whether the leader has waited too long for the heir. */
  tick(): boolean {
    return "heir" in this._state && ++this._state.ticks >= PATIENCE_TICKS;
  }

  end(): void {
    this._state = { step: "none" };
  }
}

/** A tab that was asked to succeed a leader. */
type Succeeding =
  | { step: "none" }
  /**
   * Connects while the leader still leads. `isStandby`: for as long as that leads; `isFit`: the leader
   * has read all that was sent before this tab listened.
   */
  | { step: "prepared"; leader: Term; ticks: number; isStandby: boolean; isFit: boolean }
  /** The leader has gone; the election is due. */
  | { step: "gone"; start: TermStart; leader: Term; ticks: number }
  /** Elected, but the leader's `resign` has not come yet: waits for it. */
  | { step: "elected"; leader: Term; lead: () => void; isStandby: boolean; isFit: boolean };

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

  /** Whether this tab hears all that its leader has not passed on, though that ended without a word. */
  get isFit(): boolean {
    return "isFit" in this._state && this._state.isFit;
  }

  /** Whether this tab listens for as long as that leader leads. */
  get isStandby(): boolean {
    return "isStandby" in this._state && this._state.isStandby;
  }

  /** A tab that is elected stays so: see `giveUp`. @param isStandby for as long as the leader leads. */
  prepare(leader: Term, isStandby = false): void {
    if (!this._staysElected(leader))
      this._state = { step: "prepared", leader, ticks: 0, isStandby, isFit: false };
  }

  /** Whether this tab prepares to succeed that leader. */
  prepares(leader: Term): boolean {
    return this._state.step === "prepared" && isSame(leader, this._state.leader);
  }

  /** The same leader tells more of what it wants. */
  note(isStandby: boolean, isFit: boolean): void {
    const state = this._state;
    if (state.step !== "prepared") return;
    this._state = { ...state, isStandby, isFit: isFit || state.isFit };
  }

  /** The connection hears all, perhaps once more. */
  onPrepared(): void {
    if ("isFit" in this._state) this._state.isFit = false;
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
    // The leader may not know yet that its standby has missed something meanwhile.
    const isUnfit = this.isStandby && !this.isFit;
    const start: TermStart =
      last === undefined || isUnfit ? { type: "free" } : { type: "continued", term: leader, last };
    this._state = { step: "gone", start, leader, ticks: 0 };
    if (state.step === "elected") state.lead();
  }

  /**
   * This tab is elected. The lock may come before the leader's `resign`: then `lead` is called when
   * that comes. Returns whether `lead` was called.
   */
  onElected(lead: () => void): boolean {
    if (this._state.step === "prepared") {
      const { leader, isStandby, isFit } = this._state;
      this._state = { step: "elected", leader, lead, isStandby, isFit };
      return false;
    }
    lead();
    return true;
  }

  /** The leader's `resign` has not come: the leader has crashed. */
  stopWaiting(): void {
    if (this._state.step !== "elected") return;
    const { leader, lead, isFit } = this._state;
    this._state = { step: "prepared", leader, ticks: 0, isStandby: false, isFit };
    lead();
  }

  /** Returns whether this tab was not elected in time. */
  tick(): boolean {
    const state = this._state;
    if (state.step === "prepared" && state.isStandby) return false;
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
