/**
 * The same contract for both script files, in the tab that holds the connection and in one that does
 * not. The minifier renames private members of the minified one, so every member and every field that
 * pages know has to be used here. The last tests say which one was not, which name of the originals has
 * no proof, and whether docs/compat.md is out of date.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { ServerProfile } from "../../dev-server";
import { failureTests } from "./compat-failures";
import { globalTests } from "./compat-globals";
import { keyTests } from "./compat-keys";
import { optionTests } from "./compat-options";
import { createTable, keepProofs, readTable, ROLES, unproven } from "./compat-record";
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

/** @param file the script file. @param profile of the server. */
export function contractTests(file: string, profile: ServerProfile): void {
  for (const role of ROLES)
    describe(`${file} in a ${role}, server ${profile}`, () =>
      subjectTests({ file, profile, role }));

  describe("docs/compat.md", () => {
    test("lists only names that this file proves as leader and as follower", () => {
      expect(unproven(file)).toEqual([]);
    });

    test("links each name to the files of its tests", async () => {
      const expected = await createTable(file);
      expect(readTable(expected)).toBe(expected);
    });
  });
}

function subjectTests(subject: Subject): void {
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
}
