/**
 * The same contract for both script files, in the tab that holds the connection and in one that
 * does not. The minifier renames members of the minified one, so every member and every field that
 * pages know has to be used here. The last tests say which one was not, which name of
 * the originals is without a proof, and where docs/compat.md is not the table of these proofs.
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
import { useStage } from "./support";

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

describe.each(SUBJECTS)("$file in a $role tab, server $profile", (subject) => {
  const stage = useStage(subject);
  const seen = new Set<string>();
  afterEach(async ({ task }) => {
    const ofTest = await traces(stage);
    ofTest.forEach((trace) => seen.add(trace));
    const unused = keepProofs(subject, task, ofTest);
    expect(unused, "what the test says it proves, but does not use").toEqual([]);
  });

  connectionTests(stage, subject);
  messageTests(stage, subject);
  wireTests(stage, subject);
  globalTests(stage, subject);
  startTests(stage, subject);
  optionTests(stage, subject);
  signalTests(stage, subject);
  keyTests(stage, subject);
  failureTests(stage, subject);

  test("every member and every delivered field of the contract was used above", () => {
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
  test("has a proof for every name, with both files, in a master tab and in a slave tab", () => {
    expect(unproven(Object.keys(FILES))).toEqual([]);
  });

  test("is the table of these proofs", async () => {
    const expected = await createTable(Object.keys(FILES));
    expect(readTable(expected)).toBe(expected);
  });
});
