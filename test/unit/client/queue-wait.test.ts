// @vitest-environment jsdom
/** When what waited for an absent user is handed out. */
import { describe, expect, it, vi } from "vitest";
import { messageOf } from "../../support/decode";
import { ANN, DELAY, QueueBench, hide, readyState, useQueueBenches } from "./queue-bench";

useQueueBenches();

describe("the queue of an absent user", () => {
  it("is handed out in order once the time since the first start is up", () => {
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

  it("waits for the page's load event, too, and its listeners", () => {
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

  it("in a worker waits for the time alone", () => {
    vi.stubGlobal("document", undefined);
    const bench = new QueueBench().start();
    bench.receive("one");
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["one"]);
  });

  it("is never held without a delay, and nothing is left behind for it", () => {
    const listen = vi.spyOn(window, "addEventListener");
    readyState.mockReturnValue("loading");
    const bench = new QueueBench().start(ANN, 0);
    expect(bench.receive("one")).toEqual(["one"]);
    expect(vi.getTimerCount()).toBe(0);
    expect(listen).not.toHaveBeenCalled();
    hide();
    expect(sessionStorage).toHaveLength(0);
  });

  it("is handed out soon where a later start turns the wait off, even before the load event", () => {
    readyState.mockReturnValue("loading");
    const bench = new QueueBench().start();
    bench.receive("one");
    bench.start(ANN, 0);
    expect(bench.out).toEqual([]);
    expect(bench.receive("two")).toEqual([]);
    vi.advanceTimersByTime(0);
    expect(bench.out).toEqual(["one", "two"]);
  });

  it("is all that waits: live messages, logs and the rest come at once", () => {
    const { wait } = new QueueBench().start();
    for (const fields of [
      { data: "live", event: "e", user_id: 3 },
      { data: "of a log", event: "e", pipe: "web_chat", history: true },
      { data: "", event: "online", pipe: "user_status_3" },
      { data: "{}", event: "answer", pipe: "_answer_to_web_chat" },
    ])
      expect(wait.takes(messageOf(fields))).toBe(false);
  });

  it("has no limit while it waits", () => {
    const bench = new QueueBench().start();
    const texts = Array.from({ length: 500 }, (_, n) => `text ${n}`);
    bench.receive(...texts);
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(texts);
  });
});

describe("stop", () => {
  it("keeps what waits for the next start, and lets go of its timers", () => {
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

  it("lets go of its listeners, too, where nothing waits", () => {
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

  it("between the time and the load event ends the look-out for that", () => {
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

  it("in a listener keeps the rest; a start there goes on with it, in order", () => {
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

describe("another visitor", () => {
  it("does not get what waited for the one before", () => {
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

  it("does not get it either who comes in a listener", () => {
    const bench = new QueueBench().start();
    bench.receive("one", "two");
    bench.onMessage = () => bench.start("host 0 13");
    vi.advanceTimersByTime(2 * DELAY);
    expect(bench.out).toEqual(["one"]);
  });
});
