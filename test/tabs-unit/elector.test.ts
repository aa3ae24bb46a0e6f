import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Bus } from "../../src/tabs/bus";
import type { Elector, ElectorEvents } from "../../src/tabs/elector";
import { LockElector } from "../../src/tabs/lock-elector";
import { MessageElector } from "../../src/tabs/message-elector";
import { readMessage } from "../../src/tabs/read-message";
import type { Lead, TabMessage } from "../../src/tabs/tab-messages";
import { Random } from "../protocol/random";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeLocks } from "../support/fake-locks";
import { FakeStorage } from "../support/fake-storage";
import { FakeTab, installTabs, pass, removeTabs, settle, until } from "../support/fake-tab";

type Kind = "lock" | "channel" | "storage";
type BusClass = new (name: string, onMessage: (data: unknown) => void) => Bus;

// Minutes pass in some of these tests, in steps.
vi.setConfig({ testTimeout: 30_000 });

const STATE = { isOpen: false, info: "", channels: [], code: 0, until: 0, isForced: false };

/** What has to happen above an elector: a master answers, and two who meet agree on one. */
class Member implements ElectorEvents {
  readonly tab: FakeTab;
  /** `isForced` of each time that it was elected. */
  readonly elected: boolean[] = [];
  readonly onUnable = vi.fn();
  deposed = 0;
  isMaster = false;
  readonly elector: Elector;
  private epoch = 0;
  /** The master that it knows. */
  private follows = "";
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

  leave(heir = "") {
    this.tab.run(() => {
      if (this.isMaster) this.post({ kind: "bye", from: this.name, commands: [], heir });
      this.isMaster = false;
      this.elector.leave();
      this.bus?.close();
    });
  }

  depose() {
    this.tab.run(() => this.elector.depose());
  }

  onElected(isForced: boolean) {
    this.elected.push(isForced);
    this.isMaster = true;
    this.epoch += 1;
    this.post(this.lead());
  }

  onDeposed() {
    this.deposed += 1;
    this.isMaster = false;
  }

  private post(message: TabMessage) {
    this.bus?.post(message);
  }

  private lead(): Lead {
    const { epoch, name: from } = this;
    return { kind: "lead", from, epoch, at: 0, last: 0, state: STATE, tabs: [] };
  }

  private hear(data: unknown) {
    const message = readMessage(data);
    if (!message || message.from === this.name) return;
    const { kind } = message;
    if (kind === "lead") {
      const isBehind =
        message.epoch < this.epoch ||
        (message.epoch === this.epoch && message.from > this.name && this.isMaster);
      if (isBehind) return void (this.isMaster && this.post(this.lead()));
      this.epoch = message.epoch;
      this.follows = message.from;
      if (this.isMaster) this.onDeposed();
    }
    if (this.isMaster && kind === "claim") this.post(this.lead());
    else this.elector.hear(message);
    if (!this.isMaster && kind === "claim" && message.from === this.follows) {
      const { epoch, name: from } = this;
      const answers = message.rank;
      const { follows: to } = this;
      this.post({ kind: "hello", from, to, epoch, channels: [], commands: [], answers });
    }
  }
}

let members: Member[] = [];
let locks: FakeLocks;
let names: string[];

beforeEach(() => {
  installTabs();
  FakeBroadcastChannel.install();
  FakeStorage.install();
  locks = FakeLocks.install();
  members = [];
  names = ["b", "a", "d", "c", "e", "f"];
});

afterEach(() => {
  removeTabs();
  FakeLocks.remove();
  expect(FakeTab.errors).toEqual([]);
});

const masters = () => members.filter(({ isMaster, tab }) => isMaster && !tab.isDead);
const masterNames = () => masters().map(({ name }) => name);
const oneMaster = () => masters().length === 1;
const master = () => masters()[0] as Member;
const slaves = () => members.filter((member) => !member.isMaster && !member.tab.isDead);
const elections = () => members.flatMap(({ elected }) => elected);

/** Long enough for any election: nobody is left who could still be elected. */
const A_WHILE = 5_000;

