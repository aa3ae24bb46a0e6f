import type { CometOptions } from "../api/types";
import { Candidacy, type CandidacyOwner } from "./election/candidacy";
import { Master, type MasterOwner, type MasterTab } from "./leader/leader";
import { RelayLink, type TabState } from "./follower/follower";
import { TabBus } from "./bus/tab-bus";
import type {
  Bye,
  Commands,
  Hello,
  Items,
  Lead,
  NumberedCommand,
  TabMessage,
  TabWants,
} from "./messages";
import { isAhead, isSame } from "./term";
import { Transfer, type TransferOwner } from "./handover/transfer";

/** What a member needs of its tab. */
export interface MemberOwner extends TabState, MasterTab {
  /** The last epoch in which the tab led: others may remember it as they do the tab. */
  ledEpoch: number;
  /** The bus has broken. */
  onBroken(): void;
}

/**
 * A tab's part in a group, from joining to leaving: it leads, or follows who does. Groups share a
 * name: that of the connection's parameters.
 */
export class Member implements MasterOwner, CandidacyOwner, TransferOwner {
  /** `undefined`: not decided. */
  isMaster: boolean | undefined;
  readonly relay: RelayLink;
  readonly wants = new Map<string, TabWants>();

  private readonly _bus: TabBus;
  private readonly _candidacy: Candidacy;
  master: Master;

  readonly transfer = new Transfer(this);

  private _isOver = false;

  /** @param name of the group, for its tabs alone. @param isAlone shares with nobody. */
  constructor(
    private readonly _owner: MemberOwner,
    name: string,
    isAlone: boolean,
  ) {
    this.relay = new RelayLink(
      _owner,
      _owner.listener,
      (message) => this._post(message),
      (text) => this.master.overhear(text),
    );
    this.master = new Master(this._owner, this);
    this._bus = new TabBus(
      isAlone ? undefined : name,
      _owner.tab,
      (message) => this._onMessage(message),
      () => _owner.onBroken(),
    );
    this._candidacy = new Candidacy(this, name, _owner.tab, (message) => this._bus.post(message));
  }

  join(): void {
    this._candidacy.start(this._bus.isOpen);
    this.relay.hello();
  }

  /** @param handsOver leaves to others what was not sent yet. */
  leave(handsOver: boolean): void {
    const { isAlone } = this;
    const hasHeirs = handsOver && !isAlone;
    if (!hasHeirs) this.relay.offer(true);
    // What this tab has read, nobody else will.
    if (this.isLeading) this._candidacy.speakOut();
    this._resign(hasHeirs ? this._owner.outbox.leave(this.relay.offeredTo) : []);
    this._isOver = true;
    this.transfer.end();
    this._candidacy.end();
    this._bus.close();
    this.relay.end();
    // The others have these, too.
    if (!isAlone) this._owner.outbox.forget();
  }

  /** Connects anew; all tabs are told the options. */
  restart(options: CometOptions): void {
    this.transfer.onRestart();
    this._bus.post({ kind: "restart", from: this._owner.tab, options });
    this.master.restart();
  }

  post(message: TabMessage): void {
    this._bus.post(message);
  }

  get tab(): string {
    return this._owner.tab;
  }

  propose(options: CometOptions): void {
    this._bus.post({ kind: "proposal", from: this._owner.tab, options });
  }

  retire(): void {
    this.transfer.end();
    if (this.isLeading) this._resign([]);
    this.renew();
    this._obey();
    this.relay.yield();
  }

  whileLeading(action: () => void, isWord = false): void {
    this._candidacy.whileLeading(action, isWord);
  }

  say(message: Lead | Items): void {
    if (message.kind === "lead") {
      this._bus.post(message);
      this.relay.follow(message);
    } else {
      if (this.wants.size > 1) this._bus.post(message);
      this.relay.take(message);
    }
  }

  get lag(): number {
    return this._candidacy.lag;
  }

  watch(tab: string): boolean {
    return this._candidacy.watch(tab, () => this._forget(tab));
  }

  get isLeading(): boolean {
    return this.master.epoch > 0;
  }

  get isAlone(): boolean {
    return this.relay.tabs.length < 2;
  }

  /** Whether this tab leads and others depend on it. */
  get leadsOthers(): boolean {
    return this.isLeading && this.wants.size > 1;
  }

