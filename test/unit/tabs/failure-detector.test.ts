import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FailureDetector } from "../../../src/tabs/election/failure-detector";

const PATIENCE_MS = 8_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A tab whose timers come as the browser allows. @param alignMs they run on multiples of it. */
function detect(alignMs: number, patienceMs = PATIENCE_MS) {
  const { setTimeout: set } = globalThis;
  const align = (ms: number) =>
    Math.ceil((performance.now() + ms) / alignMs) * alignMs - performance.now();
  vi.stubGlobal("setTimeout", (task: () => void, ms: number) => set(task, align(ms)));
  const events = {
    onTick: () => true,
    onSilence: vi.fn(),
    onDeath: vi.fn(),
  };
  const detector = new FailureDetector(() => patienceMs, events);
  detector.start();
  const runUntilDeath = (limitMs: number) => {
    const from = performance.now();
    while (!events.onDeath.mock.calls.length && performance.now() - from < limitMs)
      vi.advanceTimersToNextTimer();
    return performance.now() - from;
  };
  return { detector, events, runUntilDeath };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a silent leader", () => {
  it.for([
    ["is missed after its patience in a visible tab", 1, PATIENCE_MS, [8_000, 8_700]],
    ["is missed after its patience in a hidden tab", 1_000, PATIENCE_MS, [8_000, 9_000]],
    [
      "is missed after eight timers in a tab whose timers run once a minute",
      60_000,
      PATIENCE_MS,
      [480_000, 540_000],
    ],
    ["has been asked at least once before, in a hidden tab", 1_000, 2_000, [3_000, 3_000]],
  ] as const)("%s", ([, alignMs, patienceMs, [least, most]]) => {
    const { detector, events, runUntilDeath } = detect(alignMs, patienceMs);
    const ms = runUntilDeath(600_000);
    detector.stop();
    expect(ms).toBeGreaterThanOrEqual(least);
    expect(ms).toBeLessThanOrEqual(most);
    expect(events.onSilence.mock.calls.length).toBeGreaterThan(1);
  });

  it("is not missed by a tab that slept itself", () => {
    const { detector, events } = detect(1);
    vi.advanceTimersByTime(1_500);
    // A sleep: the clock goes on, and the timers do not.
    const { now } = performance;
    const spy = vi
      .spyOn(performance, "now")
      .mockImplementation(() => now.call(performance) + 3_600_000);
    vi.advanceTimersByTime(3_000);
    expect(events.onDeath).not.toHaveBeenCalled();
    spy.mockRestore();
    detector.stop();
  });

  it("is not missed once it was heard", () => {
    const { detector, events } = detect(1);
    for (let second = 0; second < 30; second++) {
      vi.advanceTimersByTime(1_000);
      detector.heard();
    }
    detector.stop();
    expect(events.onDeath).not.toHaveBeenCalled();
  });

  it("counts as dead anew only after its patience has passed once more", () => {
    const { detector, events, runUntilDeath } = detect(1);
    runUntilDeath(600_000);
    events.onDeath.mockClear();
    expect(runUntilDeath(600_000)).toBeGreaterThan(PATIENCE_MS - 1_000);
    detector.stop();
  });
});

it("a leader was heard recently for a second, and not before it was heard at all", () => {
  const { detector } = detect(1);
  expect(detector.isRecent).toBe(false);
  detector.heard();
  vi.advanceTimersByTime(999);
  expect(detector.isRecent).toBe(true);
  vi.advanceTimersByTime(1);
  expect(detector.isRecent).toBe(false);
  detector.stop();
});

it("where there is no other leader, none is asked, and none counts as dead", () => {
  const { detector, events, runUntilDeath } = detect(1);
  events.onTick = () => false;
  runUntilDeath(60_000);
  detector.stop();
  expect(events.onSilence).not.toHaveBeenCalled();
  expect(events.onDeath).not.toHaveBeenCalled();
});
