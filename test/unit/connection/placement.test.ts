import { expect, it } from "vitest";
import { Placement } from "../../../src/connection/placement";

const named = (count: number, name = "web_") => Array.from({ length: count }, (_, i) => name + i);
const sizes = (placement: Placement) => placement.shards.map(({ length }) => length);

it("places 32 channels on a shard, and no more than ten shards' worth", () => {
  const placement = new Placement();
  expect(sizes(placement)).toEqual([0]);
  placement.set(named(33));
  expect(sizes(placement)).toEqual([32, 1]);
  placement.set(named(400));
  expect(sizes(placement)).toEqual(Array.from({ length: 10 }, () => 32));
  expect(placement.find("web_0")).toBe(0);
  expect(placement.find("web_399")).toBeUndefined();
});

it("leaves a channel on its shard for as long as it is wanted", () => {
  const placement = new Placement();
  placement.set(named(70));
  const before = new Map(named(70).map((name) => [name, placement.find(name)]));
  // Those that stay, in another order, and new ones.
  const kept = named(70)
    .filter((_, i) => i % 3)
    .reverse();
  placement.set([...named(20, "web_new"), ...kept]);
  for (const name of kept) expect([name, placement.find(name)]).toEqual([name, before.get(name)]);
  expect(sizes(placement)).toEqual([32, 30, 4]);
});

it("leaves a hole where a shard has no channels, and fills it first", () => {
  const placement = new Placement();
  placement.set(named(70));
  placement.set(named(70).filter((_, i) => i < 32 || i >= 64));
  expect(sizes(placement)).toEqual([32, 0, 6]);
  placement.set(named(71).filter((_, i) => i < 32 || i >= 64));
  expect(sizes(placement)).toEqual([32, 1, 6]);
});
