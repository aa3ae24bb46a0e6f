import { expect, it } from "vitest";
import { RecentIds } from "../../../src/platform/recent-ids";
import { ReplayFilter } from "../../../src/tabs/follower/replay-filter";

it("a replay filter passes the n-th copy of a text once, over any number of replays", () => {
  const filter = new ReplayFilter();
  const replay = (...texts: string[]) => {
    filter.begin();
    return texts.filter((text) => filter.isNew(text));
  };
  expect(replay("a", "b", "a")).toEqual(["a", "b", "a"]);
  expect(replay("a")).toEqual([]); // cut short: what came before it stays known
  expect(replay("a", "b", "a", "a", "c")).toEqual(["a", "c"]);
});

it("a replay filter forgets old texts rather than grow", () => {
  const filter = new ReplayFilter();
  filter.begin();
  for (let i = 0; i <= 1_000; i++) filter.isNew(`text ${i}`);
  filter.begin();
  expect(filter.isNew("text 0")).toBe(true);
});

it("the memory of ids holds the last thousand", () => {
  const ids = new RecentIds();
  expect(ids.isNew("first")).toBe(true);
  expect(ids.isNew("first")).toBe(false);
  for (let i = 0; i < 1_000; i++) ids.isNew(`id ${i}`);
  expect(ids.isNew("id 1")).toBe(false);
  expect(ids.isNew("first")).toBe(true);
});
