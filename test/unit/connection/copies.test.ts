import { beforeEach, describe, expect, it } from "vitest";
import { Copies, type Copy } from "../../../src/connection/copies";

let now: number;
let copies: Copies;

/** Two shards that hear the same. */
beforeEach(() => {
  now = 100_000;
  copies = new Copies(() => now);
  for (const shard of [0, 1]) copies.open(shard);
});

const copy = (more: Partial<Copy> = {}): Copy => ({
  content: "web_k\ne\nx",
  time: 0,
  origin: "unknown",
  ...more,
});
/** Shard 0 brings a message, which any other shard may bring, too. */
const add = (more: Partial<Copy> = {}) => copies.add(copy(more), (shard) => shard !== 0);
const isCopy = (shard: number, more: Partial<Copy> = {}) =>
  copies.find(shard, copy(more)) !== undefined;

describe("an equal message of another shard", () => {
  it.each<[first: Partial<Copy>, second: Partial<Copy>, boolean]>([
    [{}, {}, true],
    [{}, { content: "web_k\ne\ny" }, false],
    [{ time: 8 }, { time: 8 }, true],
    [{ time: 8 }, { time: 9 }, true],
    [{ time: 9 }, { time: 8 }, true],
    [{ time: 8 }, { time: 10 }, false],
    [{ time: 8 }, {}, true],
    [{}, { time: 8 }, true],
    [{ origin: "here" }, { origin: "unknown" }, true],
    [{ origin: "unknown" }, { origin: "here" }, true],
    [{ origin: "here" }, { origin: "here" }, false],
  ])("%j, %j: is a copy: %s", (first, second, expected) => {
    add(first);
    expect(isCopy(1, second)).toBe(expected);
  });

  it("is a copy once for each shard", () => {
    copies.open(2);
    add();
    const found = [0, 2, 1, 1, 2].map((shard) => isCopy(shard));
    expect(found).toEqual([false, true, true, false, false]);
  });

  it.each([
    [59_999, true],
    [60_000, false],
  ])("is a copy if it comes after %i ms: %s", (after, expected) => {
    add();
    now += after;
    expect(isCopy(1)).toBe(expected);
  });

  it("is none if the message was taken back, even of a shard that opens then", () => {
    copies.remove(add());
    copies.open(2);
    expect([isCopy(1), isCopy(2)]).toEqual([false, false]);
  });

  it("is none if its shard was closed in between for long", () => {
    add();
    copies.close(1);
    now += 2_001;
    copies.open(1);
    expect(isCopy(1)).toBe(false);
  });
});

describe("a shard that opens", () => {
  it.each([
    [0, true],
    [2_000, true],
    [2_001, false],
  ])("brings a copy of what another one has brought %i ms before: %s", (before, expected) => {
    add();
    now += before;
    copies.open(2);
    expect(isCopy(2)).toBe(expected);
  });

  it("brings no copy of what it does not hear", () => {
    copies.add(copy(), (shard) => shard === 1);
    copies.open(2);
    expect(isCopy(2)).toBe(false);
  });
});

describe("what is remembered", () => {
  it("is not forgotten while a copy may come, whatever else is heard", () => {
    add();
    now += 2_000;
    add({ content: "other" });
    expect(isCopy(1)).toBe(true);
  });

  it.each([
    ["the copy came", 1_999, 2],
    ["the copy came", 2_000, 1],
    ["no copy came", 59_999, 2],
    ["no copy came", 60_000, 1],
  ])("is forgotten in time: %s, and %i ms later another message: %i contents", (fate, ms, size) => {
    add();
    if (fate === "the copy came") isCopy(1);
    now += ms;
    add({ content: "other" });
    expect(copies.size).toBe(size);
  });

  it("does not grow with the time", () => {
    for (let second = 0; second < 600; second++) {
      now += 1_000;
      add({ content: String(second) });
    }
    expect(copies.size).toBeLessThanOrEqual(63);
    expect(copies.size).toBeGreaterThanOrEqual(60);
  });
});
