import { expect, it, vi } from "vitest";
import { countCommand, publishCommand } from "../../src/protocol/commands";
import { Random } from "../unit/protocol/random";
import { randomValue } from "../unit/protocol/values";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeTab, pass, until } from "../support/fake-tab";
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
  it("survive whatever is said on the bus, and go on", async () => {
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
    // Its words may have been taken for a master's, but whoever comes next is not concerned.
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

/** Looks right, but nobody would say it here. */
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
  const more = () => ({ queue: queue(), duties: duties() });
  const state = () => ({
    isOpen: random.below(2) === 1,
    info: random.pick(["", "{}", "null", '{"authorized":true}']),
    channels: channels(),
    code: number(),
    until: number(),
    isForced: random.below(2) === 1,
    ...random.pick([{}, {}, { fatal: random.pick([[], ["no", 401], [null]]) }]),
  });
  const item = () =>
    random.pick([
      { state: state() },
      { wrote: random.list(3, () => ({ tab: id(), number: number() })) },
      { to: { tab: id(), number: number() }, text: random.pick(["", "{", "null", "{}"]) },
      { to: { tab: id(), number: number() }, isLog: true, text: '{"pipe":"web_chat"}' },
      { text: '{"pipe":"web_chat","data":"odd"}', ...random.pick([{}, { except: id() }]) },
      { duties: duties() },
      {},
    ]);
  return {
    from: id(),
    ...random.pick([
      { kind: "hello", to: id(), epoch: number(), wants: wants() },
      { kind: "hello", to: id(), epoch: number(), wants: wants(), after: number() },
      { kind: "commands", to: id() },
      { kind: "bye", ...random.pick([{}, { heir: id(), last: number() }]) },
      { kind: "claim", rank: random.pick(["0 a 0", "1 b 0", "", "~"]) },
      {
        kind: "lead",
        epoch: number(),
        last: number(),
        state: state(),
        tabs: channels(),
        ...more(),
      },
      { kind: "lead", epoch: 1, last: 1, state: state(), tabs: IDS, ...more(), reset: id() },
      {
        ...{ kind: "lead", epoch: number(), last: 0, state: state(), tabs: [], ...more() },
        continues: { epoch: number(), from: id(), last: number() },
      },
      { kind: "handover", epoch: number(), to: id(), tabs: [{ tab: id(), wants: wants() }] },
      { kind: "ready", epoch: number(), to: id() },
      { kind: "handed", epoch: number(), heir: id(), last: number() },
      { kind: "ran", name: CHANNEL, id: id() },
      { kind: "items", epoch: number(), first: number(), items: random.list(4, item) },
      { kind: "restart", options: {} },
    ]),
    at: number(),
    commands: commands(),
  };
}
