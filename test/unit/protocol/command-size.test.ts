import { describe, expect, it } from "vitest";
import { publishCommand, statisticsCommand } from "../../../src/protocol/commands";
import { escapeMysql } from "../../support/mysql";
import { Random } from "../../support/random";
import { randomValue } from "../../support/random-values";
import { errorOf } from "./error-of";

const SEED = 20_260_403;
const LIMIT = 65_535;

describe("the size of a command", () => {
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
  ])("delivers 65,535 bytes on %s, event %s, from user %j, and refuses one more", (...names) => {
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

  it(`tells the exact size of what it refuses, whatever that holds (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 300; count += 1) {
      const message = [randomValue(random), randomValue(random), "x".repeat(LIMIT)];
      const error = errorOf(() => publishCommand("web_a", "ev", message, "7"));
      expect(error.value).toBe(deliveryBytes("web_a", "ev", message, "7"));
    }
  });

  it.each([5, "a longer text", { deep: [null, "é"] }])(
    "refuses no message for the size of its command, since its delivery is larger: %j",
    (message) => {
      const { text } = publishCommand("@web_a", "e", message, "");
      expect(deliveryBytes("@web_a", "e", message, "")).toBeGreaterThan(Buffer.byteLength(text));
      const overhead = Buffer.byteLength(publishCommand("@web_a", "e", "", "").text);
      const tooLong = "x".repeat(LIMIT + 1 - overhead);
      expect(errorOf(() => publishCommand("@web_a", "e", tooLong, "")).code).toBe("size");
    },
  );

  it("takes 65,535 bytes of statistics, and refuses more, since the server would hang up", () => {
    const most = "é".repeat((LIMIT - 13) / 2);
    expect(Buffer.byteLength(statisticsCommand(most).text)).toBe(LIMIT);
    expect(errorOf(() => statisticsCommand(`${most}x`))).toMatchObject({
      code: "size",
      value: LIMIT + 1,
      message: expect.stringContaining(`Statistics too large: ${LIMIT + 1} of ${LIMIT} bytes`),
    });
  });
});
