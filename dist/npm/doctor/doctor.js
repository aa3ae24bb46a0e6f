import { SCRIPT_DEFAULTS } from '../client/defaults.js';
import { isSecurePage, isOffline } from '../platform/page.js';
import { writeStorage } from '../platform/storage.js';
import { writeLine } from '../platform/console.js';
import { Settings } from '../client/settings.js';

const CHANNEL = "web_doctor";
const PATIENCE_MS = 5e3;
const LOOK_MS = 50;
const MAX_HASH = 32;
const ok = (text) => ({ level: "ok", text });
const hint = (text) => ({ level: "hint", text });
const problem = (text) => ({ level: "problem", text });
async function doctor(api) {
  const findings = await examine(api).catch((error) => [
    problem(`this instance cannot be examined: ${String(error)}`)
  ]);
  const order = ["problem", "hint", "ok"];
  findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  for (const { level, text } of findings) writeLine(`${level}: ${text}`);
  return findings;
}
async function examine(api) {
  if (typeof addEventListener !== "function") return [hint("this is no browser")];
  if (!("inspect" in Object(api)))
    return [problem("this is not an instance of this library: is the original loaded, too?")];
  await connected(api);
  return [
    ...examineOptions(api),
    ...examineBrowser(),
    ...examinePage(),
    ...examineState(api),
    ...api.isConnected() ? [await examineServer(api)] : []
  ];
}
function connected(api) {
  const end = performance.now() + PATIENCE_MS;
  return new Promise((resolve) => {
    const look = () => {
      if (api.isConnected() || performance.now() >= end) resolve();
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
  const { wss, user_id, user_key } = api.options;
  const { settings, findings } = settingsOf(api);
  if (!settings.node) findings.push(problem(`nothing is connected: ${settings.noNode().message}`));
  const level = settings.hidesVisitor ? problem : hint;
  if (settings.notice) findings.push(level(settings.notice));
  if (wss === false && isSecurePage() && !api.isConnected())
    findings.push(problem("wss is false, but browsers forbid plain connections on an https page"));
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
  return scripts.length > 1 ? [hint(`CometServerApi.js is loaded ${scripts.length} times: the first one stays`)] : [];
}
function examineState(api) {
  const { tabs, epoch } = api.inspect();
  const findings = [ok(`version ${api.version}`)];
  const isConnected = api.isConnected();
  if (!settingsOf(api).settings.node) return findings;
  if (!isConnected && isOffline()) findings.push(problem("the browser has no network"));
  if (!isConnected && api.isMaster() === void 0)
    return [...findings, problem("not connected: start() was not called, or stop() was")];
  const role = api.isMaster() ? "the master" : "a slave";
  findings.push(ok(`this tab is ${role}, one of ${tabs.length}, under master no. ${epoch}`));
  return [...findings, isConnected ? examineVisitor(api) : noConnection(api)];
}
function noConnection(api) {
  return problem(
    `no connection to ${settingsOf(api).settings.nodes.join(" or ")}: does the server run there, is its certificate valid, does a Content-Security-Policy (connect-src) forbid it?`
  );
}
function examineVisitor(api) {
  const isKnown = !settingsOf(api).settings.hidesVisitor;
  const [id, key] = isKnown ? [api.getUserId(), api.getUserKey()] : [];
  if (api.isAuthorized()) return ok(`authorised as user ${id}`);
  if (!id || !key) return ok("anonymous");
  return problem(`the server does not accept this user_key for user ${id}${flawOf(key, id)}`);
}
function flawOf(key, userId) {
  const [, payload] = key.split(".");
  if (!payload) return key.length > MAX_HASH ? `: a hash has at most ${MAX_HASH} characters` : "";
  try {
    const text = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
    const { exp, user_id } = JSON.parse(text);
    if (Number(user_id) !== Number(userId)) return ": the token names another user";
    if (!exp) return ": the token has no exp";
    return exp * 1e3 < Date.now() ? ": the token has expired" : "";
  } catch {
    return ": it is neither a hash nor a token";
  }
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
