import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { ChatPage } from "./chat-page";
import { until, useStage } from "./support";

const stage = useStage();

const AWKWARD = [
  `She said "don't", I said 'why "not"?'`,
  "Two\nlines, and  two  spaces\n\n  an indented one",
  "C:\\new\\table \\\\ \\n \\' \\\" \\u0041",
  "<b>bold</b> <img src=x onerror=alert(1)> &amp; </li>",
  '{"text": "JSON", "n": [1, null]}',
  "Žluťoučký кот 猫 – “so” … €",
];
const EMOJI = "Party 🎉👩‍👩‍👧 tonight?";

test("two people talk: every text arrives as it was written, with its delivery report", async () => {
  const anna = await ChatPage.open(stage, "Anna");
  const ben = await ChatPage.open(stage, "Ben");
  await until(() => anna.people()).toEqual(["Anna (you)", "Ben"]);
  await until(() => ben.people()).toEqual(["Ben (you)", "Anna"]);

  const texts = [...AWKWARD, EMOJI];
  for (const text of texts) await anna.say(text);
  await until(() => ben.texts()).toEqual(texts);
  await ben.say(EMOJI);
  await until(() => anna.texts()).toEqual([...texts, EMOJI]);
  await until(() => ben.texts()).toEqual([...texts, EMOJI]);
  await until(() => anna.reports()).toEqual(texts.map(() => "delivered to 1"));
  expect(await ben.page.locator("#messages .author").first().textContent()).toBe("Anna");
  expect(await ben.page.locator("#messages time").first().textContent()).toMatch(/\d:\d\d/);

  await ben.rename('Ben "the cat" O\'Hara');
  await until(() => anna.people()).toEqual(["Anna (you)", 'Ben "the cat" O\'Hara']);
  await anna.page.close();
  await until(() => ben.people()).toEqual(['Ben "the cat" O\'Hara (you)']);
});

test("an own message is shown before the server has reported on it", async () => {
  const anna = await ChatPage.open(stage, "Anna");
  await ChatPage.open(stage, "Ben");
  stage.demo.comet.withholdAnswers(["web_pipe2"]);
  await anna.say("Hello?");
  await until(() => stage.demo.comet.heldAnswers).toBe(1);
  expect([await anna.texts(), await anna.reports()]).toEqual([["Hello?"], ["sent"]]);
  stage.demo.comet.releaseAnswers();
  await until(() => anna.reports()).toEqual(["delivered to 1"]);
});

test("after a reload the history stands above a divider, new messages below it", async () => {
  const anna = await ChatPage.open(stage, "Anna");
  for (const text of AWKWARD) await anna.say(text);
  await until(() => anna.reports()).toEqual(AWKWARD.map(() => "delivered to 0"));
  expect(await anna.page.locator("#divider").isVisible()).toBe(false);

  await anna.page.reload();
  await anna.page.locator("#divider").waitFor();
  expect(await anna.texts("#earlier .own .text")).toEqual(AWKWARD);
  expect(await anna.texts()).toEqual([]);

  // No emoji before: the server's log drops messages with four-byte characters.
  const ben = await ChatPage.open(stage, "Ben");
  await ben.say(EMOJI);
  await until(() => anna.texts()).toEqual([EMOJI]);
  await until(() => ben.texts("#earlier :not(.own) .text")).toEqual(AWKWARD);
  expect(await anna.texts("#earlier .text")).toEqual(AWKWARD);
});

test("logging in and out changes the authorisation, and others see it", async () => {
  const anna = await ChatPage.open(stage, "Anna");
  const ben = await ChatPage.open(stage, "Ben");
  await ben.sees("#authorisation", "not logged in");
  await ben.page.getByRole("button", { name: "Log in" }).click();
  await ben.sees("#authorisation", "logged in as user 1");
  await ben.sees("#connection", "connected");
  await until(() => stage.demo.comet.connections.map(({ userId }) => userId)).toEqual([0, 1]);
  await ben.say("It is really me");
  await anna.sees("#messages .user", "user 1");
  await anna.sees("#people .user:not(:empty)", "user 1");

  await ben.page.getByRole("button", { name: "Log out" }).click();
  await ben.sees("#authorisation", "not logged in");
  await until(() => anna.texts("#people .user:not(:empty)")).toEqual([]);
});

