import { describe, expect, it } from "vitest";
import { CometError } from "../../../src/api/errors";
import {
  countCommand,
  dataCommand,
  FENCE,
  listText,
  logCommand,
  publishCommand,
  statisticsCommand,
  usersCommand,
} from "../../../src/protocol/commands";
import { escapeMysql } from "../../support/mysql";
import { Random } from "../../support/random";
import { recordedCommands } from "./recorded";
import { randomValue } from "../../support/random-values";

const SEED = 20_260_403;
const LIMIT = 65_535;

function errorOf(call: () => unknown): CometError {
  try {
    call();
  } catch (error) {
    if (error instanceof CometError) return error;
    throw error;
  }
  throw new Error("no error");
}

/** The recorded frames of a kind, without those that only show what the server refuses. */
function sent(kind: string, refused: readonly RegExp[] = []): string[][] {
  const commands = recordedCommands.filter(
    (text) => text.startsWith(`${kind}\n`) && !refused.some((pattern) => pattern.test(text)),
  );
  expect(commands.length).toBeGreaterThan(0);
  return [...new Set(commands)].map((text) => text.split("\n").slice(1));
}

describe("the recorded frames are sent", () => {
  it("to publish", () => {
    const refused = [/^web_pipe2\n(plain|web_ch at|web_x{70}|web_x)\n?/, /bad\.event|\n\n/];
    for (const [channel, event, , json] of sent("web_pipe2", refused)) {
      const command = publishCommand(channel, event, JSON.parse(String(json)), "12");
      expect(recordedCommands).toContain(command.text);
      expect(command).toMatchObject({ kind: "web_pipe2", channel });
    }
  });

  it("to replay a log", () => {
    for (const [channel = "", marker = ""] of sent("pipe_log", [/bad name/])) {
      const { text, ...rest } = logCommand(channel);
      expect(recordedCommands).toContain(text.replace("\0", marker));
      expect(rest).toEqual({ kind: "pipe_log", channel });
    }
  });

  it("to count and to list visitors", () => {
    for (const [channel = "", marker = ""] of sent("pipe_count", [/plain|web_chat/])) {
      const { text, ...rest } = countCommand(channel);
      expect(recordedCommands).toContain(text.replace("\0", marker));
      expect(rest).toEqual({ kind: "pipe_count", channel });
    }
    for (const [channel = "", marker = ""] of sent("track_pipe_users", [/web_x/])) {
      const { text, ...rest } = usersCommand(channel);
      expect(recordedCommands).toContain(text.replace("\0", marker));
      expect(rest).toEqual({ kind: "track_pipe_users", channel });
    }
  });

  it("to ask for a user's data, by number or text", () => {
    for (const [marker = "", id = ""] of sent("user_data", [/abc/]))
      for (const command of [dataCommand(id), dataCommand(Number(id))]) {
        expect(recordedCommands).toContain(command.text.replace("\0", marker));
        expect(command).toMatchObject({ kind: "user_data", channel: "" });
      }
  });

  it("to tell statistics", () => {
    for (const [json = ""] of sent("statistics"))
      expect(statisticsCommand(JSON.parse(json))).toEqual({
        kind: "statistics",
        channel: "",
        text: `statistics\n${json}`,
      });
  });

  it("to subscribe, in an order of their own", () => {
    for (const channels of sent("subscription")) {
      const names = listText(channels).split("\n");
      expect(names.shift()).toBe("subscription");
      expect(names.sort()).toEqual([...channels].sort());
    }
    expect(recordedCommands).toContain(listText([]));
    expect(recordedCommands).toContain(listText(["web_y", "track_room"]));
  });

  it("as a fence: a count, with one marker", () => {
    expect(FENCE).toMatchObject({ kind: "fence", text: "pipe_count\nweb_fence\n\0\n" });
  });
});

