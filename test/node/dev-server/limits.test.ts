import { afterEach, expect, it } from "vitest";
import type { DevServer, DevServerLimits } from "../../../dev-server";
import { InputError, startDevServer } from "../../../dev-server";
import { Inbox } from "../../../dev-server/core/inbox";
import { Client, requestPath } from "./client";

let server: DevServer;

afterEach(() => server?.close());

async function startWith(limits: DevServerLimits): Promise<void> {
  server = await startDevServer({ port: 0, limits });
}

it("the development server refuses connections over the limit, and takes one again when one has ended", async () => {
  await startWith({ maxConnections: 1 });
  const first = await Client.connect(server.node);
  expect(await Client.open(server.node, requestPath()).refused()).toBe(503);
  const gone = new Promise((resolve) => server.on("disconnect", resolve));
  first.socket.terminate();
  await gone;
  await Client.connect(server.node);
});

it("the development server drops a client that does not read", async () => {
  await startWith({ maxBufferedBytes: 100_000 });
  const client = await Client.connect(server.node);
  client.send("subscription", "web_a");
  await client.untilFence();
  client.socket.pause();
  const most = 2000;
  let sent = 0;
  while (server.publish("web_a", "", "x".repeat(60_000)) > 0 && sent < most) sent += 1;
  expect(sent).toBeLessThan(most);
  expect(server.connections).toEqual([]);
});

it("the development server drops a client that asks on and on behind a withheld answer", async () => {
  await startWith({ maxBufferedBytes: 10_000 });
  const client = await Client.connect(server.node);
  server.withholdAnswers(["pipe_count"]);
  for (let count = 0; count < 200; count += 1) client.send("pipe_count", "web_a", "", "");
  expect(await client.closed()).toBe(1006);
  expect(server.heldAnswers).toBe(0);
});

it("the development server drops a client with too many commands waiting", async () => {
  await startWith({ maxWaitingCommands: 50 });
  const client = await Client.connect(server.node);
  server.withholdAnswers(["pipe_count"]);
  for (let count = 0; count < 51; count += 1) client.send("pipe_count", "web_a", "", "");
  await expect.poll(() => server.received).toHaveLength(1);
  expect(server.connections).toHaveLength(1);
  client.send("pipe_count", "web_a", "", "");
  expect(await client.closed()).toBe(1006);
});

it("the development server takes many waiting commands up in order", async () => {
  const count = 200_000;
  const inbox = new Inbox({ maxCommands: count, maxBytes: Infinity });
  for (let index = 0; index < count; index += 1) inbox.add(`${index}`);
  for (let index = 0; index < count; index += 1) {
    if (inbox.take() !== `${index}`) throw new Error(`wrong order at ${index}`);
  }
  expect(inbox.take()).toBeUndefined();
});

it("the development server keeps no message that can never be sent", async () => {
  await startWith({ maxQueuedMessages: 1 });
  server.authorize(12, "hash12");
  server.sendToUser(12, "short", 1);
  server.sendToUser(12, "long", "x".repeat(70_000));
  const client = await Client.connect(server.node, { key: "hash12", id: 12 });
  const frames = await client.untilFence();
  expect(frames.map((frame) => JSON.parse(frame).event)).toEqual(["short"]);
});

it("the development server joins nothing more for a client that is dropped while it joins", async () => {
  await startWith({ maxBufferedBytes: 5000 });
  const slow = await Client.connect(server.node);
  slow.send("subscription", "track_a");
  await slow.untilFence();
  const [first] = server.connections;
  server.goSilent();
  server.on("disconnect", ({ id }) => {
    if (id === first?.id) server.closeConnections();
  });
  const client = await Client.connect(server.node);
  // Announced to the slow one, until that overflows.
  for (let count = 0; count < 50; count += 1) client.send("subscription", "track_a", "web_a");
  expect(await client.closed()).toBe(1006);
  expect(server.connections).toEqual([]);
  expect(server.publish("web_a", "", 1)).toBe(0);
});

