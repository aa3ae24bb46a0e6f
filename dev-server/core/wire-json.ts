/** The fields of a frame, and their JSON. */

/** A frame as the present server sends it to clients from version 4 on. */
export interface Frame {
  readonly event: string;
  readonly data: unknown;
  readonly pipe: string;
  readonly [key: string]: unknown;
}

/** Keys stand in alphabetical order, as every server writes them. */
export function wireJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

/** `data` for clients below version 4: text unchanged, anything else as JSON. */
export function dataText(data: unknown): string {
  return typeof data === "string" ? data : wireJson(data);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
