/** Whole clients in several tabs: visitors who change, keys that expire, networks with TLS only. */
import { describe, expect, it, vi } from "vitest";
import { INFO } from "../support/fake-socket";
import { pass, until } from "../support/tab-time";
import { TabSocket } from "./tab-socket";
import { ClientPage as Page, keys, lines, useClientPages } from "./client-page";

useClientPages();

const NODE = { node: "comet.example", dev_id: 1 };
const ANN = { ...NODE, user_id: 12, user_key: "key-of-12" };

it("a follower takes over if only TLS works", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.01); // no waiting between attempts
  TabSocket.accepts = (url) => url.startsWith("wss");
  const first = await Page.start("a", NODE);
  const second = await Page.start("b", NODE);
  expect(second.api.isMaster()).toBe(false);
  first.run((api) => api.stop());
  await until(() => second.api.isMaster() === true && second.api.isConnected(), 60_000);
});

it("a follower does not change to TLS because open connections have ended", async () => {
  const first = await Page.start("a", NODE);
  const second = await Page.start("b", NODE);
  for (let i = 1; i <= 3; i++) {
    TabSocket.all.at(-1)?.drop();
    await until(() => TabSocket.all.length > i && second.api.isConnected(), 60_000);
  }
  first.run((api) => api.stop());
  await until(() => second.api.isMaster() === true && second.api.isConnected(), 60_000);
  expect(TabSocket.all.map(({ url }) => url.split(":")[0])).toEqual(["ws", "ws", "ws", "ws", "ws"]);
});

it("one of several nodes that refuses is a warning, the only one an error", async () => {
  TabSocket.welcome = (url) => (url.includes("two.example") ? { error: 403, data: "no" } : INFO);
  await Page.start("a", { ...NODE, node: ["one.example", "two.example"] });
  expect(lines.warn).toEqual([expect.stringMatching(/two\.example: .*no/)]);
  const alone = await Page.open("b");
  alone.run((api) => api.start({ ...NODE, node: "two.example" }));
  await until(() => alone.api.state === "refused");
  expect([lines.warn.length, lines.error.length]).toEqual([1, 1]);
});

describe("the next visitor of a page", () => {
  it("does not repeat a message of the one before", async () => {
    const page = await Page.start("a", ANN);
    page.run((api) => api.multi_web_pipe_send("web_x", "e", { text: "of 12" }, 3, 1_000));
    page.run((api) => api.start({ user_id: 13, user_key: "key-of-13" }));
    await until(() => page.api.isConnected());
    await pass(3_000);
    const sent = TabSocket.all.flatMap((socket) => socket.sent);
    expect(sent.filter((text) => text.startsWith("web_pipe2"))).toHaveLength(1);
  });

  it("does not send what waited for the one before", async () => {
    const page = await Page.open("a");
    const codes: string[] = [];
    TabSocket.accepts = () => false;
    page.run((api) => {
      api.on("error", ({ code }) => codes.push(code));
      api.start(ANN);
      api.web_pipe_send("web_chat", "e", "of 12");
    });
    await pass(500);
    page.run((api) => api.stop());
    TabSocket.accepts = () => true;
    page.run((api) => api.start({ user_id: 13 }));
    await until(() => page.api.isConnected());
    await pass(3_000);
    expect(TabSocket.published).toEqual([]);
    expect(codes).toEqual(["dropped"]);
  });

  it("leaves to the leader what a follower gave it before, as unconfirmed", async () => {
    await Page.start("a", ANN);
    const follower = await Page.start("b", ANN);
    const told: unknown[] = [];
    follower.run((api) => {
      api.on("error", ({ code }) => told.push(code));
      api.on("unconfirmed", ({ message }) => told.push(message));
      api.web_pipe_send("web_chat", "e", "mine");
      api.restart({ user_id: 13 });
    });
    await pass(3_000);
    expect(told).toEqual(["mine"]);
    expect(TabSocket.published).toEqual([["12", '"mine"']]);
  });

  it("does not repeat the questions of the one before", async () => {
    const page = await Page.start("a", ANN);
    TabSocket.answers = false;
    const answers: unknown[] = [];
    page.run((api) => api.count_users_in_pipe("web_chat", (answer) => answers.push(answer)));
    await pass(100);
    TabSocket.answers = true;
    page.run((api) => api.restart({ user_id: 13 }));
    await pass(3_000);
    expect(answers).toEqual([]);
  });

  it("has no authorisation of the one before, also if it comes in a callback", async () => {
    TabSocket.welcome = () => ({ ...INFO, authorized: true, data: "key-of-12" });
    await Page.start("a", ANN);
    TabSocket.accepts = () => false;
    const page = await Page.open("b");
    page.run((api) => {
      api.on("tabs", () => api.getUserId() === "12" && api.restart({ user_id: 13 }));
      api.start(ANN);
    });
    await pass(1_000);
    expect([page.api.getUserId(), page.api.isAuthorized()]).toEqual(["13", undefined]);
  });
});

