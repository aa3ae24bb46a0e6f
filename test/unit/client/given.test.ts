import { expect, it } from "vitest";
import {
  fit,
  hostsOf,
  linesOf,
  loggerOf,
  membersOf,
  readMembers,
  recoverOf,
  shownOf,
  switchOf,
} from "../../../src/client/given";
import { CometError } from "../../../src/api/errors";

/** What a page may give instead of an object, and what no code can read. */
const { proxy: unreadable, revoke } = Proxy.revocable({}, {});
revoke();
const { proxy: unreadableList, revoke: revokeList } = Proxy.revocable([], {});
revokeList();

/** The error that a call throws, as its code and text. */
function thrownBy(call: () => unknown): [string, string] | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error instanceof CometError ? [error.code, error.message] : ["", String(error)];
  }
}

it.each<[what: string, given: unknown, hosts: string[]]>([
  ["a host", "a.example", ["a.example"]],
  ["a text of several", " a.example , b.example:8080,, ", ["a.example", "b.example:8080"]],
  [
    "a list, with schemes and slashes",
    ["wss://a.example//", "//b.example/"],
    ["a.example", "b.example"],
  ],
  ["the same twice", ["a.example", "ws://a.example/"], ["a.example"]],
  ["a path", "a.example/comet/", ["a.example/comet"]],
  ["a path without a host", ["/comet", "/"], []],
  ["nothing", undefined, []],
  ["nothing in a list", [null, "", 0], []],
  ["what cannot be read", unreadableList, []],
  ["what has no text", Object.create(null), []],
])("the hosts of %s", (_, given, hosts) => {
  expect(hostsOf(given)).toEqual(hosts);
});

it("a value fits a pattern as its text, and nothing fits none", () => {
  expect([fit("12", /^\d+$/), fit(12, /^\d+$/), fit("x", /^\d+$/)]).toEqual(["12", "12", ""]);
  expect([fit(0, /^\d*$/), fit(undefined, /^.*$/), fit(() => 1, /^.+$/)]).toEqual(["", "", ""]);
});

it("a switch is true, false, or the page's own", () => {
  const given = [true, false, null, "true", 1, undefined];
  expect(given.map(switchOf)).toEqual([true, false, null, undefined, undefined, undefined]);
});

it("a value that may be a key is not shown", () => {
  const list = ["a".repeat(30)];
  const given = ["a".repeat(20), "a".repeat(21), 1e21, list, undefined];
  expect(given.map(shownOf)).toEqual(["a".repeat(20), "…", 1e21, list, undefined]);
});

it("the members of options are those of an object that can be read", () => {
  expect(membersOf({ node: "a", wss: true })).toEqual([
    ["node", "a"],
    ["wss", true],
  ]);
  expect([undefined, null, "", 0].map(membersOf)).toEqual([[], [], [], []]);
  expect(["a", 7, ["a"], () => 1, unreadable].map(membersOf)).toEqual(Array(5).fill(undefined));
});

it("a logger has all four functions", () => {
  const write = () => undefined;
  const logger = { debug: write, info: write, warn: write, error: write };
  expect(loggerOf(logger)).toBe(logger);
  for (const name of Object.keys(logger))
    expect(loggerOf({ ...logger, [name]: "" })).toBeUndefined();
  expect([undefined, null, "log", unreadable].map(loggerOf)).toEqual(Array(4).fill(undefined));
});

it("the members of an argument are read once, or the call throws", () => {
  const given = { signal: 1 };
  expect(readMembers(given)).toEqual(given);
  expect(readMembers(given)).not.toBe(given);
  expect([readMembers(undefined), readMembers(null)]).toEqual([{}, {}]);
  for (const bad of ["a", 7, true])
    expect(thrownBy(() => readMembers(bad as unknown as object))).toEqual([
      ...["argument", expect.stringMatching(/^Bad options .*: it is an object$/)],
    ]);
  expect(thrownBy(() => readMembers(unreadable))).toEqual([
    ...["argument", expect.stringMatching(/^Bad options .*: it must be possible to read them$/)],
  ]);
});

it("recover is true, false or not said", () => {
  expect([{}, undefined, { recover: undefined }].map(recoverOf)).toEqual(Array(3).fill(undefined));
  expect([recoverOf({ recover: true }), recoverOf({ recover: false })]).toEqual([true, false]);
  expect(thrownBy(() => recoverOf({ recover: "on" }))).toEqual([
    ...["argument", 'Bad recover "on": it is true or false'],
  ]);
});

it("a text has a key in each line that is not empty; any other value is one", () => {
  expect(linesOf(" web_a \n\n\tweb_b\r\n")).toEqual(["web_a", "web_b"]);
  expect([linesOf(""), linesOf(" \n ")]).toEqual([[""], [" \n "]]);
  expect([linesOf(7), linesOf(undefined)]).toEqual([[7], [undefined]]);
});
