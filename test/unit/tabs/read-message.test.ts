import { expect, it } from "vitest";
import { readMessage } from "../../../src/tabs/read-message";
import type { Entry, ShardState } from "../../../src/tabs/entries";
import type { TabMessage } from "../../../src/tabs/messages";
import { Random } from "../../support/random";
import { randomValue } from "../../support/random-values";

const from = "tab";
const id = { tab: from, number: 1 };
const command = { kind: "web_pipe2" as const, channel: "web_a", text: "web_pipe2\nweb_a" };
const commands = [{ ...id, command }];
const channels = ["web_a", "web_b"];
const node = "comet.example";
const states: ShardState[] = [
  { type: "open", node, info: "{}", channels },
  { type: "open", node, info: "{}", channels, since: 1 },
  { type: "connecting", node, until: 1 },
  { type: "lost", node, until: 1, code: 1006, channels, since: 0 },
  { type: "refused", node, until: 1, text: "no", value: 401 },
  { type: "unneeded", node, until: 1 },
];
const term = { number: 1, leader: from };
const duties = [{ name: "web_a.x", tabs: [from] }];
const wants = { channels, duties: ["web_a.x"], isHidden: false };
const entries: Entry[] = [
  { type: "shards", shards: states },
  { type: "shards", shards: states, changed: 1 },
  { type: "writing", commands: [id] },
  { type: "answer", to: id, text: "{}" },
  { type: "unanswered", to: id },
  { type: "log", to: id, channel: "web_a", text: "{}" },
  { type: "past", channel: "web_a", asked: 1, texts: ["{}"], isLast: true },
  { type: "frame", channel: "web_a", text: "{}" },
  { type: "echo", channel: "web_a", text: "{}", sender: from },
  { type: "duties", duties },
];
const queue = [{ id: "x", time: 1, before: 1, now: 0 }];
const lead = {
  type: "lead" as const,
  from,
  term,
  at: 1,
  last: 7,
  tabs: [from],
  queue,
  duties,
  logs: channels,
};

/** Every type, with and without what may be absent. */
const MESSAGES: TabMessage[] = [
  { type: "report", from, known: { number: 0 }, wants: { ...wants, channels: [] }, commands: [] },
  { type: "report", from, known: term, wants, commands },
  { type: "resync", from, term },
  { type: "resync", from, term, after: 0 },
  { type: "recover", from, term, after: 0, channels },
  { type: "commands", from, leader: "x", commands },
  { type: "wake", from },
  { ...lead, shards: states, start: { type: "free" } },
  { ...lead, shards: [], tabs: [], start: { type: "forced" }, reset: "x" },
  { ...lead, shards: [], start: { type: "continued", term, last: 7 } },
  { ...lead, shards: [], start: { type: "succeeded", term, last: 7 } },
  { type: "entries", from, term, at: 1, first: 1, entries },
  { type: "claim", from, rank: "0 tab" },
  { type: "vouch", from, leader: "x", rank: "0 tab" },
  { type: "resign", from, term, last: 7, isHandedOver: false },
  { type: "resign", from, term, last: 7, heir: "x", isHandedOver: true },
  { type: "bye", from, commands: commands.map((one) => ({ ...one, offeredTo: "x" })) },
  { type: "handover", from, term, tabs: [{ tab: from, wants }] },
  {
    type: "handover",
    from,
    term,
    heir: "x",
    role: "standby",
    isFit: true,
    tabs: [{ tab: from, wants }],
  },
  { type: "ready", from, term },
  { type: "running", from, name: "web_a.x", id: "1 tab 7" },
  { type: "restart", from, options: { node: "comet.example.com" } },
  { type: "proposal", from, options: {} },
];

/** May be absent, but not of another type: the last two steps of the way to a value. */
const OPTIONAL = [
  ...["after", "heir", "reset", "known.leader", "changed", "role", "isFit"],
  ...["commands.0.offeredTo", "entries.3.text"],
  ...["shards.1.since", "shards.3.since", "shards.3.channels", "shards.4.value"],
];
const isOptional = (type: string, path: string[]) =>
  type !== "recover" && OPTIONAL.some((end) => path.join(".").endsWith(end));

/** What nobody who reads the value would survive, or understand. */
const VALUES = [null, "1", "", 0, 1.5, true, false, {}, [], [null], [[]], { length: 2 }, { 0: "" }];

const typeOf = (value: unknown) =>
  value === null ? "null" : Array.isArray(value) ? "list" : typeof value;

/** All places of a message, each with its value; what is behind `skip` is anybody's. */
function* places(value: unknown, path: string[] = []): Generator<[string[], unknown]> {
  if (path.length) yield [path, value];
  if (typeof value !== "object" || value === null) return;
  if (path.at(-1) === "value" || path.at(-1) === "options") return;
  for (const [key, inner] of Object.entries(value)) yield* places(inner, [...path, key]);
}

function changed(message: TabMessage, path: string[], value: unknown): unknown {
  const copy = structuredClone(message);
  let place = copy as unknown as Record<string, never>;
  for (const key of path.slice(0, -1)) place = place[key] as unknown as Record<string, never>;
  (place as Record<string, unknown>)[String(path.at(-1))] = value;
  return copy;
}

it("a message between tabs is taken, also with fields that are not known", () => {
  for (const message of MESSAGES) {
    expect(readMessage(message)).toBe(message);
    expect(readMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
    const later = { ...message, isFromLaterVersion: true };
    expect(readMessage(later)).toBe(later);
  }
});

it("a message between tabs is refused if a value in it has a wrong type or is missing", () => {
  const taken: unknown[] = [];
  let count = 0;
  for (const message of MESSAGES)
    for (const [path, value] of places(message)) {
      // Where all fields may be absent, a list is an object without any.
      const isEmptyable = path.join() === "options";
      const wrong = VALUES.filter(
        (other) => typeOf(other) !== typeOf(value) && !(isEmptyable && Array.isArray(other)),
      );
      if (!isOptional(message.type, path)) wrong.push(undefined as never);
      else expect(readMessage(changed(message, path, undefined))).toBeDefined();
      if (path.at(-1) === "value") continue; // whatever it is
      for (const other of wrong) {
        count += 1;
        if (readMessage(changed(message, path, other))) taken.push([message.type, path, other]);
      }
    }
  expect(taken).toEqual([]);
  expect(count).toBeGreaterThan(1_000);
});

it("no message between tabs makes the reader throw", () => {
  const random = new Random(20_261_121);
  const types = [...MESSAGES.map(({ type }) => type), "constructor", "__proto__", "", 0, null];
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
            random.below(4) ? half : { ...half, type: random.pick(types) },
          );
    if (readMessage(message)) taken += 1;
  }
  expect(taken).toBeGreaterThan(1_000);
  for (const value of [undefined, NaN, Symbol("x"), () => undefined, 1n, new Map(), new Date()])
    expect(readMessage(value)).toBeUndefined();
});
