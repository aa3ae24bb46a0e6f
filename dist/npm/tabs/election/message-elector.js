import { isHidden } from '../../platform/page.js';
import { SLEEP_MS } from './sleep-guard.js';

const PATIENCE_MS = 2e3;
const ROUND_MS = 100;
const ROUNDS = 3;
const QUICK_ROUNDS = 1;
const PATIENT_ROUNDS = 6;
const CONFIRM_MS = 1e3;
class MessageElector {
  constructor(_tab, _events, _post) {
    this._tab = _tab;
    this._events = _events;
    this._post = _post;
    /** Any tab: a leader names its heir when it resigns. */
    this.heir = void 0;
    this._isForced = false;
    /** Number of the last question of `confirm`; as a part of the rank, it is in the answers. */
    this._question = 0;
    this._claimedAt = -Infinity;
  }
  patience() {
    return PATIENCE_MS;
  }
  join() {
    this._campaign(ROUNDS);
  }
  survey() {
  }
  resign() {
  }
  requeue() {
  }
  isNext() {
    return Promise.resolve(true);
  }
  leave() {
    clearTimeout(this._confirmTimer);
    this._rest();
  }
  hear(message) {
    switch (message.type) {
      case "lead":
      case "entries":
        this._resigned = void 0;
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
  depose() {
    if (this._timer) return;
    this._isForced = true;
    this._campaign(QUICK_ROUNDS);
  }
  confirm() {
    this._question++;
    this._claim();
    return new Promise((resolve) => {
      this._onAnswer = resolve;
      this._confirmTimer = setTimeout(resolve, CONFIRM_MS);
    });
  }
  watch() {
    return false;
  }
  /** The leader has resigned. */
  _succeed(heir) {
    this._isForced = false;
    if (heir === this._tab) this._win();
    else this._campaign(heir !== void 0 ? PATIENT_ROUNDS : QUICK_ROUNDS);
  }
  /** Another tab claims to lead, too. */
  _answer(rank) {
    if (rank < this._rank()) this._campaign(PATIENT_ROUNDS);
    else if (performance.now() - this._claimedAt > ROUND_MS / 2) this._claim();
  }
  /**
   * A tab has heard a claim, and names the leader that it knows. Returns whether another tab leads.
   */
  _onVouch({ leader, rank }) {
    if (leader === this._tab) {
      if (rank === this._rank()) this._onAnswer?.();
      return false;
    }
    if (rank.includes(leader) || leader === this._resigned) return false;
    if (this._timer) this._campaign(PATIENT_ROUNDS);
    return true;
  }
  _win() {
    this._rest();
    this._events.onElected(this._isForced);
  }
  /** @param rounds how many are left; 0: a long one more, as the last one was slept through. */
  _campaign(rounds) {
    clearTimeout(this._timer);
    if (rounds <= ROUNDS) this._claim();
    const startedAt = performance.now();
    this._timer = setTimeout(
      () => {
        const hasSlept = performance.now() - startedAt > SLEEP_MS;
        if (rounds > 1 || rounds === 1 && hasSlept) this._campaign(rounds - 1);
        else this._win();
      },
      rounds ? ROUND_MS : CONFIRM_MS
    );
  }
  _claim() {
    this._claimedAt = performance.now();
    this._post({ type: "claim", rank: this._rank() });
  }
  /** Ends the campaign. */
  _rest() {
    clearTimeout(this._timer);
    this._timer = void 0;
  }
  /** Visible tabs first: they have exact timers. */
  _rank() {
    return [isHidden() ? 1 : 0, this._tab, this._question].join(" ");
  }
}

export { MessageElector };
//# sourceMappingURL=message-elector.js.map
