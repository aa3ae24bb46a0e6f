/**
 * `doctor/` is for developers: it checks what a page's connection depends on, and reports what is
 * wrong. It uses the public interface and `Settings`; no other folder imports it, so that visitors
 * need not load it.
 */
import type { CometServerApi } from "../api/contract";
import { SCRIPT_DEFAULTS } from "../client/defaults";
import { isOffline, isSecurePage } from "../platform/page";
import { writeStorage } from "../platform/storage";
import { Logger, writeLine } from "../platform/console";
import { claimsOf } from "../client/denial";
import { Settings } from "../client/settings";
import type { PageGlobals } from "../legacy/page-globals";
import { hint, ok, problem, type Finding } from "./finding";
import { examineWay } from "./way";

export type { Finding };

/** The members of an instance that the examination uses. */
export type Patient = Pick<
  CometServerApi,
  | ("version" | "options" | "inspect" | "state" | "isConnected" | "isAuthorized" | "isMaster")
  | ("getUserId" | "getUserKey" | "count_users_in_pipe")
>;

/** Any name will do: the question counts listeners, it does not join or publish. */
const CHANNEL = "web_doctor";
/** How long the connection may take, and then the answer to a question. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 50;
/** The server takes a key without dots for a hash, and keeps this many characters of a hash. */
const MAX_HASH = 32;

/**
 * Examines an instance and its page or worker. Waits up to five seconds for the connection first; if it
 * does not come about, opens one of its own, without a key. Writes a line for each finding to the
 * console, problems first and as errors, and resolves with the findings, after about ten seconds at
 * most. Never rejects; a finding never holds a key.
 */
export async function doctor(api: Patient): Promise<Finding[]> {
  const findings = await examine(api).catch((error: unknown) => [
    problem(`this instance cannot be examined: ${String(error)}`),
  ]);
  const order = ["problem", "hint", "ok"];
  findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  const log = new Logger();
  for (const { level, text } of findings)
    if (level === "problem") log.error(`${level}: ${text}`);
    else writeLine(`${level}: ${text}`);
  return findings;
}

async function examine(api: Patient): Promise<Finding[]> {
  if (typeof addEventListener !== "function") return [hint("this is no browser")];
  if (!("inspect" in Object(api))) return [stranger(api), ...examinePage()];
  await connected(api);
  return [
    ...examineOptions(api),
    ...examineBrowser(),
    ...examinePage(),
    ...examineState(api),
    ...(api.isConnected() ? [await examineServer(api)] : await examineConnection(api)),
  ];
}

/** The page has loaded an original, too, whose instance has taken the place of this library's. */
function stranger(api: unknown): Finding {
  const { version } = Object(api) as Partial<Patient>;
  const shown = typeof version === "string" ? ` (version ${version.slice(0, 10)})` : "";
  return problem(
    `this is not an instance of this library, but of another CometServerApi.js${shown}: ` +
      "remove its script tag",
  );
}

/** Resolves when the instance is connected, or refused for good, or `PATIENCE_MS` have passed. */
function connected(api: Patient): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  return new Promise((resolve) => {
    const look = () => {
      const isOver = api.isConnected() || api.state === "refused";
      if (isOver || performance.now() >= end) resolve();
      else setTimeout(look, LOOK_MS);
    };
    look();
  });
}

/** Instances of the script file have other defaults than those of the npm entries. */
function isOfScript(api: Patient): boolean {
  const { cometServerApi } = globalThis as PageGlobals;
  return typeof cometServerApi === "function" && api instanceof cometServerApi;
}

function settingsOf(api: Patient): { settings: Settings; findings: Finding[] } {
  const settings = new Settings(isOfScript(api) ? SCRIPT_DEFAULTS : {});
  const findings = settings.merge(api.options).map(({ message }) => problem(message));
  return { settings, findings };
}

function examineOptions(api: Patient): Finding[] {
  const { user_id, user_key } = api.options;
  const { settings, findings } = settingsOf(api);
  if (!settings.node) {
    const wasStarted = Object.keys(api.options).length > 0;
    const reason = wasStarted ? settings.noNode().message : "start() was not called with a node";
    findings.push(problem(`nothing is connected: ${reason}`));
  }
  // An empty node is a mistake; a page that passes none may mean the demo server.
  const level = settings.hidesVisitor ? problem : hint;
  if (settings.notice) findings.push(level(settings.notice));
  if (settings.userId && !user_key)
    findings.push(problem("a user_id without a user_key: the visitor stays anonymous"));
  // Pages do this after a logout.
  if (settings.userKey && !user_id)
    findings.push(hint("a user_key without a user_id: the visitor stays anonymous"));
  return findings;
}

