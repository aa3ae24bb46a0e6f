import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ServerClock } from "../../../src/tabs/follower/server-clock";

/** When the computer's clock shows this, in Unix seconds. */
const NOW = 1_700_000_000;
let clock: ServerClock;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1_000, toFake: ["Date"] });
  clock = new ServerClock();
});
afterEach(() => {
  vi.useRealTimers();
});

it("is not known until the server tells a time", () => {
  expect(clock.isKnown).toBe(false);
  clock.hear(0);
  clock.begin(0);
  expect(clock.isKnown).toBe(false);
  clock.hear(NOW - 3_600);
  expect(clock.isKnown).toBe(true);
});

it("goes by the message that was on its way for the shortest time", () => {
  clock.begin(NOW - 100);
  clock.hear(NOW - 90);
  clock.hear(NOW - 95);
  expect(clock.secondAt(NOW * 1_000)).toBe(NOW - 90);
  expect(clock.secondAt(NOW * 1_000 - 1)).toBe(NOW - 91);
  expect(clock.timeOf(NOW - 90)).toBe(NOW * 1_000);
});

it("forgets what it knew at a connection that tells its time, and only then", () => {
  clock.begin(NOW + 100);
  clock.begin(0);
  expect(clock.secondAt(NOW * 1_000)).toBe(NOW + 100);
  clock.begin(NOW - 100);
  expect(clock.secondAt(NOW * 1_000)).toBe(NOW - 100);
});
