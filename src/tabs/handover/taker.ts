import type { Membership } from "../membership";
import type { Handover, Resign, TermStart } from "../messages";
import { isSame, type Term } from "../term";
import { Succession } from "./handover";

/** How long an elected heir waits for the `resign` of the leader before it. */
const LAST_WORD_MS = 250;
/** What taking over needs of the membership. */
type Group = Pick<
  Membership,
  "tab" | "follower" | "leader" | "roster" | "candidate" | "post" | "renew"
>;

/** The side of the heir, or of the standby, which leads if the leader ends. */
export class Taker {
  private readonly _succession = new Succession();
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _group: Group) {}

  /** A leader hands over, to this tab or another. */
  onHandover(message: Handover): void {
    const { term, heir, role, isFit = false, tabs } = message;
    const { follower, tab: own, leader, roster } = this._group;
    if (leader.term || !isSame(term, follower.known)) return;
    const isStandby = role === "standby";
    if (heir === own && this._succession.prepares(term)) {
      this._succession.note(isStandby, isFit);
      // As the heir, it is to say so again.
      if (leader.isPrepared && !this._succession.isFit) this.onPrepared();
      return;
    }
    this._giveUp();
    if (heir !== own) return void (role === "chosen" && this._group.candidate.requeue());
    for (const { tab, wants } of tabs) roster.set(tab, wants);
    this._prepare(term, isStandby);
  }

  /** The prepared connection hears all. */
  onPrepared(): void {
    const term = this._succession.leader;
    this._succession.onPrepared();
    if (term) this._group.post({ type: "ready", term });
  }

  /** The prepared connection has dropped messages, which the leader may not have read yet. */
  onDropped(): void {
    if (this._succession.isStandby) this.onPrepared();
    else this._giveUp();
  }

  /** The prepared connection cannot take over: a standby prepares another one. */
  onUnfit(): void {
    const { isStandby, leader } = this._succession;
    this._giveUp();
    if (isStandby && leader) this._prepare(leader, true);
  }

  /** A leader resigns. If it hands over, it has read all that the heir did not hear. */
  onResign({ term, last, isHandedOver }: Resign): void {
    this._succession.onGone(term.leader, isHandedOver ? last : undefined);
  }

  /** Another leader leads than the one that this tab was to succeed. */
  onLeader(term: Term): void {
    const { leader } = this._succession;
    if (leader && !isSame(term, leader)) this._giveUp(term);
  }

  /** This tab is elected. Calls `lead` as soon as it has the `resign` of the leader before it. */
  onElected(lead: () => void): void {
    if (this._succession.onElected(lead)) return;
    // A leader that crashed has sent none.
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._succession.stopWaiting(), LAST_WORD_MS);
  }

  /** Another tab leads, although this one is elected. */
  onOverruled(): void {
    if (!this._succession.isElected) return;
    this.end();
    this._group.renew();
  }

  /** This tab leads now. Returns how its term follows the one before. */
  takeOver(isForced: boolean): TermStart {
    const { start, isFit, leader: former } = this._succession;
    this.end();
    const { leader, follower, roster, tab } = this._group;
    const before = follower.known.leader;
    const continues = start?.type === "continued";
    // A leader that handed over is still there. Any other has ended, and wants no channels.
    if (!continues && before !== undefined && before !== tab) roster.remove(before);
    const { isCurrent, isSettled, last } = follower.reader;
    if (leader.isPrepared && former && isCurrent && isSame(former, follower.known)) {
      if (continues && isSettled) return start;
      // This tab does not know all that the former leader has passed on.
      if (continues || isFit) return { type: "succeeded", term: former, last };
    }
    return { type: isForced || leader.isPrepared ? "forced" : "free" };
  }

  /** All connections are renewed, with other options: a prepared one has the old ones. */
  onRestart(): void {
    this._giveUp();
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    if (this._succession.tick()) this._giveUp();
  }

  /** Succeeds no leader. */
  end(): void {
    clearTimeout(this._timer);
    this._succession.end();
  }

  private _prepare(term: Term, isStandby: boolean): void {
    this._succession.prepare(term, isStandby);
    // As it is now: `_giveUp` may have replaced it.
    this._group.leader.prepare();
  }

  /**
   * Gives up the prepared connection.
   * @param leader the one whose `resign` this tab waits for if it is elected already.
   */
  private _giveUp(leader = this._succession.leader): void {
    if (!leader) return;
    this._succession.giveUp(leader);
    this._group.renew();
  }
}
