import { beforeEach, expect, it, vi } from "vitest";
import { Gaps } from "../../../src/tabs/follower/gaps";

let told: string[];
let gaps: Gaps;

beforeEach(() => {
  told = [];
  vi.spyOn(Date, "now").mockReturnValue(20_000);
  gaps = new Gaps(({ channel, from, to }) => told.push(`${channel} ${from} to ${to}`));
});

it("announces each channel as soon as it is heard again", () => {
  gaps.begin(["a", "b"], 10_000);
  gaps.end(["b"], ["a", "b"]);
  expect(told).toEqual(["b 8000 to 20000"]);
  gaps.end(["a", "b"], ["a", "b"]);
  expect(told).toEqual(["b 8000 to 20000", "a 8000 to 20000"]);
  gaps.end(["a", "b"], ["a", "b"]);
  expect(told).toHaveLength(2);
});

it("begins where a channel was heard last, though the connection was lost again meanwhile", () => {
  gaps.begin(["a"], 10_000);
  gaps.begin(["a", "b"], 15_000);
  gaps.end(["a", "b"], ["a", "b"]);
  expect(told).toEqual(["a 8000 to 20000", "b 13000 to 20000"]);
});

it("says nothing of channels that nobody wants any more, or wants since", () => {
  gaps.begin(["a"], 10_000);
  gaps.end(["a", "c"], ["c"]);
  gaps.end(["a"], ["a"]);
  expect(told).toEqual([]);
});

it("says nothing of a time in which the tab did not want to hear", () => {
  gaps.begin(["a"], 10_000);
  gaps.forget();
  gaps.end(["a"], ["a"]);
  expect(told).toEqual([]);
});
