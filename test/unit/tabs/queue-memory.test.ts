import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { QueueMemory } from "../../../src/tabs/follower/queue-memory";
import { nextTask } from "../../../src/platform/tasks";
import { FakeStorage } from "../../support/fake-storage";

const KEY = "comet_server_given";
const NOW = 1_800_000_000;

/** A connection that is given these messages, all sent at `time`. Returns which are new. */
function given(memory: QueueMemory, at: number, time: number, ...texts: string[]): string[] {
  memory.begin(at);
  return texts.filter((text) => memory.isNew(text, time));
}

const task = () => new Promise<void>((resolve) => nextTask(resolve));

let storage: FakeStorage;

beforeEach(() => {
  storage = FakeStorage.install();
});

afterEach(() => vi.unstubAllGlobals());

it("the queue memory recognises what an earlier connection was given, counting equal messages", () => {
  const memory = new QueueMemory();
  expect(given(memory, NOW, NOW, "a", "b", "a")).toEqual(["a", "b", "a"]);
  // Cut short, and again.
  expect(given(memory, NOW, NOW, "a")).toEqual([]);
  expect(given(memory, NOW, NOW, "a", "b", "a", "a", "c")).toEqual(["a", "c"]);
});

it("the queue memory recognises it however late the next connection is", () => {
  const memory = new QueueMemory();
  given(memory, NOW, NOW, "a");
  expect(given(memory, NOW + 3_600, NOW, "a", "b")).toEqual(["b"]);
});

it("the queue memory forgets what the server has deleted", () => {
  const memory = new QueueMemory();
  given(memory, NOW, NOW, "a");
  given(memory, NOW + 60, NOW + 60, "b");
  memory.begin(NOW + 120);
  expect(memory.entries).toHaveLength(1);
  memory.begin(NOW + 180);
  expect(memory.entries).toEqual([]);
});

it("the queue memory forgets a message without a time if the next connection does not give it again", () => {
  const memory = new QueueMemory();
  expect(given(memory, 0, 0, "a")).toEqual(["a"]);
  expect(given(memory, 0, 0, "a")).toEqual([]);
  memory.begin(0);
  expect(given(memory, 0, 0, "a")).toEqual(["a"]);
});

it("the queue memory takes a message that is too old to come again for new each time", () => {
  const memory = new QueueMemory();
  expect(given(memory, NOW, NOW - 60, "a", "a")).toEqual(["a", "a"]);
  expect(memory.entries).toEqual([]);
});

it("the queue memory is handed to a tab that joins, also in the middle of a queue", () => {
  const leader = new QueueMemory();
  given(leader, NOW, NOW, "a", "b");
  const joining = new QueueMemory();
  joining.begin(NOW);
  joining.adopt(leader.entries);
  // An equal message behind it in the same queue is another one.
  expect(joining.isNew("a", NOW)).toBe(true);
  expect(given(joining, NOW + 1, NOW, "a", "a", "b", "c")).toEqual(["c"]);
});

it("the queue memory is stored for the visitor's next page, without the text of a message", async () => {
  const memory = new QueueMemory();
  memory.load("ann");
  given(memory, NOW, NOW, "a secret");
  await expect.poll(() => storage.getItem(KEY)).toContain("ann");
  expect(storage.getItem(KEY)).not.toContain("secret");
  const next = new QueueMemory();
  next.load("ann");
  expect(given(next, NOW, NOW, "a secret", "news")).toEqual(["news"]);
  const bob = new QueueMemory();
  bob.load("bob");
  expect(given(bob, NOW, NOW, "a secret")).toEqual(["a secret"]);
});

it("the queue memory forgets a visitor when another comes", () => {
  const memory = new QueueMemory();
  memory.load("ann");
  given(memory, NOW, NOW, "a");
  memory.load("bob");
  expect(given(memory, NOW, NOW, "a")).toEqual(["a"]);
});

it.each(["", "{", "[]", "7", '["ann"]', '["ann",7]', '["ann",[7,null,{"id":1}]]'])(
  "the queue memory works with %j in the storage",
  (text) => {
    storage.setItem(KEY, text);
    const memory = new QueueMemory();
    memory.load("ann");
    expect(given(memory, NOW, NOW, "a")).toEqual(["a"]);
  },
);

it("the queue memory neither reads nor stores anything for a client without later pages", async () => {
  await task(); // an earlier test's memory stores its entries
  storage.setItem(KEY, JSON.stringify(["ann", [{ id: "x", time: NOW, before: 1, now: 0 }]]));
  const before = storage.getItem(KEY);
  const memory = new QueueMemory(false);
  memory.load("ann");
  expect(memory.entries).toEqual([]);
  expect(given(memory, NOW, NOW, "a")).toEqual(["a"]);
  expect(given(memory, NOW, NOW, "a")).toEqual([]);
  await task();
  expect(storage.getItem(KEY)).toBe(before);
  memory.load("bob");
  expect(given(memory, NOW, NOW, "a")).toEqual(["a"]);
});

it("the queue memory forgets what another script has stored of the future, and has room again", () => {
  const garbage = Array.from({ length: 5_000 }, (_, n) => ({
    ...{ id: `id ${n}`, time: n % 2 ? 1e308 : NOW + 1_000, before: 1, now: 1 },
  }));
  storage.setItem(KEY, JSON.stringify(["visitor", garbage]));
  const memory = new QueueMemory();
  memory.load("visitor");
  expect(memory.entries).toHaveLength(1_000);
  expect(given(memory, NOW, NOW, "a")).toEqual(["a"]);
  expect(memory.entries).toHaveLength(1);
  expect(given(memory, NOW, NOW, "a", "b")).toEqual(["b"]);
});
