/**
 * A channel with a log, and leaders that end in every way: every tab hears every message once and in
 * order, and no gap is left.
 */
import { describe, expect, test } from "vitest";
import type { Tab } from "../support/browser/tab";
import { IS_SOAK } from "../support/soak";
import type { Group } from "./group";
import { losses } from "./losses";
import { NEWS } from "./page/report";
import { useFaultStage } from "./stage";
import { WAYS } from "./ways";

const stage = useFaultStage();

const FAILOVERS = IS_SOAK ? 50 : 8;
const NEWS_MS = 100;
/** The most that the server keeps. */
const LOG = 99;
const MAX_TABS = 5;

/** Every one ends the leader's time, or its connection. */
const ENDS: readonly ((group: Group, leader: Tab) => Promise<unknown>)[] = [
  (group, leader) => group.lose(leader, "close"),
  (group, leader) => group.lose(leader, "crash"),
  async (group, leader) => {
    await group.leave(leader);
    await leader.freeze(true);
    await group.steady();
    await group.hears(group.news.last + 10);
    await leader.freeze(false);
    group.join(leader);
  },
  async (group) => {
    group.server.closeConnections();
    await group.steady();
  },
];

describe.each(IS_SOAK ? WAYS : WAYS.slice(0, 1))("$name", (way) => {
  test(`${FAILOVERS} failovers, a channel with a log`, { timeout: 600_000 }, async () => {
    const group = await stage.group(way, { recover: "" });
    group.countsTabs = way.hasLocks;
    group.server.keepLog(NEWS, LOG);
    await group.open();
    await group.steady();
    await group.open(1);
    await group.steady();
    group.news.start("", NEWS_MS);
    await group.hears(3);
    for (let i = 0; i < FAILOVERS; i++) {
      const end = ENDS[i % ENDS.length] as (typeof ENDS)[0];
      await end(group, await group.leader());
      // A tab joins in the middle, before the others are one group again.
      if (group.tabs.length < 2 + (i % (MAX_TABS - 1))) await group.open();
      await group.steady();
      await group.hears(group.news.last + 1);
    }
    expect(await group.problems({ overlapMs: 300, gapMs: 60_000 })).toEqual([]);
    expect(losses(group)).toEqual([]);
  });
});
