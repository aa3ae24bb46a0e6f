/** A standby whose readiness, or whose messages between tabs, were lost: it listens again soon. */
import { describe, expect, it } from "vitest";
import { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  chat,
  group,
  leaders,
  LONG,
  said,
  say,
  server,
  usePages,
  type Page,
} from "./pages";
import { of, isAccompanied, threePages, expectComplete, forget, expectAllSince } from "./standby";

usePages();

describe("a standby listens again soon", () => {
  it("after the leader's connection was lost as the standby was ready", async () => {
    const all = await group("a", "b", "c");
    await chat(50);
    server.answers = ({ kind }) => kind !== "fence";
    for (const page of all) page.wantsStandby = true;
    await until(() => server.open.length === 2, LONG);
    await pass(200);
    server.answers = () => true;
    of(all[0]).drop(1006);
    await pass(60_000);
    expect(isAccompanied()).toBe(true);
    forget(all);
    const index = said.length;
    await chat(200);
    say();
    const [leader] = leaders() as [Page];
    leader.tab.kill();
    await chat(1_000);
    expectAllSince(
      index,
      all.filter((page) => page !== leader),
    );
  });

  it("after 5,000 messages that the leader, busy for a moment, has not passed on", async () => {
    const all = await threePages();
    all[0].tab.freeze();
    for (let i = 0; i < 5_100; i++) server.say(CHANNEL, `flood ${i}`);
    await settle();
    all[0].tab.thaw();
    await pass(60_000);
    forget(all);
    const index = said.length;
    await chat(200);
    say();
    all[0].tab.kill();
    await chat(1_000);
    expectAllSince(index, all.slice(1));
  });
});

it("a leader that stops is deposed by its standby", async () => {
  const all = await threePages();
  for (let i = 0; i < 2; i++) {
    of(leaders()[0] as Page).drop(1006);
    await chat(5_000);
  }
  const [leader] = leaders() as [Page];
  leader.tab.freeze();
  await chat(15_000);
  expectComplete(...all.filter((page) => page !== leader));
});

it.each([
  ["handover", 0],
  ["ready", 1],
])("a standby listens, although the message `%s` between tabs was lost", async (_, direction) => {
  const all = await group("a", "b", "c");
  await chat(50);
  const [first] = all;
  FakeTab.loses = (from, to) => (direction ? to : from) === first.tab && from !== to;
  for (const page of all) page.wantsStandby = true;
  await pass(1_400);
  FakeTab.loses = () => false;
  await pass(60_000);
  expect(server.open).toHaveLength(2);
  forget(all);
  const index = said.length;
  await chat(200);
  const [leader] = leaders() as [Page];
  say();
  leader.tab.kill();
  await chat(1_000);
  expectAllSince(
    index,
    all.filter((page) => page !== leader),
  );
});
