/** A client that is connected to all nodes of a cluster, or to one of them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { startDevCluster, type DevCluster, type DevServer } from "../../dev-server";
import type { CometOptions, NodeState, TrackedUser } from "../../src/api/types";
import type { LegacyCometApi } from "../../src/legacy/contract";
import { LegacyApi } from "../../src/legacy/legacy-api";
import { ANN, collector, fence } from "./test-bed";

let cluster: DevCluster;
let [home, other]: DevServer[] = [];
let clients: LegacyCometApi[];
const PATIENCE = 5_000;

beforeAll(() => vi.stubGlobal("WebSocket", WebSocket));
afterAll(() => vi.unstubAllGlobals());
beforeEach(async () => {
  clients = [];
  vi.spyOn(Math, "random").mockReturnValue(0.3);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  cluster = await startDevCluster({ nodes: 2 });
  [home, other] = cluster.nodes;
  cluster.authorize(12, "hash12");
  cluster.authorize(13, "hash13");
});
afterEach(async () => {
  for (const client of clients) client.stop();
  await cluster.close();
  vi.restoreAllMocks();
});

async function connect(options: CometOptions = {}): Promise<LegacyCometApi> {
  const client = new LegacyApi();
  clients.push(client);
  client.start({ node: cluster.node, ...options });
  await vi.waitFor(() => expect(client.isConnected()).toBe(true), PATIENCE);
  return client;
}

/** Connected to every node that runs, and in its channels. */
async function connectAll(options: CometOptions = {}, ...channels: string[]) {
  const client = await connect(options);
  const heard = collector();
  for (const channel of channels) client.subscription(channel, heard.callback);
  for (const node of cluster.nodes)
    await vi.waitFor(
      () =>
        expect(node.connections.flatMap((one) => one.channels)).toEqual(
          expect.arrayContaining(channels),
        ),
      PATIENCE,
    );
  return { client, heard };
}

const senders = ({ messages }: ReturnType<typeof collector>) =>
  messages.map(({ data, server_info }) => [server_info.user_id, data]);

describe("a client of two nodes", () => {
  it("hears every message once, with its sender, and publishes on one node", async () => {
    const { client, heard } = await connectAll({}, "web_k");
    const ann = await connect({ ...ANN, node: home?.node });
    const bob = await connect({ user_id: 13, user_key: "hash13", node: other?.node });
    const theirs = collector();
    for (const each of [ann, bob]) each.subscription("web_k.own", theirs.callback);
    for (const each of [ann, bob]) await fence(each);
    for (let i = 0; i < 20; i++) {
      ann.web_pipe_send("web_k", "e", `ann ${i}`);
      bob.web_pipe_send("web_k", "e", `bob's ${i}`);
      cluster.publish("web_k", "e", `sql ${i}`);
      home?.publish("web_k", "e", `home ${i}`);
    }
    await heard.next(80);
    for (const [name, id] of [
      ["ann", 12],
      ["bob's", 13],
      ["sql", 0],
      ["home", 0],
    ] as const)
      expect(senders(heard).filter(([, data]) => String(data).startsWith(name))).toEqual(
        Array.from({ length: 20 }, (_, i) => [id, `${name} ${i}`]),
      );
    client.web_pipe_send("web_k", "own", { t: "it's mine" });
    await theirs.next(2);
    await Promise.all(clients.map(fence));
    expect(senders(theirs)).toEqual([
      [0, { t: "it's mine" }],
      [0, { t: "it's mine" }],
    ]);
    expect(heard.messages, "and not its own").toHaveLength(80);
  });

  it("hears private messages of every node once, and equal ones each", async () => {
    const { client, heard } = await connectAll(ANN, "web_k");
    client.subscription("msg.hi", heard.callback);
    for (let i = 0; i < 6; i++) cluster.sendToUser(12, "hi", "equal");
    await heard.next(6);
    expect(heard.data()).toEqual(Array.from({ length: 6 }, () => "equal"));
  });

  it("lists the visitors of all nodes, each once, and counts them", async () => {
    const { client } = await connectAll({ ...ANN, uuid: "c".repeat(32) }, "track_k");
    const bob = { user_id: 13, user_key: "hash13", node: other?.node, uuid: "b".repeat(32) };
    (await connect(bob)).subscription("track_k");
    await vi.waitFor(() => expect(other?.connections.at(-1)?.channels).toEqual(["track_k"]));
    const users = await new Promise<TrackedUser[]>((resolve) =>
      client.getTrackPipeUsers("track_k", ({ data }) => resolve(data)),
    );
    expect(users.map(({ user_id, uuid }) => `${user_id} ${uuid[0]}`).sort()).toEqual([
      "12 c",
      "13 b",
    ]);
  });

  it("tells once that a visitor came, and that he left when no node has him", async () => {
    const { heard } = await connectAll({}, "track_k", "user_status_12");
    const ann = await connectAll({ ...ANN, uuid: "a".repeat(32) }, "track_k");
    await vi.waitFor(() => expect(heard.messages).toHaveLength(2));
    const events = () => heard.messages.map(({ server_info: { event } }) => event);
    expect(events().sort()).toEqual(["online", "subscription"]);
    const joined = heard.messages.find(({ server_info }) => server_info.event === "subscription");
    expect(joined?.data).toEqual({ user_id: 12, uuid: "a".repeat(32) });
    home?.closeConnections(({ userId }) => userId === 12);
    await vi.waitFor(() =>
      expect(home?.connections.some(({ userId }) => userId === 12)).toBe(true),
    );
    expect(events()).toHaveLength(2);
    ann.client.stop();
    await vi.waitFor(() =>
      expect(events().sort()).toEqual(["offline", "online", "subscription", "unsubscription"]),
    );
  });

  it("goes on with one node while the other is down, and says so", async () => {
    const { client, heard } = await connectAll({}, "web_k");
    const states: NodeState[] = [];
    const told: string[] = [];
    client.on("node", (state) => states.push(state));
    client.on("disconnect", () => told.push("disconnect"));
    client.on("gap", () => told.push("gap"));
    const [first, second] = cluster.node;
    for (let round = 0; round < 4; round++) {
      cluster.kill(0);
      cluster.publish("web_k", "e", `down ${round}`);
      expect(client.web_pipe_send("web_own", "e", round)).toBeTypeOf("boolean");
      await vi.waitFor(() =>
        expect(states.at(-1)).toEqual({ node: first, isConnected: false, code: 1006 }),
      );
      cluster.publish("web_k", "e", `alone ${round}`);
      cluster.revive(0);
      await vi.waitFor(
        () => expect(states.at(-1)).toEqual({ node: first, isConnected: true }),
        PATIENCE,
      );
      await vi.waitFor(() => expect(home?.connections[0]?.channels).toEqual(["web_k"]));
      cluster.publish("web_k", "e", `both ${round}`);
    }
    await heard.next(12);
    expect(heard.data()).toEqual(
      Array.from({ length: 4 }, (_, i) => [`down ${i}`, `alone ${i}`, `both ${i}`]).flat(),
    );
    expect(told).toEqual([]);
    expect(states.filter(({ node }) => node === second)).toEqual([]);
  });

  it("is connected as soon as one node can be reached, whichever refuses or hangs", async () => {
    for (const how of ["connection", "silence", "http", 401] as const) {
      home?.refuse(how);
      const { client, heard } = { client: await connect(), heard: collector() };
      const errors = vi.fn();
      client.on("error", errors);
      client.subscription("web_k", heard.callback);
      await fence(client);
      cluster.publish("web_k", "e", how);
      await heard.next(1);
      expect(errors).not.toHaveBeenCalled();
      client.stop();
      home?.refuse(null);
    }
  });

  it("is disconnected when it has lost both, and hears of one gap", async () => {
    const { client, heard } = await connectAll({}, "web_k");
    const told: string[] = [];
    for (const event of ["connect", "disconnect"] as const)
      client.on(event, () => told.push(event));
    client.on("gap", ({ channel }) => told.push(`gap ${channel}`));
    cluster.kill(0);
    cluster.kill(1);
    await vi.waitFor(() => expect(told).toContain("disconnect"));
    cluster.revive(1);
    await vi.waitFor(() => expect(told).toContain("gap web_k"), PATIENCE);
    cluster.revive(0);
    await vi.waitFor(() => expect(home?.connections[0]?.channels).toEqual(["web_k"]), PATIENCE);
    cluster.publish("web_k", "e", 1);
    await heard.next(1);
    expect(told.filter((each) => each !== "disconnect")).toEqual(["connect", "gap web_k"]);
  });
});

