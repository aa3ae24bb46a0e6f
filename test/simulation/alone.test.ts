/** A tab that can reach no other, from its start to its end. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { countCommand, publishCommand } from "../../src/protocol/commands";
import { pass, settle } from "../support/tab-time";
import { CHANNEL, newPage, numbered, server, storage, usePages, type Page } from "./pages";

usePages();

let page: Page;

beforeEach(async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  storage.isForbidden = true;
  page = await newPage("me");
});

async function connect(): Promise<void> {
  page.start();
  await pass(100);
  expect(page.link.isConnected).toBe(true);
  server.calls.length = 0;
}

const setChannels = (...channels: string[]) => page.tab.run(() => page.link.setChannels(channels));

/** Publishes. Returns whether the link says that it was now. */
const send = (text: string) => {
  const command = publishCommand(CHANNEL, "e", text, "");
  return page.tab.run(() => page.link.send({ command, onDone: () => undefined }));
};

const fire = (type: string, fields: object = {}) =>
  page.tab.fire(Object.assign(new Event(type), fields));

describe("a tab that can reach no other", () => {
  it("leads at once, and tells the page once", async () => {
    const { link, roles, listener } = page;
    expect(link.isMaster).toBeUndefined();
    expect(link.tabs).toEqual({ tab: "me", master: undefined, epoch: 0, tabs: [] });
    page.start();
    expect([link.isMaster, link.isStarted]).toEqual([true, true]);
    expect(roles).toEqual([true]);
    await settle();
    expect(link.tabs).toEqual({ tab: "me", master: "me", epoch: 1, tabs: ["me"] });
    link.tabs.tabs.length = 0; // the page's own list
    expect(link.tabs.tabs).toEqual(["me"]);
    page.start();
    await pass(60_000);
    expect(roles).toEqual([true]);
    expect(listener.onTabs).toHaveBeenCalledTimes(1);
    page.stop();
    expect([...page.tab.listening]).toEqual([]);
  });

  it("keeps no listener of a start in which the page stops and starts", async () => {
    let count = 0;
    page.listener.onRole = () => {
      if (count++) return;
      page.link.stop();
      page.link.start();
    };
    await connect();
    page.stop();
    expect([...page.tab.listening]).toEqual([]);
  });

  it("subscribes once for all changes of a task, and only if the list has changed", async () => {
    await connect();
    setChannels("web_b");
    await Promise.resolve();
    setChannels("web_a", "web_b");
    expect(server.calls).toEqual([]);
    await settle();
    expect(server.calls).toEqual(["subscribe web_a web_b"]);
    setChannels();
    setChannels("web_a", "web_b");
    await settle();
    expect(server.calls).toHaveLength(1);
  });

  it("subscribes before it writes the commands that follow", async () => {
    await connect();
    setChannels("web_a");
    expect(send("text")).toBe(true);
    expect(server.calls).toEqual([]);
    await settle();
    expect(server.calls).toEqual(["subscribe web_a", "web_pipe2"]);
  });

  it("carries out what waited, in order, on the first connection and on each later one", async () => {
    expect(numbered("first ", 2).map(send)).toEqual([false, false]);
    await connect();
    expect(server.published).toEqual(["first 0", "first 1"]);
    server.drop();
    expect(send("later")).toBe(false);
    await pass(200);
    expect(server.published.slice(2)).toEqual(["later"]);
  });

  it("keeps a command for the next connection if this one is closing", async () => {
    await connect();
    server.open[0]?.beginClosing();
    expect(send("kept")).toBe(false);
    server.drop();
    await pass(200);
    expect(server.published).toEqual(["kept"]);
  });

  it("tells the page of a frame that could not be read", async () => {
    await connect();
    const onMessage = vi.spyOn(page.listener, "onMessage");
    server.open[0]?.say((listener) => listener.onIgnored("a frame that is no JSON"));
    await settle();
    const messages = onMessage.mock.calls.map(([message]) => message);
    expect(messages).toEqual([{ kind: "ignored", reason: "a frame that is no JSON" }]);
  });

  it("connects again when the page asks for it after a refusal, not before", async () => {
    await connect();
    server.refuse(401);
    await pass(60_000);
    expect(page.fatal).toEqual([["fatal", 401]]);
    expect(server.open).toEqual([]);
    page.tab.run(() => page.link.restart({}));
    await pass(100);
    expect(page.link.isConnected).toBe(true);
  });

  it.each<[string, { persisted?: boolean; isHidden?: boolean }, boolean]>([
    ["online", {}, true],
    ["pageshow", {}, true],
    ["pageshow", { persisted: false }, false],
    ["resume", {}, true],
    ["visibilitychange", {}, true],
    ["visibilitychange", { isHidden: true }, false],
  ])("has the connection checked on %s %j: %s", async (type, { isHidden, ...fields }, isWoken) => {
    await connect();
    server.woken.length = 0;
    page.tab.isHidden = isHidden ?? false;
    fire(type, fields);
    expect(server.woken.length > 0).toBe(isWoken);
    page.stop();
    server.woken.length = 0;
    fire(type, fields);
    expect(server.woken).toEqual([]);
  });
});

describe("a tab that is stopped", () => {
  it("writes what waits for the end of the task", async () => {
    await connect();
    setChannels("web_a");
    send("last");
    page.stop();
    expect(server.calls).toEqual(["subscribe web_a", "web_pipe2"]);
  });

  it("keeps questions and new messages for the next start, and calls written ones unconfirmed", async () => {
    await connect();
    server.answers = () => false;
    page.ask("question", { command: countCommand(CHANNEL) });
    page.publish("written");
    page.stop();
    const { link, outcomes, states } = page;
    expect([link.isConnected, link.isStarted, link.isMaster]).toEqual([false, false, undefined]);
    expect(outcomes).toEqual({ question: [], written: ["unconfirmed"] });
    expect(states).toEqual([true, false]);
    page.publish("later");
    server.answers = () => true;
    await connect();
    expect(outcomes).toMatchObject({ question: ["done"], later: ["done"] });
    expect(server.published).toEqual(["written", "later"]);
    // It did not want to hear anything meanwhile.
    expect(page.gaps).toEqual([]);
  });

  it.each(["stop", "stop and start", "restart"])(
    "tells nothing of a connection if the page calls %s when it hears the first frame",
    async (how) => {
      const { link, listener, states } = page;
      const { onMessage } = listener;
      listener.onMessage = () => {
        listener.onMessage = onMessage;
        if (how === "restart") link.restart({});
        else link.stop();
        if (how === "stop and start") link.start();
      };
      page.start();
      await pass(100);
      const isStarted = how !== "stop";
      expect([link.isStarted, link.isConnected]).toEqual([isStarted, isStarted]);
      expect(states.filter(Boolean)).toEqual(isStarted ? [true] : []);
    },
  );
});

describe("a page in the back/forward cache", () => {
  it("has no connection and no timer, and comes back with a gap", async () => {
    await connect();
    fire("pagehide");
    expect(page.states).toEqual([true, false]);
    expect([server.open.length, page.tab.timers.size]).toEqual([0, 0]);
    expect(page.link.isStarted).toBe(true);
    fire("pageshow", { persisted: true });
    await pass(100);
    expect(page.link.isConnected).toBe(true);
    expect(page.gaps).toMatchObject([{ channel: CHANNEL }]);
  });

  it("stays without a connection if the page has stopped it", async () => {
    await connect();
    page.stop();
    fire("pagehide");
    fire("pageshow", { persisted: true });
    await pass(1_000);
    expect(server.open).toEqual([]);
  });
});
