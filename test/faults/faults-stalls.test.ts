/** Faults 10, 11, 14 to 16, 29, 33, 36: tabs that stand still, are slow, or have a wrong clock. */
import { expect } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { DIED, type Fault, faultTests } from "./fault";
import { IS_SOAK } from "../support/soak";
import type { Group } from "./group";
import { halt, STALLED } from "./halt";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { type Way, WITHOUT_LOCKS } from "./ways";

async function freeze(group: Group, tab: Tab, whileFrozen: () => Promise<unknown>): Promise<void> {
  await group.leave(tab);
  await tab.freeze(true);
  await whileFrozen();
  await group.steady();
  await tab.freeze(false);
  group.join(tab);
}

/** The leader's script does not return for a while. */
async function block(group: Group, milliseconds: number): Promise<void> {
  const leader = await group.leader();
  const end = `performance.now() + ${milliseconds}`;
  await leader.evaluate(
    `setTimeout(() => { const end = ${end}; while (performance.now() < end); }), 0`,
  );
  await sleep(milliseconds);
}

async function setClock(tab: Tab, offsetMs: number): Promise<void> {
  await tab.evaluate(`window.now ??= Date.now; Date.now = () => now() + ${offsetMs}; 0`);
}

/** The leader does not hear a newcomer's rival, and the newcomer hears nobody. */
async function splitBrain(group: Group): Promise<void> {
  const [newcomer] = (await group.open(1, { idle: "" })) as [Tab];
  group.tabs.pop();
  await newcomer.evaluate("holdBus(true); tab.start({ node: location.host }); 0");
  await newcomer.until("tab.status().isMaster && tab.status().isConnected");
  await newcomer.evaluate("holdBus(false); 0");
  group.join(newcomer);
}

const HALT_MS = IS_SOAK ? [20_000] : [0];
const BLOCK_MS = IS_SOAK ? [3_000, 20_000] : [3_000];

const FAULTS: readonly Fault[] = [
  {
    title: "10: the leader is frozen and resumes",
    isBasic: true,
    act: async (group) => freeze(group, await group.leader(), async () => undefined),
  },
  {
    title: "10: a follower is frozen and resumes",
    act: async (group) =>
      freeze(group, (await group.followers())[0] as Tab, () => group.hears(group.news.last + 20)),
  },
  {
    title: "11: the next in line is frozen, the leader closed",
    act: async (group) =>
      freeze(group, (await group.followers())[0] as Tab, async () =>
        group.lose(await group.leader()),
      ),
  },
  ...HALT_MS.map((milliseconds) => ({
    title: `14: the leader's process stands still${milliseconds ? ` for ${milliseconds} ms` : ""}`,
    tolerance: { ...STALLED, gapMs: 30_000 },
    timeoutMs: 90_000,
    act: (group: Group) => halt(group, milliseconds),
  })),
  ...BLOCK_MS.map((milliseconds) => ({
    title: `15: the leader is busy for ${milliseconds} ms`,
    tolerance: ({ hasLocks }: Way) => ({
      overlapMs: hasLocks && milliseconds < 8_000 ? 100 : Infinity,
      gapMs: milliseconds + 5_000,
      hearsOwn: !hasLocks || milliseconds >= 8_000,
    }),
    timeoutMs: 90_000,
    act: (group: Group) => block(group, milliseconds),
  })),
  {
    title: `16: the leader is hidden${IS_SOAK ? " for six minutes, then crashes" : ", then crashes"}`,
    timeoutMs: IS_SOAK ? 480_000 : 60_000,
    tolerance: DIED,
    async act(group) {
      const leader = await group.leader();
      await ((await group.followers())[0] as Tab).activate();
      await leader.until("document.hidden");
      if (IS_SOAK) await sleep(360_000);
      await group.steady();
      expect(await group.leader(), "the leader has not changed").toBe(leader);
      await group.lose(leader, "crash");
    },
  },
  ...[1, -1].map((hours) => ({
    title: `29: the clock of the leader jumps by ${hours} h`,
    async act(group: Group) {
      const [leader, followers] = [await group.leader(), await group.followers()];
      await setClock(leader, hours * 3_600_000);
      await group.open();
      await group.steady();
      expect(await group.leader(), "the leader has not changed").toBe(leader);
      await group.lose(followers[0] as Tab);
      await setClock(leader, 0);
    },
  })),
  {
    title: "33: two leaders, since messages come late",
    ways: WITHOUT_LOCKS,
    query: { busHold: "" },
    // As long as the messages are late.
    tolerance: { overlapMs: 2_000, hearsOwn: true },
    act: splitBrain,
  },
  {
    title: "36: the leader's processor is slowed twenty times, then it is closed",
    tolerance: { overlapMs: 500, gapMs: 10_000 },
    async act(group) {
      const leader = await group.leader();
      // As much as such a processor can carry.
      group.news.start("", 100);
      await group.startOrders(1_000);
      await leader.throttle(20);
      const { last } = group.news;
      await group.hears(last + 20, 20_000);
      await group.lose(leader);
    },
  },
];

faultTests(useFaultStage(), FAULTS);
