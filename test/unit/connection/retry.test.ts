import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Retry, retryDelay } from "../../../src/connection/retry";

const ALMOST_1 = 1 - Number.EPSILON;

/** Milliseconds until the next attempt may begin. */
async function delayOf(retry: Retry): Promise<number> {
  const start = performance.now();
  const waited = retry.wait().then(() => performance.now() - start);
  await vi.runAllTimersAsync();
  return waited;
}

/** A `Retry` whose outage has lasted for so long. */
function lost(outageMs = 0): Retry {
  const retry = new Retry();
  retry.failed();
  vi.advanceTimersByTime(outageMs);
  if (outageMs) retry.failed();
  return retry;
}

function setOffline(isOffline: boolean): void {
  vi.stubGlobal("navigator", { onLine: !isOffline });
}

/** Makes attempts that fail after 1 ms. @returns how many it has made. */
function keepFailing(retry: Retry): () => number {
  let attempts = 0;
  const next = async (): Promise<void> => {
    await retry.wait();
    attempts++;
    setTimeout(() => {
      retry.failed();
      void next();
    }, 1);
  };
  void next();
  return () => attempts;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the wait before the next attempt", () => {
  it.each([
    // Milliseconds: the outage, the shortest wait, the longest.
    [0, 0, 400],
    [500, 300, 750],
    [1_000, 600, 1_100],
    [10_000, 4_200, 5_600],
    [58_800, 23_720, 30_000],
    [3_600_000, 23_720, 30_000],
  ])("after an outage of %i ms is %i to %i ms", (outage, shortest, longest) => {
    expect(retryDelay(outage, 0)).toBeCloseTo(shortest);
    expect(retryDelay(outage, 0.5)).toBeCloseTo((shortest + longest) / 2);
    expect(retryDelay(outage, ALMOST_1)).toBeCloseTo(longest);
  });
});

describe("the retry of a connection", () => {
  it("begins at once, without a timer", async () => {
    const done = vi.fn();
    void new Retry().wait().then(done);
    await Promise.resolve();
    await Promise.resolve();
    expect(done).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("waits longer the longer the outage lasts, 30 s at most", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const retry = lost();
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 16; attempt++) {
      delays.push(await delayOf(retry));
      retry.failed();
    }
    expect(delays).toEqual([...delays].sort((one, other) => one - other));
    expect(delays[0]).toBe(200);
    expect(delays.at(-1)).toBe(26_860);
  });

  it("counts a new outage after a connection of ten seconds, and goes on counting after a shorter one", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const retry = lost(5_000);
    retry.opened();
    vi.advanceTimersByTime(5_000);
    retry.failed();
    expect(await delayOf(retry)).toBe(4_200);
    retry.opened();
    vi.advanceTimersByTime(11_000);
    retry.failed();
    expect(await delayOf(retry)).toBe(0);
  });

  it("counts the time without a connection to the outage", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const retry = lost(20_000);
    retry.failed();
    expect(await delayOf(retry)).toBe(8_200);
  });

  it("waits as long if the clock is set meanwhile", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const retry = lost();
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await delayOf(retry)).toBe(0);
  });

  it("waits 30 s while there is no network", async () => {
    setOffline(true);
    expect(await delayOf(lost())).toBe(30_000);
  });
});

describe("a wake-up", () => {
  it("ends a wait, and begins a new outage", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const retry = lost(20_000);
    const done = vi.fn();
    void retry.wait().then(done);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(done).not.toHaveBeenCalled();
    retry.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(500);
    retry.failed();
    expect(await delayOf(retry)).toBe(300);
  });

  it("begins no outage if there is none", async () => {
    const retry = new Retry();
    retry.wake();
    retry.end();
    await retry.wait();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves a wait as it is that an earlier wake-up has made short", async () => {
    vi.spyOn(Math, "random").mockReturnValue(ALMOST_1);
    const retry = lost(60_000);
    retry.wake();
    for (const time of [0, 1_000, 2_990]) {
      vi.advanceTimersByTime(time);
      retry.failed();
      const waited = delayOf(retry);
      retry.wake();
      expect(await waited).toBeGreaterThanOrEqual(399);
      expect(await waited).toBeLessThanOrEqual(2_100);
      vi.advanceTimersByTime(10_000);
      retry.wake();
    }
  });

  it.each([100, 1_000, 3_000])(
    "leads to 2 attempts a second at most if it comes each %i ms",
    async (gap) => {
      vi.spyOn(Math, "random").mockReturnValue(0.5);
      const retry = lost(60_000);
      const attempts = keepFailing(retry);
      for (let time = 0; time < 60_000; time += gap) {
        retry.wake();
        await vi.advanceTimersByTimeAsync(gap);
      }
      expect(attempts()).toBeLessThan(120);
      expect(attempts()).toBeGreaterThan(60);
    },
  );

  it("ends the wait for a network, also right after another wake-up", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    setOffline(true);
    const retry = lost();
    retry.wake();
    const done = vi.fn();
    void retry.wait().then(done);
    await vi.advanceTimersByTimeAsync(100);
    setOffline(false);
    retry.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalled();
  });

  it("does not keep `end` from ending a wait", async () => {
    const retry = lost(60_000);
    retry.wake();
    const done = vi.fn();
    void retry.wait().then(done);
    retry.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
