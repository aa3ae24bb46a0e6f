import { afterEach, beforeEach, expect, it } from "vitest";
import type { DevServer, ReceivedCommand } from "../../../dev-server";
import { startDevServer } from "../../../dev-server";
import { Client, requestPath } from "./client";

/** Keeps answers out of the lengths that the server cuts. */
const MARKER = "marker0123456789abcdef";

let server: DevServer;

beforeEach(async () => {
  server = await startDevServer({ port: 0 });
  server.authorize(12, "hash12");
});
afterEach(() => server.close());

const connect = (request = {}) => Client.connect(server.node, request);
const connect12 = () => connect({ key: "hash12", id: 12 });

async function joined(channel: string): Promise<Client> {
  const client = await connect();
  client.send("subscription", channel);
  await client.untilFence();
  return client;
}

const eventsOf = (frames: readonly string[]) => frames.map((frame) => JSON.parse(frame).event);

it.each([401, 406, 418] as const)(
  "the development server refuses new connections with %i",
  async (code) => {
    const before = await connect();
    server.refuse(code);
    const refused = Client.open(server.node, requestPath());
    const { data, event } = await refused.nextMessage();
    expect(event).toBe("error");
    expect(JSON.parse(String(data))).toMatchObject({ error_code: code });
    expect(await refused.closed()).toBe(1006);
    expect(await before.untilFence()).toEqual([]);
    server.refuse(null);
    await connect();
  },
);

it("the development server drops new connections without an answer, or with HTTP status 503", async () => {
  server.refuse("connection");
  expect(await Client.open(server.node, requestPath()).closed()).toBe(1006);
  server.refuse("http");
  expect(await Client.open(server.node, requestPath()).refused()).toBe(503);
  expect(server.peakConnections).toBe(0);
});

it("the development server leaves new connections without an answer until the refusal ends", async () => {
  server.refuse("silence");
  const waiting = Client.open(server.node, requestPath());
  await expect.poll(() => server.connectionAttempts).toBe(1);
  expect((await fetch(`${server.address}/dev/state`)).status).toBe(200);
  expect(waiting.socket.readyState).toBe(waiting.socket.CONNECTING);
  server.refuse(null);
  expect(await waiting.closed()).toBe(1006);
  await connect();
});

it("the development server holds frames back for the ordered time, and keeps their order when that gets shorter", async () => {
  const client = await joined("web_a");
  const start = performance.now();
  server.delay(80);
  server.publish("web_a", "first", 1);
  server.delay(0);
  server.publish("web_a", "second", 2);
  expect((await client.nextMessage()).event).toBe("first");
  expect(performance.now() - start).toBeGreaterThanOrEqual(79);
  expect((await client.nextMessage()).event).toBe("second");
});

it("the development server neither reads nor writes on silent connections, and loses nothing", async () => {
  const [silent, other] = [await joined("web_a"), await joined("web_a")];
  const [first] = server.connections;
  expect(server.goSilent(({ id }) => id === first?.id)).toBe(1);
  silent.send("pipe_count", "web_a", MARKER, "");
  expect(server.publish("web_a", "ev", "x")).toBe(2);
  expect(eventsOf(await other.untilFence())).toEqual(["ev"]);
  const untouched = await connect();
  await untouched.untilFence();
  expect(silent.frames).toEqual([]);
  expect(server.received.some(({ text }) => text.includes(MARKER))).toBe(false);

  server.resume();
  expect(eventsOf(await silent.untilFence())).toEqual(["ev", "user_in_pipe"]);
});

it("the development server does not notice that a silent client has gone until the silence ends", async () => {
  const client = await connect();
  server.goSilent();
  client.socket.terminate();
  const other = await connect();
  await other.untilFence();
  expect(server.connections).toHaveLength(2);
  const gone = new Promise((resolve) => server.on("disconnect", resolve));
  server.resume();
  await gone;
  expect(server.connections).toHaveLength(1);
});

it("the development server does not take a silent client's close frame", async () => {
  const client = await connect();
  server.goSilent();
  client.socket.close();
  const other = await connect();
  for (let round = 0; round < 5; round += 1) await other.untilFence();
  expect(client.socket.readyState).toBe(client.socket.CLOSING);
  server.resume();
  expect(await client.closed()).toBe(1006);
});

it("the development server carries a command out, but withholds its answer and what the client asks behind it", async () => {
  const [writer, reader] = [await connect(), await joined("web_a")];
  server.withholdAnswers(["web_pipe2"]);
  writer.send("web_pipe2", "web_a", "ev", "*", '"x"');
  writer.send("pipe_count", "web_a", MARKER, "");
  expect((await reader.nextMessage()).event).toBe("ev");
  expect(await reader.untilFence()).toEqual([]);
  expect(server.heldAnswers).toBe(1);
  expect(writer.frames).toEqual([]);

  expect(server.releaseAnswers()).toBe(1);
  expect(eventsOf(await writer.untilFence())).toEqual(["answer", "user_in_pipe"]);
  expect(server.heldAnswers).toBe(0);
});

it("the development server forgets the withheld answer of a client that has crashed", async () => {
  const writer = await connect();
  server.withholdAnswers(["web_pipe2"]);
  const command = new Promise<ReceivedCommand>((resolve) => server.on("command", resolve));
  writer.send("web_pipe2", "web_a", "ev", "*", '"x"');
  expect(await command).toMatchObject({ connection: 1, userId: 0, name: "web_pipe2" });
  const gone = new Promise((resolve) => server.on("disconnect", resolve));
  writer.socket.terminate();
  await gone;
  expect(server.heldAnswers).toBe(0);
  expect(server.releaseAnswers()).toBe(0);
});

it("the development server cuts the connections that a filter chooses, at once", async () => {
  const [visitor, user] = [await connect(), await connect12()];
  expect(server.closeConnections(({ userId }) => userId === 12)).toBe(1);
  expect(server.connections.map(({ userId }) => userId)).toEqual([0]);
  expect(await user.closed()).toBe(1006);
  expect(await visitor.untilFence()).toEqual([]);
});

it("the development server carries nothing out for a connection that a listener of the command cuts", async () => {
  const client = await connect();
  server.on("command", () => server.closeConnections());
  client.send("subscription", "web_a");
  expect(await client.closed()).toBe(1006);
  expect(server.publish("web_a", "ev", "x")).toBe(0);
});

it("the development server stops telling a listener that was removed", async () => {
  const seen: number[] = [];
  const off = server.on("connect", ({ id }) => seen.push(id));
  await connect();
  off();
  await connect();
  expect(seen).toEqual([1]);
  expect(server.peakConnections).toBe(2);
});

it("the development server ends every connection and frees the port when it closes", async () => {
  const open = await connect();
  server.refuse("silence");
  const waiting = Client.open(server.node, requestPath());
  await Promise.all([server.close(), server.close()]);
  expect(await open.closed()).toBe(1006);
  expect(await waiting.closed()).toBe(1006);
  const { port } = server;
  server = await startDevServer({ port });
  await connect();
});
