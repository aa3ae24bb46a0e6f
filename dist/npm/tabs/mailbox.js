import { TabBus } from './bus/tab-bus.js';
import { isSame, isAhead } from './term.js';

class Mailbox {
  /** @param name of the group; without one there are no other tabs. */
  constructor(_tab, _member, name) {
    this._tab = _tab;
    this._member = _member;
    this._bus = new TabBus(
      name,
      _tab.id,
      (message) => this._onMessage(message),
      () => _tab.onBroken()
    );
  }
  /** Whether other tabs can be reached. */
  get isOpen() {
    return this._bus.isOpen;
  }
  close() {
    this._bus.close();
  }
  /** Posts a message to all tabs. A message for the leader stays in this tab if this tab leads. */
  post(message) {
    const { id } = this._tab;
    if (message.type === "report") this._noteOwn(message);
    if (!isForLeader(message) || !this._member.isLeading)
      return this._bus.post({ from: id, ...message });
    this._member.whileLeading(() => this._serve(id, message));
  }
  /** A standby, this tab or another, listens to the channels of its own page and of the leader's. */
  _noteOwn(report) {
    const { isLeading, leader, roster, transfer } = this._member;
    const { id } = this._tab;
    roster.set(id, report.wants);
    if (!isLeading) leader.update();
    else if (transfer.giver.isAccompanied) this._bus.post({ from: id, ...report, commands: [] });
  }
  /** Sends a message of this tab's leader to all tabs, this one included. */
  broadcast(message) {
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
  _onMessage(message) {
    if (message.type === "lead" || message.type === "entries") return this._onLeader(message);
    const { candidate, follower, isLeading } = this._member;
    if (!isLeading) candidate.guard.noteAwake();
    const isStray = message.type === "resign" && message.from !== follower.known.leader;
    if (!isStray) this._elect(message);
    if (!isForLeader(message)) return this._onOther(message.from, message);
    if (message.type === "report") this._onReport(message);
    this._member.whileLeading(() => this._serve(message.from, message));
  }
  _onLeader(message) {
    const { term } = message;
    const { follower, leader, roster } = this._member;
    if (!isSame(term, follower.known) && !isAhead(term, follower.known)) {
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
        this._member.leader.update();
      }
      follower.follow(message);
    } else if (isSame(term, follower.known)) follower.reader.onEntries(message);
    else follower.report();
  }
  /**
   * Passes a message to the election. If another tab leads, this tab forgets that it was elected,
   * even if it has not led yet because it slept or waits for its predecessor's last word.
   */
  _elect(message) {
    const { candidate, transfer } = this._member;
    if (!candidate.hear(message) || this._member.isLeading) return;
    candidate.guard.dropHeld();
    transfer.taker.onOverruled();
  }
  _onOther(from, message) {
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
  _onClaim(from, rank) {
    const { candidate, follower, isLeading } = this._member;
    const { leader } = follower.known;
    if (isLeading) this._member.leader.announce();
    else if (leader !== void 0 && (candidate.detector.isRecent || from === leader))
      this.post({ type: "vouch", leader, rank });
  }
  _onReport({ from, wants, known }) {
    this._member.roster.set(from, wants);
    if (this._member.isLeading) this._member.leadAbove(known);
    else this._member.leader.update();
  }
  _onBye(from, { commands }) {
    const { follower, isLeading, transfer } = this._member;
    this._tab.outbox.adopt(commands, !isLeading && follower.isConnected);
    follower.reader.onGone(from);
    transfer.giver.onGone(from);
    follower.offer();
    this._member.forget(from);
  }
  /** Passes a follower's message to this tab's leader. */
  _serve(from, message) {
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
const FOR_LEADER = {
  report: true,
  commands: true,
  resync: true,
  recover: true,
  wake: true
};
function isForLeader(message) {
  return message.type in FOR_LEADER;
}

export { Mailbox };
//# sourceMappingURL=mailbox.js.map
