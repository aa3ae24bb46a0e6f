import { expect, it, vi } from "vitest";
import { countCommand, publishCommand } from "../../src/protocol/commands";
import { Random } from "../support/random";
import { randomValue } from "../support/random-values";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeTab } from "../support/fake-tab";
import { pass, until } from "../support/tab-time";
import {
  CHANNEL,
  describeWays,
  expectAgreement,
  group,
  isOrderly,
  newPage,
  pages,
  server,
  storage,
  usePages,
} from "./pages";

usePages();

describeWays(({ bus }) => {
  it("tabs go on whatever a stranger says on the bus", async () => {
    const setItem = vi.spyOn(storage, "setItem");
    await group("b", "a", "c");
    const name = FakeBroadcastChannel.open[0]?.name ?? (setItem.mock.calls[0]?.[0] as string);
    const stranger = new FakeTab("stranger");
    const channel = new FakeBroadcastChannel(name);
    const random = new Random(20_261_122);
    const say = (message: unknown) =>
      stranger.run(() => {
        if (bus === "storage") storage.setItem(name, JSON.stringify([random.below(1e9), message]));
        else channel.postMessage(message);
      });
    for (let round = 0; round < 1_500; round++) {
      say(random.below(4) ? randomMessage(random) : randomValue(random));
      if (random.below(20) === 0) await pass(random.below(300));
    }
    channel.close();
    await until(isOrderly, 60_000);
    await pass(60_000);
    expect(FakeTab.errors).toEqual([]);
    // Tabs may have taken its words for a leader's, but the next tab is not concerned.
    server.mistakes.length = 0;
    const next = (await newPage("d")).start();
    await until(isOrderly, 1_000);
    next.publish("new");
    server.say(CHANNEL, "heard");
    await pass(1_000);
    expect(next.outcomes).toEqual({ new: ["done"] });
    expect(server.published.at(-1)).toBe("new");
    for (const page of pages) expect(page.heardOf(["heard"])).toEqual(["heard"]);
    expectAgreement();
  });
});

const IDS = ["a", "b", "c", "x", ""];

/** A message that is well formed, but makes no sense here. */
function randomMessage(random: Random): object {
  const id = () => random.pick(IDS);
  const number = () => random.below(random.pick([2, 5, 100, 1_000]));
  const command = () => ({
    tab: id(),
    number: number(),
    command: random.below(2) ? publishCommand(CHANNEL, "e", "odd", "") : countCommand(CHANNEL),
  });
  const commands = () => random.list(4, command);
  const channels = () => random.list(4, () => random.pick([CHANNEL, "web_x", "", "msg"]));
  const duties = () => random.list(2, () => ({ name: random.pick([CHANNEL, ""]), tabs: IDS }));
  const wants = () => ({ channels: channels(), duties: [CHANNEL], isHidden: random.below(2) > 0 });
  const queue = () =>
    random.list(2, () => ({ id: id(), time: number(), before: 1, now: number() }));
  const term = () => ({ number: number(), leader: id() });
  const known = () => random.pick([{ number: number() }, term()]);
  const state = () =>
    random.pick([
      {
        type: "open",
        info: random.pick(["", "{}", "null", '{"authorized":true}']),
        channels: channels(),
      },
      { type: "connecting", until: number() },
      { type: "lost", until: number(), code: number() },
      { type: "refused", until: number(), text: "no", value: random.pick([401, null, [[]]]) },
    ]);
  const to = () => ({ tab: id(), number: number() });
  const entry = () =>
    random.pick([
      { type: "shard", shard: random.pick([0, 0, 0, 1, 7]), state: state() },
      { type: "writing", commands: random.list(3, to) },
      { type: "answer", to: to(), text: random.pick(["", "{", "null", "{}"]) },
      { type: "answer", to: to() },
      { type: "log", to: to(), text: '{"pipe":"web_chat"}' },
      { type: "frame", channel: CHANNEL, text: '{"pipe":"web_chat","data":"odd"}' },
      { type: "echo", channel: CHANNEL, text: '{"pipe":"web_chat","data":"odd"}', sender: id() },
      { type: "duties", duties: duties() },
    ]);
  const lead = () => ({
    ...{ type: "lead", term: term(), last: number(), shards: random.list(2, state) },
    ...{ tabs: channels(), start: { type: "free" }, queue: queue(), duties: duties() },
  });
  const start = () =>
    random.pick([{ type: "forced" }, { type: "continued", term: term(), last: number() }]);
  return {
    from: id(),
    ...random.pick([
      { type: "report", known: known(), wants: wants() },
      { type: "resync", term: term(), ...random.pick([{}, { after: number() }]) },
      { type: "commands", leader: id() },
      { type: "wake" },
      lead(),
      { ...lead(), term: { number: 1, leader: id() }, last: 1, tabs: IDS, reset: id() },
      { ...lead(), last: 0, tabs: [], start: start() },
      { type: "entries", term: term(), first: number(), entries: random.list(4, entry) },
      { type: "claim", rank: random.pick(["0 a 0", "1 b 0", "", "~"]) },
      { type: "vouch", leader: id(), rank: random.pick(["0 a 0", "1 b 0", "", "~"]) },
      {
        ...{ type: "resign", term: term(), last: number(), isHandedOver: random.below(2) === 1 },
        ...random.pick([{}, { heir: id() }]),
      },
      { type: "bye" },
      {
        ...{ type: "handover", term: term(), tabs: [{ tab: id(), wants: wants() }] },
        ...random.pick([{}, { heir: id() }]),
      },
      { type: "ready", term: term() },
      { type: "running", name: CHANNEL, id: id() },
      { type: "restart", options: {} },
    ]),
    at: number(),
    commands: commands(),
  };
}
