import { expect, it } from "vitest";
import type { ShardCondition, ShardState } from "../../../src/tabs/entries";
import {
  describe as describeNode,
  heardBy,
  lackOf,
  nodeState,
  stateOf,
} from "../../../src/tabs/follower/shard-states";

const of = (node: string, state: ShardCondition): ShardState => ({ node, ...state });
const open = (node: string, ...channels: string[]) =>
  of(node, { type: "open", info: "", channels });
const lost = (node: string, retryAt?: number) =>
  of(node, { type: "lost", until: 0, code: 1006, ...(retryAt ? { retryAt } : {}) });
const refused = (node: string) => of(node, { type: "refused", until: 0, text: "no", value: 403 });
const connecting = (node: string) => of(node, { type: "connecting", until: 0 });
const unneeded = (node: string) => of(node, { type: "unneeded", until: 0 });

it.each<[what: string, shards: ShardState[], expected: object]>([
  ["nothing else", [connecting("a")], { type: "connecting" }],
  ["one that waits", [lost("a", 9)], { type: "waiting", code: 1006, retryAt: 9 }],
  [
    "two that wait: the first attempt",
    [lost("a", 9), lost("b", 5)],
    { type: "waiting", retryAt: 5 },
  ],
  ["one that has begun again", [lost("a")], { type: "connecting" }],
  [
    "one that waits, another that connects",
    [lost("a", 9), connecting("b")],
    { type: "connecting" },
  ],
  ["all refused", [refused("a"), unneeded("a")], { type: "refused", reason: "no" }],
  [
    "one refused, another that waits",
    [refused("a"), lost("b", 9)],
    { type: "waiting", retryAt: 9 },
  ],
])("the state of a connection without an open shard: %s", (_, shards, expected) => {
  expect(stateOf(shards)).toMatchObject(expected);
});

const full = Array.from({ length: 320 }, (_, n) => `web_${n}`);

it.each<[what: string, shards: ShardState[], lack: RegExp | undefined]>([
  ["while there is room", [open("a", "web_1")], undefined],
  ["over 320", [open("a", ...full)], /^over 320 channels/],
  ["over 320, while a socket connects", [open("a", ...full), connecting("a")], undefined],
  ["over 320, while a socket is lost", [open("a", ...full), lost("a", 9)], undefined],
  ["where the node refuses a socket", [open("a", "web_1"), refused("a")], /^a refuses .*: no$/],
  ["where one of two nodes does", [open("a", "web_1"), refused("b")], undefined],
  ["where both do", [open("a"), refused("b"), refused("a")], /^b refuses/],
])("further channels may be heard, or not: %s", (_, shards, lack) => {
  const told = lackOf(shards, heardBy(shards));
  if (lack) expect(told).toMatch(lack);
  else expect(told).toBeUndefined();
});

it("channels that several nodes carry are heard once, and none of a lost socket", () => {
  expect(heardBy([open("a", "x", "y"), open("b", "y"), lost("c")])).toEqual(["x", "y"]);
});

it("a node is as its first open socket, else as its first one, and not told while it connects", () => {
  const told = (shards: ShardState[]) => {
    const state = nodeState(shards, "a");
    return state && describeNode(state);
  };
  expect(told([lost("a", 5), open("b"), open("a")])).toEqual({ node: "a", isConnected: true });
  expect(told([lost("a", 5)])).toEqual({ node: "a", isConnected: false, code: 1006 });
  expect(told([refused("a")])).toEqual({ node: "a", isConnected: false, reason: "no" });
  for (const state of [connecting("a"), unneeded("a"), open("b")])
    expect(told([state])).toBeUndefined();
});
