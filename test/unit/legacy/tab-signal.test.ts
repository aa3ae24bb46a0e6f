// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TabSignal } from "../../../src/legacy/contract";
import { FakeBroadcastChannel } from "../../support/fake-broadcast-channel";
import { FakeStorage } from "../../support/fake-storage";
import { FakeTab } from "../../support/fake-tab";
import { installTabs, removeTabs } from "../../support/tab-globals";
import { settle } from "../../support/tab-time";

let storage: FakeStorage;

beforeEach(() => {
  installTabs();
  storage = FakeStorage.install();
});

afterEach(removeTabs);

/** A tab with a signal of its own; `heard` are the arguments that its listeners were given. */
async function open(name: string) {
  vi.resetModules();
  const { createTabSignal } = await import("../../../src/legacy/tab-signal");
  const tab = new FakeTab(name);
  const signal = tab.run(() => createTabSignal(() => name.padEnd(16, "-")));
  const heard: unknown[][] = [];
  const listen = (...names: string[]) =>
    tab.run(() => names.map((each) => signal.connect(each, (...args) => heard.push(args))));
  return {
    tab,
    signal,
    heard,
    listen,
    run: <R>(code: (signal: TabSignal) => R) => tab.run(() => code(signal)),
  };
}

describe.each(["BroadcastChannel", "storage events"])("a signal by %s", (way) => {
  beforeEach(() => {
    if (way === "BroadcastChannel") FakeBroadcastChannel.install();
    else vi.stubGlobal("BroadcastChannel", undefined);
  });

  it("reaches all tabs of the site, as a copy", async () => {
    const [one, two, three] = [await open("one"), await open("two"), await open("three")];
    one.run((signal) => signal.connect("changed", (each: { n: number }) => void each.n++));
    two.listen("changed");
    one.run((signal) => signal.emitAll("changed", { n: 1 }));
    await settle();
    expect(two.heard.splice(0)).toEqual([[{ n: 1 }, "changed", true]]);
    for (const each of [one, two, three]) each.listen("ping");
    const param = { text: `it's "here"`, list: [1, null] };
    expect(one.run((signal) => signal.send_emit("ping", param))).toBe(true);
    expect(one.heard).toEqual([[param, "ping", false]]);
    expect(one.heard[0]?.[0]).toBe(param);
    await settle();
    expect(two.heard).toEqual([[param, "ping", true]]);
    expect(three.heard).toEqual([[param, "ping", true]]);
    two.run((signal) => signal.emit("ping", "here only"));
    two.run((signal) => signal.emitAll("ping"));
    await settle();
    expect(one.heard.slice(1)).toEqual([[undefined, "ping", true]]);
    expect(two.heard.slice(1)).toEqual([
      ["here only", "ping", false],
      [undefined, "ping", false],
    ]);
    expect(FakeTab.errors).toEqual([]);
  });

  it("does not reach a page in the back/forward cache, but again when it is back", async () => {
    const [one, two] = [await open("one"), await open("two")];
    two.listen("ping");
    two.tab.fire(new Event("pagehide"));
    one.run((signal) => signal.emitAll("ping", 1));
    await settle();
    expect(two.heard).toEqual([]);
    two.tab.fire(new Event("pageshow"));
    one.run((signal) => signal.emitAll("ping", 2));
    await settle();
    expect(two.heard).toEqual([[2, "ping", true]]);
  });

  it("is told from other messages on the bus, which are ignored", async () => {
    const one = await open("one");
    one.listen("ping");
    const other = await open("other");
    const { openBus } = await import("../../../src/tabs/bus/open-bus");
    other.tab.run(() => {
      const bus = openBus("CometServer 1 signals", () => undefined);
      const bad = [{}, { signal: 1 }, { signal: "ping", param: "{" }, [], { param: "1" }];
      for (const message of bad) bus?.post(message);
      bus?.post({ signal: "ping", param: "1" });
    });
    await settle();
    expect(one.heard).toEqual([[1, "ping", true]]);
    expect(FakeTab.errors).toEqual([]);
  });
});

