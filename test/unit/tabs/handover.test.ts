import { beforeEach, expect, it } from "vitest";
import { Handover } from "../../../src/tabs/handover/handover";

/** A leader asks the heir `b`, or the standby `b`. */
let handover: Handover;

beforeEach(() => {
  handover = new Handover();
});

const state = () => {
  const { heir, standby, role, isFit } = handover;
  return { heir, standby, role, isFit };
};
const NONE = { heir: undefined, standby: undefined, role: undefined, isFit: false };

it("at first there is neither an heir nor a standby, and nobody is waited for", () => {
  expect(state()).toEqual(NONE);
  expect(handover.onReady("b")).toBe(false);
  expect(handover.onFence("b")).toBe(false);
  expect(Array.from({ length: 20 }, () => handover.tick())).not.toContain(true);
  expect(state()).toEqual(NONE);
});

it.each(["next", "chosen"] as const)("an heir that is %s is heard once, and never fit", (role) => {
  expect(handover.ask("b", role)).toBe(false);
  expect(state()).toEqual({ ...NONE, heir: "b", role });
  expect(handover.onReady("c")).toBe(false);
  expect(handover.onReady("b")).toBe(true);
  expect(handover.onReady("b")).toBe(false);
  expect(handover.onFence("b")).toBe(false);
  expect(state()).toEqual({ ...NONE, heir: "b", role });
  handover.end();
  expect(state()).toEqual(NONE);
});

it("a standby is fit once the leader has read what was sent before it was ready, each time", () => {
  handover.accompany("b");
  const standby = { ...NONE, standby: "b", role: "standby" };
  expect(state()).toEqual(standby);
  expect(handover.onReady("c")).toBe(false);
  expect(handover.onReady("b")).toBe(true);
  expect(handover.onFence("c")).toBe(false);
  expect(state()).toEqual(standby);
  expect(handover.onFence("b")).toBe(true);
  expect(state()).toEqual({ ...standby, isFit: true });
  expect(handover.onReady("b")).toBe(true);
  expect(state()).toEqual(standby);
});

it("a standby that is fit becomes the heir without connecting anew", () => {
  handover.accompany("b");
  handover.onReady("b");
  handover.onFence("b");
  expect(handover.ask("b", "next")).toBe(true);
  expect(state()).toEqual({ ...NONE, heir: "b", role: "next", isFit: true });
  expect(handover.onReady("b")).toBe(false);
});

it.each([
  ["another tab", "c", true],
  ["a standby that is not fit", "b", false],
])("%s has to connect first to become the heir", (_, heir, isFit) => {
  handover.accompany("b");
  handover.onReady("b");
  if (isFit) handover.onFence("b");
  expect(handover.ask(heir, "chosen")).toBe(false);
  expect(state()).toEqual({ ...NONE, heir, role: "chosen" });
  expect(handover.onReady(heir)).toBe(true);
});

it("an heir is waited for three ticks, a standby as long as it takes", () => {
  const ticks = () => Array.from({ length: 3 }, () => handover.tick());
  handover.ask("b", "next");
  expect(ticks()).toEqual([false, false, true]);
  handover.ask("b", "next");
  handover.tick();
  handover.onReady("b");
  expect(ticks().slice(0, 2)).toEqual([false, true]);
  handover.accompany("b");
  expect(ticks()).not.toContain(true);
});
