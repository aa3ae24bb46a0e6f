import { describe, expect, it, vi } from "vitest";
import { publishCommand } from "../../../src/protocol/commands";
import { messageOf } from "../../support/decode";
import {
  answer,
  arrivals,
  begin,
  frame,
  questions,
  say,
  SENT,
  silences,
  take,
  useArrivals,
} from "./arrivals-bench";

describe("of two shards of one node", () => {
  useArrivals(1, 0, 1);
  const hear = (shard: number, data: string) =>
    arrivals.take(shard, frame({ data, pipe: "msg", fromQueue: data === "queued" }));

  it("a private message comes once, and an equal one again", () => {
    for (const shard of [0, 0, 1, 1, 1, 0]) hear(shard, "hi");
    expect(take()).toEqual(["0 hi", "0 hi", "0 hi"]);
    hear(1, "queued");
    hear(0, "queued");
    expect(take()).toEqual(["0 queued"]);
  });

  it("different private messages all come, and equal ones of different times", () => {
    hear(0, "a");
    hear(1, "b");
    for (const [shard, time] of [1, 5].entries())
      arrivals.take(shard, frame({ data: "hi", message_send_time: time, pipe: "msg" }));
    expect(take()).toEqual(["0 a", "0 b", "0 hi", "0 hi"]);
  });

  it("presence events come as the one node tells them", () => {
    for (const event of ["online", "online", "offline"])
      arrivals.take(1, frame({ event, pipe: "user_status_12" }));
    expect(take()).toHaveLength(3);
  });

  it("a private message still comes when one of them hangs or has ended", () => {
    hear(1, "a");
    arrivals.close(0);
    hear(1, "b");
    expect(take()).toEqual(["0 a", "0 b"]);
  });

  it("one's own message does not come back by the other shard", () => {
    arrivals.publish(1, publishCommand("web_k", "e", "x", ""), 0);
    say(0, '\\"x\\"', SENT);
    say(0, '\\"x\\"', SENT);
    expect(take()).toHaveLength(1);
  });

  it("another's equal text is not lost on a shard that reconnects after a publish", () => {
    arrivals.publish(1, publishCommand("web_k", "e", "x", ""), 1);
    arrivals.close(1);
    vi.advanceTimersByTime(400);
    arrivals.open(1);
    say(1, '\\"x\\"', { user_id: 13 });
    expect(take()).toHaveLength(1);
  });
});

describe("of two nodes with two shards each", () => {
  useArrivals(2, 0, 1, 2, 3);

  it("a message without a sender comes at the second copy, or at once without the other node", () => {
    say(0, "sql");
    say(1, "sql");
    expect(take()).toEqual(["0 sql"]);
    arrivals.close(3);
    say(2, "other", { pipe: "web_other" });
    expect(take()).toEqual(["0 other"]);
  });

  /** Shard 2 tells what the node of shard 3 knows of a visitor. */
  const tellForOther = (user = 12) => {
    const data = `{"user_id":"${user}","uuid":"${"a".repeat(32)}"`;
    const pipe = "track_k";
    arrivals.take(2, messageOf({ data, event: "subscription", message_send_time: 1, pipe }));
  };
  const status = (shard: number, event: string) =>
    arrivals.take(shard, frame({ data: event, event, pipe: "user_status_12" }));

  it.each([
    ["is open", false, []],
    ["is lost", true, [3]],
    ["is open, another one lost", false, [1]],
  ])(
    "what a node tells for another, whose shard of the channel %s, is news: %s",
    (_, isNews, lost) => {
      for (const shard of [2, 3]) arrivals.subscribed(shard, ["track_k"]);
      for (const shard of lost) arrivals.close(shard);
      tellForOther();
      expect(take()).toHaveLength(isNews ? 1 : 0);
    },
  );

  it("what a node tells for another, whose shard is open and does not carry the channel, is news", () => {
    arrivals.subscribed(2, ["track_k"]);
    tellForOther();
    expect(take()).toHaveLength(1);
  });

  it.each([
    [3, 2_999, 1_000, true],
    [3, 3_001, 1_000, false],
    [3, 90_000, 90_000, true],
    [2, 0, 60_000, false],
    [1, 0, 60_000, false],
  ])(
    "is news when shard %i is lost %i ms later, having been silent for %i ms: %s",
    (shard, later, silence, isNews) => {
      for (const each of [2, 3]) arrivals.subscribed(each, ["track_k"]);
      tellForOther();
      expect(take()).toEqual([]);
      vi.advanceTimersByTime(later);
      silences.set(shard, silence);
      arrivals.close(shard);
      arrivals.close(shard);
      expect(take()).toHaveLength(isNews ? 1 : 0);
    },
  );

  it("is no news when that shard is lost, if it has told it, too", () => {
    for (const each of [2, 3]) arrivals.subscribed(each, ["track_k"]);
    tellForOther();
    const data = { user_id: 12, uuid: "a".repeat(32) };
    arrivals.take(3, frame({ data, event: "subscription", message_send_time: 1, pipe: "track_k" }));
    expect(take()).toHaveLength(1);
    silences.set(3, 5_000);
    arrivals.close(3);
    expect(take()).toEqual([]);
  });

  it("is kept for the last 1,000 events", () => {
    for (const each of [2, 3]) arrivals.subscribed(each, ["track_k"]);
    for (let user = 0; user <= 1_000; user++) tellForOther(user);
    silences.set(3, 5_000);
    arrivals.close(3);
    expect(take()).toHaveLength(1_000);
  });

  it("a user who is on both nodes comes once, and leaves when both have lost him", () => {
    status(0, "online");
    status(1, "online");
    expect(take()).toEqual(["0 online"]);
    status(0, "offline");
    status(1, "offline");
    expect(take()).toEqual(["0 offline"]);
  });

  it.each([
    [0, [2], false],
    [0, [0, 2], true],
    [1, [3], false],
    [1, [1, 3], true],
  ])(
    "of a user of both nodes, node %i does not count without shards %j: %s",
    (node, lost, isGone) => {
      status(0, "online");
      status(1, "online");
      for (const shard of lost) arrivals.close(shard);
      status(1 - node, "offline");
      expect(take()).toEqual(isGone ? ["0 online", "0 offline"] : ["0 online"]);
    },
  );

  it("other events of a presence channel all come", () => {
    const pipe = "user_status_12";
    for (const time of [1, 2])
      for (const shard of [0, 1])
        arrivals.take(shard, frame({ event: "away", message_send_time: time, pipe }));
    arrivals.take(0, frame({ event: "offline", pipe }));
    while (questions.length) answer();
    expect(take()).toHaveLength(3);
  });
});

describe("of three nodes", () => {
  useArrivals(3, 0, 1, 2);

  it("a message comes with the copy that names its sender, without the third one", () => {
    say(0, "x");
    say(1, "x");
    expect(take()).toEqual([]);
    say(2, "x", SENT);
    say(0, "y");
    say(1, "y", SENT);
    expect(take()).toEqual(["12 x", "12 y"]);
  });

  it("a message of a node that comes back waits for all copies, though it names its sender", () => {
    arrivals.close(1);
    begin(1);
    say(0, "x");
    say(1, "x", SENT);
    expect(take()).toEqual([]);
    say(2, "x");
    expect(take()).toEqual(["12 x"]);
  });

  it("equal messages of two senders both come, though a copy without a sender was first", () => {
    say(0, "x");
    say(1, "x", { user_id: 12 });
    say(2, "x", { user_id: 13 });
    expect(take()).toEqual(["12 x", "13 x"]);
  });
});
