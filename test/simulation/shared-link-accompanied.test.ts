/** What a standby has to hear, and what it must not bring twice. */
import { describe, expect, it } from "vitest";
import { publishCommand } from "../../src/protocol/commands";
import { messageOf } from "../support/decode";
import { pass, until } from "../support/tab-time";
import { CHANNEL, chat, expectAnnounced, group, LONG, say, server, usePages } from "./pages";
import { of, beside, threePages, standbyConnects, close, deliver, task, pageOf } from "./standby";

usePages();

describe("a standby hears the channels that are joined later", () => {
  it.each(["leader", "standby"])("by the page of the %s", async (who) => {
    const all = await threePages();
    const [first] = all;
    const page = who === "leader" ? first : pageOf(beside(first));
    page.tab.run(() => page.link.setChannels([CHANNEL, "web_late"]));
    await pass(60_000);
    expect(server.open.map(({ heard }) => heard.includes("web_late"))).toEqual([true, true]);
  });

  it.each(["leader", "standby"])(
    "by the page of the %s, so that nothing is lost with the leader's connection",
    async (who) => {
      const all = await threePages();
      const [first] = all;
      const page = who === "leader" ? first : pageOf(beside(first));
      page.tab.run(() => page.link.setChannels([CHANNEL, "web_late"]));
      await pass(3_000);
      const late: string[] = [];
      for (let i = 0; i < 40; i++) {
        if (i === 20) of(first).drop(1006);
        late.push(`late ${i}`);
        server.say("web_late", `late ${i}`);
        await pass(20);
      }
      await pass(1_000);
      expect([page.heard.filter((text) => text.startsWith("late")), page.gaps]).toEqual([late, []]);
    },
  );
});

describe("a standby that has missed messages itself does not count as one that has not", () => {
  it.each(["loses its connection", "closes"])(
    "if the leader, whose connection was dead for a time, %s",
    async (how) => {
      const all = await threePages();
      of(all[0]).isSilent = true;
      await chat(500);
      beside(all[0]).drop(1006);
      await chat(1_000);
      of(all[0]).isSilent = false;
      if (how === "closes") close(all[0]);
      else of(all[0]).drop(1006);
      await chat(3_000);
      for (const page of all) if (!page.tab.isDead) expectAnnounced(page);
    },
  );

  it("if the leader crashes while it connects anew", async () => {
    const all = await threePages();
    all[0].tab.freeze();
    beside(all[0]).drop(1006);
    say();
    await pass(50);
    all[0].tab.kill();
    await chat(1_000);
    expectAnnounced(all[1]);
    expectAnnounced(all[2]);
  });
});

describe("a standby leaves the channels of a tab", () => {
  it.each(["is closed", "crashes"])("that %s", async (how) => {
    const [first, , third] = await threePages();
    third.tab.run(() => third.link.setChannels([CHANNEL, "web_late"]));
    await pass(2_000);
    const standby = beside(first);
    expect(standby.tab).not.toBe(third.tab);
    if (how === "is closed") close(third);
    else third.tab.kill();
    await pass(120_000);
    expect(of(first).heard).toEqual([CHANNEL]);
    expect(standby.heard).toEqual([CHANNEL]);
  });
});

describe("a page does not hear what it has published", () => {
  it("while a visible tab takes over", async () => {
    const all = await group("a", "b", "c");
    const [first, second] = all;
    for (const page of all) page.prefersVisible = true;
    deliver();
    second.tab.run(() => second.link.setChannels([CHANNEL, "web_own"]));
    second.tab.isHidden = true;
    second.tab.fire(new Event("visibilitychange"));
    await pass(5_000);
    first.tab.isHidden = true;
    first.tab.fire(new Event("visibilitychange"));
    for (let i = 0; i < 200; i++) {
      second.ask(`own ${i}`, { command: publishCommand("web_own", "e", `own ${i}`, "") });
      await task();
    }
    await pass(3_000);
    expect(first.isMaster).toBe(false);
    expect(new Set(Object.values(second.outcomes).flat())).toEqual(new Set(["done"]));
    expect(second.heard).toEqual([]);
  });

  it("if its message is under way when the leader's page begins to navigate", async () => {
    const all = await threePages();
    deliver();
    const [first, , third] = all;
    third.tab.run(() => third.link.setChannels([CHANNEL, "web_own"]));
    await pass(1_000);
    third.ask("own", { command: publishCommand("web_own", "e", "own", "") });
    await task();
    first.tab.depart();
    await pass(3_000);
    expect(third.outcomes).toEqual({ own: ["done"] });
    expect(third.heardOf(["own"])).toEqual([]);
  });
});

it("a private message that equals one of a minute ago is heard after a succession", async () => {
  const LETTER = messageOf({ data: "you have mail", event: "mail" });
  const all = await group("a", "b", "c");
  for (const page of all) page.tab.run(() => page.link.setChannels([CHANNEL], true));
  await standbyConnects(all);
  of(all[0]).say((to) => to.onMessage(0, LETTER));
  await pass(60_000);
  close(all[0]);
  await pass(500);
  for (const connection of server.open) connection.say((to) => to.onMessage(0, LETTER));
  await pass(100);
  expect(all.slice(1).map(({ heard, gaps }) => [heard.length, gaps])).toEqual([
    [2, []],
    [2, []],
  ]);
});

it("there is no standby while the tabs want more channels than both connections have room for", async () => {
  const all = await threePages();
  const [first, second] = all;
  const channels = Array.from({ length: 161 }, (_, n) => `web_${n}`);
  second.tab.run(() => second.link.setChannels(channels.slice(1)));
  await pass(LONG);
  expect([server.open.length, first.gaps, second.gaps]).toEqual([1, [], []]);
  // 160 and the channel of the other tabs are too many.
  second.tab.run(() => second.link.setChannels(channels.slice(2)));
  await until(() => server.open.length === 2, LONG);
});