test("the log-in button keeps the focus, and clicks on it cannot pile up", async () => {
  const ben = await ChatPage.open(stage, "Ben");
  const button = ben.page.locator("#login");
  await button.focus();
  const press = (label: string) =>
    ben.page.evaluate((wanted) => {
      const element = document.querySelector<HTMLElement>("#login");
      if (!element || element.textContent !== wanted || element.ariaDisabled === "true")
        return false;
      for (let count = 0; count < 5; count += 1) element.click();
      return true;
    }, label);
  for (const label of ["Log in", "Log out", "Log in", "Log out"]) {
    await until(() => press(label)).toBe(true);
  }
  await ben.sees("#authorisation", "not logged in");
  await until(() => button.getAttribute("aria-disabled")).toBe("false");
  expect(await ben.page.evaluate(() => document.activeElement?.id)).toBe("login");
  // The first connection and one for each change.
  expect(stage.demo.comet.connectionAttempts).toBe(5);
});

test("odd data in the presence channel does no harm, then or later", async () => {
  const { comet } = stage.demo;
  const anna = await ChatPage.open(stage, "Anna");
  await until(() => anna.people()).toEqual(["Anna (you)"]);
  for (const event of ["subscription", "unsubscription"])
    for (const data of [null, 7, "text", [], { uuid: 7 }]) comet.publish("track_chat", event, data);
  const ben = await ChatPage.open(stage, "Ben");
  await until(() => anna.people()).toEqual(["Anna (you)", "Ben"]);
  await ben.page.close();
  await until(() => anna.people()).toEqual(["Anna (you)"]);
});

test("the page works where storage is blocked", async () => {
  const visitor = await stage.prepare();
  await visitor.page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("blocked", "SecurityError");
      },
    });
  });
  await visitor.page.goto(`${stage.demo.address}/script-tag/`);
  const anna = ChatPage.at(visitor);
  await anna.rename("Anna");
  await anna.sees("#connection", "connected");
  await anna.say("Hello");
  await until(() => anna.reports()).toEqual(["delivered to 0"]);
  expect(await anna.texts("#messages .author")).toEqual(["Anna"]);
});

test("old messages give way to new ones", async () => {
  const ben = await ChatPage.open(stage, "Ben");
  for (let count = 0; count < 510; count += 1) {
    stage.demo.comet.publish("web_chat", "message", {
      id: `id${count}`,
      uuid: "someone",
      name: "Someone",
      text: `text ${count}`,
    });
  }
  await until(() => ben.page.locator("#messages .message").count()).toBe(500);
  expect(await ben.page.locator("#messages .text").first().textContent()).toBe("text 10");
  expect(await ben.page.locator("#messages .author").first().isVisible()).toBe(true);
});

test("on a phone the delivery report of the last message is in view", async () => {
  const ben = await ChatPage.open(stage, "Ben", { viewport: { width: 390, height: 500 } });
  for (let count = 0; count < 10; count += 1)
    stage.demo.comet.publish("web_chat", "message", {
      id: `id${count}`,
      uuid: `someone${count}`,
      name: "Someone",
      text: `text ${count}`,
    });
  await until(() => ben.texts()).toHaveLength(10);
  await ben.say("Here I am");
  await until(() => ben.reports()).toEqual(["delivered to 0"]);
  const hidden = await ben.page
    .locator("#scroll")
    .evaluate(
      ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
    );
  expect(hidden).toBeLessThan(2);
});

test("the server drops all connections: the page says so, and nothing is lost", async () => {
  const { comet } = stage.demo;
  const anna = await ChatPage.open(stage, "Anna");
  const ben = await ChatPage.open(stage, "Ben");
  await anna.say("before");
  await until(() => ben.texts()).toEqual(["before"]);

  comet.refuse("silence");
  comet.closeConnections();
  await anna.sees("#connection", "reconnecting…");
  expect(await anna.page.locator("#authorisation.stale").count()).toBe(1);
  await ben.sees("#connection", "reconnecting…");
  await anna.say("meanwhile");
  expect(await anna.reports()).toEqual(["delivered to 1", "waiting for the connection"]);

  comet.refuse(null);
  await anna.sees("#connection", "connected");
  await ben.sees("#connection", "connected");
  await until(() => ben.texts()).toEqual(["before", "meanwhile"]);
  await ben.say("back again");
  await until(() => anna.texts()).toEqual(["before", "meanwhile", "back again"]);
  await until(() => ben.texts()).toEqual(["before", "meanwhile", "back again"]);
  await until(() => anna.people()).toEqual(["Anna (you)", "Ben"]);

  // The browser itself writes a line for each attempt that failed.
  for (const { visitor } of [anna, ben])
    for (const line of await visitor.takeProblems())
      expect(line).toMatch(/^error: WebSocket connection to '\S+' failed/);
});

