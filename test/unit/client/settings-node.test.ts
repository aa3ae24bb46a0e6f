/** Which server is told of the visitor, and by which key. */
import { describe, expect, it } from "vitest";
import type { CometOptions } from "../../../src/api/types";
import { inScript, settingsOf } from "./settings-of";

/** Options whose node is empty. The last ones have a path or a scheme, but no host. */
const EMPTY: CometOptions[] = [
  ...[undefined, null, "", " ", [], [""], [undefined], "http://", "/", "/comet", "wss:///comet"],
].map((node) => ({ node }) as CometOptions);
EMPTY.push({ nodes: undefined }, { nodeArray: [] }, { node: undefined, nodes: "" });

const ANN = { user_id: 12, user_key: "key-of-12" };

describe("settings without a node", () => {
  it.each(EMPTY)("have no address in the npm entries: %j", (options) => {
    const settings = settingsOf({ ...ANN, ...options });
    expect(settings.node).toBe("");
    // Browsers refuse it. An empty text would be an address of the page's own server.
    expect(settings.url()).toBe("ws://");
    expect(settings.noNode()).toMatchObject({
      code: "argument",
      message: expect.stringMatching(/^Bad node .*: it is host, host:port or host\/path$/),
    });
  });

  it("name in the error what was given in its place", () => {
    expect(settingsOf({ nodes: undefined }).noNode().message).toContain('node "undefined":');
    expect(settingsOf({ node: "" }).noNode().message).toContain('node "":');
  });

  it("are the demo server's in the script file, with the page's key", () => {
    const settings = inScript(ANN);
    expect(settings.url()).toMatch(/^ws:\/\/app\.comet-server\.ru\/ws\/sesion=key-of-12&myid=12&/);
    expect(settings.identity).toBe("app.comet-server.ru 15 12");
    expect(settings.notice).toMatch(/^no node .*app\.comet-server\.ru$/);
  });

  it.each(EMPTY)(
    "hide the visitor from the demo server if an empty node was named: %j",
    (options) => {
      const settings = inScript({ ...ANN, ...options });
      expect(settings.url()).toMatch(/^ws:\/\/app\.comet-server\.ru\/ws\/sesion=&myid=&devid=15&/);
      expect(settings.identity).toBe("app.comet-server.ru 15 ");
      expect(settings).toMatchObject({ userId: "12", userKey: "key-of-12" });
      expect(settings.notice).toMatch(/^no node .*app\.comet-server\.ru .*user_key .*not sent/);
      expect(settings.notice).not.toContain("key-of-12");
    },
  );

  it("hide the visitor, whether the node is emptied before or after", () => {
    const first = inScript({ node: undefined });
    first.merge(ANN);
    const second = inScript(ANN);
    second.merge({ nodes: undefined });
    for (const settings of [first, second]) {
      expect(settings.url()).not.toMatch(/key-of-12|myid=12/);
      settings.merge({ node: "host" });
      expect(settings.url()).toMatch(/^ws:\/\/host\/ws\/sesion=key-of-12&myid=12&/);
      // `undefined` changes nothing; an empty text takes the node away.
      settings.merge({ node: undefined });
      expect(settings.node).toBe("host");
      settings.merge({ node: "" });
      expect(settings.url()).not.toMatch(/key-of-12|myid=12/);
    }
  });

  it("give no notice of a key if there is none", () => {
    expect(inScript({ node: undefined }).notice).not.toContain("key");
  });

  it("are the same if the page changes the options object", () => {
    const settings = inScript({ node: "host", ...ANN });
    settings.options.node = undefined;
    expect(settings.url()).not.toMatch(/key-of-12|myid=12/);
    const strict = settingsOf({ node: "host", ...ANN });
    strict.options.node = "";
    expect(strict.url()).toBe("ws://");
  });

  it("give a notice of the demo account only on the demo server, without a dev_id", () => {
    expect(inScript({ node: "host" }).notice).toBe("");
    expect(settingsOf({ node: "app.comet-server.ru", dev_id: 3 }).notice).toBe("");
    expect(settingsOf({ node: "app.comet-server.ru" }).notice).toMatch(/dev_id.*demo account/);
    expect(settingsOf({}).notice).toBe("");
  });
});

