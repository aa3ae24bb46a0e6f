// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Bus } from "../../../src/tabs/bus/bus";
import { FakeBroadcastChannel } from "../../support/fake-broadcast-channel";
import { FakeStorage } from "../../support/fake-storage";
import { FakeTab } from "../../support/fake-tab";
import { installTabs, removeTabs } from "../../support/tab-globals";
import { pass, settle } from "../../support/tab-time";

type OnMessage = (data: unknown) => void;
type Way = new (name: string, onMessage: OnMessage) => Bus;

/** Modules of their own for each tab, since they may remember things. */
async function loadOpenBus() {
  vi.resetModules();
  return (await import("../../../src/tabs/bus/open-bus")).openBus;
}

async function loadWay(kind: string): Promise<Way> {
  vi.resetModules();
  return kind === "BroadcastBus"
    ? (await import("../../../src/tabs/bus/broadcast-bus")).BroadcastBus
    : (await import("../../../src/tabs/bus/storage-bus")).StorageBus;
}

let storage: FakeStorage;

beforeEach(() => {
  installTabs();
  FakeBroadcastChannel.install();
  storage = FakeStorage.install();
});

afterEach(() => {
  removeTabs();
  expect(FakeTab.errors).toEqual([]);
});

/** Everything that has ever been lost or changed on the way from one page to another. */
const HARD = {
  kind: "hello",
  nested: [[1, [2, [3, { deep: [null, true, -1.5] }]]], []],
  quotes: `it's "quoted" \\ \\" \\n`,
  breaks: "\n\r\t\0\u2028\u2029\u001a",
  words: "é п 漢 😀 👩‍👧 \ud83d \ufeff",
  __proto: { constructor: "x", toString: 1 },
  "": "",
};

describe.each([
  { kind: "BroadcastBus", where: "between tabs", isSafari: false },
  { kind: "BroadcastBus", where: "within a tab", isSafari: false },
  { kind: "StorageBus", where: "between tabs", isSafari: false },
  { kind: "StorageBus", where: "between tabs", isSafari: true },
  { kind: "StorageBus", where: "within a tab", isSafari: false },
  { kind: "StorageBus", where: "within a tab", isSafari: true },
])("$kind $where (writers hear of their writes: $isSafari)", ({ kind, where, isSafari }) => {
  let way: Way;
  let tab: FakeTab;

  beforeEach(async () => {
    storage.tellsWriter = isSafari;
    way = await loadWay(kind);
    tab = new FakeTab("tab");
  });

  /** A bus in a tab of its own, or in one for all. */
  async function open(name = "group") {
    if (where === "between tabs") {
      way = await loadWay(kind);
      tab = new FakeTab(`tab ${FakeTab.all.length}`);
    }
    const heard: unknown[] = [];
    const own = tab;
    const bus = own.run(() => new way(name, (data) => heard.push(data)));
    return {
      heard,
      tab: own,
      post: (...messages: object[]) => own.run(() => messages.forEach((each) => bus.post(each))),
      close: () => own.run(() => bus.close()),
    };
  }

  it("brings each message to all others of its name, in order, in a later task", async () => {
    const [one, two, three, other] = [await open(), await open(), await open(), await open("x")];
    const numbers = Array.from({ length: 50 }, (_, n) => ({ n: n >> 1 }));
    one.post(...numbers.slice(0, 30));
    two.post({ from: "two" });
    expect(two.heard).toEqual([]);
    one.post(...numbers.slice(30));
    await settle();
    expect(one.heard).toEqual([{ from: "two" }]);
    expect(two.heard).toEqual(numbers);
    expect(three.heard.filter((each) => Object.hasOwn(each as object, "n"))).toEqual(numbers);
    expect(three.heard).toHaveLength(51);
    expect(other.heard).toEqual([]);
    other.post({ from: "other" });
    await settle();
    expect([one, two, three].map(({ heard }) => heard.length)).toEqual([1, 50, 51]);
  });

  it("brings a message as it was when it was posted", async () => {
    const [one, two, three] = [await open(), await open(), await open()];
    const message = structuredClone(HARD) as Record<string, unknown>;
    const large = { text: `"漢\\${"x".repeat(65_536)}` };
    one.post(message, large);
    message["quotes"] = "changed";
    (message["nested"] as unknown[]).length = 0;
    await settle();
    for (const { heard } of [two, three]) expect(heard).toEqual([HARD, large]);
    (two.heard[0] as typeof HARD).nested.length = 0;
    expect(three.heard[0]).toEqual(HARD);
  });

  it("neither hears nor is heard once it is closed, and leaves no listener, timer or item", async () => {
    const [one, two] = [await open(), await open()];
    two.post({ n: 1 });
    one.close();
    two.post({ n: 2 });
    await settle();
    expect(one.heard).toEqual([]);
    try {
      one.post({ n: 3 });
    } catch {
      // A BroadcastChannel refuses.
    }
    await settle();
    expect(two.heard).toEqual([]);
    two.close();
    await settle();
    for (const each of [one, two]) expect(each.tab.listening.size + each.tab.timers.size).toBe(0);
    expect(FakeBroadcastChannel.open).toEqual([]);
    expect(storage.length).toBe(0);
  });

  it("removes a message from the storage within half a second", async () => {
    const [one, two] = [await open(), await open()];
    one.post({ text: "secret" });
    await settle();
    expect(two.heard).toEqual([{ text: "secret" }]);
    await pass(500);
    expect(storage.length).toBe(0);
    one.post({ text: "secret" });
    one.close();
    expect(storage.length).toBe(0);
  });

  it("goes on after what strangers say on the same channel or key", async () => {
    const { heard, tab: own } = await open();
    const stranger = new FakeTab("stranger");
    const values = [undefined, null, 0, "", "text", "{", "[", "null", "12", '"x"', "{}", "[]", []];
    stranger.run(() => {
      const channel = new FakeBroadcastChannel("group");
      for (const value of [...values, new Map([[1, 2]]), new Date(0)]) channel.postMessage(value);
      for (const value of values) storage.setItem("group", String(value));
      storage.removeItem("group");
      storage.setItem("other", '[1,{"kind":"x"}]');
      storage.clear();
    });
    await settle();
    expect(FakeTab.errors).toEqual([]);
    // Nothing of it looks like a message to whoever reads it next.
    expect(heard.filter((data) => Object.hasOwn(Object(data) as object, "kind"))).toEqual([]);
    const next = await open();
    next.post({ kind: "hello" });
    await settle();
    expect(heard.at(-1)).toEqual({ kind: "hello" });
    expect(own.isDead).toBe(false);
  });

  it("throws if the browser refuses", async () => {
    const { post, tab: own } = await open();
    vi.spyOn(FakeBroadcastChannel.prototype, "postMessage").mockImplementation(() => {
      throw new DOMException("refused", "InvalidStateError");
    });
    storage.isFull = true;
    expect(() => post({ n: 1 })).toThrow();
    storage.isForbidden = true;
    expect(() => post({ n: 2 })).toThrow();
    expect(() => own.run(() => new way("group", () => undefined))).toSatisfy(
      (make: () => Bus) => kind === "BroadcastBus" || throws(make),
    );
  });
});