test("a message whose report was lost says so, until the log shows that it arrived", async () => {
  const { comet } = stage.demo;
  const anna = await ChatPage.open(stage, "Anna");
  await until(() => anna.people()).toEqual(["Anna (you)"]);
  comet.withholdAnswers(["web_pipe2"]);
  await anna.say("Was it you?");
  await anna.say("The server never looked at this one");
  await until(() => comet.heldAnswers).toBe(1);
  comet.refuse("silence");
  comet.closeConnections();
  await until(() => anna.reports()).toEqual(["not confirmed", "not confirmed"]);
  comet.releaseAnswers();
  comet.refuse(null);
  await until(() => anna.reports()).toEqual(["arrived", "not confirmed"]);
  expect(await anna.texts()).toHaveLength(2);
  for (const line of await anna.visitor.takeProblems())
    expect(line).toMatch(/^error: WebSocket connection to '\S+' failed/);
});

/** Takes all connections away for longer than the page lets pass, and lets them come back. */
async function interrupt(chat: ChatPage, meanwhile: () => void): Promise<void> {
  const { comet } = stage.demo;
  comet.refuse("silence");
  comet.closeConnections();
  await chat.sees("#connection", "reconnecting…");
  meanwhile();
  await chat.page.waitForTimeout(1_100);
  comet.refuse(null);
  await chat.sees("#connection", "connected");
  for (const line of await chat.visitor.takeProblems())
    expect(line).toMatch(/^error: WebSocket connection to '\S+' failed/);
}

test("what was said while nobody was connected comes from the log; else a line tells", async () => {
  const { comet } = stage.demo;
  const anna = await ChatPage.open(stage, "Anna");
  await until(() => anna.people()).toEqual(["Anna (you)"]);
  const says = (text: string) =>
    comet.publish("web_chat", "message", { id: text, uuid: "someone", name: "Someone", text });
  says("1");
  await until(() => anna.texts()).toEqual(["1"]);
  await interrupt(anna, () => ["2", "3"].forEach(says));
  await until(() => anna.texts()).toEqual(["1", "2", "3"]);
  await until(() => anna.page.locator(".gap").count()).toBe(0);

  // More than the log holds: it no longer begins with what was on the page.
  await interrupt(anna, () => Array.from({ length: 60 }, (_, index) => says(`more ${index}`)));
  await until(() => anna.texts()).toHaveLength(3 + 50);
  await until(() => anna.texts("#messages .gap")).toEqual([
    expect.stringMatching(/^Messages from \S+.* to \S+.* may be missing$/),
  ]);
  const place = "#messages .message:nth-child(3) + .gap + .message:nth-child(5) .text";
  expect(await anna.texts(place)).toEqual(["more 10"]);
});

/** Three tabs of one browser, the master first. */
async function openThree(): Promise<[ChatPage, ChatPage, ChatPage]> {
  const first = await ChatPage.open(stage, "Anna");
  const tabs = [first, await first.openTab(), await first.openTab()] as const;
  for (const tab of tabs) await until(() => tab.tabs()).toHaveLength(3);
  return [...tabs];
}

async function rolesOf(tabs: ChatPage[]): Promise<string[]> {
  return (await Promise.all(tabs.map((tab) => tab.role()))).sort();
}

test("three tabs of one browser: one is the master, and each lists all", async () => {
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
    expect(await tab.page.title()).toBe(`${index ? "slave" : "master"} ${ids[index]} – Chat`);
    await until(() => tab.people()).toEqual(["Anna (you)"]);
  }
  expect(stage.demo.comet.connections).toHaveLength(1);
  expect(stage.demo.comet.connectionAttempts).toBe(1);
  expect(await first.page.locator("#hint-shared").isVisible()).toBe(true);
  expect(others.flatMap(({ problems }) => problems)).toEqual([]);
});

