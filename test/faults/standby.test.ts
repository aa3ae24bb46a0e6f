/** With the option `standby`: whatever happens to the leader, nothing is lost, also no letter. */
import { describe, expect, test } from "vitest";
import { useFaultStage } from "./stage";
import type { Group } from "./group";
import { LETTER } from "./page/report";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { IS_SOAK } from "../support/soak";
import { MAIN_WAYS, WAYS, WITH_LOCKS } from "./ways";

const stage = useFaultStage();
const USER = 7;
/** Of three tabs, one leads and one listens beside it. */
const BESIDE = 1;

/** Sends the user a letter every 20 ms, until the function that it returns is called. */
function sendLetters(group: Group): () => number {
  let n = 0;
  const timer = setInterval(() => group.server.sendToUser(USER, LETTER, { n: ++n }), 20);
  return () => {
    clearInterval(timer);
    return n;
  };
}

/** Three tabs of a user, of which the second listens beside the first, in full traffic. */
async function accompanied(group: Group): Promise<void> {
  group.server.authorize(USER, `key-of-${USER}`);
  await group.openInTurn(1);
  await group.open(2);
  await group.steady(15_000, BESIDE);
  await group.startTraffic();
  const lists = () => group.connections.map(({ channels }) => [...channels].sort().join());
  await until(() => new Set(lists()).size).toBe(1);
  // The leader learns that its standby listens.
  await group.hears(group.news.last + 20);
}

/** The page of a visitor who is told whenever the user goes offline. */
async function watcher(group: Group): Promise<Tab> {
  const [tab] = (await group.open(1, { idle: "" })) as [Tab];
  group.tabs.pop();
  await tab.evaluate("tab.start({ node: location.host })");
  const key = `user_status_${USER}.offline`;
  await tab.evaluate(`window.ends = 0, cometApi.subscribe("${key}", () => ends++).ready`);
  return tab;
}

const ENDS: Record<string, (group: Group, leader: Tab) => Promise<unknown>> = {
  "is closed": (group, leader) => group.lose(leader),
  crashes: (group, leader) => group.lose(leader, "crash"),
  "goes to another page": async (group, leader) => {
    await group.leave(leader);
    await leader.follow(group.url("/other"));
  },
  "loses its connection": async (group) => {
    const [first] = group.connections;
    expect(group.server.closeConnections(({ id }) => id === first?.id)).toBe(1);
  },
};

for (const [how, end] of Object.entries(ENDS))
  describe.each(how === "crashes" ? WITH_LOCKS : IS_SOAK ? WAYS : MAIN_WAYS)("$name", (way) => {
    test(`no message and no letter is lost when the leader ${how}`, async () => {
      const group = await stage.group(way, { standby: "", user: String(USER) });
      await accompanied(group);
      const other = await watcher(group);
      const leader = await group.leader();
      const stopLetters = sendLetters(group);
      await Promise.all(group.tabs.map((tab) => tab.until("tab.report().letters.length > 10")));
      await end(group, leader);
      await group.steady(15_000, BESIDE);
      await until(() => group.leader()).not.toBe(leader);
      const count = stopLetters();
      for (const tab of group.tabs) {
        await tab.until(`tab.report().letters.includes(${count})`);
        const letters = await tab.evaluate<number[]>("tab.report().letters");
        expect(letters).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      }
      expect(await other.evaluate("ends"), "seen to go offline").toBe(0);
      const tolerance = { gapMs: 0, overlapMs: Infinity, others: BESIDE, hearsOwn: true };
      expect((await group.problems(tolerance)).join("\n")).toBe("");
      for (const tab of group.tabs)
        expect(await tab.evaluate("tab.report().gaps"), "announced").toEqual([]);
    });
  });
