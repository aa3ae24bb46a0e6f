/** What tabs do to each other by stopping, starting and restarting at bad moments. */
import { expect, it, vi } from "vitest";
import { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import {
  allConnected,
  CHANNEL,
  LONG,
  describeWays,
  expectAgreement,
  group,
  isOrderly,
  leaders,
  locks,
  newPage,
  numbered,
  server,
  storage,
  usePages,
  type Page,
} from "./pages";

usePages();

/** Timers of hidden tabs run once a minute, as they do after five minutes. */
function holdBackTimers(): void {
  const { setTimeout: set } = globalThis;
  const wait = (ms: number) => Math.ceil((Date.now() + ms) / 60_000) * 60_000 - Date.now();
  vi.stubGlobal("setTimeout", (code: () => void, ms = 0) =>
    set(code, FakeTab.current.isHidden ? wait(ms) : ms),
  );
}

it("a page that stops as soon as it leads gives its lock back", async () => {
  const page = await newPage("a");
  page.listener.onRole = (isMaster) => isMaster && page.stop();
  page.start();
  await pass(1_000);
  expect((await navigator.locks.query()).held).toEqual([]);
});

describeWays(() => {
  it("a rare message reaches hidden tabs at once", async () => {
    const [first, second] = await group("b", "a");
    for (const { tab } of [first, second]) tab.isHidden = true;
    holdBackTimers();
    await pass(207_000);
    server.say(CHANNEL, "rare");
    const at = Date.now();
    await until(() => second.heardOf(["rare"]).length === 1, 90_000);
    expect(Date.now() - at).toBeLessThan(100);
  });

  it("a follower that wakes up has the leader check the connection", async () => {
    const [first, second] = await group("b", "a");
    server.woken.length = 0;
    second.tab.fire(new Event("online"));
    await settle();
    expect(server.woken).toEqual([first.tab]);
  });

  it("equal messages of a tab are all heard, also after a forced change of leaders", async () => {
    const [first, second, third] = await group("b", "a", "c");
    const publish = async () => {
      for (let i = 0; i < 5; i++) {
        second.publish("ping");
        await pass(100);
      }
    };
    await publish();
    first.tab.freeze();
    await until(() => leaders().length === 2 && server.open.length === 2, LONG);
    await pass(1_000);
    await publish();
    expect(third.heardOf(["ping"])).toHaveLength(10);
  });

  it("what a follower publishes before it stops is sent", async () => {
    const [, second] = await group("b", "a");
    second.publish("one", "two");
    second.stop();
    await pass(5_000);
    expect(server.published).toEqual(["one", "two"]);
  });

  it("what a closed tab left is sent once, though the tab that adopted it stops and starts", async () => {
    const [first, second, third] = await group("b", "a", "c");
    server.isDown = true;
    server.drop();
    await pass(1_000);
    first.publish("once");
    first.tab.fire(new Event("pagehide"));
    first.tab.kill();
    await settle();
    third.stop();
    server.isDown = false;
    await until(isOrderly, LONG);
    await pass(2_000);
    expect(server.published).toEqual(["once"]);
    second.stop();
    await pass(1_000);
    third.start();
    await pass(3_000);
    expect(server.published).toEqual(["once"]);
  });

  it("a page that stops in a callback is told nothing more", async () => {
    await group("b");
    const page = await newPage("a");
    const told: string[] = [];
    const listener = page.listener as unknown as Record<string, unknown>;
    for (const name of ["onMessage", "onConnect", "onDisconnect", "onRole", "onGap", "onTabs"])
      listener[name] = () => {
        told.push(name);
        if (name === "onTabs") page.link.stop();
      };
    page.start();
    await pass(2_000);
    expect(told.at(-1)).toBe("onTabs");
  });

  it("a restart in the callback of a restart makes one connection", async () => {
    const [first] = await group("b", "a");
    let count = 0;
    first.listener.onDisconnect = () => {
      if (count++ < 1) first.link.restart({});
    };
    first.tab.run(() => first.link.restart({}));
    await until(() => isOrderly() && count > 0, LONG);
    expect(server.mistakes).toEqual([]);
    expect(server.open).toHaveLength(1);
  });

  it("a follower that stops and starts at once keeps its channels", async () => {
    const [, second] = await group("b", "a");
    second.tab.run(() => second.link.setChannels(["web_own"]));
    await pass(2_000);
    const lists: string[] = [];
    const [connection] = server.open;
    if (!connection) throw new Error("nobody leads");
    const setChannels = connection.setChannels.bind(connection);
    connection.setChannels = (list) => {
      lists.push(list.join());
      setChannels(list);
    };
    second.stop();
    second.start();
    await pass(3_000);
    const changes = lists.filter((list, i) => list !== lists[i - 1]);
    expect(changes.length).toBeLessThan(3); // without it, and with it again
    expect(changes.at(-1)).toContain("web_own");
  });

  it("a tab with too many channels is told which are not heard, once, and of gaps in the others", async () => {
    const [first, second] = await group("b", "a");
    const ignored: [Page, string][] = [];
    for (const page of [first, second]) {
      const { onMessage } = page.listener;
      page.listener.onMessage = (message) => {
        if (message.kind === "ignored") ignored.push([page, message.reason]);
        onMessage(message);
      };
    }
    first.tab.run(() => first.link.setChannels(numbered("web_a", 200)));
    await pass(1_000);
    second.tab.run(() => second.link.setChannels(numbered("web_b", 200)));
    await pass(60_000);
    const lost = numbered("web_b", 200).slice(120);
    expect(ignored).toEqual([[second, expect.stringContaining(`not heard: ${lost.join()}`)]]);
    server.drop();
    await until(isOrderly, LONG);
    await pass(1_000);
    expect(second.gaps.map(({ channel }) => channel)).toEqual(numbered("web_b", 120));
    expect(first.gaps).toHaveLength(200);
  });

  it("the leader sends what a tab missed in pieces that a storage holds", async () => {
    const [, second] = await group("b", "a");
    const data = numbered("x", 400);
    FakeTab.loses = (_, to) => to === second.tab;
    for (const each of data) server.say(CHANNEL, each);
    await pass(100);
    FakeTab.loses = () => false;
    const sizes: number[] = [];
    const { onMessage } = second.listener;
    let inOneTask = 0;
    second.listener.onMessage = (message) => {
      inOneTask++;
      onMessage(message);
    };
    const task = second.tab.task.bind(second.tab);
    second.tab.task = (code) => {
      inOneTask = 0;
      task(code);
      sizes.push(inOneTask);
    };
    server.say(CHANNEL, "last");
    await until(() => second.heardOf(["last"]).length === 1, LONG);
    expect(second.heardOf(data)).toEqual(data);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(51);
  });

  it("a proposal reaches the leader, and only the leader", async () => {
    const [first, second, third] = await group("b", "a", "c");
    second.tab.run(() => second.link.propose({ user_key: "new" }));
    await settle();
    expect([first, second, third].map(({ proposals }) => proposals)).toEqual([
      [{ user_key: "new" }],
      [],
      [],
    ]);
  });
});

it("a page that stops when its tab is deposed asks for no lock any more", async () => {
  const [first] = await group("b", "a");
  first.listener.onRole = (isMaster) => !isMaster && first.link.stop();
  const name = locks.of(first.tab).held.find((held) => held.endsWith("group")) as string;
  const hold = () => new Promise<void>(() => undefined);
  new FakeTab("c").run(() => void locks.request(name, { steal: true }, hold));
  await pass(100);
  expect(first.link.isStarted).toBe(false);
  expect(locks.of(first.tab)).toMatchObject({ held: [], pending: [] });
});

it("tabs whose storage refuses to be written go on alone, and share again when it does not", async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  const [first, second] = await group("b", "a");
  storage.isFull = true;
  second.publish("one");
  first.publish("two");
  await until(() => leaders().length === 2 && allConnected(), LONG);
  expect(server.open).toHaveLength(2);
  await pass(30_000);
  expect(server.open).toHaveLength(2);
  storage.isFull = false;
  await until(isOrderly, LONG);
  await pass(1_000);
  expectAgreement();
  for (const page of [first, second]) page.stop();
  await pass(10_000);
  expect(server.open).toEqual([]);
});
