import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { decodeData, unescapeMysql } from "../../../src/protocol/payload";
import { escapeMysql } from "../../support/mysql";
import { Random } from "../../support/random";
import { contextOf, decodeOne } from "../../support/decode";
import { recordedFrames } from "./recorded";
import { randomSpelling, randomText, randomValue } from "../../support/random-values";

const SEED = 20_260_401;

// Most texts fail to parse at first; without stacks that takes a fifth of the time.
Error.stackTraceLimit = 0;

/** What a receiver makes of `data`, frame and all, each time that it reads it. */
function reader(data: unknown, fields: object = {}): () => unknown {
  const frame = JSON.stringify({
    data,
    event: "ev",
    ...fields,
    message_send_time: 1795278580,
    pipe: "web_chat",
    user_id: 12,
  });
  const message = decodeOne(frame);
  if (message.kind !== "channel") throw new Error(`${message.kind}: ${frame}`);
  return () => decodeData(message.data);
}

/** Undoes a value as thoroughly as a page could. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    spoil(Reflect.get(value, key));
    Reflect.deleteProperty(value, key);
  }
  Reflect.set(value, "spoilt", true);
}

function expectRead(data: unknown, fields: object, expected: unknown): void {
  const read = reader(data, fields);
  const first = read();
  if (!isDeepStrictEqual(first, expected)) expect(first, JSON.stringify(data)).toEqual(expected);
}

/** What one receiver does to its value is not seen by the next. */
function expectFresh(data: unknown, expected: unknown): void {
  const read = reader(data);
  spoil(read());
  const second = read();
  if (!isDeepStrictEqual(second, expected)) expect(second, JSON.stringify(data)).toEqual(expected);
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

describe("the data of a message", () => {
  it(`is the JSON value that was sent, live, from a log, or unquoted (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 100_000; count += 1) {
      const value = JSON.parse(JSON.stringify(randomValue(random)));
      const json = randomSpelling(random, value);
      expectRead(escapeMysql(json), {}, value);
      expectRead(json, { fromQueue: true }, value);
      if (typeof value !== "string") expectRead(value, {}, value);
    }
  }, 60_000);

  it(`is a new value for each receiver (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 10_000; count += 1) {
      const value = JSON.parse(JSON.stringify(randomValue(random)));
      expectFresh(escapeMysql(JSON.stringify(value)), value);
      if (typeof value !== "string") expectFresh(value, value);
    }
  }, 60_000);

  it(`is the JSON value that was sent if a cluster escaped it twice (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let count = 0; count < 20_000; count += 1) {
      const value = JSON.parse(JSON.stringify(randomValue(random)));
      const json = JSON.stringify(value);
      expectRead(escapeMysql(escapeMysql(json)), {}, value);
    }
  }, 60_000);

  it("is undefined, without an error, if it is nested too deeply to be copied", () => {
    const deep = "[".repeat(30_000) + "]".repeat(30_000);
    const message = decodeOne(`{"data":${deep},"pipe":"web_chat"}`);
    if (message.kind !== "channel") throw new Error(message.kind);
    expect(decodeData(message.data)).toBeUndefined();
  });

  it("stays as it is if it is neither a text nor an object", () => {
    for (const value of [null, 0, 5, true, false, undefined]) expect(decodeData(value)).toBe(value);
  });
});

describe("plain text that a program has escaped", () => {
  it(`is read as it was written (seed ${SEED})`, () => {
    const random = new Random(SEED);
    let exceptions = 0;
    for (let count = 0; count < 50_000; count += 1) {
      const text = randomText(random).replace(/[\ud800-\udfff]/g, "");
      const json = parsed(text);
      const read = reader(escapeMysql(text))();
      if (isDeepStrictEqual(read, json ? json.value : text)) continue;
      // The documented exception: it looks like JSON that was escaped twice, and is.
      const twice = /^[[{\\]/.test(text) && text.includes('\\"') && parsed(unescapeMysql(text));
      expect(twice && twice.value, text).toStrictEqual(read);
      exceptions += 1;
    }
    expect(exceptions).toBeGreaterThan(0);
    expect(exceptions).toBeLessThan(500);
  });

  it.each([
    ['He said "hi", it\'s C:\\new\\table', 'He said "hi", it\'s C:\\new\\table'],
    ['say \\"hi\\"', 'say \\"hi\\"'],
    ["50\\% of a\\_b", "50\\% of a\\_b"],
    ["\0 \n \r \x1a \t \b", "\0 \n \r \x1a \t \b"],
    ["A::12;text", "A::12;text"],
    ["\\", "\\"],
    ["", ""],
    ["12345", 12345],
    ['"quoted"', "quoted"],
    ['{\\"a\\":1}', { a: 1 }],
  ])("%j is read as %j", (text, expected) => {
    expect(reader(escapeMysql(text))()).toEqual(expected);
  });
});

describe("unescaping", () => {
  it.each([
    ["\\b\\t", "\b\t"],
    ["\\%\\_", "\\%\\_"],
    ["\\x\\'\\\"", "x'\""],
    ["\\\\n", "\\n"],
    ["open \\", "open \\"],
    ["\\\n", "\n"],
  ])("turns %j into %j", (escaped, text) => {
    expect(unescapeMysql(escaped)).toBe(text);
  });
});

/** What was meant by the SQL in the recordings, in their order. */
const TYPED: readonly unknown[] = [
  'He said "hi"',
  "back \\ slash C:\\new",
  "line1\nline2\ttab",
  "it's",
  { t: 'a "q" b', n: "l1\nl2", p: "C:\\x" },
  { t: "it's", u: "пр" },
  { unescaped: "п/" },
  12345,
  "привет 😀",
  "",
  "no event",
  { private: true },
  { private: true },
  'He said "hi" it\'s',
  'He said "hi" it\'s',
];

it.each(["3.25", "4.08"])("the SQL in the recording of %s is read as it was typed", (version) => {
  const frames = recordedFrames.filter(
    ({ id, sql }) => id.startsWith(`publish-from-cometql.v${version}`) && sql !== undefined,
  );
  const messages = frames.map(({ text, channels }) => decodeOne(text, contextOf(channels)));
  expect(messages.map((message) => message.kind === "channel" && decodeData(message.data))).toEqual(
    TYPED,
  );
});
