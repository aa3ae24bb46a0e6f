/** Who is there, and messages as a loop. */
import { describe, expect, it, vi } from "vitest";
import { messages } from "../../src/api/messages";
import { presence, type PresenceOptions } from "../../src/api/presence";
import type { CometError } from "../../src/api/errors";
import type { CometServerApi } from "../../src/api/contract";
import { ANN, fence, useTestBed } from "./test-bed";

const bed = useTestBed();
const ROOM = "track_room";
const BOB = { user_id: 13, user_key: "hash13" };

function watch(client: CometServerApi, options?: PresenceOptions) {
  const room = presence(client, ROOM, options);
  const told: string[] = [];
  room.on("join", ({ user_id }) => told.push(`+${user_id}`));
  room.on("leave", ({ user_id }) => told.push(`-${user_id}`));
  const ids = () => room.users.map(({ user_id }) => user_id).sort();
  const until = (...wanted: number[]) => vi.waitFor(() => expect(ids()).toEqual(wanted), 5_000);
  return { room, told, until };
}

const joined = (client: CometServerApi) => client.subscribe(ROOM, () => undefined).ready;
const browser = (n: number) => ({ uuid: String(n).padStart(32, "x") });

describe("presence", () => {
  it("knows who is there, who comes and who leaves", async () => {
    await joined(await bed.connect({ ...BOB, ...browser(1) }));
    const { room, told, until } = watch(await bed.connect({ ...ANN, ...browser(2) }), {
      graceMs: 0,
    });
    const changes: number[] = [];
    room.on("change", (users) => changes.push(users.length));
    await room.ready;
    expect(room.users.map(({ user_id }) => user_id).sort()).toEqual([12, 13]);
    const guest = await bed.connect(browser(3));
    await joined(guest);
    await until(0, 12, 13);
    guest.stop();
    await until(12, 13);
    expect([told, changes]).toEqual([
      ["+0", "-0"],
      [2, 3, 2],
    ]);
    room.end();
    await expect(room.ready).rejects.toMatchObject({ code: "aborted" });
    await vi.waitFor(() =>
      expect(bed.server.connections.flatMap(({ channels }) => channels)).toEqual([ROOM]),
    );
  });

  it("does not count on an answer from before it was in the channel", async () => {
    const ann = await bed.connect({ ...ANN, ...browser(2) });
    expect(await ann.trackedUsers(ROOM)).toEqual([]);
    await joined(await bed.connect({ ...BOB, ...browser(1) }));
    const { room } = watch(ann);
    await room.ready;
    expect(room.users).toHaveLength(2);
    const other = presence(ann, "track_other");
    const isReady = other.ready;
    ann.stop();
    await expect(isReady).rejects.toMatchObject({ code: "stopped" });
    room.end();
    other.end();
  });

  it("does not take a short absence for a leave", async () => {
    const bob = await bed.connect({ ...BOB, ...browser(1) });
    await joined(bob);
    const { room, told, until } = watch(await bed.connect({ ...ANN, ...browser(2) }), {
      graceMs: 300,
    });
    await room.ready;
    bob.restart();
    await vi.waitFor(() => expect(bob.isConnected()).toBe(true));
    await joined(bob);
    await fence(bob);
    expect(told).toEqual([]);
    bob.stop();
    await until(12);
    expect(told).toEqual(["-13"]);
  });

  it("is corrected after its own connection was lost", async () => {
    const bob = await bed.connect({ ...BOB, ...browser(1) });
    await joined(bob);
    const { room, told, until } = watch(await bed.connect({ ...ANN, ...browser(2) }), {
      graceMs: 0,
    });
    await room.ready;
    bed.server.refuse("http");
    bed.server.closeConnections();
    bob.stop();
    const guest = bed.create();
    guest.start({ node: bed.server.node, ...browser(3) });
    const isJoined = joined(guest);
    bed.server.refuse(null);
    await isJoined;
    await until(0, 12);
    expect(told.sort()).toEqual(["+0", "-13"]);
  });

  it("tells the latest list to a loop, which ends with it", async () => {
    const control = new AbortController();
    const { room } = watch(await bed.connect({ ...ANN, ...browser(2) }), {
      signal: control.signal,
      graceMs: 0,
    });
    const seen: number[] = [];
    const loop = (async () => {
      for await (const users of room) seen.push(users.length);
    })();
    await vi.waitFor(() => expect(seen).toEqual([1]));
    await joined(await bed.connect(browser(3)));
    await vi.waitFor(() => expect(seen).toEqual([1, 2]));
    control.abort();
    await loop;
    expect(() => presence(bed.create(), "web_x" as never)).toThrow(/must be track_/);
    expect(() => presence(bed.create(), ROOM, { graceMs: -1 })).toThrow(/graceMs/);
    expect(() => room.on("joined" as "join", () => undefined)).toThrow(/change, join, leave/);
  });
});

