/** What a cluster does beyond its recording, which replay.test.ts plays. */
import { afterEach, expect, it } from "vitest";
import type { DevCluster, DevClusterOptions, DevServer } from "../../../dev-server";
import { InputError, startDevCluster, startDevServer } from "../../../dev-server";
import { resolveClusterOptions } from "../../../dev-server/cluster-options";
import { Client, requestPath } from "./client";

const USER_12 = { key: "hash12", id: 12 };

let cluster: DevCluster;

afterEach(() => cluster?.close());

async function start(options: DevClusterOptions = {}): Promise<void> {
  cluster = await startDevCluster(options);
  cluster.authorize(12, "hash12");
}

function server(index: number): DevServer {
  const found = cluster.nodes[index];
  if (!found) throw new Error(`no node ${index}`);
  return found;
}

const connect = (index: number, request = {}) => Client.connect(server(index).node, request);

async function joined(index: number, channels: readonly string[], request = {}): Promise<Client> {
  const client = await connect(index, request);
  client.send("subscription", ...channels);
  await client.untilFence();
  return client;
}

const eventsOf = (frames: readonly string[]) => frames.map((frame) => JSON.parse(frame).event);

/** The number that a `pipe_count` is answered with. */
async function countAt(client: Client, channel: string): Promise<unknown> {
  client.send("pipe_count", channel, "marker0123456789abcdef", "");
  const { data } = await client.nextMessage();
  return (data as unknown[])[1];
}

it("a killed node cuts its connections without a word, and resets new ones", async () => {
  await start();
  const channels = ["track_a", "user_status_12"];
  const other = await joined(0, channels);
  const clients = [await joined(1, channels, USER_12), await joined(1, channels)];
  await other.untilFence();
  for (const client of clients) await client.untilFence();
  // Leaves a connection open that the next request would use.
  await (await fetch(`${server(1).address}/dev`)).text();

  cluster.kill(1);
  for (const client of clients) {
    expect(await client.closed()).toBe(1006);
    expect(client.frames).toEqual([]);
  }
  expect(await other.untilFence()).toEqual([]);
  expect(await Client.open(server(1).node, requestPath()).closed()).toBe(1006);
  await expect(fetch(`${server(1).address}/dev`)).rejects.toThrow("fetch failed");
  expect(server(1)).toMatchObject({ connections: [], connectionAttempts: 2 });

  cluster.revive(1);
  expect(await (await connect(1)).untilFence()).toEqual([]);
});

it("a node hears nothing while it is killed, and keeps what its database holds", async () => {
  await start({ nodes: 3 });
  cluster.keepLog("web_a", 10);
  server(1).sendToUser(12, "waiting", 1);
  const sender = await joined(0, ["web_a"]);
  for (const index of [1, 2]) await joined(index, ["web_a"]);
  const publish = async (event: string) => {
    sender.send("web_pipe2", "web_a", event, "*", "1");
    await sender.untilFence();
  };

  await publish("before");
  expect(await countAt(sender, "web_a")).toBe(3);
  cluster.kill(1);
  await publish("meanwhile");
  expect(cluster.publish("web_a", "meanwhile", 1)).toBe(2);
  await sender.untilFence();
  expect(await countAt(sender, "web_a")).toBe(2);
  cluster.revive(1);
  await publish("after");

  const again = await connect(1, USER_12);
  again.send("pipe_log", "web_a", "", "");
  expect(eventsOf(await again.untilFence())).toEqual(["waiting", "before", "after"]);
});

it("killing or reviving a node a second time changes nothing", async () => {
  await start();
  const client = await connect(0);
  cluster.revive(0);
  expect(await client.untilFence()).toEqual([]);
  cluster.kill(0);
  cluster.kill(0);
  cluster.revive(0);
  await connect(0);
});

it("a node that was closed cannot be revived", async () => {
  await start();
  await connect(0, USER_12);
  await server(1).close();
  cluster.kill(1);
  cluster.revive(1);
  expect(cluster.sendToUser(12, "ev", 1)).toBe(1);
});

