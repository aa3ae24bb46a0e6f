// @vitest-environment jsdom
/** When what waited for an absent user is handed out. */
import { describe, expect, it, vi } from "vitest";
import { messageOf } from "../../support/decode";
import { ANN, DELAY, QueueBench, hide, readyState, useQueueBenches } from "./queue-bench";

useQueueBenches();

describe("the queue of an absent user", () => {
  it("is handed out in order once the delay since the first start is over", () => {
    const bench = new QueueBench().start();
    vi.advanceTimersByTime(10);
    expect(bench.receive("one", "two")).toEqual([]);
    vi.advanceTimersByTime(500);
    bench.start();
    expect(bench.receive("three")).toEqual([]);
    vi.advanceTimersByTime(DELAY - 511);
    expect(bench.out).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(bench.out).toEqual(["one", "two", "three"]);
    expect(bench.receive("later")).toEqual(["later"]);
    bench.start();
    expect(bench.receive("still later")).toEqual(["still later"]);
  });

  it("waits also for the listeners of the page's load event", () => {
    readyState.mockReturnValue("interactive");
    const bench = new QueueBench().start();
    bench.receive("one");
    vi.advanceTimersByTime(10 * DELAY);
    expect(bench.out).toEqual([]);
    readyState.mockReturnValue("complete");
    dispatchEvent(new Event("load"));
    expect(bench.out).toEqual([]);
    vi.advanceTimersByTime(0);
    expect(bench.out).toEqual(["one"]);
  });

  it("waits for the delay alone in a worker", () => {
    vi.stubGlobal("document", undefined);
    const bench = new QueueBench().start();
    bench.receive("one");
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["one"]);
  });

  it("is not held without a delay, and leaves no timer, listener or item", () => {
    const listen = vi.spyOn(window, "addEventListener");
    readyState.mockReturnValue("loading");
    const bench = new QueueBench().start(ANN, 0);
    expect(bench.receive("one")).toEqual(["one"]);
    expect(vi.getTimerCount()).toBe(0);
    expect(listen).not.toHaveBeenCalled();
    hide();
    expect(sessionStorage).toHaveLength(0);
  });

  it("is handed out soon if a later start sets the delay to 0, even before the load event", () => {
    readyState.mockReturnValue("loading");
    const bench = new QueueBench().start();
    bench.receive("one");
    bench.start(ANN, 0);
    expect(bench.out).toEqual([]);
    expect(bench.receive("two")).toEqual([]);
    vi.advanceTimersByTime(0);
    expect(bench.out).toEqual(["one", "two"]);
  });

  it("alone waits: live messages, logs and the rest come at once", () => {
    const { wait } = new QueueBench().start();
    for (const fields of [
      { data: "live", event: "e", user_id: 3 },
      { data: "of a log", event: "e", pipe: "web_chat", history: true },
      { data: "", event: "online", pipe: "user_status_3" },
      { data: "{}", event: "answer", pipe: "_answer_to_web_chat" },
    ])
      expect(wait.takes(messageOf(fields))).toBe(false);
  });

  it("is not held if it comes with a later connection, by which live messages come, too", () => {
    const bench = new QueueBench().start();
    bench.receive("of the first");
    bench.wait.onLost();
    bench.start();
    expect(bench.receive("of the second")).toEqual(["of the second"]);
    bench.wait.stop();
    bench.start();
    expect(bench.receive("after a stop")).toEqual([]);
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["of the first", "after a stop"]);
  });

  it("has no limit while it waits", () => {
    const bench = new QueueBench().start();
    const texts = Array.from({ length: 500 }, (_, n) => `text ${n}`);
    bench.receive(...texts);
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(texts);
  });
});

describe("a wait that is stopped", () => {
  it("keeps its messages for the next start, and no timer", () => {
    const bench = new QueueBench().start();
    bench.receive("one");
    bench.wait.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(2 * DELAY);
    expect(bench.out).toEqual([]);
    bench.start();
    expect(bench.out).toEqual([]);
    vi.advanceTimersByTime(0);
    expect(bench.out).toEqual(["one"]);
  });

  it("keeps no listener", () => {
    const listening = new Set<unknown>();
    vi.spyOn(window, "addEventListener").mockImplementation((_, one) => void listening.add(one));
    vi.spyOn(window, "removeEventListener").mockImplementation((_, one) => {
      listening.delete(one);
    });
    const bench = new QueueBench().start();
    expect(listening.size).toBe(2);
    bench.start();
    expect(listening.size).toBe(2);
    bench.wait.stop();
    expect(listening.size).toBe(0);
  });

  it("does not hand out at the load event", () => {
    readyState.mockReturnValue("loading");
    const bench = new QueueBench().start();
    bench.receive("one");
    vi.advanceTimersByTime(DELAY);
    bench.wait.stop();
    readyState.mockReturnValue("complete");
    dispatchEvent(new Event("load"));
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual([]);
  });

  it("in a listener of the page keeps the rest, and goes on with it if started there", () => {
    const bench = new QueueBench().start();
    bench.receive("one", "two", "three");
    bench.onMessage = (data) => data === "one" && bench.wait.stop();
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["one"]);
    bench.onMessage = () => bench.start();
    bench.start();
    vi.advanceTimersByTime(10);
    expect(bench.out).toEqual(["one", "two", "three"]);
  });
});

describe("another visitor in the same page", () => {
  it("does not get the queue of the one before", () => {
    const bench = new QueueBench().start();
    bench.receive("for Ann");
    bench.start("host 0 13");
    bench.receive("for Ben");
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["for Ben"]);
    bench.start(ANN);
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["for Ben"]);
  });

  it("does not get it if a listener of the page brings that visitor", () => {
    const bench = new QueueBench().start();
    bench.receive("one", "two");
    bench.onMessage = () => bench.start("host 0 13");
    vi.advanceTimersByTime(2 * DELAY);
    expect(bench.out).toEqual(["one"]);
  });
});
