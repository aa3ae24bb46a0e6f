import { holdUp } from "../../platform/page";
import { Handover, Succession } from "./handover";
import type { Master } from "../leader/leader";
import type { RelayLink } from "../follower/follower";
import type { Continued, Handed, HandoverRequest, Ready, TabMessage, TabWants } from "../messages";
import { isSame, type Term } from "../term";

/** A server that is reached within that time is on this computer, or in the next room. */
const NEAR_MS = 30;
/**
 * There the next page may be loaded in 15 ms, before another tab has a connection. For so long a
 * page that is left waits before it asks for the next one.
 */
const HOLD_MS = 10;

/** A tab's part in its group, as far as the transfer concerns it. */
export interface TransferOwner {
  readonly tab: string;
  readonly relay: RelayLink;
  readonly master: Master;
  readonly wants: Map<string, TabWants>;
  readonly isLeading: boolean;
  /** Whether this tab leads and others depend on it. */
  readonly leadsOthers: boolean;
  /** The other tab that leads next; `""` where there is none. */
  readonly nextTab: string;
  post(message: TabMessage): void;
  /** Only where this tab leads: then as soon as that is certain. */
  asMaster(action: () => void): void;
  /** Ends this tab's connection; another may be opened later. */
  renew(): void;
  /** Leads no more, and says so last: others take over, and this tab follows. */
  stepDown(): void;
}

/** Has another tab listen before a leading page goes: both sides of it. */
export class Transfer {
  private readonly _handover = new Handover();
  private readonly _succession = new Succession();

  constructor(private readonly _owner: TransferOwner) {}

  /** The tab that this one hands over to; `""`: none. */
  get heir(): string {
    return this._handover.heir;
  }

  /** The page is about to leave: another tab connects while this one still listens. */
  depart(): void {
    const { leadsOthers, nextTab, master } = this._owner;
    if (!leadsOthers || this.heir || !nextTab) return;
    this._owner.asMaster(() => {
      this._handover.ask(nextTab);
      master.pause(true);
      this._sayHandover(nextTab);
      // The heir connects as fast. Far from the server the next page takes longer than this, too.
      if (master.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }

  /** The page does not leave: nobody need connect any more. */
  stay(): void {
    if (!this.heir) return;
    this._handover.end();
    this._owner.asMaster(() => {
      this._sayHandover("");
      this._owner.master.pause(false);
    });
  }

  /** The heir hears all. What was sent before may wait in the socket, but not behind an answer. */
  onReady({ from, to }: Ready): void {
    if (to !== this._owner.tab) return;
    this._owner.asMaster(() => {
      if (!this._handover.onReady(from)) return;
      this._owner.master.fence(() =>
        this._owner.asMaster(() => this.heir === from && this._letGo()),
      );
    });
  }

  /** A leader hands over, to this tab or another. */
  onHandover({ from, epoch, to, tabs }: HandoverRequest): void {
    const { relay, tab: own, isLeading } = this._owner;
    const leader = { from, epoch };
    if (isLeading || !isSame(leader, relay.master)) return;
    this._giveUp();
    if (to !== own) return;
    for (const { tab, wants } of tabs) this._owner.wants.set(tab, wants);
    this._succession.prepare(leader);
    this._owner.master.prepare();
  }

  /** The prepared connection hears all. */
  onPrepared(): void {
    const { leader } = this._succession;
    const { tab: from } = this._owner;
    if (leader) this._owner.post({ kind: "ready", from, to: leader.from, epoch: leader.epoch });
  }

  /** A leader leads no more, and has read all that the heir did not hear. */
  onHanded({ from, last }: Handed): void {
    this._owner.relay.dismiss(from, last, true);
    this._succession.onGone(from, last);
  }

  /** A tab has left. @param wasLeader whether it led. */
  onGone(from: string, wasLeader: boolean): void {
    if (from === this.heir) this.stay();
    if (wasLeader) this._succession.onGone(from);
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
    this._succession.onElected(lead);
  }

  /** This tab leads now. Returns the leader after whose last item it goes on, without a break. */
  takeOver(): Continued | undefined {
    const { continues } = this._succession;
    this._succession.end();
    const { master, relay, wants, tab } = this._owner;
    // A leader that handed over is still there, one that said goodbye is forgotten already.
    if (!continues && relay.master.from !== tab) wants.delete(relay.master.from);
    return master.isPrepared && relay.isSettled ? continues : undefined;
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    if (this._succession.tick()) this._giveUp();
    if (this._handover.tick()) this.stay();
  }

  /** The tab hands over no more, nor is it to succeed anybody. */
  end(): void {
    this._handover.end();
    this._succession.end();
  }

  /** The heir leads from now on. */
  private _letGo(): void {
    const { tab: from, master } = this._owner;
    const { heir } = this;
    const { epoch, last } = master;
    this._handover.end();
    this._owner.renew();
    this._owner.post({ kind: "handed", from, epoch, heir, last });
    this._owner.relay.dismiss(from, last, true);
    this._owner.stepDown();
  }

  private _sayHandover(to: string): void {
    const { tab: from, master, wants: all } = this._owner;
    const tabs = [...all].map(([tab, wants]) => ({ tab, wants }));
    this._owner.post({ kind: "handover", from, epoch: master.epoch, to, tabs });
  }

  private _giveUp(): void {
    if (!this._succession.leader) return;
    this._succession.end();
    this._owner.renew();
  }
}
