/** More channels than one connection can have. */
import { describe, expect, it, vi } from "vitest";
import type { CometMessage } from "../../src/api/types";
import { ANN, collector, fence, useTestBed } from "./test-bed";

const bed = useTestBed();
const named = (count: number) => Array.from({ length: count }, (_, i) => `web_${i}`);
const heardBy = () => bed.server.connections.flatMap(({ channels }) => channels);

async function subscribed(count: number) {
  const client = await bed.connect(ANN);
  const heard: CometMessage[] = [];
  for (const name of named(count)) client.subscription(name, (message) => heard.push(message));
  await vi.waitFor(() => expect(heardBy()).toHaveLength(count));
  return { client, heard };
}

describe("more than 32 channels", () => {
  it.each([40, 100, 300])(
    "%d channels: all are heard once, over as few sockets as it takes",
    async (count) => {
      const { heard } = await subscribed(count);
      expect(bed.server.connections).toHaveLength(Math.ceil(count / 32));
      for (const name of named(count)) bed.server.publish(name, "e", name);
      await vi.waitFor(() => expect(heard).toHaveLength(count));
      expect(new Set(heard.map(({ server_info }) => server_info.pipe)).size).toBe(count);
    },
  );

  it("private messages come once, also those that waited", async () => {
    const letters = collector();
    bed.server.sendToUser(12, "waited", 0);
    const { client } = await subscribed(0);
    client.subscription("msg", letters.callback);
    for (const name of named(100)) client.subscription(name);
    await vi.waitFor(() => expect(heardBy()).toHaveLength(100));
    for (let i = 0; i < 5; i++) bed.server.sendToUser(12, "now", 1);
    await fence(client);
    expect(letters.data()).toEqual([0, 1, 1, 1, 1, 1]);
  });

  it("what this client publishes does not come back, and others get it", async () => {
    const { client, heard } = await subscribed(100);
    const bob = await bed.connect();
    const his = collector();
    for (const name of ["web_3", "web_77"]) bob.subscription(name, his.callback);
    await fence(bob);
    for (const name of named(100)) client.web_pipe_send(name, "e", name);
    await his.next(2);
    await fence(client);
    expect(heard).toEqual([]);
    expect(his.data().sort()).toEqual(["web_3", "web_77"]);
  });

  it("a channel stays where it is, and a socket without channels ends", async () => {
    const client = await bed.connect(ANN);
    const ids = named(70).map((name) => client.subscription(name));
    await vi.waitFor(() => expect(heardBy()).toHaveLength(70));
    const before = bed.server.connections.map(({ id }) => id);
    const lists = () => bed.server.received.filter(({ name }) => name === "subscription").length;
    const wrote = lists();
    for (const id of ids.slice(32, 64)) client.unsubscription(id as string);
    await vi.waitFor(() =>
      expect(bed.server.connections.map(({ id }) => id)).toEqual([before[0], before[2]]),
    );
    expect(heardBy().sort()).toEqual([...named(32), ...named(70).slice(64)].sort());
    expect(lists(), "none but that of the socket that ends").toBe(wrote + 1);
    client.subscription("web_new");
    await vi.waitFor(() => expect(heardBy()).toContain("web_new"));
    expect(bed.server.connections.map(({ id }) => id).slice(0, 2)).toEqual([before[0], before[2]]);
  });

  it("a socket that is cut has a gap in its channels only, and the page stays connected", async () => {
    const { client, heard } = await subscribed(70);
    const told: string[] = [];
    client.on("disconnect", () => told.push("disconnect"));
    client.on("gap", ({ channel }) => told.push(channel));
    const [, second] = bed.server.connections;
    bed.server.closeConnections(({ id }) => id === second?.id);
    await vi.waitFor(() => expect(told).toHaveLength(32), 5_000);
    expect(told.sort()).toEqual([...(second?.channels ?? [])].sort());
    for (const name of named(70)) bed.server.publish(name, "e", name);
    await vi.waitFor(() => expect(heard).toHaveLength(70));
  });

  it("a socket that cannot be opened is told once, with its channels, until they are heard", async () => {
    const client = await bed.connect(ANN);
    for (const name of named(32)) client.subscription(name);
    await vi.waitFor(() => expect(heardBy()).toHaveLength(32));
    bed.server.refuse("http");
    const { ready } = client.subscribe("web_more", () => undefined);
    const settled = vi.fn();
    void ready.then(settled, settled);
    await vi.waitFor(() => expect(bed.console.warn).toHaveLength(1), 5_000);
    expect(bed.console.warn).toEqual([expect.stringMatching(/connection fails.*: web_more$/)]);
    const attempts = bed.server.connectionAttempts;
    await vi.waitFor(() => expect(bed.server.connectionAttempts).toBeGreaterThan(attempts), 5_000);
    expect(bed.console.warn).toHaveLength(1);
    expect(settled).not.toHaveBeenCalled();
    bed.server.refuse(null);
    await ready;
    expect(heardBy()).toContain("web_more");
  });

  it("a publish that was written to a socket which is cut is not confirmed, others are", async () => {
    const { client } = await subscribed(70);
    const unconfirmed = vi.fn();
    client.on("unconfirmed", ({ channel }) => unconfirmed(channel));
    bed.server.withholdAnswers(["web_pipe2"]);
    for (const name of ["web_1", "web_40"]) client.web_pipe_send(name, "e", 1);
    await vi.waitFor(() => expect(bed.server.heldAnswers).toBe(2));
    const cut = bed.server.connections.find(({ channels }) => channels.includes("web_40"));
    bed.server.closeConnections(({ id }) => id === cut?.id);
    await vi.waitFor(() => expect(unconfirmed.mock.calls).toEqual([["web_40"]]));
    const reports = collector();
    client.subscription("#web_1", reports.callback);
    bed.server.releaseAnswers();
    await reports.next(1);
  });

  it("beyond 320 channels a subscription is an error that says so", async () => {
    const { client } = await subscribed(0);
    const ids = named(321).map((name) => client.subscription(name));
    expect(ids.filter((id) => id === false)).toHaveLength(1);
    expect(bed.console.error).toEqual([expect.stringContaining("at most 320 channels")]);
  });

  it("a publish is confirmed although its channel, the last of its socket, is left at once", async () => {
    const client = await bed.connect(ANN);
    const ids = named(33).map((name) => client.subscription(name));
    await vi.waitFor(() => expect(heardBy()).toHaveLength(33));
    const told: string[] = [];
    client.on("unconfirmed", () => told.push("unconfirmed"));
    client.subscription("#web_32", () => told.push("report"));
    client.web_pipe_send("web_32", "e", "bye");
    client.unsubscription(ids[32] as string);
    await vi.waitFor(() => expect(told).toEqual(["report"]));
    await vi.waitFor(() => expect(bed.server.connections).toHaveLength(1));
  });

  it("another's equal text is heard after the publishing socket came back", async () => {
    const client = await bed.connect(ANN);
    const heard = collector();
    for (const name of named(33)) client.subscription(name, heard.callback);
    await vi.waitFor(() => expect(heardBy()).toHaveLength(33));
    const bob = await bed.connect();
    client.web_pipe_send("web_32", "e", "hello");
    await fence(client);
    const cut = bed.server.connections.find(({ channels }) => channels.includes("web_32"));
    bed.server.closeConnections(({ id }) => id === cut?.id);
    await vi.waitFor(() => expect(heardBy()).not.toContain("web_32"));
    await vi.waitFor(() => expect(heardBy()).toContain("web_32"), 3_000);
    bob.web_pipe_send("web_32", "e", "hello");
    await heard.next(1);
  });
});
