/**
 * For developers: looks at what a page's connection depends on, and says what is wrong. It is a
 * file of its own, so that visitors need not load it.
 */
import type { CometServerApi } from "./contract";
import { isOffline, isSecurePage, writeStorage } from "./env";
import { writeLine } from "./logger";

/** What was found: all is well, it could be better, or it cannot work like this. */
export interface Finding {
  level: "ok" | "hint" | "problem";
  text: string;
}

/** What is asked of the instance. */
export type Patient = Pick<
  CometServerApi,
  | "version"
  | "options"
  | "inspect"
  | "isConnected"
  | "isAuthorized"
  | "isMaster"
  | "getUserId"
  | "getUserKey"
  | "count_users_in_pipe"
>;

/** Any name will do: it is asked how many listen, nothing is joined or published. */
const CHANNEL = "web_doctor";
/** How long the server may take to answer. */
const ANSWER_MS = 5_000;

const ok = (text: string): Finding => ({ level: "ok", text });
const hint = (text: string): Finding => ({ level: "hint", text });
const problem = (text: string): Finding => ({ level: "problem", text });

/**
 * Examines an instance and its page or worker. Writes a line for each finding to the console,
 * problems first, and resolves with the findings, within five seconds. Never rejects; tells no key.
 */
export async function doctor(api: Patient): Promise<Finding[]> {
  const findings = [
    ...examineOptions(api),
    ...examineBrowser(),
    ...examinePage(),
    ...examineState(api),
    ...(api.isConnected() ? [await examineServer(api)] : []),
  ];
  const order = ["problem", "hint", "ok"];
  findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  for (const { level, text } of findings) writeLine(`${level}: ${text}`);
  return findings;
}

function examineOptions(api: Patient): Finding[] {
  const { node, nodes, nodeArray, wss, user_id, user_key } = api.options;
  const findings: Finding[] = [];
  if (!node && !nodes && !nodeArray)
    findings.push(hint("no node was given: this is the public demo server"));
  if (wss === false && isSecurePage())
    findings.push(problem("wss is false, but browsers forbid plain connections on an https page"));
  if (user_id && !api.getUserId())
    findings.push(problem(`user_id ${JSON.stringify(user_id)} is no number of 1 to 9 digits`));
  if (user_key && !api.getUserKey())
    findings.push(problem("user_key has characters that a URL does not take as they are"));
  if (api.getUserId() && !api.getUserKey())
    findings.push(problem("a user_id without a user_key: the visitor stays anonymous"));
  if (api.getUserKey() && !api.getUserId())
    findings.push(problem("a user_key without a user_id: the visitor stays anonymous"));
  return findings;
}

function examineBrowser(): Finding[] {
  const hasChannels = typeof BroadcastChannel === "function";
  const hasStorage = writeStorage("comet_doctor", "");
  if (hasStorage) localStorage.removeItem("comet_doctor");
  const findings: Finding[] = [];
  if (!hasStorage)
    findings.push(hint("localStorage is blocked: this browser is another one at each page load"));
  if (!hasChannels)
    findings.push(
      hasStorage
        ? hint("no BroadcastChannel: tabs talk by storage events")
        : problem("neither BroadcastChannel nor localStorage: each tab has its own connection"),
    );
  if (!navigator.locks)
    findings.push(
      hint(
        isSecureContext
          ? "no Web Locks: after a crash another tab takes over within seconds, not at once"
          : "a page on plain http has no Web Locks: after a crash another tab takes over within " +
              "seconds, not at once",
      ),
    );
  return findings;
}

function examinePage(): Finding[] {
  // A worker may have a connection, too.
  if (typeof document !== "object") return [];
  const scripts = [...document.querySelectorAll("script[src]")].filter((script) =>
    /\/CometServerApi(\.min)?\.js(\?|$)/.test((script as HTMLScriptElement).src),
  );
  return scripts.length > 1
    ? [hint(`the script file is loaded ${scripts.length} times: the first one stays`)]
    : [];
}

function examineState(api: Patient): Finding[] {
  const { tabs, epoch } = api.inspect();
  const findings = [ok(`version ${api.version}`)];
  if (isOffline()) findings.push(problem("the browser has no network"));
  if (api.isMaster() === undefined && !api.isConnected())
    return [...findings, problem("start() was not called, or stop() was, or it is a moment ago")];
  findings.push(
    ok(
      `this tab is ${api.isMaster() ? "the master" : "a slave"}, one of ${tabs.length}; ` +
        `${epoch} had the connection until now`,
    ),
  );
  if (!api.isConnected())
    return [...findings, problem("no connection: is node right, and does the server run?")];
  if (api.isAuthorized()) findings.push(ok(`authorised as user ${api.getUserId()}`));
  else if (api.getUserKey())
    findings.push(problem("the server does not accept this user_key for this user_id"));
  else findings.push(ok("anonymous"));
  return findings;
}

/** Asks a question: it goes to the server and back, in a slave by way of the master. */
function examineServer(api: Patient): Promise<Finding> {
  const from = performance.now();
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve(problem(`the server does not answer within ${ANSWER_MS} ms`)),
      ANSWER_MS,
    );
    api.count_users_in_pipe(CHANNEL, () => {
      clearTimeout(timer);
      resolve(ok(`a question to the server takes ${Math.round(performance.now() - from)} ms`));
    });
  });
}