describe.each<{ kind: Kind }>([{ kind: "lock" }, { kind: "channel" }, { kind: "storage" }])(
  "an election by $kind",
  ({ kind }) => {
    const isByLock = kind === "lock";

    async function wayOf(): Promise<BusClass | undefined> {
      if (isByLock) return undefined;
      vi.resetModules();
      if (kind === "channel") return (await import("../../src/tabs/broadcast-bus")).BroadcastBus;
      return (await import("../../src/tabs/storage-bus")).StorageBus;
    }

    async function newMembers(count: number) {
      for (let rest = count; rest--;)
        members.push(new Member(names.shift() as string, kind, await wayOf()));
      return members.slice(-count);
    }

    /** Members of which the first leads. */
    async function group(count: number) {
      const [first, ...others] = await newMembers(count);
      first?.join();
      await until(oneMaster);
      for (const other of others) other.join();
      await pass(A_WHILE);
      expect(masterNames()).toEqual([first?.name]);
      return [first as Member, ...others] as [Member, Member, Member];
    }

    it("elects the only one, soon and for good", async () => {
      const [only] = await newMembers(1);
      only?.join();
      await until(() => only?.isMaster, 300);
      await pass(60_000);
      expect(only).toMatchObject({ elected: [false], deposed: 0, isMaster: true });
    });

    it("elects one of those that join together, and none of those that come later", async () => {
      for (const member of await newMembers(3)) member.join();
      await until(oneMaster, 1_000);
      const first = master();
      for (const member of await newMembers(2)) {
        member.join();
        await pass(A_WHILE);
      }
      expect(masterNames()).toEqual([first.name]);
      expect(elections()).toEqual([false]);
    });

    it("elects one, whenever they join, hidden or not", async () => {
      for (let seed = 1; seed <= 30; seed++) {
        const random = new Random(seed);
        names = ["b", "a", "d", "c", "e", "f"];
        members = [];
        const all = await newMembers(2 + random.below(5));
        for (const member of all) {
          member.tab.isHidden = random.below(2) === 1;
          await pass(random.below(3) * random.below(200));
          member.join();
        }
        await until(oneMaster, A_WHILE);
        await pass(A_WHILE);
        expect([seed, elections()]).toEqual([seed, [false]]);
        // Each is replaced when it leaves, named or not.
        for (let rest = all.length; --rest;) {
          const heir = random.below(2) ? random.pick(slaves()).name : "";
          const left = master();
          left.leave(heir);
          members = members.filter((member) => member !== left);
          await until(oneMaster, A_WHILE);
          await pass(A_WHILE);
          expect([seed, masters().length, elections().length]).toEqual([seed, 1, 1]);
        }
        for (const tab of FakeTab.all) tab.kill();
      }
    });

    it("elects another when the master leaves", async () => {
      const [first] = await group(3);
      first.leave();
      await until(oneMaster, 500);
      expect(masterNames()).not.toEqual([first.name]);
      await pass(A_WHILE);
      expect(elections()).toEqual([false, false]);
      expect(first.elected).toHaveLength(1);
    });

    it("elects another when the master does not answer, and the old one learns of it", async () => {
      const [first, second, third] = await group(3);
      first.tab.freeze();
      second.depose();
      third.depose();
      await until(() => second.isMaster || third.isMaster, 2_000);
      await pass(A_WHILE);
      expect([second, third].filter(({ isMaster }) => isMaster)).toHaveLength(1);
      expect([...second.elected, ...third.elected]).toContain(true);
      first.tab.thaw();
      await until(() => first.deposed === 1, 1_000);
      expect(masters()).toHaveLength(1);
      expect(first.isMaster).toBe(false);
      // It takes part in the next election.
      second.leave();
      third.leave();
      await until(() => first.isMaster, A_WHILE);
      expect(first.elected).toEqual([false, false]);
    });

    it("never elects who has left before, and keeps nothing of it", async () => {
      const [one, two] = await newMembers(2);
      one?.join().leave();
      await settle();
      two?.join();
      await until(oneMaster);
      const [three, four] = await newMembers(2);
      three?.join();
      await settle();
      three?.depose();
      three?.leave();
      four?.join();
      await pass(A_WHILE);
      expect(masters()).toHaveLength(1);
      for (const member of [two, four]) member?.leave();
      await settle();
      expect([one, three].flatMap((member) => member?.elected)).toEqual([]);
      for (const { tab } of members) {
        expect(locks.of(tab)).toEqual({ held: [], pending: [] });
        expect([tab.timers.size, tab.listening.size]).toEqual([0, 0]);
      }
    });

    it.each([1, 3])("confirms that the master of %s still leads", async (count) => {
      const [first] = await group(count);
      const isConfirmed = vi.fn();
      first.tab.isHidden = true;
      await first.tab.run(async () => {
        const confirmed = first.elector.confirm().then(isConfirmed);
        // In a group the others answer; a timer of a hidden page may be late.
        if (count > 1) await until(() => isConfirmed.mock.calls.length > 0, 100);
        else await until(() => isConfirmed.mock.calls.length > 0, 2_000);
        await confirmed;
      });
      expect(first).toMatchObject({ isMaster: true, deposed: 0 });
      first.leave();
      await settle();
      expect(first.tab.timers.size).toBe(0);
    });

    it("does not confirm a master before it knows that it was deposed", async () => {
      const [first, second] = await group(3);
      const wasMaster: boolean[] = [];
      first.tab.freeze();
      // The first that it does when it can run again.
      first.tab.task(() => {
        void first.elector.confirm().then(() => wasMaster.push(first.isMaster));
      });
      second.depose();
      await until(() => second.isMaster);
      await pass(A_WHILE);
      first.tab.thaw();
      await until(() => wasMaster.length > 0, 2_000);
      expect(wasMaster).toEqual([false]);
      expect(masterNames()).toEqual([second.name]);
    });
  },
);

