import { afterEach, beforeEach, expect, test } from "vitest";
import { chromiumTab } from "../support/browser/chromium/tab";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { useDemo, type Visitor } from "./demo";
import { sees } from "./sees";

const stage = useDemo();
const PATH = "/notification-sound/";
/** Longer than the page waits for a tab before it tells another one. */
const QUIET_MS = 2_000;

/** The tabs that have sounded, in order: what the visitors hear. */
let heard: Tab[] = [];
let lastHeardAt = 0;
/** The tabs that have begun a long task. */
let busy: Tab[] = [];
let count = 0;

beforeEach(() => {
  heard = [];
  busy = [];
});
afterEach(async () => {
  const tabs = stage.visitors.flatMap(({ profile }) => profile.allTabs);
  const problems = await Promise.all(tabs.map((tab) => tab.takeProblems()));
  expect(problems.flat()).toEqual([]);
});

/** The browser's policy is the real one; what starts to sound is reported by the page. */
async function listen({ profile }: Visitor): Promise<void> {
  await profile.prepare(async (tab) => {
    await chromiumTab(tab).expose("reportSound", () => {
      heard.push(tab);
      lastHeardAt = Date.now();
    });
    await chromiumTab(tab).expose("reportBusy", () => void busy.push(tab));
    await tab.beforeLoad(reportSounds);
  });
}

/** Runs in the page. */
function reportSounds(): void {
  const { reportSound } = window as unknown as { reportSound(text: string): void };
  for (const source of [OscillatorNode, AudioBufferSourceNode, ConstantSourceNode]) {
    const { start } = source.prototype as AudioScheduledSourceNode;
    source.prototype.start = function (this: AudioScheduledSourceNode, ...times: number[]) {
      // Before the policy lets it, nothing is heard.
      if (this.context.state === "running") reportSound("");
      start.apply(this, times as [number]);
    };
  }
}

async function visit(): Promise<Visitor> {
  const visitor = await stage.prepare();
  await listen(visitor);
  await visitor.page.navigate(stage.demo.address + PATH);
  await sees(visitor.page, "#role", "the master");
  await sees(visitor.page, "#connection", "connected");
  await until(() => stage.demo.comet.connections.at(-1)?.channels).toEqual(["web_notifications"]);
  return visitor;
}

/** A leader and two followers. The next leader is the first follower. */
async function visitWithTabs(): Promise<{ leader: Tab; first: Tab; second: Tab }> {
  const visitor = await visit();
  const [first, second] = [await openTab(visitor), await openTab(visitor)];
  return { leader: visitor.page, first, second };
}

async function openTab({ profile }: Visitor): Promise<Tab> {
  const page = await profile.open(stage.demo.address + PATH);
  await sees(page, "#role", "a slave");
  return page;
}

/** A click somewhere on the page, after which the tabs that are named know of each other's audio. */
async function click(page: Tab, ...witnesses: Tab[]): Promise<void> {
  await page.find("h1").click();
  await sees(page, "#audio", "allowed");
  const id = await page.find("#tabs code").text();
  for (const witness of witnesses)
    await until(() => mayBeHeard(witness)).toContainEqual(expect.stringMatching(`^${id}`));
}

async function mayBeHeard(page: Tab): Promise<string[]> {
  const texts = await page.find("#tabs .tab").texts();
  return texts.map((text) => text.trim()).filter((text) => text.endsWith("may sound"));
}

function notify(): void {
  count += 1;
  const data = { id: `id${count}`, text: `Notification ${count}`, time: Date.now() };
  stage.demo.comet.publish("web_notifications", "notification", data);
}

/** These tabs have sounded, in this order, and nothing more comes. */
async function expectHeard(...pages: Tab[]): Promise<void> {
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
  expect(await page.evaluate("document.title")).toMatch(/^🔇 master/);
  notify();
  notify();
  await until(() => page.find(".outcome").texts()).toEqual(Array(2).fill("no tab may sound"));
  await page.find("button=Turn the sound on").click();
  await sees(page, "#audio", "allowed");
  expect(await page.find("#hint").isVisible()).toBe(false);
  expect(await page.evaluate("document.title")).toMatch(/^master/);
  await expectHeard();
  notify();
  await expectHeard(page);
  await sees(page, "#count", "1");
});

test("a follower that was clicked in sounds for the leader, once for each notification", async () => {
  const { leader, first, second } = await visitWithTabs();
  await click(second, leader, first);
  await sees(leader, "#audio", "not allowed");
  expect(await first.find("#hint").isVisible()).toBe(false);
  for (const expected of [1, 2, 3]) {
    notify();
    await until(() => heard.length).toBe(expected);
  }
  await expectHeard(second, second, second);
  await sees(second, "#count", "3");
  await sees(first, "#notifications > :first-child .outcome", await outcomeOf(second));

  // Two that may: one of them does.
  await click(first, leader, second);
  notify();
  await until(() => heard.length).toBe(4);
  const chosen = heard[3] as Tab;
  await expectHeard(second, second, second, chosen);

  await click(leader);
  notify();
  await expectHeard(second, second, second, chosen, leader);
});

const outcomeOf = async (page: Tab) => `♪ in tab ${await page.find("#tabs code").text()}`;

test("the first click on the button is heard already, in the tab where it was", async () => {
  const { first } = await visitWithTabs();
  await first.find("button=Send a notification").click();
  await expectHeard(first);
  await sees(first, ".outcome", "♪ in this tab");
});

const ends: Record<string, (page: Tab) => Promise<unknown>> = {
  closed: (page) => page.close(),
  reloaded: (page) => page.reload(),
  crashed: (page) => page.crash(),
};

for (const [how, end] of Object.entries(ends))
  test(`the leader is ${how}: what comes at once, and later, sounds once`, async () => {
    const { leader, first, second } = await visitWithTabs();
    for (const page of [leader, first, second]) await click(page, leader, first, second);
    notify();
    await until(() => heard).toEqual([leader]);
    await end(leader);
    notify();
    await until(() => heard.length).toBe(2);
    await sees(first, "#role", "the master");
    notify();
    const next = heard[1] as Tab;
    expect([first, second]).toContain(next);
    await expectHeard(leader, next, next);
  });

test("what a leader leaves undone, the next one has done", async () => {
  const { leader, first } = await visitWithTabs();
  await click(first, leader);
  // The leader gets the notification, but ends before it has told anybody.
  await leader.evaluate(() => {
    const { tabSignal } = window as unknown as { tabSignal: { send_emit: () => void } };
    tabSignal.send_emit = () => undefined;
  });
  notify();
  await until(() => leader.find(".notification").count()).toBe(1);
  await until(() => first.find(".notification").count()).toBe(1);
  expect(heard).toEqual([]);
  await leader.close();
  await expectHeard(first);
});

test("a tab that does not answer is replaced by another, and stays silent when it awakes", async () => {
  const { leader, first, second } = await visitWithTabs();
  await click(first, leader);
  await click(second, leader);
  const isAwake = first.evaluate(() => {
    (window as unknown as { reportBusy(text: string): void }).reportBusy("");
    // Much longer than the leader waits, even where that is busy, too.
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
  await other.navigate(`${stage.demo.address}/`);
  await other.addScript("/CometServerApi.min.js");
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
  const follower = await openTab(ben);
  await click(anna.page);
  await click(follower, ben.page);
  await anna.page.find("button=Send a notification").click();
  await until(() => heard.length).toBe(2);
  const ordered = [anna.page, follower].sort(
    (one, other) => heard.indexOf(one) - heard.indexOf(other),
  );
  await expectHeard(...ordered);
});
