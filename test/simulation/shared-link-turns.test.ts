/** Handlers that run once per browser: in one of the tabs that have one, whoever leads. */
import { beforeEach, expect, it } from "vitest";
import type { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  describeWays,
  group,
  isOrderly,
  LONG,
  server,
  usePages,
  type Page,
} from "./pages";

usePages();

const KEY = CHANNEL;
/** Of each message: the tabs whose handler ran. */
let ran: Record<string, string[]>;

beforeEach(() => {
  ran = {};
});

/** Gives pages a handler. */
async function handle(...handling: Page[]): Promise<void> {
  for (const { tab, link, listener } of handling) {
    const { onMessage } = listener;
    listener.onMessage = (message, turn) => {
      onMessage(message, turn);
      if (message.kind !== "channel" || !turn) return;
      const text = String(message.data).replace(/"/g, "");
      link.takeTurn(KEY, turn, () => (ran[text] ??= []).push(tab.name));
    };
    tab.run(() => link.setChannels([CHANNEL], false, [KEY]));
  }
  await pass(500);
}

function show(tab: FakeTab, isVisible: boolean): void {
  tab.isHidden = !isVisible;
  tab.fire(new Event("visibilitychange"));
}

async function says(text: string): Promise<string[]> {
  server.say(CHANNEL, text);
  await pass(50);
  return ran[text] ?? [];
}

describeWays(() => {
  it("a handler runs in one tab that has it, also if the leading tab has none", async () => {
    const [, second, third] = await group("b", "a", "c");
    await handle(third);
    expect(await says("one")).toEqual(["c"]);
    await handle(second);
    expect(await says("two")).toEqual(["c"]);
  });

  it("a handler runs in the visible tab", async () => {
    const pages = await group("b", "a", "c");
    await handle(...pages);
    for (const { tab } of pages) {
      for (const other of pages) show(other.tab, other.tab === tab);
      await pass(1_500);
      expect(await says(tab.name)).toEqual([tab.name]);
    }
  });

  it("a handler runs for what a tab of this browser publishes, in another tab", async () => {
    const [first, second, third] = await group("b", "a", "c");
    await handle(first, second, third);
    for (const page of [first, second, third]) {
      page.publish(page.tab.name);
      await pass(50);
      expect(ran[page.tab.name]).toHaveLength(1);
      expect(ran[page.tab.name]).not.toEqual([page.tab.name]);
    }
  });

  it.each(["bye", "death"])(
    "a handler that a tab has not run before its %s runs once in another tab",
    async (end) => {
      const [first, second, third] = await group("b", "a", "c");
      await handle(second, third);
      expect(await says("before")).toHaveLength(1);
      const [name] = ran.before as [string];
      const one = name === "a" ? second : third;
      const other = one === second ? third : second;
      one.tab.cut();
      server.say(CHANNEL, "undone");
      await settle();
      expect(other.heardOf(["undone"])).toEqual(["undone"]);
      if (end === "bye") one.tab.fire(new Event("pagehide"));
      one.tab.heal();
      one.tab.kill();
      await pass(5_000);
      expect(ran.undone).toHaveLength(1);
      await until(async () => (await says(`later ${Date.now()}`))[0] === other.tab.name, LONG);
      expect(first.isMaster).toBe(true);
    },
  );

  it("a handler runs once for each message while the leading tab changes", async () => {
    const [first, second, third] = await group("b", "a", "c");
    await handle(first, second, third);
    for (let i = 0; i < 20; i++) await says(`before ${i}`);
    first.tab.fire(new Event("pagehide"));
    first.tab.kill();
    for (let i = 0; i < 20; i++) await says(`after ${i}`);
    await until(isOrderly, LONG);
    await pass(5_000);
    for (const text of second.heard)
      expect([text, ran[text]]).toEqual([text, [expect.any(String)]]);
  });

  it("a busy tab does not run a handler that another ran in its place", async () => {
    const [, second, third] = await group("b", "a", "c");
    await handle(second, third);
    await says("before");
    const [name] = ran.before as [string];
    const one = name === "a" ? second : third;
    one.tab.freeze();
    server.say(CHANNEL, "late");
    await pass(5_000);
    one.tab.thaw();
    await pass(5_000);
    expect(ran.late).toHaveLength(1);
    expect(ran.late).not.toContain(name);
  });
});
