/** Decisions of the reader of entries; follower-model.test.ts has whole histories. */
import { beforeEach, expect, it } from "vitest";
import type { Entry } from "../../../src/tabs/entries";
import { EntryReader } from "../../../src/tabs/follower/entry-reader";
import type { ReaderEffect } from "../../../src/tabs/follower/reader-effect";
import type { Lead, TermStart } from "../../../src/tabs/messages";
import type { Term } from "../../../src/tabs/term";

const OWN = "me";
const FIRST: Term = { number: 1, leader: "a" };
const SECOND: Term = { number: 2, leader: "b" };
const FREE: TermStart = { type: "free" };

let reader: EntryReader;
let effects: ReaderEffect[];

beforeEach(() => {
  effects = [];
  reader = new EntryReader(OWN, (effect) => effects.push(effect));
});

/** What the reader asked for since the last call, without what `of` leaves out. */
const taken = (...types: ReaderEffect["type"][]) =>
  effects.splice(0).filter(({ type }) => !types.length || types.includes(type));

function lead(term: Term, last: number, start = FREE, more: Partial<Lead> = {}): void {
  const rest = { shards: [], tabs: [term.leader, OWN], queue: [], duties: [], logs: [] };
  reader.onLead({ type: "lead", term, at: 100 * last, last, start, ...rest, ...more }, true);
}

const entry = (channel: string): Entry => ({ type: "frame", channel, text: "" });

function entries(term: Term, first: number, count: number): void {
  const all = Array.from({ length: count }, (_, n) => entry(`e${first + n}`));
  reader.onEntries({ type: "entries", term, at: 7, first, entries: all });
}

it("a tab that has joined has heard as much as its leader, and begins behind that", () => {
  lead(FIRST, 3);
  expect(taken("begin", "join", "heard", "confirmed").map(({ type }) => type)).toEqual([
    ...["begin", "join", "heard", "confirmed"],
  ]);
  expect([reader.last, reader.isCurrent, reader.leader]).toEqual([3, true, "a"]);
  entries(FIRST, 3, 2);
  expect(taken("entry", "heard")).toEqual([
    { type: "heard", at: 7 },
    { type: "entry", entry: entry("e4"), id: "1 a 4" },
  ]);
});

it("a leader that has more to tell is asked for it, and nothing counts as heard until then", () => {
  lead(FIRST, 0);
  entries(FIRST, 1, 1);
  taken();
  lead(FIRST, 3);
  lead(FIRST, 3);
  expect(taken()).toEqual([{ type: "resync", after: 1 }]);
  reader.tick();
  lead(FIRST, 3);
  expect(taken()).toEqual([{ type: "resync", after: 1 }]);
  entries(FIRST, 2, 2);
  taken();
  lead(FIRST, 3);
  expect(taken()).toEqual([
    { type: "heard", at: 300 },
    { type: "confirmed", lead: expect.objectContaining({ last: 3 }) },
  ]);
});

it("a leader that does not know the tab confirms nothing, and gets a report", () => {
  lead(FIRST, 0);
  entries(FIRST, 1, 1);
  taken();
  lead(FIRST, 1, FREE, { tabs: ["a"] });
  expect(taken().map(({ type }) => type)).toEqual(["group", "heard", "report"]);
});

it("a leader that has told nothing yet confirms nothing", () => {
  lead(FIRST, 0);
  taken();
  lead(FIRST, 0);
  expect(taken()).toEqual([{ type: "heard", at: 0 }]);
});

const READ: TermStart = { type: "succeeded", term: FIRST, last: 1 };

it.each<[what: string, start: TermStart, repeats: unknown]>([
  ["whose former leader had ended", FREE, "none"],
  ["that has deposed another one", { type: "forced" }, "recent"],
  ["that goes on after another one", { type: "continued", term: FIRST, last: 2 }, "none"],
  ["that goes on without a word of it", READ, { after: 1 }],
])("a leader %s may repeat frames, or not", (_, start, repeats) => {
  lead(FIRST, 0);
  entries(FIRST, 1, 2);
  lead(SECOND, 0, start);
  taken();
  entries(SECOND, 1, 1);
  expect(taken("begin")).toEqual([expect.objectContaining({ type: "begin", repeats })]);
});

it.each<[start: TermStart, isCrossing: boolean, repeats: string]>([
  [FREE, false, "none"],
  [FREE, true, "recent"],
  [{ type: "forced" }, false, "recent"],
  [READ, false, "recent"],
  [{ type: "continued", term: FIRST, last: 1 }, false, "none"],
])("a tab that joins a leader which began %j (crossing: %s) expects repeats: %s", (...how) => {
  const [start, isCrossing, repeats] = how;
  if (isCrossing) reader.yield(true, SECOND);
  lead(SECOND, 5, start, { reset: OWN });
  expect(taken("begin")).toEqual([expect.objectContaining({ repeats })]);
});

it("the former leader's last entries are asked for before those of its heir are read", () => {
  lead(FIRST, 0);
  entries(FIRST, 1, 1);
  lead(SECOND, 0, { type: "continued", term: FIRST, last: 3 });
  taken();
  entries(SECOND, 1, 1);
  expect(taken()).toEqual([{ type: "resync", after: 0 }]);
  expect(reader.isCurrent).toBe(false);
  entries(FIRST, 2, 2);
  taken();
  entries(SECOND, 1, 1);
  expect(taken("lost", "begin", "entry").map(({ type }) => type)).toEqual(["begin", "entry"]);
});
