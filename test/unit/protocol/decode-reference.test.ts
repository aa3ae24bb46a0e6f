import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import { decodeData, unescapeMysql } from "../../../src/protocol/payload";
import { escapeMysql } from "../../support/mysql";

// Many texts fail to parse; without stacks that takes a fifth of the time.
Error.stackTraceLimit = 0;

const MEANINGS: Record<string, string> = {
  "0": "\0",
  b: "\b",
  n: "\n",
  r: "\r",
  t: "\t",
  Z: "\x1a",
  "%": "\\%",
  _: "\\_",
};

/** The rule, one character after the other. */
function obviousUnescape(text: string): string {
  let result = "";
  for (let i = 0; i < text.length; i += 1) {
    const [character, next] = [text.charAt(i), text.charAt(i + 1)];
    if (character === "\\" && next) {
      result += MEANINGS[next] ?? next;
      i += 1;
    } else result += character;
  }
  return result;
}

/** The rule: whatever parses first, without asking what could parse. */
function obviousDecode(data: string): unknown {
  const once = obviousUnescape(data);
  const mayBeTwice = /^[[{\\]/.test(once) && once.slice(1).includes('\\"');
  const texts = [data, once, ...(mayBeTwice ? [obviousUnescape(once)] : [])];
  for (const text of texts)
    try {
      return JSON.parse(text);
    } catch {
      continue;
    }
  return once;
}

/** Texts made of what matters to the decoder, and of whatever else there is. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(...'\\\\\\""\'%_0bnrtZ{}[]:,-+.eE12 \n\t\u00a0\ufeff', "true", "null", '\\"'),
    fc.string({ unit: "binary", maxLength: 3 }),
  ),
  { maxLength: 12 },
);
const texts = pieces.map((list) => list.join(""));
const jsons = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
const spellings = fc
  .tuple(fc.constantFrom("", " ", "\n", "\r\n\t"), jsons, fc.constantFrom("", "\n", " x"))
  .map((parts) => parts.join(""));
/** Each text as it is, escaped once, and escaped twice. */
const received = fc
  .tuple(fc.oneof(texts, spellings), fc.nat({ max: 2 }))
  .map(([text, times]) =>
    Array.from({ length: times }).reduce<string>((each) => escapeMysql(each), text),
  );

it("a text is unescaped as the rule says, character by character", () => {
  fc.assert(
    fc.property(received, (text) => {
      expect(unescapeMysql(text)).toBe(obviousUnescape(text));
    }),
    { numRuns: 20_000 },
  );
});

it("a text is decoded by the first reading that parses", () => {
  fc.assert(
    fc.property(received, (text) => isDeepStrictEqual(decodeData(text), obviousDecode(text))),
    { numRuns: 50_000 },
  );
});
