/** A key goes only to the node that its page named, whatever the other tabs do. */
import { describe, expect, it, vi } from "vitest";
import { SCRIPT_DEFAULTS } from "../../src/client/defaults";
import { INFO } from "../support/fake-socket";
import { pass, until } from "../support/tab-time";
import { TabSocket } from "./tab-socket";
import { ClientPage as Page, keys, lines, useClientPages } from "./client-page";

useClientPages();

const NODE = { node: "comet.example" };
const ANN = { user_id: 12, user_key: "key-of-12" };
const RULE = "it is host, host:port or host/path";

const hosts = () => TabSocket.all.map(({ url }) => new URL(url).host);
const urls = () => TabSocket.all.map(({ url }) => url).join("\n");
/** Every connection's visitor, refused or anonymous. */
const refuse = () => (TabSocket.welcome = () => ({ ...INFO, authorized: false }));

/** Of a page: the errors that it is told of. */
function errorsOf(page: Page): unknown[] {
  const errors: unknown[] = [];
  page.run((api) => api.on("error", ({ code, message }) => errors.push([code, message])));
  return errors;
}

describe("an npm entry without a node", () => {
  it("refuses to start, and starts once there is one", async () => {
    const page = await Page.open("a");
    const errors = errorsOf(page);
    const connected = vi.fn();
    page.run((api) => {
      api.web_pipe_send("web_chat", "e", "waits");
      expect(api.start({ node: undefined, ...ANN }, connected)).toBe(true);
    });
    await pass(30_000);
    const text = `Bad node "undefined": ${RULE}`;
    expect(errors).toEqual([["argument", text]]);
    expect(lines).toEqual({ error: [`CometServer: ${text}`], warn: [] });
    expect(TabSocket.all).toEqual([]);
    expect([page.api.isConnected(), page.api.isMaster()]).toEqual([false, undefined]);
    expect(page.api.inspect().tabs).toEqual([]);

    page.run((api) => api.start(NODE));
    await until(() => page.api.isConnected());
    await pass(100);
    expect(connected).toHaveBeenCalledTimes(1);
    expect(keys()).toEqual(["key-of-12"]);
    expect(hosts()).toEqual(["comet.example"]);
    expect(TabSocket.published).toEqual([["12", '"waits"']]);
    expect(errors).toHaveLength(1);
  });

  it("ends the connection that it had when the node is taken away", async () => {
    for (const leave of [{ node: "" }, { node: [] }, { node: "/comet", user_key: "newer" }]) {
      const page = await Page.start("a", { ...NODE, ...ANN });
      const errors = errorsOf(page);
      const { length } = TabSocket.all;
      page.run((api) => api.restart(leave));
      page.tab.fire(new Event("online"));
      await pass(30_000);
      expect(errors).toEqual([["argument", expect.stringMatching(/^Bad node .*: it is host/)]]);
      expect(lines.error.splice(0)).toHaveLength(1);
      expect(TabSocket.all).toHaveLength(length);
      expect([page.api.isConnected(), page.api.isMaster()]).toEqual([false, undefined]);
      expect(page.api.isAuthorized()).toBeUndefined();
      page.tab.kill();
    }
  });

  it("has no address for the next attempt if the page empties the options", async () => {
    const page = await Page.start("a", { ...NODE, ...ANN });
    page.run((api) => Object.assign(api.options, { node: undefined }));
    TabSocket.all.at(-1)?.drop();
    await until(() => TabSocket.all.length > 1);
    expect(TabSocket.all.slice(1).map(({ url }) => url)).toEqual(["ws://"]);
    expect(() => new URL("ws://")).toThrow();
  });
});

