import { describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../../support/fake-socket";
import { useFakeSockets } from "./session-bench";
import {
  answer,
  CHANNELS,
  connected,
  FIRST,
  newShards,
  SECOND,
  send,
  socketOf,
  started,
  written,
} from "./shards-bench";
import { countCommand } from "../../../src/protocol/commands";

useFakeSockets();

/** The list that each socket was told last. */
const lists = () => written("subscription").map((texts) => texts.at(-1)?.split("\n").slice(1));
const states = () => FakeSocket.all.map(({ readyState }) => readyState);
const [CONNECTING, OPEN, CLOSING] = [0, 1, 2];
const later = () => vi.advanceTimersByTimeAsync(0);

describe("channels", () => {
  it("are told to each node: 32 on its first socket, and the others on a second one", async () => {
    const { shards, sockets, listener } = await connected(2, CHANNELS);
    const nodes = ["ws://node0", "ws://node1"];
    expect(sockets.map(({ url }) => url)).toEqual([...nodes, ...nodes]);
    const [first, second] = [CHANNELS.slice(0, 32), CHANNELS.slice(32)];
    expect(lists()).toEqual([first, first, second, second]);
    expect(shards.size).toBe(4);
    answer(socketOf(3));
    expect(listener.onSubscribed.mock.calls).toEqual([[3, second]]);
  });

  it("that are too many for the sockets begin another one", async () => {
    const { shards } = await connected(2, [FIRST]);
    shards.setChannels(CHANNELS);
    await later();
    expect(states()).toEqual([OPEN, OPEN, CONNECTING, CONNECTING]);
  });
});

describe("a socket for more channels", () => {
  it("ends when the server has answered that it has none any more, and may come back", async () => {
    const { shards, listener } = await connected(1, CHANNELS);
    shards.setChannels([FIRST]);
    expect(lists()).toEqual([[FIRST], [""]]);
    answer(socketOf(1), 1);
    expect(states(), "the list before this one was answered").toEqual([OPEN, OPEN]);
    answer(socketOf(1), 1);
    expect(states()).toEqual([OPEN, CLOSING]);
    expect(listener.onUnneeded).toHaveBeenCalledExactlyOnceWith(1);
    shards.setChannels([SECOND]);
    expect(shards.size).toBe(2);
    expect(shards.silence(1)).toBe(shards.silence());
    shards.wake();
    shards.setChannels(CHANNELS);
    await later();
    expect(states()).toEqual([OPEN, CLOSING, CONNECTING]);
  });

  it("has its last commands answered before it ends", async () => {
    const { shards } = await connected(1, CHANNELS);
    answer(socketOf(1));
    const { onDone } = send(shards, countCommand(SECOND));
    shards.setChannels([FIRST]);
    answer(socketOf(1));
    expect(onDone).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: "answer" }));
    expect(states()).toEqual([OPEN, CLOSING]);
  });

  it("stays if it gets channels again before the answer", async () => {
    const { shards, listener } = await connected(1, CHANNELS);
    shards.setChannels([FIRST]);
    shards.setChannels(CHANNELS);
    answer(socketOf(1));
    expect(states()).toEqual([OPEN, OPEN]);
    expect(listener.onUnneeded).not.toHaveBeenCalled();
  });

  it("ends at once if it is not open", async () => {
    const { shards, listener } = await started(2, CHANNELS);
    shards.setChannels([]);
    expect(states()).toEqual([CONNECTING, CONNECTING, CLOSING, CLOSING]);
    expect(listener.onUnneeded.mock.calls).toEqual([[2], [3]]);
  });
});

describe("the first socket to a node", () => {
  it("stays without channels, too", async () => {
    const { shards, listener } = await connected(2, [FIRST]);
    shards.setChannels([]);
    for (const shard of [0, 1]) answer(socketOf(shard));
    expect(lists()).toEqual([[""], [""]]);
    expect(listener.onSubscribed.mock.calls.slice(-1)).toEqual([[1, []]]);
    expect(states()).toEqual([OPEN, OPEN]);
    expect(listener.onUnneeded).not.toHaveBeenCalled();
  });

  it("begins without channels", async () => {
    const { shards } = newShards(3);
    shards.start();
    await later();
    expect(states()).toEqual([CONNECTING, CONNECTING, CONNECTING]);
  });
});
