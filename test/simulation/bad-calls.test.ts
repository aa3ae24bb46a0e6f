/** What a page may pass to each member: nothing throws, and nothing else suffers from it. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { LegacyCometApi, LegacyOptions, TabSignal } from "../../src/legacy/contract";
import { HOSTILE } from "../support/hostile-values";
import { FakeTab } from "../support/fake-tab";
import { pass, until } from "../support/tab-time";
import { lines, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const KEY = "key-that-is-written-nowhere";
const GOOD: LegacyOptions = { node: "comet.example", dev_id: 1, user_id: 12, user_key: KEY };

/** A value that a page must not pass, where another type is declared. */
type Bad = never;
/** Calls a member, with the bad value in one of its places. */
type Call = (api: LegacyCometApi, bad: Bad) => unknown;

const callback = () => undefined;
/** Options, each of which is bad. */
const OPTIONS = [
  ...["node", "nodes", "nodeArray", "dev_id", "user_id", "user_key", "uuid", "queue_delay"],
  ...[
    "wss",
    "recover",
    "standby",
    "visible_leads",
    "logger",
    "nostat",
    "roundrobin",
    "CookieKyeName",
    "CookieIdName",
  ],
];

/** By what they return for a value that they refuse; without that, whatever they return. */
const CALLS: Record<string, Call> = {
  "start(bad)": (api, bad) => api.start(bad),
  "start({}, bad)": (api, bad) => api.start({}, bad),
  "restart(bad)": (api, bad) => api.restart(bad),
  ...Object.fromEntries(
    OPTIONS.map((name): [string, Call] => [
      `start({ ${name}: bad })`,
      (api, bad) => {
        api.start({ [name]: bad });
        api.restart({ [name]: bad });
      },
    ]),
  ),
  "subscription(bad)": (api, bad) => api.subscription(bad, callback),
  "subscription(key, bad)": (api, bad) => api.subscription("web_a", bad),
  "subscription(key, callback, bad)": (api, bad) => api.subscription("web_a", callback, bad),
  "subscription({ recover: bad })": (api, bad) =>
    api.subscription("web_a", callback, { recover: bad }),
  "oncePerBrowser(bad)": (api, bad) => api.oncePerBrowser(bad, callback),
  "oncePerBrowser(key, bad)": (api, bad) => api.oncePerBrowser("web_a", bad),
  "unsubscription(bad)": (api, bad) => api.unsubscription(bad),
  "web_pipe_send(bad, message)": (api, bad) => api.web_pipe_send(bad, 1),
  "web_pipe_send(bad, event, message)": (api, bad) => api.web_pipe_send(bad, "e", 1),
  "web_pipe_send(channel, bad, message)": (api, bad) => api.web_pipe_send("web_a", bad, 1),
  "web_pipe_send(channel, event, bad)": (api, bad) => api.web_pipe_send("web_a", "e", bad),
  "multi_web_pipe_send(bad)": (api, bad) => api.multi_web_pipe_send(bad, "e", {}),
  "multi_web_pipe_send(channel, bad)": (api, bad) => api.multi_web_pipe_send("web_a", bad, {}),
  "multi_web_pipe_send(…, bad)": (api, bad) => api.multi_web_pipe_send("web_a", "e", bad),
  "multi_web_pipe_send(…, count)": (api, bad) => api.multi_web_pipe_send("web_a", "e", {}, bad),
  "multi_web_pipe_send(…, interval)": (api, bad) =>
    api.multi_web_pipe_send("web_a", "e", {}, 3, bad),
  "get_pipe_log(bad)": (api, bad) => api.get_pipe_log(bad),
  "get_pipe_log(channel, bad)": (api, bad) => api.get_pipe_log("web_a", bad),
  "get_pipe_log(channel, callback, bad)": (api, bad) => api.get_pipe_log("web_a", callback, bad),
  "count_users_in_pipe(bad)": (api, bad) => api.count_users_in_pipe(bad, callback),
  "count_users_in_pipe(channel, bad)": (api, bad) => api.count_users_in_pipe("web_a", bad),
  "getTrackPipeUsers(bad)": (api, bad) => api.getTrackPipeUsers(bad, callback),
  "getTrackPipeUsers(channel, bad)": (api, bad) => api.getTrackPipeUsers("track_a", bad),
  "getUserData(bad)": (api, bad) => api.getUserData(bad, callback),
  "getUserData(id, bad)": (api, bad) => api.getUserData(12, bad),
  "onAuthSuccess(bad)": (api, bad) => api.onAuthSuccess(bad),
  "onAuthFail(bad)": (api, bad) => api.onAuthFail(bad),
  "LogLevel = bad": (api, bad) => {
    api.LogLevel = bad;
    api.LogLevel = 0;
  },
  "stripslashes(bad)": (api, bad) => api.stripslashes(bad),
  "Base64.encode(bad)": (api, bad) => api.Base64.encode(bad),
  "Base64.decode(bad)": (api, bad) => api.Base64.decode(bad),
  "setRealUserKey(bad)": (api, bad) => api.setRealUserKey(bad),
  "getCustomString(bad)": (api, bad) => api.getCustomString(bad),
  "getUrl(bad)": (api, bad) => api.getUrl(bad),
  "UseWebSocket(bad)": (api, bad) => api.UseWebSocket(bad),
  "UseWss(bad)": (api, bad) => api.UseWss(bad),
  "sendStatistics(bad)": (api, bad) => api.sendStatistics(bad, bad, bad),
};

