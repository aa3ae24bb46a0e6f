/** With the option `standby`, a second tab listens beside the leader, and nothing is lost. */
import { expect, it } from "vitest";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  describeWays,
  expectOnceOrUnconfirmed,
  group,
  LONG,
  leaders,
  newPage,
  pages,
  say,
  said,
  server,
  usePages,
  type Page,
  chat,
  expectAnnounced,
} from "./pages";
import { close, expectComplete, isAccompanied, threePages } from "./standby";

usePages();

const ENDS: Record<string, (page: Page) => void> = {
  "is closed": close,
  crashes: ({ tab }) => tab.kill(),
  stops: (page) => page.stop(),
};

describeWays(({ isByLock }) => {
  it("two connections are open, and each message comes once", async () => {
    const all = await threePages();
    await chat(3_000);
    expect(server.open).toHaveLength(2);
    expectComplete(...all);
  });

  it("no standby listens without the option, or without a second tab", async () => {
    const [only] = await group("a");
    only.wantsStandby = true;
    await chat(3_000);
    expect(server.open).toHaveLength(1);
    (await newPage("b")).start();
    await until(() => server.open.length === 2, LONG);
    only.wantsStandby = false;
    await until(() => server.open.length === 1, LONG);
    expect(only.isMaster).toBe(true);
  });

  for (const [how, end] of Object.entries(ENDS))
    it(`nothing is lost, and no page loses the connection, when the leader ${how}`, async () => {
      const all = await threePages();
      say();
      end(all[0]);
      // Without locks, only its silence tells that a page has crashed, and any other may be elected.
      await chat(isByLock || how !== "crashes" ? 1_000 : 6_000);
      expect(leaders()).toHaveLength(1);
      await chat(3_000);
      expect(isAccompanied()).toBe(true);
      if (isByLock || how !== "crashes") expectComplete(all[1], all[2]);
    });

  it("nothing is lost when the leader's connection is", async () => {
    const all = await threePages();
    say();
    server.open.find(({ tab }) => tab === all[0].tab)?.drop(1006);
    await chat(5_000);
    expect(isAccompanied()).toBe(true);
    expectComplete(...all);
  });

  it("nothing is lost when the leader does not run for long, but by the leader itself", async () => {
    const all = await threePages();
    all[0].tab.freeze();
    await chat(15_000);
    if (isByLock) expectComplete(all[1], all[2]);
    all[0].tab.thaw();
    await chat(3_000);
    await until(isAccompanied, LONG);
    if (isByLock) expectComplete(all[1], all[2]);
    expect(all[0].heard).toEqual([...new Set(all[0].heard)]);
  });

  it("nothing is lost through ten ends in a row, with pages that come", async () => {
    await threePages();
    for (let round = 0; round < 10; round++) {
      const [leader] = leaders() as [Page];
      const how = isByLock && round % 2 ? "crashes" : "is closed";
      ENDS[how]?.(leader);
      pages.splice(pages.indexOf(leader), 1);
      (await newPage(`page ${round}`)).start().wantsStandby = true;
      await chat(2_000);
      expect(isAccompanied()).toBe(true);
    }
    for (const { heard, gaps } of pages) {
      const texts = said.map(({ text }) => text);
      expect(heard).toEqual(texts.slice(texts.indexOf(heard[0] as string)));
      expect(gaps).toEqual([]);
    }
  });

  it("no page hears what it has published, and others hear it once, whoever ends", async () => {
    const [first, second, third] = await threePages();
    third.tab.run(() => third.link.setChannels([CHANNEL, "web_own"]));
    await pass(1_000);
    const publish = async (count: number) => {
      for (let i = 0; i < count; i++) {
        for (const page of [second, third])
          page.publish(`${page.tab.name} ${Object.keys(page.outcomes).length}`);
        await pass(10);
      }
    };
    await publish(10);
    ENDS["is closed"]?.(first);
    await publish(10);
    await pass(3_000);
    for (const [page, other] of [
      [second, third],
      [third, second],
    ] as const) {
      const own = Object.keys(page.outcomes);
      expectOnceOrUnconfirmed(page, own);
      const done = own.filter((text) => page.outcomes[text]?.[0] === "done");
      expect(page.heardOf(own)).toEqual([]);
      expect(other.heardOf(done)).toEqual(done);
    }
  });

  it("the standby hears channels that tabs join later", async () => {
    const [first, , third] = await threePages();
    third.tab.run(() => third.link.setChannels([CHANNEL, "web_late"]));
    await pass(1_000);
    const late = [];
    for (let i = 0; i < 40; i++) {
      if (i === 20) first.tab.kill();
      server.say("web_late", `late ${late.push(i)}`);
      await pass(20);
    }
    if (!isByLock) return;
    await pass(1_000);
    expect(third.heard.filter((text) => text.startsWith("late"))).toEqual(
      late.map((_, index) => `late ${index + 1}`),
    );
    expect(third.gaps).toEqual([]);
  });

  it.each([0, 4, 9, 16].flatMap((tasks) => [0, 1].map((victim) => [victim, tasks])))(
    "nothing is lost without a gap if page %i ends %i tasks after a standby is asked",
    async (victim, tasks) => {
      const all = await group("a", "b", "c");
      await chat(50);
      all[0].wantsStandby = true;
      await until(() => server.open.length === 2, LONG);
      for (let i = 0; i < (tasks as number); i++)
        await new Promise((resolve) => setImmediate(resolve));
      say();
      all[victim as number]?.tab.kill();
      await chat(100);
      await until(() => leaders().length === 1, LONG);
      await settle();
      await chat(1_000);
      for (const page of all) if (!page.tab.isDead) expectAnnounced(page);
    },
  );
});
