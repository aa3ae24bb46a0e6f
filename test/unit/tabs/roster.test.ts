import { expect, it } from "vitest";
import { Roster } from "../../../src/tabs/leader/roster";
import type { Duty } from "../../../src/tabs/entries";

/** `a: x y`: tab "a" has handlers of "x" and "y"; `(a)`: it is hidden. */
function rosterOf(...tabs: string[]): Roster {
  const roster = new Roster();
  for (const text of tabs) {
    const [tab = "", ...duties] = text.split(/[: ]+/).filter(Boolean);
    const isHidden = tab.startsWith("(");
    roster.set(tab.replace(/[()]/g, ""), { channels: [], duties, isHidden });
  }
  return roster;
}

const orderOf = (duties: readonly Duty[]) =>
  duties.map(({ name, tabs }) => `${name}: ${tabs.join(" ")}`);

it.each<[string[], string[], string[]]>([
  // tabs, what was assigned before, what is now
  [[], [], []],
  [["a", "b"], [], []],
  [["a: x", "b: x"], [], ["x: a b"]],
  [["(a): x", "b: x"], [], ["x: b a"]],
  [["a: x", "b: x"], ["b", "a"], ["x: b a"]],
  [["a: x", "(b): x", "c: x"], ["b", "a"], ["x: a c b"]],
  [["(a): x", "(b): x"], ["b", "a"], ["x: b a"]],
  [["b: x"], ["a", "b"], ["x: b"]],
  [["a", "b: x"], ["a", "b"], ["x: b"]],
  [["a: x y", "b: y"], [], ["x: a", "y: a b"]],
  [["a: __proto__"], [], ["__proto__: a"]],
])(
  "the roster gives the tabs %j, which had the order %j, the duties %j",
  (tabs, before, expected) => {
    const known = before.length ? [{ name: "x", tabs: before }] : [];
    expect(orderOf(rosterOf(...tabs).assign(known))).toEqual(expected);
  },
);
