import { describe, expect, it, vi } from "vitest";
import type { Denial } from "../../src/api/errors";
import type { CometOptions } from "../../src/api/types";
import { ANN, collector, fence, useTestBed } from "./test-bed";

const bed = useTestBed();

/** A reconnection begins within a second. */
const SOON = 3_000;

describe("a client that starts", () => {
  it("connects, then calls each callback of start() once", async () => {
    const client = bed.create();
    const onConnected = vi.fn();
    const again = vi.fn();
    expect(client.isMaster()).toBeUndefined();
    expect(client.start({ node: bed.server.node, ...ANN }, onConnected)).toBe(true);
    expect(client.isMaster()).toBe(true);
    const tab = client.getTabUUID();
    expect(client.inspect()).toMatchObject({ tab, master: tab, epoch: 1 });
    expect(client.isConnected()).toBe(false);
    await vi.waitFor(() => expect(onConnected).toHaveBeenCalledTimes(1));
    expect(client.isAuthorized()).toBe(true);
    client.start(undefined, again);
    await vi.waitFor(() => expect(again).toHaveBeenCalledTimes(1));
    expect(onConnected).toHaveBeenCalledTimes(1);
    expect(bed.server.connections).toHaveLength(1);
  });

  it("renews its connection only if parameters have changed", async () => {
    const client = await bed.connect(ANN);
    const attempts = bed.server.connectionAttempts;
    client.start();
    client.start({ node: bed.server.node, user_id: "12" });
    await fence(client);
    expect(bed.server.connectionAttempts).toBe(attempts);
    client.start({ user_id: 13, user_key: "hash13" });
    expect(client.isAuthorized()).toBeUndefined();
    await vi.waitFor(() => expect(bed.server.connections[0]?.userId).toBe(13));
  });

  it("sends nothing before that", () => {
    const client = bed.create();
    const attempts = bed.server.connectionAttempts;
    client.subscription("web_a", () => undefined);
    client.web_pipe_send("web_a", 1);
    expect(bed.server.connectionAttempts).toBe(attempts);
  });
});

describe("the authorisation of a client", () => {
  it("is known at once, for users, tokens and anonymous visitors", async () => {
    const token = bed.server.token(77);
    expect((await bed.connect(ANN)).isAuthorized()).toBe(true);
    expect((await bed.connect({ user_id: 77, user_key: token })).isAuthorized()).toBe(true);
    expect((await bed.connect({ user_id: 12, user_key: "wrong" })).isAuthorized()).toBe(false);
    const anonymous = await bed.connect();
    expect(anonymous.isAuthorized()).toBe(false);
    expect(anonymous.getUserId()).toBe("");
  });

  it("is told at every change, not after a reconnection", async () => {
    const client = bed.create();
    const calls: string[] = [];
    client.onAuthSuccess(() => calls.push("success"));
    client.onAuthFalill(() => calls.push("fail"));
    client.onAuthFail(() => calls.push("fail too"));
    client.start({ node: bed.server.node });
    await vi.waitFor(() => expect(calls).toEqual(["fail", "fail too"]));
    client.restart(ANN);
    await vi.waitFor(() => expect(calls).toEqual(["fail", "fail too", "success"]));
    expect(client.getRealUserKey()).toBe("hash12");
    bed.server.closeConnections();
    await vi.waitFor(() => expect(client.isConnected()).toBe(false));
    expect(client.isAuthorized()).toBe(true);
    await vi.waitFor(() => expect(client.isConnected()).toBe(true), SOON);
    client.restart({ user_id: "", user_key: "" });
    await vi.waitFor(() => expect(calls).toHaveLength(5));
    expect(client.isAuthorized()).toBe(false);
  });
});

describe("a client whose visitor is not authorised", () => {
  it("says why, on the console once for each key, and in the event", async () => {
    const client = bed.create();
    const reasons: unknown[] = [];
    const onAuthFail = vi.fn();
    client.on("denied", (denial) => reasons.push(denial));
    client.onAuthFail(onAuthFail);
    const start = (options: CometOptions) =>
      new Promise<void>((resolve) => {
        const end = client.on("connect", () => resolve(end()));
        client.restart({ node: bed.server.node, ...options });
      });
    const token = bed.server.token(12, { expiresIn: -60 });
    await start({});
    await start({ ...ANN, user_key: token });
    await start({ user_key: "secret-1" });
    await start({ user_key: "secret-2" });
    await start({ user_key: "secret-1" });
    await start({ user_id: 13, user_key: "" });
    await start({ user_id: "", user_key: "secret-1" });
    expect(reasons).toEqual([
      { reason: "anonymous" },
      { reason: "expired", expiredAt: expect.any(Number) },
      { reason: "no-key" },
      { reason: "no-id" },
    ]);
    const [, { expiredAt = 0 }] = reasons as [unknown, Denial];
    expect(bed.console.warn.map((line) => line.replace(/^CometServer: /, ""))).toEqual([
      `user_key for user_id 12 expired at ${new Date(expiredAt).toISOString()}`,
      "the server does not accept user_key for user_id 12",
      "the server does not accept user_key for user_id 12",
      "user_id 13 has no valid user_key: the visitor is anonymous",
      "user_key has no valid user_id: the visitor is anonymous",
    ]);
    expect(onAuthFail.mock.calls).toEqual([[], [], [], []]);
  });

  it("has no complaint about an anonymous visitor or a good key", async () => {
    await bed.connect();
    await bed.connect(ANN);
    expect(bed.console.warn).toEqual([]);
  });
});