function throws(code: () => unknown): boolean {
  try {
    code();
    return false;
  } catch {
    return true;
  }
}

describe("the bus that is opened", () => {
  const broken = class {
    constructor() {
      throw new DOMException("no", "SecurityError");
    }
  };

  /** What two tabs have in common, told by what a message passes through. */
  async function wayOf() {
    const tabs = [new FakeTab("one"), new FakeTab("two")];
    const write = vi.spyOn(storage, "setItem");
    const heard: unknown[] = [];
    const buses: (Bus | undefined)[] = [];
    for (const tab of tabs) {
      const openBus = await loadOpenBus();
      buses.push(tab.run(() => openBus("group", (data) => heard.push(data))));
    }
    const way = write.mock.results.some(({ type }) => type === "return")
      ? "storage"
      : FakeBroadcastChannel.open[0] && "channel";
    for (const [index, tab] of tabs.entries()) tab.run(() => buses[index]?.post({ index }));
    await settle();
    expect(heard).toHaveLength(way ? 2 : 0);
    for (const [index, tab] of tabs.entries()) tab.run(() => buses[index]?.close());
    for (const tab of tabs) expect(tab.listening.size).toBe(0);
    expect(FakeBroadcastChannel.open).toEqual([]);
    return way;
  }

  it("is a BroadcastChannel if there is one", async () => {
    expect(await wayOf()).toBe("channel");
    storage.isForbidden = true;
    expect(await wayOf()).toBe("channel");
  });

  it.each([undefined, broken])("is the storage if BroadcastChannel is %s", async (none) => {
    vi.stubGlobal("BroadcastChannel", none);
    expect(await wayOf()).toBe("storage");
  });

  it.each(["isForbidden", "isFull"] as const)(
    "is undefined if the storage %s, too",
    async (how) => {
      vi.stubGlobal("BroadcastChannel", broken);
      storage[how] = true;
      expect(await wayOf()).toBeUndefined();
    },
  );
});
