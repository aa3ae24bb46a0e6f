import { Logger } from '../platform/console.js';
import { CometError } from './errors.js';

function attempt(action, otherwise, log = new Logger()) {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    log.error(error.message);
    return otherwise;
  }
}

export { attempt };
//# sourceMappingURL=attempt.js.map
