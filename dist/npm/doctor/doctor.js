import { SCRIPT_DEFAULTS } from '../client/defaults.js';
import { isOffline, isSecurePage } from '../platform/page.js';
import { writeStorage } from '../platform/storage.js';
import { Logger, writeLine } from '../platform/console.js';
import { claimsOf } from '../client/denial.js';
import { Settings } from '../client/settings.js';
import { problem, hint, ok } from './finding.js';
import { examineWay } from './way.js';

const CHANNEL = "web_doctor";
const PATIENCE_MS = 5e3;
const LOOK_MS = 50;
const MAX_HASH = 32;
async function doctor(api) {
  const findings = await examine(api).catch((error) => [
    problem(`this instance cannot be examined: ${String(error)}`)
  ]);
  const order = ["problem", "hint", "ok"];
  findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  const log = new Logger();
  for (const { level, text } of findings)
    if (level === "problem") log.error(`${level}: ${text}`);
    else writeLine(`${level}: ${text}`);
  return findings;
}
async function examine(api) {
  if (typeof addEventListener !== "function") return [hint("this is no browser")];
  if (!("inspect" in Object(api))) return [stranger(api), ...examinePage()];
  await connected(api);
  return [
    ...examineOptions(api),
    ...examineBrowser(),
    ...examinePage(),
    ...examineState(api),
    ...api.isConnected() ? [await examineServer(api)] : await examineConnection(api)
  ];
}
function stranger(api) {
  const { version } = Object(api);
  const shown = typeof version === "string" ? ` (version ${version.slice(0, 10)})` : "";
  return problem(
    `this is not an instance of this library, but of another CometServerApi.js${shown}: remove its script tag`
  );
}
function connected(api) {
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
function isOfScript(api) {
  const { cometServerApi } = globalThis;
  return typeof cometServerApi === "function" && api instanceof cometServerApi;
}
function settingsOf(api) {
  const settings = new Settings(isOfScript(api) ? SCRIPT_DEFAULTS : {});
  const findings = settings.merge(api.options).map(({ message }) => problem(message));
  return { settings, findings };
}
function examineOptions(api) {
  const { user_id, user_key } = api.options;
  const { settings, findings } = settingsOf(api);
  if (!settings.node) {
    const wasStarted = Object.keys(api.options).length > 0;
    const reason = wasStarted ? settings.noNode().message : "start() was not called with a node";
    findings.push(problem(`nothing is connected: ${reason}`));
  }
  const level = settings.hidesVisitor ? problem : hint;
  if (settings.notice) findings.push(level(settings.notice));
  if (settings.userId && !user_key)
    findings.push(problem("a user_id without a user_key: the visitor stays anonymous"));
  if (settings.userKey && !user_id)
    findings.push(hint("a user_key without a user_id: the visitor stays anonymous"));
  return findings;
}
function examineBrowser() {
  const findings = [];
  const isPage = typeof document === "object";
  const hasStorage = isPage && writeStorage("comet_doctor", "");
  if (hasStorage) localStorage.removeItem("comet_doctor");
  else if (isPage)
    findings.push(hint("localStorage is blocked or full: no uuid is kept from page to page"));
  if (typeof BroadcastChannel !== "function")
    findings.push(
      hint(
        hasStorage ? "no BroadcastChannel: tabs talk by storage events" : "neither BroadcastChannel nor localStorage: each tab has its own connection"
      )
    );
  if (!navigator.locks)
    findings.push(
      hint(
        (isSecureContext ? "no Web Locks" : "a page on plain http has no Web Locks") + ": after a crash another tab takes over within seconds, not at once"
      )
    );
  return findings;
}
function examinePage() {
  if (typeof document !== "object") return [];
  const scripts = [...document.querySelectorAll("script[src]")].filter(
    ({ src }) => /\/CometServerApi(\.min)?\.js(\?|$)/.test(src)
  );
  const addresses = scripts.map(({ src }) => src.replace(/[?#].*/, ""));
  return scripts.length > 1 ? [hint(`CometServerApi.js is loaded ${scripts.length} times: ${addresses.join(", ")}`)] : [];
}
function examineState(api) {
  const { tabs, epoch } = api.inspect();
  const findings = [ok(`version ${api.version}`)];
  if (!settingsOf(api).settings.node || api.isMaster() === void 0) return findings;
  const role = api.isMaster() ? "the master" : "a slave";
  findings.push(ok(`this tab is ${role}, one of ${tabs.length}, under master no. ${epoch}`));
  return api.isConnected() ? [...findings, examineVisitor(api)] : findings;
}
async function examineConnection(api) {
  const { settings } = settingsOf(api);
  if (!settings.node) return [];
  if (api.isMaster() === void 0)
    return [problem("not connected: start() was not called, or stop() was")];
  if (isOffline()) return [problem("not connected: the browser has no network")];
  if (api.options.wss === false && isSecurePage())
    return [problem("wss is false, but browsers forbid plain connections on an https page")];
  return examineWay(settings, api.state === "refused");
}
function examineVisitor(api) {
  const isKnown = !settingsOf(api).settings.hidesVisitor;
  const [id, key] = isKnown ? [api.getUserId(), api.getUserKey()] : [];
  if (api.isAuthorized()) return ok(`authorised as user ${id}`);
  if (!id || !key) return ok("anonymous");
  return problem(`the server does not accept this user_key for user ${id}${flawOf(key, id)}`);
}
function flawOf(key, userId) {
  if (!key.includes("."))
    return key.length > MAX_HASH ? `: a hash has at most ${MAX_HASH} characters` : "";
  const claims = claimsOf(key);
  if (!claims) return ": it is neither a hash nor a token";
  if (Number(claims.user_id) !== Number(userId)) return ": the token names another user";
  if (!claims.exp) return ": the token has no exp";
  return Number(claims.exp) * 1e3 < Date.now() ? ": the token has expired" : "";
}
function examineServer(api) {
  const from = performance.now();
  const way = api.isMaster() ? "" : ", which comes by way of the master's tab";
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve(problem(`no answer from the server within ${PATIENCE_MS} ms${way}`)),
      PATIENCE_MS
    );
    api.count_users_in_pipe(CHANNEL, () => {
      clearTimeout(timer);
      resolve(
        ok(`a question to the server takes ${Math.round(performance.now() - from)} ms${way}`)
      );
    });
  });
}

export { doctor };
//# sourceMappingURL=doctor.js.map
