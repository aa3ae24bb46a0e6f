/**
 * A tab's part in a group, from joining to leaving: it leads, or follows the leader. It brings
 * together the election, the leader, the follower and the hand-over between leaders.
 */
import type { CometOptions } from "../api/types";
import { Candidate } from "./election/candidate";
import type { ElectorEvents } from "./election/elector";
import { Follower } from "./follower/follower";
import { Transfer } from "./handover/transfer";
import { Leader } from "./leader/leader";
import { Roster } from "./leader/roster";
import { Mailbox } from "./mailbox";
import type { LeaderMessage, LeftCommand, Message } from "./messages";
import type { Tab } from "./tab";
import { isAhead, type KnownTerm } from "./term";

export class Membership implements ElectorEvents {
  readonly roster = new Roster();
  readonly follower: Follower;
  readonly transfer = new Transfer(this);
  /** What the page was told last. */
  role: "leader" | "follower" | undefined;
  leader: Leader;

  readonly candidate: Candidate;
  private readonly _mailbox: Mailbox;
  private _isOver = false;

  /**
   * Takes part in the election.
   * @param name of the group, for its tabs alone.
   * @param isShared whether there may be other tabs.
   */
  constructor(
    private readonly _tab: Tab,
    name: string,
    isShared: boolean,
  ) {
    this._mailbox = new Mailbox(_tab, this, isShared ? name : undefined);
    this.candidate = new Candidate(name, _tab.id, this);
    // First of all, because the browser takes longer to answer than the rest takes.
    if (this._mailbox.isOpen) this.candidate.campaign();
    this.follower = new Follower(_tab, this);
    this.leader = new Leader(_tab, this);
  }

  get tab(): string {
    return this._tab.id;
  }

  get isLeading(): boolean {
    return this.leader.term !== undefined;
  }

  /** Whether no other tab is known. */
  get isAlone(): boolean {
    return this.follower.tabs.length < 2;
  }

  /** Whether this tab leads and others depend on it. */
  get leadsOthers(): boolean {
    return this.isLeading && this.roster.isShared;
  }

  /** The other tab that leads next. */
  get nextTab(): string | undefined {
    return this.candidate.heirAmong(this.follower.tabs.filter((tab) => tab !== this.tab));
  }

  /** What is read now came at most so many milliseconds ago: a tab that slept reads late. */
  get lag(): number {
    return this.candidate.guard.lag;
  }

  join(): void {
    this.candidate.detector.start();
    // Nobody else can be reached.
    if (!this._mailbox.isOpen) this.onElected(false);
    this.follower.report();
  }

  /** @param handsOver leaves to others what was not sent yet. */
  leave(handsOver: boolean): void {
    const { isAlone } = this;
    const { outbox } = this._tab;
    const hasHeirs = handsOver && !isAlone;
    if (!hasHeirs) this.follower.offer(true);
    // What this tab has read, nobody else will.
    if (this.isLeading) this.candidate.guard.speakOut();
    this._sayGoodbye(hasHeirs ? outbox.leave(this.follower.offeredTo) : []);
    this._isOver = true;
    this.transfer.end();
    this.candidate.end();
    this._mailbox.close();
    this.follower.end();
    // The others have these, too.
    if (!isAlone) outbox.forget();
  }

  /** The page is about to be replaced by another. */
  depart(): void {
    if (this.leadsOthers) this.transfer.depart();
  }

  /** Connects anew; all tabs are told the options. */
  restart(options: CometOptions): void {
    this.transfer.onRestart();
    this.post({ type: "restart", options });
    this.whileLeading(() => this.leader.restart());
  }

  /** The page was woken: what the leader would try later, or look at, it does now. */
  wake(): void {
    this.follower.report();
    this.post({ type: "wake" });
  }

  /** Says something to the leader, or to all tabs. */
  post(message: Message): void {
    this._mailbox.post(message);
  }

  /** The leader says something to all tabs, to its own one too. */
  say(message: LeaderMessage): void {
    this._mailbox.say(message);
  }

