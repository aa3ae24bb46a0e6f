import { expect, it } from "vitest";
import { readMessage } from "../../../src/tabs/read-message";
import type { ConnectionState, Item, TabMessage } from "../../../src/tabs/messages";
import { Random } from "../protocol/random";
import { randomValue } from "../protocol/values";

const from = "tab";
const id = { tab: from, number: 1 };
const command = { kind: "web_pipe2" as const, channel: "web_a", text: "web_pipe2\nweb_a" };
const commands = [{ ...id, command }];
const channels = ["web_a", "web_b"];
const state: ConnectionState = {
  isOpen: true,
  info: "{}",
  channels,
  code: 1006,
  until: 1,
  isForced: false,
};
const duties = [{ name: "web_a.x", tabs: [from] }];
const wants = { channels, duties: ["web_a.x"], isHidden: false };
const items: Item[] = [
  { state },
  { state: { ...state, fatal: ["no", 401] } },
  { wrote: [id] },
  { to: id, text: "{}" },
  { to: id, isLog: true, text: "{}" },
  { text: "{}", except: from },
  { duties },
];

/** Every kind, with and without what may be absent. */
const MESSAGES: TabMessage[] = [
  { kind: "hello", from, to: "", epoch: 0, wants: { ...wants, channels: [] }, commands: [] },
  {
    kind: "hello",
    from,
    to: "x",
    epoch: 2,
    wants,
    commands,
    after: 0,
    answers: "0 tab",
  },
  { kind: "commands", from, to: "x", commands },
  { kind: "bye", from, commands },
  { kind: "bye", from, commands: [], heir: "", last: 0 },
  { kind: "claim", from, rank: "0 tab" },
  { kind: "lead", from, epoch: 1, at: 1, last: 0, state, tabs: [from], queue: [], duties },
  { kind: "lead", from, epoch: 1, at: 1, last: 7, state, tabs: [], queue: [], duties, reset: "x" },
  {
    ...{ kind: "lead", from, epoch: 2, at: 1, last: 7, state, tabs: [] },
    ...{ queue: [{ id: "x", time: 1, before: 1, now: 0 }], duties },
    continues: { epoch: 1, from: "x", last: 7 },
  },
  { kind: "items", from, epoch: 1, at: 1, first: 1, items },
  { kind: "handover", from, epoch: 1, to: "x", tabs: [{ tab: from, wants }] },
  { kind: "ready", from, to: "x", epoch: 1 },
  { kind: "handed", from, epoch: 1, heir: "x", last: 7 },
  { kind: "restart", from, options: { node: "comet.example.com" } },
];

/** May be absent, but not of another type. */
const OPTIONAL = ["after", "answers", "heir", "reset", "continues"];
const isOptional = (message: TabMessage, path: string[]) => {
  const key = String(path.at(-1));
  const isItem = path[0] === "items" && path.length === 3;
  if (isItem || key === "fatal") return true;
  return (
    path.length === 1 &&
    message.kind !== "handed" &&
    (OPTIONAL.includes(key) || (key === "last" && message.kind === "bye"))
  );
};

/** What nobody who reads the value would survive, or understand. */
const VALUES = [null, "1", "", 0, 1.5, true, false, {}, [], [null], [[]], { length: 2 }, { 0: "" }];

const typeOf = (value: unknown) =>
  value === null ? "null" : Array.isArray(value) ? "list" : typeof value;

/** All places of a message, each with its value; what is behind `skip` is anybody's. */
function* places(value: unknown, path: string[] = []): Generator<[string[], unknown]> {
  if (path.length) yield [path, value];
  if (typeof value !== "object" || value === null) return;
  if (path.at(-1) === "fatal" || path.at(-1) === "options") return;
  for (const [key, inner] of Object.entries(value)) yield* places(inner, [...path, key]);
}

function changed(message: TabMessage, path: string[], value: unknown): unknown {
  const copy = structuredClone(message);
  let place = copy as unknown as Record<string, never>;
  for (const key of path.slice(0, -1)) place = place[key] as unknown as Record<string, never>;
  (place as Record<string, unknown>)[String(path.at(-1))] = value;
  return copy;
}

it("takes every message, and more fields than it knows", () => {
  for (const message of MESSAGES) {
    expect(readMessage(message)).toBe(message);
    expect(readMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
    const later = { ...message, isFromLaterVersion: true };
    expect(readMessage(later)).toBe(later);
  }
});

it("takes no message with a value of a wrong type anywhere, or without one", () => {
  const taken: unknown[] = [];
  let count = 0;
  for (const message of MESSAGES)
    for (const [path, value] of places(message)) {
      // Where all fields may be absent, a list is an object without any.
      const isEmptyable = path.join() === "options" || /^items,\d$/.test(path.join());
      const wrong = VALUES.filter(
        (other) => typeOf(other) !== typeOf(value) && !(isEmptyable && Array.isArray(other)),
      );
      if (!isOptional(message, path)) wrong.push(undefined as never);
      else expect(readMessage(changed(message, path, undefined))).toBeDefined();
      for (const other of wrong) {
        count += 1;
        if (readMessage(changed(message, path, other))) taken.push([message.kind, path, other]);
      }
    }
  expect(taken).toEqual([]);
  expect(count).toBeGreaterThan(1_000);
});

it("survives whatever is said", () => {
  const random = new Random(20_261_121);
  const kinds = [...MESSAGES.map(({ kind }) => kind), "constructor", "__proto__", "", 0, null];
  let taken = 0;
  for (let rest = 20_000; rest--;) {
    const data = randomValue(random);
    const half = random.pick(MESSAGES);
    const all = [...places(half)];
    const parts = random.list(4, () => random.pick(all)[0]);
    const message =
      random.below(3) === 0
        ? data
        : parts.reduce<unknown>(
            (whole, path) => {
              try {
                return changed(whole as TabMessage, path, randomValue(random, 1));
              } catch {
                return whole; // the place is gone already
              }
            },
            random.below(4) ? half : { ...half, kind: random.pick(kinds) },
          );
    if (readMessage(message)) taken += 1;
  }
  expect(taken).toBeGreaterThan(1_000);
  for (const value of [undefined, NaN, Symbol("x"), () => undefined, 1n, new Map(), new Date()])
    expect(readMessage(value)).toBeUndefined();
});
