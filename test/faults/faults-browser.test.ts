/** Faults 24 to 28, 30, 31: a browser that refuses, frames, strangers, and other users. */
import { describe, expect, test } from "vitest";
import { chromium } from "../support/browser/chromium/profile";
import { type Fault, faultTests } from "./fault";
import { Group } from "./group";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { WAYS, WITH_BROADCAST, WITH_LOCKS, WITH_STORAGE } from "./ways";

const stage = useFaultStage();

const BREAK_STORAGE = `Storage.prototype.setItem = () => {
  throw new DOMException("Full, says the test", "QuotaExceededError");
}; 0`;

/** The name of the lock that leads is the library's secret; it is the one that others wait for. */
const STEAL = `navigator.locks.query().then(({ held, pending }) => {
  const waited = pending.map(({ name }) => name);
  const { name } = held.find((lock) => waited.includes(lock.name));
  return navigator.locks.request(name, { steal: true }, () => true);
})`;

const FAULTS: readonly Fault[] = [
  {
    title: "24: localStorage throws",
    ways: WITH_BROADCAST,
    query: { storageThrows: "" },
    act: async (group) => group.lose(await group.leader()),
  },
  {
    title: "25: localStorage begins to throw",
    ways: WITH_BROADCAST,
    async act(group) {
      await Promise.all(group.tabs.map((tab) => tab.evaluate(BREAK_STORAGE)));
      await group.lose(await group.leader());
    },
  },
  {
    title: "28: somebody else steals the lock",
    ways: WITH_LOCKS,
    // The one learns of it while the other connects: an order of the one may come back to the other.
    tolerance: { hearsOwn: true },
    async act(group) {
      const stranger = await group.profile.open(group.url("/other"));
      await stranger.loaded("/other");
      expect(await stranger.evaluate(STEAL)).toBe(true);
    },
  },
  {
    title: "30: the page's policy forbids Workers",
    query: { csp: "" },
    act: async (group) => group.lose(await group.leader()),
  },
];

faultTests(stage, FAULTS);

/** Alone, each with a socket of its own, tabs work all the same. */
async function workAlone(group: Group, tabs: readonly Tab[]): Promise<void> {
  await until(() => group.server.connections).toHaveLength(tabs.length);
  await Promise.all(
    tabs.map((tab) => tab.until("tab.status().isMaster && tab.status().isConnected")),
  );
  const channels = () => group.server.connections.map((connection) => connection.channels.length);
  await until(channels).toEqual(tabs.map(() => 2));
  group.news.publish();
  await Promise.all(tabs.map((tab) => tab.until("tab.report().heard.length === 1")));
  await tabs[0]?.evaluate("tab.send(), 0");
  await Promise.all(tabs.slice(1).map((tab) => tab.until("tab.report().orders.length === 1")));
}

describe.each(WITH_STORAGE)("$name", (way) => {
  test("24: localStorage throws: each for itself", async () => {
    const group = await stage.group(way, { storageThrows: "" });
    await workAlone(group, await group.open(2));
  });

  test("25: localStorage begins to throw: nobody loses anything for good", async () => {
    const group = await stage.group(way);
    await group.openInTurn(3);
    const [leader, follower, other] = group.tabs as [Tab, Tab, Tab];
    await follower.evaluate(BREAK_STORAGE);
    await group.startTraffic();
    await leader.evaluate(BREAK_STORAGE);
    const { last } = group.news;
    await Promise.all(
      [leader, follower, other].map((tab) => tab.until(`tab.status().last > ${last + 20}`, 15_000)),
    );
  });
});

describe.each(WAYS)("$name", (way) => {
  test("31: two users of one site are two groups", async () => {
    const first = await stage.group(way, { user: "1" });
    const second = new Group(way, first.server, first.profile, { user: "2" }, 1, first.news);
    first.server.authorize(1, "key-of-1");
    first.server.authorize(2, "key-of-2");
    await Promise.all([first.open(2), second.open(2)]);
    await Promise.all([first.steady(), second.steady()]);
    await Promise.all([first.startTraffic(), second.startTraffic()]);
    await first.lose(await first.leader());
    expect((await first.status(first.tabs[0] as Tab)).isAuthorized).toBe(true);
    expect(await first.problems()).toEqual([]);
    await second.steady();
    expect(second.connections).toHaveLength(1);
  });

  test.for(["26: a sandboxed frame", "27: a third-party frame"])(
    "%s is on its own, and works",
    async (title) => {
      const group = await stage.group(way);
      await group.openInTurn(2);
      const isSandboxed = title.startsWith("26");
      const query = { frame: group.url(), ...(isSandboxed ? { sandbox: "" } : {}) };
      const url = group.url("/frame", query);
      const host = isSandboxed ? way.host : "other.test";
      const page = await group.profile.open(url.replace(way.host, host));
      const frame = await chromium(group.profile).foreignFrame(page);
      await frame.until("tab.status().isMaster && tab.status().isConnected");
      await until(() => group.connections).toHaveLength(2);
      await group.steady(15_000, 1);
      await group.startTraffic();
      await frame.until("tab.status().last > 5");
      expect(await group.problems({ overlapMs: Infinity, others: 1 })).toEqual([]);
    },
  );
});
