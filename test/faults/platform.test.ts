/** The faults really happen in this browser, and so do the facts about it that src/tabs relies on. */
import { expect, test } from "vitest";
import { chromium } from "../support/browser/chromium/profile";
import type { Report } from "./page/report";
import type { Profile } from "../support/browser/profile";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";

const stage = useFaultStage();

const LOCK = 'navigator.locks.request("l", () => new Promise(() => undefined))';
const ASK = `window.isGranted = false; ${LOCK.replace("() =>", "() => (isGranted = true, 0) ||")}; 0`;

const QUERY = "navigator.locks.query().then(({ held, pending }) => [held.length, pending.length])";

async function visit(
  count: number,
  query = "idle",
): Promise<{ tabs: Tab[]; profile: Profile; url: string }> {
  const { address } = await stage.site();
  const profile = await stage.profile();
  const url = `${address}/tab?${query}`;
  const tabs = [];
  for (let i = 0; i < count; i++) {
    const tab = await profile.open(url);
    await tab.loaded("/tab");
    tabs.push(tab);
  }
  return { tabs, profile, url };
}

async function events(tab: Tab): Promise<string[]> {
  const { events: all } = await tab.evaluate<Report>("tab.report()");
  return all.map(({ name, detail }) => (detail === undefined ? name : `${name} ${detail}`));
}

test("tabs have processes of their own", async () => {
  const { tabs } = await visit(4);
  const pids = [];
  for (const tab of tabs) pids.push(await tab.process());
  expect(new Set(pids).size).toBe(4);
});

test("a profile that is used again has forgotten what its pages stored", async () => {
  const { tabs, profile, url } = await visit(1);
  const store = `localStorage.a = sessionStorage.a = 1; document.cookie = "a=1"; ${ASK}`;
  await tabs[0]?.evaluate(store);
  await tabs[0]?.until("isGranted");
  await profile.dispose();
  await profile.dispose();
  const again = await stage.profile();
  expect(again).toBe(profile);
  expect((await stage.profile()) === profile, "given to two").toBe(false);
  const tab = await again.open(url);
  const stored = "[localStorage.length, sessionStorage.length, document.cookie]";
  expect(await tab.evaluate(stored)).toEqual([0, 0, ""]);
  expect(await tab.evaluate(QUERY)).toEqual([0, 0]);
  expect(again.tabs).toEqual([tab]);
});

test("only the tab in front is visible", async () => {
  const { tabs } = await visit(3);
  const states = () => Promise.all(tabs.map((tab) => tab.evaluate("document.visibilityState")));
  const see = (...expected: string[]) => until(states).toEqual(expected);
  await see("hidden", "hidden", "visible");
  await tabs[0]?.activate();
  await see("visible", "hidden", "hidden");
});

test("the back/forward cache is used, with a lock and a socket", async () => {
  const { tabs, url } = await visit(1, "");
  const [tab] = tabs as [Tab];
  await tab.until("tab.status().isConnected");
  await tab.evaluate(ASK);
  await tab.until("isGranted");
  await tab.navigate(url.replace("/tab", "/other"));
  expect(await tab.back()).toBe(true);
  expect(await events(tab)).toEqual(expect.arrayContaining(["pagehide true", "pageshow true"]));
});

test("freeze and resume are told", async () => {
  const { tabs } = await visit(1);
  const [tab] = tabs as [Tab];
  await tab.freeze(true);
  await tab.freeze(false);
  await until(() => events(tab)).toContain("resume");
  expect(await events(tab)).toEqual(expect.arrayContaining(["freeze", "resume"]));
});

test("freeze and resume do not bubble to the window", async () => {
  const { tabs } = await visit(1);
  const [tab] = tabs as [Tab];
  await tab.evaluate(`window.seen = [];
    for (const type of ["freeze", "resume"]) {
      addEventListener(type, () => seen.push(type), true);
      addEventListener(type, () => seen.push(type + " bubbled"));
    } 0`);
  await tab.freeze(true);
  await tab.freeze(false);
  await tab.until("seen.includes('resume')");
  expect(await tab.evaluate("seen")).toEqual(["freeze", "resume"]);
});

