/** Tabs that take part in an election, with as little above the elector as it needs. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { Bus } from "../../src/tabs/bus/bus";
import type { Elector, ElectorEvents } from "../../src/tabs/election/elector";
import { LockElector } from "../../src/tabs/election/lock-elector";
import { MessageElector } from "../../src/tabs/election/message-elector";
import { readMessage } from "../../src/tabs/read-message";
import type { Lead, Message } from "../../src/tabs/messages";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeLocks } from "./fake-locks";
import { FakeStorage } from "../support/fake-storage";
import { FakeTab } from "../support/fake-tab";
import { installTabs, removeTabs } from "../support/tab-globals";

export type Kind = "lock" | "channel" | "storage";
export type BusClass = new (name: string, onMessage: (data: unknown) => void) => Bus;

/** What has to happen above an elector: a leader answers, and two that meet agree on one. */
export class Member implements ElectorEvents {
  readonly tab: FakeTab;
  /** `isForced` of each time that it was elected. */
  readonly elected: boolean[] = [];
  readonly onUnable = vi.fn();
  deposed = 0;
  isLeader = false;
  readonly elector: Elector;
  private term = 0;
  /** The leader that it knows. */
  private follows: string | undefined;
  private readonly bus: Bus | undefined;

  constructor(
    readonly name: string,
    kind: Kind,
    Way: BusClass | undefined,
  ) {
    this.tab = new FakeTab(name);
    this.bus = this.tab.run(() => Way && new Way("group", (data) => this.hear(data)));
    this.elector =
      kind === "lock"
        ? new LockElector("group", name, this, this.onUnable)
        : new MessageElector(name, this, (claim) => this.post(claim));
  }

  join() {
    this.tab.run(() => this.elector.join());
    return this;
  }

  leave(heir?: string) {
    this.tab.run(() => {
      const { term } = this.lead();
      if (this.isLeader) this.post({ type: "resign", term, last: 0, heir, isHandedOver: false });
      this.isLeader = false;
      this.elector.leave();
      this.bus?.close();
    });
  }

  depose() {
    this.tab.run(() => this.elector.depose());
  }

  onElected(isForced: boolean) {
    this.elected.push(isForced);
    this.isLeader = true;
    this.term += 1;
    this.post(this.lead());
  }

  onDeposed() {
    this.deposed += 1;
    this.isLeader = false;
  }

  private post(message: Message) {
    this.bus?.post({ from: this.name, ...message });
  }

  private lead(): Lead {
    const term = { number: this.term, leader: this.name };
    return {
      ...{ type: "lead", term, at: 0, last: 0, shards: [], tabs: [], logs: [] },
      ...{ start: { type: "free" }, queue: [], duties: [] },
    };
  }

  private hear(data: unknown) {
    const message = readMessage(data);
    if (!message || message.from === this.name) return;
    const { type } = message;
    if (type === "lead") {
      const { number } = message.term;
      const isBehind =
        number < this.term || (number === this.term && message.from > this.name && this.isLeader);
      if (isBehind) return void (this.isLeader && this.post(this.lead()));
      this.term = number;
      this.follows = message.from;
      if (this.isLeader) this.onDeposed();
    }
    if (this.isLeader && type === "claim") this.post(this.lead());
    else this.elector.hear(message);
    if (!this.isLeader && type === "claim" && message.from === this.follows)
      this.post({ type: "vouch", leader: this.follows, rank: message.rank });
  }
}

export const members: Member[] = [];
export let locks: FakeLocks;

beforeEach(() => {
  installTabs();
  FakeBroadcastChannel.install();
  FakeStorage.install();
  locks = FakeLocks.install();
  members.splice(0);
});

afterEach(() => {
  removeTabs();
  FakeLocks.remove();
  expect(FakeTab.errors).toEqual([]);
});

/** Long enough for any election: nobody is left who could still be elected. */
export const A_WHILE = 5_000;

export const leaders = () => members.filter(({ isLeader, tab }) => isLeader && !tab.isDead);
export const leaderNames = () => leaders().map(({ name }) => name);
