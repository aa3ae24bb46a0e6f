/**
 * `tabs/handover/`: has another tab listen before a leading page goes, so that there is no gap. It
 * may know neither how a leader is elected nor how tabs talk. `Transfer` acts for both sides;
 * `Handover` and `Succession` decide.
 */
import { holdUp, isHidden } from "../../platform/page";
import type { Membership } from "../membership";
import type { HandoverMessage, Resign, TermStart } from "../messages";
import { isSame, type Term } from "../term";
import { Handover, Succession } from "./handover";

/** How long an elected heir waits for the `resign` of the leader before it. */
const LAST_WORD_MS = 250;
/** A server that is reached within this time is near: on this computer, or in this network. */
const NEAR_MS = 30;
/**
 * From a near server the next page may come in 15 ms, before another tab has a connection. So a
 * page that is left blocks itself for this time before it asks for the next page.
 */
const HOLD_MS = 10;
/** A tab that leads since less than this time does not hand over because another one is visible. */
const REST_MS = 3_000;

/** What the hand-over needs of the membership. */
type Group = Pick<
  Membership,
  | ("tab" | "follower" | "leader" | "roster" | "nextTab" | "candidate")
  | ("post" | "whileLeading" | "renew" | "stepDown")
>;

export class Transfer {
  private readonly _handover = new Handover();
  private readonly _succession = new Succession();
  private _timer: ReturnType<typeof setTimeout> | undefined;
  /** When the leader has changed last, or was to. */
  private _movedAt = -Infinity;

  /** @param _prefersVisible whether a visible tab is to lead rather than a hidden one. */
  constructor(
    private readonly _group: Group,
    private readonly _prefersVisible: () => boolean,
  ) {}

  /** The tab that this one hands over to. */
  get heir(): string | undefined {
    return this._handover.heir;
  }

  /** The page is about to leave: another tab connects while this one still listens. */
  depart(): void {
    const { nextTab, leader } = this._group;
    if (this.heir !== undefined || nextTab === undefined) return;
    this._group.whileLeading(() => {
      this._handover.ask(nextTab);
      leader.expectHeir();
      leader.pause();
      this._sayHandover(nextTab);
      // The heir connects about as fast as this tab did; far from the server the next page is slow.
      if (leader.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }

  /** Hands over to a visible tab, if this one is hidden and pages want that. */
  review(): void {
    const { leader, roster } = this._group;
    if (!isHidden() || !this._prefersVisible()) return;
    if (!leader.isConnected || this.heir !== undefined) return;
    const heir = roster.visible;
    if (heir === undefined || performance.now() - this._movedAt < REST_MS) return;
    this._group.whileLeading(() => {
      this._movedAt = performance.now();
      this._handover.ask(heir, true);
      leader.expectHeir();
      this._sayHandover(heir);
    });
  }

  /** The page does not leave: the heir gives up its connection. */
  stay(): void {
    if (this.heir === undefined) return;
    this._handover.end();
    this._group.whileLeading(() => {
      this._sayHandover();
      this._group.leader.resume();
    });
  }

  /** The heir hears all. A fence shows that this leader has read all that was sent before. */
  onReady(from: string, term: Term): void {
    if (term.leader !== this._group.tab) return;
    this._group.whileLeading(() => {
      if (!this._handover.onReady(from)) return;
      this._group.leader.pause();
      this._group.leader.fence(() => void this._onFence(from));
    });
  }

  /** A leader hands over, to this tab or another. */
  onHandover({ term, heir, isChosen, tabs }: HandoverMessage & { type: "handover" }): void {
    const { follower, tab: own, leader, roster } = this._group;
    if (leader.term || !isSame(term, follower.known)) return;
    this._giveUp();
    if (heir !== own) return void (isChosen && this._group.candidate.requeue());
    for (const { tab, wants } of tabs) roster.set(tab, wants);
    this._succession.prepare(term);
    // Not the `leader` from above: `_giveUp` may have replaced it.
    this._group.leader.prepare();
  }

  /** The prepared connection hears all. */
  onPrepared(): void {
    const term = this._succession.leader;
    if (term) this._group.post({ type: "ready", term });
  }

  /** A leader resigns. If it hands over, it has read all that the heir did not hear. */
  onResign({ term, last, isHandedOver }: Resign): void {
    this._succession.onGone(term.leader, isHandedOver ? last : undefined);
  }

  /** The connection is lost: there is nothing to hand over. A page that leaves does not wait for more. */
  onLost(): void {
    if (this._handover.isChosen) this.stay();
  }

  /** A tab has left. */
  onGone(tab: string): void {
    if (tab === this.heir) this.stay();
  }

  /** All connections are renewed, with other options: a prepared one has the old ones. */
  onRestart(): void {
    this.stay();
    this._giveUp();
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
    this._endSuccession();
    this._group.renew();
  }

  /** This tab leads now. Returns how its term follows the one before. */
  takeOver(isForced: boolean): TermStart {
    const { start } = this._succession;
    this._endSuccession();
    const { leader, follower, roster, tab } = this._group;
    const before = follower.known.leader;
    const continues = start?.type === "continued";
    this._movedAt = performance.now();
    // A leader that handed over is still there. Any other has ended, and wants no channels.
    if (!continues && before !== undefined && before !== tab) roster.remove(before);
    if (continues && leader.isPrepared && follower.reader.isSettled) return start;
    return { type: isForced ? "forced" : "free" };
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    if (this._succession.tick()) this._giveUp();
    if (this._handover.tick()) this.stay();
  }

  /** Ends both sides: this tab neither hands over nor succeeds a leader. */
  end(): void {
    this._handover.end();
    this._endSuccession();
  }

  /** This leader has read all that was sent before the heir listened. */
  private async _onFence(heir: string): Promise<void> {
    const { candidate } = this._group;
    // The browser would give the lock to a tab that was too busy to queue behind the heir.
    const isNext = !this._handover.isChosen || (await candidate.isNext(heir));
    if (this.heir !== heir) return;
    if (isNext) this._group.whileLeading(() => this.heir === heir && this._letGo(heir));
    else this.stay();
  }

  /** Resigns in favour of the heir. */
  private _letGo(heir: string): void {
    const { term, last } = this._group.leader;
    this._handover.end();
    if (!term) return;
    this._group.renew();
    const resign: Resign = { type: "resign", term, last, heir, isHandedOver: true };
    this._group.post(resign);
    this._group.follower.reader.onResign(resign);
    this._group.stepDown();
  }

  private _sayHandover(heir?: string): void {
    const { leader, roster } = this._group;
    if (!leader.term) return;
    const { isChosen } = this._handover;
    const tabs = roster.entries;
    this._group.post({ type: "handover", term: leader.term, heir, isChosen, tabs });
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

  private _endSuccession(): void {
    clearTimeout(this._timer);
    this._succession.end();
  }
}
