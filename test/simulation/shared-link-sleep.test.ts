/** What tabs announce of a time in which one of them could not run. */
import { expect, it, vi } from "vitest";
import { pass, settle, until } from "../support/tab-time";
import {
  describeWays,
  expectAgreement,
  expectHeard,
  group,
  living,
  locks,
  LONG,
  leaders,
  type Page,
  pages,
  say,
  server,
  usePages,
} from "./pages";

usePages();

const SLEEP_MS = 5_000;

/** The tab reads one message late, and never the one that came when its connection was gone. */
async function sleep({ tab }: Page, endConnection: () => void): Promise<void> {
  tab.freeze();
  say();
  await settle();
  endConnection();
  await pass(500);
  say();
  await pass(SLEEP_MS);
  tab.thaw();
}

/** What happens to a leader a while after its connection went silent. */
const ENDS: Record<string, (leader: Page) => void> = {
  closed: (leader) => leader.stop(),
  killed: ({ tab }) => tab.kill(),
  restarted: ({ tab, link }) => tab.run(() => link.restart({})),
};

describeWays(({ isByLock }) => {
  it.each([["alone", ["a"]] as const, ["of others", ["b", "a", "c"]] as const])(
    "a leader %s announces a gap for what was lost while it could not run",
    async (_, names) => {
      const [first] = await group(...names);
      await sleep(first, () => server.drop());
      await pass(LONG);
      expectAgreement();
      for (const page of pages) {
        expectHeard(page, 0);
        expect([page.tab.name, page.gaps.length]).toEqual([page.tab.name, 1]);
      }
    },
  );

  it("hidden tabs that miss a leader depose it once, though their timers run in step", async () => {
    const [first, ...others] = await group("b", "a", "c", "d");
    for (const { tab } of others) tab.isHidden = true;
    await pass(2_000);
    first.tab.freeze();
    await pass(isByLock ? 10_000 : 4_000);
    const led = others.map(({ roles }) => roles.filter(Boolean).length);
    expect(led.reduce((sum, count) => sum + count)).toBe(1);
    expect(others.filter(({ isMaster }) => isMaster)).toHaveLength(1);
  });

  it("followers hear what a busy leader has read when its page is left", async () => {
    const [first, second, third] = await group("b", "a", "c");
    first.tab.freeze();
    await pass(1_500);
    say();
    await settle();
    // Nobody tells it whether it still leads: what it has read waits for that.
    vi.spyOn(locks, "query").mockReturnValue(new Promise(() => undefined));
    for (const { tab } of [second, third]) tab.freeze();
    first.tab.thaw();
    await settle();
    first.tab.fire(new Event("pagehide"));
    first.tab.kill();
    for (const { tab } of [second, third]) tab.thaw();
    await settle();
    for (const page of [second, third]) expect(page.heard).toEqual(["text 0"]);
  });

  it.each([
    ["a leader", 0],
    ["a follower", 1],
  ])("%s that is told late of being frozen announces what it lost", async (_, index) => {
    const page = (await group("b", "a", "c"))[index] as Page;
    page.tab.freeze();
    page.tab.fire(new Event("freeze"));
    say();
    await pass(SLEEP_MS);
    page.tab.thaw();
    await settle();
    page.tab.fire(new Event("resume"));
    await pass(LONG);
    expectAgreement();
    expectHeard(page, 0);
  });

  it.each([
    ["a leader", 0],
    ["a follower", 1],
  ])(
    "%s that is frozen announces a short gap of a quiet connection, not hours",
    async (_, index) => {
      const page = (await group("b", "a", "c"))[index] as Page;
      for (let rest = 3; rest--;) {
        await pass(25_000);
        server.ping();
      }
      const frozenAt = Date.now();
      page.tab.fire(new Event("freeze"));
      await pass(1_000);
      page.tab.fire(new Event("resume"));
      await pass(1_000);
      // The leader tells every 30 s when it heard the server last.
      expect(frozenAt - (page.gaps[0]?.from ?? 0)).toBeLessThan(60_000);
    },
  );

  it.each(Object.keys(ENDS))(
    "tabs announce what a silent connection lost if its leader is %s, though it asked since",
    async (name) => {
      const [first, second] = await group("b", "a", "c");
      server.goSilent();
      say();
      await pass(SLEEP_MS);
      second.tab.fire(new Event("online"));
      await pass(100);
      ENDS[name]?.(first);
      await pass(LONG);
      expectAgreement();
      for (const page of living()) expectHeard(page, 0);
    },
  );

  // Without locks the others have a new leader by then.
  if (isByLock)
    it("followers announce what a leader lost that dies right after it slept", async () => {
      const [first, second] = await group("b", "a", "c");
      await sleep(first, () => server.goSilent());
      await until(() => second.heard.length > 0);
      first.tab.kill();
      await pass(LONG);
      expectAgreement();
      for (const page of pages) if (page !== first) expectHeard(page, 0);
    });
  // By locks it hears of its successor at once.
  else
    it("a deposed leader announces what it may have missed since another leads", async () => {
      const [first] = await group("b", "a", "c");
      first.tab.cut();
      for (const connection of server.open) connection.heard = [];
      while (leaders().length < 2) {
        first.publish("own");
        await pass(100);
      }
      for (let rest = 40; rest--;) {
        say();
        first.publish("own");
        await pass(100);
      }
      first.tab.heal();
      await pass(LONG);
      expectAgreement();
      for (const page of pages) expectHeard(page, 0);
    });
});
