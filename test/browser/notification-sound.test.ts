import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until, useStage, type Visitor } from "./support";

const stage = useStage();
const PATH = "/notification-sound/";
/** Longer than the page waits for a tab before it tells another one. */
const QUIET_MS = 2_000;

/** The tabs that have sounded, in order: what the visitors hear. */
let heard: Page[] = [];
let lastHeardAt = 0;
/** The tabs that have begun a long task. */
let busy: Page[] = [];
let count = 0;
/** The console's lines and errors of all tabs. */
let problems: string[] = [];

beforeEach(() => {
  heard = [];
  busy = [];
  problems = [];
});
afterEach(() => expect(problems).toEqual([]));

/** The browser's policy is the real one; what starts to sound is reported by the page. */
async function listen({ context }: Visitor): Promise<void> {
  context.on("console", (line) => problems.push(`${line.type()}: ${line.text()}`));
  context.on("weberror", (error) => problems.push(`uncaught: ${String(error.error())}`));
  await context.exposeBinding("reportSound", ({ page }) => {
    heard.push(page);
    lastHeardAt = Date.now();
  });
  await context.exposeBinding("reportBusy", ({ page }) => void busy.push(page));
  await context.addInitScript(() => {
    const { reportSound } = window as unknown as { reportSound(): void };
    for (const source of [OscillatorNode, AudioBufferSourceNode, ConstantSourceNode]) {
      const { start } = source.prototype as AudioScheduledSourceNode;
      source.prototype.start = function (this: AudioScheduledSourceNode, ...times: number[]) {
        // Before the policy lets it, nothing is heard.
        if (this.context.state === "running") reportSound();
        start.apply(this, times as [number]);
      };
    }
  });
}

async function visit(): Promise<Visitor> {
  const visitor = await stage.prepare();
  await listen(visitor);
  await visitor.page.goto(stage.demo.address + PATH);
  await sees(visitor.page, "#role", "the master");
  await sees(visitor.page, "#connection", "connected");
  await until(() => stage.demo.comet.connections.at(-1)?.channels).toEqual(["web_notifications"]);
  return visitor;
}

/** A master and two slaves. The next master is the first slave. */
async function visitWithTabs(): Promise<{ master: Page; first: Page; second: Page }> {
  const visitor = await visit();
  const [first, second] = [await openTab(visitor), await openTab(visitor)];
  return { master: visitor.page, first, second };
}

async function openTab({ context }: Visitor): Promise<Page> {
  const page = await context.newPage();
  await page.goto(stage.demo.address + PATH);
  await sees(page, "#role", "a slave");
  return page;
}

async function sees(page: Page, selector: string, text: string): Promise<void> {
  await until(() => page.locator(selector).allTextContents()).toEqual([text]);
}

/** A click somewhere on the page, after which the tabs that are named know of each other's audio. */
async function click(page: Page, ...witnesses: Page[]): Promise<void> {
  await page.locator("h1").click();
  await sees(page, "#audio", "allowed");
  const id = await page.locator("#tabs code").first().innerText();
  for (const witness of witnesses)
    await until(() => mayBeHeard(witness)).toContainEqual(expect.stringMatching(`^${id}`));
}

const mayBeHeard = (page: Page) =>
  page
    .locator("#tabs .tab")
    .evaluateAll((items) =>
      items
        .map((item) => (item.textContent ?? "").trim())
        .filter((text) => text.endsWith("may sound")),
    );

function notify(): void {
  count += 1;
  const data = { id: `id${count}`, text: `Notification ${count}`, time: Date.now() };
  stage.demo.comet.publish("web_notifications", "notification", data);
}

/** These tabs have sounded, in this order, and nothing more comes. */
async function expectHeard(...pages: Page[]): Promise<void> {
  await until(() => heard.length).toBeGreaterThanOrEqual(pages.length);
  const from = Date.now();
  await until(() => Date.now() - Math.max(from, lastHeardAt)).toBeGreaterThan(QUIET_MS);
  expect(heard.map((page) => pages.indexOf(page))).toEqual(
    pages.map((page) => pages.indexOf(page)),
  );
}

test("without a click nothing sounds, the page says so, and nothing comes in a burst later", async () => {
  const { page } = await visit();
  await sees(page, "#audio", "not allowed");
  expect(await page.title()).toMatch(/^🔇 master/);
  notify();
  notify();
  await until(() => page.locator(".outcome").allTextContents()).toEqual(
    Array(2).fill("no tab may sound"),
  );
  await page.getByRole("button", { name: "Turn the sound on" }).click();
  await sees(page, "#audio", "allowed");
  expect(await page.locator("#hint").isVisible()).toBe(false);
  expect(await page.title()).toMatch(/^master/);
  await expectHeard();
  notify();
  await expectHeard(page);
  await sees(page, "#count", "1");
});

