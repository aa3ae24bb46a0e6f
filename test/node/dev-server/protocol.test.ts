/** What the real server does, but no recording shows. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DevServer, DevServerOptions } from "../../../dev-server";
import { startDevServer } from "../../../dev-server";
import { Client, requestPath } from "./client";

const LONG = "x".repeat(100);

let server: DevServer;

beforeEach(() => restart());
afterEach(() => server.close());

async function restart(options: DevServerOptions = {}): Promise<void> {
  await server?.close();
  server = await startDevServer({ port: 0, ...options });
  server.authorize(12, "hash12");
}

const connect = (request = {}) => Client.connect(server.node, request);
const connect12 = () => connect({ key: "hash12", id: 12 });

async function joined(client: Client, ...names: string[]): Promise<readonly string[]> {
  client.send("subscription", ...names);
  await client.untilFence();
  return server.connections.at(-1)?.channels ?? [];
}

it("the development server ends a list at the first name that it does not take", async () => {
  const client = await connect();
  expect(await joined(client, "web_a", "private_x", "web_b")).toEqual(["web_a"]);
  expect(await joined(client, "web_a", "", "web_b")).toEqual(["web_a"]);
  expect(await joined(client, "web_a", "b")).toEqual(["web_a"]);
  expect(await joined(client, "web_a", "web b")).toEqual(["web_a"]);
  expect(await joined(client, "x".repeat(63))).toEqual(["x".repeat(63)]);
  expect(await joined(client, "x".repeat(64))).toEqual([]);
});

it("the development server answers a longer channel name with an error", async () => {
  const client = await connect();
  client.send("subscription", "web_a", "x".repeat(65));
  expect(await client.nextMessage()).toMatchObject({
    data: { code: "403", error: "Channel name is too long" },
    pipe: "sys",
  });
  expect(server.connections[0]?.channels).toEqual(["web_a"]);
});

it("the development server tells what clients have published, and nothing else", async () => {
  const published: unknown[] = [];
  const off = server.on("publish", (message) => published.push(message));
  const client = await connect12();
  client.send("web_pipe2", "web_a", "json", "*", `{"t":"it's"}`);
  client.send("web_pipe2", "@web_a", "text", "*", "two\nlines");
  client.send("web_pipe2", "a", "refused", "*", "1");
  server.publish("web_a", "sql", 1);
  await client.untilFence();
  const message = { connection: 1, channel: "web_a" };
  expect(published).toEqual([
    { ...message, userId: 12, event: "json", data: { t: "it's" } },
    { ...message, userId: 0, event: "text", data: "two\nlines" },
  ]);
  off();
});

it("the development server logs what clients publish as it is, what SQL publishes as it was typed, and no four-byte character", async () => {
  server.keepLog("web_log", 10);
  const client = await connect();
  client.send("web_pipe2", "web_log", "js", "*", `"it's"`);
  client.send("web_pipe2", "web_log", "js", "*", `"😀"`);
  await client.untilFence();
  server.publish("web_log", "sql", String.raw`it\'s`, { raw: true });
  server.publish("web_log", "json", { t: "it's" });
  client.send("pipe_log", "web_log", "", "");
  const frames = (await client.untilFence()).map((frame) => JSON.parse(frame));
  expect(frames).toMatchObject([
    { event: "js", data: `"it's"`, user_id: 0, fromQueue: true },
    { event: "sql", data: String.raw`it\'s`, fromQueue: true },
    { event: "json", data: String.raw`{\"t\":\"it\'s\"}` },
  ]);
});

it("the development server delivers a four-byte character that it does not log", async () => {
  const client = await connect();
  await joined(client, "web_a");
  expect(server.publish("web_a", "", "😀")).toBe(1);
  expect((await client.nextMessage()).data).toBe(String.raw`\"😀\"`);
});

it("the development server drops a message whose frame would be longer than 65,535 bytes, and its report", async () => {
  const [reader, writer] = [await connect(), await connect()];
  await joined(reader, "web_a");
  const publish = (length: number) => {
    writer.send("web_pipe2", "web_a", "e".repeat(64), "*", "x".repeat(length));
  };
  publish(100);
  const overhead = Buffer.byteLength(await reader.next()) - 100;
  await writer.next();
  publish(65_535 - overhead);
  expect(Buffer.byteLength(await reader.next())).toBe(65_535);
  expect(await writer.untilFence()).toHaveLength(1);
  publish(65_536 - overhead);
  expect(await writer.untilFence()).toEqual([]);
  expect(await reader.untilFence()).toEqual([]);
});

it("the development server takes a command of 65,535 bytes and closes on a longer one, without a close frame", async () => {
  const client = await connect();
  client.send("statistics", "x".repeat(65_535 - "statistics\n".length));
  expect(await client.untilFence()).toEqual([]);
  client.send("statistics", "x".repeat(65_536 - "statistics\n".length));
  expect(await client.closed()).toBe(1006);
});

it("the development server answers what came before an unknown command, and nothing behind it", async () => {
  const client = await connect();
  client.send("pipe_count", "web_a", "m".repeat(30), "");
  client.send("bogus");
  client.send("pipe_count", "web_b", "n".repeat(30), "");
  expect(await client.closed()).toBe(1006);
  expect(client.frames.map((frame) => JSON.parse(frame).marker)).toEqual(["m".repeat(30)]);
});

it("the development server closes only when everything before is written", async () => {
  server.keepLog("web_log", 99);
  for (let count = 0; count < 99; count += 1) server.publish("web_log", "", "x".repeat(65_000));
  const client = await connect();
  client.send("pipe_log", "web_log", "", "");
  client.send("bogus");
  expect(await client.closed()).toBe(1006);
  expect(client.frames).toHaveLength(99);
});

it("the development server does not answer a client's close frame", async () => {
  const client = await connect();
  client.socket.close(1000);
  expect(await client.closed()).toBe(1006);
});

it("the development server carries out 500 commands that come in one go, in order", async () => {
  const client = await connect();
  const markers = Array.from({ length: 500 }, (_, index) => `${index}`.padStart(24, "m"));
  for (const marker of markers) client.send("pipe_count", "web_a", marker, "");
  const answers = await client.untilFence();
  expect(answers.map((frame) => JSON.parse(frame).marker)).toEqual(markers);
});

it("the development server sends private messages to 16 connections of a user at most", async () => {
  const clients: Client[] = [];
  for (let count = 0; count < 17; count += 1) clients.push(await connect12());
  expect(server.sendToUser(12, "ev", "hello")).toBe(16);
  const got = await Promise.all(clients.map((client) => client.untilFence()));
  expect(got.map((frames) => frames.length)).toEqual([...Array(16).fill(1), 0]);
});

it("the development server delivers the queue again within the second in which it was sent", async () => {
  let now = 1_000_000_500;
  await restart({ clock: () => now });
  server.sendToUser(12, "ev", "hello");
  const receive = async () => {
    const client = await connect12();
    const frames = await client.untilFence();
    server.closeConnections();
    return frames.length;
  };
  expect([await receive(), await receive()]).toEqual([1, 1]);
  now += 1000;
  expect([await receive(), await receive()]).toEqual([1, 0]);
});

it("the development server takes a piece of the request for the rest of a uuid that is too short", async () => {
  await connect({ uuid: "short" });
  expect(server.connections[0]?.uuid).toBe("short&api=js HTTP/1.1\r\nSec-WebSock".slice(0, 32));
});

it("the development server says which users are online now, and which it never saw", async () => {
  const client = await connect12();
  client.send("user_status", "12");
  client.send("user_status", "13");
  const frames = await client.untilFence();
  expect(frames[0]).toContain('"last_online_time":0');
  expect(frames[1]).toContain('"last_online_time":-1');
});

it("the development server shows no private log to anonymous visitors", async () => {
  server.keepLog("private_a", 1);
  server.publish("private_a", "ev", "secret");
  const [visitor, user] = [await connect(), await connect12()];
  for (const client of [visitor, user]) client.send("pipe_log", "private_a", "", "");
  expect(await visitor.untilFence()).toEqual([]);
  expect(await user.untilFence()).toHaveLength(1);
});

it.each([
  ["whole", false, /"pipe":"web_cut"}$/],
  ["cut", true, /"pipe":"web_cut[^}]*\0\x7f$/],
  ["cut, with bytes that are no UTF-8", "invalid-utf8", null],
] as const)(
  "the development server sends frames of 123 to 125 bytes %s",
  async (_, cutFrames, end) => {
    await restart({ cutFrames });
    const client = await connect();
    await joined(client, "web_cut");
    server.publish("web_cut", "e", "x", { raw: true });
    const overhead = (await client.next()).length - 1;
    server.publish("web_cut", "e", "x".repeat(124 - overhead), { raw: true });
    if (!end) expect(await client.closed()).toBe(1006);
    else expect(await client.next()).toMatch(end);
  },
);

it("the development server gives every client the form of its version", async () => {
  const [current, older] = [await connect(), await connect({ version: "3.25" })];
  for (const client of [current, older]) await joined(client, "web_a");
  server.publish("web_a", "ev", { text: LONG });
  expect(await current.nextMessage()).not.toHaveProperty("event_name");
  expect(await older.nextMessage()).toMatchObject({
    api_data: "for major_version < 4",
    event_name: "ev",
  });
});

it("the development server lets only the listed origins connect, and clients that are no browsers", async () => {
  await restart({ origins: ["https://good.example"] });
  const open = (origin?: string) =>
    Client.open(server.node, requestPath(), origin === undefined ? {} : { origin });
  expect(await open("https://bad.example").refused()).toBe(403);
  expect((await open("https://good.example").nextMessage()).event).toBe("serverInfo");
  expect((await open().nextMessage()).event).toBe("serverInfo");
});
