/** That the judge of all these tests is not blind: each offence is planted, and found. */
import { describe, expect, test } from "vitest";
import { NEWS, type Report } from "./page/report";
import { judgeEchoes, judgeEvents, judgeHeard, judgeSent } from "./verdict";

const EMPTY: Report = {
  doc: "a",
  ...{
    heard: [],
    letters: [],
    orders: [],
    sent: 0,
    unconfirmed: [],
    gaps: [],
    events: [],
    extras: {},
  },
};

/** Number `n` was sent at 1000 × `n`, up to 6. */
const SENT_AT = [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000];

function heard(report: Partial<Report>, isAlive = true): string[] {
  return judgeHeard({ report: { ...EMPTY, ...report }, isAlive }, SENT_AT, 5_000);
}

function gap(from: number, to: number, channel = NEWS) {
  return { channel, from, to };
}

describe("what a tab heard", () => {
  test.each<[string, Partial<Report>]>([
    ["all", { heard: [1, 2, 3, 4, 5, 6] }],
    ["all since it was opened", { heard: [4, 5, 6] }],
    ["all but what a gap announces", { heard: [1, 2, 5, 6], gaps: [gap(2_500, 4_500)] }],
    [
      "all but the last, which a gap announces",
      { heard: [1, 2, 3, 4, 5], gaps: [gap(5_500, 7e3)] },
    ],
  ])("nothing is wrong with %s", (_, report) => {
    expect(heard(report)).toEqual([]);
  });

  test.each<[string, Partial<Report>, RegExp]>([
    ["a duplicate", { heard: [1, 2, 3, 3, 4, 5, 6] }, /^a heard 3 twice$/],
    ["a late duplicate", { heard: [1, 2, 3, 4, 5, 2, 6] }, /^a heard 2 twice$/],
    ["a disorder", { heard: [1, 2, 4, 3, 5, 6] }, /^a heard 3 after 4$/],
    ["a loss", { heard: [1, 2, 4, 5, 6] }, /^a did not hear 3, /],
    ["a loss of the last", { heard: [1, 2, 3, 4, 5] }, /^a did not hear 6, /],
    ["a loss before a gap", { heard: [1, 4, 5, 6], gaps: [gap(2_500, 3_500)] }, /not hear 2, /],
    ["a loss after a gap", { heard: [1, 4, 5, 6], gaps: [gap(1_500, 2_500)] }, /not hear 3, /],
    [
      "a loss in the gap of another channel",
      { heard: [1, 3, 4, 5, 6], gaps: [gap(1_500, 2_500, "web_orders")] },
      /not hear 2, /,
    ],
    ["a tab that hears nothing", {}, /^a heard nothing$/],
    ["a gap that is too long", { heard: [1, 6], gaps: [gap(500, 6_500)] }, /^a a gap of 6000 ms$/],
    [
      "a gap that ends before it begins",
      { heard: [1, 2, 3, 4, 5, 6], gaps: [gap(3_500, 2_500)] },
      /^a a gap of -1000 ms$/,
    ],
  ])("%s is found", (_, report, problem) => {
    expect(heard(report)).toEqual([expect.stringMatching(problem)]);
  });

  test("a document that has gone heard nothing of the rest, but all before", () => {
    expect(heard({ heard: [1, 2, 3] }, false)).toEqual([]);
    expect(heard({ heard: [] }, false)).toEqual([]);
    expect(heard({ heard: [1, 2, 4] }, false)).toEqual([expect.stringMatching(/not hear 3, /)]);
  });
});

describe("what a tab sent", () => {
  const sent = (report: Partial<Report>, carriedOut: number[], isAlive = true) =>
    judgeSent({ report: { ...EMPTY, ...report }, isAlive }, [
      { doc: "b", k: 1 },
      ...carriedOut.map((k) => ({ doc: "a", k })),
      { doc: "b", k: 1 },
    ]);

  test("nothing is wrong with orders that were carried out once, or announced as unconfirmed", () => {
    expect(sent({ sent: 3 }, [1, 2, 3])).toEqual([]);
    expect(sent({ sent: 3, unconfirmed: [2] }, [1, 3])).toEqual([]);
    expect(sent({ sent: 3, unconfirmed: [2] }, [1, 2, 3])).toEqual([]);
    expect(sent({ sent: 3 }, [1], false)).toEqual([]);
  });

  test.each<[string, Partial<Report>, number[], RegExp]>([
    ["a doubled order", { sent: 3 }, [1, 2, 2, 3], /^a: the server was sent 2 twice$/],
    ["one that is doubled later", { sent: 3 }, [1, 2, 3, 1], /^a: the server was sent 1 twice$/],
    ["a disorder", { sent: 3 }, [1, 3, 2], /^a: the server was sent 2 after 3$/],
    ["a lost order", { sent: 3 }, [1, 3], /^a: lost the orders 2 of 3$/],
    ["one announced twice", { sent: 1, unconfirmed: [1, 1] }, [], /^a: announced an order twice$/],
  ])("%s is found", (_, report, carriedOut, problem) => {
    expect(sent(report, carriedOut)).toEqual([expect.stringMatching(problem)]);
  });
});

describe("orders of other tabs", () => {
  const echoes = (orders: Report["orders"], hearsOwn?: boolean) =>
    judgeEchoes({ report: { ...EMPTY, orders }, isAlive: true }, new Set(["c 1"]), hearsOwn);
  const [b1, b2, c1, own] = [
    { doc: "b", k: 1 },
    { doc: "b", k: 2 },
    { doc: "c", k: 1 },
    { doc: "a", k: 1 },
  ] as const;

  test("nothing is wrong with each once and in order", () => {
    expect(echoes([b1, c1, b2])).toEqual([]);
    expect(echoes([b1, own, b2], true)).toEqual([]);
  });

  test("one that was announced as unconfirmed may come late, but once", () => {
    const c2 = { doc: "c", k: 2 };
    expect(echoes([c2, c1])).toEqual([]);
    expect(echoes([c1, c2, c1])).toEqual(["a heard order 1 of c after 2"]);
  });

  test("a duplicate, a disorder and the own orders are found", () => {
    expect(echoes([b1, c1, b1])).toEqual(["a heard order 1 of b after 1"]);
    expect(echoes([b2, b1])).toEqual(["a heard order 1 of b after 2"]);
    expect(echoes([b1, own])).toEqual(["a heard its own order 1"]);
    expect(echoes([own, own], true)).toEqual(["a heard order 1 of a after 1"]);
  });
});

test("errors and violations are found, and nothing else that happens", () => {
  const names = ["gap", "master", "error", "uncaught", "connect", "violation"];
  const events = names.map((name) => ({ name, at: 0, detail: "why" }));
  expect(judgeEvents({ report: { ...EMPTY, events }, isAlive: true })).toEqual([
    "a error: why",
    "a uncaught: why",
    "a violation: why",
  ]);
});
