import { afterEach, beforeEach, expect, test } from "vitest";
import { chromiumTab } from "../support/browser/chromium/tab";
import type { CometApi } from "../../src/index";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { useDemo, type Visitor } from "./demo";
import { sees } from "./sees";

const stage = useDemo();
const PATH = "/notification-sound/";
/** Longer than a tab waits for another one before it runs its own callback. */
const QUIET_MS = 2_000;

/** The tabs that have sounded, in order: what the visitors hear. */
let heard: Tab[] = [];
let lastHeardAt = 0;
let count = 0;

beforeEach(() => {
  heard = [];
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

/** A click somewhere on the page, after which all tabs know that it may sound. */
async function click(page: Tab): Promise<void> {
  await page.find("h1").click();
  await sees(page, "#audio", "allowed");
  await isKnown(page);
}

/** The leader has heard what the tab said last: a channel joined after it is in force. */
async function isKnown(page: Tab): Promise<void> {
  await page.evaluate(async () => {
    const { cometApi } = window as unknown as { cometApi: CometApi };
    const probe = cometApi.subscribe(`web_probe_${cometApi.getTabUUID()}`, () => undefined);
    await probe.ready;
    probe.unsubscribe();
  });
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
  await until(() => page.find(".notification").count()).toBe(2);
  await page.find("button=Turn the sound on").click();
  await sees(page, "#audio", "allowed");
  await isKnown(page);
  expect(await page.find("#hint").isVisible()).toBe(false);
  expect(await page.evaluate("document.title")).toMatch(/^master/);
  await expectHeard();
  notify();
  await expectHeard(page);
  await sees(page, "#count", "1");
  await until(() => page.find(".outcome").texts()).toEqual(["♪ in this tab", "", ""]);
});

test("a follower that was clicked in sounds for the leader, once for each notification", async () => {
  const { leader, first, second } = await visitWithTabs();
  await click(second);
  await sees(leader, "#audio", "not allowed");
  for (const expected of [1, 2, 3]) {
    notify();
    await until(() => heard.length).toBe(expected);
  }
  await expectHeard(second, second, second);
  await sees(second, "#count", "3");
  const sounded = `♪ in tab ${await second.find("#tabs code").text()}`;
  await sees(first, "#notifications > :first-child .outcome", sounded);

  // More that may: one of them does.
  await click(first);
  await click(leader);
  notify();
  await until(() => heard.length).toBe(4);
  await expectHeard(second, second, second, heard[3] as Tab);
});

test("the button lets the server notify every tab, and one sounds", async () => {
  const { leader, first, second } = await visitWithTabs();
  await click(first);
  await first.find("button=Send a notification").click();
  await expectHeard(first);
  for (const tab of [leader, first, second])
    await until(() => tab.find(".notification").count()).toBe(1);
  await sees(first, ".outcome", "♪ in this tab");
});

test("the leader crashes: what comes at once, and later, sounds once", async () => {
  const { leader, first, second } = await visitWithTabs();
  for (const page of [leader, first, second]) await click(page);
  notify();
  await until(() => heard).toEqual([leader]);
  await leader.crash();
  notify();
  await until(() => heard.length).toBe(2);
  await sees(first, "#role", "the master");
  notify();
  const next = heard[1] as Tab;
  expect([first, second]).toContain(next);
  await expectHeard(leader, next, next);
});

test("it is heard where the leading tab shows another page of the site", async () => {
  const visitor = await stage.prepare();
  await listen(visitor);
  const other = visitor.page;
  await other.navigate(`${stage.demo.address}/`);
  await other.addScript("/CometServerApi.min.js");
  await other.evaluate(() => {
    const { cometApi } = window as unknown as { cometApi: CometApi };
    cometApi.start({ node: location.host });
  });
  const leads = () =>
    other.evaluate(() => (window as unknown as { cometApi: CometApi }).cometApi.isMaster());
  await until(leads).toBe(true);
  const [second] = [await openTab(visitor), await openTab(visitor)];
  await click(second);
  notify();
  await expectHeard(second);
  expect(await leads()).toBe(true);
});

test("of two visitors each hears one sound", async () => {
  const [anna, ben] = [await visit(), await visit()];
  const follower = await openTab(ben);
  await click(anna.page);
  await click(follower);
  await anna.page.find("button=Send a notification").click();
  await until(() => heard.length).toBe(2);
  const ordered = [anna.page, follower].sort(
    (one, other) => heard.indexOf(one) - heard.indexOf(other),
  );
  await expectHeard(...ordered);
});
