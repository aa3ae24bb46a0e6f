import { describe, expect, it } from "vitest";
import {
  countCommand,
  dataCommand,
  logCommand,
  publishCommand,
  statisticsCommand,
  usersCommand,
} from "../../../src/protocol/commands";
import { errorOf } from "./error-of";

const LINE = "web_a\nsubscription\nprivate_b";

describe("a command is refused, with the value and the rule", () => {
  const long = (prefix: string, length: number) => prefix.padEnd(length, "x");

  it.each([
    ...["plain", "web_", "webauth_", "@web_", "@webauth_a", "track_a", "private_a", "Web_a"],
    ...["", "web_a b", "web_a.ev", "web_é", "@@web_a", "web_a@", LINE, "web_a\0", "web_a\r"],
    ...["\nweb_a", "web_a\n", long("web_", 64), long("webauth_", 64), long("@web_", 65)],
    ...[undefined, null, 12, ["web_a"], {}, Symbol("web_a"), Object.create(null)],
  ])("if it publishes to channel %j", (channel) => {
    const error = errorOf(() => publishCommand(channel, "ev", 1, ""));
    expect(error.code).toBe("argument");
    expect(error.value).toBe(channel);
    if (typeof channel === "string") expect(error.message).toContain(`"${channel.slice(0, 80)}"`);
    expect(error.message).toMatch(/^Bad channel .*: .*web_\*.*webauth_\*.*63/s);
  });

  it.each(["", "a b", "a.b", "é", LINE, "ev\0", "ev\n*", long("ev", 65), undefined, 5, ["ev"], {}])(
    "if it publishes event %j",
    (event) => {
      const error = errorOf(() => publishCommand("web_a", event, 1, ""));
      expect(error).toMatchObject({ code: "argument", value: event });
      expect(error.message).toMatch(/^Bad event .*: .*1 to 64/s);
      if (typeof event === "string") expect(error.message).toContain(`"${event}"`);
    },
  );

  const cycle: unknown[] = [];
  cycle.push(cycle);
  const thrower = {
    toJSON() {
      throw new Error("no");
    },
  };

  it.each([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["a BigInt", 10n],
    ["a cycle", cycle],
    ["a toJSON that throws", thrower],
  ])("if its message is %s, which JSON cannot hold", (_, message) => {
    for (const call of [
      () => publishCommand("web_a", "ev", message, ""),
      () => statisticsCommand(message),
    ]) {
      const error = errorOf(call);
      expect(error).toMatchObject({ code: "argument", value: message });
      expect(error.message).toMatch(/^Bad message .*: JSON cannot hold it$/);
    }
  });

  it.each([
    "a",
    "",
    "bad name",
    LINE,
    "web_a\0",
    long("web_", 64),
    "web_a\n",
    "@web_a",
    undefined,
    12,
  ])("if it asks for the log, the visitors or the count of channel %j", (channel) => {
    for (const command of [logCommand, countCommand, usersCommand]) {
      const error = errorOf(() => command(channel));
      expect(error).toMatchObject({ code: "argument", value: channel });
      expect(error.message).toMatch(/^Bad channel ".*": .*2 to 63/s);
    }
  });

  it.each(["plain", "webauth_a", "web_", "track_", "private_a", "xweb_a"])(
    "if it counts %s, which the server does not count",
    (channel) => {
      const error = errorOf(() => countCommand(channel));
      expect(error).toMatchObject({ code: "argument", value: channel });
      expect(error.message).toMatch(/^Bad channel "\w+": .*web_\*.*track_\*/);
    },
  );

  it.each(["plain", "web_a", "track_", "xtrack_a"])("if it lists the visitors of %s", (channel) => {
    const error = errorOf(() => usersCommand(channel));
    expect(error).toMatchObject({ code: "argument", value: channel });
    expect(error.message).toMatch(/^Bad channel "\w+": .*track_\*/);
  });

  it.each([
    ...[0, -1, 1.5, 1e9, NaN, Infinity, "0", "012", "abc", "", "1234567890", "12\n", "12\0", " 12"],
    ...[undefined, null, true, {}, [12], Object.create(null), Symbol("12"), 12n],
  ])("if it asks for the data of user %s", (id) => {
    const error = errorOf(() => dataCommand(id));
    expect(error.code).toBe("argument");
    expect(error.message).toMatch(/^Bad user id .*: .*1 to 9 digits/s);
    if (typeof id === "string") expect(error.message).toContain(`"${id}"`);
  });
});

describe("a command takes the longest names", () => {
  const rest = (length: number) => "aZ09_-".padEnd(length, "x");

  it.each([`web_${rest(59)}`, `webauth_${rest(55)}`, `@web_${rest(59)}`])(
    "publishes to %s",
    (channel) => {
      const { text } = publishCommand(channel, rest(64), 1, "");
      expect(text).toBe(`web_pipe2\n${channel}\n${rest(64)}\n*\n1`);
    },
  );

  it.each([`web_${rest(59)}`, `track_${rest(57)}`])(
    "counts %s, and asks for its log",
    (channel) => {
      expect(countCommand(channel).text).toBe(`pipe_count\n${channel}\n\0\n`);
      expect(logCommand(channel).text).toBe(`pipe_log\n${channel}\n\0\n`);
    },
  );

  it("asks for the data of user 999999999, and for the visitors of the longest track_*", () => {
    expect(dataCommand(999_999_999).text).toBe("user_data\n\0\n999999999");
    expect(usersCommand(`track_${rest(57)}`).channel).toHaveLength(63);
  });
});