describe("a group of tabs with different keys", () => {
  const only = (good: string) => (url: string) => ({
    ...INFO,
    authorized: url.includes(`sesion=${good}&`),
  });

  it("tries a follower's newer key when the leader's key is refused", async () => {
    TabSocket.welcome = only("new");
    const first = await Page.start("a", { ...ANN, user_key: "old" });
    const second = await Page.start("b", { ...ANN, user_key: "new" });
    await until(() => first.api.isAuthorized() === true && second.api.isAuthorized() === true);
    expect(keys()).toEqual(["old", "new"]);
    expect(first.api.getUserKey()).toBe("new");
  });

  it("tries the keys of all tabs until one is taken, and not for ever", async () => {
    const names = ["a", "b", "c", "d"];
    TabSocket.welcome = only("key-c");
    const open = (name: string) => Page.start(name, { ...ANN, user_key: `key-${name}` });
    const pages = [await open("a")];
    TabSocket.welcome = () => ({ ...INFO, authorized: true });
    for (const name of names.slice(1)) pages.push(await open(name));
    TabSocket.welcome = only("key-c");
    TabSocket.all.at(-1)?.drop();
    await until(() => pages.every(({ api }) => api.isAuthorized() === true), 60_000);
    TabSocket.welcome = only("none");
    TabSocket.all.at(-1)?.drop();
    await pass(60_000);
    const { length } = TabSocket.all;
    await pass(60_000);
    expect(TabSocket.all).toHaveLength(length);
    expect(length).toBeLessThan(15);
    expect(pages.map(({ api }) => api.isAuthorized())).toEqual([false, false, false, false]);
  });

  it("is told of a refused key once, by the tab whose key the server has refused", async () => {
    TabSocket.welcome = only("new");
    const first = await Page.start("a", { ...ANN, user_key: "old" });
    const denials: unknown[] = [];
    const second = await Page.open("b");
    second.run((api) => {
      api.on("denied", (denial) => denials.push(denial));
      api.start({ ...ANN, user_key: "new" });
    });
    await until(() => first.api.isAuthorized() === true && second.api.isAuthorized() === true);
    expect(lines.warn).toEqual([expect.stringMatching(/does not accept user_key for user_id 12$/)]);
    expect(denials).toEqual([{ reason: "refused" }]);
  });

  it("is told of a refused key in every tab, though only one calls the function", async () => {
    TabSocket.welcome = () => ({ ...INFO, authorized: false });
    const denials: unknown[] = [];
    const options = { ...ANN, user_key: () => "key" };
    for (const name of ["a", "b"]) {
      const page = await Page.open(name);
      page.run((api) => {
        api.on("denied", (denial) => denials.push(denial));
        api.start(options);
      });
      await until(() => page.api.isConnected());
    }
    expect(denials).toEqual([{ reason: "refused" }, { reason: "refused" }]);
  });

  it("does not try the refused key of another tab again", async () => {
    await Page.start("a", ANN);
    for (const name of ["b", "c"]) await Page.start(name, ANN);
    await pass(1_000);
    expect(keys()).toEqual(["key-of-12"]);
  });

  it("stays authorised though a tab that slept has an old key", async () => {
    TabSocket.welcome = only("new");
    const first = await Page.start("a", { ...ANN, user_key: "new" });
    const second = await Page.start("b", { ...ANN, user_key: "new" });
    second.tab.fire(new Event("pagehide"));
    TabSocket.welcome = only("newer");
    first.run((api) => api.restart({ user_key: "newer" }));
    await until(() => first.api.isAuthorized() === true);
    second.tab.fire(Object.assign(new Event("pageshow"), { persisted: true }));
    await until(() => second.api.isAuthorized() === true);
    const third = await Page.start("c", { ...ANN, user_key: "newer" });
    first.run((api) => api.stop());
    await until(() => second.api.isMaster() === true && third.api.isAuthorized() === true, 60_000);
    await until(() => second.api.isAuthorized() === true);
  });
});

it("a page that restarts in callbacks keeps no timer or listener when it stops", async () => {
  const page = await Page.open("a");
  let count = 0;
  page.run((api) => {
    api.on("disconnect", () => count++ < 1 && api.restart());
    api.start(NODE);
  });
  await until(() => page.api.isConnected());
  page.run((api) => api.restart());
  await pass(5_000);
  expect(count).toBeGreaterThan(0);
  page.run((api) => api.stop());
  await pass(5_000);
  expect([...page.tab.listening].map(({ type }) => type)).toEqual([]);
  expect(page.tab.timers.size).toBe(0);
});
