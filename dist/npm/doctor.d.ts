import { CometServerApi } from './index.js';

/**
 * For developers: looks at what a page's connection depends on, and says what is wrong. It is a
 * file of its own, so that visitors need not load it.
 */

/** What was found: all is well, it could be better, or it cannot work like this. */
interface Finding {
    level: "ok" | "hint" | "problem";
    text: string;
}
/** What is asked of the instance. */
type Patient = Pick<CometServerApi, ("version" | "options" | "inspect" | "isConnected" | "isAuthorized" | "isMaster") | ("getUserId" | "getUserKey" | "count_users_in_pipe")>;
/**
 * Examines an instance and its page or worker, once it is connected or had five seconds to be.
 * Writes a line for each finding to the console, problems first, and resolves with the findings,
 * after about ten seconds at most. Never rejects; tells no key.
 */
declare function doctor(api: Patient): Promise<Finding[]>;

export { doctor };
export type { Finding, Patient };
