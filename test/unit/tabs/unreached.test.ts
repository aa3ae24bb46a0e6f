import { beforeEach, expect, it } from "vitest";
import type { ShardState } from "../../../src/tabs/entries";
import { Unreached } from "../../../src/tabs/follower/unreached";

const node = "one";
const open = (...channels: string[]): ShardState => ({ type: "open", node, info: "{}", channels });
const LOST: ShardState = { type: "lost", node, until: 0, code: 1006, retryAt: 5 };
const TRYING: ShardState = { type: "lost", node, until: 0, code: 1006 };
const WANTED = ["web_a", "web_b"];

let unreached: Unreached;
let shards: ShardState[];

beforeEach(() => {
  unreached = new Unreached();
  shards = [open("web_a")];
});

/** A shard changes. Returns what a developer is told. */
function change(shard: number, state: ShardState, wanted = WANTED): string | undefined {
  const before = shards;
  shards = [...before];
  shards[shard] = state;
  return unreached.take(before, shards, shard, wanted);
}
/** So many attempts of a shard fail. Returns what is told at each. */
const fail = (times: number, wanted = WANTED, shard = 1) =>
  Array.from({ length: times }, () => {
    change(shard, TRYING, wanted);
    return change(shard, LOST, wanted);
  });
const NOTICE = "a further connection fails, and is tried again; not heard until then: ";

it("names the channels that are not heard after three failed attempts, once", () => {
  expect(fail(9)).toEqual([undefined, undefined, `${NOTICE}web_b`, ...Array(6).fill(undefined)]);
});

it("names a later channel once three attempts have failed for it, too", () => {
  fail(4);
  const told = fail(4, [...WANTED, "web_c"]);
  expect(told).toEqual([undefined, undefined, `${NOTICE}web_b,web_c`, undefined]);
  expect(fail(3, ["web_c"])).toEqual([undefined, undefined, undefined]);
});

it("tells of a channel again if it was heard in between", () => {
  fail(3);
  expect(change(1, open("web_b"))).toBeUndefined();
  // The end of the open socket is no failed attempt.
  expect(change(1, LOST)).toBeUndefined();
  expect(fail(3)).toEqual([undefined, undefined, `${NOTICE}web_b`]);
});

it("is silent if the channels are heard by other shards", () => {
  change(2, open("web_b"));
  expect(fail(5)).toEqual(Array(5).fill(undefined));
});

it("is silent while nothing is open, and counts anew after that and with another connection", () => {
  fail(2);
  change(0, LOST);
  expect(fail(5)).toEqual(Array(5).fill(undefined));
  change(0, open("web_a"));
  expect(fail(2)).toEqual([undefined, undefined]);
  unreached.take(shards, shards, undefined, WANTED);
  expect(fail(3)).toEqual([undefined, undefined, `${NOTICE}web_b`]);
});

it("does not add up the failures of several shards", () => {
  for (let round = 0; round < 2; round++)
    for (const shard of [1, 2, 3]) expect(fail(1, WANTED, shard)).toEqual([undefined]);
});