describe("a client with roundrobin", () => {
  it("connects to the node of its user, or to any, and to another one if that is down", async () => {
    await connect({ ...ANN, roundrobin: true });
    expect([home?.connections.length, other?.connections.length]).toEqual([1, 0]);
    await connect({ user_id: 13, user_key: "hash13", roundrobin: true });
    expect([home?.connections.length, other?.connections.length]).toEqual([1, 1]);
    cluster.kill(0);
    const moved = await connect({ ...ANN, roundrobin: true });
    await fence(moved);
    expect(other?.connections.map(({ userId }) => userId)).toContain(12);
  });

  const connections = () => [home, other].map((node) => node?.connections.length);

  it("stays on its node with all its sockets when some of them are cut", async () => {
    const client = await connect({ ...ANN, roundrobin: true });
    for (let i = 0; i < 100; i++) client.subscription(`web_${i}`);
    await vi.waitFor(() => expect(connections()).toEqual([4, 0]), PATIENCE);
    const ids = home?.connections.slice(1).map(({ id }) => id);
    home?.closeConnections(({ id }) => ids?.includes(id) ?? false);
    await vi.waitFor(() => expect(connections()).toEqual([1, 0]));
    await vi.waitFor(
      () => expect([home, other].flatMap((node) => node?.connections)).toHaveLength(4),
      PATIENCE,
    );
    expect(connections()).toEqual([4, 0]);
  });

  it("moves with all its sockets, and blames no node that it has not tried", async () => {
    const client = await connect({ ...ANN, roundrobin: true });
    for (let i = 0; i < 100; i++) client.subscription(`web_${i}`);
    await vi.waitFor(() => expect(connections()).toEqual([4, 0]), PATIENCE);
    const told: unknown[] = [];
    client.on("node", ({ node, isConnected }) =>
      told.push([cluster.node.indexOf(node), isConnected]),
    );
    cluster.kill(0);
    await vi.waitFor(() => expect(other?.connections).toHaveLength(4), 2 * PATIENCE);
    await fence(client);
    expect(told).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  it("is renewed when the page asks for it, or no longer does", async () => {
    const client = await connect(ANN);
    await vi.waitFor(() => expect(connections()).toEqual([1, 1]), PATIENCE);
    client.start({ roundrobin: true });
    await vi.waitFor(() => expect(connections()).toEqual([1, 0]), PATIENCE);
    client.start({ roundrobin: false });
    await vi.waitFor(() => expect(connections()).toEqual([1, 1]), PATIENCE);
  });

  it("draws lots for an anonymous visitor", async () => {
    for (const random of [0.1, 0.9]) {
      vi.mocked(Math.random).mockReturnValue(random);
      await connect({ roundrobin: true });
    }
    expect([home?.connections.length, other?.connections.length]).toEqual([1, 1]);
  });
});
