import { describe, expect, it, vi } from "vitest";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  LONG,
  allConnected,
  describeWays,
  expectAgreement,
  expectOnceOrUnconfirmed,
  group,
  isOrderly,
  locks,
  leaders,
  newPage,
  numbered,
  pages,
  publishedOf,
  server,
  storage,
  usePages,
} from "./pages";

usePages();

describeWays(({ isByLock }) => {
  it("tabs have one connection, whenever they are opened, and agree on all", async () => {
    for (const name of ["c", "b"]) (await newPage(name)).start();
    await until(isOrderly, 1_000);
    await pass(1_000);
    for (const name of ["a", "d"]) (await newPage(name)).start();
    await until(isOrderly, 300);
    await pass(60_000);
    expectAgreement();
    expect(server.connections.filter(({ wasStarted }) => wasStarted)).toHaveLength(1);
    expect(pages.map(({ roles }) => roles.length)).toEqual([1, 1, 1, 1]);
  });

  it("the connection hears what any tab wants, for as long as the tab lives", async () => {
    const [first, second, third] = await group("b", "a", "c");
    second.tab.run(() => second.link.setChannels(["web_a", "web_b"]));
    third.tab.run(() => third.link.setChannels(["web_b", "web_c"]));
    await settle();
    const list = () => [...(server.open[0]?.heard ?? [])].sort();
    expect(list()).toEqual(["web_a", "web_b", "web_c", CHANNEL]);
    for (const channel of list()) server.say(channel, `on ${channel}`);
    await settle();
    expect(pages.map(({ heard }) => heard)).toEqual([
      [`on ${CHANNEL}`],
      ["on web_a", "on web_b"],
      ["on web_b", "on web_c"],
    ]);
    second.stop();
    await settle();
    expect(list()).toEqual(["web_b", "web_c", CHANNEL]);
    third.tab.kill();
    // Without locks, nothing tells of it but its silence.
    await until(() => list().join() === CHANNEL, isByLock ? 100 : 120_000);
    expect(first.isMaster).toBe(true);
  });

  it("all tabs connect anew, with the options that one of them was given", async () => {
    const [first, second, third] = await group("b", "a", "c");
    server.answers = () => false;
    third.publish("unanswered");
    await settle();
    second.tab.run(() => second.link.restart({ node: "other" }));
    third.publish("later");
    await settle();
    server.answers = () => true;
    await pass(5_000);
    expectAgreement();
    expect(server.connections.filter(({ wasStarted }) => wasStarted)).toHaveLength(2);
    const others = [{ node: "other" }];
    expect(pages.map(({ options }) => options)).toEqual([others, [], others]);
    expect(first.states).toEqual([true, false, true]);
    expect(third.states).toEqual([true, false, true]);
    expect(third.outcomes["unanswered"]).toEqual(["unconfirmed"]);
    expect(publishedOf(["later"])).toHaveLength(1);
  });

  it("all tabs learn that the connection was refused for good", async () => {
    const [first, second, third] = await group("b", "a", "c");
    server.refuse(401);
    await settle();
    for (const page of pages) {
      expect(page.fatal).toEqual([["fatal", 401]]);
      expect(page.states).toEqual([true, false]);
    }
    const late = (await newPage("d")).start();
    await pass(LONG);
    expect(late.fatal).toEqual([["fatal", 401]]);
    expect(server.open).toEqual([]);
    second.publish("waits");
    third.tab.run(() => third.link.restart({}));
    await until(isOrderly, 1_000);
    await pass(1_000);
    expectAgreement();
    expect(second.outcomes).toEqual({ waits: ["done"] });
    expect(first.isMaster).toBe(true);
  });

  it("a clock that jumps changes nothing", async () => {
    const [first, second] = await group("b", "a", "c");
    const texts: string[] = [];
    for (const [index, hours] of [1, -1, -2, 2].entries()) {
      const page = index % 2 ? second : first;
      page.tab.clockAhead += hours * 3_600_000;
      server.say(CHANNEL, texts[texts.push(`text ${index}`) - 1] as string);
      second.publish(`own ${index}`);
      await pass(LONG);
    }
    expect(pages.map(({ roles }) => roles)).toEqual([[true], [false], [false]]);
    for (const page of pages) expect(page.heardOf(texts)).toEqual(texts);
    expect(server.published).toEqual(numbered("own ", 4));
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(server.connections.filter(({ wasStarted }) => wasStarted)).toHaveLength(1);
  });

  it("tabs that stop leave no timer, listener, lock, channel or connection", async () => {
    for (const wait of [0, 30, 100, 5_000]) {
      const first = pages.length;
      for (const name of ["b", "a", "c"]) (await newPage(`${name}${wait}`)).start();
      await pass(wait);
      pages.at(-1)?.publish("last");
      for (const page of pages.slice(first)) page.stop();
      await settle();
      for (const { tab, link } of pages) {
        expect([tab.name, ...tab.timers, ...tab.listening]).toEqual([tab.name]);
        expect(locks.of(tab)).toEqual({ held: [], pending: [] });
        expect(link).toMatchObject({ isStarted: false, isConnected: false });
      }
      expect(FakeBroadcastChannel.open).toEqual([]);
      expect(server.open).toEqual([]);
      expect(storage.length).toBe(0);
      await pass(LONG);
      expect(leaders()).toEqual([]);
    }
  });
});

describe("a tab without a bus or locks", () => {
  it.each(["no bus", "a bus that breaks"])("has its own connection with %s", async (why) => {
    vi.stubGlobal("BroadcastChannel", undefined);
    if (why === "no bus") storage.isForbidden = true;
    for (const name of ["b", "a"]) (await newPage(name)).start();
    await until(allConnected);
    storage.isFull = true;
    for (const page of pages) page.publish(page.tab.name);
    await until(() => server.open.length === 2 && allConnected(), LONG);
    for (const page of pages) page.publish(`${page.tab.name} later`);
    server.say(CHANNEL, "heard");
    await pass(LONG);
    // What the broken bus took with it may have been carried out.
    const { published } = server;
    expect(published.filter((text) => text !== "a").sort()).toEqual(["a later", "b", "b later"]);
    for (const page of pages) {
      expect(page.isMaster).toBe(true);
      expect(page.heardOf(["heard"])).toEqual(["heard"]);
      expectOnceOrUnconfirmed(page, [page.tab.name]);
      expect(page.outcomes[`${page.tab.name} later`]).toEqual(["done"]);
      page.stop();
      await settle();
      expect([...page.tab.timers, ...page.tab.listening]).toEqual([]);
      expect(locks.of(page.tab)).toEqual({ held: [], pending: [] });
    }
    expect(server.open).toEqual([]);
  });

  it("takes part in an election by messages if locks are forbidden", async () => {
    locks.refuses = new DOMException("no", "SecurityError");
    for (const name of ["b", "a", "c"]) (await newPage(name)).start();
    await until(isOrderly, 1_000);
    await pass(LONG);
    expectAgreement();
  });
});
