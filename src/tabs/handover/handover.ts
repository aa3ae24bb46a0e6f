import type { Continued } from "../messages";
import type { Term } from "../term";

/** After so many ticks (500 ms each) the leader goes on by itself. */
const PATIENCE_TICKS = 3;
/** An heir that was not elected by then gives its connection up. */
const WAIT_TICKS = 10;
/** For so long an heir that was elected waits for the last word of the leader before it. */
const LAST_WORD_MS = 250;

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

  /** The tab that is to lead; `""`: none. */
  get heir(): string {
    return this._state.step === "none" ? "" : this._state.heir;
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
  /**
   * The leader has gone; the election is due. `last`: number of its last entry, where it had read
   * all that was sent before this tab listened.
   */
  | { step: "gone"; leader: Term; last: number | undefined; ticks: number }
  /** Elected before the leader's last word came. */
  | { step: "elected"; leader: Term; lead: () => void; timer: ReturnType<typeof setTimeout> };

/** Says when a tab that was asked to succeed a leader leads. */
export class Succession {
  private _state: Succeeding = { step: "none" };

  /** The leader that this tab is to succeed. */
  get leader(): Term | undefined {
    return this._state.step === "none" ? undefined : this._state.leader;
  }

  /** The leader that this tab goes on for without a break, and its last entry. */
  get continues(): Continued | undefined {
    const state = this._state;
    return state.step === "gone" && state.last !== undefined
      ? { ...state.leader, last: state.last }
      : undefined;
  }

  prepare(leader: Term): void {
    this.end();
    this._state = { step: "prepared", leader, ticks: 0 };
  }

  /** The leader has gone. @param last see there. */
  onGone(from: string, last?: number): void {
    const state = this._state;
    if (state.step === "none" || state.leader.from !== from) return;
    this._state = { step: "gone", leader: state.leader, last, ticks: 0 };
    if (state.step !== "elected") return;
    clearTimeout(state.timer);
    state.lead();
  }

  /** This tab is elected. Calls `lead` as soon as it knows what the leader before it said last. */
  onElected(lead: () => void): void {
    const state = this._state;
    if (state.step !== "prepared") return lead();
    const { leader } = state;
    // The news of the lock may overtake what came by the bus; a leader that crashed said nothing.
    const timer = setTimeout(() => {
      this._state = { step: "prepared", leader, ticks: 0 };
      lead();
    }, LAST_WORD_MS);
    this._state = { step: "elected", leader, lead, timer };
  }

  /** Returns whether this tab was not elected in time. */
  tick(): boolean {
    const state = this._state;
    return (state.step === "prepared" || state.step === "gone") && ++state.ticks > WAIT_TICKS;
  }

  end(): void {
    if (this._state.step === "elected") clearTimeout(this._state.timer);
    this._state = { step: "none" };
  }
}
