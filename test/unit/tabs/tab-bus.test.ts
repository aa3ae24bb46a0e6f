import { beforeEach, expect, it, vi } from "vitest";
import { TabBus } from "../../../src/tabs/bus/tab-bus";
import type { Entry } from "../../../src/tabs/entries";
import type { Entries } from "../../../src/tabs/messages";

const posted: { type: string; first?: number; entries?: Entry[] }[] = [];
vi.mock("../../../src/tabs/bus/open-bus", () => ({
  openBus: () => ({ post: (message: never) => posted.push(message), close: () => undefined }),
}));
const later: (() => void)[] = [];
vi.mock("../../../src/platform/tasks", () => ({
  nextTask: (task: () => void) => void later.push(task),
}));

const term = { number: 1, leader: "a" };
let bus: TabBus;
let last: number;
let now: number;

beforeEach(() => {
  now = 1_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  posted.length = later.length = last = 0;
  bus = new TabBus(
    "group",
    "a",
    () => undefined,
    () => undefined,
  );
});

function say(count = 1, entry: Entry = { type: "frame", channel: "web_a", text: "{}" }): void {
  const message: Entries = { type: "entries", term, at: 0, first: last + 1, entries: [] };
  message.entries = Array.from({ length: count }, () => entry);
  last += count;
  bus.postEntries({ from: "a", ...message });
}

const nextTask = () => later.splice(0).forEach((task) => task());
const sizes = () => posted.map(({ entries }) => entries?.length ?? 0);

it("the bus of a tab posts entries at once that come now and then, without a task", () => {
  for (let rest = 3; rest--; now += 5) say();
  expect(sizes()).toEqual([1, 1, 1]);
  expect(later).toEqual([]);
});

it("the bus of a tab gathers the entries of a burst from the third on, until a task brings none", () => {
  for (let rest = 5; rest--;) say();
  expect(sizes()).toEqual([1, 1]);
  nextTask();
  expect(sizes()).toEqual([1, 1, 3]);
  say();
  nextTask();
  nextTask();
  now += 5;
  say();
  expect(sizes()).toEqual([1, 1, 3, 1, 1]);
  expect(later).toEqual([]);
});

it("the bus of a tab posts every entry in order, at most 50 in a message", () => {
  for (let rest = 120; rest--;) say();
  say(40);
  nextTask();
  expect(sizes().reduce((sum, size) => sum + size)).toBe(160);
  expect(Math.max(...sizes())).toBeLessThanOrEqual(50);
  let next = 1;
  for (const { first, entries } of posted) {
    expect(first).toBe(next);
    next += entries?.length ?? 0;
  }
});

it("the bus of a tab posts what is gathered before a command is written, before other messages and before it closes", () => {
  for (let rest = 3; rest--;) say();
  say(1, { type: "writing", commands: [{ tab: "a", number: 1 }] });
  expect(sizes()).toEqual([1, 1, 1, 1]);
  say();
  bus.post({ type: "wake", from: "a" });
  expect(sizes()).toEqual([1, 1, 1, 1, 1, 0]);
  say();
  bus.close();
  expect(sizes()).toEqual([1, 1, 1, 1, 1, 0, 1]);
});