function examineBrowser(): Finding[] {
  const findings: Finding[] = [];
  const isPage = typeof document === "object";
  const hasStorage = isPage && writeStorage("comet_doctor", "");
  if (hasStorage) localStorage.removeItem("comet_doctor");
  else if (isPage)
    findings.push(hint("localStorage is blocked or full: no uuid is kept from page to page"));
  if (typeof BroadcastChannel !== "function")
    findings.push(
      hint(
        hasStorage
          ? "no BroadcastChannel: tabs talk by storage events"
          : "neither BroadcastChannel nor localStorage: each tab has its own connection",
      ),
    );
  if (!navigator.locks)
    findings.push(
      hint(
        (isSecureContext ? "no Web Locks" : "a page on plain http has no Web Locks") +
          ": after a crash another tab takes over within seconds, not at once",
      ),
    );
  return findings;
}

function examinePage(): Finding[] {
  // A worker may have a connection, too.
  if (typeof document !== "object") return [];
  const scripts = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].filter(
    ({ src }) => /\/CometServerApi(\.min)?\.js(\?|$)/.test(src),
  );
  const addresses = scripts.map(({ src }) => src.replace(/[?#].*/, ""));
  return scripts.length > 1
    ? [hint(`CometServerApi.js is loaded ${scripts.length} times: ${addresses.join(", ")}`)]
    : [];
}

function examineState(api: Patient): Finding[] {
  const { tabs, epoch } = api.inspect();
  const findings = [ok(`version ${api.version}`)];
  // Without a node there is no connection, which `examineOptions` has reported.
  if (!settingsOf(api).settings.node || api.isMaster() === undefined) return findings;
  const role = api.isMaster() ? "the master" : "a slave";
  findings.push(ok(`this tab is ${role}, one of ${tabs.length}, under master no. ${epoch}`));
  return api.isConnected() ? [...findings, examineVisitor(api)] : findings;
}

/** Why there is no connection. */
async function examineConnection(api: Patient): Promise<Finding[]> {
  const { settings } = settingsOf(api);
  if (!settings.node) return [];
  if (api.isMaster() === undefined)
    return [problem("not connected: start() was not called, or stop() was")];
  if (isOffline()) return [problem("not connected: the browser has no network")];
  if (api.options.wss === false && isSecurePage())
    return [problem("wss is false, but browsers forbid plain connections on an https page")];
  return examineWay(settings, api.state === "refused");
}

function examineVisitor(api: Patient): Finding {
  const isKnown = !settingsOf(api).settings.hidesVisitor;
  const [id, key] = isKnown ? [api.getUserId(), api.getUserKey()] : [];
  if (api.isAuthorized()) return ok(`authorised as user ${id}`);
  if (!id || !key) return ok("anonymous");
  return problem(`the server does not accept this user_key for user ${id}${flawOf(key, id)}`);
}

/** The reason why the server does not accept a key, if the key shows it. */
function flawOf(key: string, userId: string): string {
  if (!key.includes("."))
    return key.length > MAX_HASH ? `: a hash has at most ${MAX_HASH} characters` : "";
  const claims = claimsOf(key);
  if (!claims) return ": it is neither a hash nor a token";
  if (Number(claims.user_id) !== Number(userId)) return ": the token names another user";
  if (!claims.exp) return ": the token has no exp";
  return Number(claims.exp) * 1_000 < Date.now() ? ": the token has expired" : "";
}

/** Times a question to the server; in a slave, it goes through the master. */
function examineServer(api: Patient): Promise<Finding> {
  const from = performance.now();
  const way = api.isMaster() ? "" : ", which comes by way of the master's tab";
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve(problem(`no answer from the server within ${PATIENCE_MS} ms${way}`)),
      PATIENCE_MS,
    );
    api.count_users_in_pipe(CHANNEL, () => {
      clearTimeout(timer);
      resolve(
        ok(`a question to the server takes ${Math.round(performance.now() - from)} ms${way}`),
      );
    });
  });
}
