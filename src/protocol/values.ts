/** Values out of the server's JSON, which may be of any type. */

/**
 * A value as a number; 0 if it is none. `Number` alone throws for some objects, as `String` does.
 */
export function toNumber(value: unknown): number {
  return (typeof value === "number" ? value : Number(toText(value))) || 0;
}

/** A value as a text; `""` if it is neither text, number nor boolean. */
export function toText(value: unknown): string {
  return value == null || typeof value === "object" ? "" : String(value);
}
