/**
 * Passes each message between tabs to the part of `Membership` that it concerns. It decides only
 * one thing: which leader counts.
 */
import { TabBus } from "./bus/tab-bus";
import type { Membership } from "./membership";
import type { Bye, FollowerMessage, LeaderMessage, Message, Report, TabMessage } from "./messages";
import type { Tab } from "./tab";
import { isAhead, isSame } from "./term";

export class Mailbox {
  private readonly _bus: TabBus;

  /** @param name of the group; without one there are no other tabs. */
  constructor(
    private readonly _tab: Tab,
    private readonly _member: Membership,
    name: string | undefined,
  ) {
    this._bus = new TabBus(
      name,
      _tab.id,
      (message) => this._onMessage(message),
      () => _tab.onBroken(),
    );
  }

  /** Whether other tabs can be reached. */
  get isOpen(): boolean {
    return this._bus.isOpen;
  }

  close(): void {
    this._bus.close();
  }

  /** Posts a message to all tabs. A message for the leader stays in this tab if this tab leads. */
  post(message: Message): void {
    const { id } = this._tab;
    if (message.type === "report") this._noteOwn(message);
    if (!isForLeader(message) || !this._member.isLeading)
      return this._bus.post({ from: id, ...message });
    this._member.whileLeading(() => this._serve(id, message));
  }

  /** A standby, this tab or another, listens to the channels of its own page and of the leader's. */
  private _noteOwn(report: Report): void {
    const { isLeading, leader, roster, transfer } = this._member;
    const { id } = this._tab;
    roster.set(id, report.wants);
    if (!isLeading) leader.update();
    else if (transfer.giver.isAccompanied) this._bus.post({ from: id, ...report, commands: [] });
  }

  /** Sends a message of this tab's leader to all tabs, this one included. */
  broadcast(message: LeaderMessage): void {
    const { follower, roster } = this._member;
    const { id } = this._tab;
    if (message.type === "lead") {
      this._bus.post({ from: id, ...message });
      follower.follow(message);
    } else {
      if (roster.isShared) this._bus.postEntries({ from: id, ...message });
      follower.reader.onEntries(message);
    }
  }

  private _onMessage(message: TabMessage): void {
    if (message.type === "lead" || message.type === "entries") return this._onLeader(message);
    const { candidate, follower, isLeading } = this._member;
    if (!isLeading) candidate.guard.noteAwake();
    // The resignation of a leader that this tab does not follow starts no election.
    const isStray = message.type === "resign" && message.from !== follower.known.leader;
    if (!isStray) this._elect(message);
    if (!isForLeader(message)) return this._onOther(message.from, message);
    if (message.type === "report") this._onReport(message);
    this._member.whileLeading(() => this._serve(message.from, message));
  }

  private _onLeader(message: TabMessage & LeaderMessage): void {
    const { term } = message;
    const { follower, leader, roster } = this._member;
    if (!isSame(term, follower.known) && !isAhead(term, follower.known)) {
      // An older term: its entries still tell what was written; its leader has to hear of the new
      // one.
      if (message.type === "entries") follower.reader.onEntries(message);
      else leader.announce();
      return;
    }
    if (this._member.isLeading) this._member.yield(message.at);
    this._member.transfer.taker.onLeader(term);
    this._member.candidate.heardLeader();
    this._elect(message);
    if (message.type === "lead") {
      if (!this._member.follow()) return;
      if (message.tabs.length) {
        roster.keep(message.tabs);
        // A standby leaves the channels of tabs that have ended.
        this._member.leader.update();
      }
      follower.follow(message);
    } else if (isSame(term, follower.known)) follower.reader.onEntries(message);
    // Entries of an unknown leader: its `lead` was lost. It answers a report with another one.
    else follower.report();
  }

  /**
   * Passes a message to the election. If another tab leads, this tab forgets that it was elected,
   * even if it has not led yet because it slept or waits for its predecessor's last word.
   */
  private _elect(message: TabMessage): void {
    const { candidate, transfer } = this._member;
    if (!candidate.hear(message) || this._member.isLeading) return;
    candidate.guard.dropHeld();
    transfer.taker.onOverruled();
  }

  private _onOther(from: string, message: Exclude<Message, LeaderMessage | FollowerMessage>): void {
    const { follower, transfer } = this._member;
    const { page, turns } = this._tab;
    switch (message.type) {
      case "restart":
        page.onOptions(message.options);
        transfer.onRestart();
        return this._member.whileLeading(() => this._member.leader.restart());
      case "proposal":
        return this._member.whileLeading(() => page.onProposal(message.options));
      case "claim":
        return this._onClaim(from, message.rank);
      case "resign":
        follower.reader.onResign(message);
        return transfer.taker.onResign(message);
      case "bye":
        return this._onBye(from, message);
      case "handover":
        return transfer.taker.onHandover(message);
      case "ready":
        return transfer.giver.onReady(from, message.term);
      case "running":
        return turns.onRunning(message);
    }
  }

  /** A tab claims to lead. If the leader was heard recently, vetoes the claim on its behalf. */
  private _onClaim(from: string, rank: string): void {
    const { candidate, follower, isLeading } = this._member;
    const { leader } = follower.known;
    if (isLeading) this._member.leader.announce();
    else if (leader !== undefined && (candidate.detector.isRecent || from === leader))
      this.post({ type: "vouch", leader, rank });
  }

  private _onReport({ from, wants, known }: TabMessage & { type: "report" }): void {
    this._member.roster.set(from, wants);
    if (this._member.isLeading) this._member.leadAbove(known);
    else this._member.leader.update();
  }

  private _onBye(from: string, { commands }: Bye): void {
    const { follower, isLeading, transfer } = this._member;
    this._tab.outbox.adopt(commands, !isLeading && follower.isConnected);
    follower.reader.onGone(from);
    transfer.giver.onGone(from);
    follower.offer();
    this._member.forget(from);
  }

  /** Passes a follower's message to this tab's leader. */
  private _serve(from: string, message: FollowerMessage): void {
    const { leader, roster } = this._member;
    roster.heard(from);
    switch (message.type) {
      case "report":
        return leader.onReport(message);
      case "commands":
        return leader.onCommands(message);
      case "resync":
        return leader.onResync(from, message);
      case "recover":
        return leader.onRecover(message);
      case "wake":
        return leader.wake();
    }
  }
}

const FOR_LEADER: Record<FollowerMessage["type"], true> = {
  report: true,
  commands: true,
  resync: true,
  recover: true,
  wake: true,
};

function isForLeader(message: Message): message is FollowerMessage {
  return message.type in FOR_LEADER;
}
