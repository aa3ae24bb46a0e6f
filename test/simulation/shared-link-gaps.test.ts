/** What a tab may have missed is within its gap, and what it has not missed comes. */
import { expect, it } from "vitest";
import { FakeTab } from "../support/fake-tab";
import { pass, until } from "../support/tab-time";
import {
  CHANNEL,
  describeWays,
  group,
  isOrderly,
  LONG,
  newPage,
  said,
  say,
  server,
  usePages,
} from "./pages";

usePages();

it("a gap begins before a message that the leader announced, and could not repeat", async () => {
  const [first, second] = await group("b", "a");
  FakeTab.loses = (from, to) => from === first.tab && to === second.tab;
  say();
  await pass(300);
  // The leader does not get the questions of the follower, either; it says for others that it leads.
  FakeTab.loses = (from, to) => from === second.tab && to === first.tab;
  const third = await newPage("c");
  for (let seconds = 0; seconds < 10; seconds++) {
    say();
    third.start();
    await pass(1_000);
    third.stop();
  }
  first.tab.kill();
  FakeTab.loses = () => false;
  await until(isOrderly, 60_000);
  await pass(1_000);
  const lost = said[0]?.at as number;
  expect(second.heard).not.toContain(said[0]?.text);
  expect(second.gaps.some(({ from, to }) => from <= lost && lost <= to)).toBe(true);
});

it("a tab hears a message that is equal to one of long before the present leader", async () => {
  const [first, ...others] = await group("b", "a", "c");
  server.say(CHANNEL, "offline");
  await pass(600_000);
  first.tab.freeze();
  await until(() => others.some((page) => page.isMaster), 60_000);
  await until(() => others.every((page) => page.link.isConnected), LONG);
  await pass(3_000);
  server.say(CHANNEL, "offline");
  await pass(1_000);
  for (const page of others) expect(page.heard).toEqual(["offline", "offline"]);
});

describeWays(() => {
  it("a gap is filled out of the log, also for a tab that began to listen when others did", async () => {
    const [first, second] = await group("b", "a");
    for (const page of [first, second]) page.recovers = true;
    second.tab.run(() => second.link.setChannels([]));
    await pass(1_000);
    second.tab.run(() => second.link.setChannels([CHANNEL]));
    await pass(1_000);
    server.say(CHANNEL, "one");
    await pass(100);
    server.log = ["one", "two"];
    const asked = () => server.calls.filter((kind) => kind === "recovery").length;
    server.drop();
    await until(isOrderly, LONG);
    await pass(1_000);
    for (const page of [first, second]) {
      expect(page.heard).toEqual(["one", "two"]);
      expect(page.gaps).toEqual([]);
    }
    expect(asked(), "once for all tabs").toBe(1);
  });
});
