import { expect, it } from "vitest";
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

const fail = (address: NodeAddress | RotatingAddress, times: number) => {
  for (let n = 0; n < times; n++) address.disconnected();
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
  expect(address.nextUrl()).toMatch(/^ws:\/\/a\.example\//);
  nodes.pop();
  expect(address.nextUrl()).toBe("ws://");
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
  address.connected();
  fail(address, 2);
  expect(address.node).toBe("a.example");
  fail(address, 1);
  expect(address.node).toBe("b.example");
  expect(address.nextUrl()).toMatch(/^ws:\/\/b\.example\//);
});
