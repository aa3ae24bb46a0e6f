import { beforeEach, expect, it, vi } from "vitest";
import { Gaps } from "../../../src/tabs/follower/gaps";

let told: string[];
let gaps: Gaps;

beforeEach(() => {
  told = [];
  vi.spyOn(Date, "now").mockReturnValue(20_000);
  gaps = new Gaps(({ channel, from, to }) => told.push(`${channel} ${from} to ${to}`));
});

it("the gap of a channel is announced once, as soon as the channel is heard again", () => {
  gaps.begin(["a", "b"], 10_000);
  gaps.end(["b"], ["a", "b"]);
  expect(told).toEqual(["b 8000 to 20000"]);
  gaps.end(["a", "b"], ["a", "b"]);
  expect(told).toEqual(["b 8000 to 20000", "a 8000 to 20000"]);
  gaps.end(["a", "b"], ["a", "b"]);
  expect(told).toHaveLength(2);
});

it("a gap begins when the channel was heard last, also if the connection was lost twice", () => {
  gaps.begin(["a"], 10_000);
  gaps.begin(["a", "b"], 15_000);
  gaps.end(["a", "b"], ["a", "b"]);
  expect(told).toEqual(["a 8000 to 20000", "b 13000 to 20000"]);
});

it("no gap is announced for channels that the tab has left, or joined since", () => {
  gaps.begin(["a"], 10_000);
  gaps.end(["a", "c"], ["c"]);
  gaps.end(["a"], ["a"]);
  expect(told).toEqual([]);
});

it("no gap is announced for a time in which the tab was stopped", () => {
  gaps.begin(["a"], 10_000);
  gaps.forget();
  gaps.end(["a"], ["a"]);
  expect(told).toEqual([]);
});
