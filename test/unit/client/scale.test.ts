/** Very many subscriptions: their cost grows as their number does, and nothing is left of them. */
import { describe, expect, it } from "vitest";
import { Roster } from "../../../src/tabs/leader/roster";
import { Subscriptions } from "../../../src/client/subscriptions";
import { newRegistry, onChannel } from "./registry";

const MANY = 40_000;
const LIMIT = 10;
const callback = () => undefined;
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const refused = (action: () => void) => {
  try {
    action();
    return 0;
  } catch {
    return 1;
  }
};

/** One that remembers no calls, as mocks do. */
const newQuietRegistry = () => new Subscriptions(callback, callback);

/** The processor's time, because other programs run, too. */
function microsecondsOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** A quarter of many, many: what grows by the square takes sixteen times as long, in each of the tries. */
function growth(work: (count: number) => void): number {
  work(MANY / 4); // compiled by now
  const ratioOf = () => microsecondsOf(() => work(MANY)) / microsecondsOf(() => work(MANY / 4));
  let least = ratioOf();
  for (let tries = 1; tries < 5 && least >= LIMIT; tries++) least = Math.min(least, ratioOf());
  return least;
}

/** How many things the collections of an object hold, and those of its parts. */
function heldBy(owner: object): number {
  return Object.values(owner).reduce((sum: number, value: unknown) => {
    if (value instanceof Map || value instanceof Set) return sum + value.size;
    const isPart = typeof value === "object" && value !== null;
    return sum + (isPart ? heldBy(value) : 0);
  }, 0);
}

describe("many subscriptions", () => {
  it.each<[string, (count: number) => void]>([
    [
      "of few channels, added, called and removed",
      (count) => {
        const registry = newQuietRegistry();
        const ids = numbers(count).map((n) => registry.add(`web_${n % 9}.e${n}`, callback));
        for (const n of numbers(100))
          registry.dispatch(onChannel("web_1", `e${n}`), () => undefined);
        for (const id of ids) registry.remove(id);
      },
    ],
    [
      "of one event, removed at once",
      (count) => {
        const registry = newQuietRegistry();
        for (let left = count; left--;) registry.add("web_1.e", callback);
        registry.dispatch(onChannel("web_1", "e"), () => undefined);
        registry.clear();
      },
    ],
    [
      "of more channels than there may be",
      (count) => {
        const registry = newQuietRegistry();
        const all = numbers(count / 10).map((n) => refused(() => registry.add(`web_${n}`)));
        expect(all.filter(Boolean)).toHaveLength(count / 10 - 320);
      },
    ],
    [
      "of keys that run once per browser, in other tabs",
      (count) => {
        const roster = new Roster();
        const duties = numbers(count).map(String);
        for (const tab of ["a", "b"]) roster.set(tab, { channels: [], duties, isHidden: false });
        roster.assign(roster.assign([]));
      },
    ],
  ])("%s cost as many times more as there are more", (_, work) => {
    expect(growth(work)).toBeLessThan(LIMIT);
  });

  it("leave nothing behind", () => {
    const { registry, onChange } = newRegistry();
    for (const n of numbers(MANY / 10)) {
      const id = registry.add(`web_${n}.e\n#web_${n}`, callback, { recover: n % 2 === 0 });
      const duty = registry.add(`web_${n}\nmsg`, callback, {}, true);
      if (n === 0) expect(heldBy(registry)).toBeGreaterThan(5);
      registry.dispatch(onChannel(`web_${n}`, "x"), () => undefined);
      expect([registry.remove(id), registry.remove(duty)]).toEqual([true, true]);
    }
    expect(heldBy(registry)).toBe(0);
    expect(onChange).toHaveBeenLastCalledWith([], false, []);
  });

  it("that run once per browser have at most 1,000 keys, as often as the page likes", () => {
    const { registry } = newRegistry();
    const add = (n: number) => registry.add(`web_a.e${n}`, callback, {}, true);
    const ids = numbers(1_000).map(add);
    expect(() => add(1_000)).toThrow(/"web_a.e1000": at most 1000 keys/);
    add(999);
    registry.remove(ids[0]);
    add(1_000);
  });
});
