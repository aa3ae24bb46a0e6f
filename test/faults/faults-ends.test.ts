/** Faults 1 to 9, 12, 13, 18, 19, 34, 35: tabs end, in order or not, and come back. */
import { expect } from "vitest";
import { chromium } from "../support/browser/chromium/profile";
import { DIED, type Fault, faultTests } from "./fault";
import { IS_SOAK } from "../support/soak";
import type { Group } from "./group";
import type { Report } from "./page/report";
import { leaveAndReturn, replace } from "./moves";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { WITH_LOCKS } from "./ways";

/** Waits for what becomes of all orders so far. */
async function settled(group: Group): Promise<void> {
  const open = async (tab: Tab): Promise<number> => {
    const { doc, sent, unconfirmed } = await group.keep(tab);
    const own = group.observer.orders.filter((order) => order.doc === doc).map(({ k }) => k);
    return sent - new Set([...own, ...unconfirmed]).size;
  };
  const counts = () => Promise.all(group.tabs.map(open));
  await until(counts).toEqual(group.tabs.map(() => 0));
}

/** The answers to three orders never come: the first was carried out, the others were not. */
async function crashUnanswered(group: Group): Promise<void> {
  const [follower] = (await group.followers()) as [Tab];
  await Promise.all(group.tabs.map((tab) => tab.evaluate("tab.sendEvery(0), 0")));
  await settled(group);
  const { sent } = await group.status(follower);
  group.server.withholdAnswers(["web_pipe2"]);
  await follower.evaluate("tab.send(), tab.send(), tab.send()");
  await until(() => group.server.heldAnswers).toBeGreaterThan(0);
  await group.lose(await group.leader(), "crash");
  group.server.releaseAnswers();
  await group.steady();
  await follower.until(`tab.report().unconfirmed.includes(${sent + 1})`);
  const { doc } = await follower.evaluate<Report>("tab.report()");
  const times = group.observer.orders.filter((order) => order.doc === doc && order.k === sent + 1);
  expect(times).toHaveLength(1);
}

const FAULTS: readonly Fault[] = [
  {
    title: "1: the leader is closed",
    isBasic: true,
    act: async (group) => group.lose(await group.leader()),
  },
  {
    title: "2: the leader is closed, asking beforeunload",
    act: async (group) => group.lose(await group.leader(), "closeAsked"),
  },
  {
    title: "3: the leader crashes",
    isBasic: true,
    tolerance: DIED,
    act: async (group) => group.lose(await group.leader(), "crash"),
  },
  {
    title: "4: the leader's process is killed",
    tolerance: DIED,
    act: async (group) => group.lose(await group.leader(), "kill"),
  },
  {
    title: "5: the leader is reloaded",
    async act(group) {
      const leader = await group.leader();
      await group.keep(leader);
      await leader.reload();
    },
  },
  {
    title: "6: all are reloaded at once",
    async act(group) {
      await Promise.all(group.tabs.map((tab) => group.keep(tab)));
      await Promise.all(group.tabs.map((tab) => tab.reload()));
    },
  },
  {
    title: "7: the leader goes into the back/forward cache and returns",
    act: async (group) => leaveAndReturn(group, await group.leader()),
  },
  {
    title: "7: a follower goes into the back/forward cache and returns",
    act: async (group) => leaveAndReturn(group, (await group.followers())[0] as Tab),
  },
  ...[2, 4].map((tabs) => ({
    title: `8: the leader navigates to another page of the site, ${tabs - 1} waiting`,
    tabs,
    act: async (group: Group) => replace(group, await group.leader()),
  })),
  {
    title: "9: the next in line is in the back/forward cache when the leader is killed",
    ways: WITH_LOCKS,
    tabs: 4,
    tolerance: DIED,
    async act(group) {
      const [next] = (await group.followers()) as [Tab];
      await group.leave(next);
      await next.navigate(group.url("/other"));
      await group.lose(await group.leader(), "kill");
      await group.steady();
      expect(await next.back(), "from the back/forward cache").toBe(true);
      group.join(next);
    },
  },
  {
    title: "12: the leader is discarded",
    async act(group) {
      const leader = await group.leader();
      await group.leave(leader);
      await leader.discard();
      await group.steady();
      await leader.revive();
      group.join(leader);
    },
  },
  {
    title: "13: the leader is duplicated",
    async act(group) {
      const leader = await group.leader();
      await leader.activate();
      const copy = () => leader.evaluateAsUser("void open(location.href)");
      group.join(await chromium(group.profile).opened(copy));
      await group.steady();
      await group.lose(leader);
    },
  },
  {
    title: "18: each successive leader is killed",
    tabs: IS_SOAK ? 5 : 3,
    // All that are left are hidden: their timers run once a second.
    tolerance: ({ hasLocks }) => ({ ...DIED, gapMs: hasLocks ? 5_000 : 10_000 }),
    timeoutMs: 90_000,
    async act(group) {
      while (group.tabs.length > 1) {
        await group.lose(await group.leader(), "kill");
        await group.steady();
      }
    },
  },
  { title: "19: the leader crashes before the answer", tolerance: DIED, act: crashUnanswered },
  {
    title: "34: the last tab closes, a new one opens",
    tabs: 1,
    async act(group) {
      await group.lose(await group.leader());
      await until(() => group.connections).toEqual([]);
      await group.open();
    },
  },
  {
    title: "35: the leader crashes as soon as a follower has started",
    tabs: 1,
    tolerance: DIED,
    async act(group) {
      const leader = await group.leader();
      await group.leave(leader);
      await group.open();
      await leader.crash();
    },
  },
];

faultTests(useFaultStage(), FAULTS);
