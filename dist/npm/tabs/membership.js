import { Candidate } from './election/candidate.js';
import { Farewell, goodbye } from './farewell.js';
import { Follower } from './follower/follower.js';
import { Transfer } from './handover/transfer.js';
import { Leader } from './leader/leader.js';
import { Roster } from './leader/roster.js';
import { Mailbox } from './mailbox.js';
import { isAhead } from './term.js';

class Membership {
  /**
   * Takes part in the election.
   * @param name of the group, for its bus and its locks.
   * @param isShared whether there may be other tabs.
   */
  constructor(_tab, name, isShared) {
    this._tab = _tab;
    this.roster = new Roster();
    this.transfer = new Transfer(this, this._tab);
    this._mailbox = new Mailbox(_tab, this, isShared ? name : void 0);
    this.candidate = new Candidate(name, _tab.id, this);
    if (this._mailbox.isOpen) this.candidate.campaign();
    this.follower = new Follower(_tab, this);
    this.leader = new Leader(_tab, this);
  }
  get tab() {
    return this._tab.id;
  }
  get isLeading() {
    return this.leader.term !== void 0;
  }
  /** Whether other tabs could be reached. */
  get isShared() {
    return this._mailbox.isOpen;
  }
  /** Whether no other tab is known. */
  get isAlone() {
    return this.follower.tabs.length < 2;
  }
  /** This tab's place among those that follow, in the order that the leader has told all. */
  get place() {
    const { known, tabs } = this.follower;
    const others = tabs.filter((tab) => tab !== known.leader);
    return others.includes(this.tab) ? others.indexOf(this.tab) : others.length;
  }
  /** Whether this tab leads and others depend on it. */
  get leadsOthers() {
    return this.isLeading && this.roster.isShared;
  }
  /** The tab that would lead after this one. */
  get nextTab() {
    return this.candidate.heirAmong(this.follower.tabs.filter((tab) => tab !== this.tab));
  }
  /** How old, in milliseconds, an event may be that this tab reads now: see `SleepGuard`. */
  get lag() {
    return this.candidate.guard.lag;
  }
  join() {
    this.candidate.detector.start();
    if (!this._mailbox.isOpen) this.onElected(false);
    this.follower.report();
  }
  /**
   * Leaves the group, once. Called again it goes on where it was cut off, for example by Firefox,
   * which grants a closing tab about a millisecond for each listener: docs/browsers.md.
   * @param handsOver whether other tabs carry out the commands that were not written yet.
   */
  leave(handsOver) {
    this._farewell ?? (this._farewell = new Farewell(this, this._tab, this._mailbox, handsOver));
    this._farewell.goOn();
  }
  /** Another page is about to replace this one. */
  depart() {
    if (this.leadsOthers) this.transfer.giver.depart();
  }
  /** Connects anew; all tabs are told the options. */
  restart(options) {
    this.transfer.onRestart();
    this.post({ type: "restart", options });
    this.whileLeading(() => this.leader.restart());
  }
  /** The page was woken: the leader retries, or checks its connection, at once. */
  wake() {
    this.follower.report();
    this.post({ type: "wake" });
  }
  /** Posts a message to the leader, or to all tabs. */
  post(message) {
    this._mailbox.post(message);
  }
  /** Sends a message of this tab's leader to all tabs, this one included. */
  broadcast(message) {
    this._mailbox.broadcast(message);
  }
  /**
   * The one place that makes sure that this tab still leads: runs `action` if it does, now or soon.
   * @param isNews whether `action` only tells the other tabs something.
   */
  whileLeading(action, isNews = false) {
    if (this.isLeading) this.candidate.guard.run(() => this.isLeading && action(), isNews);
  }
  /** Ends this tab's leader and its connection, and makes an idle one for later. */
  renew() {
    this.leader.end();
    this.leader = new Leader(this._tab, this);
  }
  /** Stops leading: another tab takes over, and this one follows. */
  stepDown() {
    this.follow();
    this.candidate.resign();
  }
  /** This tab is to lead: it is the first one, or the leader before it was closed or crashed. */
  onElected(isForced) {
    const { guard } = this.candidate;
    guard.run(() => {
      if (this._farewell || this.isLeading) return;
      this.transfer.taker.onElected(() => guard.run(() => this._lead(isForced)));
    });
  }
  onDeposed() {
    this.candidate.guard.dropHeld();
    this._giveWay(false);
  }
  /** Called every 500 ms, or more rarely. Returns whether there is another leader to watch. */
  onTick() {
    this.follower.tick();
    this.transfer.tick();
    if (!this.isLeading) {
      this.candidate.guard.noteAwake();
      return true;
    }
    this.whileLeading(() => {
      const isWatched = (tab) => this.candidate.watch(tab, () => this.forget(tab));
      if (this.roster.census(isWatched)) this.leader.recount();
      this.transfer.giver.onLeadingTick();
    });
    this.candidate.survey();
    return false;
  }
  /** The leader was not heard for a while. */
  onSilence() {
    this.follower.report();
  }
  _lead(isForced) {
    if (this._farewell || this.isLeading) return;
    const start = this.transfer.takeOver(isForced);
    const { known } = this.follower;
    const isNew = this.role !== "leader";
    this.role = "leader";
    this._tab.lastTerm = Math.max(known.number, this._tab.lastTerm) + 1;
    this.leader.begin({ number: this._tab.lastTerm, leader: this.tab }, start);
    if (isNew && this.isLeading) this._tab.page.onRole(true);
  }
  /** Another tab leads: this one follows. @param isCrossing see `EntryReader.yield`. */
  _giveWay(isCrossing) {
    this.transfer.end();
    if (this.isLeading) goodbye(this, []).forEach((message) => this.post(message));
    this.renew();
    this.follow();
    this.follower.yield(isCrossing);
  }
  /** Two tabs lead, this one in the older term. @param at until when the other one has heard. */
  yield(at) {
    const { candidate } = this;
    const isCrossing = !candidate.guard.hasSlept;
    this.follower.missSince(at);
    candidate.withdraw();
    candidate.guard.dropHeld();
    this._giveWay(isCrossing);
    if (!this._farewell) candidate.campaign();
  }
  /** A newer term exists: start above it, or its followers ignore this leader. */
  leadAbove({ number, leader }) {
    const own = this.follower.known;
    const isNewer = number > own.number;
    if (!isNewer && (leader === void 0 || !isAhead({ number, leader }, own))) return;
    this.transfer.end();
    this.renew();
    this.follower.yield(false, { number });
    this.onElected(false);
  }
  /** Tells the page, if that is news, that another tab leads. Returns false after `leave`. */
  follow() {
    if (this.role !== "follower") {
      this.role = "follower";
      this._tab.page.onRole(false);
    }
    return !this._farewell;
  }
  /** A tab has ended. */
  forget(tab) {
    this.roster.remove(tab);
    if (!this.isLeading) this.leader.update();
    this.whileLeading(() => this.leader.update());
  }
}

export { Membership };
//# sourceMappingURL=membership.js.map
