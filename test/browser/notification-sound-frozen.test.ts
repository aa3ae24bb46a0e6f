/** A browser as people have it: tabs in the background are hidden there, and can be frozen. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { startDemo, type Demo } from "../../examples/demo-server.mjs";
import type { Profile } from "../support/browser/profile";
import { useBrowser } from "../support/browser/shared-browser";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";

/** Longer than a tab waits for another one before it runs its own callback. */
const QUIET_MS = 2_000;

const newProfile = useBrowser();
let profile: Profile;
let demo: Demo;
let count = 0;

beforeEach(async () => {
  demo = await startDemo();
  profile = await newProfile();
});
afterEach(async () => {
  await profile.dispose();
  await demo.close();
});

async function open(role: string): Promise<Tab> {
  const tab = await profile.open(`${demo.address}/notification-sound/`);
  await tab.until(`document.querySelector("#role")?.textContent === ${JSON.stringify(role)}`);
  return tab;
}

/** A click somewhere on the page, after which all tabs know that it may sound. */
async function click(tab: Tab): Promise<void> {
  await tab.evaluateAsUser(`document.querySelector("h1").click()`);
  await tab.until(`document.querySelector("#audio").textContent === "allowed"`);
  await isKnown(tab);
}

/** The leader has heard what the tab said last: a channel joined after it is in force. */
const isKnown = (tab: Tab) =>
  tab.evaluate(`(async () => {
    const probe = cometApi.subscribe("web_probe_" + cometApi.getTabUUID(), () => undefined);
    await probe.ready;
    probe.unsubscribe();
  })()`);

/** How often each tab has sounded. */
const sounds = (tabs: Tab[]) =>
  Promise.all(
    tabs.map((tab) => tab.evaluate<number>(`Number(document.querySelector("#count").textContent)`)),
  );

async function expectSounds(tabs: Tab[], expected: number[]): Promise<void> {
  await until(() => sounds(tabs)).toEqual(expected);
  const from = Date.now();
  await until(() => Date.now() - from).toBeGreaterThan(QUIET_MS);
  expect(await sounds(tabs)).toEqual(expected);
}

function notify(): void {
  count += 1;
  const data = { id: `id${count}`, text: `Notification ${count}`, time: Date.now() };
  demo.comet.publish("web_notifications", "notification", data);
}

test("the leader is frozen: another tab sounds, and the frozen one is silent when it awakes", async () => {
  const tabs = [await open("the master"), await open("a slave"), await open("a slave")];
  const [leader, first] = tabs as [Tab, Tab, Tab];
  for (const tab of [leader, first]) await click(tab);
  notify();
  await expectSounds(tabs, [1, 0, 0]);
  await leader.freeze(true);
  notify();
  await expectSounds(tabs, [1, 1, 0]);
  await leader.freeze(false);
  await leader.until(`document.querySelector("#role").textContent === "a slave"`);
  notify();
  await expectSounds(tabs, [1, 2, 0]);
});

test("the visible tab sounds first", async () => {
  const tabs = [await open("the master"), await open("a slave"), await open("a slave")];
  for (const tab of tabs) await click(tab);
  notify();
  await expectSounds(tabs, [0, 0, 1]);
  await tabs[1]?.activate();
  await tabs[0]?.until(`document.visibilityState === "hidden"`);
  await tabs[2]?.until(`document.visibilityState === "hidden"`);
  for (const tab of tabs) await isKnown(tab);
  notify();
  await expectSounds(tabs, [0, 1, 1]);
});
