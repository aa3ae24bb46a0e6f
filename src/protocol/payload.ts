import type { WireFields } from "./wire-fields";

/**
 * The text in `data`. It is what the sender wrote, with or without MySQL's escaping, depending on
 * how it was published and whether it comes from a log.
 */

const LETTERS = "0bnrtZ";
const MEANINGS = "\0\b\n\r\t\x1a";

/** Undoes MySQL's string escaping once. */
export function unescapeMysql(text: string): string {
  // MySQL leaves `\%` and `\_` as they are, for the sake of LIKE.
  return text.replace(/\\([^%_])/g, (_, escaped: string) =>
    escaped.replace(/[0bnrtZ]/, (letter) => MEANINGS.charAt(LETTERS.indexOf(letter))),
  );
}

/**
 * What `data` stands for, as a new value at each call, so that every receiver owns its copy.
 * JSON as it is; else JSON after unescaping; else plain text. Text that was escaped never parses
 * as it is once it contains a quote, and JSON without quotes, apostrophes and backslashes is not
 * changed by escaping, so the order decides every message published from JavaScript correctly.
 */
export function decodeData(data: unknown): unknown {
  // What is certain to be escaped is not tried as it is: a parser that throws takes long.
  const asIs = typeof data === "string" && /^[[{]?\\/.test(data) ? undefined : parse(data);
  if (typeof data !== "string") return asIs && asIs.value;
  const text = unescapeMysql(data);
  const json = asIs || parse(text);
  // A cluster may escape twice: what once undone still looks like escaped JSON is that.
  const twice = json || (/^[[{\\].*\\"/s.test(text) && parse(unescapeMysql(text)));
  return twice ? twice.value : text;
}

/** Parses a JSON object; `undefined` for everything else. */
export function parseObject(text: string): WireFields | undefined {
  const { value } = Object(parse(text)) as { value?: unknown };
  return value && typeof value === "object" && !Array.isArray(value) ? value : undefined;
}

/** Boxed, since `null` is JSON too. Copies what is no text, unless it is nested too deep for that. */
function parse(text: unknown): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(typeof text === "string" ? text : JSON.stringify(text)) };
  } catch {
    return undefined;
  }
}
