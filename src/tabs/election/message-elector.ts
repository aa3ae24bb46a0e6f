import { isHidden } from "../../platform/page";
import type { Elector, ElectorEvents } from "./elector";
import type { Claim, TabMessage, Vouch } from "../messages";

/** How long others have to object to a claim, and how often it is made. */
const ROUND_MS = 100;
const ROUNDS = 3;
/** After the end of a leader, everybody knows of it. */
const QUICK_ROUNDS = 1;
/** A tab that has a better candidate before it waits for so many rounds. */
const PATIENT_ROUNDS = 6;
/** How long a leader waits to hear whether it still leads. */
const CONFIRM_MS = 1_000;

/**
 * By messages, if there are no locks: a tab that hears nothing of a leader claims to lead, and does,
 * unless the leader or a better candidate answers. All of them are answered from event handlers,
 * which no browser holds back. Two may lead nevertheless, where one of them could not run for a
 * time; then the tabs decide by the epochs.
 */
export class MessageElector implements Elector {
  readonly patience = 4;
  /** The other tabs learn of the heir by the resignation. */
  readonly heir = undefined;

  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isForced = false;
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

  join(): void {
    this._campaign(ROUNDS);
  }

  survey(): void {
    // Nobody waits in a queue.
  }

  resign(): void {
    // The heir is named in the leader's last word. Should it fail, it is missed like any leader.
  }

  leave(): void {
    clearTimeout(this._confirmTimer);
    this._rest();
  }

  hear(message: TabMessage): void {
    const { type } = message;
    if (type === "lead" || type === "entries") this._rest();
    else if (type === "resign") this._succeed(message.heir);
    else if (type === "claim" && this._timer) this._answer(message.rank);
    else if (type === "vouch") this._onVouch(message);
  }

  depose(): void {
    if (this._timer) return;
    this._isForced = true;
    this._campaign(QUICK_ROUNDS);
  }

  confirm(): Promise<unknown> {
    // Another leader objects; the followers of this one answer. A timer alone would not do: in a page
    // that was hidden for long it may take a minute.
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

  /** The leader leads no more. */
  private _succeed(heir: string | undefined): void {
    this._isForced = false;
    if (heir === this._tab) this._win();
    else this._campaign(heir !== undefined ? PATIENT_ROUNDS : QUICK_ROUNDS);
  }

  /** Another would lead, too. */
  private _answer(rank: string): void {
    if (rank < this._rank()) this._campaign(PATIENT_ROUNDS);
    // Not at once again: others answer the answer, and would so double it with each tab.
    else if (performance.now() - this._claimedAt > ROUND_MS / 2) this._claim();
  }

  /** Somebody has heard a claim, and knows a leader. */
  private _onVouch({ leader, rank }: Vouch): void {
    if (leader === this._tab) {
      if (rank === this._rank()) this._onAnswer?.();
    } else if (this._timer && !rank.includes(leader)) this._campaign(PATIENT_ROUNDS);
  }

  private _win(): void {
    this._rest();
    this._events.onElected(this._isForced);
  }

  private _campaign(rounds: number): void {
    clearTimeout(this._timer);
    if (rounds <= ROUNDS) this._claim();
    this._timer = setTimeout(() => {
      if (rounds > 1) this._campaign(rounds - 1);
      else this._win();
    }, ROUND_MS);
  }

  private _claim(): void {
    this._claimedAt = performance.now();
    this._post({ type: "claim", rank: this._rank() });
  }

  /** Wants nothing. */
  private _rest(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  /** Visible tabs first: they have exact timers. */
  private _rank(): string {
    return [isHidden() ? 1 : 0, this._tab, this._question].join(" ");
  }
}
