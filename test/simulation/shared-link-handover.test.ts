/** A leading tab whose page is about to be replaced hands over while it still listens. */
import { expect, it } from "vitest";
import { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  describeWays,
  expectAgreement,
  expectOnceOrUnconfirmed,
  group,
  isOrderly,
  LONG,
  leaders,
  newPage,
  numbered,
  pages,
  say,
  said,
  server,
  usePages,
  type Page,
  chat,
  expectAnnounced,
} from "./pages";

usePages();

/** The other tab that will lead. */
const heirOf = (page: Page) => pages.find((other) => other !== page) as Page;

const hearsAll = ({ heard }: Page) => expect(heard).toEqual(said.map(({ text }) => text));

describeWays(() => {
  it("no page notices anything of a handover but that another tab leads", async () => {
    const [first, second, third] = await group("b", "a", "c");
    const heir = heirOf(first);
    await chat(50);
    first.tab.depart();
    await chat(200);
    expect(heir.isMaster).toBe(true);
    expect(first.isMaster).toBe(false);
    await chat(200);
    expectAgreement();
    for (const page of [first, second, third]) {
      hearsAll(page);
      expect([page.gaps, page.states]).toEqual([[], [true]]);
    }
  });

  it("nothing is lost when the page that handed over ends", async () => {
    const [first, second, third] = await group("b", "a", "c");
    await chat(50);
    first.tab.depart();
    await chat(200);
    first.tab.fire(new Event("pagehide"));
    first.tab.kill();
    await chat(200);
    expect(isOrderly()).toBe(true);
    for (const page of [second, third]) {
      hearsAll(page);
      expect([page.gaps, page.states]).toEqual([[], [true]]);
    }
  });

  it.each([0, 1, 2, 3, 5, 8])(
    "nothing comes twice, nor is lost without a gap, if the page ends %i tasks after it departs",
    async (tasks) => {
      const [first, second, third] = await group("b", "a", "c");
      await chat(50);
      first.tab.depart();
      say();
      for (let i = 0; i < tasks; i++) await new Promise((resolve) => setImmediate(resolve));
      say();
      first.tab.fire(new Event("pagehide"));
      first.tab.kill();
      await chat(100);
      await until(isOrderly, LONG);
      await chat(100);
      for (const page of [second, third]) expectAnnounced(page);
    },
  );

  it("equal messages are all heard during a handover", async () => {
    const [first, second, third] = await group("b", "a", "c");
    const ping = () => server.say(CHANNEL, "ping");
    ping();
    await pass(10);
    first.tab.depart();
    await settle();
    for (let i = 0; i < 30; i++) {
      ping();
      await settle();
      await pass(5);
    }
    expect(first.isMaster).toBe(false);
    for (const page of [first, second, third]) expect(page.heardOf(["ping"])).toHaveLength(31);
  });

  it("commands are carried out once and in order during a handover, and no tab hears its own", async () => {
    const [first, second, third] = await group("b", "a", "c");
    const texts: string[] = [];
    const publish = async (count: number) => {
      for (let i = 0; i < count; i++) {
        for (const page of [first, second, third]) {
          const text = `${page.tab.name} ${texts.length}`;
          texts.push(text);
          page.publish(text);
        }
        await pass(5);
      }
    };
    await publish(3);
    first.tab.depart();
    await publish(30);
    await pass(3_000);
    expect(first.isMaster).toBe(false);
    for (const page of [first, second, third]) {
      const isOwn = (text: string) => text.startsWith(page.tab.name);
      expectOnceOrUnconfirmed(page, texts.filter(isOwn));
      expect(texts.filter(isOwn).map((text) => page.outcomes[text]?.[0])).not.toContain(
        "unconfirmed",
      );
      expect(server.published.filter(isOwn)).toEqual(texts.filter(isOwn));
      expect(page.heard.filter(isOwn)).toEqual([]);
      expect([...page.heard].sort()).toEqual(texts.filter((text) => !isOwn(text)).sort());
    }
  });

  it("what the heir alone heard is not passed on behind what came later", async () => {
    const [first, second, third] = await group("b", "a", "c");
    server.connections.find(({ tab }) => tab === first.tab)?.drop(1006);
    first.tab.depart();
    await pass(50);
    say();
    await pass(100);
    say();
    await pass(50);
    first.tab.kill();
    await until(isOrderly, LONG);
    await pass(1_000);
    const texts = said.map(({ text }) => text);
    for (const { heard } of [second, third])
      expect(heard).toEqual(texts.filter((text) => heard.includes(text)));
  });

  it("a channel that a tab joins during a handover is heard, without a gap", async () => {
    const [first, , third] = await group("b", "a", "c");
    first.tab.depart();
    await settle();
    third.tab.run(() => third.link.setChannels([CHANNEL, "web_late"]));
    for (let i = 0; i < 30; i++) {
      server.say("web_late", `late ${i}`);
      await pass(10);
    }
    const late = third.heard.filter((text) => text.startsWith("late"));
    const from = Number(late[0]?.slice(5));
    const all = numbered("late ", 30).slice(from);
    const isAnnounced = third.gaps.some(({ channel }) => channel === "web_late");
    expect([late, isAnnounced]).toEqual([all, false]);
  });

  it("the leader goes on if its heir does not answer", async () => {
    const [first, , third] = await group("b", "a", "c");
    heirOf(first).tab.freeze();
    first.tab.depart();
    third.publish("late");
    await pass(900);
    expect(server.published).toEqual([]);
    await pass(4_000);
    expect(first.isMaster).toBe(true);
    expect(server.published).toEqual(["late"]);
    heirOf(first).tab.thaw();
    await pass(10_000);
    expect(leaders()).toEqual([first]);
    expect(server.open).toHaveLength(1);
  });

  it("another tab leads if the heir dies as soon as it has taken over", async () => {
    const [first, second, third] = await group("b", "a", "c");
    const heir = heirOf(first);
    first.tab.depart();
    await until(() => !first.isMaster, LONG);
    heir.tab.kill();
    await until(isOrderly, LONG);
    await chat(100);
    for (const page of [first, second, third])
      if (page !== heir) expect(page.heard.slice(-10)).toEqual(said.map(({ text }) => text));
  });

  it("the leader stays if a router of the page takes the navigation over", async () => {
    const [first, second, third] = await group("b", "a", "c");
    FakeTab.navigation.transition = {};
    first.tab.depart();
    await chat(100);
    await pass(2_000);
    expect(first.isMaster).toBe(true);
    expect(server.open).toHaveLength(1);
    for (const page of [first, second, third]) {
      hearsAll(page);
      expect(page.states).toEqual([true]);
    }
  });

  it.each([{ destination: { sameDocument: true } }, { downloadRequest: "" }])(
    "the leader stays on a navigation that does not replace the page: %j",
    async (navigation) => {
      const [first] = await group("b", "a");
      first.tab.depart(navigation);
      await pass(1_000);
      expect(first.isMaster).toBe(true);
      expect(server.connections.filter(({ wasStarted }) => wasStarted)).toHaveLength(1);
    },
  );

  it("the connection goes from tab to tab without a gap, with tabs that come and go", async () => {
    await group("b", "a", "c");
    for (let round = 0; round < 6; round++) {
      const [leader] = leaders() as [Page];
      leader.tab.depart();
      await chat(100);
      leader.tab.fire(new Event("pagehide"));
      leader.tab.kill();
      pages.splice(pages.indexOf(leader), 1);
      (await newPage(`page ${round}`)).start();
      await chat(100);
      await until(isOrderly, LONG);
    }
    for (const { heard, gaps } of pages) {
      const texts = said.map(({ text }) => text);
      expect(heard).toEqual(texts.slice(texts.indexOf(heard[0] as string)));
      expect(gaps).toEqual([]);
    }
    expect(numbered("text ", said.length)).toEqual(said.map(({ text }) => text));
  });
});
