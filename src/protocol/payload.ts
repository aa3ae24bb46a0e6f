import type { WireFields } from "./wire-fields";

/**
 * The text in `data`. It is what the sender wrote, with or without MySQL's escaping, depending on
 * how it was published and whether it comes from a log.
 */

const LETTERS = "0bnrtZ";
const MEANINGS = "\0\b\n\r\t\x1a";
/** An escape that has another meaning in a JSON string, or none. */
const BEYOND_JSON = /\\[^"\\bnrt]/;

/** Undoes MySQL's string escaping once. */
export function unescapeMysql(text: string): string {
  if (!text.includes("\\")) return text;
  // The browser's parser undoes the escapes that mean the same in a JSON string, and does it sooner.
  const quoted = BEYOND_JSON.test(text) ? undefined : parse(`"${text}"`);
  return quoted ? (quoted.value as string) : unescapeByPieces(text);
}

function unescapeByPieces(text: string): string {
  let result = "";
  let copied = 0;
  const last = text.length - 1;
  // By pieces between the backslashes: `replace` with a function takes four times as long.
  for (let at = text.indexOf("\\"); at >= 0 && at < last; at = text.indexOf("\\", at + 2)) {
    const escaped = text.charAt(at + 1);
    // MySQL leaves `\%` and `\_` as they are, for the sake of LIKE.
    if (escaped === "%" || escaped === "_") continue;
    const letter = LETTERS.indexOf(escaped);
    result += text.slice(copied, at) + MEANINGS.charAt(letter);
    copied = letter < 0 ? at + 1 : at + 2;
  }
  return result + text.slice(copied);
}

/**
 * Decodes `data`. Returns a new value at each call, so that every receiver owns its copy.
 * Tries JSON as it is, then JSON after unescaping; any other text is plain. Escaped JSON never parses
 * as it is: the escaping puts a backslash before its first quote, where JSON has none. JSON without
 * quotes, apostrophes and backslashes is not changed by escaping. So the order decides every message
 * published from JavaScript correctly.
 */
export function decodeData(data: unknown): unknown {
  if (typeof data !== "string") return copyOf(data);
  const asIs = /^[^"\\]*\\/.test(data) ? undefined : parse(data);
  if (asIs) return asIs.value;
  const text = unescapeMysql(data);
  // A cluster may escape twice: then the text still looks like escaped JSON.
  const json = parse(text) || (/^[[{\\].*\\"/s.test(text) && parse(unescapeMysql(text)));
  return json ? json.value : text;
}

/** Parses a JSON object; `undefined` for everything else. */
export function parseObject(text: string): WireFields | undefined {
  const value = parse(text)?.value;
  return value && typeof value === "object" && !Array.isArray(value) ? value : undefined;
}

/** Boxed, since `null` is JSON, too. Prose is not parsed, because a parser that throws is slow. */
function parse(text: string): { value: unknown } | undefined {
  if (!/^\s*(?:[[{"]|(?:[-+.\deE]+|true|false|null)\s*$)/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A value as JSON; `""` if it is nested too deep for that, though JSON.parse has read it. */
export function jsonOf(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}

/** A copy of a value; `undefined` if it is nested too deep. */
function copyOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}
