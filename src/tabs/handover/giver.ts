import { MAX_CHANNELS } from "../../protocol/limits";
import { holdUp, isHidden } from "../../platform/page";
import type { Membership } from "../membership";
import type { HeirRole, Resign } from "../messages";
import type { Tab } from "../tab";
import type { Term } from "../term";
import { Handover } from "./handover";

/** A server that is reached within this time is near: on this computer, or in this network. */
const NEAR_MS = 30;
/**
 * From a near server the next page may come in 15 ms, before another tab has a connection. So a
 * page that is left blocks itself for this time before it asks for the next page.
 */
const HOLD_MS = 10;
/** A tab that leads since less than this time does not hand over because another one is visible. */
const REST_MS = 3_000;

/** With more channels there is no standby: both together may have as many sockets as one leader has. */
const MAX_ACCOMPANIED = MAX_CHANNELS / 2;

/** What handing over needs of the membership. */
type Group = Pick<
  Membership,
  | ("tab" | "follower" | "leader" | "roster" | "nextTab" | "candidate")
  | ("post" | "whileLeading" | "renew" | "stepDown")
>;

/** The leader's side of a hand-over: to an heir that leads soon, or a standby that may have to. */
export class Giver {
  private readonly _handover = new Handover();
  /** When the leader has changed last, or was to. */
  private _movedAt = -Infinity;

  /** @param _wishes of the page. */
  constructor(
    private readonly _group: Group,
    private readonly _wishes: Pick<Tab, "prefersVisible" | "wantsStandby">,
  ) {}

  /** The tab that this one hands over to. */
  get heir(): string | undefined {
    return this._handover.heir;
  }

  /** The tab that listens beside this one for as long as this one leads, or is to. */
  get standby(): string | undefined {
    return this._handover.standby;
  }

  /** Whether another tab listens beside this one, or is about to. */
  get isAccompanied(): boolean {
    return (this.heir ?? this.standby) !== undefined;
  }

  /** All tabs. A standby comes first: it is to take the place of a leader that does not answer. */
  get tabs(): string[] {
    const { tabs } = this._group.roster;
    const { standby } = this;
    return standby !== undefined && tabs.includes(standby)
      ? [...new Set([standby, ...tabs])]
      : tabs;
  }

  /** Which tab leads after this one, and whether it listens, without a gap. */
  get successor(): Pick<Resign, "heir" | "isHandedOver"> {
    const { heir, isFit, standby } = this._handover;
    return { heir: heir ?? standby ?? this._group.nextTab, isHandedOver: isFit };
  }

  /** The page is about to leave: another tab connects while this one still listens. */
  depart(): void {
    const { nextTab, leader } = this._group;
    if (this.heir !== undefined || nextTab === undefined) return;
    this._group.whileLeading(() => {
      const listens = this._ask(nextTab, "next");
      leader.pause();
      // The heir connects about as fast as this tab did; far from the server the next page is slow.
      if (!listens && leader.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }

  /** Hands over to a visible tab, if this one is hidden and pages want that. */
  review(): void {
    const { leader, roster } = this._group;
    if (!isHidden() || !this._wishes.prefersVisible) return;
    if (!leader.isConnected || this.heir !== undefined) return;
    const heir = roster.visible;
    if (heir === undefined || performance.now() - this._movedAt < REST_MS) return;
    this._group.whileLeading(() => {
      this._movedAt = performance.now();
      this._ask(heir, "chosen");
    });
  }

  /**
   * Called every 500 ms while this tab leads, in hidden tabs more rarely: has the next tab listen
   * beside this one, if pages want that.
   */
  onLeadingTick(): void {
    this.review();
    const { leader, nextTab, roster } = this._group;
    const isRoom = roster.channels.length <= MAX_ACCOMPANIED;
    const standby = this._wishes.wantsStandby && isRoom ? nextTab : undefined;
    if (this.heir !== undefined || !leader.isConnected) return;
    if (standby !== this.standby) {
      if (standby === undefined) this._dismiss();
      else void this._accompany(standby);
    }
    // A message may have been lost, or the answer to a fence: a standby that is ready says so again.
    else if (standby !== undefined && !this._handover.isFit) this._sayHandover(standby);
  }

  /** The page does not leave: the heir gives up its connection. */
  stay(): void {
    if (this.heir !== undefined) this._dismiss();
  }

  /** The heir hears all. A fence shows that this leader has read all that was sent before. */
  onReady(from: string, term: Term): void {
    if (term.leader !== this._group.tab) return;
    this._group.whileLeading(() => {
      if (!this._handover.onReady(from)) return;
      if (this.heir !== undefined) this._group.leader.pause();
      this._group.leader.fence(() => void this._onFence(from));
    });
  }

  /**
   * This leader's connection is about to be lost. A standby leads from now on; another heir has nothing
   * to take over.
   */
  onLosing(): void {
    const { heir, role, isFit, standby } = this._handover;
    const next = heir ?? standby;
    if (isFit && next !== undefined) this._letGo(next);
    // What it has heard so far may come out of the logs, too.
    else if (role === "chosen" || role === "standby") this._dismiss();
  }

  /** A tab has left. */
  onGone(tab: string): void {
    if (tab === this.heir || tab === this._handover.standby) this._dismiss();
  }

  /** All connections are renewed, with other options: that of an heir or standby has the old ones. */
  onRestart(): void {
    if (this.isAccompanied) this._dismiss();
  }

  /** A tab, this one or another, leads from now on: it is not to hand over again at once. */
  rest(): void {
    this._movedAt = performance.now();
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    if (this._handover.tick()) this.stay();
  }

  end(): void {
    this._handover.end();
  }

  /** Has a tab listen beside this one, if it leads next. */
  private async _accompany(standby: string): Promise<void> {
    if (!(await this._group.candidate.isNext(standby))) return;
    this._group.whileLeading(() => {
      if (this.heir !== undefined) return;
      this._handover.accompany(standby);
      this._group.leader.expectHeir();
      this._sayHandover(standby);
      this._group.leader.announce();
    });
  }

  /** The heir, or the standby, gives up its connection. */
  private _dismiss(): void {
    this._handover.end();
    this._group.whileLeading(() => {
      this._sayHandover();
      this._group.leader.resume();
    });
  }

  /** Hands over. Returns whether that tab listens already. */
  private _ask(heir: string, role: HeirRole): boolean {
    const { leader } = this._group;
    const listens = this._handover.ask(heir, role);
    leader.expectHeir();
    this._sayHandover(heir);
    if (listens) leader.pause();
    if (listens) leader.fence(() => void this._onFence(heir));
    return listens;
  }

  /** This leader has read all that was sent before the heir, or the standby, listened. */
  private async _onFence(heir: string): Promise<void> {
    const { candidate } = this._group;
    if (this._handover.onFence(heir))
      return this._group.whileLeading(() => this._sayHandover(heir));
    // The browser would give the lock to a tab that was too busy to queue behind the heir.
    const isNext = this._handover.role !== "chosen" || (await candidate.isNext(heir));
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
    const { role, isFit } = this._handover;
    const tabs = roster.entries;
    this._group.post({ type: "handover", term: leader.term, heir, role, isFit, tabs });
  }
}
