import { beforeEach, expect, it, vi } from "vitest";
import type { Connection, ConnectionListener } from "../../../src/connection/connection";
import { HeldConnection } from "../../../src/tabs/leader/held-connection";
import type { Tab } from "../../../src/tabs/tab";

/** The connection, as the held connection is told of it. */
let told: ConnectionListener;
let held: HeldConnection;
const onPrepared = vi.fn();

beforeEach(() => {
  const connection = {
    isConnected: true,
    nodes: ["server"],
    size: 1,
    silence: () => 0,
    start: () => undefined,
    stop: () => undefined,
    wake: () => undefined,
    setChannels: () => undefined,
    rejoin: () => undefined,
    send: () => undefined,
  } satisfies Connection;
  const inbox = { read: () => [], isAuthorized: false };
  const createConnection = (listener: ConnectionListener) => {
    told = listener;
    return connection;
  };
  const taker = { onPrepared, onDropped: () => undefined, onUnfit: () => undefined };
  const leader = { lag: 0, emit: () => undefined, taker, onLosing: () => false };
  held = new HeldConnection({ inbox, createConnection } as unknown as Tab, leader);
});

it("a prepared connection is ready once it hears the channels of all tabs, in any order", () => {
  held.prepare(["web_a", "web_b"]);
  told.onConnect(0, "{}");
  expect(held.isPrepared).toBe(false);
  told.onSubscribed(0, ["web_a", "web_b"]);
  expect(held.isPrepared).toBe(true);
  held.setChannels(["web_b", "web_a"]);
  expect(held.isPrepared).toBe(true);
  held.setChannels(["web_b", "web_c"]);
  expect(held.isPrepared).toBe(false);
});
