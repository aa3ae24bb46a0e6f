/** Pages with the habits of those on the web (inline scripts, globals), over the swapped file. */
import { afterEach, describe, expect, test } from "vitest";
import { chromium } from "../support/browser/chromium/profile";
import { until } from "../support/until";
import { useDemo } from "./demo";
import { type SiteConfig, startOldPages } from "./old-pages/server";
import { OldSite, type OldTab } from "./old-pages/site";
import { PUBLIC_NODE, redirect } from "./public-node";

const stage = useDemo(startOldPages);
const sites: OldSite[] = [];

afterEach(async () => {
  const problems = await Promise.all(sites.splice(0).map((site) => site.takeProblems()));
  expect(problems.flat(), "problems that nobody expected").toEqual([]);
});

async function openSite(config: SiteConfig): Promise<OldSite> {
  const site = await OldSite.open(stage, config);
  sites.push(site);
  return site;
}

/** A user of the site, with what its template writes into the page. */
function user(id: number): SiteConfig {
  stage.demo.comet.authorize(id, `key-of-${id}`);
  return { user_id: id, user_key: `key-of-${id}` };
}

/** What each tab shows, at the end; in one read, so that nothing comes in between. */
function shows(tabs: OldTab[], list: string) {
  return until(() => Promise.all(tabs.map((tab) => tab.items(list))));
}

const alike = <Value>(tabs: OldTab[], value: Value) => tabs.map(() => value);

test("a chat that tells its other tabs by signals drops doubles by their random id", async () => {
  const [anna, sister] = await (await openSite({ name: "Anna" })).openTwoTabs("chat");
  const [ben, brother] = await (await openSite({ name: "Ben" })).openTwoTabs("chat");
  const tabs = [anna, sister, ben, brother];
  const lines: string[] = [];
  for (const [tab, line] of [
    [anna, "Anna: it's \"here\", <b>isn't it?</b>"],
    [brother, "Ben: 😀 \\ yes"],
    [sister, "Anna: bye"],
  ] as const) {
    await tab.page.find("#text").fill(line.replace(/^\w+: /, ""));
    await tab.click("#send");
    lines.push(line);
    await shows(tabs, "#messages").toEqual(alike(tabs, lines));
  }
  // A browser's own message comes to its other tab by signal and from the server.
  const received = () => Promise.all(tabs.map((tab) => tab.text("#received")));
  await until(received).toEqual(["4", "4", "4", "3"]);
  await shows(tabs, "#messages").toEqual(alike(tabs, lines));
});

test("private messages with Base64 in them, and JSON that was already text", async () => {
  const { comet } = stage.demo;
  const write = (name: string, text: string) => {
    const message = Buffer.from(text).toString("base64");
    return comet.sendToUser(7, "new", { name, message });
  };
  write("Anna", "while you were away");
  const tabs = await (await openSite(user(7))).openTwoTabs("private");
  const [ofEight] = await (await openSite(user(8))).openTwoTabs("private");
  const waited = "Anna: while you were away";
  await shows(tabs, "#messages").toEqual([[waited], []]);
  expect(write("O\\'Hara", 'it\'s "quoted", \\ and 😀 привет')).toBe(1);
  comet.sendToUser(7, "counters", JSON.stringify({ friends: ["Ann", "O'Hara"] }));
  const line = "O'Hara: it's \"quoted\", \\ and 😀 привет";
  const expected = [[waited, line], [line]];
  await shows(tabs, "#messages").toEqual(expected);
  for (const tab of tabs) await until(() => tab.text("#friends")).toBe("Ann, O'Hara");
  expect(await Promise.all(tabs.map((tab) => tab.text("#unread")))).toEqual(["2", "1"]);
  await ofEight.settle();
  expect(await ofEight.items("#messages")).toEqual([]);
});

test("presence: who comes and goes is shown once in each tab", async () => {
  const tabs = await (await openSite(user(7))).openTwoTabs("presence");
  const log: string[] = [];
  const users = async () => {
    for (const tab of tabs) await tab.click("#refresh");
    return Promise.all(tabs.map((tab) => tab.text("#users")));
  };
  await until(users).toEqual(["7", "7"]);
  for (let round = 1; round <= 2; round++) {
    const support = await openSite(user(12));
    const [first, second] = await support.openTwoTabs("presence");
    log.push("online");
    await shows(tabs, "#log").toEqual([log, log]);
    await until(users).toEqual(["12, 7", "12, 7"]);
    await second.page.close();
    await first.settle();
    expect(await users()).toEqual(["12, 7", "12, 7"]);
    await first.page.close();
    log.push("offline");
    await shows(tabs, "#log").toEqual([log, log]);
    await until(users).toEqual(["7", "7"]);
  }
  for (const tab of tabs) expect(await tab.text("#support")).toBe("offline");
});

