import { expect, it } from "vitest";
import { assign } from "../../../src/tabs/leader/roster";
import type { TabWants } from "../../../src/tabs/messages";

/** `a: x y`: tab "a" has handlers of "x" and "y"; `(a)`: it is hidden. */
function wantsOf(...tabs: string[]): Map<string, TabWants> {
  return new Map(
    tabs.map((text) => {
      const [tab = "", ...duties] = text.split(/[: ]+/).filter(Boolean);
      const isHidden = tab.startsWith("(");
      return [tab.replace(/[()]/g, ""), { channels: [], duties, isHidden }];
    }),
  );
}

const none = assign(new Map(), []);
const orderOf = (duties: ReturnType<typeof assign>) =>
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
])("tabs %j that had %j get %j", (tabs, before, expected) => {
  const known = before.length ? [{ name: "x", tabs: before }] : none;
  expect(orderOf(assign(wantsOf(...tabs), known))).toEqual(expected);
});
