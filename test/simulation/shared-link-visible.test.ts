/** With the option `visible_leads`, a visible tab takes the connection over from a hidden one. */
import { expect, it } from "vitest";
import { pass, until } from "../support/tab-time";
import {
  describeWays,
  expectAgreement,
  expectOnceOrUnconfirmed,
  group,
  isOrderly,
  LONG,
  numbered,
  say,
  said,
  server,
  usePages,
  type Page,
  chat,
  expectAnnounced,
} from "./pages";

usePages();

function turn({ tab }: Page, isHidden: boolean): void {
  tab.isHidden = isHidden;
  tab.fire(new Event("visibilitychange"));
}

/** Three pages in two windows: the first one leads, the second one is hidden, but would lead next. */
async function threePages(): Promise<[Page, Page, Page]> {
  const all = await group("a", "b", "c");
  for (const page of all) page.prefersVisible = true;
  turn(all[1], true);
  await chat(5_000);
  return all;
}

const expectComplete = (...all: Page[]) => {
  for (const { heard, gaps, states } of all) {
    expect(heard).toEqual(said.map(({ text }) => text));
    expect([gaps, states]).toEqual([[], [true]]);
  }
};

describeWays(({ isByLock }) => {
  it("the visible tab leads, whoever was to be next, and no page notices anything else", async () => {
    const [first, second, third] = await threePages();
    turn(first, true);
    await chat(300);
    expect(third.isMaster).toBe(true);
    await chat(300);
    expectAgreement();
    expectComplete(first, second, third);
  });

  it("it follows the visitor from tab to tab, with some seconds in each", async () => {
    const [first, second, third] = await threePages();
    turn(first, true);
    await chat(1_000);
    expect(third.isMaster).toBe(true);
    turn(third, true);
    turn(second, false);
    await chat(1_000);
    expect(third.isMaster).toBe(true);
    await chat(5_000);
    expect(second.isMaster).toBe(true);
    expectAgreement();
    expectComplete(first, second, third);
  });

  it("a visible leader stays, and so does a hidden one without the option", async () => {
    const [first, second, third] = await threePages();
    await chat(5_000);
    expect(first.isMaster).toBe(true);
    for (const page of [first, second, third]) page.prefersVisible = false;
    turn(first, true);
    await chat(5_000);
    expect(first.isMaster).toBe(true);
    expect(server.connections.filter(({ wasStarted }) => wasStarted)).toHaveLength(1);
    expectComplete(first, second, third);
  });

  it("commands are carried out once and in order meanwhile, also those of tabs that are hidden", async () => {
    const [first, second, third] = await threePages();
    const texts: string[] = [];
    const publish = async (count: number) => {
      for (let i = 0; i < count; i++) {
        for (const page of [first, second, third]) {
          const text = `${page.tab.name} ${texts.length}`;
          texts.push(text);
          page.publish(text);
        }
        await pass(5);
      }
    };
    await publish(3);
    turn(first, true);
    await publish(50);
    await pass(3_000);
    expect(third.isMaster).toBe(true);
    for (const page of [first, second, third]) {
      const own = texts.filter((text) => text.startsWith(page.tab.name));
      expectOnceOrUnconfirmed(page, own);
      expect(own.map((text) => page.outcomes[text])).toEqual(own.map(() => ["done"]));
      expect(server.published.filter((text) => own.includes(text))).toEqual(own);
    }
  });

  it("a tab that is too busy to queue behind the heir costs no message", async () => {
    const [first, second, third] = await threePages();
    second.tab.freeze();
    turn(first, true);
    await chat(2_000);
    // The browser would give a lock to the second page.
    expect([first.isMaster, third.isMaster]).toEqual([isByLock, !isByLock]);
    second.tab.thaw();
    await until(() => third.isMaster, LONG);
    await chat(300);
    expectComplete(first, second, third);
  });

  it("commands do not wait for an heir that cannot connect", async () => {
    const [first, second, third] = await threePages();
    server.isDown = true;
    turn(first, true);
    const texts = numbered("text ", 10);
    for (const text of texts) {
      second.publish(text);
      await pass(100);
      expect(second.outcomes[text]).toEqual(["done"]);
    }
    server.isDown = false;
    await until(() => third.isMaster, LONG);
    await pass(1_000);
    expectAgreement();
  });

  it.each([0, 1, 2].flatMap((victim) => [0, 5, 12].map((tasks) => [victim, tasks])))(
    "nothing comes twice, nor is lost without a gap, if page %i dies %i tasks after that begins",
    async (victim, tasks) => {
      const all = await threePages();
      turn(all[0], true);
      say();
      for (let i = 0; i < (tasks as number); i++)
        await new Promise((resolve) => setImmediate(resolve));
      say();
      all[victim as number]?.tab.kill();
      await chat(100);
      await until(isOrderly, LONG);
      await chat(100);
      for (const page of all) if (!page.tab.isDead) expectAnnounced(page);
    },
  );
});
