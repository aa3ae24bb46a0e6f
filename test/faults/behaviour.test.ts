/** What tabs do while nothing goes wrong. */
import { describe, expect, test } from "vitest";
import type { Group } from "./group";
import type { Order, Report } from "./page/report";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { MAIN_WAYS, WAYS } from "./ways";

const stage = useFaultStage();

/** No two connections, not even for a moment, and what all tabs were told is consistent. */
async function expectOne(group: Group): Promise<void> {
  await group.steady();
  expect(group.observer.longestOverlap).toBeLessThanOrEqual(100);
}

describe.each(WAYS)("$name", (way) => {
  const counts = MAIN_WAYS.includes(way) ? [3, 20] : [3];
  test.for(counts)("%i tabs opened together", { timeout: 90_000 }, async (count) => {
    const group = await stage.group(way);
    await group.open(count);
    await expectOne(group);
    await group.startTraffic(count * 50);
    expect(await group.problems()).toEqual([]);
  });

  test("tabs opened one by one", async () => {
    const group = await stage.group(way);
    await group.openInTurn(3);
    await expectOne(group);
    expect(await group.leader(), "the first leads").toBe(group.tabs[0]);
    expect(group.server.connectionAttempts).toBe(1);
    const roles = await Promise.all(
      group.tabs.map(async (tab) => {
        const { events } = await tab.evaluate<Report>("tab.report()");
        return events.map(({ name }) => name).filter((name) => /^(master|slave)$/.test(name));
      }),
    );
    expect(roles).toEqual([["master"], ["slave"], ["slave"]]);
  });

  test("a tab hears the orders of the others, as with a socket of its own", async () => {
    const group = await stage.group(way);
    await group.openInTurn(3);
    const docs = await Promise.all(group.tabs.map(async (tab) => (await group.status(tab)).doc));
    for (const tab of group.tabs) await tab.evaluate("tab.send(), tab.send(), 0");
    for (const [index, tab] of group.tabs.entries()) {
      const others = docs.filter((_, place) => place !== index);
      const heard = async () => (await tab.evaluate<Report>("tab.report()")).orders;
      await until(async () => (await heard()).length).toBeGreaterThanOrEqual(4);
      const expected: Order[] = others.flatMap((doc) => [1, 2].map((k) => ({ doc, k })));
      const sorted = (await heard()).sort(
        (a, b) => docs.indexOf(a.doc) - docs.indexOf(b.doc) || a.k - b.k,
      );
      expect(sorted).toEqual(expected);
    }
    await group.news.publish();
    expect(await group.problems()).toEqual([]);
  });

  test("all know whether the visitor is authorised, and where the connection is", async () => {
    const group = await stage.group(way, { user: "7" });
    group.server.authorize(7, "key-of-7");
    await group.openInTurn(3);
    const state = async (tab: Tab) => {
      const { isAuthorized, isConnected } = await group.status(tab);
      return { isAuthorized, isConnected };
    };
    expect(await Promise.all(group.tabs.map(state))).toEqual(
      group.tabs.map(() => ({ isAuthorized: true, isConnected: true })),
    );
    group.server.refuse("http");
    group.server.closeConnections();
    await Promise.all(group.tabs.map((tab) => tab.until("!tab.status().isConnected")));
    group.server.refuse(null);
    await group.steady();
  });

  test("the connection joins the channels of all tabs, and leaves those of tabs that end", async () => {
    const group = await stage.group(way);
    await group.openInTurn(2);
    const [, follower] = group.tabs as [Tab, Tab];
    const channels = () => group.connections[0]?.channels;
    await follower.evaluate('cometApi.subscription("web_extra", () => undefined), 0');
    await until(channels).toContain("web_extra");
    await group.lose(follower);
    await until(channels).not.toContain("web_extra");
  });

  test("a frame of the same site belongs to the group", async () => {
    const group = await stage.group(way);
    await group.openInTurn(2);
    const page = await group.profile.open(group.url("/frame", { frame: group.url() }));
    const inside = "frames[0].tab.status()";
    await page.until(`${inside}.isMaster === false && ${inside}.isConnected`);
    await until(() => group.connections).toHaveLength(1);
    for (const tab of [...group.tabs]) await group.lose(tab);
    await page.until(`${inside}.isMaster && ${inside}.isConnected`);
    await group.open();
    await group.tabs[0]?.until("tab.status().isConnected");
    await page.evaluate('document.querySelector("iframe").remove(), 0');
    await group.steady();
  });

  test("stop() in every tab leaves nothing", async () => {
    const group = await stage.group(way, { census: "", idle: "" });
    const tabs = await group.open(3);
    const census = () => Promise.all(tabs.map((tab) => tab.evaluate("census()")));
    const before = await census();
    for (const tab of tabs) await tab.evaluate("tab.start({ node: location.host }), 0");
    await group.steady();
    await Promise.all(tabs.map((tab) => tab.evaluate("tab.stop(), 0")));
    await until(() => group.server.connections).toEqual([]);
    await until(census, 5_000).toEqual(before);
    if (!way.hasLocks) return;
    const query = "navigator.locks.query().then(({ held, pending }) => [...held, ...pending])";
    expect(await tabs[0]?.evaluate(query)).toEqual([]);
  });
});

test("neither locks nor channels nor storage: each for itself", async () => {
  const [way] = WAYS as [(typeof WAYS)[0]];
  const group = await stage.group(way, { noLocks: "", noBroadcast: "", storageThrows: "" });
  await group.open(3);
  await until(() => group.connections).toHaveLength(3);
  for (const tab of group.tabs) {
    await tab.until("tab.status().isMaster && tab.status().isConnected");
    await tab.until("tab.report().events.length > 0");
  }
  await until(() => group.connections.map(({ channels }) => channels.length)).toEqual([2, 2, 2]);
  group.news.publish();
  await group.hears(1);
});
