import { isHidden } from "../../platform/page";
import type { Elector, ElectorEvents } from "./elector";
import type { Claim, TabMessage, Vouch } from "../messages";
import { SLEEP_MS } from "./sleep-guard";

const PATIENCE_MS = 2_000;
/** How long other tabs have to veto a claim, and how often a tab claims before it leads. */
const ROUND_MS = 100;
const ROUNDS = 3;
/** Fewer rounds after a leader's end, because all tabs know that none leads. */
const QUICK_ROUNDS = 1;
/** How many rounds a tab waits for a better candidate to lead. */
const PATIENT_ROUNDS = 6;
/** How long a tab that slept waits to hear whether it still leads, or another tab does. */
const CONFIRM_MS = 1_000;

/**
 * Elects by messages, if there are no locks. A tab that hears no leader claims to lead, and leads
 * unless a better candidate or a tab that knows the leader answers. Tabs answer from event
 * handlers, which no browser delays. Two tabs may still lead if one of them slept; then the higher
 * term counts.
 */
export class MessageElector implements Elector {
  /** Any tab: a leader names its heir when it resigns. */
  readonly heir = undefined;

  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isForced = false;
  /** The leader that has resigned: tabs that have not heard that may still vouch for it. */
  private _resigned: string | undefined;
  /** Number of the last question of `confirm`; as a part of the rank, it is in the answers. */
  private _question = 0;
  private _claimedAt = -Infinity;
  /** The answer to the question whether this tab still leads. */
  private _onAnswer: (() => void) | undefined;
  private _confirmTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly _tab: string,
    private readonly _events: ElectorEvents,
    private readonly _post: (message: Claim) => void,
  ) {}

  patience(): number {
    return PATIENCE_MS;
  }

  join(): void {
    this._campaign(ROUNDS);
  }

  survey(): void {
    // Without locks there is no queue to look at.
  }

  resign(): void {
    // `Resign` names the heir. If the heir fails, the failure detector misses it like any leader.
  }

  requeue(): void {
    // There is no queue.
  }

  isNext(): Promise<boolean> {
    return Promise.resolve(true);
  }

  leave(): void {
    clearTimeout(this._confirmTimer);
    this._rest();
  }

  hear(message: TabMessage): boolean {
    switch (message.type) {
      case "lead":
      case "entries":
        this._resigned = undefined;
        this._rest();
        return true;
      case "resign":
        this._resigned = message.from;
        this._succeed(message.heir);
        return false;
      case "claim":
        if (this._timer) this._answer(message.rank);
        return false;
      case "vouch":
        return this._onVouch(message);
      default:
        return false;
    }
  }

  depose(): void {
    if (this._timer) return;
    this._isForced = true;
    this._campaign(QUICK_ROUNDS);
  }

  confirm(): Promise<unknown> {
    // A newer leader objects; a follower of this one confirms. A timer alone would not do: it may
    // take a minute in a page that was hidden for long.
    this._question++;
    this._claim();
    return new Promise<void>((resolve) => {
      this._onAnswer = resolve;
      this._confirmTimer = setTimeout(resolve, CONFIRM_MS);
    });
  }

  watch(): boolean {
    return false;
  }

  /** The leader has resigned. */
  private _succeed(heir: string | undefined): void {
    this._isForced = false;
    if (heir === this._tab) this._win();
    else this._campaign(heir !== undefined ? PATIENT_ROUNDS : QUICK_ROUNDS);
  }

  /** Another tab claims to lead, too. */
  private _answer(rank: string): void {
    if (rank < this._rank()) this._campaign(PATIENT_ROUNDS);
    // Not right after a claim: if every tab answered every claim, the answers would multiply.
    else if (performance.now() - this._claimedAt > ROUND_MS / 2) this._claim();
  }

  /**
   * A tab has heard a claim, and names the leader that it knows. Returns whether another tab leads.
   */
  private _onVouch({ leader, rank }: Vouch): boolean {
    if (leader === this._tab) {
      if (rank === this._rank()) this._onAnswer?.();
      return false;
    }
    // A leader that slept, and whose own claim is answered, may have been deposed.
    if (rank.includes(leader) || leader === this._resigned) return false;
    if (this._timer) this._campaign(PATIENT_ROUNDS);
    return true;
  }

  private _win(): void {
    this._rest();
    this._events.onElected(this._isForced);
  }

  /** @param rounds how many are left; 0: a long one more, as the last one was slept through. */
  private _campaign(rounds: number): void {
    clearTimeout(this._timer);
    if (rounds <= ROUNDS) this._claim();
    const startedAt = performance.now();
    this._timer = setTimeout(
      () => {
        // A tab that slept has not read the vetoes yet.
        const hasSlept = performance.now() - startedAt > SLEEP_MS;
        if (rounds > 1 || (rounds === 1 && hasSlept)) this._campaign(rounds - 1);
        else this._win();
      },
      rounds ? ROUND_MS : CONFIRM_MS,
    );
  }

  private _claim(): void {
    this._claimedAt = performance.now();
    this._post({ type: "claim", rank: this._rank() });
  }

  /** Ends the campaign. */
  private _rest(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  /** Visible tabs first: they have exact timers. */
  private _rank(): string {
    return [isHidden() ? 1 : 0, this._tab, this._question].join(" ");
  }
}
