import { vi } from "vitest";
import type { Sent } from "../../../src/connection/connection";
import { Shards } from "../../../src/connection/shards";
import { FakeSocket, INFO } from "../../support/fake-socket";
import { counted } from "../../support/frames";
import { newListener } from "./session-bench";

/** 40 channels: the first shard of each node carries 32 of them, the second one 8. */
export const CHANNELS = Array.from({ length: 40 }, (_, i) => `track_${i + 10}`);
/** Carried by the first shard, and by the second one. */
export const FIRST = "track_10";
export const SECOND = "track_49";

/** A connection to so many nodes that was not started. */
export function newShards(nodes: number, channels?: readonly string[]) {
  const listener = newListener();
  const addresses = Array.from({ length: nodes }, (_, node) => ({
    node: `node${node}`,
    nextUrl: () => `ws://node${node}`,
    nodeOf: () => `node${node}`,
    connected: () => true,
    failed: vi.fn(),
    ended: vi.fn(),
  }));
  const shards = new Shards(addresses, listener);
  if (channels) shards.setChannels(channels);
  return { shards, listener };
}

/** One whose sockets do not open by themselves: that of a shard has the shard's number. */
export async function started(nodes: number, channels?: readonly string[]) {
  const { shards, listener } = newShards(nodes, channels);
  shards.start();
  await vi.advanceTimersByTimeAsync(0);
  return { shards, listener, sockets: FakeSocket.all };
}

/** One whose sockets with these numbers are open: by default all. */
export async function connected(nodes: number, channels?: readonly string[], open?: number[]) {
  const { sockets, ...rest } = await started(nodes, channels);
  for (const shard of open ?? sockets.keys()) greet(socketOf(shard));
  return { sockets, ...rest };
}

/** The server takes a socket, and says its first word. */
export function greet(socket: FakeSocket): void {
  socket.open();
  socket.receive(INFO);
}

export function socketOf(number: number): FakeSocket {
  const socket = FakeSocket.all[number];
  if (!socket) throw new Error(`there is no socket ${number}`);
  return socket;
}

/** What was written to each socket that begins with this word. */
export const written = (word: string) =>
  FakeSocket.all.map(({ sent }) => sent.filter((text) => text.split("\n")[0] === word));

/** The numbers of the sockets to which a command with this word was written. */
export const asked = (word: string) =>
  written(word).flatMap(({ length }, shard) => (length ? [shard] : []));

/** The server answers the oldest fences, or counts, that it has not answered. */
const answered = new WeakMap<FakeSocket, number>();
export function answer(socket: FakeSocket, count = Infinity): void {
  const counts = socket.sent.filter((text) => text.startsWith("pipe_count"));
  const from = answered.get(socket) ?? 0;
  for (const text of counts.slice(from, from + count)) socket.receive(counted(text.split("\n")[2]));
  answered.set(socket, Math.min(counts.length, from + count));
}

export function send(shards: Shards, command: Sent["command"], onLog?: Sent["onLog"]) {
  const onDone = vi.fn<Sent["onDone"]>();
  const onLost = vi.fn<() => void>();
  shards.send({ command, onDone, onLost, onLog });
  return { onDone, onLost };
}

/** A message to a channel, by default without a sender, as any node may tell it. */
export const tell = (shard: number, pipe: string, data: string, more: object = {}) =>
  socketOf(shard).receive({ data, event: "e", message_send_time: 1, pipe, ...more });

/** Sender and text of what the page hears. */
export const heard = ({ onMessage }: ReturnType<typeof newListener>) =>
  onMessage.mock.calls.map(([, { userId, data }]) => `${userId} ${String(data)}`);
