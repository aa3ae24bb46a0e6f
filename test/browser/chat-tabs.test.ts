/** The chat page in several tabs of one browser. */
import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { AWKWARD, ChatPage, EMOJI } from "./chat-page";
import { until } from "../support/until";
import { useDemo } from "./demo";

const stage = useDemo();

/** Three tabs of one browser, the leader first. */
async function openThree(): Promise<[ChatPage, ChatPage, ChatPage]> {
  const first = await ChatPage.open(stage, "Anna");
  const tabs = [first, await first.openTab(), await first.openTab()] as const;
  for (const tab of tabs) await until(() => tab.tabs()).toHaveLength(3);
  return [...tabs];
}

async function rolesOf(tabs: ChatPage[]): Promise<string[]> {
  return (await Promise.all(tabs.map((tab) => tab.role()))).sort();
}

test("three tabs of one browser: one is the leader, and each lists all", async () => {
  const tabs = await openThree();
  await until(() => rolesOf(tabs)).toEqual(["master", "slave", "slave"]);
  const [first, ...others] = tabs;
  const ids = await Promise.all(tabs.map((tab) => tab.tabId()));
  expect(new Set(ids).size).toBe(3);
  for (const [index, tab] of tabs.entries()) {
    const rest = ids.filter((id) => id !== ids[index]);
    const mark = (id = "", own = "") => `${id}${own}${id === ids[0] ? " 1st master" : ""}`;
    const [own, ...listed] = await tab.tabs();
    expect(own).toBe(mark(ids[index], " (this tab)"));
    expect(listed.sort()).toEqual(rest.map((id) => mark(id)).sort());
    expect(await tab.page.evaluate("document.title")).toBe(
      `${index ? "slave" : "master"} ${ids[index]} – Chat`,
    );
    await until(() => tab.people()).toEqual(["Anna (you)"]);
  }
  expect(stage.demo.comet.connections).toHaveLength(1);
  expect(stage.demo.comet.connectionAttempts).toBe(1);
  expect(await first.page.find("#hint-shared").isVisible()).toBe(true);
  expect(others.flatMap(({ problems }) => problems)).toEqual([]);
});

test("the leader is closed: another tab leads, and messages keep flowing", async () => {
  const [leader, second, third] = await openThree();
  const others = [second, third];
  const ben = await ChatPage.open(stage, "Ben");
  await ben.say("Before");
  for (const tab of others) await until(() => tab.texts()).toEqual(["Before"]);
  await leader.page.close();
  await ben.say("Meanwhile");
  await until(() => rolesOf(others)).toEqual(["master", "slave"]);
  for (const tab of others) {
    await until(() => tab.tabs()).toHaveLength(2);
    await until(() => tab.texts("#tabs .user:not(:empty)")).toEqual(["2nd master"]);
    await tab.sees("#connection", "connected");
  }
  for (const tab of others) await until(() => tab.texts()).toEqual(["Before", "Meanwhile"]);
  await ben.say("After");
  for (const tab of others)
    await until(() => tab.texts()).toEqual(["Before", "Meanwhile", "After"]);
  await second.say("Still here");
  await until(() => ben.texts()).toEqual(["Before", "Meanwhile", "After", "Still here"]);
  await until(() => ben.people()).toEqual(["Ben (you)", "Anna"]);
  await until(() => stage.demo.comet.connections).toHaveLength(2);
  expect(others.flatMap(({ problems }) => problems)).toEqual([]);
});

test("a message that one tab sends appears in the others once, as an own one", async () => {
  const tabs = await openThree();
  const [leader, follower, other] = tabs;
  const ben = await ChatPage.open(stage, "Ben");
  await follower.say(AWKWARD[0] as string);
  await until(() => follower.reports()).toEqual(["delivered to 1"]);
  await leader.say(EMOJI);
  await until(() => leader.reports()).toEqual(["sent in another tab", "delivered to 1"]);
  await until(() => follower.reports()).toEqual(["delivered to 1", "sent in another tab"]);
  await until(() => other.reports()).toEqual(["sent in another tab", "sent in another tab"]);
  // A further one, so that a second copy of those before would be here, too.
  await ben.say("Got it");
  for (const tab of [...tabs, ben])
    await until(() => tab.texts()).toEqual([AWKWARD[0], EMOJI, "Got it"]);

  await other.rename("Annabel");
  await until(() => ben.people()).toEqual(["Ben (you)", "Annabel"]);
  for (const tab of tabs) {
    await until(() => tab.people()).toEqual(["Annabel (you)", "Ben"]);
    expect(await tab.page.find("label=Name").value()).toBe("Annabel");
  }
  expect([...follower.problems, ...other.problems]).toEqual([]);
});

test("a tab that logs in leaves the others, which go on together", async () => {
  const { comet } = stage.demo;
  const [first, second, third] = await openThree();
  await first.page.find("button=Log in").click();
  await first.sees("#authorisation", "logged in as user 1");
  await until(() => first.tabs()).toHaveLength(1);
  await until(() => rolesOf([second, third])).toEqual(["master", "slave"]);
  await second.sees("#authorisation", "not logged in");
  // Not that of the tab which has left.
  const connections = () => comet.connections.map(({ id, userId }) => [id > 1, userId]).sort();
  await until(connections).toEqual([
    [true, 0],
    [true, 1],
  ]);
  await first.say("As user 1");
  for (const tab of [second, third]) await until(() => tab.texts()).toEqual(["As user 1"]);
  // One person, though with two connections now.
  for (const tab of [first, second, third]) {
    await until(() => tab.people()).toEqual(["Anna (you)"]);
    await tab.sees("#people .user:not(:empty)", "user 1");
  }
  expect([...second.problems, ...third.problems]).toEqual([]);
});

test("screenshots of several tabs", async () => {
  mkdirSync("test-results", { recursive: true });
  const [leader, follower, other] = await openThree();
  const ben = await ChatPage.open(stage, "Ben", {
    viewport: { width: 390, height: 800 },
    colorScheme: "dark",
  });
  const phoneTab = await ben.openTab();
  await ben.say("How many tabs do you have open?");
  await until(() => follower.texts()).toHaveLength(1);
  await follower.say("Three, and one connection.");
  await until(() => follower.reports()).toEqual(["delivered to 1"]);
  await leader.page.close();
  await until(() => follower.tabs()).toHaveLength(2);
  await until(() => follower.texts("#tabs .user:not(:empty)")).toEqual(["2nd master"]);
  await follower.sees("#connection", "connected");
  await other.sees("#connection", "connected");
  await other.say("Two, I closed one. 😀");
  await until(() => follower.texts()).toHaveLength(3);
  await until(() => ben.texts()).toHaveLength(3);
  await until(() => follower.people()).toHaveLength(2);
  await follower.page.screenshot("test-results/chat-tabs.png");
  await ben.page.screenshot("test-results/chat-tabs-phone.png");
  const width = await ben.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  expect([follower, other, phoneTab].flatMap(({ problems }) => problems)).toEqual([]);
});
