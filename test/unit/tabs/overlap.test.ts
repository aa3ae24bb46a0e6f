import { beforeEach, afterEach, expect, it, vi } from "vitest";
import { Overlap } from "../../../src/tabs/handover/overlap";
import { messageOf } from "../../support/decode";

const message = (data: unknown, more: object = {}) =>
  messageOf({ data, event: "e", message_send_time: 100, pipe: "web_a", user_id: 7, ...more });

let overlap: Overlap;
let nodes: number;

beforeEach(() => {
  vi.useFakeTimers();
  nodes = 1;
  overlap = new Overlap(() => nodes);
  overlap.open();
});
afterEach(() => {
  vi.useRealTimers();
});

it("an overlap recognises a message as often as the other connection heard it", () => {
  for (const text of ["one", "two", "one"]) overlap.note(message(text));
  const isDouble = ["one", "one", "one", "two", "three"].map((text) =>
    overlap.isDouble(message(text)),
  );
  expect(isDouble).toEqual([true, true, false, true, false]);
});

it.each([
  ["channel", { pipe: "web_b" }],
  ["event", { event: "other" }],
  ["sender", { user_id: 8 }],
  ["second", { message_send_time: 101 }],
])("an overlap tells messages apart by their %s", (_, more) => {
  overlap.note(message("one"));
  expect(overlap.isDouble(message("one", more))).toBe(false);
  expect(overlap.isDouble(message("one"))).toBe(true);
});

it("an overlap of clusters recognises a message that another node told", () => {
  nodes = 2;
  overlap.note(message("one"));
  overlap.note(message("two", { user_id: 0 }));
  expect(overlap.isDouble(message("one", { user_id: 8 }))).toBe(false);
  expect(overlap.isDouble(message("one", { message_send_time: 102 }))).toBe(false);
  expect(overlap.isDouble(message("one", { user_id: 0, message_send_time: 101 }))).toBe(true);
  expect(overlap.isDouble(message("two"))).toBe(true);
});

it("an overlap recognises a message in another form, or without its second", () => {
  overlap.note(message('{\\"t\\":\\"it\\\'s\\"}', { message_send_time: undefined }));
  expect(overlap.isDouble(message('{"t":"it\'s"}'))).toBe(true);
});

it.each([
  [10, 50],
  [400, 200],
])(
  "an overlap forgets what came long before a connection stood that took %i ms",
  (connectMs, early) => {
    overlap.note(message("long before"));
    vi.advanceTimersByTime(1);
    overlap.note(message("just before"));
    vi.advanceTimersByTime(early);
    overlap.begin(connectMs);
    overlap.note(message("after"));
    const isDouble = ["long before", "just before", "after"].map((text) =>
      overlap.isDouble(message(text)),
    );
    expect(isDouble).toEqual([false, true, true]);
  },
);

it("an overlap recognises what tabs have published by its report, which may be a second later", () => {
  overlap.note(message("one", { message_send_time: 101 }), true);
  expect(overlap.isDouble(message("one", { message_send_time: 99 }))).toBe(false);
  expect(overlap.isDouble(message("one", { message_send_time: 100 }))).toBe(true);
});

it("an overlap ends two seconds after the takeover", () => {
  expect(new Overlap(() => nodes).isOpen).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(overlap.isOpen).toBe(true);
  overlap.note(message("one"));
  overlap.note(message("two"));
  overlap.close();
  vi.advanceTimersByTime(1_999);
  expect(overlap.isDouble(message("one"))).toBe(true);
  vi.advanceTimersByTime(1);
  expect(overlap.isOpen).toBe(false);
  expect(overlap.isDouble(message("two"))).toBe(false);
});

it("an overlap takes an equal message without a second for news after five seconds", () => {
  const letter = message("mail", { message_send_time: undefined });
  for (const each of [letter, letter, message("one")]) overlap.note(each);
  vi.advanceTimersByTime(5_000);
  expect(overlap.isDouble(letter)).toBe(true);
  vi.advanceTimersByTime(1);
  expect(overlap.isDouble(letter)).toBe(false);
  expect(overlap.isDouble(message("one"))).toBe(true);
});
