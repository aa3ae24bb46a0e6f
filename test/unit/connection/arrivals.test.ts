import { describe, expect, it, vi } from "vitest";
import { publishCommand } from "../../../src/protocol/commands";
import {
  answer,
  arrivals,
  begin,
  frame,
  questions,
  say,
  SENT,
  take,
  useArrivals,
} from "./arrivals-bench";

describe("of two nodes", () => {
  useArrivals(2, 0, 1);

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
    answer();
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
    answer();
    expect(take()).toEqual([]);
    answer();
    expect(take()).toEqual(["0 b"]);
    say(0, "c");
    vi.advanceTimersByTime(250);
    say(0, "d");
    vi.advanceTimersByTime(249);
    answer();
    expect(take()).toEqual(["0 c"]);
    vi.advanceTimersByTime(1);
    expect(take()).toEqual(["0 d"]);
  });

  it("a sender who becomes known too late does not bring the message again", () => {
    say(0, "a");
    answer();
    say(1, "a", SENT);
    expect(take()).toEqual(["0 a"]);
  });

  it("reports, answers and errors come at once, from each node", () => {
    const refusal = { data: { error: "no" }, event: "error", pipe: "sys" };
    for (const node of [0, 1]) arrivals.take(node, frame(refusal));
    expect(take()).toHaveLength(2);
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
    answer();
    answer();
    expect(take()).toEqual(["0 x"]);
    say(0, "x", { message_send_time: 3 });
    answer();
    expect(take()).toEqual(["0 x"]);
  });

  it("messages come in the order of a node, though the other one began later and was sooner", () => {
    say(1, "b");
    say(0, "a");
    say(0, "b");
    say(0, "c");
    say(1, "c");
    while (questions.length) answer();
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
    answer();
    answer();
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
    while (questions.length) answer();
    expect(take()).toEqual(["12 gone", "0 a", "0 b", "0 c"]);
  });

  it("messages that two nodes tell in different orders all come", () => {
    say(0, "a");
    say(1, "b");
    say(0, "b");
    say(1, "a");
    expect(take()).toEqual(["0 a", "0 b"]);
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
    const escaped = '{\\"t\\":\\"it\\\'s\\"}';
    arrivals.publish(0, command, 0);
    say(1, escaped);
    answer();
    expect(take()).toEqual([]);
    const undo = arrivals.publish(0, command, 0);
    undo();
    say(1, escaped);
    answer();
    expect(take()).toEqual([`0 ${escaped}`]);
  });

  it("one's own message does not come back by a node that is slow", () => {
    arrivals.publish(0, publishCommand("web_k", "e", 1, ""), 0);
    vi.advanceTimersByTime(59_999);
    say(1, "1");
    answer();
    expect(take()).toEqual([]);
  });

  it("one's own message does not hide an equal one of another sender", () => {
    arrivals.publish(0, publishCommand("web_k", "e", 1, ""), 0);
    say(1, "1", SENT);
    say(1, "1");
    answer();
    expect(take()).toEqual(["12 1"]);
  });

  it("one's own message does not come back by a node that opens as it is written", () => {
    arrivals.close(1);
    arrivals.publish(0, publishCommand("web_k", "e", 1, ""), 0);
    arrivals.open(1);
    say(1, "1");
    answer();
    expect(take()).toEqual([]);
  });

  it("nothing waits any longer when the connection ends", () => {
    say(0, "a");
    arrivals.end();
    expect(vi.getTimerCount()).toBe(0);
    expect(take()).toEqual(["0 a"]);
    answer();
    expect(take()).toEqual([]);
  });

  it("nothing of a channel waits behind its log, and nothing at all behind a fence", () => {
    say(0, "a");
    say(0, "b", { pipe: "web_other" });
    arrivals.flush("web_k");
    expect(take()).toEqual(["0 a"]);
    arrivals.flush("web_k");
    say(0, "c");
    arrivals.flush();
    expect(take()).toEqual(["0 b", "0 c"]);
  });

  it("what one node tells while the other is gone comes at once, and later as before", () => {
    arrivals.close(1);
    say(0, "a");
    expect(take()).toEqual(["0 a"]);
    vi.advanceTimersByTime(5_000);
    arrivals.open(1);
    say(1, "a");
    expect(take(), "a new message, since node 1 was not open at the first one").toEqual([]);
    answer();
    expect(take()).toEqual(["0 a"]);
  });

  it("a node that opens may repeat what the other has told shortly before", () => {
    arrivals.close(1);
    say(0, "a", SENT);
    arrivals.open(1);
    say(1, "a");
    answer();
    expect(take()).toEqual(["12 a"]);
  });

  it("a private message comes from whichever node has it, an equal one from the other, too", () => {
    for (const node of [0, 1]) arrivals.take(node, frame({ data: "hi", pipe: "msg" }));
    expect(take()).toEqual(["0 hi", "0 hi"]);
  });
});
