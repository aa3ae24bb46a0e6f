import { expect, it } from "vitest";
import { Tally } from "../../../src/client/tally";

it("a tally has the texts that came more often than they went, in the order in which they came", () => {
  const tally = new Tally();
  for (const text of ["b", "a", "b", "b"]) tally.count(text, 1);
  expect([tally.get("b"), tally.get("a"), tally.get("c")]).toEqual([3, 1, 0]);
  tally.count("b", -2);
  expect(tally.keys).toEqual(["b", "a"]);
  tally.count("b", -1);
  expect(tally.keys).toEqual(["a"]);
});
