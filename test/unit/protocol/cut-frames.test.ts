import { describe, expect, it } from "vitest";
import type { ServerMessage } from "../../../src/protocol/messages";
import { decodeFrame } from "../../../src/protocol/messages";
import { Random } from "../../support/random";
import { contextOf, decodeOne } from "../../support/decode";
import { recordedFrames } from "./recorded";

const SEED = 20_260_402;

const NUL = "\0";
const CUT_AT = 122;

/** The end of each damaged frame in the recordings, as the undamaged one has it. */
const LOST: Readonly<Record<string, string>> = {
  "command-errors.v4.08:5": 's"}',
  "command-errors.v4.08:7": 'x"}',
  "history.v4.08:15": "}",
  "limits.v4.08:15": "}",
  "limits.v4.08:17": "0}",
  "limits.v4.08:19": ":0}",
  "publish-from-cometql.v3.25:11": "}",
  "publish-from-js.v4.08:11": '"}',
  "publish-from-js.v4.08:13": '"}',
  "publish-from-js.v4.08:29": 's"}',
  "queries.v4.08:2": "}",
  "queries.v4.08:3": '"}',
  "queries.v4.08:4": 't"}',
  "queries.v4.08:11": '"}',
  "queries.v4.08:13": 's"}',
};

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

/** As the server damages it: all of `frame` up to byte 122, a NUL, and what was in memory there. */
function cut(frame: string, garbage: string): string {
  const damaged = Buffer.from(frame).subarray(0, CUT_AT).toString() + NUL + garbage;
  expect(bytesOf(damaged)).toBe(bytesOf(frame));
  return damaged;
}

describe("a recorded damaged frame", () => {
  const damaged = recordedFrames.filter(({ text }) => text.includes(NUL));

  it("is listed here with its lost end, and has as many bytes as the whole one", () => {
    expect(damaged.map(({ id }) => id)).toEqual(Object.keys(LOST));
    for (const { id, text } of damaged)
      expect(bytesOf(text.split(NUL)[0] + String(LOST[id]))).toBe(bytesOf(text));
  });

  it.each(damaged)("is mended: $id", ({ id, text, channels }) => {
    const whole = text.split(NUL)[0] + String(LOST[id]);
    const expected = decodeOne(whole);
    expect(expected).not.toHaveProperty("kind", "ignored");
    const message = decodeOne(text, contextOf(channels));
    const isTouched = /^:?\d*}$/.test(String(LOST[id])) && LOST[id] !== "}";
    if (!isTouched) expect(textOf(message)).toBe(whole);
    expect(message).toEqual({ ...expected, text: textOf(message) });
  });
});

/** The frame that a message came in, as other tabs are told it. */
function textOf(message: ServerMessage): string {
  if (!("text" in message)) throw new Error(`${message.kind} has no text`);
  return message.text;
}

/** 0 for a message without a sender, and for what is no message. */
function senderOf(message: ServerMessage): number {
  return "userId" in message ? message.userId : 0;
}

const CHANNELS = ["msg", "plain", "web_chat", "web_a-b_C", "track_room", "user_status_12"];
const SENDERS = [0, 1, 7, 12, 99, 123, 4567, 999_999_999];

/** A frame of exactly `length` bytes, keys in the server's order, and its sender. */
function randomFrame(
  random: Random,
  length: number,
): { frame: string; pipe: string; last: string } {
  const pipe = random.pick(CHANNELS);
  const sender = random.below(2) ? { user_id: random.pick(SENDERS) } : {};
  const fields = { event: random.pick(["", "ev", "undefined"]), ...random.pick(EXTRAS) };
  const build = (data: string) => JSON.stringify({ data, ...fields, pipe, ...sender });
  let data = "";
  const missing = () => length - bytesOf(build(data));
  const pieces = ["é", "漢", "😀", '"', "\\", "'", ',"user_id":1', '"}', "x", "x", "x", "x"];
  while (missing() > 12) data += random.pick(pieces);
  data += "y".repeat(Math.max(0, missing()));
  const tail = random.pick(["", "é", "漢", "😀"]);
  const end = data.slice(data.length - bytesOf(tail));
  if (end === "y".repeat(end.length)) data = data.slice(0, data.length - end.length) + tail;
  return { frame: build(data), pipe, last: "user_id" in sender ? "sender" : "pipe" };
}

const EXTRAS = [
  {},
  { message_send_time: 1795278605 },
  { fromQueue: true, message_send_time: 1795278605 },
  { event_name: "ev" },
  { marker: "m" },
];

/** What may stand in memory behind a frame and still is a text, of 0 to 2 bytes. */
const GARBAGE = [
  [""],
  ["\x7f", "\0", "}", '"', "0", "7", "\n", " "],
  ["\x7f\0", '"}', "1}", "00", "é", "}}", "\n{", "  ", "\0\0"],
] as const;

