import { describe, expect, it, vi } from "vitest";
import {
  countCommand,
  FENCE,
  PAGE_FENCE,
  publishCommand,
  usersCommand,
} from "../../../src/protocol/commands";
import { REFUSAL } from "../../support/frames";
import { useFakeSockets } from "./session-bench";
import {
  answer,
  asked,
  CHANNELS,
  connected,
  FIRST,
  greet,
  heard,
  newShards,
  SECOND,
  send,
  socketOf,
  tell,
  written,
} from "./shards-bench";

useFakeSockets();

const NOBODYS = "track_nobodys";

describe("a command of two nodes with two shards each", () => {
  it.each([
    [FIRST, [0, 1, 2, 3], [0, 1]],
    [SECOND, [0, 1, 2, 3], [2, 3]],
    [SECOND, [0, 1, 2], [2, 1]],
    [SECOND, [0, 3], [0, 3]],
    [SECOND, [0, 2], [2]],
    [SECOND, [1], [1]],
    [FIRST, [1, 2, 3], [2, 1]],
    [NOBODYS, [0, 1, 2, 3], [0, 1]],
    [NOBODYS, [1, 2, 3], [2, 1]],
  ])("about %s, with %j open, goes to one of each node, or the first: %j", async (...row) => {
    const [channel, open, expected] = row;
    const { shards } = await connected(2, CHANNELS, open);
    send(shards, usersCommand(channel));
    send(shards, publishCommand(channel.replace("track", "web"), "e", 1, ""));
    expect(asked("track_pipe_users")).toEqual([...expected].sort());
  });

  it.each([
    [FIRST, [0, 1, 2, 3], 0],
    [SECOND, [0, 1, 2, 3], 2],
    [SECOND, [0, 1, 3], 0],
    [SECOND, [1, 3], 3],
    [NOBODYS, [1, 2, 3], 2],
  ])("for one node, about %s, with %j open, goes to %i", async (channel, open, expected) => {
    const { shards } = await connected(2, CHANNELS, open);
    send(shards, countCommand(channel));
    const [counts] = written("pipe_count").flatMap((texts, shard) =>
      texts.some((text) => text.includes(channel)) ? [shard] : [],
    );
    expect(counts).toBe(expected);
  });

  it("that is a fence goes to all that are open, and is passed when all have answered", async () => {
    const { shards } = await connected(2, CHANNELS, [0, 1, 3]);
    const { onDone } = send(shards, FENCE);
    for (const shard of [0, 1]) answer(socketOf(shard));
    expect(onDone).not.toHaveBeenCalled();
    answer(socketOf(3));
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("that is a fence waits for a shard that hangs, until that is lost", async () => {
    const { shards } = await connected(2);
    const { onDone } = send(shards, FENCE);
    answer(socketOf(0));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(onDone).not.toHaveBeenCalled();
    socketOf(1).drop();
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("that is a page's fence waits for 2 s for a node, but for any node of each channel", async () => {
    const { shards } = await connected(2, CHANNELS);
    const { onDone } = send(shards, PAGE_FENCE);
    for (const shard of [0, 1]) answer(socketOf(shard));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onDone).not.toHaveBeenCalled();
    answer(socketOf(3));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(onDone).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("goes to a shard that is open though others have ended", async () => {
    const { shards } = await connected(1, [...CHANNELS, ...CHANNELS.map((name) => `${name}_`)]);
    shards.setChannels([FIRST, `${SECOND}_`]);
    answer(socketOf(1));
    socketOf(0).close();
    const { onDone } = send(shards, countCommand(NOBODYS));
    answer(socketOf(2));
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("does nothing while no shard is open", () => {
    const { shards } = newShards(2);
    for (const command of [countCommand(FIRST), usersCommand(FIRST), FENCE]) {
      const { onDone, onLost } = send(shards, command);
      expect([onDone, onLost].map(({ mock }) => mock.calls)).toEqual([[], []]);
    }
  });
});

describe("a message that this browser has published on one node", () => {
  const report = { data: { message: "1", number_messages: 1 }, event: "answer" };

  it.each([
    ["delivered", { ...report, pipe: "_answer_to_web_a" }, "report", []],
    ["refused", REFUSAL, "refusal", ["0 1"]],
  ])("and that was %s: what another node tells is it", async (_, frame, kind, expected) => {
    const { shards, listener } = await connected(2, ["web_a"]);
    const { onDone } = send(shards, publishCommand("web_a", "e", 1, ""));
    socketOf(0).receive(frame);
    expect(onDone).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind }));
    tell(1, "web_a", "1");
    await vi.advanceTimersByTimeAsync(250);
    expect(heard(listener)).toEqual(expected);
  });

  it("may be passed over by the answer to a later command", async () => {
    const { shards } = await connected(2, ["web_a"]);
    const { onDone } = send(shards, publishCommand("web_a", "e", 1, ""));
    send(shards, countCommand("web_a"));
    answer(socketOf(0));
    expect(onDone).toHaveBeenCalledExactlyOnceWith(undefined);
  });

  it("on a channel without a shard goes out, too", async () => {
    const { shards } = await connected(2);
    send(shards, publishCommand("web_a", "e", 1, ""));
    expect(asked("web_pipe2")).toEqual([0]);
  });
});

describe("a question to one node", () => {
  it("may be refused", async () => {
    const { shards } = await connected(2, ["web_a"]);
    const { onDone } = send(shards, countCommand("web_a"));
    const error = "[pipe_count] no";
    socketOf(0).receive({ data: { error }, event: "error", pipe: "sys" });
    expect(onDone).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: error }));
  });

  it("may be lost, whether or not its sender wants to know", async () => {
    const { shards } = await connected(2);
    const { onDone, onLost } = send(shards, countCommand(FIRST));
    shards.send({ command: countCommand(FIRST), onDone });
    socketOf(0).drop();
    expect(onLost).toHaveBeenCalledTimes(1);
    expect(onDone).not.toHaveBeenCalled();
  });
});

describe("commands of a channel", () => {
  const text = (shard: number) =>
    written("web_pipe2")[shard]?.map((each) => each.split("\n").at(-1));

  it("keep their order while its shard opens", async () => {
    const channels = CHANNELS.map((name) => name.replace("track", "web"));
    const { shards } = await connected(1, channels, [0]);
    const channel = channels.at(-1) as string;
    const publish = (n: number) => send(shards, publishCommand(channel, "e", n, ""));
    const report = (n: number) =>
      socketOf(0).receive({
        data: { message: `${n}`, number_messages: 1 },
        event: "answer",
        pipe: `_answer_to_${channel}`,
      });
    publish(1);
    publish(2);
    greet(socketOf(1));
    report(1);
    publish(3);
    expect([text(0), text(1)], "two of them are not answered yet").toEqual([["1", "2", "3"], []]);
    report(2);
    report(3);
    publish(4);
    expect(text(1)).toEqual(["4"]);
    socketOf(1).close();
    publish(5);
    expect(text(0)).toEqual(["1", "2", "3", "5"]);
  });
});
