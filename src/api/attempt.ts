import { Logger } from "../platform/console";
import { CometError } from "./errors";

/** Runs `action`. A mistake of the caller is logged, and `otherwise` is returned. */
export function attempt<Result, Otherwise>(
  action: () => Result,
  otherwise: Otherwise,
  log = new Logger(),
): Result | Otherwise {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    log.error(error.message);
    return otherwise;
  }
}