describe("the script file without a node", () => {
  const open = (name: string, options?: object) => Page.start(name, options, SCRIPT_DEFAULTS);

  it("connects to the demo server, and warns once of it, and once of a key that is not accepted", async () => {
    const page = await open("a", ANN);
    page.run((api) => api.start());
    page.run((api) => api.restart());
    await pass(1_000);
    expect(new Set(hosts())).toEqual(new Set(["app.comet-server.ru"]));
    expect(new Set(keys())).toEqual(new Set(["key-of-12"]));
    const refused = expect.stringMatching(/does not accept user_key for user_id 12$/) as string;
    const demo = expect.stringMatching(/app\.comet-server\.ru$/) as string;
    expect(lines).toEqual({ error: [], warn: [demo, refused] });
  });

  it("hides the visitor from the demo server if the node is empty", async () => {
    const page = await open("a", { node: undefined, ...ANN });
    page.run((api) => api.start({ node: undefined }));
    page.run((api) => api.restart({ user_key: "newer-key-of-12" }));
    await pass(1_000);
    expect(new Set(hosts())).toEqual(new Set(["app.comet-server.ru"]));
    expect(new Set(keys())).toEqual(new Set([""]));
    expect(urls()).not.toContain("myid=12");
    expect([page.api.getUserId(), page.api.getUserKey()]).toEqual(["12", "newer-key-of-12"]);
    expect(lines.error).toEqual([]);
    expect(lines.warn).toEqual([
      expect.stringMatching(/app\.comet-server\.ru .*user_key .*not sent/),
    ]);

    page.run((api) => api.web_pipe_send("web_chat", "e", "anonymous"));
    page.run((api) => api.start(NODE));
    await until(() => hosts().at(-1) === "comet.example");
    expect(keys().at(-1)).toBe("newer-key-of-12");
  });

  it("publishes as nobody there, also for the other tabs", async () => {
    const hidden = { node: undefined, ...ANN };
    const [first, second] = [await open("a", hidden), await open("b", hidden)];
    const senders: unknown[] = [];
    first.run((api) =>
      api.subscription("web_chat", ({ server_info }) => senders.push(server_info.user_id)),
    );
    await pass(1_000);
    second.run((api) => api.web_pipe_send("web_chat", "e", 1));
    await until(() => senders.length > 0);
    expect(senders).toEqual([0]);
  });

  it("moves to the demo server as nobody when the node is taken away", async () => {
    const page = await open("a", { ...NODE, ...ANN });
    page.run((api) => api.restart({ node: "" }));
    await until(() => TabSocket.all.length > 1);
    expect(hosts()).toEqual(["comet.example", "app.comet-server.ru"]);
    expect(keys()).toEqual(["key-of-12", ""]);
    await pass(100);
    const told: string[] = [];
    page.run((api) => api.on("authorized", () => told.push("authorized")));
    expect(told).toEqual([]);
  });

  it("neither proposes a hidden key to other tabs nor takes theirs", async () => {
    refuse();
    for (const names of ["ab", "cd"]) {
      const [first, second] = names as unknown as [string, string];
      const hidden = { node: "", ...ANN };
      const leader = await open(first, names === "ab" ? { user_key: "of-a" } : hidden);
      const follower = await open(second, names === "ab" ? hidden : { user_key: "of-d" });
      expect([leader.api.isMaster(), follower.api.isMaster()]).toEqual([true, false]);
      await pass(5_000);
      expect(TabSocket.all).toHaveLength(1);
      const [open_, shy] = names === "ab" ? [leader, follower] : [follower, leader];
      shy.run((api) => api.restart());
      await pass(5_000);
      open_.run((api) => api.restart({ user_key: "newer" }));
      await pass(5_000);
      expect([open_.api.getUserKey(), shy.api.getUserKey()]).toEqual(["newer", "key-of-12"]);
      expect(urls()).not.toMatch(/key-of-12|myid=12/);

      // By now both may lead: each with what its own page has chosen.
      shy.run((api) => api.start(NODE));
      await until(() => hosts().at(-1) === "comet.example");
      expect(keys().at(-1)).toBe("key-of-12");
      for (const page of [leader, follower]) page.run((api) => api.stop());
      await pass(1_000);
      TabSocket.all = [];
    }
  });
});

describe("another tab", () => {
  it("has the leader connect to one of several nodes, or to all again", async () => {
    const nodes = { node: ["one.example", "two.example"], user_id: 12 };
    const leader = await Page.start("a", nodes);
    const follower = await Page.start("b", nodes);
    const open = () => TabSocket.all.filter(({ readyState }) => readyState === 1).length;
    expect([leader, follower].map(({ api }) => api.isMaster())).toEqual([true, false]);
    await until(() => open() === 2);
    follower.run((api) => api.start({ roundrobin: true }));
    await until(() => open() === 1);
    await pass(5_000);
    expect([open(), hosts().at(-1)]).toEqual([1, "one.example"]);
    follower.run((api) => api.start({ roundrobin: false }));
    await until(() => open() === 2);
  });

  it("brings no key to a node that only this page names", async () => {
    const first = await Page.start("a", { ...NODE, ...ANN });
    const second = await Page.start("b", { ...NODE, ...ANN });
    second.run((api) => api.restart({ user_key: "newer" }));
    await until(() => first.api.getUserKey() === "newer" && first.api.isConnected());
    expect(keys()).toEqual(["key-of-12", "newer"]);
    first.run((api) => api.restart({ node: "elsewhere.example" }));
    await until(() => hosts().at(-1) === "elsewhere.example");
    expect(keys().at(-1)).toBe("key-of-12");
  });

  it("proposes a key, and neither a node nor a visitor", async () => {
    refuse();
    const page = await Page.start("a", { ...NODE, ...ANN });
    const other = await Page.open("b");
    other.run(() => {
      const channel = new BroadcastChannel(`CometServer 4 ${page.api.options.node} 0 12`);
      const options = { user_key: "proposed", node: "evil.example", user_id: 13 };
      for (const type of ["proposal", "restart"]) channel.postMessage({ type, from: "b", options });
    });
    await pass(5_000);
    expect(new Set(hosts())).toEqual(new Set(["comet.example"]));
    expect(keys()).toContain("proposed");
    expect(urls()).not.toContain("myid=13");
    expect(page.api.options).toMatchObject({ ...NODE, user_id: 12 });
  });
});
