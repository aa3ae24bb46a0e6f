/** The testing entry: what an application sees is what it sees in a page. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CometError } from "../../src/api/errors";
import type { TrackEvents } from "../../src/api/channels";
import { createTestComet } from "../../testing";

interface Channels {
  web_chat: { message: { text: string } };
  webauth_chat: { message: { text: string } };
  track_online: TrackEvents;
  msg: { invitation: { from: number } };
}

const NODE = { node: "comet.example.com" };

let stops: (() => void)[] = [];

function create() {
  const comet = createTestComet<Channels>();
  stops.push(comet.stop);
  return comet;
}

async function createConnected(options: object = {}) {
  const comet = create();
  comet.cometApi.start({ ...NODE, ...options });
  await comet.server.connected();
  return comet;
}

/** The texts that a client hears. */
function textsOf({ cometApi }: Pick<ReturnType<typeof create>, "cometApi">): string[] {
  const texts: string[] = [];
  cometApi.subscribe("web_chat.message", ({ data }) => texts.push(data.text));
  return texts;
}

beforeEach(() => {
  for (const level of ["warn", "error"] as const) vi.spyOn(console, level).mockReturnValue();
});

afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a client of a test", () => {
  it("hears the back end, other users and other clients, with the sender", async () => {
    const comet = await createConnected();
    const { cometApi, server } = comet;
    const heard: unknown[] = [];
    cometApi.subscribe("web_chat", ({ data, server_info }) =>
      heard.push([data.text, server_info.user_id]),
    );
    server.authorize(8, "hash8");
    const bob = comet.createClient();
    bob.start({ ...NODE, user_id: 8, user_key: "hash8" });
    await server.settled();
    expect(server.publish("web_chat", "message", { text: "it's SQL" })).toBe(1);
    expect(server.publish("web_chat", "message", { text: `"quoted"` }, { from: 7 })).toBe(1);
    const text = "long ".repeat(30);
    await server.settled();
    expect(await bob.publish("web_chat", "message", { text })).toMatchObject({
      number_messages: 1,
    });
    expect(heard).toEqual([
      ["it's SQL", 0],
      [`"quoted"`, 7],
      [text, 8],
    ]);
    expect(bob.getUUID()).not.toBe(cometApi.getUUID());
  });

  it("asks and publishes as in a page; the test sees what was published", async () => {
    const { cometApi, server } = await createConnected();
    server.keepLog("web_chat", 5);
    server.setUserData(7, { name: "Ann" });
    cometApi.subscribe("track_online", () => undefined);
    void cometApi.publish("web_chat", "message", { text: "one" });
    cometApi.web_pipe_send("@web_chat", "message", { text: "it's two" });
    expect(await server.published("web_chat")).toEqual([
      { channel: "web_chat", event: "message", data: { text: "one" }, userId: 0, connection: 1 },
      {
        channel: "web_chat",
        event: "message",
        data: { text: "it's two" },
        userId: 0,
        connection: 1,
      },
    ]);
    server.publish("web_chat", "message", { text: "it's three" }, { from: 7 });
    const log = await cometApi.history("web_chat");
    expect(log.map(({ data, server_info: { user_id } }) => [data.text, user_id])).toEqual([
      ["one", 0],
      ["it's two", 0],
      ["it's three", 7],
    ]);
    expect(await cometApi.countUsers("track_online")).toBe(1);
    expect(await cometApi.trackedUsers("track_online")).toEqual([
      { user_id: 0, uuid: cometApi.getUUID() },
    ]);
    expect(JSON.parse(await cometApi.userData(7))).toEqual({ name: "Ann" });
    expect(server.connections).toMatchObject([{ channels: ["track_online"] }]);
  });

  it("is authorised by hash and by token, and gets private messages, also those that waited", async () => {
    const { cometApi, server } = create();
    const heard: number[] = [];
    const authorized = vi.fn();
    const denied = vi.fn();
    cometApi.on("authorized", authorized);
    cometApi.on("denied", denied);
    cometApi.subscribe("msg.invitation", ({ data }) => heard.push(data.from));
    expect(server.sendToUser(7, "invitation", { from: 1 })).toBe(0);
    cometApi.start({ ...NODE, user_id: 7, user_key: server.token(7, { expiresIn: -1 }) });
    await server.connected();
    expect([authorized.mock.calls.length, denied.mock.calls.length]).toEqual([0, 1]);
    cometApi.start({ user_key: server.token(7) });
    await server.connected();
    expect([authorized.mock.calls.length, heard]).toEqual([1, [1]]);
    server.sendToUser(7, "invitation", { from: 2 });
    await server.settled();
    expect(heard).toEqual([1, 2]);
  });

  it("meets no other one: neither its messages nor what it has stored", async () => {
    const ann = await createConnected({ user_id: 7, user_key: "x" });
    const bob = await createConnected({ user_id: 7, user_key: "x" });
    const [heardByAnn, heardByBob] = [textsOf(ann), textsOf(bob)];
    for (const { server } of [ann, bob]) await server.settled();
    await ann.cometApi.publish("web_chat", "message", { text: "to nobody" });
    bob.server.publish("web_chat", "message", { text: "for Bob" });
    for (const { server } of [ann, bob]) await server.settled();
    expect([heardByAnn, heardByBob]).toEqual([[], ["for Bob"]]);
    expect([ann.cometApi.isMaster(), bob.cometApi.isMaster()]).toEqual([true, true]);
  });
});

