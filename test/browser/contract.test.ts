/**
 * The same contract for both script files, in the tab that holds the connection and in one that
 * does not. The minifier renames private members of the minified one, so every member and every
 * field that pages know has to be used here. The last tests say which one was not, which name of
 * the originals has no proof, and whether docs/compat.md is out of date.
 */
import { afterEach, describe, expect, test } from "vitest";
import { failureTests } from "./compat-failures";
import { globalTests } from "./compat-globals";
import { keyTests } from "./compat-keys";
import { optionTests } from "./compat-options";
import { createTable, keepProofs, readTable, unproven } from "./compat-record";
import { signalTests } from "./compat-signals";
import { startTests } from "./compat-start";
import { connectionTests } from "./contract-connection";
import { messageTests } from "./contract-messages";
import { namesIn, traces, type Subject } from "./contract-page";
import { wireTests } from "./contract-wire";
import { startDemo } from "../../examples/demo-server.mjs";
import { useDemo } from "./demo";

const MESSAGE_TYPES = [
  ...["CometMessage", "ServerInfo", "DeliveryReport"],
  ...["ChannelCount", "TrackedUser", "UserData"],
];

/** The readable file is tested against a server before version 4. */
const FILES = { "CometServerApi.js": "3", "CometServerApi.min.js": "current" } as const;
const SUBJECTS = Object.entries(FILES).flatMap(([file, profile]): Subject[] => [
  { file, profile, role: "master" },
  { file, profile, role: "slave" },
]);

/** By their file, to which docs/compat.md links. */
const TESTS = {
  "contract-connection": connectionTests,
  "contract-messages": messageTests,
  "contract-wire": wireTests,
  "compat-globals": globalTests,
  "compat-start": startTests,
  "compat-options": optionTests,
  "compat-signals": signalTests,
  "compat-keys": keyTests,
  "compat-failures": failureTests,
};

describe.each(SUBJECTS)("$file in a $role tab, server $profile", (subject) => {
  const stage = useDemo(() => startDemo(subject));
  const seen = new Set<string>();
  afterEach(async ({ task }) => {
    const ofTest = await traces(stage);
    ofTest.forEach((trace) => seen.add(trace));
    const unused = keepProofs(subject, task, ofTest);
    expect(unused, "what the test says it proves, but does not use").toEqual([]);
  });

  for (const [file, addTests] of Object.entries(TESTS))
    describe(file, () => addTests(stage, subject));

  test("every member and every delivered field of the contract was used in these tests", () => {
    const members = [
      ...namesIn("api/contract.ts", "CometServerApi"),
      ...namesIn("legacy/contract.ts", "LegacyCometApi"),
    ];
    expect(members.filter((name) => !seen.has(name))).toEqual([]);
    const fields = namesIn("api/types.ts", ...MESSAGE_TYPES);
    expect(fields.filter((name) => !seen.has(`field ${name}`))).toEqual([]);
    expect([members.length, fields.length].every((count) => count > 10)).toBe(true);
  });
});

describe("docs/compat.md", () => {
  test("lists only names that both files prove in a master tab and in a slave tab", () => {
    expect(unproven(Object.keys(FILES))).toEqual([]);
  });

  test("links each name to the files of its tests", async () => {
    const expected = await createTable(Object.keys(FILES));
    expect(readTable(expected)).toBe(expected);
  });
});
