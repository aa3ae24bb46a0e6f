/** Checks the arguments of a developer. Each error names the value and the rule that it breaks. */
import { CHANNEL_RULE, EVENT_RULE, isChannelName, isEventName } from "./names";

/** A value that the development server rejects. */
export class InputError extends RangeError {
  override readonly name = "InputError";

  constructor(
    /** The name of the argument, for example `"channel"`. */
    readonly field: string,
    readonly value: unknown,
    /** The rule, as a part of a sentence: `"an integer from 0 to 99"`. */
    readonly rule: string,
  ) {
    super(`${field} is ${describe(value)}, but must be ${rule}`);
  }
}

export const MAX_USER_ID = 999_999_999;

export function checkInteger(field: string, value: unknown, from: number, to: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) {
    return value;
  }
  throw new InputError(field, value, `an integer from ${from} to ${to}`);
}

export function checkUserId(value: unknown): number {
  return checkInteger("user id", value, 1, MAX_USER_ID);
}

/** In the request, `&` would end the key, and a space would end the path. */
export function checkHash(value: unknown): string {
  if (typeof value === "string" && /^[!-%'-~]{1,32}$/.test(value)) return value;
  throw new InputError("hash", value, "1 to 32 visible ASCII characters without &");
}

export function checkChannel(value: unknown): string {
  if (typeof value === "string" && isChannelName(value)) return value;
  throw new InputError("channel", value, CHANNEL_RULE);
}

export function checkEvent(value: unknown): string {
  if (typeof value === "string" && isEventName(value)) return value;
  throw new InputError("event", value, EVENT_RULE);
}

export function checkBoolean(field: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new InputError(field, value, "true or false");
}

export function checkOneOf<T>(field: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new InputError(field, value, `one of ${allowed.map(describe).join(", ")}`);
}

const SHOWN_CHARACTERS = 80;

function describe(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (toJson(value) ?? withoutJson(value));
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** `String` throws for an array that contains itself or is nested too deeply. */
function withoutJson(value: unknown): string {
  return typeof value === "object" ? Object.prototype.toString.call(value) : String(value);
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
