/** What was published while no connection listened comes out of the log. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CometMessage, Gap } from "../../src/api/types";
import type { LegacyCometApi } from "../../src/legacy/contract";
import { startDevCluster } from "../../dev-server";
import { ANN, collector, fence, useTestBed } from "./test-bed";

const bed = useTestBed();
const CHANNEL = "web_log";
const PATIENCE = 8_000;

/** What a client hears of the channel, and its gaps. */
function listen(client: LegacyCometApi, options = { recover: true }) {
  const heard: CometMessage[] = [];
  const gaps: Gap[] = [];
  client.subscription(CHANNEL, (message) => heard.push(message), options);
  client.on("gap", (gap) => gaps.push(gap));
  return { heard, gaps, data: () => heard.map(({ data }) => data) };
}

const count = (to: number) => Array.from({ length: to }, (_, i) => i);

describe("a gap", () => {
  afterEach(() => bed.server.keepLog(CHANNEL, 0));

  it("is filled out of the log: all once, in order, whoever published and how", async () => {
    bed.server.keepLog(CHANNEL, 99);
    const client = await bed.connect();
    const ann = await bed.connect(ANN);
    const { heard, gaps, data } = listen(client);
    await fence(client);
    const isBob = ({ userId }: { userId: number }) => userId === 0;
    const outages = 5;
    for (let i = 0; i < outages; i++) {
      bed.server.publish(CHANNEL, "sql", { t: `it's ${i}a` });
      ann.web_pipe_send(CHANNEL, "js", { t: `it's ${i}b` });
      await fence(ann);
      bed.server.closeConnections(isBob);
      await vi.waitFor(() => expect(client.isConnected()).toBe(false));
      bed.server.publish(CHANNEL, "sql", { t: `it's ${i}c` });
      ann.web_pipe_send(CHANNEL, "js", { t: `it's ${i}d` });
      await vi.waitFor(() => expect(client.isConnected()).toBe(true), PATIENCE);
      bed.server.publish(CHANNEL, "sql", { t: `it's ${i}e` });
    }
    await vi.waitFor(() => expect(heard).toHaveLength(outages * 5), PATIENCE);
    await fence(client);
    expect(data()).toEqual(
      count(outages).flatMap((i) => [..."abcde"].map((letter) => ({ t: `it's ${i}${letter}` }))),
    );
    expect(heard.map(({ server_info: { event, user_id } }) => `${event} ${user_id}`)).toEqual(
      count(outages).flatMap(() => ["sql 0", "js 12", "sql 0", "js 12", "sql 0"]),
    );
    const history = heard.filter(({ server_info }) => server_info.history);
    expect(history.length).toBeGreaterThanOrEqual(outages * 2);
    expect(gaps).toEqual([]);
  }, 30_000);

  it("is filled without being asked for where the page has asked for the log before", async () => {
    bed.server.keepLog(CHANNEL, 99);
    bed.server.publish(CHANNEL, "e", "before");
    const client = await bed.connect();
    const { data, gaps } = listen(client, {} as { recover: true });
    client.get_pipe_log(CHANNEL);
    await fence(client);
    bed.server.closeConnections();
    await vi.waitFor(() => expect(client.isConnected()).toBe(false));
    bed.server.publish(CHANNEL, "e", "meanwhile");
    await vi.waitFor(() => expect(data()).toEqual(["before", "meanwhile"]), PATIENCE);
    expect(gaps).toEqual([]);
  });

  it("is told if there is no log, or if it does not reach back, with what is left", async () => {
    const client = await bed.connect();
    const { data, gaps } = listen(client);
    await fence(client);
    bed.server.closeConnections();
    await vi.waitFor(() => expect(gaps).toHaveLength(1), PATIENCE);
    bed.server.keepLog(CHANNEL, 3);
    await vi.waitFor(() => expect(client.isConnected()).toBe(true));
    bed.server.closeConnections();
    await vi.waitFor(() => expect(client.isConnected()).toBe(false));
    for (const i of count(5)) bed.server.publish(CHANNEL, "e", i);
    await vi.waitFor(() => expect(data()).toEqual([2, 3, 4]), PATIENCE);
    expect(gaps).toHaveLength(2);
    expect(gaps[1]?.to).toBeGreaterThan(gaps[1]?.from ?? Infinity);
  }, 20_000);

  it("that is filled brings no message of this client's own, also none without a report", async () => {
    bed.server.keepLog(CHANNEL, 99);
    const client = await bed.connect(ANN);
    const { data, gaps } = listen(client);
    await fence(client);
    client.web_pipe_send(CHANNEL, "e", "mine");
    await fence(client);
    bed.server.withholdAnswers(["web_pipe2"]);
    client.web_pipe_send(CHANNEL, "e", "perhaps");
    await vi.waitFor(() => expect(bed.server.heldAnswers).toBe(1));
    bed.server.withholdAnswers([]);
    bed.server.closeConnections();
    bed.server.publish(CHANNEL, "e", "other's");
    await vi.waitFor(() => expect(data()).toEqual(["other's"]), PATIENCE);
    expect(gaps).toEqual([]);
  });

  it("of many channels is filled by one question each", async () => {
    const channels = count(100).map((i) => `web_many${i}`);
    const client = await bed.connect({ recover: true });
    const heard = collector();
    for (const channel of channels) {
      bed.server.keepLog(channel, 10);
      client.subscription(channel, heard.callback);
    }
    const joined = () => bed.server.connections.flatMap((one) => one.channels).length;
    await vi.waitFor(() => expect(joined()).toBe(100));
    bed.server.closeConnections();
    await vi.waitFor(() => expect(client.isConnected()).toBe(false));
    for (const channel of channels) bed.server.publish(channel, "e", channel);
    const asked = () => bed.server.received.filter(({ name }) => name === "pipe_log").length;
    const before = asked();
    await heard.next(100);
    await fence(client);
    expect(heard.data().sort()).toEqual([...channels].sort());
    expect(asked() - before).toBe(100);
    for (const channel of channels) bed.server.keepLog(channel, 0);
  });
});

describe("a gap in a cluster", () => {
  it("is filled out of the logs of all nodes, each message once, with its sender", async () => {
    const cluster = await startDevCluster({ nodes: 2 });
    cluster.authorize(12, "hash12");
    cluster.keepLog(CHANNEL, 99);
    const [home, other] = cluster.nodes;
    const client = await bed.connect({ node: cluster.node });
    const { heard, gaps, data } = listen(client);
    const ann = await bed.connect({ ...ANN, node: home?.node });
    for (const node of cluster.nodes)
      await vi.waitFor(() => expect(node.connections[0]?.channels).toEqual([CHANNEL]), PATIENCE);
    ann.web_pipe_send(CHANNEL, "e", "it's heard");
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    for (const node of cluster.nodes) node.closeConnections(({ userId }) => userId === 0);
    await vi.waitFor(() => expect(client.isConnected()).toBe(false));
    ann.web_pipe_send(CHANNEL, "e", "it's missed");
    await fence(ann);
    cluster.publish(CHANNEL, "e", "it's everywhere");
    other?.publish(CHANNEL, "e", "it's on one node");
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(3), PATIENCE);
    await fence(client);
    expect(data()).toEqual(["it's heard", "it's missed", "it's everywhere", "it's on one node"]);
    expect(heard.map(({ server_info }) => server_info.user_id)).toEqual([12, 12, 0, 0]);
    expect(gaps).toEqual([]);
    client.stop();
    ann.stop();
    await cluster.close();
  }, 20_000);
});
