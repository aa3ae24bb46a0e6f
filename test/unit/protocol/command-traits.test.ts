import { describe, expect, it } from "vitest";
import {
  countCommand,
  dataCommand,
  FENCE,
  isPublish,
  isRefusalOf,
  logCommand,
  PAGE_FENCE,
  publishCommand,
  statisticsCommand,
  traitsOf,
  usersCommand,
  type Command,
} from "../../../src/protocol/commands";

const COMMANDS: [string, Command][] = [
  ["publish", publishCommand("web_chat", "msg", 1, "12")],
  ["log", logCommand("web_chat")],
  ["count", countCommand("web_chat")],
  ["users", usersCommand("track_chat")],
  ["data", dataCommand(12)],
  ["statistics", statisticsCommand({})],
  ["fence", FENCE],
  ["page fence", PAGE_FENCE],
];

describe("the reason of a refusal", () => {
  it.each([
    ["Too many letters", ["publish"]],
    ["Invalid value auth_type", ["publish"]],
    ["[pipe_count] Invalid channel name. The channel should start with web_", ["count"]],
    ["[pipe_count] of a user id", ["count"]],
    ["[track_pipe_users] Invalid channel name", ["users"]],
    ["Invalid user id", ["data"]],
    ["", ["publish"]],
  ])("%j can be about the commands %j", (reason, expected) => {
    const possible = COMMANDS.filter(([, command]) => isRefusalOf(command, reason));
    expect(possible.map(([name]) => name)).toEqual(expected);
  });
});

it("a publish alone is answered by a delivery report", () => {
  const publishes = COMMANDS.filter(([, command]) => isPublish(command));
  expect(publishes.map(([name]) => name)).toEqual(["publish"]);
});

it("a publish alone is never written a second time", () => {
  const once = COMMANDS.filter(([, command]) => !traitsOf(command).isRepeatable);
  expect(once.map(([name]) => name)).toEqual(["publish"]);
});

it("a command of an unknown kind, from a tab with a newer version, counts as a question", () => {
  const command = { kind: "next", channel: "", text: "next\n\0" } as unknown as Command;
  expect(traitsOf(command)).toMatchObject({ isRepeatable: true, answer: "marker" });
  expect(isRefusalOf(command, "Too many letters")).toBe(false);
});