describe("listText", () => {
  it("is the same for the same set, private channels last", () => {
    const text = "subscription\nA\n_b\na-1\nweb_a\nweb_b\nzz\nprivate_a\nprivate_b";
    const names = text.split("\n").slice(1);
    expect(listText(names)).toBe(text);
    expect(listText([...names].reverse())).toBe(text);
    const random = new Random(SEED);
    const shuffled = [...names];
    for (let round = 0; round < 100; round += 1) {
      shuffled.sort(() => random.below(3) - 1);
      expect(listText(shuffled)).toBe(text);
    }
  });

  it("leaves the caller's list alone", () => {
    const names = ["b1", "a1"];
    listText(names);
    expect(names).toEqual(["b1", "a1"]);
  });

  it("of nothing ends the list that was", () => {
    expect(listText([])).toBe("subscription\n");
  });
});

const LINE = "web_a\nsubscription\nprivate_b";

describe("refused are", () => {
  const long = (prefix: string, length: number) => prefix.padEnd(length, "x");

  it.each([
    ...["plain", "web_", "webauth_", "@web_", "@webauth_a", "track_a", "private_a", "Web_a"],
    ...["", "web_a b", "web_a.ev", "web_é", "@@web_a", "web_a@", LINE, "web_a\0", "web_a\r"],
    ...["\nweb_a", "web_a\n", long("web_", 64), long("webauth_", 64), long("@web_", 65)],
    ...[undefined, null, 12, ["web_a"], {}, Symbol("web_a"), Object.create(null)],
  ])("publishing to channel %j", (channel) => {
    const error = errorOf(() => publishCommand(channel, "ev", 1, ""));
    expect(error.code).toBe("argument");
    expect(error.value).toBe(channel);
    if (typeof channel === "string") expect(error.message).toContain(`"${channel.slice(0, 80)}"`);
    expect(error.message).toMatch(/web_\*.*webauth_\*.*63/);
  });

  it.each(["", "a b", "a.b", "é", LINE, "ev\0", "ev\n*", long("ev", 65), undefined, 5, ["ev"], {}])(
    "event %j",
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
  ])("messages that JSON cannot hold: %s", (_, message) => {
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
  ])("the log, the visitors and the count of channel %j", (channel) => {
    for (const command of [logCommand, countCommand, usersCommand]) {
      const error = errorOf(() => command(channel));
      expect(error).toMatchObject({ code: "argument", value: channel });
      expect(error.message).toMatch(/^Bad channel ".*": .*2 to 63/s);
    }
  });

  it.each(["plain", "webauth_a", "web_", "track_", "private_a", "xweb_a"])(
    "the count of %s, which the server does not count",
    (channel) => {
      const error = errorOf(() => countCommand(channel));
      expect(error).toMatchObject({ code: "argument", value: channel });
      expect(error.message).toMatch(/^Bad channel "\w+": .*web_\*.*track_\*/);
    },
  );

  it.each(["plain", "web_a", "track_", "xtrack_a"])("the visitors of %s", (channel) => {
    const error = errorOf(() => usersCommand(channel));
    expect(error).toMatchObject({ code: "argument", value: channel });
    expect(error.message).toMatch(/^Bad channel "\w+": .*track_\*/);
  });

  it.each([
    ...[0, -1, 1.5, 1e9, NaN, Infinity, "0", "012", "abc", "", "1234567890", "12\n", "12\0", " 12"],
    ...[undefined, null, true, {}, [12], Object.create(null), Symbol("12"), 12n],
  ])("the data of user %s", (id) => {
    const error = errorOf(() => dataCommand(id));
    expect(error.code).toBe("argument");
    expect(error.message).toMatch(/^Bad user id .*: .*1 to 9 digits/s);
    if (typeof id === "string") expect(error.message).toContain(`"${id}"`);
  });
});

