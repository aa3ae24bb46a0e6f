import { expect, it } from "vitest";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  LONG,
  describeWays,
  expectAgreement,
  expectHeard,
  group,
  isOrderly,
  leaders,
  newPage,
  pages,
  publishedOf,
  say,
  server,
  usePages,
} from "./pages";

usePages();

describeWays(({ isByLock }) => {
  it("tabs depose a leader that cannot run, and it does nothing before it knows", async () => {
    const [first, second, third] = await group("b", "a", "c");
    first.tab.freeze();
    server.say(CHANNEL, "early");
    second.publish("during", "then");
    await until(() => leaders().length === 2 && server.open.length === 2, LONG);
    await pass(1_000);
    server.say(CHANNEL, "late");
    first.tab.task(() => first.link.setChannels([CHANNEL, "web_own"]));
    await settle();
    // Runs again, with what it missed in the order in which it came.
    first.tab.thaw();
    await until(isOrderly, 1_000);
    await pass(2_000);
    expectAgreement();
    // What it was offered, others cannot know to be undone; and it must not do it any more.
    expect(second.outcomes).toEqual({ during: ["unconfirmed"], then: ["done"] });
    expect(server.published).toEqual(["then"]);
    for (const page of pages) {
      expect(page.heardOf(["late"])).toEqual(["late"]);
      // Nobody could pass it on.
      const isKnown = page.heardOf(["early"]).length + page.gaps.length > 0;
      expect([page.tab.name, isKnown]).toEqual([page.tab.name, true]);
    }
    expect(third.heardOf(["then"])).toEqual(["then"]);
    server.say("web_own", "own");
    await settle();
    expect(first.heardOf(["own"])).toEqual(["own"]);
  });

  it("tabs keep a leader that could not run for a short time", async () => {
    const [first, second] = await group("b", "a", "c");
    first.tab.freeze();
    second.publish("one");
    server.say(CHANNEL, "early");
    await pass(600);
    first.tab.thaw();
    second.publish("two");
    await pass(LONG);
    expect(first.roles).toEqual([true]);
    expect(server.published).toEqual(["one", "two"]);
    expect(second.heard).toEqual(["early"]);
    expectAgreement();
  });

  it.each(["a", "z"])(
    "no tab hears a message twice if the leader is busy while tab %s opens",
    async (name) => {
      const [first, , third] = await group("b", "d", "c");
      first.tab.freeze();
      const fresh = (await newPage(name)).start();
      for (let rest = 4; rest--;) {
        await pass(100);
        say();
      }
      third.publish("once");
      await settle();
      first.tab.thaw();
      await settle();
      for (let rest = 4; rest--;) say();
      await pass(LONG);
      expectAgreement();
      for (const page of pages) expectHeard(page, page === fresh ? Date.now() - LONG : 0);
      expect(server.published).toEqual(["once"]);
      expect(third.outcomes).toEqual({ once: ["done"] });
    },
  );

  it("one of two leaders who meet goes on, and the other yields without a timer", async () => {
    const [first, ...others] = await group("b", "a", "c");
    first.tab.cut();
    await until(() => others.some(({ isMaster }) => isMaster), LONG);
    await until(() => others.every(({ link }) => link.isConnected));
    others[0]?.publish("elsewhere");
    await settle();
    first.tab.heal();
    // No timer: all is said already, or is answered at once.
    await settle();
    expect(isOrderly()).toBe(true);
    expect(first.isMaster).toBe(false);
    await pass(LONG);
    expectAgreement();
    expect(publishedOf(["elsewhere"])).toHaveLength(1);
  });

  it("the late goodbye of a deposed leader changes nothing", async () => {
    const [first, second, third] = await group("b", "a", "c");
    first.tab.cut();
    const others = [second, third];
    await until(() => others.some(({ isMaster, link }) => isMaster && link.isConnected), LONG);
    await pass(1_000);
    const roles = others.map((page) => [...page.roles]);
    first.stop();
    first.tab.heal();
    await pass(LONG);
    expect(others.map((page) => page.roles)).toEqual(roles);
    expectAgreement();
    second.publish("more");
    await pass(1_000);
    expect(second.outcomes).toEqual({ more: ["done"] });
  });

  it("the leader with the smaller id goes on if two began at the same time", async () => {
    const [one, two] = [await newPage("b"), await newPage("a")];
    one.tab.cut();
    for (const page of [one, two]) page.start();
    // Where there are locks, the one behind does not get its lock, and takes it.
    await until(
      () => leaders().length === 2 || (isByLock && one.roles.length + two.roles.length > 1),
      LONG,
    );
    await pass(500);
    one.tab.heal();
    await settle();
    expect(leaders()).toHaveLength(1);
    expect(server.open).toHaveLength(1);
    if (!isByLock) expect(two.isMaster).toBe(true);
    await pass(LONG);
    expectAgreement();
  });
});
