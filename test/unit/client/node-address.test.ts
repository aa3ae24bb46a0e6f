import { describe, expect, it } from "vitest";
import { NodeAddress, RotatingAddress } from "../../../src/client/node-address";

const NODES = ["a.example", "b.example", "c.example"];

/** The addresses of a page that names these nodes. @param wantsTls whether it asks for TLS. */
function addressesOf(nodes = NODES, wantsTls = false): NodeAddress[] {
  const settings = {
    ...{ nodes, wantsTls, prepare: () => undefined },
    url: (node: string) => `ws://${node}/`,
  };
  return nodes.map((node) => new NodeAddress(node, settings));
}

type AnyAddress = NodeAddress | RotatingAddress;

/** Attempts of these shards begin together, and fail together. */
const failRound = (address: AnyAddress, ...shards: number[]) => {
  for (const shard of shards) void address.nextUrl(shard);
  for (const shard of shards) address.failed(shard);
};
const fail = (address: AnyAddress, times: number) => {
  for (let n = 0; n < times; n++) failRound(address, 0);
};
const reach = (address: AnyAddress, shard: number) => {
  void address.nextUrl(shard);
  return address.connected(shard);
};

it("every three failures switch between TLS and none, until an attempt succeeds", () => {
  const [address] = addressesOf() as [NodeAddress];
  const seen = [0, 2, 1, 2, 1].map((failures) => {
    fail(address, failures);
    return address.secure;
  });
  expect(seen).toEqual([false, false, true, true, false]);
  fail(address, 3);
  address.connected();
  fail(address, 30);
  expect(address.secure).toBe(true);
});

it("TLS that was asked for stays", () => {
  const [address] = addressesOf(NODES, true) as [NodeAddress];
  for (let n = 0; n < 7; n++) {
    fail(address, 1);
    expect(address.secure).toBe(true);
  }
});

it("a node that the page has taken back has no address", () => {
  const nodes = ["a.example"];
  const [address] = addressesOf(nodes) as [NodeAddress];
  expect(address.nextUrl(0)).toMatch(/^ws:\/\/a\.example\//);
  nodes.pop();
  expect(address.nextUrl(0)).toBe("ws://");
});

it("one of several nodes is chosen by the user's id, for an anonymous visitor by chance", () => {
  const nodeOf = (userId: string, random?: number) =>
    new RotatingAddress(addressesOf(), userId, random).node;
  expect(["1", "2", "3", "300", "301"].map((userId) => nodeOf(userId, 0.99))).toEqual([
    ...["b.example", "c.example", "a.example", "a.example", "b.example"],
  ]);
  expect([0, 0.34, 0.67, 0.99].map((random) => nodeOf("", random))).toEqual([
    ...["a.example", "b.example", "c.example", "c.example"],
  ]);
});

it("after three failures in a row the next node is tried, after the last one the first", () => {
  const address = new RotatingAddress(addressesOf(), "2");
  const seen = [2, 1, 2].map((failures) => {
    fail(address, failures);
    return address.node;
  });
  expect(seen).toEqual(["c.example", "a.example", "a.example"]);
  address.connected(0);
  address.ended(0);
  fail(address, 2);
  expect(address.node).toBe("a.example");
  fail(address, 1);
  expect(address.node).toBe("b.example");
  expect(address.nextUrl(0)).toMatch(/^ws:\/\/b\.example\//);
});

describe("several shards", () => {
  it("that fail together have failed once", () => {
    const [plain] = addressesOf() as [NodeAddress];
    const rotating = new RotatingAddress(addressesOf(), "0");
    const seen = [1, 2, 3].map(() => {
      for (const address of [plain, rotating]) failRound(address, 0, 1, 2, 3);
      return [plain.secure, rotating.node];
    });
    expect(seen).toEqual([
      [false, "a.example"],
      [false, "a.example"],
      [true, "b.example"],
    ]);
  });

  it("that fail one after the other have failed as often as one of them", () => {
    const address = new RotatingAddress(addressesOf(), "0");
    for (const shard of [0, 1]) void address.nextUrl(shard);
    const seen: string[] = [];
    for (const shard of [0, 1, 0, 1, 0, 1, 0, 1, 0]) {
      address.failed(shard);
      void address.nextUrl(shard);
      seen.push(address.node.charAt(0));
    }
    expect(seen.join("")).toBe("aaaabbbbb");
  });

  it("stay on the node of those that are open, however often others fail or end", () => {
    const address = new RotatingAddress(addressesOf(), "0");
    for (const shard of [0, 1, 2]) expect(reach(address, shard)).toBe(true);
    for (const shard of [1, 2]) address.ended(shard);
    for (let n = 0; n < 9; n++) failRound(address, 1, 2);
    expect([1, 2].map((shard) => reach(address, shard))).toEqual([true, true]);
    for (const shard of [0, 1, 2]) address.ended(shard);
    expect(address.node).toBe("a.example");
    for (let n = 0; n < 3; n++) failRound(address, 0, 1, 2);
    expect(address.node).toBe("b.example");
  });

  it("follow the first one that is open to its node", () => {
    const address = new RotatingAddress(addressesOf(), "0");
    void address.nextUrl(1);
    fail(address, 3);
    void address.nextUrl(0);
    expect([0, 1].map((shard) => address.nodeOf(shard))).toEqual(["b.example", "a.example"]);
    expect(address.connected(1)).toBe(true);
    expect(address.node).toBe("a.example");
    expect(address.connected(0)).toBe(false);
    expect(reach(address, 0)).toBe(true);
  });
});