describe("a frame of 123 to 125 bytes, damaged as the server does", () => {
  it(`is read as the whole one, or without its sender (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const seen = { kept: 0, anonymous: 0 };
    for (let count = 0; count < 10_000; count += 1) {
      const lost = 1 + random.below(3);
      const { frame, pipe, last } = randomFrame(random, CUT_AT + lost);
      if (bytesOf(frame) !== CUT_AT + lost) continue;
      const text = cut(frame, random.pick(GARBAGE[lost - 1] ?? []));
      const others = ["other", `${pipe}xx`, pipe.slice(0, -2)].filter((name) => name !== pipe);
      const message = decodeOne(text, contextOf([...others, pipe, pipe]));
      const isTouched = last === "sender" && lost > 1;
      const expected = { ...decodeOne(frame), text: textOf(message) };
      expect(message, text).toEqual(isTouched ? { ...expected, userId: 0 } : expected);
      if (!isTouched) expect(textOf(message)).toBe(frame);
      seen[isTouched ? "anonymous" : "kept"] += 1;
    }
    expect(Math.min(seen.kept, seen.anonymous)).toBeGreaterThan(1_000);
  });

  it(`is passed on mended, so that a tab without channels reads the same (seed ${SEED})`, () => {
    const random = new Random(SEED + 2);
    let passed = 0;
    for (let count = 0; count < 5_000; count += 1) {
      const lost = 1 + random.below(3);
      const { frame, pipe } = randomFrame(random, CUT_AT + lost);
      if (bytesOf(frame) !== CUT_AT + lost) continue;
      const text = cut(frame, random.pick(GARBAGE[lost - 1] ?? []));
      const message = decodeOne(text, contextOf([pipe]));
      expect(decodeOne(textOf(message), contextOf([])), text).toEqual(message);
      passed += 1;
    }
    expect(passed).toBeGreaterThan(1_000);
  });

  it(`never gets the sender of another one (seed ${SEED})`, () => {
    const random = new Random(SEED + 1);
    let withSender = 0;
    for (let count = 0; count < 10_000; count += 1) {
      const lost = 1 + random.below(3);
      const { frame } = randomFrame(random, CUT_AT + lost);
      if (bytesOf(frame) !== CUT_AT + lost) continue;
      const text = cut(frame, random.pick(GARBAGE[lost - 1] ?? []));
      const original = decodeOne(frame);
      const senders = decodeFrame(text, contextOf([])).map((mended) => senderOf(mended));
      for (const sender of senders) expect([0, senderOf(original)], frame).toContain(sender);
      if (senders[0]) withSender += 1;
    }
    expect(withSender).toBeGreaterThan(100);
  });

  const answer = (pipe: string, marker: string) =>
    JSON.stringify({
      data: ["user_in_pipe", 1],
      event: "user_in_pipe",
      marker,
      message_send_time: 1795278600,
      pipe,
    });

  it.each(["m2", "m23", "m234"])(
    "is the answer that it was, with the short marker %s",
    (marker) => {
      const frame = answer("_answer_pipe_count", marker);
      const text = cut(frame, "\x7f\0".slice(0, bytesOf(frame) - CUT_AT - 1));
      expect(decodeOne(text)).toEqual(decodeOne(frame));
    },
  );
});

describe("the lost end of a channel", () => {
  const frameOn = (pipe: string) => {
    const build = (data: string) => JSON.stringify({ data, event: "ev", pipe });
    return build("x".repeat(125 - bytesOf(build(""))));
  };
  const damaged = cut(frameOn("web_chat"), "\x7f\0");

  it.each([
    [["web_chat"]],
    [["web_chat", "web_chat", "web_cha", "web_chats", "eb_chat", "wxb_chat", "web_x"]],
  ])("is restored if one of %j fits", (channels) => {
    expect(decodeOne(damaged, contextOf(channels))).toMatchObject({ channel: "web_chat" });
  });

  it.each([[[]], [["web_cha", "web_chats"]], [["web_chat", "web_chas"]]])(
    "is not guessed if none or several of %j fit",
    (channels: string[]) => {
      expect(decodeOne(damaged, contextOf(channels))).toHaveProperty("kind", "ignored");
    },
  );

  it.each(["msg", "sys", "_answer", "_answer_pipe_count", "_answer_user_status"])(
    "is restored for %s, which needs no subscription",
    (pipe) => {
      const text = cut(frameOn(pipe), "\x7f\0");
      expect(decodeOne(text)).toMatchObject({ channel: pipe, event: "ev" });
    },
  );
});

describe("a frame of about 122 bytes", () => {
  const frameOf = (bytes: number) => {
    const build = (data: string) => JSON.stringify({ data, pipe: "web_chat", user_id: 12 });
    return build("x".repeat(bytes - bytesOf(build(""))));
  };

  it.each([122, 123, 124, 125, 126])(
    "is read as it is if it has %i bytes and no damage",
    (bytes) => {
      expect(decodeOne(frameOf(bytes))).toMatchObject({ channel: "web_chat", userId: 12 });
    },
  );

  it.each([
    ["nothing behind byte 122", frameOf(123).slice(0, 122)],
    ["126 bytes", frameOf(123).slice(0, 122) + "\0xxx"],
    ["the NUL at byte 121", frameOf(122).slice(0, 121) + "\0x"],
    ["the NUL at byte 123", frameOf(123) + "\0"],
    ["no NUL", frameOf(123).slice(0, 122) + "x"],
    ["122 characters, but more bytes", `{"data":"é${"x".repeat(112)}"\0`],
    ["a lost end that is neither sender nor channel", `{"data":"${"x".repeat(113)}\0\0\0`],
    ["a lost end of an id", `{"pipe":"web_chat","uuid":"${"u".repeat(95)}\0\0\0`],
    ["a beginning that is no JSON", `{"data":${"x".repeat(114)}\0`],
  ])("is ignored, not guessed, if it has %s", (_, text) => {
    const context = contextOf(["web_chat", "web_chats"]);
    expect(decodeFrame(text, context)).toMatchObject([{ kind: "ignored" }]);
  });

  it("is mended if it is full of characters of several bytes", () => {
    const build = (data: string) => JSON.stringify({ data, event: "", pipe: "msg" });
    const frame = build("漢".repeat(29) + "é");
    expect(bytesOf(frame)).toBe(125 - 1);
    const text = cut(frame, "\x7f");
    expect(decodeOne(text)).toEqual(decodeOne(frame));
  });
});
