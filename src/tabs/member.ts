import { holdUp } from "../env";
import type { CometOptions } from "../types";
import { Candidacy, type CandidacyOwner } from "./candidacy";
import { Handover, Succession } from "./handover";
import { Master, type MasterOwner, type MasterTab } from "./master";
import { RelayLink, type TabState } from "./relay-link";
import { TabBus } from "./tab-bus";
import type {
  Bye,
  Commands,
  Handed,
  HandoverRequest,
  Hello,
  Items,
  Lead,
  NumberedCommand,
  Ran,
  TabMessage,
  TabWants,
} from "./tab-messages";
import { isAhead, isSame } from "./term";

/** A server that is reached within that time is on this computer, or in the next room. */
const NEAR_MS = 30;
/**
 * There the next page may be loaded in 15 ms, before another tab has a connection. For so long a
 * page that is left waits before it asks for the next one.
 */
const HOLD_MS = 10;

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
export class Member implements MasterOwner, CandidacyOwner {
  /** `undefined`: not decided. */
  isMaster: boolean | undefined;
  readonly relay: RelayLink;
  readonly wants = new Map<string, TabWants>();

  private readonly _bus: TabBus;
  private readonly _candidacy: Candidacy;
  private _master: Master;
  private readonly _handover = new Handover();
  private readonly _succession = new Succession();
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
      (text) => this._master.overhear(text),
    );
    this._master = new Master(this._owner, this);
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
    this._succession.end();
    this._candidacy.end();
    this._bus.close();
    this.relay.end();
    // The others have these, too.
    if (!isAlone) this._owner.outbox.forget();
  }

  /** The page is about to leave: another tab connects while this one still listens. */
  depart(): void {
    const heir = this._heir();
    if (!this.leadsOthers || this._handover.heir || !heir) return;
    this._asMaster(() => {
      this._handover.ask(heir);
      this._master.pause(true);
      this._sayHandover(heir);
      // The heir connects as fast. Far from the server the next page takes longer than this, too.
      if (this._master.connectMs < NEAR_MS) holdUp(HOLD_MS);
    });
  }

  /** The page does not leave. */
  stay(): void {
    if (!this._handover.heir) return;
    this._handover.end();
    this._stay();
  }

  /** Connects anew; all tabs are told the options. */
  restart(options: CometOptions): void {
    this._bus.post({ kind: "restart", from: this._owner.tab, options });
    this._master.restart();
  }

  /** Says something to the other tabs of which no leader need know. */
  tell(message: Ran): void {
    this._bus.post(message);
  }

  propose(options: CometOptions): void {
    this._bus.post({ kind: "proposal", from: this._owner.tab, options });
  }

  retire(): void {
    if (this.isLeading) this._resign([]);
    this._renew();
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
    return this._master.epoch > 0;
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
    this._succession.onElected(() => this._lead(isForced));
  }

  private _lead(isForced: boolean): void {
    const { master } = this.relay;
    const { continues } = this._succession;
    const goesOn = this._master.isPrepared && this.relay.isSettled;
    this._succession.end();
    // A master that handed over is still there, one that said goodbye is forgotten already.
    if (!continues && master.from !== this._owner.tab) this.wants.delete(master.from);
    const wasMaster = this.isMaster;
    this.isMaster = true;
    this._owner.ledEpoch = Math.max(master.epoch, this._owner.ledEpoch) + 1;
    this._master.begin(this._owner.ledEpoch, isForced, goesOn ? continues : undefined);
    if (!wasMaster && this.isLeading) this._owner.listener.onRole(true);
  }

  /** Only where this tab leads: then as soon as that is certain. */
  private _asMaster(action: () => void): void {
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
    const isRival = kind === "bye" && message.heir !== undefined && from !== this.relay.master.from;
    if (!isRival) this._candidacy.hear(message);
    switch (message.kind) {
      case "restart":
        this._owner.listener.onOptions(message.options);
        return this.whileLeading(() => this._master.restart());
      case "proposal":
        return this._asMaster(() => this._owner.listener.onProposal(message.options));
      case "claim":
        if (this.isLeading) this.whileLeading(() => this._master.announce());
        // Who has heard of a master lately objects, for one that is too busy to do so itself.
        else if (this._candidacy.isMasterAlive || message.from === this.relay.master.from)
          this.relay.hello({ answers: message.rank });
        return;
      case "bye":
        return this._onBye(message);
      case "handover":
        return this._onHandover(message);
      case "ready":
        return message.to === this._owner.tab ? this._onReady(message.from) : undefined;
      case "ran":
        return this._owner.turns.onRan(message);
      case "handed":
        return this._onHanded(message);
      default:
        return this._onTab(message);
    }
  }

  private _onMaster(message: Lead | Items): void {
    const { master } = this.relay;
    if (!isSame(message, master) && !isAhead(message, master)) {
      // The last words of a former master; or one that leads without knowing of this one.
      if (message.kind === "items") this.relay.take(message);
      else this._master.announce();
      return;
    }
    if (this.isLeading) this._yield(message.at);
    // Another than the one that this tab was to succeed.
    if (!isSame(message, this._succession.leader || message)) this._giveUpSuccession();
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
    const { leader } = this._succession;
    const { tab } = this._owner;
    if (leader) this._bus.post({ kind: "ready", from: tab, to: leader.from, epoch: leader.epoch });
  }

  /** The heir hears all. What was sent before may wait in the socket, but not behind an answer. */
  private _onReady(from: string): void {
    this._asMaster(() => {
      if (!this._handover.onReady(from)) return;
      this._master.fence(() => this._handover.heir === from && this._letGo());
    });
  }

  /** The heir leads from now on. */
  private _letGo(): void {
    const { tab } = this._owner;
    const { heir } = this._handover;
    const { epoch, last } = this._master;
    this._renew();
    this._bus.post({ kind: "handed", from: tab, epoch, heir, last });
    this.relay.dismiss(tab, last, true);
    this._obey();
    this._candidacy.resign();
  }

  private _sayHandover(to: string): void {
    const tabs = [...this.wants].map(([tab, wants]) => ({ tab, wants }));
    const { epoch } = this._master;
    this._bus.post({ kind: "handover", from: this._owner.tab, epoch, to, tabs });
  }

  private _onHandover({ from, epoch, to, tabs }: HandoverRequest): void {
    const leader = { from, epoch };
    if (this.isLeading || !isSame(leader, this.relay.master)) return;
    if (this._succession.leader) this._giveUpSuccession();
    if (to !== this._owner.tab) return;
    for (const { tab, wants } of tabs) this.wants.set(tab, wants);
    this._succession.prepare(leader);
    this._master.prepare();
  }

  private _onHanded({ from, last }: Handed): void {
    this.relay.dismiss(from, last, true);
    this._succession.onGone(from, last);
  }

  private _giveUpSuccession(): void {
    this._succession.end();
    this._renew();
  }

  private _renew(): void {
    this._handover.end();
    this._master.end();
    this._master = new Master(this._owner, this);
  }

  /** Leads no more: others take over, with the commands that are left. */
  private _resign(commands: NumberedCommand[]): void {
    const {
      _owner: { tab },
      _master: { epoch, last },
    } = this;
    this._master.end();
    const bye: Bye = { kind: "bye", from: tab, commands };
    const heir = this._handover.heir || this._heir();
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
    }
    this._asMaster(() => this._master.receive(message));
  }

  /** There was a master that this one did not know of: its tabs heed nobody before or behind it. */
  private _surpass(epoch: number, from: string): void {
    const { master } = this.relay;
    if (epoch <= master.epoch && !(from && isAhead({ epoch, from }, master))) return;
    this._renew();
    this.relay.yield();
    this.relay.master = { epoch, from: "" };
    this.lead(false);
  }

  private _onBye({ from, commands, last }: Bye): void {
    this._owner.outbox.adopt(commands, !this.isLeading && this.relay.isConnected);
    this.relay.dismiss(from, last);
    if (last !== undefined) this._succession.onGone(from);
    this.relay.offer();
    this._forget(from);
  }

  /** A tab has ended. */
  private _forget(tab: string): void {
    this.wants.delete(tab);
    this._asMaster(() => this._master.update());
  }

  tick(): void {
    this.relay.tick();
    if (this._succession.tick()) this._giveUpSuccession();
    if (this._handover.tick()) this._stay();
    this._asMaster(() => this._master.tick());
  }

  /** The other tab that leads next; `""` where there is none. */
  private _heir(): string {
    return this._candidacy.heir(this.relay.tabs.filter((tab) => tab !== this._owner.tab));
  }

  /** Nobody need connect any more. */
  private _stay(): void {
    this._asMaster(() => {
      this._sayHandover("");
      this._master.pause(false);
    });
  }

  ask(): void {
    this.relay.hello();
  }

  private _post(message: Hello | Commands): void {
    if (!this.isLeading) return this._bus.post(message);
    if (message.kind === "hello") this.wants.set(this._owner.tab, message.wants);
    this.whileLeading(() => this._master.receive(message));
  }
}
