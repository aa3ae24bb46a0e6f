/** Values of any type: out of the server's JSON, and from the page. */

/**
 * A value as a number; 0 if it is none. `Number` alone throws for some objects, as `String` does.
 */
export function toNumber(value: unknown): number {
  return Number(toText(value)) || 0;
}

/** A value as a text; `""` if it is neither text, number nor boolean. */
export function toText(value: unknown): string {
  return value == null || typeof value === "object" ? "" : String(value);
}

/** What the page has given as a text; `""` for what has no text, or throws when it is asked for it. */
export function textOf(value: unknown): string {
  if (typeof value === "function" || typeof value === "symbol") return "";
  try {
    return String(value);
  } catch {
    return "";
  }
}