  /**
   * The one place that asks whether this tab still leads. If it does, runs `action`, now or as soon as
   * that is certain.
   * @param isNews it only tells the other tabs something.
   */
  whileLeading(action: () => void, isNews = false): void {
    if (this.isLeading) this.candidate.guard.run(() => this.isLeading && action(), isNews);
  }

  /** Ends this tab's connection; another may be opened later. */
  renew(): void {
    this.leader.end();
    this.leader = new Leader(this._tab, this);
  }

  /** Leads no more: others take over, and this tab follows. */
  stepDown(): void {
    this.obey();
    this.candidate.resign();
  }

  onElected(isForced: boolean): void {
    // A tab that was stopped while it waited may be told late, and not lead any more.
    const { guard } = this.candidate;
    guard.run(() => {
      if (this._isOver || this.isLeading) return;
      this.transfer.onElected(() => guard.run(() => this._lead(isForced)));
    });
  }

  onDeposed(): void {
    this.candidate.guard.drop();
    this._giveWay(false);
  }

  /** Called every 500 ms, in hidden tabs more rarely. Returns whether there is a leader to watch. */
  onTick(): boolean {
    this.follower.tick();
    this.transfer.tick();
    if (!this.isLeading) {
      this.candidate.guard.touch();
      return true;
    }
    this.whileLeading(() => {
      const isWatched = (tab: string) => this.candidate.watch(tab, () => this.forget(tab));
      if (this.roster.census(isWatched)) this.leader.recount();
    });
    this.candidate.survey();
    return false;
  }

  /** The leader was not heard for a while. */
  onSilence(): void {
    this.follower.report();
  }

  private _lead(isForced: boolean): void {
    if (this._isOver || this.isLeading) return;
    const start = this.transfer.takeOver(isForced);
    const { known } = this.follower;
    const isNew = this.role !== "leader";
    this.role = "leader";
    this._tab.lastTerm = Math.max(known.number, this._tab.lastTerm) + 1;
    this.leader.begin({ number: this._tab.lastTerm, leader: this.tab }, start);
    if (isNew && this.isLeading) this._tab.page.onRole(true);
  }

  /** Another tab leads; this one stops leading, if it did. @param isCrossing see `EntryReader`. */
  private _giveWay(isCrossing: boolean): void {
    this.transfer.end();
    if (this.isLeading) this._sayGoodbye([]);
    this.renew();
    this.obey();
    this.follower.yield(isCrossing);
  }

  /** Two lead, and this is the one that has to give way. @param at when the other was heard first. */
  yield(at: number): void {
    const { candidate } = this;
    // A tab that slept has heard nothing by its own connection that could be newer.
    const isCrossing = !candidate.guard.hasSlept;
    this.follower.missSince(at);
    candidate.withdraw();
    candidate.guard.drop();
    this._giveWay(isCrossing);
    if (!this._isOver) candidate.campaign();
  }

  /** There was a leader that this one did not know of: its tabs ignore every older term. */
  surpass({ number, leader }: KnownTerm): void {
    const own = this.follower.known;
    const isNewer = number > own.number;
    if (!isNewer && (leader === undefined || !isAhead({ number, leader }, own))) return;
    this.transfer.end();
    this.renew();
    this.follower.yield(false, { number });
    this.onElected(false);
  }

  /** Another tab leads: tells the page, where that is news. Returns whether this tab still takes part. */
  obey(): boolean {
    if (this.role !== "follower") {
      this.role = "follower";
      this._tab.page.onRole(false);
    }
    return !this._isOver;
  }

  /** A tab has ended. */
  forget(tab: string): void {
    this.roster.remove(tab);
    this.whileLeading(() => this.leader.update());
  }

  private _sayGoodbye(commands: LeftCommand[]): void {
    const { term, last } = this.leader;
    const heir = this.transfer.heir ?? this.nextTab;
    this.leader.end();
    if (term) this.post({ type: "resign", term, last, heir, isHandedOver: false });
    this.post({ type: "bye", commands });
  }
}