describe("the key of another tab", () => {
  it("takes the place of the page's own, until the page gives one", () => {
    const settings = settingsOf({ node: "host", ...ANN });
    settings.adopt({ user_key: "of-another-tab", wss: true });
    expect([settings.userKey, settings.isSecure()]).toEqual(["of-another-tab", true]);
    settings.adopt({ user_key: undefined });
    expect(settings.userKey).toBe("of-another-tab");
    settings.merge({ standby: true, user_key: undefined });
    expect(settings.userKey).toBe("of-another-tab");
    settings.merge({ user_key: "new" });
    settings.merge({ node: "elsewhere" });
    expect(settings.userKey).toBe("new");
  });

  it("is forgotten with another node, account or visitor", () => {
    for (const change of [{ node: "elsewhere" }, { node: "" }, { dev_id: 3 }, { user_id: 13 }]) {
      const settings = settingsOf({ node: "host", ...ANN });
      settings.adopt({ user_key: "first" });
      settings.adopt({ user_key: "second" });
      settings.merge(change);
      expect(settings.userKey).toBe("key-of-12");
    }
    const settings = settingsOf({ node: "host", ...ANN });
    settings.adopt({ user_key: "newer" });
    settings.options.node = "elsewhere";
    expect(settings.url()).toMatch(/^ws:\/\/elsewhere\/ws\/sesion=key-of-12&/);
  });

  it("stays out of the options, which are those of the page", () => {
    const settings = settingsOf({ node: "host", ...ANN });
    settings.adopt({ user_key: "newer" });
    expect(settings.options).toEqual({ node: "host", ...ANN });
    expect(settings.forTabs).toEqual({ user_key: "newer", wss: undefined });
    // What this page did not give takes nothing from other tabs.
    expect(settingsOf({ node: "host" }).forTabs.user_key).toBeUndefined();
  });

  it("brings nothing but the key, TLS and the choice of nodes", () => {
    const settings = settingsOf({ node: "host", ...ANN });
    settings.adopt({ user_key: "k", node: "evil", user_id: 1 } as CometOptions);
    expect(settings.url()).toMatch(/^ws:\/\/host\/ws\/sesion=k&myid=12&/);
    expect(settings.forTabs).toEqual({ user_key: "k" });
  });

  it("comes with whether to connect to one of several nodes", () => {
    const settings = settingsOf({ node: ["a", "b", "c"], ...ANN });
    for (const roundrobin of [true, undefined, false]) {
      const { urls } = settings;
      settings.adopt({ roundrobin });
      const given = roundrobin ?? true;
      expect(settings.forTabs.roundrobin).toBe(given);
      expect(settings.addresses).toHaveLength(given ? 1 : 3);
      expect(settings.urls === urls).toBe(roundrobin === undefined);
    }
    // Only one node: the choice changes nothing.
    const [one, same] = [{}, { roundrobin: true }].map((more) =>
      settingsOf({ node: "a", ...more }),
    );
    if (one) same?.merge({ uuid: one.uuid });
    expect(same?.urls).toBe(one?.urls);
  });

  it("is neither taken nor given if the server is told of no visitor", () => {
    const settings = inScript({ node: undefined, ...ANN });
    expect(settings.forTabs).toEqual({ user_key: undefined, wss: undefined });
    settings.adopt({ user_key: "of-another-tab", wss: true });
    expect(settings).toMatchObject({ userKey: "key-of-12" });
    expect(settings.isSecure()).toBe(true);
    expect(inScript(ANN).forTabs).toEqual({ user_key: "key-of-12", wss: undefined });
  });
});