describe("a presence list without a connection", () => {
  it("rejects whoever asks whether it is ready, once no connection will come", async () => {
    bed.server.refuse(401);
    const client = bed.create();
    client.start({ node: bed.server.node });
    await vi.waitFor(() => expect(client.state).toBe("refused"));
    const room = presence(client, ROOM);
    await expect(room.ready).rejects.toMatchObject({ code: "fatal" });
    await expect(room.ready).rejects.toMatchObject({ code: "fatal" });
    bed.server.refuse(null);
    client.restart();
    await room.ready;
    expect(room.users).toHaveLength(1);
  });

  it("has stop() end what waits, each time, and also if there was no start()", async () => {
    const client = bed.create();
    const room = presence(client, ROOM);
    const reader = room[Symbol.asyncIterator]();
    const message = messages(client, "web_a").next();
    const all = [room.ready, reader.next(), message];
    client.stop();
    expect(await Promise.allSettled(all)).toMatchObject([
      { reason: { code: "stopped" } },
      { value: { done: true } },
      { value: { done: true } },
    ]);
    const again = room.ready;
    client.stop();
    await expect(again).rejects.toMatchObject({ code: "stopped" });
  });

  it("lets a loop be left while it waits", async () => {
    const room = presence(bed.create(), ROOM);
    const reader = room[Symbol.asyncIterator]();
    const next = reader.next();
    expect(await reader.return?.()).toMatchObject({ done: true });
    expect(await next).toMatchObject({ done: true });
  });

  it("does not take for a leave what it cannot see the end of", async () => {
    const bob = await bed.connect({ ...BOB, ...browser(1) });
    const { uuid } = browser(1);
    await joined(bob);
    const ann = await bed.connect({ ...ANN, ...browser(2) });
    const { room, told } = watch(ann, { graceMs: 100 });
    await room.ready;
    const seen: string[] = [];
    ann.subscribe(`${ROOM}.unsubscription`, ({ data }) =>
      seen.push((data as { uuid: string }).uuid),
    );
    await joined(ann);
    const other = watch(await bed.connect(browser(3)), { graceMs: 200 });
    await other.until(0, 12, 13);
    await vi.waitFor(() => expect(told).toEqual(["+0"]));
    bob.stop();
    await vi.waitFor(() => expect(seen).toEqual([uuid]));
    bed.server.refuse("http");
    bed.server.closeConnections(({ userId }) => userId === 12);
    await vi.waitFor(() => expect(ann.state).toBe("waiting"));
    // Somebody who stays connected, and waits for longer, sees the end of it.
    await vi.waitFor(() => expect(other.told).toContain("-13"));
    bed.server.refuse(null);
    await joined(await bed.connect({ ...BOB, ...browser(1) }));
    await ann.connected();
    await fence(ann);
    await room.ready;
    expect(told).toEqual(["+0"]);
  });
});

describe("messages", () => {
  it("come in a loop, also those before it began, and leaving it ends the subscription", async () => {
    const ann = await bed.connect();
    const all = messages(ann, "web_a.said");
    await ann.subscribe("web_a", () => undefined, { once: true }).ready;
    for (const n of [1, 2, 3]) bed.server.publish("web_a", "said", n);
    await fence(ann);
    const heard: unknown[] = [];
    for await (const { data } of all) if (heard.push(data) === 3) break;
    expect(heard).toEqual([1, 2, 3]);
    await fence(ann);
    expect(bed.server.connections[0]?.channels).toEqual([]);
    expect(await all.next()).toEqual({ value: undefined, done: true });
  });

  it("end with stop() without an error, with a signal by one", async () => {
    const ann = await bed.connect();
    const control = new AbortController();
    const ended = messages(ann, "web_a").next();
    const aborted = messages(ann, "web_a", { signal: control.signal }).next();
    control.abort();
    await expect(aborted).rejects.toMatchObject({ code: "aborted" });
    ann.stop();
    expect(await ended).toEqual({ value: undefined, done: true });
    await expect(
      messages(ann, "web_a", { signal: AbortSignal.abort() }).next(),
    ).rejects.toMatchObject({ code: "aborted" });
  });

  it("end with an error behind a thousand that nobody reads", async () => {
    const ann = await bed.connect();
    const all = messages(ann, "web_a");
    await ann.subscribe("web_a", () => undefined).ready;
    for (let n = 1; n <= 1_005; n++) bed.server.publish("web_a", "said", n);
    await fence(ann);
    let last: unknown;
    const read = async () => {
      for await (const { data } of all) last = data;
    };
    const error = await read().catch((reason: CometError) => reason);
    expect([last, error]).toMatchObject([1_001, { code: "dropped" }]);
  });
});
