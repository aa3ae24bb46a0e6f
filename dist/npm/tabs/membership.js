import { Candidacy } from './election/candidacy.js';
import { Master } from './leader/leader.js';
import { RelayLink } from './follower/follower.js';
import { TabBus } from './bus/tab-bus.js';
import { isSame, isAhead } from './term.js';
import { Transfer } from './handover/transfer.js';

class Member {
  /** @param name of the group, for its tabs alone. @param isAlone shares with nobody. */
  constructor(_owner, name, isAlone) {
    this._owner = _owner;
    this.wants = /* @__PURE__ */ new Map();
    this.transfer = new Transfer(this);
    this._isOver = false;
    this.relay = new RelayLink(
      _owner,
      _owner.listener,
      (message) => this._post(message),
      (text) => this.master.overhear(text)
    );
    this.master = new Master(this._owner, this);
    this._bus = new TabBus(
      isAlone ? void 0 : name,
      _owner.tab,
      (message) => this._onMessage(message),
      () => _owner.onBroken()
    );
    this._candidacy = new Candidacy(this, name, _owner.tab, (message) => this._bus.post(message));
  }
  join() {
    this._candidacy.start(this._bus.isOpen);
    this.relay.hello();
  }
  /** @param handsOver leaves to others what was not sent yet. */
  leave(handsOver) {
    const { isAlone } = this;
    const hasHeirs = handsOver && !isAlone;
    if (!hasHeirs) this.relay.offer(true);
    if (this.isLeading) this._candidacy.speakOut();
    this._resign(hasHeirs ? this._owner.outbox.leave(this.relay.offeredTo) : []);
    this._isOver = true;
    this.transfer.end();
    this._candidacy.end();
    this._bus.close();
    this.relay.end();
    if (!isAlone) this._owner.outbox.forget();
  }
  /** Connects anew; all tabs are told the options. */
  restart(options) {
    this.transfer.onRestart();
    this._bus.post({ kind: "restart", from: this._owner.tab, options });
    this.master.restart();
  }
  post(message) {
    this._bus.post(message);
  }
  get tab() {
    return this._owner.tab;
  }
  propose(options) {
    this._bus.post({ kind: "proposal", from: this._owner.tab, options });
  }
  retire() {
    this.transfer.end();
    if (this.isLeading) this._resign([]);
    this.renew();
    this._obey();
    this.relay.yield();
  }
  whileLeading(action, isWord = false) {
    this._candidacy.whileLeading(action, isWord);
  }
  say(message) {
    if (message.kind === "lead") {
      this._bus.post(message);
      this.relay.follow(message);
    } else {
      if (this.wants.size > 1) this._bus.post(message);
      this.relay.take(message);
    }
  }
  get lag() {
    return this._candidacy.lag;
  }
  watch(tab) {
    return this._candidacy.watch(tab, () => this._forget(tab));
  }
  get isLeading() {
    return this.master.epoch > 0;
  }
  get isAlone() {
    return this.relay.tabs.length < 2;
  }
  /** Whether this tab leads and others depend on it. */
  get leadsOthers() {
    return this.isLeading && this.wants.size > 1;
  }
  lead(isForced) {
    if (this._isOver || this.isLeading) return;
    this.transfer.onElected(() => this.whileLeading(() => this._lead(isForced)));
  }
  _lead(isForced) {
    const { master } = this.relay;
    const continues = this.transfer.takeOver();
    const wasMaster = this.isMaster;
    this.isMaster = true;
    this._owner.ledEpoch = Math.max(master.epoch, this._owner.ledEpoch) + 1;
    this.master.begin(this._owner.ledEpoch, isForced, continues);
    if (!wasMaster && this.isLeading) this._owner.listener.onRole(true);
  }
  asMaster(action) {
    if (this.isLeading) this.whileLeading(action);
  }
  _obey() {
    if (this.isMaster === false) return;
    this.isMaster = false;
    this._owner.listener.onRole(false);
  }
  _onMessage(message) {
    if (message.kind === "lead" || message.kind === "items") return this._onMaster(message);
    if (!this.isLeading) this._candidacy.touch();
    const { kind, from } = message;
    const isLastWord = kind === "handed" || kind === "bye" && message.heir !== void 0;
    const isRival = isLastWord && from !== this.relay.master.from;
    if (!isRival) this._candidacy.hear(message);
    switch (message.kind) {
      case "restart":
        this._owner.listener.onOptions(message.options);
        this.transfer.onRestart();
        return this.whileLeading(() => this.master.restart());
      case "proposal":
        return this.asMaster(() => this._owner.listener.onProposal(message.options));
      case "claim":
        if (this.isLeading) this.whileLeading(() => this.master.announce());
        else if (this._candidacy.isMasterAlive || message.from === this.relay.master.from)
          this.relay.hello({ answers: message.rank });
        return;
      case "bye":
        return this._onBye(message);
      case "handover":
        return this.transfer.onHandover(message);
      case "ready":
        return this.transfer.onReady(message);
      case "ran":
        return this._owner.turns.onRan(message);
      case "handed":
        return this.transfer.onHanded(message);
      default:
        return this._onTab(message);
    }
  }
  _onMaster(message) {
    const { master } = this.relay;
    if (!isSame(message, master) && !isAhead(message, master)) {
      if (message.kind === "items") this.relay.take(message);
      else this.master.announce();
      return;
    }
    if (this.isLeading) this._yield(message.at);
    this.transfer.onLeader(message);
    this._candidacy.heardMaster(message);
    if (message.kind === "lead") {
      this._obey();
      if (this._isOver) return;
      for (const tab of this.wants.keys())
        if (message.tabs.length && !message.tabs.includes(tab)) this.wants.delete(tab);
      this.relay.follow(message);
    } else if (isSame(message, this.relay.master)) this.relay.take(message);
    else this.relay.hello();
  }
  onPrepared() {
    this.transfer.onPrepared();
  }
  stepDown() {
    this._obey();
    this._candidacy.resign();
  }
  renew() {
    this.master.end();
    this.master = new Master(this._owner, this);
  }
  /** Leads no more: others take over, with the commands that are left. */
  _resign(commands) {
    const {
      _owner: { tab },
      master: { epoch, last }
    } = this;
    this.master.end();
    const bye = { kind: "bye", from: tab, commands };
    const heir = this.transfer.heir || this.nextTab;
    this._bus.post(epoch ? { ...bye, heir, last } : bye);
  }
  /** Two lead, and this is the one that has to give way. @param at when the other was heard first. */
  _yield(at) {
    const { hasSlept } = this._candidacy;
    this.relay.missSince(at);
    this._candidacy.leave();
    this._candidacy.onDeposed();
    if (!hasSlept) this.relay.cross();
    if (!this._isOver) this._candidacy.campaign();
  }
  _onTab(message) {
    if (message.kind === "hello") {
      this.wants.set(message.from, message.wants);
      if (this.isLeading) this._surpass(message.epoch, message.to);
      else this.master.update();
    }
    this.asMaster(() => this.master.receive(message));
  }
  /** There was a master that this one did not know of: its tabs heed nobody before or behind it. */
  _surpass(epoch, from) {
    const { master } = this.relay;
    if (epoch <= master.epoch && !(from && isAhead({ epoch, from }, master))) return;
    this.transfer.end();
    this.renew();
    this.relay.yield();
    this.relay.master = { epoch, from: "" };
    this.lead(false);
  }
  _onBye({ from, commands, last }) {
    this._owner.outbox.adopt(commands, !this.isLeading && this.relay.isConnected);
    this.relay.dismiss(from, last);
    this.transfer.onGone(from, last !== void 0);
    this.relay.offer();
    this._forget(from);
  }
  /** A tab has ended. */
  _forget(tab) {
    this.wants.delete(tab);
    this.asMaster(() => this.master.update());
  }
  tick() {
    this.relay.tick();
    this.transfer.tick();
    this.asMaster(() => this.master.tick());
  }
  get nextTab() {
    return this._candidacy.heir(this.relay.tabs.filter((tab) => tab !== this.tab));
  }
  ask() {
    this.relay.hello();
  }
  _post(message) {
    if (!this.isLeading) return this._bus.post(message);
    if (message.kind === "hello") this.wants.set(this._owner.tab, message.wants);
    this.whileLeading(() => this.master.receive(message));
  }
}

export { Member };
//# sourceMappingURL=membership.js.map
