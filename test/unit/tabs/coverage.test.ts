import { expect, it } from "vitest";
import type { ShardState } from "../../../src/tabs/entries";
import { hearAll, isMissed } from "../../../src/tabs/leader/coverage";

const open = (...channels: string[]): ShardState => ({
  node: "n",
  type: "open",
  info: "",
  channels,
});
const lost: ShardState = { node: "n", type: "lost", until: 0, code: 1006 };

it.each<[what: string, shards: ShardState[], shard: number, expected: boolean]>([
  ["the only one", [open()], 0, true],
  ["the only one that is open", [lost, open("a")], 1, true],
  ["the only one that is open, though it has no channels", [lost, open()], 1, true],
  ["one that is lost already", [lost, open("a")], 0, false],
  ["one whose channels no other carries", [open("a"), open("b")], 1, true],
  ["one whose channels another node sends, too", [open("a"), open("b", "a")], 0, false],
  ["one without channels, beside another one", [open(), open("a")], 0, false],
  ["one that is not there", [open("a")], 3, false],
])("channels are missed without %s: %#", (_, shards, shard, expected) => {
  expect(isMissed(shards, shard)).toBe(expected);
});

it.each<[what: string, shards: ShardState[], nodes: number, expected: boolean]>([
  ["on one socket", [open("a", "b")], 1, true],
  ["on two sockets of one node", [open("a"), open("b")], 1, true],
  ["not on each of two nodes", [open("a"), open("b")], 2, false],
  ["on each of two nodes", [open("a"), open("b"), open("b"), open("a")], 2, true],
  ["on the node that can be reached", [open("a", "b"), lost], 2, true],
  ["not without the socket that is lost", [open("a"), lost], 1, false],
])("all channels are heard, or not: %s", (_, shards, nodes, expected) => {
  expect(hearAll(shards, nodes, ["a", "b"])).toBe(expected);
});
