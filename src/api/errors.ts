/**
 * What went wrong:
 * - `argument`: a call has a value that cannot work. `value` is that value. Change the call.
 * - `size`: a message is too large for the server. `value` is its size in bytes.
 * - `refused`: the server refused a command. The message is the server's. Of `ready`: channels will not
 *   be heard. `value` is their names.
 * - `unconfirmed`: a message was written, but the server's report never came, or the caller has not
 *   waited for it. It may or may not have been delivered, and is not sent again. `value` is the channel.
 * - `dropped`: a command was given up before it was sent, because too much waited for a
 *   connection, or because the visitor changed. It may be given again. Of `messages()`: more messages
 *   waited than it keeps.
 * - `aborted`: the caller's signal ended it before it was sent, or before it was answered.
 * - `timeout`: it was not sent, or not answered, within the caller's `timeoutMs`.
 * - `stopped`: `stop()` came first.
 * - `key`: the function `user_key` failed, or gave something that is no key. `value` is the name of its
 *   error. It is asked again.
 * - `data`: a message does not fit the schema of `checked()`. `value` is the list of issues.
 * - `fatal`: the server or the browser refused the connection for good. `value` is the server's
 *   code (401, 406, 418, …) or the name of the browser's error. The library tries nothing more until
 *   `start` or `restart`.
 */
export type CometErrorCode =
  | ("argument" | "size" | "refused" | "unconfirmed" | "dropped")
  | ("aborted" | "timeout" | "stopped" | "key" | "data" | "fatal");

/** Where the same call may succeed later. */
const RETRYABLE: readonly CometErrorCode[] = [
  "unconfirmed",
  "dropped",
  "timeout",
  "stopped",
  "key",
];

/** Every error of this library. */
export class CometError extends Error {
  /**
   * Whether the same call may succeed later. After `unconfirmed`, others may get the message twice.
   */
  readonly retryable: boolean;

  constructor(
    readonly code: CometErrorCode,
    message: string,
    /** The value that the message speaks of; never a key. */
    readonly value?: unknown,
  ) {
    super(message);
    this.name = "CometError";
    this.retryable = RETRYABLE.includes(code);
  }
}

/** Why a visitor is not authorised, as far as this tab's options show it: the server does not say. */
export interface Denial {
  /**
   * - `anonymous`: neither `user_id` nor `user_key` was given;
   * - `no-key`: a `user_id`, but no valid `user_key`;
   * - `no-id`: a `user_key`, but no valid `user_id`;
   * - `expired`: the time of the JWT is over: get the visitor a new one, and call `restart` with it;
   * - `refused`: the server does not accept this key for this user.
   */
  reason: "anonymous" | "no-key" | "no-id" | "expired" | "refused";
  /** Of an `expired` key: since when, in milliseconds since 1970, by the server's clock. */
  expiredAt?: number | undefined;
}

/** An `argument` error. Its message names the argument, the value and the rule. */
export function badArgument(what: string, value: unknown, rule: string): CometError {
  const shown = Object(value) === value ? typeof value : `"${String(value).slice(0, 80)}"`;
  return new CometError("argument", `Bad ${what} ${shown}: ${rule}`, value);
}

/** The error of what `stop()` ends. */
export function wasStopped(): CometError {
  return new CometError("stopped", "stop() was called");
}

/** The error of what a signal ends. Signals of this library bring their own. */
export function wasAborted(signal: AbortSignal | undefined): CometError {
  const reason: unknown = signal?.reason;
  const isOwn = reason instanceof CometError && reason.code === "aborted";
  return isOwn ? reason : new CometError("aborted", "The signal has ended it", reason);
}

/** @throws CometError `argument` if `callback` is not a function. */
export function checkCallback(callback: unknown): void {
  if (typeof callback !== "function")
    throw badArgument("callback", callback, "it must be a function");
}

/** Returns a number, which may be given as a text. @throws CometError `argument` otherwise. */
export function checkedNumber(what: string, value: unknown, max: number): number {
  // A blank text would be 0.
  const number = typeof value === "string" && /\d/.test(value) ? Number(value) : value;
  if (typeof number === "number" && number >= 0 && number <= max) return number;
  throw badArgument(what, value, `it is a number from 0 to ${max}`);
}

/** Returns `value` if it is a text that matches `pattern`. @throws CometError `argument` otherwise. */
export function checked(what: string, value: unknown, pattern: RegExp, rule: string): string {
  if (typeof value !== "string" || !pattern.test(value)) throw badArgument(what, value, rule);
  return value;
}
