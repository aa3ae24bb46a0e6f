/** Many failovers in full traffic: no message and no order is lost or doubled unannounced. */
import { describe, expect, test } from "vitest";
import { IS_SOAK } from "../support/soak";
import type { Group } from "./group";
import { isPlain } from "./shapes";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { WAYS } from "./ways";

const stage = useFaultStage();

const FAILOVERS = IS_SOAK ? 50 : 5;
const TABS = 4;
const ORDER_MS = 25;
/** Of each document, before the next failover. */
const ORDERS = 5;

/** Every one ends the leader's time. */
const ENDS: readonly ((group: Group, leader: Tab) => Promise<unknown>)[] = [
  async (group, leader) => {
    await group.lose(leader, "close");
    await group.open();
  },
  async (group, leader) => {
    await group.keep(leader);
    await leader.navigate(group.url("/tab", { next: String(Date.now()) }));
  },
  async (group, leader) => {
    await group.keep(leader);
    await leader.reload();
  },
  async (group, leader) => {
    await group.leave(leader);
    await leader.freeze(true);
    await group.steady();
    await leader.freeze(false);
    group.join(leader);
  },
  async (group, leader) => {
    await group.lose(leader, "crash");
    await group.open();
  },
];

describe.each(isPlain() || IS_SOAK ? WAYS : WAYS.slice(0, 1))("$name", (way) => {
  test(`${FAILOVERS} failovers`, { timeout: 300_000 }, async () => {
    const group = await stage.group(way);
    // Without locks, a tab that crashed is counted for up to a minute.
    group.countsTabs = way.hasLocks;
    await group.open(TABS);
    await group.steady();
    await group.startTraffic(ORDER_MS);
    for (let i = 0; i < FAILOVERS; i++) {
      const end = ENDS[i % ENDS.length] as (typeof ENDS)[0];
      await Promise.all(group.tabs.map((tab) => tab.until(`tab.status().sent >= ${ORDERS}`)));
      await end(group, await group.leader());
      await group.steady();
      await group.startOrders(ORDER_MS);
    }
    expect(await group.problems()).toEqual([]);
    const sent = group.evidence.reduce((sum, report) => sum + report.sent, 0);
    expect(sent, "orders sent").toBeGreaterThan(FAILOVERS * ORDERS);
  });
});