describe("LockElector", () => {
  const join = (name: string) => {
    const member = new Member(name, "lock", undefined);
    members.push(member);
    return member.join();
  };

  it("elects the next at once, however the master ended", async () => {
    const [first, second, third] = [join("a"), join("b"), join("c")];
    await settle();
    first.tab.kill();
    await settle();
    second.tab.fire(new Event("pagehide"));
    second.leave();
    await settle();
    expect(third.elected).toEqual([false]);
  });

  it("says that it is unable where locks are forbidden", async () => {
    locks.refuses = new DOMException("no", "SecurityError");
    const member = join("a");
    await settle();
    expect(member.onUnable).toHaveBeenCalledTimes(1);
    member.leave();
    await settle();
    expect(member.elected).toEqual([]);
    expect(member.onUnable).toHaveBeenCalledTimes(1);
  });

  it("steps down when somebody steals the lock, and waits for it again", async () => {
    const first = join("a");
    await settle();
    const thief = new FakeTab("thief");
    const [name] = locks.of(first.tab).held.filter((held) => held === "group");
    let giveBack: (() => void) | undefined;
    void thief.run(() =>
      locks.request(String(name), { steal: true }, () => {
        return new Promise<void>((resolve) => (giveBack = resolve));
      }),
    );
    await settle();
    expect(first).toMatchObject({ deposed: 1, isMaster: false });
    expect(locks.of(first.tab).pending).toEqual(["group"]);
    giveBack?.();
    await settle();
    expect(first).toMatchObject({ elected: [false, false], deposed: 1, isMaster: true });
    expect(first.onUnable).not.toHaveBeenCalled();
  });

  it("goes on when it deposes itself", async () => {
    const [first, second] = [join("a"), join("b")];
    await settle();
    second.depose();
    second.depose();
    await settle();
    expect(masterNames()).toEqual([second.name]);
    expect(first).toMatchObject({ deposed: 1, isMaster: false });
    second.leave();
    await settle();
    expect(masterNames()).toEqual([first.name]);
    expect(locks.of(second.tab)).toEqual({ held: [], pending: [] });
  });

  it("tells of tabs that ended without a word, until it leaves", async () => {
    const [first, second, third] = [join("a"), join("b"), join("c")];
    await settle();
    const onGone = vi.fn();
    first.tab.run(() => {
      for (const name of ["b", "c"]) first.elector.watch(name, () => onGone(name));
    });
    await settle();
    expect(onGone).not.toHaveBeenCalled();
    second.tab.kill();
    await settle();
    expect(onGone.mock.calls).toEqual([["b"]]);
    first.leave();
    third.tab.kill();
    await settle();
    expect(onGone).toHaveBeenCalledTimes(1);
    expect(locks.of(first.tab)).toEqual({ held: [], pending: [] });
  });
});

describe("MessageElector", () => {
  const newElector = (name: string) => {
    const events = { onElected: vi.fn(), onDeposed: vi.fn() };
    const post = vi.fn<(message: TabMessage) => void>();
    return { elector: new MessageElector(name, events, post), events, post };
  };
  const bye = (heir?: string): TabMessage => {
    const message: TabMessage = { kind: "bye", from: "x", commands: [] };
    return heir === undefined ? message : { ...message, heir, last: 0 };
  };
  const lead: TabMessage = {
    kind: "lead",
    from: "x",
    epoch: 1,
    at: 0,
    last: 0,
    state: STATE,
    tabs: [],
  };

  it("makes the one that a bye names lead at once, without a timer", () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(bye("a"));
    expect(events.onElected).toHaveBeenCalledExactlyOnceWith(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("gives the one that a bye names time, and takes over where it is dead", async () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(bye("b"));
    await pass(200);
    expect(events.onElected).not.toHaveBeenCalled();
    await until(() => events.onElected.mock.calls.length === 1, 1_000);
  });

  it("takes the bye of a slave for what it is", async () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(bye());
    await pass(A_WHILE);
    expect(events.onElected).not.toHaveBeenCalled();
  });
});