describe("a slot", () => {
  beforeEach(() => FakeBroadcastChannel.install());

  it("has a name of the page or of the library, and ends by it", async () => {
    const { signal, run, heard } = await open("one");
    const log = (label: string) => () => heard.push([label]);
    run(() => {
      const first = signal.connect("ping", log("first"));
      expect(signal.connect("ping", log("second"))).not.toBe(first);
      expect(signal.connect("mine", "ping", log("third"))).toBe("mine");
      signal.connect("mine", "ping", log("instead of the third"));
      signal.connect("mine", "pong", log("of another signal"));
      signal.emit("ping");
      expect(signal.disconnect(first, "ping")).toBe(true);
      expect(signal.disconnect(first, "ping")).toBe(false);
      expect(signal.disconnect("mine", "nothing")).toBe(false);
      signal.emit("ping");
    });
    expect(heard.flat()).toEqual([
      "first",
      "second",
      "instead of the third",
      "second",
      "instead of the third",
    ]);
  });

  it("hears nothing once it is disconnected, not even the present signal", async () => {
    const { signal, run, heard } = await open("one");
    run(() => {
      signal.connect("a", "ping", () => {
        signal.disconnect("b", "ping");
        signal.connect("c", "ping", () => heard.push(["c"]));
      });
      signal.connect("b", "ping", () => heard.push(["b"]));
      signal.emit("ping");
    });
    expect(heard).toEqual([]);
  });

  it("that throws does not stop the others", async () => {
    const { signal, run, heard } = await open("one");
    run(() => {
      signal.connect("ping", () => {
        throw new Error("of the page");
      });
      signal.connect("ping", () => heard.push([]));
      signal.emit("ping");
    });
    expect(heard).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(FakeTab.errors.map(String)).toEqual(["Error: of the page"]);
  });

  it("is connected by functions that need no `this`", async () => {
    const { signal, run } = await open("one");
    const { connect, emit, getTabUUID, setState, getState } = signal;
    const callback = vi.fn();
    run(() => {
      connect("ping", callback);
      emit("ping", 1);
      setState("s", 2);
      expect(getState("s")).toBe(2);
    });
    expect(callback).toHaveBeenCalledWith(1, "ping", false);
    expect(signal()).toBe(signal);
    expect(getTabUUID()).toBe("one-------------");
  });

  it("is told on the console if the page wants that", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const { signal, run } = await open("one");
    run(() => signal.emit("quiet"));
    signal.debug = true;
    run(() => signal.emit("ping"));
    expect(log.mock.calls.flat()).toEqual([expect.stringContaining("ping")]);
    log.mockRestore();
  });
});

it("a tab signal opens no bus before it is used, and needs no browser", async () => {
  const opened = vi.fn();
  vi.stubGlobal("BroadcastChannel", opened);
  const { signal, run } = await open("one");
  run(() => signal.emit("ping"));
  expect(opened).not.toHaveBeenCalled();
  vi.stubGlobal("addEventListener", undefined);
  expect(run(() => signal.emitAll("ping"))).toBe(false);
  const cycle: unknown[] = [];
  cycle.push(cycle);
  expect(run(() => signal.emitAll("ping", cycle))).toBe(false);
});

describe("a state of the tabs", () => {
  it("is shared, and has an age", async () => {
    const [one, two] = [await open("one"), await open("two")];
    expect(one.run((signal) => signal.setState("s", { a: 1 }))).toBe(true);
    expect(two.run((signal) => signal.getState("s"))).toEqual({ a: 1 });
    expect(JSON.parse(storage.getItem("tabSignal_s") ?? "")).toEqual({
      ...{ value: { a: 1 }, tabUUID: "one-------------", time: Date.now() },
    });
    vi.advanceTimersByTime(500);
    expect(two.run((signal) => [signal.getState("s", 501), signal.getState("s", 500)])).toEqual([
      { a: 1 },
      undefined,
    ]);
    expect(two.run((signal) => signal.getState("none"))).toBeUndefined();
  });

  it("is reserved for the tab that writes it, for as long as it says", async () => {
    const [one, two] = [await open("one"), await open("two")];
    one.run((signal) => signal.setState("s", 1, 300));
    expect(two.run((signal) => signal.setState("s", 2, 300))).toBe(false);
    expect(one.run((signal) => signal.setState("s", 3, 300))).toBe(true);
    vi.advanceTimersByTime(300);
    expect(two.run((signal) => signal.setState("s", 4, 300))).toBe(true);
    expect(one.run((signal) => signal.setState("s", 5))).toBe(true);
    expect(two.run((signal) => signal.getState("s"))).toBe(5);
  });

  it("can be reserved by an interval", async () => {
    const [one, two] = [await open("one"), await open("two")];
    const id = one.run((signal) => signal.intervalUpdateState("s", "kept", 300));
    expect(typeof id).toBe("number");
    expect(two.run((signal) => signal.intervalUpdateState("s", "mine", 300))).toBeUndefined();
    vi.advanceTimersByTime(10_000);
    expect(two.run((signal) => signal.setState("s", "mine", 300))).toBe(false);
    clearInterval(id);
    vi.advanceTimersByTime(300);
    expect(two.run((signal) => signal.setState("s", "mine", 300))).toBe(true);
  });

  it("is not set without a storage, and replaces a bad value there", async () => {
    const one = await open("one");
    storage.setItem("tabSignal_s", "no JSON");
    expect(one.run((signal) => [signal.getState("s"), signal.setState("s", 1, 100)])).toEqual([
      undefined,
      true,
    ]);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(one.run((signal) => signal.setState("s", cycle))).toBe(false);
    vi.stubGlobal("localStorage", undefined);
    expect(one.run((signal) => [signal.setState("s", 1), signal.getState("s")])).toEqual([
      false,
      undefined,
    ]);
  });
});
