import { Logger } from "../platform/console";
import { CometError } from "./errors";

/** Runs `action`. A mistake of the caller goes to the console, and `otherwise` is returned. */
export function attempt<Result, Otherwise>(
  action: () => Result,
  otherwise: Otherwise,
): Result | Otherwise {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    new Logger().error(error.message);
    return otherwise;
  }
}
