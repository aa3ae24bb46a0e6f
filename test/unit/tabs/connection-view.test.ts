import { beforeEach, describe, expect, it } from "vitest";
import { ConnectionView } from "../../../src/tabs/follower/connection-view";
import type { ShardState } from "../../../src/tabs/entries";
import type { Tab } from "../../../src/tabs/tab";

const node = "one";
/** The states by the first letters of their types, each in the form in which a leader tells it. */
const STATES: Record<string, ShardState> = {
  open: { type: "open", node, info: "{}", channels: ["web_a"] },
  full: { type: "open", node, info: "{}", channels: ["web_c"] },
  connecting: { type: "connecting", node, until: 0 },
  lost: { type: "lost", node, until: 0, code: 1011, retryAt: 5 },
  trying: { type: "lost", node, until: 0, code: 1011 },
  refused: { type: "refused", node, until: 0, text: "The server refuses: no", value: 401 },
};

/** What the page is told, and what the outbox. */
let told: string[];
/** The states that the page is told. */
let states: string[];
/** Since when channels were missed, as the gaps are told. */
let missedSince: number[];
let view: ConnectionView;
let onInfo: () => void;

beforeEach(() => {
  told = [];
  states = [];
  missedSince = [];
  onInfo = () => undefined;
  const page = {
    onMessage: () => onInfo(),
    onConnect: () => told.push("connect"),
    onDisconnect: (code: number) => told.push(`disconnect ${code}`),
    onNode: () => undefined,
    onHeard: () => undefined,
    onRefusedKey: () => false,
    onState: ({ type }: { type: string }) => states.push(type),
    onFatal: ({ code, value }: { code: string; value: unknown }) => told.push(`${code} ${value}`),
  };
  const own = ["web_a", "web_b"];
  const inbox = {
    begin: () => undefined,
    open: () => ["info"],
    joined: () => undefined,
    channels: own,
    permitted: own,
    doubles: { nodes: 1 },
  };
  const recovery = {
    clock: { begin: () => undefined },
    hear: () => undefined,
    giveUp: () => undefined,
    interrupt: () => undefined,
  };
  const missed = new Set<string>();
  const gaps = {
    begin: (channels: string[], at: number) => {
      const isBegun = channels.some((channel) => missed.has(channel));
      if (channels.length && !isBegun && told.push("gap begins")) missedSince.push(at);
      for (const channel of channels) missed.add(channel);
    },
    end: () => {
      told.push("heard again");
      missed.clear();
    },
  };
  view = new ConnectionView(
    { inbox, gaps, page, recovery } as unknown as Tab,
    () => told.push("offer"),
    () => told.push("requeue"),
  );
});

const take = (...names: string[]) => {
  for (const name of names) view.take([STATES[name] as ShardState], 0);
  return told.splice(0);
};

describe("the view of the connection", () => {
  it.each<[states: string[], calls: string[]]>([
    [["connecting"], ["requeue"]],
    [["open"], ["offer", "connect", "heard again"]],
    [
      ["lost", "lost"],
      ["requeue", "disconnect 1011", "requeue", "disconnect 1011"],
    ],
    [["refused"], ["requeue", "fatal 401", "disconnect 1000"]],
  ])("tells of %j before it was connected: %j", (states, calls) => {
    expect(take(...states)).toEqual(calls);
  });

  it.each<[states: string[], calls: string[]]>([
    [["open"], ["heard again"]],
    [["lost"], ["gap begins", "requeue", "disconnect 1011"]],
    [["connecting"], ["gap begins", "requeue", "disconnect 1000"]],
    [["refused"], ["gap begins", "requeue", "fatal 401", "disconnect 1000"]],
    [
      ["lost", "open"],
      ["gap begins", "requeue", "disconnect 1011", "offer", "connect", "heard again"],
    ],
  ])("tells of %j while it is connected: %j", (states, calls) => {
    take("open");
    expect(take(...states)).toEqual(calls);
  });

  it("tells each state once, and no disconnection where an attempt begins", () => {
    expect(take("connecting", "lost", "trying", "lost", "trying", "open", "open")).toEqual([
      ...["requeue", "requeue", "disconnect 1011", "requeue", "requeue", "disconnect 1011"],
      ...["requeue", "offer", "connect", "heard again", "heard again"],
    ]);
    expect(states).toEqual(["waiting", "connecting", "waiting", "connecting", "connected"]);
    take("refused");
    view.lose();
    expect(states.slice(5)).toEqual(["refused", "connecting"]);
  });

  it("begins a gap if channels of other tabs take the room of this tab's", () => {
    take("open");
    expect(take("full", "open")).toEqual(["gap begins", "heard again", "heard again"]);
  });

  it("tells that nobody knows of the connection any more, once", () => {
    take("open");
    view.lose();
    view.lose();
    expect(told).toEqual(["gap begins", "disconnect 1006"]);
    expect(view.isConnected).toBe(false);
  });

  it("tells the end of a connection when the tab leaves, and nothing later", () => {
    take("open");
    view.end()();
    expect(told.splice(0)).toEqual(["gap begins", "disconnect 1000"]);
    expect(take("open", "lost")).toEqual([]);
  });

  it.each([
    ["leaves", () => void view.end()],
    ["starts anew", () => take("connecting")],
  ])("tells nothing of a connection if the page %s when it hears the first frame", (_, act) => {
    onInfo = () => {
      onInfo = () => undefined;
      act();
    };
    expect(take("open")).toEqual([]);
    expect(view.isConnected).toBe(false);
  });

  it("reads the first frame of a connection that takes the place of another without a break", () => {
    take("open");
    let infos = 0;
    onInfo = () => infos++;
    take("open");
    expect(infos).toBe(0);
    view.take([STATES.open as ShardState]);
    expect(told.splice(0)).toEqual(["offer", "heard again"]);
    expect(infos).toBe(1);
  });

  const openSince = (since: number) => ({ ...(STATES.open as ShardState), since });
  const lostAt = (until: number, since = 0): ShardState => {
    return { type: "lost", node, until, code: 1006, channels: ["web_a"], since };
  };
  const at = (name: string, state: ShardState) => ({ ...state, node: name });

  it("begins a gap when the last of its shards was heard, and not later than now", () => {
    const ahead = Date.now() + 60_000;
    for (const [one, two] of [
      [100, 200],
      [200, 100],
      [100, ahead],
    ] as const) {
      view.take([openSince(0), at("two", openSince(0))]);
      view.take([lostAt(one), at("two", openSince(0))], 0);
      view.take([lostAt(one), at("two", lostAt(two))], 1);
    }
    const [first, second, third = 0] = missedSince;
    expect([first, second]).toEqual([200, 200]);
    expect(third).toBeLessThan(ahead);
  });

  it("has a gap if a node that is lost was dead when the other one came back", () => {
    view.take([openSince(0), at("two", openSince(0))]);
    view.take([lostAt(150), at("two", openSince(0))], 0);
    view.take([openSince(200), at("two", openSince(0))], 0);
    expect(missedSince).toEqual([]);
    told = [];
    view.take([openSince(200), at("two", lostAt(100))], 1);
    expect(told).toEqual(["gap begins", "heard again"]);
    expect(missedSince).toEqual([100]);
  });

  it("has none if that node was heard since, nor if another leader has lost its own", () => {
    view.take([openSince(200), at("two", openSince(0))]);
    view.take([openSince(200), at("two", lostAt(200))], 1);
    view.take([openSince(200), at("two", openSince(0))], 1);
    view.take([openSince(200), at("two", lostAt(100))]);
    expect(missedSince).toEqual([]);
  });
});