describe("another visitor", () => {
  it("neither hears the private messages nor sends the publishes of the one before", async () => {
    bed.server.sendToUser(12, "e", "for Ann");
    const client = await bed.connect(ANN);
    const errors = vi.fn();
    client.on("error", errors);
    bed.server.refuse("http");
    bed.server.closeConnections();
    await vi.waitFor(() => expect(client.isConnected()).toBe(false));
    client.web_pipe_send("web_chat", "ev", "by Ann");
    bed.server.refuse(null);
    client.restart({ user_id: 13, user_key: "hash13" });
    const heard = collector();
    client.subscription("msg", heard.callback);
    await vi.waitFor(() => expect(client.isConnected()).toBe(true), SOON);
    await fence(client);
    expect(errors).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "dropped" }));
    expect(heard.messages).toEqual([]);
    expect(bed.server.received.some(({ text }) => text.includes("by Ann"))).toBe(false);
  });

  it("may bring a new key when the old one is refused", async () => {
    const client = bed.create();
    const events: string[] = [];
    client.on("connect", () => events.push("connect"));
    client.onAuthFail(() => {
      events.push("denied");
      client.restart({ user_key: ANN.user_key });
    });
    client.onAuthSuccess(() => events.push("authorized"));
    client.start({ node: bed.server.node, ...ANN, user_key: "old" }, () => events.push("called"));
    await vi.waitFor(() => expect(client.isAuthorized()).toBe(true));
    await fence(client);
    expect(events).toEqual(["denied", "authorized", "called", "connect"]);
  });

  it("may log in when the authorisation fails", async () => {
    const client = bed.create();
    const events: string[] = [];
    client.on("connect", () => events.push("connect"));
    client.onAuthFail(() => {
      events.push("denied");
      client.restart(ANN);
    });
    client.onAuthSuccess(() => events.push("authorized"));
    client.start({ node: bed.server.node }, () => events.push("onConnected"));
    await vi.waitFor(() => expect(client.isConnected()).toBe(true));
    expect(events).toEqual(["denied", "authorized", "onConnected", "connect"]);
  });
});

describe("a client that stops", () => {
  it("ends its connection and timers, and has its channels back after start()", async () => {
    const client = await bed.connect(ANN);
    const heard = collector();
    client.subscription("web_chat", heard.callback);
    await fence(client);
    client.multi_web_pipe_send("web_chat", "ev", { n: 1 }, 1_000, 1);
    client.stop();
    expect(client.isConnected()).toBe(false);
    expect(client.isMaster()).toBeUndefined();
    await vi.waitFor(() => expect(bed.server.connections).toHaveLength(0));
    const { length } = bed.server.received;
    client.start();
    await vi.waitFor(() => expect(client.isConnected()).toBe(true));
    await fence(client);
    expect(bed.server.received.slice(length).map(({ name }) => name)).toEqual([
      "subscription",
      "pipe_count",
      "pipe_count",
    ]);
    bed.server.publish("web_chat", "ev", "back");
    await heard.next(1);
  });
});

describe("the console of a client", () => {
  it("never shows a key, whatever the level", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const client = bed.create();
    client.setLogLevel(1);
    expect(client.getLogLevel()).toBe(1);
    client.start({ node: bed.server.node, user_id: 12, user_key: "top-secret-key" });
    await vi.waitFor(() => expect(client.isConnected()).toBe(true));
    client.restart({ user_key: "another secret" });
    client.restart({ node: "bad node", user_key: "top-secret-key" });
    await vi.waitFor(() => expect(bed.console.error).toHaveLength(3));
    client.LogLevel = 0;
    const written = [...log.mock.calls.flat(), ...bed.console.error, ...bed.console.warn];
    expect(log).toHaveBeenCalled();
    expect(written.join("\n")).not.toMatch(/secret/);
    expect(bed.console.error).toEqual([
      expect.stringContaining("Bad user_key"),
      expect.stringContaining('Bad node "bad node"'),
      expect.stringContaining("The browser refuses node or wss"),
    ]);
  });

  it("says that there is no node, and that long polling is gone", () => {
    const client = bed.create();
    const attempts = bed.server.connectionAttempts;
    client.start(ANN);
    expect(client.isMaster()).toBeUndefined();
    expect(client.UseWebSocket(false)).toBe(true);
    expect(bed.console).toEqual({
      error: [expect.stringMatching(/Bad node "undefined": it is host/)],
      warn: [expect.stringContaining("long polling")],
    });
    expect(bed.server.connectionAttempts).toBe(attempts);
  });
});
