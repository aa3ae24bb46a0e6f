/** The main path of each example, as a person goes it, and nothing on the console meanwhile. */
import { expect, test } from "vitest";
import { ChatPage } from "../browser/chat-page";
import { useDemo } from "../browser/demo";
import { sees } from "../browser/sees";
import { can } from "../support/browser/engines";
import { until } from "../support/until";

const stage = useDemo();

test("chat: two visitors, one of them with two tabs, read each other", async () => {
  const anna = await ChatPage.open(stage, "Anna");
  const second = await anna.openTab();
  const ben = await ChatPage.open(stage, "Ben");
  await ben.say("Two\nlines, and 'quotes'");
  for (const tab of [anna, second])
    await until(() => tab.texts()).toEqual(["Two\nlines, and 'quotes'"]);
  await anna.say("Read <b>twice</b> 🎉");
  await until(() => ben.texts()).toHaveLength(2);
  await until(() => second.texts()).toEqual(await ben.texts());
  expect(stage.demo.comet.connections).toHaveLength(2);
  await until(() => ben.people()).toEqual(["Ben (you)", "Anna"]);

  await anna.page.close();
  await until(() => second.role()).toBe("master");
  await ben.say("Still there?");
  await until(async () => (await second.texts()).at(-1)).toBe("Still there?");
});

test("bundle: two visitors see each other's votes", async () => {
  const [{ page: anna }, { page: ben }] = [
    await stage.visit("/bundle/"),
    await stage.visit("/bundle/"),
  ];
  await sees(anna, "#present", "0 of 2 here voted");
  await anna.find("button=Market hall").click();
  await sees(ben, "#present", "1 of 2 here voted");
  await ben.reload();
  await sees(ben, "#present", "1 of 2 here voted");
});

test("notification sound: only the leading tab sounds", async () => {
  const { page, profile } = await stage.visit("/notification-sound/");
  const sounds = can(page.engine, "sound");
  await sees(page, "#role", "the master");
  await page.find("h1").click();
  await sees(page, "#audio", sounds ? "allowed" : "not allowed");
  const follower = await profile.open(`${stage.demo.address}/notification-sound/`);
  await sees(follower, "#role", "a slave");
  await sees(follower, "#connection", "connected");
  const data = { id: "one", text: "A notification", time: Date.now() };
  stage.demo.comet.publish("web_notifications", "notification", data);
  for (const tab of [page, follower])
    await until(() => tab.find("#notifications li").count()).toBe(1);
  await sees(page, "#count", sounds ? "1" : "0");
  await sees(follower, "#count", "0");
});