describe("a lost connection", () => {
  it("is told, comes back when the test wants it, and its gap is filled or announced", async () => {
    const comet = await createConnected({ recover: true });
    const { cometApi, server } = comet;
    const texts = textsOf(comet);
    const states: string[] = [];
    const gaps: string[] = [];
    cometApi.on("state", ({ state }) => states.push(state));
    cometApi.on("gap", ({ channel }) => gaps.push(channel));
    server.keepLog("web_chat", 5);
    cometApi.subscribe("track_online", () => undefined);
    await server.settled();
    server.publish("web_chat", "message", { text: "zero" });
    for (const round of ["one", "two"]) {
      expect(server.closeConnections()).toBe(1);
      await server.settled();
      expect(cometApi.state).toBe("waiting");
      server.publish("web_chat", "message", { text: round });
      await server.connected();
    }
    expect(states).toEqual([
      "waiting",
      "connecting",
      "connected",
      "waiting",
      "connecting",
      "connected",
    ]);
    expect(texts).toEqual(["zero", "one", "two"]);
    expect(gaps).toEqual(["track_online", "track_online"]);
    expect(server.connectionAttempts).toBe(3);
  });

  it("leaves a publish unconfirmed whose report was held back", async () => {
    const { cometApi, server } = await createConnected();
    server.withholdAnswers(["web_pipe2"]);
    const report = cometApi.publish("web_chat", "message", { text: "?" });
    expect(await server.published("web_chat")).toHaveLength(1);
    server.closeConnections();
    await expect(report).rejects.toMatchObject({ code: "unconfirmed" });
    server.withholdAnswers([]);
    await server.connected();
    expect(await server.published("web_chat")).toHaveLength(1);
  });

  it.each(["connection", "http", "silence", 401] as const)(
    "stays lost while the server refuses (%s), and comes back after that",
    async (how) => {
      const { cometApi, server } = await createConnected();
      server.refuse(how);
      server.closeConnections();
      await expect(server.connected()).rejects.toThrow(`(${how})`);
      expect(cometApi.isConnected()).toBe(false);
      server.refuse(null);
      if (how === 401) {
        expect(cometApi.state).toBe("refused");
        cometApi.start();
      }
      await server.connected();
      expect(cometApi.state).toBe("connected");
    },
  );

  it("is noticed where the server is silent, without real time", async () => {
    vi.useFakeTimers();
    const { cometApi, server } = await createConnected();
    server.goSilent();
    const asked = cometApi.countUsers("web_chat");
    await server.settled();
    await vi.advanceTimersByTimeAsync(34_000);
    expect(cometApi.state).toBe("connected");
    await vi.advanceTimersByTimeAsync(6_000);
    await server.connected();
    expect(await asked).toBe(0);
    expect(server.connectionAttempts).toBe(2);
  });
});

describe("a server of a test", () => {
  it("refuses what the real one refuses", async () => {
    const { cometApi, server } = await createConnected();
    const refused = cometApi.publish("webauth_chat", "message", { text: "?" });
    await expect(refused).rejects.toBeInstanceOf(CometError);
    await expect(refused).rejects.toMatchObject({ code: "refused" });
    expect(await server.published("webauth_chat")).toEqual([]);
    expect(() => server.publish("web chat" as "web_chat", "message", { text: "" })).toThrow(
      /channel is "web chat"/,
    );
    expect(() => server.publish("web_chat", "message", { text: "" }, { from: -1 })).toThrow(/from/);
  });

  it("delays and withholds, which nobody waits for", async () => {
    vi.useFakeTimers();
    const comet = await createConnected();
    const { server } = comet;
    const texts = textsOf(comet);
    await server.settled();
    server.delay(1_000);
    server.publish("web_chat", "message", { text: "late" });
    await server.settled();
    expect(texts).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    await server.settled();
    expect(texts).toEqual(["late"]);
  });

  it("says that no client was started, or that two sides answer each other for ever", async () => {
    const { cometApi, server } = create();
    await expect(server.connected()).rejects.toThrow("No client was started");
    cometApi.start(NODE);
    await server.connected();
    cometApi.subscribe("web_chat", ({ data }) => server.publish("web_chat", "message", data));
    await server.settled();
    server.publish("web_chat", "message", { text: "again" });
    await expect(server.settled()).rejects.toThrow("for ever");
  });

  it("leaves nothing behind when it stops", async () => {
    vi.useFakeTimers();
    const { cometApi, server, stop, createClient } = await createConnected();
    createClient().start(NODE);
    server.delay(1_000);
    server.publish("web_chat", "message", { text: "" });
    const open = cometApi.countUsers("web_chat");
    stop();
    await expect(open).rejects.toMatchObject({ code: "stopped" });
    await server.settled();
    expect(vi.getTimerCount()).toBe(0);
    expect(server.connections).toEqual([]);
    stop();
  });
});
