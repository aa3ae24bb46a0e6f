import { describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../../support/fake-socket";
import { FATAL, FENCE } from "../../support/frames";
import { useFakeSockets } from "./session-bench";
import {
  answer,
  CHANNELS,
  connected,
  greet,
  heard,
  newShards,
  socketOf,
  started,
  tell,
  written,
} from "./shards-bench";

useFakeSockets();

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("a connection of several shards", () => {
  it("names its nodes", () => {
    expect(newShards(2).shards.nodes).toEqual(["node0", "node1"]);
  });

  it("is connected while one of them is", async () => {
    const { shards } = await started(2);
    expect(shards.isConnected).toBe(false);
    greet(socketOf(1));
    expect(shards.isConnected).toBe(true);
    socketOf(1).close();
    expect(shards.isConnected).toBe(false);
    greet(socketOf(0));
    expect(shards.isConnected).toBe(true);
  });

  it("tells the longest silence of those that are open, or of all if none is", async () => {
    const { shards } = await started(2);
    await later(1_000);
    expect(shards.silence()).toBe(1_000);
    greet(socketOf(0));
    await later(500);
    expect([0, 1, undefined].map((shard) => shards.silence(shard))).toEqual([500, 1_500, 500]);
    greet(socketOf(1));
    await later(100);
    expect([0, 1, undefined].map((shard) => shards.silence(shard))).toEqual([600, 100, 600]);
    socketOf(0).drop();
    expect(shards.silence()).toBe(100);
    socketOf(1).drop();
    expect(shards.silence()).toBe(600);
  });

  it("does not count as heard because its channels change", async () => {
    const { shards } = await connected(1);
    await later(100);
    shards.setChannels(["web_a"]);
    expect(shards.silence()).toBe(100);
  });

  it("connects when it is started, with all shards that it needs by then", async () => {
    const { shards } = newShards(1);
    shards.setChannels(CHANNELS);
    await later(60_000);
    expect(FakeSocket.all).toHaveLength(0);
    shards.start();
    await later(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("ends with all of them, for good", async () => {
    const { shards, sockets } = await connected(2);
    shards.stop();
    expect(sockets.map(({ readyState }) => readyState)).toEqual([2, 2]);
    expect(vi.getTimerCount()).toBe(0);
    shards.setChannels(CHANNELS);
    await later(60_000);
    expect(sockets).toHaveLength(2);
    expect(shards.isConnected).toBe(false);
  });

  it("tells, as it ends, what still waited for the copy of another node", async () => {
    const { shards, listener } = await connected(2);
    for (const data of ["a", "b"]) tell(0, "web_a", data);
    expect(listener.onMessage).not.toHaveBeenCalled();
    shards.stop();
    expect(heard(listener)).toEqual(["0 a", "0 b"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("asks each shard, or connects it at once, when it is woken", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { shards, sockets } = await connected(3);
    socketOf(1).drop();
    await later(100);
    for (const socket of sockets) socket.sent.length = 0;
    shards.wake();
    await later(0);
    const asks = [expect.stringMatching(FENCE)];
    expect(written("pipe_count")).toEqual([asks, [], asks, []]);
    expect(sockets.map(({ url }) => url)).toEqual([
      "ws://node0",
      "ws://node1",
      "ws://node2",
      "ws://node1",
    ]);
  });

  it.each<[what: string, happen: () => void]>([
    ["is lost", () => socketOf(0).drop()],
    ["is refused", () => socketOf(0).receive(FATAL)],
    ["is in its channels for the first time", () => answer(socketOf(0))],
  ])(
    "asks the other nodes of the same channels whether they live when a shard %s",
    async (_, happen) => {
      await connected(2, CHANNELS);
      const before = written("pipe_count").map(({ length }) => length);
      happen();
      const asked = written("pipe_count").map(({ length }, shard) => length - (before[shard] ?? 0));
      expect(asked).toEqual([0, 1, 0, 0]);
      await later(9_999);
      expect(socketOf(1).readyState).toBe(1);
      await later(1);
      expect(socketOf(1).readyState).toBe(2);
    },
  );

  it("does not ask them again when it tries in vain, or has other channels", async () => {
    const { shards, sockets } = await connected(2, CHANNELS);
    for (const socket of sockets) answer(socket);
    socketOf(0).drop();
    socketOf(1).sent.length = 0;
    for (let attempt = 0; attempt < 3; attempt++) {
      await later(1_000);
      FakeSocket.last.fail();
    }
    shards.setChannels([...CHANNELS, "web_a"]);
    answer(socketOf(2));
    expect(written("pipe_count")[1]).toEqual([]);
  });

  it("joins its channels again on each shard that is open", async () => {
    const { shards } = await connected(2, ["web_a"], [1]);
    const list = "subscription\nweb_a";
    shards.rejoin();
    expect(written("subscription")).toEqual([[], [list, list]]);
  });
});

describe("a shard's report", () => {
  it("names the shard, and has what happened", async () => {
    const { listener, shards } = await connected(2);
    expect(listener.onAttempt.mock.calls).toEqual([[0], [1]]);
    expect([0, 1, 2, 3].map((shard) => shards.nodeOf(shard))).toEqual([
      ...["node0", "node1", "node0", "node1"],
    ]);
    expect(listener.onConnect.mock.calls.map(([shard]) => shard)).toEqual([0, 1]);
    socketOf(0).receive("no message");
    expect(listener.onIgnored).toHaveBeenCalledTimes(1);
    socketOf(1).drop(1011);
    expect(listener.onDisconnect).toHaveBeenCalledExactlyOnceWith(1, 1011, expect.any(Number));
    socketOf(0).receive(FATAL);
    expect(listener.onFatal).toHaveBeenCalledExactlyOnceWith(
      0,
      expect.objectContaining({ code: "fatal", value: 401 }),
    );
  });

  it.each([
    ["lost", () => socketOf(1).drop()],
    ["refused", () => socketOf(1).receive(FATAL)],
  ])("that it is %s lets the messages of the others come without it", async (_, end) => {
    const { listener } = await connected(2);
    end();
    tell(0, "web_a", "a");
    expect(heard(listener)).toEqual(["0 a"]);
  });

  it("of a message that two nodes have told comes once", async () => {
    const { listener } = await connected(2);
    for (const shard of [0, 1]) tell(shard, "web_a", "a");
    expect(heard(listener)).toEqual(["0 a"]);
  });
});
