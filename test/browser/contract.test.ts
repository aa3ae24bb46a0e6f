/**
 * The same contract for both script files, in the tab that holds the connection and in one that
 * does not. The build shortens the property names of the minified
 * one, so every member and every field that pages know has to be used here; the last test says
 * which one was not.
 */
import { afterEach, describe, expect, test } from "vitest";
import { connectionTests } from "./contract-connection";
import { messageTests } from "./contract-messages";
import { Coverage, namesIn, type Subject } from "./contract-page";
import { wireTests } from "./contract-wire";
import { useStage } from "./support";

const stage = useStage();

const MESSAGE_TYPES = [
  ...["CometMessage", "ServerInfo", "DeliveryReport"],
  ...["ChannelCount", "TrackedUser", "UserData"],
];

const SUBJECTS = ["CometServerApi.js", "CometServerApi.min.js"].flatMap((file): Subject[] => [
  { file, role: "master" },
  { file, role: "slave" },
]);

describe.each(SUBJECTS)("$file in a $role tab", (subject) => {
  const coverage = new Coverage();
  afterEach(() => coverage.collect(stage));

  connectionTests(stage, subject);
  messageTests(stage, subject);
  wireTests(stage, subject);

  test("every member and every delivered field of the contract was used above", () => {
    const members = [
      ...namesIn("contract.ts", "CometServerApi"),
      ...namesIn("legacy/contract.ts", "LegacyCometApi"),
    ];
    expect(members.filter((name) => !coverage.members.has(name))).toEqual([]);
    const fields = namesIn("types.ts", ...MESSAGE_TYPES);
    expect(fields.filter((name) => !coverage.fields.has(name))).toEqual([]);
    expect([members.length, fields.length].every((count) => count > 10)).toBe(true);
  });
});
