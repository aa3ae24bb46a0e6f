import { describe, expect, it } from "vitest";
import {
  countCommand,
  dataCommand,
  FENCE,
  PAGE_FENCE,
  listText,
  logCommand,
  publishCommand,
  recoveryCommand,
  statisticsCommand,
  usersCommand,
} from "../../../src/protocol/commands";
import { Random } from "../../support/random";
import { recordedCommands } from "./recorded";

/** The recorded frames of a kind, without those that only show what the server refuses. */
function sent(kind: string, refused: readonly RegExp[] = []): string[][] {
  const commands = recordedCommands.filter(
    (text) => text.startsWith(`${kind}\n`) && !refused.some((pattern) => pattern.test(text)),
  );
  expect(commands.length).toBeGreaterThan(0);
  return [...new Set(commands)].map((text) => text.split("\n").slice(1));
}

describe("a command is written as it was recorded", () => {
  it("when it publishes", () => {
    const refused = [/^web_pipe2\n(plain|web_ch at|web_x{70}|web_x)\n?/, /bad\.event|\n\n/];
    for (const [channel, event, , json] of sent("web_pipe2", refused)) {
      const command = publishCommand(channel, event, JSON.parse(String(json)), "12");
      expect(recordedCommands).toContain(command.text);
      expect(command).toMatchObject({ kind: "web_pipe2", channel });
    }
  });

  it("when it asks for a log, for the page or to fill a gap", () => {
    for (const [channel = "", marker = ""] of sent("pipe_log", [/bad name/])) {
      const { text, ...rest } = logCommand(channel);
      expect(recordedCommands).toContain(text.replace("\0", marker));
      expect(rest).toEqual({ kind: "pipe_log", channel });
      expect(recoveryCommand(channel)).toEqual({ kind: "recovery", channel, text });
    }
  });

  it("when it counts or lists visitors", () => {
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

  it("when it asks for a user's data, by number or text", () => {
    for (const [marker = "", id = ""] of sent("user_data", [/abc/]))
      for (const command of [dataCommand(id), dataCommand(Number(id))]) {
        expect(recordedCommands).toContain(command.text.replace("\0", marker));
        expect(command).toMatchObject({ kind: "user_data", channel: "" });
      }
  });

  it("when it tells statistics", () => {
    for (const [json = ""] of sent("statistics"))
      expect(statisticsCommand(JSON.parse(json))).toEqual({
        kind: "statistics",
        channel: "",
        text: `statistics\n${json}`,
      });
  });

  it("when it subscribes, but for the order of the channels", () => {
    for (const channels of sent("subscription")) {
      const names = listText(channels).split("\n");
      expect(names.shift()).toBe("subscription");
      expect(names.sort()).toEqual([...channels].sort());
    }
    expect(recordedCommands).toContain(listText([]));
    expect(recordedCommands).toContain(listText(["web_y", "track_room"]));
  });

  it("when it is a fence: a count with a marker", () => {
    const text = "pipe_count\nweb_fence\n\0\n";
    expect(FENCE).toMatchObject({ kind: "fence", text });
    expect(PAGE_FENCE).toMatchObject({ kind: "page_fence", text });
  });
});

describe("a list of channels", () => {
  it("is the same text for the same set, private channels last", () => {
    const text =
      "subscription\nA\n_b\na-1\nno_private_a\nno_q\nweb_a\nweb_b\nzz\nprivate_a\nprivate_b";
    const names = text.split("\n").slice(1);
    expect(listText(names)).toBe(text);
    expect(listText([...names].reverse())).toBe(text);
    const random = new Random(20_260_403);
    const shuffled = [...names];
    for (let round = 0; round < 100; round += 1) {
      shuffled.sort(() => random.below(3) - 1);
      expect(listText(shuffled)).toBe(text);
    }
  });

  it("leaves the array of its caller as it was", () => {
    const names = ["b1", "a1"];
    listText(names);
    expect(names).toEqual(["b1", "a1"]);
  });

  it("ends the list before it if it is empty", () => {
    expect(listText([])).toBe("subscription\n");
  });
});
