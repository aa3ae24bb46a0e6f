import { expect, it, vi } from "vitest";
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
import { RandomMessages } from "./random-messages";

usePages();

describeWays(({ bus }) => {
  it("tabs go on whatever a stranger says on the bus", async () => {
    const setItem = vi.spyOn(storage, "setItem");
    await group("b", "a", "c");
    const name = FakeBroadcastChannel.open[0]?.name ?? (setItem.mock.calls[0]?.[0] as string);
    const stranger = new FakeTab("stranger");
    const channel = new FakeBroadcastChannel(name);
    const random = new Random(20_261_122);
    const messages = new RandomMessages(random);
    const say = (message: unknown) =>
      stranger.run(() => {
        if (bus === "storage") storage.setItem(name, JSON.stringify([random.below(1e9), message]));
        else channel.postMessage(message);
      });
    for (let round = 0; round < 1_500; round++) {
      say(random.below(4) ? messages.next() : randomValue(random));
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
