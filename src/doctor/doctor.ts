/**
 * `doctor/` is for developers: it checks what a page's connection depends on, and reports what is
 * wrong. It uses the public interface and `Settings`; no other folder imports it, so that visitors
 * need not load it.
 */
import type { CometServerApi } from "../api/contract";
import { SCRIPT_DEFAULTS } from "../client/defaults";
import { isOffline, isSecurePage } from "../platform/page";
import { writeStorage } from "../platform/storage";
import { writeLine } from "../platform/console";
import { claimsOf } from "../client/denial";
import { Settings } from "../client/settings";
import type { PageGlobals } from "../legacy/page-globals";

/** `ok`: works; `hint`: works, but could be better; `problem`: cannot work like this. */
export interface Finding {
  level: "ok" | "hint" | "problem";
  text: string;
}

/** The members of an instance that the examination uses. */
export type Patient = Pick<
  CometServerApi,
  | ("version" | "options" | "inspect" | "isConnected" | "isAuthorized" | "isMaster")
  | ("getUserId" | "getUserKey" | "count_users_in_pipe")
>;

/** Any name will do: the question counts listeners, it does not join or publish. */
const CHANNEL = "web_doctor";
/** How long the connection may take, and then the answer to a question. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 50;
/** The server takes a key without dots for a hash, and keeps this many characters of a hash. */
const MAX_HASH = 32;

const ok = (text: string): Finding => ({ level: "ok", text });
const hint = (text: string): Finding => ({ level: "hint", text });
const problem = (text: string): Finding => ({ level: "problem", text });

/**
 * Examines an instance and its page or worker. Waits up to five seconds for the connection first.
 * Writes a line for each finding to the console, problems first, and resolves with the findings,
 * after about ten seconds at most. Never rejects; a finding never holds a key.
 */
export async function doctor(api: Patient): Promise<Finding[]> {
  const findings = await examine(api).catch((error: unknown) => [
    problem(`this instance cannot be examined: ${String(error)}`),
  ]);
  const order = ["problem", "hint", "ok"];
  findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  for (const { level, text } of findings) writeLine(`${level}: ${text}`);
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
    ...(api.isConnected() ? [await examineServer(api)] : []),
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

/** Resolves when the instance is connected, or `PATIENCE_MS` have passed. */
function connected(api: Patient): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  return new Promise((resolve) => {
    const look = () => {
      if (api.isConnected() || performance.now() >= end) resolve();
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
  const { wss, user_id, user_key } = api.options;
  const { settings, findings } = settingsOf(api);
  if (!settings.node) findings.push(problem(`nothing is connected: ${settings.noNode().message}`));
  // An empty node is a mistake; a page that passes none may mean the demo server.
  const level = settings.hidesVisitor ? problem : hint;
  if (settings.notice) findings.push(level(settings.notice));
  if (wss === false && isSecurePage() && !api.isConnected())
    findings.push(problem("wss is false, but browsers forbid plain connections on an https page"));
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
  const isConnected = api.isConnected();
  // Without a node there is no connection, which `examineOptions` has reported.
  if (!settingsOf(api).settings.node) return findings;
  if (!isConnected && isOffline()) findings.push(problem("the browser has no network"));
  if (!isConnected && api.isMaster() === undefined)
    return [...findings, problem("not connected: start() was not called, or stop() was")];
  const role = api.isMaster() ? "the master" : "a slave";
  findings.push(ok(`this tab is ${role}, one of ${tabs.length}, under master no. ${epoch}`));
  return [...findings, isConnected ? examineVisitor(api) : noConnection(api)];
}

function noConnection(api: Patient): Finding {
  return problem(
    `no connection to ${settingsOf(api).settings.nodes.join(" or ")}: does the server run there, is its ` +
      "certificate valid, does a Content-Security-Policy (connect-src) forbid it?",
  );
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