  lead(isForced: boolean): void {
    if (this._isOver || this.isLeading) return;
    this.transfer.onElected(() => this.whileLeading(() => this._lead(isForced)));
  }

  private _lead(isForced: boolean): void {
    const { master } = this.relay;
    const continues = this.transfer.takeOver();
    const wasMaster = this.isMaster;
    this.isMaster = true;
    this._owner.ledEpoch = Math.max(master.epoch, this._owner.ledEpoch) + 1;
    this.master.begin(this._owner.ledEpoch, isForced, continues);
    if (!wasMaster && this.isLeading) this._owner.listener.onRole(true);
  }

  asMaster(action: () => void): void {
    if (this.isLeading) this.whileLeading(action);
  }

  private _obey(): void {
    if (this.isMaster === false) return;
    this.isMaster = false;
    this._owner.listener.onRole(false);
  }

  private _onMessage(message: TabMessage): void {
    if (message.kind === "lead" || message.kind === "items") return this._onMaster(message);
    if (!this.isLeading) this._candidacy.touch();
    const { kind, from } = message;
    const isLastWord = kind === "handed" || (kind === "bye" && message.heir !== undefined);
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
        // Who has heard of a master lately objects, for one that is too busy to do so itself.
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

  private _onMaster(message: Lead | Items): void {
    const { master } = this.relay;
    if (!isSame(message, master) && !isAhead(message, master)) {
      // The last words of a former master; or one that leads without knowing of this one.
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
    // Its word that it leads was lost: whoever leads answers a hello.
    else this.relay.hello();
  }

  onPrepared(): void {
    this.transfer.onPrepared();
  }

  stepDown(): void {
    this._obey();
    this._candidacy.resign();
  }

  renew(): void {
    this.master.end();
    this.master = new Master(this._owner, this);
  }

  /** Leads no more: others take over, with the commands that are left. */
  private _resign(commands: NumberedCommand[]): void {
    const {
      _owner: { tab },
      master: { epoch, last },
    } = this;
    this.master.end();
    const bye: Bye = { kind: "bye", from: tab, commands };
    const heir = this.transfer.heir || this.nextTab;
    this._bus.post(epoch ? { ...bye, heir, last } : bye);
  }

  /** Two lead, and this is the one that has to give way. @param at when the other was heard first. */
  private _yield(at: number): void {
    const { hasSlept } = this._candidacy;
    this.relay.missSince(at);
    this._candidacy.leave();
    this._candidacy.onDeposed();
    if (!hasSlept) this.relay.cross();
    if (!this._isOver) this._candidacy.campaign();
  }

  private _onTab(message: Hello | Commands): void {
    if (message.kind === "hello") {
      this.wants.set(message.from, message.wants);
      if (this.isLeading) this._surpass(message.epoch, message.to);
      else this.master.update();
    }
    this.asMaster(() => this.master.receive(message));
  }

  /** There was a master that this one did not know of: its tabs heed nobody before or behind it. */
  private _surpass(epoch: number, from: string): void {
    const { master } = this.relay;
    if (epoch <= master.epoch && !(from && isAhead({ epoch, from }, master))) return;
    this.transfer.end();
    this.renew();
    this.relay.yield();
    this.relay.master = { epoch, from: "" };
    this.lead(false);
  }

  private _onBye({ from, commands, last }: Bye): void {
    this._owner.outbox.adopt(commands, !this.isLeading && this.relay.isConnected);
    this.relay.dismiss(from, last);
    this.transfer.onGone(from, last !== undefined);
    this.relay.offer();
    this._forget(from);
  }

  /** A tab has ended. */
  private _forget(tab: string): void {
    this.wants.delete(tab);
    this.asMaster(() => this.master.update());
  }

  tick(): void {
    this.relay.tick();
    this.transfer.tick();
    this.asMaster(() => this.master.tick());
  }

  get nextTab(): string {
    return this._candidacy.heir(this.relay.tabs.filter((tab) => tab !== this.tab));
  }

  ask(): void {
    this.relay.hello();
  }

  private _post(message: Hello | Commands): void {
    if (!this.isLeading) return this._bus.post(message);
    if (message.kind === "hello") this.wants.set(this._owner.tab, message.wants);
    this.whileLeading(() => this.master.receive(message));
  }
}
