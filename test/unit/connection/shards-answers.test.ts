import { describe, expect, it, vi } from "vitest";
import type { Sent } from "../../../src/connection/connection";
import { FENCE, recoveryCommand, usersCommand } from "../../../src/protocol/commands";
import { logged } from "../../support/frames";
import { useFakeSockets } from "./session-bench";
import {
  answer,
  CHANNELS,
  connected,
  FIRST,
  heard,
  SECOND,
  send,
  socketOf,
  tell,
  written,
} from "./shards-bench";

useFakeSockets();

const markerOf = (shard: number, word: string) => written(word)[shard]?.at(-1)?.split("\n")[2];

describe("the answers of two nodes", () => {
  const users = (shard: number, ...ids: number[]) =>
    socketOf(shard).receive({
      data: ids.map((id) => ({ user_id: id, uuid: `u${id}` })),
      event: "answer",
      marker: markerOf(shard, "track_pipe_users"),
      pipe: "_answer",
    });

  it("are one list of users", async () => {
    const { shards } = await connected(2);
    const { onDone } = send(shards, usersCommand(FIRST));
    users(0, 12, 13);
    expect(onDone).not.toHaveBeenCalled();
    users(1, 13, 14);
    const [[joined] = []] = onDone.mock.calls;
    expect(joined?.data).toEqual([12, 13, 14].map((id) => ({ user_id: id, uuid: `u${id}` })));
  });

  it("are that of one if the other is lost, and lost if both are", async () => {
    const { shards } = await connected(2);
    const first = send(shards, usersCommand(FIRST));
    socketOf(0).drop();
    users(1, 12);
    expect(first.onDone).toHaveBeenCalledTimes(1);
    const second = send(shards, usersCommand(FIRST));
    socketOf(1).drop();
    expect(second.onLost).toHaveBeenCalledTimes(1);
    expect(second.onDone).not.toHaveBeenCalled();
  });

  it("are one list without a node that has not answered 2 s later; a log waits for it", async () => {
    const { shards } = await connected(2);
    const list = send(shards, usersCommand(FIRST));
    const log = send(shards, recoveryCommand("web_chat"), () => undefined);
    users(0, 12);
    answer(socketOf(0));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(list.onDone).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(list.onDone.mock.calls).toEqual([[expect.objectContaining({ kind: "answer" })]]);
    expect(log.onDone).not.toHaveBeenCalled();
    users(1, 13);
    answer(socketOf(1));
    expect(log.onDone).toHaveBeenCalledTimes(1);
    expect(list.onDone).toHaveBeenCalledTimes(1);
  });

  it("are one log, each message once, before the end of the log", async () => {
    const { shards } = await connected(2);
    const onLog = vi.fn<NonNullable<Sent["onLog"]>>();
    const { onDone } = send(shards, recoveryCommand("web_chat"), onLog);
    const entry = (data: string, time: number) => ({ ...logged(data), message_send_time: time });
    for (const [data, time] of [
      ["b", 2],
      ["c", 3],
    ] as const)
      socketOf(0).receive(entry(data, time));
    for (const [data, time] of [
      ["a", 1],
      ["b", 2],
    ] as const)
      socketOf(1).receive(entry(data, time));
    answer(socketOf(0));
    expect(onLog).not.toHaveBeenCalled();
    onDone.mockImplementation(() => expect(onLog).toHaveBeenCalledTimes(3));
    answer(socketOf(1));
    expect(onLog.mock.calls.map(([{ data }]) => data)).toEqual(["a", "b", "c"]);
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("to a question about a channel let nothing of it wait, but other channels", async () => {
    const channels = [...CHANNELS.slice(0, 31), "web_first", SECOND, "web_second"];
    const { shards, listener } = await connected(2, channels);
    send(shards, usersCommand(SECOND));
    send(shards, recoveryCommand("web_second"), () => undefined);
    tell(2, "web_second", "b");
    tell(0, "web_first", "a");
    for (const shard of [2, 3]) users(shard);
    expect(heard(listener)).toEqual([]);
    for (const shard of [2, 3]) answer(socketOf(shard));
    expect(heard(listener)).toEqual(["0 b"]);
    tell(1, "web_first", "a", { user_id: 12 });
    expect(heard(listener)).toEqual(["0 b", "12 a"]);
  });

  it("say that they have told all, so that a message without a sender need not wait", async () => {
    const { listener } = await connected(2);
    tell(0, "web_a", "a");
    answer(socketOf(0));
    expect(heard(listener)).toEqual([]);
    answer(socketOf(1));
    expect(heard(listener)).toEqual(["0 a"]);
  });

  it("to a fence let nothing wait", async () => {
    const { shards, listener } = await connected(2);
    send(shards, FENCE);
    tell(0, "web_a", "a");
    tell(0, "web_b", "b");
    for (const shard of [0, 1]) answer(socketOf(shard), 1);
    expect(heard(listener)).toEqual(["0 a", "0 b"]);
  });
});