it("the development server drops the oldest of too many messages that wait for a user", async () => {
  await startWith({ maxQueuedMessages: 2 });
  server.authorize(12, "hash12");
  for (const event of ["a", "b", "c"]) server.sendToUser(12, event, 1);
  const client = await Client.connect(server.node, { key: "hash12", id: 12 });
  const frames = await client.untilFence();
  expect(frames.map((frame) => JSON.parse(frame).event)).toEqual(["b", "c"]);
});

it("the development server keeps the last commands only", async () => {
  await startWith({ maxReceived: 2 });
  const client = await Client.connect(server.node);
  for (const id of [1, 2, 3]) client.send("user_status", `${id}`);
  await client.untilFence();
  expect(server.received.map(({ name }) => name)).toEqual(["user_status", "pipe_count"]);
});

const CIRCLE: unknown[] = [];
CIRCLE.push(CIRCLE);
const DEEP = JSON.parse("[".repeat(50_000) + "]".repeat(50_000)) as unknown;

it.each<[call: (server: DevServer) => unknown, message: string]>([
  [
    (server) => server.authorize(2, "hash"),
    "user id is 2, but must be one of at most 1 users (maxUsers)",
  ],
  [
    (server) => server.sendToUser(2, "", 1),
    "user id is 2, but must be one of at most 1 users (maxUsers)",
  ],
  [
    (server) => server.authorize(0, "hash"),
    "user id is 0, but must be an integer from 1 to 999999999",
  ],
  [
    (server) => server.authorize(1, "a&b"),
    'hash is "a&b", but must be 1 to 32 visible ASCII characters',
  ],
  [(server) => server.keepLog("web_a", 100), "length is 100, but must be an integer from 0 to 99"],
  [(server) => server.keepLog("web_b", 1), 'channel is "web_b", but must be one of at most 1 logs'],
  [(server) => server.setUserData(1, "123456"), "but must be at most 5 bytes"],
  [(server) => server.publish("a", "", 1), 'channel is "a", but must be 2 to 63 characters'],
  [
    (server) => server.publish("web_a", "a.b", 1),
    'event is "a.b", but must be at most 64 characters',
  ],
  [
    (server) => server.publish("web_a", "", undefined),
    "data is undefined, but must be a value that JSON",
  ],
  [(server) => server.publish("web_a", "", DEEP), "data is [object Array], but must"],
  [(server) => server.publish("web_a", "", CIRCLE), "but must be a value that JSON can hold"],
  [
    (server) => server.publish("web_a", "", 1, { raw: true }),
    "data is 1, but must be a text, since raw",
  ],
  [(server) => server.refuse(402 as 401), "refusal is 402, but must be one of 401, 406, 418"],
  [(server) => server.delay(-1), "delay is -1, but must be an integer from 0"],
  [(server) => server.withholdAnswers(["x" as "pipe_log"]), 'command is "x", but must be one of'],
])(
  "the development server names the value and the rule if something does not fit: %s",
  async (call, message) => {
    await startWith({ maxUsers: 1, maxLogs: 1, maxUserDataBytes: 5 });
    server.authorize(1, "hash");
    server.authorize(1, "other");
    server.keepLog("web_a", 99);
    server.sendToUser(1, "", 1);
    expect(() => call(server)).toThrow(message);
    expect(() => call(server)).toThrow(InputError);
  },
);

it("the development server refuses options that break a rule", async () => {
  await expect(startDevServer({ port: 1.5 })).rejects.toThrow(
    "port is 1.5, but must be an integer from 0 to 65535",
  );
  await expect(startDevServer({ limits: { maxLog: 1 } as DevServerLimits })).rejects.toThrow(
    'limits is "maxLog", but must be one of maxConnections,',
  );
  await expect(startDevServer({ limits: { maxLogs: 0 } })).rejects.toThrow("limits.maxLogs is 0");
});
