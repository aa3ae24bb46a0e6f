/**
 * The hand-over: has another tab listen before a leading page goes. Both sides of it; the decisions
 * are in `Handover` and `Succession`.
 */
import { holdUp } from "../../platform/page";
import type { Membership } from "../membership";
import type { HandoverMessage, Resign, TermStart } from "../messages";
import { isSame, type Term } from "../term";
import { Handover, Succession } from "./handover";

/** For so long an heir that was elected waits for the last word of the leader before it. */
const LAST_WORD_MS = 250;
/** A server that is reached within that time is on this computer, or in the next room. */
const NEAR_MS = 30;
/**
 * There the next page may be loaded in 15 ms, before another tab has a connection. For so long a
 * page that is left waits before it asks for the next one.
 */
const HOLD_MS = 10;

/** A tab's part in its group, as far as the hand-over concerns it. */
type Group = Pick<
  Membership,
  | ("tab" | "follower" | "leader" | "roster" | "nextTab")
  | ("post" | "whileLeading" | "renew" | "stepDown")
>;

export class Transfer {
  private readonly _handover = new Handover();
  private readonly _succession = new Succession();
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _group: Group) {}

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
      leader.pause();
      this._sayHandover(nextTab);
      // The heir connects as fast. Far from the server the next page takes longer than this, too.
      if (leader.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }

  /** The page does not leave: nobody need connect any more. */
  stay(): void {
    if (this.heir === undefined) return;
    this._handover.end();
    this._group.whileLeading(() => {
      this._sayHandover();
      this._group.leader.resume();
    });
  }

  /** The heir hears all. What was sent before may wait in the socket, but not behind an answer. */
  onReady(from: string, term: Term): void {
    if (term.leader !== this._group.tab) return;
    this._group.whileLeading(() => {
      if (!this._handover.onReady(from)) return;
      this._group.leader.fence(() =>
        this._group.whileLeading(() => this.heir === from && this._letGo(from)),
      );
    });
  }

  /** A leader hands over, to this tab or another. */
  onHandover({ term, heir, tabs }: HandoverMessage & { type: "handover" }): void {
    const { follower, tab: own, leader, roster } = this._group;
    if (leader.term || !isSame(term, follower.known)) return;
    this._giveUp();
    if (heir !== own) return;
    for (const { tab, wants } of tabs) roster.set(tab, wants);
    this._succession.prepare(term);
    // Not the one above: what was prepared before has been given up.
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

  /** A tab has left. */
  onGone(tab: string): void {
    if (tab === this.heir) this.stay();
  }

  /** All connections are renewed, with other options: a prepared one has the old ones. */
  onRestart(): void {
    this.stay();
    this._giveUp();
  }

  /** Another leads than the one that this tab was to succeed. */
  onLeader(term: Term): void {
    const { leader } = this._succession;
    if (leader && !isSame(term, leader)) this._giveUp();
  }

  /** This tab is elected. Calls `lead` as soon as it knows what the leader before it said last. */
  onElected(lead: () => void): void {
    if (this._succession.onElected(lead)) return;
    // A leader that crashed said nothing.
    this._timer = setTimeout(() => this._succession.stopWaiting(), LAST_WORD_MS);
  }

  /** This tab leads now. Returns how its term follows the one before. */
  takeOver(isForced: boolean): TermStart {
    const { start } = this._succession;
    this._endSuccession();
    const { leader, follower, roster, tab } = this._group;
    const before = follower.known.leader;
    const continues = start?.type === "continued";
    // A leader that handed over is still there; one that has ended need not be heard for any more.
    if (!continues && before !== undefined && before !== tab) roster.remove(before);
    if (continues && leader.isPrepared && follower.reader.isSettled) return start;
    return { type: isForced ? "forced" : "free" };
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    if (this._succession.tick()) this._giveUp();
    if (this._handover.tick()) this.stay();
  }

  /** The tab hands over no more, nor is it to succeed anybody. */
  end(): void {
    this._handover.end();
    this._endSuccession();
  }

  /** The heir leads from now on. */
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
    this._group.post({ type: "handover", term: leader.term, heir, tabs: roster.entries });
  }

  private _giveUp(): void {
    if (!this._succession.leader) return;
    this._endSuccession();
    this._group.renew();
  }

  private _endSuccession(): void {
    clearTimeout(this._timer);
    this._succession.end();
  }
}
