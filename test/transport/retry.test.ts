import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Retry } from "../../src/transport/retry";

/** Milliseconds until the next attempt may begin. */
async function delayOf(retry: Retry): Promise<number> {
  const start = Date.now();
  const waited = retry.wait().then(() => Date.now() - start);
  await vi.runAllTimersAsync();
  return waited;
}

describe("Retry", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("begins at once, then within 1 s, 2 s, 4 s … 30 s", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1 - Number.EPSILON);
    const retry = new Retry();
    const delays = [await delayOf(retry)];
    for (let failures = 1; failures <= 7; failures++) {
      retry.failed();
      delays.push(await delayOf(retry));
    }
    const ceilings = [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const [i, delay] of delays.entries())
      expect(Math.abs(delay - Number(ceilings[i]))).toBeLessThan(2);
  });

  it("spreads attempts over the whole delay, the first one too", async () => {
    const delays: number[] = [];
    for (let client = 0; client < 400; client++) {
      const retry = new Retry();
      retry.failed();
      delays.push(await delayOf(retry));
    }
    for (const [from, to] of [
      [0, 250],
      [250, 500],
      [500, 750],
      [750, 1_001],
    ] as const)
      expect(delays.filter((delay) => delay >= from && delay < to).length).toBeGreaterThan(50);
  });

  it("starts from the beginning after a connection that lasted, not after one that did not", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1 - Number.EPSILON);
    const retry = new Retry();
    retry.failed();
    retry.failed();
    retry.opened();
    vi.advanceTimersByTime(5_000);
    retry.failed();
    expect(await delayOf(retry)).toBeGreaterThan(3_990);
    retry.opened();
    vi.advanceTimersByTime(11_000);
    retry.failed();
    expect(await delayOf(retry)).toBeLessThan(1_001);
  });

  it("waits while there is no network, and ends the wait when woken", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    vi.spyOn(Math, "random").mockReturnValue(0);
    const retry = new Retry();
    retry.failed();
    const done = vi.fn();
    void retry.wait().then(done);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(done).not.toHaveBeenCalled();
    retry.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