/** Calls of `tabSignal`. */
const SIGNALS: Record<string, (signal: TabSignal, bad: Bad) => unknown> = {
  "connect(bad, callback)": (signal, bad) => signal.connect(bad, callback),
  "connect(signal, bad)": (signal, bad) => signal.connect("ping", bad),
  "connect(slot, signal, bad)": (signal, bad) => signal.connect("slot", "ping", bad),
  "disconnect(bad)": (signal, bad) => signal.disconnect(bad, bad),
  "emit(bad)": (signal, bad) => {
    signal.debug = true;
    signal.emit(bad, bad);
  },
  "emitAll(bad)": (signal, bad) => signal.emitAll(bad, bad),
  "emitAll(signal, bad)": (signal, bad) => signal.emitAll("ping", bad),
  "setState(bad)": (signal, bad) => signal.setState(bad, bad, bad),
  "getState(bad)": (signal, bad) => signal.getState(bad, bad),
  "getState(name, bad)": (signal, bad) => signal.getState("of another tab", bad),
  "setState(name, value, bad)": (signal, bad) => signal.setState("of another tab", 1, bad),
  "intervalUpdateState(bad)": (signal, bad) => {
    clearInterval(signal.intervalUpdateState("mine", bad, bad));
  },
};

async function open(name: string) {
  vi.resetModules();
  const { LegacyApi } = await import("../../src/legacy/legacy-api");
  const { createTabSignal } = await import("../../src/legacy/tab-signal");
  const tab = new FakeTab(name);
  const api = tab.run(() => new LegacyApi() as LegacyCometApi);
  const signal = tab.run(() => createTabSignal(() => name.padEnd(16, "-")));
  return { tab, api, signal };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Starts a client, as if no bad call was made before. */
async function start({ tab, api }: Opened): Promise<void> {
  const none = { nodes: "", nodeArray: "", wss: false, uuid: "", queue_delay: 0 };
  tab.run(() => api.start({ ...none, ...GOOD, roundrobin: false }));
  await until(() => api.isConnected(), 30_000);
}

/** The client hears and publishes. */
async function expectWorking(name: string, { tab, api }: Opened): Promise<void> {
  await start({ tab, api } as Opened);
  const heard: unknown[] = [];
  const id = tab.run(() => api.subscription("web_good.e", ({ data }) => heard.push(data)));
  await pass(50);
  for (const socket of TabSocket.all)
    if (socket.readyState === 1) socket.receive({ pipe: "web_good", event: "e", data: name });
  expect([name, tab.run(() => api.web_pipe_send("web_good", "e", name))]).toEqual([name, true]);
  await pass(50);
  expect([name, heard]).toEqual([name, [name]]);
  expect(TabSocket.published.at(-1)).toEqual(["12", JSON.stringify(name)]);
  tab.run(() => api.unsubscription(id as string));
  for (const line of lines.error.splice(0))
    expect([name, line]).toEqual([name, expect.stringMatching(SPOKEN)]);
}

/** A console error names a value and a rule. */
const SPOKEN =
  /^CometServer: (Bad [\w ]+ [^]{1,90}: .*\b(it|they|at most|JSON)\b|.* too large: \d+ of|The browser refuses node)/;

describe("a bad value", () => {
  let log: string[] = [];

  beforeEach(() => {
    log = [];
    vi.spyOn(console, "log").mockImplementation((text) => log.push(String(text)));
    vi.setConfig({ testTimeout: 60_000 });
  });

  it.each(Object.keys(CALLS))(
    "in %s makes nothing throw, and breaks no neighbour",
    async (call) => {
      const [one, other] = [await open("one"), await open("other")];
      await start(one);
      await start(other);
      const all: string[] = [];
      for (const [value, make] of HOSTILE) {
        expect(() => one.tab.run(() => CALLS[call]?.(one.api, make() as Bad)), value).not.toThrow();
        all.push(...lines.error, ...lines.warn);
      }
      await pass(3_000);
      await expectWorking("one", one);
      await expectWorking("other", other);
      for (const text of [...all, ...log]) expect(text).not.toContain(KEY);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(FakeTab.errors).toEqual([]);
      for (const { tab, api } of [one, other]) tab.run(() => api.stop());
    },
  );

  it.each(Object.keys(SIGNALS))("in tabSignal.%s makes nothing throw", async (call) => {
    const [one, other] = [await open("one"), await open("other")];
    other.tab.run(() => other.signal.setState("of another tab", 1));
    const heard: unknown[] = [];
    one.tab.run(() => one.signal.connect("good", (param) => heard.push(param)));
    for (const [value, make] of HOSTILE)
      expect(
        () => one.tab.run(() => SIGNALS[call]?.(one.signal, make() as Bad)),
        value,
      ).not.toThrow();
    other.tab.run(() => other.signal.emitAll("good", 1));
    await pass(3_000);
    expect(heard).toEqual([1]);
    expect(FakeTab.errors).toEqual([]);
    expect(one.tab.timers.size).toBe(0);
  });

  it("in on() throws a CometError that names the value and the rule, and nothing else", async () => {
    const { api } = await open("one");
    const { CometError } = await import("../../src/api/errors");
    for (const [value, make] of HOSTILE) {
      const bad = make() as Bad;
      expect(() => api.on(bad, callback as never), value).toThrow(CometError);
      expect(() => api.on(bad, callback as never), value).toThrow(/^Bad event .*: it is state, /s);
      if (typeof bad !== "function")
        expect(() => api.on("connect", bad), value).toThrow(CometError);
    }
  });
});

it("an option is refused with its name, its value and the rule, and a key is not shown", async () => {
  const { api, tab } = await open("one");
  const told = (options: object) => {
    tab.run(() => api.start({ node: "comet.example", ...options }));
    return lines.error.splice(0);
  };
  expect(told({ nodes: "two words" })).toEqual([
    expect.stringContaining('Bad nodes "two words": it is'),
  ]);
  expect(told({ recover: "yes" })).toEqual([
    expect.stringContaining('Bad recover "yes": it is true'),
  ]);
  expect(told({ user_key: `${KEY} ` }).join()).toMatch(/Bad user_key "…": it has/);
  tab.run(() => api.restart(KEY as never));
  expect(lines.error.splice(0).join()).toMatch(/Bad options "…": it is an object/);
  tab.run(() => api.multi_web_pipe_send("web_a", "e", {}, Infinity));
  expect(lines.error.splice(0).join()).toMatch(/Bad count "Infinity": it is a number from 0 to/);
  tab.run(() => api.stop());
});

it("a bad key in one tab leaves the tabs their bus", async () => {
  const [one, other] = [await open("one"), await open("other")];
  for (const each of [one, other]) await start(each);
  await pass(1_000);
  one.tab.run(() => one.api.restart({ user_key: callback, wss: Symbol("wss") } as never));
  await pass(1_000);
  expect(other.api.inspect().tabs).toHaveLength(2);
  expect([one, other].map(({ api }) => api.isMaster())).toEqual([true, false]);
  for (const { tab, api } of [one, other]) tab.run(() => api.stop());
});
