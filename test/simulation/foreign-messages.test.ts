/** What a script of another author may say on the bus: well formed, but with values that no tab has. */
import { expect, it, vi } from "vitest";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeTab } from "../support/fake-tab";
import { nested } from "../support/hostile-values";
import { pass, until } from "../support/tab-time";
import {
  CHANNEL,
  describeWays,
  expectAgreement,
  group,
  isOrderly,
  leaders,
  LONG,
  newPage,
  pages,
  server,
  storage,
  usePages,
} from "./pages";

usePages();

/** The leader's name, and the number of its first term. */
const [LEADER, FOLLOWER] = ["a", "b"];
const OWN = { number: 1, leader: LEADER };
const NAME = "__proto__";

const many = (value: unknown) => Array.from({ length: 100_000 }, () => value);
const wants = { channels: [CHANNEL], duties: [] as string[], isHidden: false };
const state = { known: { number: 0 }, wants, commands: [] as unknown[] };
const command = (text: string) => ({ kind: "web_pipe2", channel: CHANNEL, text });
const lead = {
  ...{ type: "lead", from: NAME, term: OWN, at: 0, last: 0, shards: [], tabs: [LEADER, FOLLOWER] },
  ...{ start: { type: "free" }, queue: [], duties: [], logs: [] },
};
const entries = (...list: unknown[]) => ({
  ...{ type: "entries", from: NAME, term: OWN, at: 0, first: 1, entries: list },
});
const writing = (tab: string, number: number) => ({
  ...entries({ type: "writing", commands: [{ tab, number }] }),
  term: { number: 0, leader: NAME },
});

const NUMBERS = [
  1e308,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  Date.UTC(2027, 0),
  -1,
  0.5,
  NaN,
  Infinity,
];

const CASES: [name: string, messages: () => unknown[]][] = [
  ...NUMBERS.map((number): [string, () => unknown[]] => [
    `the term ${number}`,
    () => [
      { ...lead, term: { number, leader: NAME }, tabs: [NAME] },
      { ...entries({ type: "frame", channel: CHANNEL, text: "{}" }), term: { number, leader: "" } },
      { type: "report", from: NAME, ...state, known: { number, leader: NAME } },
      { type: "resync", from: NAME, term: { number, leader: LEADER }, after: number },
      { type: "handover", from: NAME, term: { number, leader: NAME }, heir: FOLLOWER, tabs: [] },
    ],
  ]),
  ...NUMBERS.map((number): [string, () => unknown[]] => [
    `the entry and the command ${number}`,
    () => [
      { ...lead, last: number, reset: FOLLOWER },
      { ...entries(), first: number },
      writing(FOLLOWER, number),
      writing(LEADER, number),
      { type: "resync", from: NAME, term: OWN, after: number },
      { ...lead, at: number, shards: [{ type: "lost", node: NAME, until: number, code: number }] },
    ],
  ]),
  ["tabs without this one", () => [{ ...lead, tabs: [NAME, "constructor"] }]],
  [
    "tabs of all names",
    () => [
      { type: "report", from: NAME, ...state },
      { ...lead, from: "" },
    ],
  ],
  ["entries without end", () => [entries(...many({ type: "frame", channel: "", text: "" }))]],
  [
    "shards without end",
    () => [
      entries({
        type: "shards",
        shards: many(0).map((_, n) => ({ type: "unneeded", node: `${n}`, until: 0 })),
      }),
    ],
  ],
  [
    "keys without end",
    () => [
      {
        type: "report",
        from: NAME,
        ...state,
        wants: { ...wants, duties: many(0).map((_, n) => `${n}`) },
      },
    ],
  ],
  [
    "channels that are none",
    () => [
      {
        type: "report",
        from: NAME,
        ...state,
        wants: { ...wants, channels: ["", "a\nb", "x".repeat(1e6)] },
      },
      { type: "recover", from: NAME, term: OWN, after: 1_000, channels: ["", "a\nb"] },
    ],
  ],
  [
    "commands of a million letters",
    () => {
      const commands = [
        { tab: NAME, number: 1, command: command(`web_pipe2\n${"x".repeat(1e6)}`) },
      ];
      return [
        { type: "commands", from: NAME, leader: LEADER, commands },
        { type: "report", from: NAME, ...state, known: OWN, commands },
        { type: "bye", from: NAME, commands },
      ];
    },
  ],
  [
    "what is nested too deep",
    () => [nested(1_000), { type: "restart", from: NAME, options: { user_key: nested(1_000) } }],
  ],
  [
    "other types",
    () => [NAME, { type: NAME, from: NAME }, { type: "constructor", from: "" }, null],
  ],
];

describeWays(({ bus }) => {
  // Both buses have their messages checked in one place.
  it.each(bus === "storage" ? CASES.slice(0, 5) : CASES)(
    "tabs go on when a stranger speaks of %s",
    async (_, messages) => {
      const setItem = vi.spyOn(storage, "setItem");
      await group(LEADER, FOLLOWER, "c");
      const name = FakeBroadcastChannel.open[0]?.name ?? (setItem.mock.calls[0]?.[0] as string);
      const stranger = new FakeTab("stranger");
      const channel = new FakeBroadcastChannel(name);
      for (const [index, message] of messages().entries())
        stranger.run(() => {
          if (bus === "storage")
            storage.setItem(name, JSON.stringify([`stranger ${index}`, message]));
          else channel.postMessage(message);
        });
      channel.close();
      await pass(LONG);
      await until(isOrderly, LONG);
      (await newPage("next")).start();
      await until(isOrderly, LONG);
      // A tab that has taken a wrong number for its own goes on above it.
      for (const page of pages) page.publish(`of ${page.tab.name}`);
      server.say(CHANNEL, "heard");
      await pass(2_000);
      for (const page of pages) {
        const text = `of ${page.tab.name}`;
        expect(page.outcomes).toEqual({ [text]: ["done"] });
        expect(server.published.filter((each) => each === text)).toEqual([text]);
        expect([page.tab.name, page.heardOf(["heard"])]).toEqual([page.tab.name, ["heard"]]);
      }
      expect(server.written.filter(({ command: { text } }) => text.length > 65_535)).toEqual([]);
      expect(server.calls.join().length).toBeLessThan(100_000);
      // Each later leader must be ahead of the one that it did not hear the end of.
      for (let rest = 2; rest--;) {
        leaders()[0]?.tab.kill();
        await pass(LONG);
        await until(isOrderly, LONG);
        expectAgreement();
      }
    },
  );
});
