import { beforeEach, expect, it, vi } from "vitest";
import { Succession } from "../../../src/tabs/handover/handover";

const LEADER = { number: 3, leader: "a" };
const OTHER = { number: 4, leader: "b" };

let succession: Succession;
const lead = vi.fn();

beforeEach(() => {
  succession = new Succession();
  lead.mockClear();
});

const elect = () => {
  succession.prepare(LEADER);
  expect(succession.onElected(lead)).toBe(false);
  expect(lead).not.toHaveBeenCalled();
};

/** What may happen to an elected heir that waits for the last word of the leader. */
const EVENTS: Record<string, () => void> = {
  "gives its connection up": () => succession.giveUp(LEADER),
  "hears of another leader": () => succession.giveUp(OTHER),
  "is asked to connect once more": () => succession.prepare(LEADER),
  "is asked once more, having given up": () => {
    succession.giveUp(LEADER);
    succession.prepare(LEADER);
  },
  "has a tick": () =>
    expect(Array.from({ length: 20 }, () => succession.tick())).not.toContain(true),
};

it.each(Object.keys(EVENTS))("an elected heir that %s leads, once, after the wait", (name) => {
  elect();
  EVENTS[name]?.();
  expect(lead).not.toHaveBeenCalled();
  succession.stopWaiting();
  succession.stopWaiting();
  succession.onGone("a", 7);
  expect(lead).toHaveBeenCalledOnce();
});

it.each(Object.keys(EVENTS))("an elected heir that %s leads, once, at the last word", (name) => {
  elect();
  EVENTS[name]?.();
  succession.onGone(succession.leader?.leader ?? "", 7);
  succession.onGone(succession.leader?.leader ?? "", 7);
  succession.stopWaiting();
  expect(lead).toHaveBeenCalledOnce();
});

it("waits for the last word of the leader that it heard last", () => {
  elect();
  succession.giveUp(OTHER);
  succession.onGone("a", 7);
  expect(lead).not.toHaveBeenCalled();
  succession.onGone("b");
  expect(lead).toHaveBeenCalledOnce();
});

it("an heir that is not elected leads no more once it gave up", () => {
  succession.prepare(LEADER);
  succession.giveUp(LEADER);
  succession.onGone("a", 7);
  succession.stopWaiting();
  expect([succession.leader, succession.start]).toEqual([undefined, undefined]);
  // As a tab that was never asked.
  expect(succession.onElected(lead)).toBe(true);
  expect(lead).toHaveBeenCalledOnce();
});
