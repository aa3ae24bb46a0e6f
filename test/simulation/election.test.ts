/** What every elector has to do. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Random } from "../support/random";
import { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import {
  A_WHILE,
  type BusClass,
  type Kind,
  locks,
  leaderNames,
  leaders,
  Member,
  members,
} from "./candidate";

// Minutes pass in some of these tests, in steps.
vi.setConfig({ testTimeout: 30_000 });

let names: string[];

beforeEach(() => {
  names = ["b", "a", "d", "c", "e", "f"];
});

const oneLeader = () => leaders().length === 1;
const leader = () => leaders()[0] as Member;
const followers = () => members.filter((member) => !member.isLeader && !member.tab.isDead);
const elections = () => members.flatMap(({ elected }) => elected);

describe.each<{ kind: Kind }>([{ kind: "lock" }, { kind: "channel" }, { kind: "storage" }])(
  "an election by $kind",
  ({ kind }) => {
    const isByLock = kind === "lock";

    async function wayOf(): Promise<BusClass | undefined> {
      if (isByLock) return undefined;
      vi.resetModules();
      if (kind === "channel")
        return (await import("../../src/tabs/bus/broadcast-bus")).BroadcastBus;
      return (await import("../../src/tabs/bus/storage-bus")).StorageBus;
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
      await until(oneLeader);
      for (const other of others) other.join();
      await pass(A_WHILE);
      expect(leaderNames()).toEqual([first?.name]);
      return [first as Member, ...others] as [Member, Member, Member];
    }

    it("elects the only tab, soon and for good", async () => {
      const [only] = await newMembers(1);
      only?.join();
      await until(() => only?.isLeader, 300);
      await pass(60_000);
      expect(only).toMatchObject({ elected: [false], deposed: 0, isLeader: true });
    });

    it("elects one of the tabs that join together, and none of those that come later", async () => {
      for (const member of await newMembers(3)) member.join();
      await until(oneLeader, 1_000);
      const first = leader();
      for (const member of await newMembers(2)) {
        member.join();
        await pass(A_WHILE);
      }
      expect(leaderNames()).toEqual([first.name]);
      expect(elections()).toEqual([false]);
    });

    it("elects one tab, whenever they join, hidden or not", async () => {
      for (let seed = 1; seed <= 30; seed++) {
        const random = new Random(seed);
        names = ["b", "a", "d", "c", "e", "f"];
        members.splice(0);
        const all = await newMembers(2 + random.below(5));
        for (const member of all) {
          member.tab.isHidden = random.below(2) === 1;
          await pass(random.below(3) * random.below(200));
          member.join();
        }
        await until(oneLeader, A_WHILE);
        await pass(A_WHILE);
        expect([seed, elections()]).toEqual([seed, [false]]);
        // Each is replaced when it leaves, named or not.
        for (let rest = all.length; --rest;) {
          const heir = random.below(2) ? random.pick(followers()).name : undefined;
          const left = leader();
          left.leave(heir);
          members.splice(members.indexOf(left), 1);
          await until(oneLeader, A_WHILE);
          await pass(A_WHILE);
          expect([seed, leaders().length, elections().length]).toEqual([seed, 1, 1]);
        }
        for (const tab of FakeTab.all) tab.kill();
      }
    });

    it("elects another tab when the leader leaves", async () => {
      const [first] = await group(3);
      first.leave();
      await until(oneLeader, 500);
      expect(leaderNames()).not.toEqual([first.name]);
      await pass(A_WHILE);
      expect(elections()).toEqual([false, false]);
      expect(first.elected).toHaveLength(1);
    });

    it("elects another tab when the leader does not answer, and the old leader learns of it", async () => {
      const [first, second, third] = await group(3);
      first.tab.freeze();
      second.depose();
      third.depose();
      await until(() => second.isLeader || third.isLeader, 2_000);
      await pass(A_WHILE);
      expect([second, third].filter(({ isLeader }) => isLeader)).toHaveLength(1);
      expect([...second.elected, ...third.elected]).toContain(true);
      first.tab.thaw();
      await until(() => first.deposed === 1, 1_000);
      expect(leaders()).toHaveLength(1);
      expect(first.isLeader).toBe(false);
      // It takes part in the next election.
      second.leave();
      third.leave();
      await until(() => first.isLeader, A_WHILE);
      expect(first.elected).toEqual([false, false]);
    });

    it("never elects a tab that has left, and keeps no timer, listener or lock of it", async () => {
      const [one, two] = await newMembers(2);
      one?.join().leave();
      await settle();
      two?.join();
      await until(oneLeader);
      const [three, four] = await newMembers(2);
      three?.join();
      await settle();
      three?.depose();
      three?.leave();
      four?.join();
      await pass(A_WHILE);
      expect(leaders()).toHaveLength(1);
      for (const member of [two, four]) member?.leave();
      await settle();
      expect([one, three].flatMap((member) => member?.elected)).toEqual([]);
      for (const { tab } of members) {
        expect(locks.of(tab)).toEqual({ held: [], pending: [] });
        expect([tab.timers.size, tab.listening.size]).toEqual([0, 0]);
      }
    });

    it.each([1, 3])("confirms that the leader of %s still leads", async (count) => {
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
      expect(first).toMatchObject({ isLeader: true, deposed: 0 });
      first.leave();
      await settle();
      expect(first.tab.timers.size).toBe(0);
    });

    it("does not confirm a leader before the leader knows that it was deposed", async () => {
      const [first, second] = await group(3);
      const wasLeader: boolean[] = [];
      first.tab.freeze();
      // The first that it does when it can run again.
      first.tab.task(() => {
        void first.elector.confirm().then(() => wasLeader.push(first.isLeader));
      });
      second.depose();
      await until(() => second.isLeader);
      await pass(A_WHILE);
      first.tab.thaw();
      await until(() => wasLeader.length > 0, 2_000);
      expect(wasLeader).toEqual([false]);
      expect(leaderNames()).toEqual([second.name]);
    });
  },
);
