import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { AWKWARD, ChatPage, EMOJI } from "./chat-page";
import { until } from "../support/until";
import { useDemo } from "./demo";

const stage = useDemo();

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
  expect(await ben.page.find("#messages .author").text()).toBe("Anna");
  expect(await ben.page.find("#messages time").text()).toMatch(/\d:\d\d/);

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
  expect([await anna.texts(), await anna.reports()]).toEqual([["Hello?"], ["sending…"]]);
  stage.demo.comet.releaseAnswers();
  await until(() => anna.reports()).toEqual(["delivered to 1"]);
});

test("a message that the server counts for nobody is sent, whoever sees it", async () => {
  const anna = await ChatPage.open(stage, "Anna");
  const other = await anna.openTab();
  await anna.say("Hello, me");
  await until(() => other.texts()).toEqual(["Hello, me"]);
  await until(() => anna.reports()).toEqual(["sent"]);
  const ben = await ChatPage.open(stage, "Ben");
  await anna.say("Hello, Ben");
  await until(() => ben.texts()).toEqual(["Hello, Ben"]);
  await until(() => anna.reports()).toEqual(["sent", "delivered to 1"]);
});

test("after a reload the history stands above a divider, new messages below it", async () => {
  const anna = await ChatPage.open(stage, "Anna");
  for (const text of AWKWARD) await anna.say(text);
  await until(() => anna.reports()).toEqual(AWKWARD.map(() => "sent"));
  expect(await anna.page.find("#divider").isVisible()).toBe(false);

  await anna.page.reload();
  await until(() => anna.page.find("#divider").isVisible()).toBe(true);
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
  await ben.page.find("button=Log in").click();
  await ben.sees("#authorisation", "logged in as user 1");
  await ben.sees("#connection", "connected");
  await until(() => stage.demo.comet.connections.map(({ userId }) => userId)).toEqual([0, 1]);
  await ben.say("It is really me");
  await anna.sees("#messages .user", "user 1");
  await anna.sees("#people .user:not(:empty)", "user 1");

  await ben.page.find("button=Log out").click();
  await ben.sees("#authorisation", "not logged in");
  await until(() => anna.texts("#people .user:not(:empty)")).toEqual([]);
});

test("the log-in button keeps the focus, and clicks on it cannot pile up", async () => {
  const ben = await ChatPage.open(stage, "Ben");
  const button = ben.page.find("#login");
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
  await until(() => button.attribute("aria-disabled")).toBe("false");
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
  await visitor.page.beforeLoad(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("blocked", "SecurityError");
      },
    });
  });
  await visitor.page.navigate(`${stage.demo.address}/script-tag/`);
  const anna = ChatPage.at(visitor);
  await anna.rename("Anna");
  await anna.sees("#connection", "connected");
  await anna.say("Hello");
  await until(() => anna.reports()).toEqual(["sent"]);
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
  await until(() => ben.page.find("#messages .message").count()).toBe(500);
  expect(await ben.page.find("#messages .text").text()).toBe("text 10");
  expect(await ben.page.find("#messages .author").isVisible()).toBe(true);
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
  await until(() => ben.reports()).toEqual(["sent"]);
  const hidden = await ben.page
    .find("#scroll")
    .map(([list]) => (list ? list.scrollHeight - list.scrollTop - list.clientHeight : NaN));
  expect(hidden).toBeLessThan(2);
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
  await until(() => olivia.reports()).toEqual(["sent"]);
  const anna = await ChatPage.open(stage, "Anna");
  const ben = await ChatPage.open(stage, "Ben", { viewport: { width: 390, height: 800 } });
  await ben.page.find("button=Log in").click();
  await ben.sees("#authorisation", "logged in as user 1");
  await ben.sees("#connection", "connected");
  await ben.say("It's one file swapped for another.\nNothing else changes.");
  await until(() => anna.texts()).toHaveLength(1);
  await anna.say('And what about "quotes" & <b>markup</b>?');
  await until(() => ben.texts()).toHaveLength(2);
  await ben.say("Stay what they are.");
  await until(() => ben.reports()).toEqual(["delivered to 2", "delivered to 2"]);
  await until(() => anna.texts()).toHaveLength(3);
  await anna.page.screenshot("test-results/chat-desktop.png");
  await ben.page.screenshot("test-results/chat-phone.png");
  const width = await ben.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
});