test("a slave that was clicked in sounds for the master, once for each notification", async () => {
  const { master, first, second } = await visitWithTabs();
  await click(second, master, first);
  await sees(master, "#audio", "not allowed");
  expect(await first.locator("#hint").isVisible()).toBe(false);
  for (const expected of [1, 2, 3]) {
    notify();
    await until(() => heard.length).toBe(expected);
  }
  await expectHeard(second, second, second);
  await sees(second, "#count", "3");
  await sees(first, "#notifications > :first-child .outcome", await outcomeOf(second));

  // Two that may: one of them does.
  await click(first, master, second);
  notify();
  await until(() => heard.length).toBe(4);
  const chosen = heard[3] as Page;
  await expectHeard(second, second, second, chosen);

  await click(master);
  notify();
  await expectHeard(second, second, second, chosen, master);
});

const outcomeOf = async (page: Page) =>
  `♪ in tab ${await page.locator("#tabs code").first().innerText()}`;

test("the first click on the button is heard already, in the tab where it was", async () => {
  const { first } = await visitWithTabs();
  await first.getByRole("button", { name: "Send a notification" }).click();
  await expectHeard(first);
  await sees(first, ".outcome", "♪ in this tab");
});

const ends: Record<string, (page: Page) => Promise<unknown>> = {
  closed: (page) => page.close(),
  reloaded: (page) => page.reload(),
  crashed: async (page) => {
    const isCrashed = page.waitForEvent("crash");
    await page.goto("chrome://crash").catch(() => undefined);
    await isCrashed;
  },
};

for (const [how, end] of Object.entries(ends))
  test(`the master is ${how}: what comes at once, and later, sounds once`, async () => {
    const { master, first, second } = await visitWithTabs();
    for (const page of [master, first, second]) await click(page, master, first, second);
    notify();
    await until(() => heard).toEqual([master]);
    await end(master);
    notify();
    await until(() => heard.length).toBe(2);
    await sees(first, "#role", "the master");
    notify();
    const next = heard[1] as Page;
    expect([first, second]).toContain(next);
    await expectHeard(master, next, next);
    // A crashed page answers nobody.
    if (how === "crashed") await master.close();
  });

test("what a master leaves undone, the next one has done", async () => {
  const { master, first } = await visitWithTabs();
  await click(first, master);
  // The master gets the notification, but ends before it has told anybody.
  await master.evaluate(() => {
    const { tabSignal } = window as unknown as { tabSignal: { send_emit: () => void } };
    tabSignal.send_emit = () => undefined;
  });
  notify();
  await until(() => master.locator(".notification").count()).toBe(1);
  await until(() => first.locator(".notification").count()).toBe(1);
  expect(heard).toEqual([]);
  await master.close();
  await expectHeard(first);
});

test("a tab that does not answer is replaced by another, and stays silent when it awakes", async () => {
  const { master, first, second } = await visitWithTabs();
  await click(first, master);
  await click(second, master);
  const isAwake = first.evaluate(() => {
    (window as unknown as { reportBusy(): void }).reportBusy();
    // Much longer than the master waits, even where that is busy, too.
    const end = Date.now() + 5_000;
    while (Date.now() < end);
  });
  await until(() => busy).toEqual([first]);
  notify();
  await until(() => heard).toEqual([second]);
  await isAwake;
  await sees(first, ".outcome", await outcomeOf(second));
  await expectHeard(second);
});

test("it is heard where the leading tab shows another page of the site", async () => {
  const visitor = await stage.prepare();
  await listen(visitor);
  const other = visitor.page;
  await other.goto(`${stage.demo.address}/`);
  await other.addScriptTag({ url: "/CometServerApi.min.js" });
  await other.evaluate(() => {
    const { cometApi } = window as unknown as { cometApi: { start(options: object): void } };
    cometApi.start({ node: location.host });
  });
  const leads = () =>
    other.evaluate(() =>
      (window as unknown as { cometApi: { isMaster(): boolean } }).cometApi.isMaster(),
    );
  await until(leads).toBe(true);
  const [first, second] = [await openTab(visitor), await openTab(visitor)];
  await click(second, first);
  notify();
  await expectHeard(second);
  expect(await leads()).toBe(true);
});

test("of two visitors each hears one sound", async () => {
  const [anna, ben] = [await visit(), await visit()];
  const slave = await openTab(ben);
  await click(anna.page);
  await click(slave, ben.page);
  await anna.page.getByRole("button", { name: "Send a notification" }).click();
  await until(() => heard.length).toBe(2);
  const ordered = [anna.page, slave].sort(
    (one, other) => heard.indexOf(one) - heard.indexOf(other),
  );
  await expectHeard(...ordered);
});
