/** What many browsers do that lose the same server at the same moment, in simulated time. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Retry } from "../../../src/connection/retry";
import { Random } from "../../support/random";

/** An attempt takes a random time below this, whether it is refused or succeeds. */
const MAX_ATTEMPT_MS = 100;

interface Return {
  attempts: number;
  /** Milliseconds from the end of the outage until the connection stands. */
  after: number;
}

let random: Random;
let now: number;

/** One browser at a time has one timer at a time: it rings at once, and takes the clock with it. */
function setTimeoutAtOnce(callback: () => void, ms: number): void {
  queueMicrotask(() => {
    now += ms;
    callback();
  });
}

beforeEach(() => {
  random = new Random(9);
  vi.stubGlobal("setTimeout", setTimeoutAtOnce);
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(Math, "random").mockImplementation(() => random.below(2 ** 32) / 2 ** 32);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** One browser, whose server is away for so long from now on. */
async function comeBack(outageMs: number): Promise<Return> {
  now = 0;
  const retry = new Retry();
  for (let attempts = 1; ; attempts++) {
    retry.failed();
    await retry.wait();
    const isBack = now >= outageMs;
    now += random.below(MAX_ATTEMPT_MS);
    if (isBack) return { attempts, after: now - outageMs };
  }
}

/** @returns how each came back, the soonest first. */
async function comeBackAll(browsers: number, seconds: number): Promise<Return[]> {
  const returns: Return[] = [];
  while (returns.length < browsers) returns.push(await comeBack(seconds * 1_000));
  return returns.sort((one, other) => one.after - other.after);
}

/** The most that come back within so many milliseconds. */
function peakOf(returns: Return[], withinMs: number): number {
  const sizes = returns.map(({ after }, index) => {
    const end = returns.findIndex((other) => other.after >= after + withinMs);
    return (end < 0 ? returns.length : end) - index;
  });
  return Math.max(...sizes);
}

describe("an outage", () => {
  it.each([0, 0.3, 0.4, 1, 3, 10, 30, 60, 3_600])(
    "of %d s is over for half of 200 browsers after 0.3 of it and 0.3 s, for all after 0.5 and 1 s",
    async (seconds) => {
      const returns = await comeBackAll(200, seconds);
      expect(returns[100]?.after).toBeLessThanOrEqual(300 * seconds + 300);
      expect(returns[199]?.after).toBeLessThanOrEqual(500 * seconds + 1_000);
    },
  );

  it.each([
    // A server that drops all, and is back at once.
    [0, 0.3, 100],
    [1, 0.17, 100],
    [3, 0.1, 100],
    [10, 0.27, 1_000],
    [60, 0.07, 1_000],
    [3_600, 0.07, 1_000],
  ])(
    "of %d s brings at most %d of 1000 browsers back in the same %d ms",
    async (seconds, most, withinMs) => {
      const returns = await comeBackAll(1_000, seconds);
      expect(peakOf(returns, withinMs) / returns.length).toBeLessThanOrEqual(most);
    },
  );

  it.each([
    [3, 5.5],
    [10, 8],
    [60, 13],
    [3_600, 150],
  ])("of %d s takes a browser %d attempts at most, on the average", async (seconds, most) => {
    const returns = await comeBackAll(200, seconds);
    const sum = returns.reduce((total, { attempts }) => total + attempts, 0);
    expect(sum / returns.length).toBeLessThanOrEqual(most);
  });
});
