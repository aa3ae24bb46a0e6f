/** Generated texts and JSON values, made of what has ever been lost on the way. */
import { escapeMysql } from "./mysql";
import type { Random } from "./random";

const PIECES = [
  ..."aZ09 /:,;{}[]%_&<>?",
  ...['"', "'", "\\", "`"],
  ...["\0", "\b", "\t", "\n", "\r", "\x1a", "\x1f", "\x7f"],
  ...["é", "п", "漢", "😀", "👩‍👧", "\ud83d", "\udc00", "\u2028", "\u2029", "\ufeff", "\ufffd"],
  ...["\\n", "\\0", "\\Z", "\\%", "\\_", '\\"', "\\'", "\\u0041", "\\ud83d", "\\\\\\"],
  ...['{"a":"b"}', '[1,"2"]', '{\\"a\\":1}', '"text"', "null", "true", "12", "A::1;", "user_id"],
];

const KEYS = ["__proto__", "constructor", "toString", "length", "message", "data", "0", ""];

const NUMBERS = [0, 1, -1, 12, 1.5, -2.25e-7, 1e21, 2 ** 53, 2 ** 31];

export function randomText(random: Random): string {
  const text = random.list(8, () => random.pick(PIECES)).join("");
  return random.below(8) ? text : `A::1;${text}`;
}

/** Any value that JSON can hold. */
export function randomValue(random: Random, depth = 3): unknown {
  switch (random.below(depth > 0 ? 12 : 7)) {
    case 0:
      return random.pick([null, true, false, "", [], {}]);
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return JSON.stringify(randomValue(random, depth - 1));
    case 3:
      return escapeMysql(JSON.stringify(randomValue(random, depth - 1)));
    case 4:
    case 5:
    case 6:
      return randomText(random);
    case 7:
    case 8:
      return random.list(4, () => randomValue(random, depth - 1));
    case 9:
      return random.below(50) ? {} : nested(random);
    default:
      return Object.fromEntries(
        random.list(4, () => [randomKey(random), randomValue(random, depth - 1)]),
      );
  }
}

function randomKey(random: Random): string {
  return random.below(3) ? randomText(random) : random.pick(KEYS);
}

function nested(random: Random): unknown {
  let value: unknown = randomText(random);
  for (let levels = random.below(200); levels > 0; levels -= 1)
    value = random.below(2) ? [value] : { [randomKey(random)]: value };
  return value;
}

/** The same value in the spellings that programs use: JavaScript's, PHP's, indented. */
export function randomSpelling(random: Random, value: unknown): string {
  const json = JSON.stringify(value);
  switch (random.below(4)) {
    case 0:
      return json
        .replace(/\//g, "\\/")
        .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    case 1:
      return JSON.stringify(value, null, random.pick(["\n", "\r\n", "\t", " "]));
    default:
      return json;
  }
}
