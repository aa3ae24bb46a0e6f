import { CometError } from "../../../src/api/errors";

/** The error with which a call is refused. */
export function errorOf(call: () => unknown): CometError {
  try {
    call();
  } catch (error) {
    if (error instanceof CometError) return error;
    throw error;
  }
  throw new Error("no error");
}
