/**
 * Chaos: tabs come and go at random, in full traffic, while one stays. `SEED=…`, as in the name of
 * the test, repeats the choices of a run (its timing cannot be repeated).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { IS_SOAK } from "../support/soak";
import type { Group, Tolerance } from "./group";
import { losses } from "./losses";
import { killNodes } from "./node-kills";
import { NEWS } from "./page/report";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { type Way, WAYS } from "./ways";

const stage = useFaultStage();

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const SECONDS = Number(process.env.SOAK_SECONDS ?? (IS_SOAK ? 120 : 8));
const TABS = 12;
const ORDER_MS = 200;
const MAX_PAUSE_MS = 300;
/** The server keeps 99 messages: 5 s of them. */
const LOGGED_MS = 50;
const LOGGED_SECONDS = Number(process.env.SOAK_SECONDS ?? (IS_SOAK ? 60 : 8));

/** Mulberry32. */
function generator(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * count);
  };
}

class Chaos {
  readonly log: string[] = [];
  private readonly random: (count: number) => number;
  private readonly frozen: Tab[] = [];
  private readonly actions: Record<string, () => Promise<unknown>>;

  constructor(
    private readonly group: Group,
    private readonly observer: Tab,
    seed: number,
    /** How many tabs may be frozen at one time. */
    private readonly maxFrozen = 2,
  ) {
    this.random = generator(seed);
    this.actions = {
      open: () => this.open(),
      close: () => this.lose("close"),
      crash: () => this.lose("crash"),
      reload: () => this.renew((tab) => tab.reload()),
      navigate: () => this.renew((tab) => tab.navigate(group.url("/tab", { next: this.mark() }))),
      follow: () => this.follow(),
      freeze: () => this.freeze(),
      thaw: () => this.thaw(),
      activate: () => this.pick(group.tabs).activate(),
    };
  }

  async run(milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      const name = this.choose();
      this.log.push(name);
      await this.actions[name]?.();
      await sleep(this.random(MAX_PAUSE_MS));
    }
    while (this.frozen.length) await this.thaw();
  }

  /** The number of tabs stays about the same, and a frozen one does not stay so for long. */
  private choose(): string {
    const count = this.group.tabs.length + this.frozen.length;
    if (count < TABS - 2) return "open";
    if (this.frozen.length > this.maxFrozen) return "thaw";
    const names = Object.keys(this.actions).filter((name) => count < TABS || name !== "open");
    return this.pick(names);
  }

  private pick<One>(all: readonly One[]): One {
    return all[this.random(all.length)] as One;
  }

  private mark(): string {
    return String(this.log.length);
  }

  /** Any but the observer. */
  private victim(): Tab {
    return this.pick(this.group.tabs.filter((tab) => tab !== this.observer));
  }

  private async open(): Promise<void> {
    await this.group.open();
    await this.group.startOrders(ORDER_MS);
  }

  private async lose(how: "close" | "crash"): Promise<void> {
    await this.group.lose(this.victim(), how);
  }

  private async renew(action: (tab: Tab) => Promise<unknown>, tab = this.victim()): Promise<void> {
    await this.group.keep(tab);
    await action(tab);
    await tab.loaded("/tab");
    await this.group.startOrders(ORDER_MS);
  }

  /** The leading tab follows a link, where it is not the observer. */
  private async follow(): Promise<void> {
    const leader = await this.group.leader().catch(() => undefined);
    const tab = leader && leader !== this.observer ? leader : this.victim();
    const url = this.group.url("/tab", { next: this.mark(), wait: String(this.random(200)) });
    await this.renew(() => tab.follow(url), tab);
  }

  private async freeze(): Promise<void> {
    const tab = this.victim();
    await this.group.leave(tab);
    await tab.freeze(true);
    this.frozen.push(tab);
  }

  private async thaw(): Promise<void> {
    const tab = this.frozen.shift();
    if (!tab) return;
    await tab.freeze(false);
    this.group.join(tab);
  }
}

function toleranceOf({ hasLocks }: Way): Tolerance {
  const gapMs = 30_000;
  // Elected by messages, two may lead for a moment where one of them could not run.
  return hasLocks ? { overlapMs: 500, gapMs } : { overlapMs: 3_000, gapMs, hearsOwn: true };
}

describe.each(IS_SOAK ? WAYS : WAYS.slice(0, 1))("$name", (way) => {
  test(`${SECONDS} s of chaos, SEED=${SEED}`, { timeout: (SECONDS + 120) * 1_000 }, async () => {
    const group = await stage.group(way);
    group.countsTabs = way.hasLocks;
    const [observer] = (await group.open()) as [Tab];
    await group.steady();
    await group.open(TABS - 1);
    await group.steady(30_000);
    await group.startTraffic(ORDER_MS);
    const { doc } = await group.status(observer);
    const chaos = new Chaos(group, observer, SEED);
    await chaos.run(SECONDS * 1_000);
    await group.steady(60_000);
    const problems = await group.problems(toleranceOf(way));
    expect(problems.join("\n"), `SEED=${SEED}: ${chaos.log.join(" ")}`).toBe("");
    expect((await group.status(observer)).doc, "the observer has stayed").toBe(doc);
  });
});

test(
  `${LOGGED_SECONDS} s of chaos on a channel with a log, SEED=${SEED}: nothing is missed`,
  {
    timeout: (LOGGED_SECONDS + 120) * 1_000,
  },
  async () => {
    const [way] = WAYS as [Way];
    const group = await stage.group(way, { recover: "" });
    group.server.keepLog(NEWS, 99);
    const [observer] = (await group.open()) as [Tab];
    await group.steady();
    await group.open(TABS - 1);
    await group.steady(30_000);
    group.news.start("", LOGGED_MS);
    await group.hears(1);
    // A tab that is frozen for longer than the log reaches back misses something.
    const chaos = new Chaos(group, observer, SEED, 0);
    await chaos.run(LOGGED_SECONDS * 1_000);
    await group.steady(60_000);
    const problems = [...(await group.problems(toleranceOf(way))), ...losses(group)];
    expect(problems.join("\n"), `SEED=${SEED}: ${chaos.log.join(" ")}`).toBe("");
  },
);

if (IS_SOAK)
  test("one of two nodes is killed and restarted ten times", { timeout: 300_000 }, () =>
    killNodes(stage),
  );