it("the proxy passes private messages on to the running nodes in turn", async () => {
  await start({ nodes: 3 });
  const clients = [await connect(0, USER_12), await connect(1, USER_12), await connect(2, USER_12)];
  const heard = () =>
    Promise.all(clients.map(async (client) => eventsOf(await client.untilFence())));

  const counts = ["a", "b", "c", "d"].map((event) => cluster.sendToUser(12, event, 1));
  expect(counts).toEqual([1, 1, 1, 1]);
  expect(await heard()).toEqual([["c"], ["b"], ["a", "d"]]);

  expect(() => cluster.sendToUser(12, "no event", 1)).toThrow(InputError);
  clients.pop();
  cluster.kill(2);
  for (const event of ["e", "f"]) expect(cluster.sendToUser(12, event, 1)).toBe(1);
  expect((await heard()).map(({ length }) => length)).toEqual([1, 1]);
});

it("the proxy loses private messages for a user who is not on the node that it chooses", async () => {
  await start();
  const client = await connect(0, USER_12);
  expect([1, 2].map(() => cluster.sendToUser(12, "ev", 1))).toEqual([0, 1]);
  expect(await client.untilFence()).toHaveLength(1);
  expect(await (await connect(1, USER_12)).untilFence()).toEqual([]);
});

it("a node tells the others of a user who comes, and keeps SQL at its own port to itself", async () => {
  await start();
  const watcher = await joined(0, ["user_status_12", "web_a"]);
  await connect(1, USER_12);
  server(1).publish("web_a", "own", 1);
  const frames = await watcher.untilFence();
  expect(frames.map((frame) => JSON.parse(frame))).toEqual([
    {
      data: "online",
      event: "online",
      message_send_time: expect.any(Number),
      pipe: "user_status_12",
    },
  ]);
});

it("the proxy lets users connect to every node, and stores their data there", async () => {
  await start();
  cluster.setUserData(12, "Ann", { raw: true });
  for (const index of [0, 1]) {
    const client = await connect(index, USER_12);
    client.send("user_data", "marker0123456789abcdef", "12");
    expect(await client.nextMessage()).toMatchObject({
      data: { user_data: "Ann", user_id: 12 },
    });
  }
  expect(cluster.nodes.map(({ connections }) => connections[0]?.userId)).toEqual([12, 12]);
});

it("the nodes listen on the ports that are given, or on those behind the first", () => {
  const portsOf = (options: DevClusterOptions) =>
    resolveClusterOptions(options).map(({ port }) => port);
  expect(portsOf({})).toEqual([0, 0]);
  expect(portsOf({ nodes: 3, port: 8087 })).toEqual([8087, 8088, 8089]);
  expect(portsOf({ nodes: 3, port: 0 })).toEqual([0, 0, 0]);
  expect(portsOf({ ports: [9001, 0] })).toEqual([9001, 0]);
});

it.each<[unknown, string]>([
  [{ nodes: 1 }, "nodes is 1, but must be an integer from 2 to 16"],
  [{ nodes: 17 }, "nodes is 17, but must be an integer from 2 to 16"],
  [{ nodes: "2" }, 'nodes is "2", but must be an integer from 2 to 16'],
  [{ nodes: 3, port: 65_534 }, "port is 65534, but must be an integer from 0 to 65533"],
  [{ ports: [0] }, "ports is [0], but must be a list of 2 ports, one for each node"],
  [{ ports: 8087 }, "ports is 8087, but must be a list of 2 ports, one for each node"],
  [{ ports: [0, -1] }, "ports[1] is -1, but must be an integer from 0 to 65535"],
  [{ port: 1, ports: [1, 2] }, "ports is [1,2], but must be left out, since port is given"],
  [{ host: "" }, 'host is "", but must be a text that is not empty'],
])("a cluster refuses the options %j and says why", async (options, message) => {
  await expect(startDevCluster(options as DevClusterOptions)).rejects.toThrow(
    expect.objectContaining({ name: "InputError", message }),
  );
});

it("a cluster has no node beyond the last", async () => {
  await start();
  expect(() => cluster.kill(2)).toThrow("node is 2, but must be an integer from 0 to 1");
  expect(() => cluster.revive(-1)).toThrow(InputError);
});

it("a cluster that cannot have a port leaves no node behind", async () => {
  const [first, taken] = [await startDevServer({ port: 0 }), await startDevServer({ port: 0 })];
  await first.close();
  const options = { ports: [first.port, taken.port] };
  await expect(startDevCluster(options)).rejects.toMatchObject({ code: "EADDRINUSE" });
  const again: DevServer = await startDevServer({ port: first.port });
  await Promise.all([again.close(), taken.close()]);
});
