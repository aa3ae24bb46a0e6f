import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SleepGuard } from "../../../src/tabs/election/sleep-guard";

const SLEEP_MS = 1_001;

let done: string[];
let confirms: (() => void)[];
let guard: SleepGuard;

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  confirms = [];
  guard = new SleepGuard(() => new Promise<void>((resolve) => confirms.push(resolve)));
});

afterEach(() => {
  vi.useRealTimers();
});

const act = (name: string) => () => void done.push(name);
const confirm = async () => {
  confirms.shift()?.();
  await Promise.resolve();
};

it("the sleep guard lets a tab that is awake act at once", () => {
  guard.run(act("one"));
  vi.advanceTimersByTime(999);
  guard.run(act("two"));
  vi.advanceTimersByTime(999);
  guard.noteAwake();
  vi.advanceTimersByTime(999);
  expect(guard.hasSlept).toBe(false);
  guard.run(act("three"));
  expect([done, confirms]).toEqual([["one", "two", "three"], []]);
});

it("the sleep guard holds back what a tab does after it slept, in order, until it is confirmed", async () => {
  vi.advanceTimersByTime(SLEEP_MS);
  expect(guard.hasSlept).toBe(true);
  guard.run(act("one"));
  vi.advanceTimersByTime(SLEEP_MS);
  guard.noteAwake();
  guard.run(act("two"));
  expect(guard.hasSlept).toBe(true);
  expect([done, confirms.length]).toEqual([[], 1]);
  await confirm();
  expect(done).toEqual(["one", "two"]);
  expect(guard.hasSlept).toBe(false);
  guard.run(act("three"));
  expect([done, confirms]).toEqual([["one", "two", "three"], []]);
});

it("the sleep guard does not hold back what an action does itself, however long it takes", async () => {
  vi.advanceTimersByTime(SLEEP_MS);
  guard.run(() => {
    done.push("begin");
    vi.advanceTimersByTime(SLEEP_MS);
    guard.run(act("inner"));
    done.push("end");
  });
  await confirm();
  expect([done, confirms]).toEqual([["begin", "inner", "end"], []]);
});

it("the sleep guard goes on after an action that throws", async () => {
  expect(() =>
    guard.run(() => {
      throw new Error("of the action");
    }),
  ).toThrow("of the action");
  vi.advanceTimersByTime(SLEEP_MS);
  guard.run(act("one"));
  expect(done).toEqual([]);
  await confirm();
  expect(done).toEqual(["one"]);
});

it("the sleep guard drops what a deposed tab held back, also if the tab slept again since", async () => {
  vi.advanceTimersByTime(SLEEP_MS);
  guard.run(act("of the first time"));
  guard.dropHeld();
  vi.advanceTimersByTime(SLEEP_MS);
  guard.run(act("of the second time"));
  await confirm(); // of the first time
  expect(done).toEqual([]);
  await confirm();
  expect(done).toEqual(["of the second time"]);
});

it("the sleep guard lets a leaving tab say what it read, and nothing else of what it held back", async () => {
  vi.advanceTimersByTime(SLEEP_MS);
  guard.run(act("written"));
  guard.run(act("said"), true);
  guard.runHeldNews();
  expect(done).toEqual(["said"]);
  await confirm();
  guard.runHeldNews();
  expect(done).toEqual(["said"]);
});

it("the sleep guard holds nothing back if there is no other tab to ask", () => {
  const alone = new SleepGuard(() => undefined);
  vi.advanceTimersByTime(SLEEP_MS);
  alone.run(act("one"));
  expect(done).toEqual(["one"]);
});

it.each([
  [3_000, 3_000],
  [60_000, 5_000],
])("a tab that slept %d ms counts as reading late for %d ms", async (sleep, drain) => {
  expect(guard.lag).toBe(0);
  vi.advanceTimersByTime(sleep);
  expect(guard.lag).toBe(sleep);
  guard.run(act("late"));
  for (let waited = 0; waited < drain; waited += 500) {
    expect([waited, guard.lag]).toEqual([waited, sleep + waited]);
    vi.advanceTimersByTime(500);
    if (waited === 2_000) await confirm();
    else if (waited > 2_000) guard.noteAwake();
  }
  expect(done).toEqual(["late"]);
  expect(guard.lag).toBe(0);
});

it("a tab that slept twice counts both sleeps as its lag", () => {
  const alone = new SleepGuard(() => undefined);
  vi.advanceTimersByTime(30_000);
  alone.run(act("one"));
  vi.advanceTimersByTime(1_500);
  alone.run(act("two"));
  expect(alone.lag).toBe(31_500);
});

it("a tab that slept again while it waited to be confirmed has the longer lag", async () => {
  vi.advanceTimersByTime(2_000);
  const lags: number[] = [];
  guard.run(() => lags.push(guard.lag));
  vi.advanceTimersByTime(7_000);
  await confirm();
  expect(lags).toEqual([7_000]);
});

it.each([
  ["it is confirmed", confirm],
  ["the tab leaves", () => guard.runHeldNews()],
])("loses nothing that it held back because an action throws when %s", async (_, end) => {
  vi.advanceTimersByTime(SLEEP_MS);
  const fail = (message: string) => () => {
    throw new Error(message);
  };
  guard.run(act("one"), true);
  guard.run(fail("of two"), true);
  guard.run(act("three"), true);
  guard.run(fail("of four"), true);
  guard.run(act("five"), true);
  await end();
  expect(done).toEqual(["one", "three", "five"]);
  // Each error is reported as an uncaught one.
  expect(() => vi.advanceTimersToNextTimer()).toThrow("of two");
  expect(() => vi.advanceTimersToNextTimer()).toThrow("of four");
  expect(vi.getTimerCount()).toBe(0);
  // And the guard goes on.
  guard.noteAwake();
  guard.run(act("six"));
  expect(done).toEqual(["one", "three", "five", "six"]);
});
