import { expect, it } from "vitest";
import { badArgument, CometError, type CometErrorCode, wasAborted } from "../../../src/api/errors";

/** Whether the same call may succeed later: the compiler sees to it that all codes are here. */
const RETRYABLE: Record<CometErrorCode, boolean> = {
  ...{ argument: false, size: false, refused: false, aborted: false, data: false, fatal: false },
  ...{ unconfirmed: true, dropped: true, timeout: true, stopped: true, key: true },
};

it.each(Object.entries(RETRYABLE))("an error %s may be tried again: %s", (code, retryable) => {
  const error = new CometError(code as CometErrorCode, "text", 7);
  expect(error).toMatchObject({ name: "CometError", message: "text", code, retryable, value: 7 });
  expect(error).toBeInstanceOf(Error);
});

it("a bad argument names the value and the rule, and a long one or an object in short", () => {
  const textOf = (value: unknown) => badArgument("count", value, "it is a number").message;
  expect(textOf("x")).toBe('Bad count "x": it is a number');
  expect(textOf("x".repeat(200))).toBe(`Bad count "${"x".repeat(80)}": it is a number`);
  expect([textOf({}), textOf(() => 1), textOf(undefined)]).toEqual([
    "Bad count object: it is a number",
    "Bad count function: it is a number",
    'Bad count "undefined": it is a number',
  ]);
});

it("a signal's reason is the value of its error, unless it is an error of this library", () => {
  const own = new CometError("aborted", "ended");
  expect(wasAborted(AbortSignal.abort(own))).toBe(own);
  const other = wasAborted(AbortSignal.abort("enough"));
  expect(other).toMatchObject({ code: "aborted", value: "enough" });
  const stopped = new CometError("stopped", "stop() was called");
  expect(wasAborted(AbortSignal.abort(stopped))).toMatchObject({ code: "aborted", value: stopped });
});
