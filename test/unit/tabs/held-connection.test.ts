import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Connection, ConnectionListener } from "../../../src/connection/connection";
import { CometError } from "../../../src/api/errors";
import { HeldConnection } from "../../../src/tabs/leader/held-connection";
import type { ServerMessage } from "../../../src/protocol/messages";
import type { Entry } from "../../../src/tabs/entries";
import type { Tab } from "../../../src/tabs/tab";
import { decodeOne, messageOf } from "../../support/decode";

/** The connection, as the held connection is told of it. */
let told: ConnectionListener;
let held: HeldConnection;
/** What was done with the connections: with the first one `1 start`, and so on. */
let done: string[];
/** The nodes of the connection. */
let nodes: string[];
/** For how long its shards were silent, in milliseconds. */
let silence: number;
/** The entries that the tabs are told. */
let entries: Entry[];
const onPrepared = vi.fn();
const onDropped = vi.fn();
const onLosing = vi.fn<() => boolean>();

const INFO = JSON.stringify({ authorized: false, data: "", event: "serverInfo", pipe: "sys" });
const frame = (fields: object) => JSON.stringify({ event: "e", pipe: "web_a", ...fields });
const hear = (fields: object) => told.onMessage(0, messageOf(JSON.parse(frame(fields)) as object));
const passedOn = () => entries.flatMap((entry) => (entry.type === "frame" ? [entry.text] : []));

beforeEach(() => {
  done = [];
  nodes = ["server"];
  entries = [];
  silence = 0;
  onPrepared.mockClear();
  onDropped.mockClear();
  onLosing.mockReset().mockReturnValue(false);
  let count = 0;
  const inbox = {
    read: (text: string) => [decodeOne(text)],
    remember: () => undefined,
    isAuthorized: false,
  };
  const createConnection = (listener: ConnectionListener) => {
    told = listener;
    const number = ++count;
    const note = (what: string) => () => void done.push(`${number} ${what}`);
    return {
      ...{ isConnected: true, nodes, size: nodes.length, silence: () => silence },
      ...{ start: note("start"), stop: note("stop"), wake: note("wake"), rejoin: note("rejoin") },
      nodeOf: (shard) => nodes[shard % nodes.length] as string,
      setChannels: (channels) => note(`hears ${channels.join()}`)(),
      send: note("send"),
    } satisfies Connection;
  };
  const taker = { onPrepared, onDropped, onUnfit: () => undefined };
  const emit = (entry: Entry) => void entries.push(entry);
  const leader = { lag: 0, emit, taker, onLosing };
  const isOwnPresence = ({ data }: ServerMessage & { data?: unknown }) => data === "own";
  held = new HeldConnection({ inbox, createConnection, isOwnPresence } as unknown as Tab, leader);
});

it("a prepared connection is ready once it hears the channels of all tabs, in any order", () => {
  held.prepare(["web_a", "web_b"]);
  told.onConnect(0, INFO);
  expect(held.isPrepared).toBe(false);
  told.onSubscribed(0, ["web_a", "web_b"]);
  expect(held.isPrepared).toBe(true);
  held.setChannels(["web_b", "web_a"]);
  expect(held.isPrepared).toBe(true);
  held.setChannels(["web_b", "web_c"]);
  expect(held.isPrepared).toBe(false);
});

it("a connection is told its channels before it starts", () => {
  held.begin(["web_a"]);
  expect(done).toEqual(["1 hears web_a", "1 start"]);
});

describe("a shard", () => {
  const shards = () => entries.flatMap((one) => (one.type === "shards" ? [one.shards] : [])).at(-1);
  const lose = (shard: number, silenceMs: number) => {
    silence = silenceMs;
    told.onDisconnect(shard, 1006, Date.now());
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_000 });
    nodes.push("other");
    held.begin(["web_a"]);
    for (const shard of [0, 1]) {
      told.onConnect(shard, INFO);
      told.onSubscribed(shard, ["web_a"]);
    }
  });
  afterEach(() => void vi.useRealTimers());

  it("tells since when it hears its channels, and how long it did", () => {
    vi.setSystemTime(2_000);
    told.onSubscribed(0, ["web_a", "web_b"]);
    expect(shards()?.[0]).toMatchObject({ channels: ["web_a", "web_b"], since: 1_000 });
    lose(0, 100);
    told.onAttempt(0);
    lose(0, 100);
    told.onFatal(0, new CometError("fatal", "no"));
    expect(shards()?.[0]).toMatchObject({ type: "refused", since: 1_000, until: 1_900 });
    told.onConnect(0, INFO);
    expect(shards()?.[0]).toEqual({ type: "open", node: "server", info: INFO, channels: [] });
  });

  it("is missed, if it hung while the other one was lost: then a standby may have heard more", () => {
    vi.setSystemTime(2_000);
    lose(0, 0);
    told.onConnect(0, INFO);
    vi.setSystemTime(3_000);
    told.onSubscribed(0, ["web_a"]);
    expect(onLosing).not.toHaveBeenCalled();
    lose(1, 1_500);
    expect(onLosing).toHaveBeenCalledOnce();
  });
});

it("a prepared connection leads on", () => {
  held.prepare(["web_a"]);
  told.onConnect(0, INFO);
  expect(held.begin(["web_a", "web_b"])).toBe(true);
  expect(done).toEqual(["1 hears web_a", "1 start"]);
});

it("if the server has refused the prepared connection, another one is told the channels and starts", () => {
  held.prepare(["web_a"]);
  told.onFatal(0, new CometError("refused", "no room"));
  expect(held.begin(["web_b"])).toBe(false);
  expect(done).toEqual(["1 hears web_a", "1 start", "2 hears web_b", "2 start"]);
});

it.each<[what: string, nodes: string[], news: boolean]>([
  ["another second of one node is another message", ["one"], true],
  ["two nodes have clocks of their own", ["one", "two"], false],
])("what the former leader has passed on is not told again; %s", (_, names, isNews) => {
  nodes.splice(0, 1, ...names);
  held.prepare(["web_a"]);
  told.onConnect(0, INFO);
  held.overhear(frame({ data: "passed on", message_send_time: 5 }), false);
  hear({ data: "passed on", message_send_time: 6 });
  hear({ data: "not passed on", message_send_time: 6 });
  expect(passedOn()).toEqual([]);
  held.begin(["web_a"]);
  held.takeOver(true);
  const texts = passedOn().map((text) => (JSON.parse(text) as { data: string }).data);
  expect(texts).toEqual(isNews ? ["passed on", "not passed on"] : ["not passed on"]);
});

it("when the former connection leaves the channels, others are told soon that the browser stays", () => {
  vi.useFakeTimers();
  held.prepare(["web_a"]);
  told.onConnect(0, INFO);
  held.begin(["web_a"]);
  held.takeOver(true);
  for (let n = 0; n < 3; n++) hear({ data: "own", event: "unsubscription" });
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  expect(done).toEqual(["1 hears web_a", "1 start", "1 rejoin"]);
  expect(passedOn()).toEqual([]);
});

it("a prepared connection tells that it has dropped what it heard, once it hears all", () => {
  held.prepare(["web_a"]);
  told.onConnect(0, INFO);
  const flood = () => Array.from({ length: 5_001 }, (_, n) => hear({ data: n }));
  flood();
  expect(onDropped).not.toHaveBeenCalled();
  told.onSubscribed(0, ["web_a"]);
  expect(onPrepared).toHaveBeenCalledOnce();
  flood();
  expect(onDropped).toHaveBeenCalledOnce();
});
