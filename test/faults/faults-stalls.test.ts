/** Faults 10, 11, 14 to 16, 29, 33, 36: tabs that stand still, are slow, or have a wrong clock. */
import { expect } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { DIED, type Fault, faultTests, IS_SOAK } from "./fault";
import type { Group } from "./group";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { type Way, WITHOUT_LOCKS } from "./ways";

/** A master that stands still keeps its socket: nobody else can close it. */
const STALLED = { overlapMs: Infinity, hearsOwn: true };

async function freeze(group: Group, tab: Tab, whileFrozen: () => Promise<unknown>): Promise<void> {
  await group.leave(tab);
  await tab.freeze(true);
  await whileFrozen();
  await group.steady();
  await tab.freeze(false);
  group.join(tab);
}

/** The master's process is stopped, another takes over; then it goes on. */
async function halt(group: Group, milliseconds: number): Promise<void> {
  const master = await group.master();
  await group.leave(master);
  await master.halt();
  const since = Date.now();
  // A lock that is held by a process that stands still is stolen after 8 s, of a hidden tab 16 s.
  await group.steady(group.way.hasLocks ? 20_000 : 6_000, 1);
  await sleep(Math.max(0, since + milliseconds - Date.now()));
  master.wake();
  group.join(master);
}

/** The master's script does not return for a while. */
async function block(group: Group, milliseconds: number): Promise<void> {
  const master = await group.master();
  const end = `performance.now() + ${milliseconds}`;
  await master.evaluate(
    `setTimeout(() => { const end = ${end}; while (performance.now() < end); }), 0`,
  );
  await sleep(milliseconds);
}

async function setClock(tab: Tab, offsetMs: number): Promise<void> {
  await tab.evaluate(`window.now ??= Date.now; Date.now = () => now() + ${offsetMs}; 0`);
}

/** The master does not hear a newcomer's rival, and the newcomer hears nobody. */
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
    title: "10: the master is frozen and resumes",
    act: async (group) => freeze(group, await group.master(), async () => undefined),
  },
  {
    title: "10: a slave is frozen and resumes",
    act: async (group) =>
      freeze(group, (await group.slaves())[0] as Tab, () => group.hears(group.news.last + 20)),
  },
  {
    title: "11: the next in line is frozen, the master closed",
    act: async (group) =>
      freeze(group, (await group.slaves())[0] as Tab, async () => group.lose(await group.master())),
  },
  ...HALT_MS.map((milliseconds) => ({
    title: `14: the master's process stands still${milliseconds ? ` for ${milliseconds} ms` : ""}`,
    tolerance: { ...STALLED, gapMs: 30_000 },
    timeoutMs: 90_000,
    act: (group: Group) => halt(group, milliseconds),
  })),
  ...BLOCK_MS.map((milliseconds) => ({
    title: `15: the master is busy for ${milliseconds} ms`,
    tolerance: ({ hasLocks }: Way) => ({
      overlapMs: hasLocks && milliseconds < 8_000 ? 100 : Infinity,
      gapMs: milliseconds + 5_000,
      hearsOwn: !hasLocks || milliseconds >= 8_000,
    }),
    timeoutMs: 90_000,
    act: (group: Group) => block(group, milliseconds),
  })),
  {
    title: `16: the master is hidden${IS_SOAK ? " for six minutes, then crashes" : ", then crashes"}`,
    timeoutMs: IS_SOAK ? 480_000 : 60_000,
    tolerance: DIED,
    async act(group) {
      const master = await group.master();
      await ((await group.slaves())[0] as Tab).activate();
      await master.until("document.hidden");
      if (IS_SOAK) await sleep(360_000);
      await group.steady();
      expect(await group.master(), "the master has not changed").toBe(master);
      await group.lose(master, "crash");
    },
  },
  ...[1, -1].map((hours) => ({
    title: `29: the clock of the master jumps by ${hours} h`,
    async act(group: Group) {
      const [master, slaves] = [await group.master(), await group.slaves()];
      await setClock(master, hours * 3_600_000);
      await group.open();
      await group.steady();
      expect(await group.master(), "the master has not changed").toBe(master);
      await group.lose(slaves[0] as Tab);
      await setClock(master, 0);
    },
  })),
  {
    title: "33: two masters, since messages come late",
    ways: WITHOUT_LOCKS,
    query: { busHold: "" },
    // As long as the messages are late.
    tolerance: { overlapMs: 2_000, hearsOwn: true },
    act: splitBrain,
  },
  {
    title: "36: the master's processor is slowed twenty times, then it is closed",
    tolerance: { overlapMs: 500, gapMs: 10_000 },
    async act(group) {
      const master = await group.master();
      // As much as such a processor can carry.
      group.news.start("", 100);
      await group.startOrders(1_000);
      await master.throttle(20);
      const { last } = group.news;
      await group.hears(last + 20, 20_000);
      await group.lose(master);
    },
  },
];

faultTests(useFaultStage(), FAULTS);