test.for(["close", "crash", "kill", "reload", "discard"] as const)(
  "%s ends the page and frees its lock",
  async (end) => {
    const { tabs } = await visit(2);
    const [holder, waiter] = tabs as [Tab, Tab];
    await holder.evaluate(ASK);
    await holder.until("isGranted");
    await waiter.evaluate(ASK);
    await holder[end]();
    await waiter.until("isGranted");
    if (end !== "discard") return;
    await holder.revive();
    expect(await holder.evaluate("document.wasDiscarded")).toBe(true);
  },
);

test.for(["freeze", "halt"] as const)("%s keeps the lock; it can be stolen", async (end) => {
  const { tabs } = await visit(2);
  const [holder, waiter] = tabs as [Tab, Tab];
  await holder.evaluate(ASK);
  await holder.until("isGranted");
  await waiter.evaluate(ASK);
  await (end === "freeze" ? holder.freeze(true) : holder.halt());
  expect(await waiter.evaluate(QUERY)).toEqual([1, 1]);
  expect(await waiter.evaluate("isGranted")).toBe(false);
  const steal = 'navigator.locks.request("l", { steal: true }, () => "stolen")';
  expect(await waiter.evaluate(steal)).toBe("stolen");
  await waiter.until("isGranted");
});

test("the back/forward cache keeps a page with its lock, until another tab wants that", async () => {
  const { tabs, url } = await visit(2);
  const [holder, other] = tabs as [Tab, Tab];
  await holder.evaluate(ASK);
  await holder.until("isGranted");
  await holder.navigate(url.replace("/tab", "/other"));
  expect(await other.evaluate(QUERY)).toEqual([1, 0]);
  // Then it is thrown out: hence the library gives its locks back before.
  await other.evaluate(ASK);
  await other.until("isGranted");
  expect(await holder.back()).toBe(false);
});

test("a page that is halted answers again when it is woken", async () => {
  const { tabs } = await visit(2);
  const [tab, other] = tabs as [Tab, Tab];
  await tab.halt();
  let isAnswered = false;
  const answer = tab.evaluate("1 + 1").then((value) => {
    isAnswered = true;
    return value;
  });
  for (let n = 0; n < 10; n++) expect(await other.evaluate(`1 + ${n}`)).toBe(1 + n);
  expect(isAnswered).toBe(false);
  tab.wake();
  expect(await answer).toBe(2);
});

test("a duplicated tab", async () => {
  const { tabs, profile } = await visit(1);
  const [tab] = tabs as [Tab];
  await tab.evaluate('sessionStorage.setItem("a", "1")');
  const copy = await chromium(profile).opened(() => tab.evaluateAsUser("void open(location.href)"));
  await copy.loaded("/tab");
  expect(await copy.evaluate('sessionStorage.getItem("a")')).toBe("1");
});

test("there are locks on a loopback address, and none on an insecure origin", async () => {
  const { tabs, profile, url } = await visit(1);
  const plain = await profile.open(url.replace("127.0.0.1", "plain.test"));
  await plain.loaded("/tab");
  const offers = "[typeof navigator.locks, typeof BroadcastChannel, isSecureContext]";
  expect(await tabs[0]?.evaluate(offers)).toEqual(["object", "function", true]);
  expect(await plain.evaluate(offers)).toEqual(["undefined", "function", false]);
});

test.for(["sandbox", "third party"] as const)("a frame: %s", async (kind) => {
  const { profile, url } = await visit(0);
  const frame = encodeURIComponent(url);
  const isSandboxed = kind === "sandbox";
  const host = isSandboxed ? "127.0.0.1" : "other.test";
  const page = await profile.open(
    `${url.replace("127.0.0.1", host).replace(/\/tab.*/, "/frame")}?frame=${frame}${isSandboxed ? "&sandbox" : ""}`,
  );
  await page.loaded("/frame");
  const inside = await chromium(profile).foreignFrame(page);
  await inside.loaded("/tab");
  expect(await inside.evaluate("origin")).toBe(isSandboxed ? "null" : new URL(url).origin);
});
