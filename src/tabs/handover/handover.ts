import type { TermStart } from "../messages";
import type { Term } from "../term";

/** After so many ticks (500 ms each) the leader goes on by itself. */
const PATIENCE_TICKS = 3;
/** An heir that was not elected by then gives its connection up. */
const WAIT_TICKS = 10;

/** A leader whose page is about to leave. */
type Handing =
  | { step: "none" }
  /** The heir was asked to connect. */
  | { step: "asked"; heir: string; ticks: number }
  /** The heir hears all; the leader reads what was sent to it before. */
  | { step: "reading"; heir: string; ticks: number };

/** How far a leader is that hands over. */
export class Handover {
  private _state: Handing = { step: "none" };

  /** The tab that is to lead. */
  get heir(): string | undefined {
    return this._state.step === "none" ? undefined : this._state.heir;
  }

  ask(heir: string): void {
    this._state = { step: "asked", heir, ticks: 0 };
  }

  /** A tab hears all. Returns whether it is the heir, and this is news. */
  onReady(from: string): boolean {
    if (this._state.step !== "asked" || this._state.heir !== from) return false;
    this._state = { ...this._state, step: "reading" };
    return true;
  }

  /** Returns whether the heir is waited for in vain. */
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
  /** Elected before the leader's last word came, for which it waits. */
  | { step: "elected"; leader: Term; lead: () => void };

/** Says when a tab that was asked to succeed a leader leads. */
export class Succession {
  private _state: Succeeding = { step: "none" };

  /** The leader that this tab is to succeed. */
  get leader(): Term | undefined {
    return this._state.step === "none" ? undefined : this._state.leader;
  }

  /** How this tab's term follows that leader's. */
  get start(): TermStart | undefined {
    return this._state.step === "gone" ? this._state.start : undefined;
  }

  prepare(leader: Term): void {
    this._state = { step: "prepared", leader, ticks: 0 };
  }

  /**
   * The leader has gone.
   * @param last the number of its last entry, if it has read all that was sent before this tab listened.
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
   * This tab is elected. The news of the lock may overtake what the leader said last: then `lead` is
   * called when that comes. Returns whether it is called now.
   */
  onElected(lead: () => void): boolean {
    if (this._state.step === "prepared") {
      this._state = { step: "elected", leader: this._state.leader, lead };
      return false;
    }
    lead();
    return true;
  }

  /** The leader's last word has not come: it has crashed. */
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
}