describe("the longest names are accepted", () => {
  const rest = (length: number) => "aZ09_-".padEnd(length, "x");

  it.each([`web_${rest(59)}`, `webauth_${rest(55)}`, `@web_${rest(59)}`])("%s", (channel) => {
    const { text } = publishCommand(channel, rest(64), 1, "");
    expect(text).toBe(`web_pipe2\n${channel}\n${rest(64)}\n*\n1`);
  });

  it.each([`web_${rest(59)}`, `track_${rest(57)}`])("%s", (channel) => {
    expect(countCommand(channel).text).toBe(`pipe_count\n${channel}\n\0\n`);
    expect(logCommand(channel).text).toBe(`pipe_log\n${channel}\n\0\n`);
  });

  it("999999999", () => {
    expect(dataCommand(999_999_999).text).toBe("user_data\n\0\n999999999");
    expect(usersCommand(`track_${rest(57)}`).channel).toHaveLength(63);
  });
});

describe("size", () => {
  /** The frame that delivers a message, as the server builds it. */
  function deliveryBytes(channel: string, event: string, message: unknown, userId: string): number {
    const frame = {
      data: escapeMysql(JSON.stringify(message)),
      event,
      message_send_time: 1795278580,
      pipe: channel.replace("@", ""),
      user_id: channel.startsWith("@") ? 0 : Number(userId),
    };
    return Buffer.byteLength(JSON.stringify(frame));
  }

  const TEXTS = [
    "x",
    "'",
    '"',
    "\\",
    "\n",
    "\0",
    "\x7f",
    "é",
    "漢",
    "😀",
    "\ud83d",
    "</",
    "\u2028",
  ];

  it.each([
    ["web_a", "ev", ""],
    ["web_chat", "undefined", "12"],
    ["@web_chat", "undefined", "12"],
    ["webauth_room", "e".repeat(64), "999999999"],
  ])("of a message on %s, event %s, from user %j: 65,535 bytes and no more", (...names) => {
    const [channel, event, userId] = names;
    for (const text of TEXTS) {
      const unit = deliveryBytes(channel, event, text + text, userId);
      const each = unit - deliveryBytes(channel, event, text, userId);
      const bytes = (message: string) => deliveryBytes(channel, event, message, userId);
      const many = text.repeat(Math.floor((LIMIT - bytes("")) / each));
      const most = many + "x".repeat(LIMIT - bytes(many));
      expect(bytes(most)).toBe(LIMIT);
      expect(publishCommand(channel, event, most, userId).text).toContain(JSON.stringify(most));

      const error = errorOf(() => publishCommand(channel, event, `${most}x`, userId));
      expect(error).toMatchObject({ code: "size", value: LIMIT + 1 });
      expect(error.message).toContain(channel);
      expect(error.message).toMatch(/65536.*65535/);
    }
  });

  it(`of what is refused is told exactly, whatever it holds (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 300; count += 1) {
      const message = [randomValue(random), randomValue(random), "x".repeat(LIMIT)];
      const error = errorOf(() => publishCommand("web_a", "ev", message, "7"));
      expect(error.value).toBe(deliveryBytes("web_a", "ev", message, "7"));
    }
  });

  it.each([5, "a longer text", { deep: [null, "é"] }])(
    "of the delivery is more than that of the command, so no command is too long: %j",
    (message) => {
      const { text } = publishCommand("@web_a", "e", message, "");
      expect(deliveryBytes("@web_a", "e", message, "")).toBeGreaterThan(Buffer.byteLength(text));
      const overhead = Buffer.byteLength(publishCommand("@web_a", "e", "", "").text);
      const tooLong = "x".repeat(LIMIT + 1 - overhead);
      expect(errorOf(() => publishCommand("@web_a", "e", tooLong, "")).code).toBe("size");
    },
  );

  it("of statistics: 65,535 bytes and no more, since the server hangs up on more", () => {
    const most = "é".repeat((LIMIT - 13) / 2);
    expect(Buffer.byteLength(statisticsCommand(most).text)).toBe(LIMIT);
    expect(errorOf(() => statisticsCommand(`${most}x`))).toMatchObject({
      code: "size",
      value: LIMIT + 1,
    });
  });
});
