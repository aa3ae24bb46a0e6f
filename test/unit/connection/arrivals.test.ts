import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Arrivals } from "../../../src/connection/arrivals";
import { publishCommand } from "../../../src/protocol/commands";
import type { FrameMessage } from "../../../src/protocol/messages";
import { messageOf } from "../../support/decode";

/** What the page hears: sender and text of each message. */
let heard: string[];
let answer: (() => void)[];
let arrivals: Arrivals;

function open(nodes: number, ...shards: number[]): void {
  heard = [];
  answer = [];
  arrivals = new Arrivals(nodes, {
    onMessage: (_, { userId, data }) => heard.push(`${userId} ${String(data)}`),
    askAll: (onAnswered) => answer.push(onAnswered),
  });
  for (const shard of shards) begin(shard);
  vi.advanceTimersByTime(2_000);
}

/** A node is reached, and the list of channels in force there. */
function begin(shard: number): void {
  arrivals.open(shard);
  arrivals.subscribed(shard, ["web_k", "web_other"]);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const frame = (fields: object) => messageOf({ event: "e", ...fields }) as FrameMessage;
const say = (shard: number, data: string, more: object = {}) =>
  arrivals.take(shard, frame({ data, message_send_time: 1, pipe: "web_k", ...more }));
const SENT = { user_id: 12 };
const take = () => heard.splice(0);

describe("of two nodes", () => {
  beforeEach(() => open(2, 0, 1));

  it("a message comes once, with its sender, whichever copy comes first", () => {
    say(0, "a", SENT);
    expect(take()).toEqual(["12 a"]);
    say(1, "a");
    say(1, "b");
    expect(take()).toEqual([]);
    say(0, "b", SENT);
    expect(take()).toEqual(["12 b"]);
  });

  it("a message without a sender on both nodes comes once, at the second copy", () => {
    say(0, "sql");
    expect(take()).toEqual([]);
    say(1, "sql");
    expect(take()).toEqual(["0 sql"]);
  });

  it("a message of one node comes once the others have told all that they have", () => {
    say(0, "only here");
    say(0, "behind", SENT);
    say(0, "elsewhere", { ...SENT, pipe: "web_other" });
    expect(take()).toEqual(["12 elsewhere"]);
    answer.shift()?.();
    expect(take()).toEqual(["0 only here", "12 behind"]);
    say(1, "behind");
    expect(take()).toEqual([]);
  });

  it("a node that hangs holds nothing up for longer than 250 ms", () => {
    say(0, "a");
    vi.advanceTimersByTime(249);
    expect(take()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(take()).toEqual(["0 a"]);
    say(0, "b");
    // The late answer to the question before is none to this one.
    answer.shift()?.();
    expect(take()).toEqual([]);
    answer.shift()?.();
    expect(take()).toEqual(["0 b"]);
  });

  it("a node that hangs holds up a hidden tab, whose timers are late, until the next message", () => {
    say(0, "a");
    const { performance: clock } = globalThis;
    const now = clock.now();
    vi.spyOn(clock, "now").mockReturnValue(now + 250);
    say(0, "b");
    expect(take()).toEqual(["0 a"]);
  });

  it("equal messages come as often as one node has told them", () => {
    for (const node of [0, 0, 1, 1, 1]) say(node, "x");
    expect(take()).toEqual(["0 x", "0 x"]);
    answer.shift()?.();
    answer.shift()?.();
    expect(take()).toEqual(["0 x"]);
    say(0, "x", { message_send_time: 3 });
    answer.shift()?.();
    expect(take()).toEqual(["0 x"]);
  });

  it("messages come in the order of a node, though the other one began later and was sooner", () => {
    say(1, "b");
    say(0, "a");
    say(0, "b");
    say(0, "c");
    say(1, "c");
    while (answer.length) answer.shift()?.();
    expect(take()).toEqual(["0 a", "0 b", "0 c"]);
    say(1, "b2");
    say(0, "a2", SENT);
    expect(take()).toEqual(["12 a2"]);
  });

  it("what a node tells as it comes back follows what the other has heard before", () => {
    arrivals.close(1);
    begin(1);
    say(1, "b", SENT);
    say(1, "c", SENT);
    expect(take()).toEqual([]);
    say(0, "a");
    say(0, "b");
    say(0, "c");
    expect(take()).toEqual([]);
    answer.shift()?.();
    answer.shift()?.();
    expect(take()).toEqual(["0 a", "12 b", "12 c"]);
    vi.advanceTimersByTime(2_000);
    say(1, "d", SENT);
    expect(take()).toEqual(["12 d"]);
  });

  it("what a node tells of a channel before its list is in force follows the other node's, too", () => {
    arrivals.subscribed(1, ["web_other"]);
    say(1, "b", SENT);
    say(0, "a", SENT);
    expect(take()).toEqual(["12 a"]);
    say(0, "b");
    expect(take()).toEqual(["12 b"]);
  });

  it("what waits is not overtaken by what a node tells as it comes back", () => {
    arrivals.close(1);
    say(0, "gone", SENT);
    begin(1);
    say(0, "a");
    say(0, "b");
    say(1, "c");
    say(0, "c");
    while (answer.length) answer.shift()?.();
    expect(take()).toEqual(["12 gone", "0 a", "0 b", "0 c"]);
  });

  it("messages that two nodes tell in different orders all come", () => {
    say(0, "a");
    say(1, "b");
    say(0, "b");
    say(1, "a");
    expect(take()).toEqual(["0 a", "0 b"]);
  });

  it("the nodes may send what the proxy passes on in different seconds", () => {
    say(0, "a", { message_send_time: 1 });
    say(1, "a", { message_send_time: 2 });
    expect(take()).toEqual(["0 a"]);
  });

  it("equal messages of two senders keep both", () => {
    say(0, "x", { user_id: 12 });
    say(1, "x", { user_id: 13 });
    say(1, "x");
    say(0, "x");
    expect(take()).toEqual(["12 x", "13 x"]);
  });

  it("one's own message does not come back by the other node, unless it was refused", () => {
    const command = publishCommand("web_k", "e", { t: "it's" }, "12");
    const refused = arrivals.publish(0, command, 0);
    const escaped = '{\\"t\\":\\"it\\\'s\\"}';
    say(1, escaped);
    expect(take()).toEqual([]);
    say(1, escaped, SENT);
    expect(take()).toHaveLength(1);
    const undo = arrivals.publish(0, command, 0);
    undo();
    refused();
    say(1, escaped, { user_id: 13 });
    expect(take()).toHaveLength(1);
  });

  it("one's own message does not come back by a node that opens as it is written", () => {
    arrivals.close(1);
    arrivals.publish(0, publishCommand("web_k", "e", 1, ""), 0);
    arrivals.open(1);
    say(1, "1");
    answer.shift()?.();
    expect(take()).toEqual([]);
  });

  it("nothing is left when the connection ends", () => {
    say(0, "a");
    arrivals.end();
    expect(vi.getTimerCount()).toBe(0);
    answer.shift()?.();
    expect(take()).toEqual([]);
  });

  it("nothing of a channel waits behind its log", () => {
    say(0, "a");
    say(0, "b", { pipe: "web_other" });
    arrivals.flush("web_k");
    expect(take()).toEqual(["0 a"]);
  });

  it("what one node tells while the other is gone comes at once, and later as before", () => {
    arrivals.close(1);
    say(0, "a");
    expect(take()).toEqual(["0 a"]);
    vi.advanceTimersByTime(5_000);
    arrivals.open(1);
    say(1, "a");
    expect(take(), "a new message, since node 1 was not open at the first one").toEqual([]);
    answer.shift()?.();
    expect(take()).toEqual(["0 a"]);
  });

  it("a node that opens may repeat what the other has told shortly before", () => {
    arrivals.close(1);
    say(0, "a", SENT);
    arrivals.open(1);
    say(1, "a");
    answer.shift()?.();
    expect(take()).toEqual(["12 a"]);
  });

  it("a private message comes from whichever node has it, an equal one from the other, too", () => {
    for (const node of [0, 1]) arrivals.take(node, frame({ data: "hi", pipe: "msg" }));
    expect(take()).toEqual(["0 hi", "0 hi"]);
  });
});

describe("of two shards of one node", () => {
  beforeEach(() => open(1, 0, 1));
  const hear = (shard: number, data: string) =>
    arrivals.take(shard, frame({ data, pipe: "msg", fromQueue: data === "queued" }));

  it("a private message comes once, and an equal one again", () => {
    for (const shard of [0, 0, 1, 1, 1, 0]) hear(shard, "hi");
    expect(take()).toEqual(["0 hi", "0 hi", "0 hi"]);
    hear(1, "queued");
    hear(0, "queued");
    expect(take()).toEqual(["0 queued"]);
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
  beforeEach(() => open(2, 0, 1, 2, 3));

  it("a message without a sender comes at the second copy, or at once without the other node", () => {
    say(0, "sql");
    say(1, "sql");
    expect(take()).toEqual(["0 sql"]);
    arrivals.close(3);
    say(2, "other", { pipe: "web_other" });
    expect(take()).toEqual(["0 other"]);
  });

  it("what a node tells for another one whose shard of the channel is lost is news", () => {
    arrivals.close(3);
    const data = `{"user_id":"12","uuid":"${"a".repeat(32)}"`;
    const pipe = "track_k";
    arrivals.take(2, messageOf({ data, event: "subscription", message_send_time: 1, pipe }));
    expect(take()).toHaveLength(1);
  });

  it("other events of a presence channel all come", () => {
    const pipe = "user_status_12";
    for (const time of [1, 2])
      for (const shard of [0, 1])
        arrivals.take(shard, frame({ event: "away", message_send_time: time, pipe }));
    arrivals.take(0, frame({ event: "offline", pipe }));
    while (answer.length) answer.shift()?.();
    expect(take()).toHaveLength(3);
  });
});
