/** Whole clients: what a change of leaders, and the delayed calls of a leading page, must not break. */
import { describe, expect, it, vi } from "vitest";
import { INFO } from "../support/fake-socket";
import { pass, settle } from "../support/tab-time";
import { TabSocket } from "./tab-socket";
import { ClientPage as Page, useClientPages } from "./client-page";

useClientPages();

const NODE = { node: "comet.example", dev_id: 1 };
const user = (user_key: string) => ({ ...NODE, user_id: 12, user_key });

/** Tabs that are opened one after the other, with these keys; the first leads. */
async function open(channels: string[], ...keys: string[]): Promise<[Page, Page, Page]> {
  const pages: Page[] = [];
  for (const [index, key] of keys.entries())
    pages.push(await Page.start("abc".charAt(index), user(key)));
  for (const page of pages)
    for (const channel of channels) page.run((api) => api.subscription(channel, () => undefined));
  await pass(1_500);
  return pages as [Page, Page, Page];
}

function leave({ tab }: Page): void {
  tab.fire(new Event("pagehide"));
  tab.kill();
}

describe("a handover", () => {
  it.each([["msg"], [""], ["web_x"]])("comes about if tabs listen to %j", async (channel) => {
    const [first, second] = await open([channel], "k", "k");
    first.tab.depart();
    await pass(1_000);
    expect([TabSocket.all.length, second.api.isMaster()]).toEqual([2, true]);
  });

  it("leaves the tabs authorised, with a gap in private messages, if the heir's key is refused", async () => {
    TabSocket.welcome = (url) => ({ ...INFO, authorized: url.includes("good") });
    const [first, second, third] = await open(["web_x", "msg"], "good", "bad", "good");
    const gaps: string[] = [];
    third.run((api) => api.on("gap", ({ channel }) => gaps.push(channel)));
    first.tab.depart();
    await pass(300);
    leave(first);
    await pass(10_000);
    expect([second, third].map(({ api }) => api.isAuthorized())).toEqual([true, true]);
    expect(gaps).toContain("msg");
  });

  it("continues with the options of a restart", async () => {
    const [first, , third] = await open(["web_x"], "old", "old", "old");
    TabSocket.answers = false;
    first.tab.depart();
    await pass(50);
    TabSocket.answers = true;
    third.run((api) => api.restart({ user_key: "new" }));
    await pass(100);
    leave(first);
    await pass(5_000);
    expect(TabSocket.all.at(-1)?.url).toContain("new");
    expect(third.api.isConnected()).toBe(true);
  });

  it("tells the tabs if the server refuses the heir for good", async () => {
    const [first, second, third] = await open(["web_x"], "k", "k", "k");
    const errors: string[] = [];
    for (const { tab, api } of [second, third])
      tab.run(() => api.on("error", ({ code }) => errors.push(code)));
    TabSocket.welcome = () => ({ error: 403, data: "no" });
    first.tab.depart();
    await pass(100);
    leave(first);
    await pass(5_000);
    expect(errors).toContain("fatal");
  });
});

describe("the page of a leading tab", () => {
  it("knows after stop and start in a handler that the connection is gone", async () => {
    const [first] = await open([], "k", "k");
    const told: string[] = [];
    first.run((api) => {
      api.on("disconnect", () => told.push("disconnect"));
      api.subscription("web_x", () => api.stop());
    });
    await pass(500);
    TabSocket.accepts = () => false;
    const [socket] = TabSocket.all as [TabSocket];
    const data = JSON.stringify({ data: "1", event: "e", pipe: "web_x", user_id: 3 });
    first.tab.run(() => {
      socket.dispatchEvent(new MessageEvent("message", { data }));
      socket.drop();
    });
    await pass(100);
    first.run((api) => api.start(undefined, () => told.push("connected")));
    await settle();
    expect([told, first.api.isConnected()]).toEqual([["disconnect"], false]);
  });

  it("is not called back as connected while a new key renews the connection", async () => {
    const [first] = await open([], "one", "one");
    TabSocket.accepts = () => false;
    const onConnected = vi.fn();
    first.run((api) => api.start({ user_key: "two" }, onConnected));
    await pass(1_000);
    expect(onConnected).not.toHaveBeenCalled();
  });

  it("takes a better key from another tab, though it is busy", async () => {
    let ahead = 0;
    const now = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => now() + ahead);
    let valid = /old|new/;
    TabSocket.welcome = (url) => ({ ...INFO, authorized: valid.test(url) });
    const [first, second] = await open([], "old", "new");
    first.run((api) => api.on("denied", () => (ahead += 60)));
    valid = /new/;
    TabSocket.all[0]?.drop();
    await pass(10_000);
    expect(second.api.isAuthorized()).toBe(true);
  });
});