test("the master is closed: another tab leads, and messages keep flowing", async () => {
  const [master, second, third] = await openThree();
  const others = [second, third];
  const ben = await ChatPage.open(stage, "Ben");
  await ben.say("Before");
  for (const tab of others) await until(() => tab.texts()).toEqual(["Before"]);
  await master.page.close();
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
  const [master, slave, other] = tabs;
  const ben = await ChatPage.open(stage, "Ben");
  await slave.say(AWKWARD[0] as string);
  await until(() => slave.reports()).toEqual(["delivered to 1"]);
  await master.say(EMOJI);
  await until(() => master.reports()).toEqual(["sent in another tab", "delivered to 1"]);
  await until(() => slave.reports()).toEqual(["delivered to 1", "sent in another tab"]);
  await until(() => other.reports()).toEqual(["sent in another tab", "sent in another tab"]);
  // A further one, so that a second copy of those before would be here, too.
  await ben.say("Got it");
  for (const tab of [...tabs, ben])
    await until(() => tab.texts()).toEqual([AWKWARD[0], EMOJI, "Got it"]);

  await other.rename("Annabel");
  await until(() => ben.people()).toEqual(["Ben (you)", "Annabel"]);
  for (const tab of tabs) {
    await until(() => tab.people()).toEqual(["Annabel (you)", "Ben"]);
    expect(await tab.page.getByLabel("Name").inputValue()).toBe("Annabel");
  }
  expect([...slave.problems, ...other.problems]).toEqual([]);
});

test("a tab that logs in leaves the others, which go on together", async () => {
  const { comet } = stage.demo;
  const [first, second, third] = await openThree();
  await first.page.getByRole("button", { name: "Log in" }).click();
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

test("what breaks the strict CSP would be noticed", async () => {
  const visitor = await stage.visit("/script-tag/");
  await visitor.page.evaluate(() => {
    document.body.append(
      Object.assign(document.createElement("div"), { innerHTML: "<p style='color:red'>" }),
    );
  });
  await until(() => visitor.takeProblems()).toContain("CSP: style-src-attr inline");
});

test("screenshots of the example", async () => {
  mkdirSync("test-results", { recursive: true });
  const olivia = await ChatPage.open(stage, "Olivia");
  await olivia.say("The tea is on the table. Back in an hour!");
  await until(() => olivia.reports()).toEqual(["delivered to 0"]);
  const anna = await ChatPage.open(stage, "Anna");
  const ben = await ChatPage.open(stage, "Ben", { viewport: { width: 390, height: 800 } });
  await ben.page.getByRole("button", { name: "Log in" }).click();
  await ben.sees("#authorisation", "logged in as user 1");
  await ben.sees("#connection", "connected");
  await ben.say("It's one file swapped for another.\nNothing else changes.");
  await until(() => anna.texts()).toHaveLength(1);
  await anna.say('And what about "quotes" & <b>markup</b>?');
  await until(() => ben.texts()).toHaveLength(2);
  await ben.say("Stay what they are.");
  await until(() => ben.reports()).toEqual(["delivered to 2", "delivered to 2"]);
  await until(() => anna.texts()).toHaveLength(3);
  await anna.page.screenshot({ path: "test-results/chat-desktop.png" });
  await ben.page.screenshot({ path: "test-results/chat-phone.png" });
  const width = await ben.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
});

test("screenshots of several tabs", async () => {
  mkdirSync("test-results", { recursive: true });
  const [master, slave, other] = await openThree();
  const ben = await ChatPage.open(stage, "Ben", {
    viewport: { width: 390, height: 800 },
    colorScheme: "dark",
  });
  const phoneTab = await ben.openTab();
  await ben.say("How many tabs do you have open?");
  await until(() => slave.texts()).toHaveLength(1);
  await slave.say("Three, and one connection.");
  await until(() => slave.reports()).toEqual(["delivered to 1"]);
  await master.page.close();
  await until(() => slave.tabs()).toHaveLength(2);
  await until(() => slave.texts("#tabs .user:not(:empty)")).toEqual(["2nd master"]);
  await slave.sees("#connection", "connected");
  await other.sees("#connection", "connected");
  await other.say("Two, I closed one. 😀");
  await until(() => slave.texts()).toHaveLength(3);
  await until(() => ben.texts()).toHaveLength(3);
  await until(() => slave.people()).toHaveLength(2);
  await slave.page.screenshot({ path: "test-results/chat-tabs.png" });
  await ben.page.screenshot({ path: "test-results/chat-tabs-phone.png" });
  const width = await ben.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  expect([slave, other, phoneTab].flatMap(({ problems }) => problems)).toEqual([]);
});
