import { describe, expect, it } from "vitest";
import type { ShardState } from "../../../src/tabs/entries";
import { hearAll, heardUntil, isMissed } from "../../../src/tabs/coverage";

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
  expect(isMissed(shards, shard, lost)).toBe(expected);
});

describe("a channel of a shard that was heard until second 10 and is lost", () => {
  const is = (node: string) => ({
    openSince: (since: number | undefined, ...channels: string[]): ShardState => ({
      node,
      type: "open",
      info: "",
      channels,
      since,
    }),
    heard: (since: number | undefined, until: number, ...channels: string[]): ShardState => ({
      node,
      type: "lost",
      channels,
      since,
      until,
      code: 1006,
    }),
  });
  const [one, two, three] = [is("one"), is("two"), is("three")];
  const gone = one.heard(0, 10, "a");

  it.each<[what: string, shards: ShardState[], expected: number]>([
    ["until then", [gone], 10],
    ["until then, though another node has come back", [gone, two.openSince(11, "a")], 10],
    ["still, as another node has heard it since before", [gone, two.openSince(10, "a")], Infinity],
    ["still, as a leader with an older file says", [gone, two.openSince(undefined, "a")], Infinity],
    ["until then, as the other node does not send it", [gone, two.openSince(0, "b")], 10],
    ["by another node, until that was lost", [gone, two.heard(5, 20, "a")], 20],
    ["until then, as the other node was lost before", [gone, two.heard(5, 9, "a")], 10],
    [
      "until then, as the other node has never heard anything",
      [gone, two.heard(undefined, 20, "a")],
      10,
    ],
    ["until then, as the other shard has other channels", [gone, two.heard(0, 20, "b")], 10],
    ["by one node after the other", [gone, two.heard(20, 30, "a"), three.heard(9, 20, "a")], 30],
    [
      "by one node after the other, still",
      [gone, two.heard(0, 20, "a"), three.openSince(15, "a")],
      Infinity,
    ],
  ])("was heard %s: %#", (_, shards, expected) => {
    expect(heardUntil(shards, 0, "a")).toBe(expected);
  });

  it("was not heard at all if its shard is not known", () => {
    expect(heardUntil([gone], 1, "a")).toBe(-Infinity);
  });

  it("is missed if another node has come back only after that", () => {
    const missed = [11, 10].map((since) => {
      const other = two.openSince(since, "a");
      return isMissed([one.openSince(0, "a"), other], 0, gone);
    });
    expect(missed).toEqual([true, false]);
  });
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
