// @vitest-environment jsdom
/** What a page leaves to the next one of its tab. */
import { describe, expect, it, vi } from "vitest";
import { queueFrame } from "../../../src/protocol/queue-frame";
import {
  ANN,
  DELAY,
  QueueBench,
  hide,
  navigate,
  queued,
  show,
  useQueueBenches,
} from "./queue-bench";

useQueueBenches();

const KEY = "comet_server_queue";

describe("a page that is left while messages of the queue wait", () => {
  it("hands them over to the next page of the tab, once", () => {
    new QueueBench().start().receive("one", { two: "2" });
    const next = navigate().start();
    expect(sessionStorage).toHaveLength(0);
    next.receive("three");
    vi.advanceTimersByTime(DELAY);
    expect(next.out).toEqual(["one", { two: "2" }, "three"]);
    const last = navigate().start();
    vi.advanceTimersByTime(DELAY);
    expect(last.out).toEqual([]);
  });

  it("hands on what was handed to it, also if it is stopped", () => {
    new QueueBench().start().receive("one");
    const second = navigate().start();
    second.receive("two");
    second.wait.stop();
    const third = navigate().start();
    vi.advanceTimersByTime(DELAY);
    expect(third.out).toEqual(["one", "two"]);
  });

  it("hands the messages of each instance to one of the same visitor, though that starts twice", () => {
    for (const identity of [ANN, ANN, "host 0 13"])
      new QueueBench().start(identity).receive(identity);
    const next = navigate().start().start();
    const others = [new QueueBench().start("host 0 14"), new QueueBench().start("host 0 13")];
    vi.advanceTimersByTime(DELAY);
    expect([next, ...others].map(({ out }) => out)).toEqual([[ANN], [], ["host 0 13"]]);
  });

  it("leaves nothing to another visitor, and nothing older than a minute", () => {
    new QueueBench().start().receive("one");
    const other = navigate().start("host 0 13");
    vi.advanceTimersByTime(DELAY);
    expect(other.out).toEqual([]);
    expect(sessionStorage).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    const late = navigate().start();
    vi.advanceTimersByTime(DELAY);
    expect(late.out).toEqual([]);
    expect(sessionStorage).toHaveLength(0);
  });

  it("takes them back when it returns from the back/forward cache", () => {
    const bench = new QueueBench().start();
    bench.receive("one");
    hide();
    expect(sessionStorage).toHaveLength(1);
    show();
    expect(sessionStorage).toHaveLength(0);
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["one"]);
    // What waited in the page that was opened in between.
    sessionStorage.setItem(
      KEY,
      JSON.stringify([[ANN, Date.now(), [queueFrame(queued("two")), queueFrame(queued("three"))]]]),
    );
    show();
    expect(bench.out).toEqual(["one"]);
    vi.advanceTimersByTime(0);
    expect(bench.out).toEqual(["one", "two", "three"]);
    bench.wait.stop();
    sessionStorage.setItem(KEY, "[]");
    show();
    expect(sessionStorage.getItem(KEY)).toBe("[]");
  });

  it("takes them back at the next start if it was stopped when it was left", () => {
    const bench = new QueueBench().start();
    bench.receive("one");
    bench.wait.stop();
    hide();
    show();
    expect(sessionStorage).toHaveLength(1);
    bench.start();
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["one"]);
  });

  it("writes nothing if it has nothing to hand over", () => {
    const bench = new QueueBench().start();
    hide();
    bench.receive("one");
    vi.advanceTimersByTime(DELAY);
    hide();
    expect(sessionStorage).toHaveLength(0);
  });
});

describe("the storage of the queue", () => {
  it("may throw: the page hands out what it has", () => {
    const forbidden = () => {
      throw new DOMException("denied", "SecurityError");
    };
    vi.spyOn(window, "sessionStorage", "get").mockImplementation(forbidden);
    const bench = new QueueBench().start();
    bench.receive("one");
    hide();
    show();
    vi.advanceTimersByTime(DELAY);
    expect(bench.receive("two")).toEqual(["two"]);
  });

  it.each([
    "",
    "no JSON",
    "null",
    "5",
    '"text"',
    "{}",
    "[null, 1, [], {}]",
    `[["${ANN}"]]`,
    `[["${ANN}", "1", []]]`,
    `[["${ANN}", 0, {}]]`,
    `[["${ANN}", NOW, null]]`,
    `[["${ANN}", NOW, "text"]]`,
    `[["${ANN}", NOW, [null, 5, {}, "no JSON", "{", "[]", "{}"]]]`,
    `[["${ANN}", NOW, ["{\\"data\\":1,\\"pipe\\":\\"web_chat\\",\\"fromQueue\\":true}"]]]`,
    `[["${ANN}", NOW, ["{\\"authorized\\":\\"true\\"}", "{\\"error\\":401}"]]]`,
  ])("is ignored if it holds what others have written: %s", (stored) => {
    sessionStorage.setItem(KEY, stored.replace("NOW", String(Date.now())));
    const bench = new QueueBench().start();
    expect(sessionStorage).toHaveLength(0);
    expect(bench.receive("one")).toEqual([]);
    vi.advanceTimersByTime(DELAY);
    expect(bench.out).toEqual(["one"]);
  });

  it("may be full: the next page gets nothing", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    new QueueBench().start().receive("one");
    const next = navigate().start();
    vi.advanceTimersByTime(DELAY);
    expect(next.out).toEqual([]);
  });

  it("holds all but data that is nested too deeply", () => {
    const bench = new QueueBench().start();
    const deep = JSON.parse("[".repeat(30_000) + "]".repeat(30_000)) as unknown;
    const odd = { ...queued("x"), data: deep };
    expect(bench.wait.takes(odd)).toBe(true);
    bench.receive("one");
    const next = navigate().start();
    vi.advanceTimersByTime(DELAY);
    expect(next.out).toEqual(["one"]);
  });
});
