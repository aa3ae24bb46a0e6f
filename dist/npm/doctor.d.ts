/// <reference lib="esnext.disposable" />
import { CometServerApi } from './index.js';

/** `ok`: works; `hint`: works, but could be better; `problem`: cannot work like this. */
interface Finding {
    level: "ok" | "hint" | "problem";
    text: string;
}

/**
 * `doctor/` is for developers: it checks what a page's connection depends on, and reports what is
 * wrong. It uses the public interface and `Settings`; no other folder imports it, so that visitors
 * need not load it.
 */

/** The members of an instance that the examination uses. */
type Patient = Pick<CometServerApi, ("version" | "options" | "inspect" | "state" | "isConnected" | "isAuthorized" | "isMaster") | ("getUserId" | "getUserKey" | "count_users_in_pipe")>;
/**
 * Examines an instance and its page or worker. Waits up to five seconds for the connection first; if it
 * does not come about, opens one of its own, without a key. Writes a line for each finding to the
 * console, problems first and as errors, and resolves with the findings, after about ten seconds at
 * most. Never rejects; a finding never holds a key.
 */
declare function doctor(api: Patient): Promise<Finding[]>;

export { doctor };
export type { Finding, Patient };