describe.each([
  ["start() without arguments, and the usual cookies", undefined],
  ["start() with names of cookies, and a node", { key: "site_key", id: "site_id" }],
])("an auth page: %s", (_, cookies) => {
  test("what it does in onAuthSuccess has not multiplied after five reconnections", async () => {
    const { comet } = stage.demo;
    user(7);
    comet.keepLog("web_comments", 10);
    comet.publish("web_comments", "new", { text: "first" });
    const site = await openSite(cookies ? { cookies } : { node: undefined });
    const { key, id } = cookies ?? { key: "CometUserKey", id: "CometUserid" };
    await chromium(site.profile).setCookies(stage.demo.address, { [key]: "key-of-7", [id]: "7" });
    // The test's server answers in the place of the public one.
    await site.profile.prepare((tab) => tab.beforeLoad(redirect, PUBLIC_NODE, ""));

    const tabs = await site.openTwoTabs("auth");
    await shows(tabs, "#comments").toEqual(alike(tabs, ["first (old)"]));
    for (let count = 1; count <= 5; count++) {
      comet.closeConnections();
      await until(async () => {
        await tabs[0].wake();
        return comet.connectionAttempts;
      }).toBe(count + 1);
      const channels = () => comet.connections.flatMap((one) => [...one.channels]).sort();
      await until(channels).toEqual(["web_comments", "web_news"]);
    }
    comet.publish("web_news", "item", "it's new");
    comet.publish("web_comments", "new", { text: "second" });
    const comments = ["first (old)", "second"];
    await shows(tabs, "#comments").toEqual(alike(tabs, comments));
    for (const tab of tabs) {
      await tab.settle();
      expect(await tab.items("#news")).toEqual(["it's new"]);
      expect(await tab.items("#comments")).toEqual(comments);
      expect(await tab.text("#who")).toBe("user 7");
    }
    const problems = [
      ...(await site.takeProblems()),
      ...((await stage.visitors[0]?.takeProblems()) ?? []),
    ];
    const warning = expect.stringMatching(/^warning: .* no node .* app\.comet-server\.ru$/);
    expect(problems).toEqual(cookies ? [] : [warning, warning]);
  });
});

test("an auth page: a click that asks for the log again and again", async () => {
  const { comet } = stage.demo;
  comet.keepLog("web_comments", 10);
  for (const text of ["first", "second"]) comet.publish("web_comments", "new", { text });
  const site = await openSite({ cookies: { key: "site_key", id: "site_id" } });
  const tabs = await site.openTwoTabs("auth");
  const old = ["first (old)", "second (old)"];
  for (const tab of tabs) {
    await until(() => tab.text("#who")).toBe("a guest");
    expect(await tab.items("#comments")).toEqual([]);
    for (let click = 1; click <= 3; click++) {
      await tab.click("#reload");
      await tab.settle();
      await until(() => tab.items("#comments")).toEqual(old);
    }
  }
  comet.publish("web_comments", "new", { text: "third" });
  for (const tab of tabs) {
    await tab.settle();
    expect(await tab.items("#comments")).toEqual([...old, "third"]);
  }
});

test("a video call: signals three times sent, heard once; one bell for all tabs", async () => {
  const { comet } = stage.demo;
  const callers = await (await openSite({ ...user(7), friend: 12 })).openTwoTabs("call");
  const called = await (await openSite({ ...user(12), friend: 7 })).openTwoTabs("call");
  const tabs = [...callers, ...called];
  const sent = () => comet.received.filter(({ name }) => name === "web_pipe2").length;
  const texts = (selector: string) => Promise.all(tabs.map((tab) => tab.text(selector)));
  expect(await texts("#me")).toEqual(["user 7", "user 7", "user 12", "user 12"]);

  await callers[1].click("#call");
  await until(() => texts("#state")).toEqual(alike(tabs, "invite"));
  expect(await texts("#bell")).toEqual(["silent", "silent", "rings", "silent"]);
  await until(sent).toBe(3);
  await called[1].click("#answer");
  await until(() => texts("#state")).toEqual(alike(tabs, "accept"));
  expect(await texts("#bell")).toEqual(alike(tabs, "silent"));
  const room = (id: number) => `room-7?key=key-of-${id}&dev_id=0`;
  expect(await texts("#room")).toEqual([room(7), room(7), room(12), room(12)]);
  await until(sent).toBe(6);
  await callers[0].click("#end");
  await until(() => texts("#state")).toEqual(alike(tabs, "end"));
  await until(sent).toBe(9);
  for (const tab of tabs) await tab.settle();
  const log = ["call_invite 7-12", "call_accept 12-7", "call_end 7-12"];
  await shows(tabs, "#log").toEqual(alike(tabs, log));
});
