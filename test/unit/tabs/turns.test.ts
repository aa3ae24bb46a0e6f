import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Running } from "../../../src/tabs/messages";
import { Turns } from "../../../src/tabs/turns";

/** A tab with a handler of "x", and the others' words by hand. */
class Tab {
  readonly ran: string[] = [];
  readonly said: Running[] = [];
  isLate = false;
  readonly turns = new Turns(this);

  constructor(readonly id: string) {}

  post(message: Running): void {
    this.said.push(message);
  }

  onDuty(...tabs: string[]): void {
    this.turns.assign([{ name: "x", tabs }]);
  }

  take(id: string, except?: string): void {
    this.turns.take("x", { id, except }, () => this.ran.push(id));
  }
}

const running = (id: string): Running => ({ type: "running", name: "x", id });

let tab: Tab;

beforeEach(() => {
  vi.useFakeTimers();
  tab = new Tab("me");
});
afterEach(() => {
  vi.useRealTimers();
});

it("the tab on duty says that it runs a handler, and runs it at once", () => {
  tab.onDuty("me", "other");
  tab.post = (message) => {
    expect(tab.ran).toEqual([]);
    tab.said.push(message);
  };
  tab.take("1");
  expect([tab.ran, tab.said]).toEqual([["1"], [running("1")]]);
});

it("a tab leaves a handler to the tab on duty, but not for a message that this one does not hear", () => {
  tab.onDuty("other", "me");
  tab.take("1");
  tab.take("2", "other");
  expect(tab.ran).toEqual(["2"]);
  tab.turns.onRunning(running("1"));
  vi.advanceTimersByTime(60_000);
  tab.turns.tick();
  expect(tab.ran).toEqual(["2"]);
});

it("a tab runs what the tab on duty left undone when it ended, but not what that one said last", () => {
  tab.onDuty("other", "me");
  for (const id of ["1", "2", "3"]) tab.take(id);
  tab.turns.onRunning(running("1"));
  tab.onDuty("me");
  tab.turns.tick();
  vi.advanceTimersByTime(50);
  // It overtook the news of the end.
  tab.turns.onRunning(running("2"));
  expect(tab.ran).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(tab.ran).toEqual(["3"]);
});

it("a tab runs what the tab on duty does not do in time, after the tabs before it had theirs", () => {
  tab.onDuty("busy", "next", "me");
  tab.take("1");
  vi.advanceTimersByTime(1_600);
  tab.turns.tick();
  expect(tab.ran).toEqual([]);
  vi.advanceTimersByTime(1_500);
  tab.turns.tick();
  expect(tab.ran).toEqual(["1"]);
});

it("a tab that could not run waits whether another has stepped in", () => {
  tab.onDuty("me", "other");
  tab.isLate = true;
  tab.take("1");
  tab.take("2");
  expect(tab.ran).toEqual([]);
  tab.turns.onRunning(running("1"));
  vi.advanceTimersByTime(100);
  expect(tab.ran).toEqual(["2"]);
});

it("a tab waits whether another one has heard what it gets out of a log", () => {
  tab.onDuty("me", "other");
  tab.turns.keys = ["x"];
  for (const id of ["1", "2"])
    tab.turns.take("x", { id, except: undefined, isPast: true }, () => tab.ran.push(id));
  expect(tab.ran).toEqual([]);
  tab.turns.onRunning(running("1"));
  vi.advanceTimersByTime(100);
  expect(tab.ran).toEqual(["2"]);
  tab.turns.pass("3", "x");
  tab.turns.pass("4", "y");
  expect([tab.turns.has("x"), tab.turns.has("y")]).toEqual([true, false]);
  expect(tab.said).toEqual([running("2"), running("3")]);
});

it("a tab does not run a handler that another ran before this one heard the message", () => {
  tab.onDuty("me");
  tab.turns.onRunning(running("1"));
  tab.take("1");
  expect(tab.ran).toEqual([]);
});

it("a handler waits until it is known which tab is on duty", () => {
  tab.take("1");
  vi.advanceTimersByTime(2_000);
  tab.turns.tick();
  expect(tab.ran).toEqual([]);
  tab.onDuty("me");
  vi.advanceTimersByTime(100);
  expect(tab.ran).toEqual(["1"]);
});

it("a tab drops what is older than ten seconds, and keeps a hundred messages at most", () => {
  tab.onDuty("other", "me");
  tab.take("old");
  vi.advanceTimersByTime(10_000);
  for (let i = 0; i < 101; i++) tab.take(String(i));
  tab.onDuty("me");
  vi.advanceTimersByTime(100);
  expect(tab.ran).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 1)));
});

it("a tab that leaves runs nothing that waits", () => {
  tab.onDuty("other", "me");
  tab.take("1");
  tab.turns.end();
  tab.onDuty("me");
  vi.advanceTimersByTime(5_000);
  tab.turns.tick();
  expect(tab.ran).toEqual([]);
});

it("a tab that leaves keeps no timer", () => {
  tab.onDuty("other", "me");
  tab.take("1");
  tab.onDuty("me");
  tab.turns.end();
  expect(vi.getTimerCount()).toBe(0);
});
