/*! comet-server-api 4.10.0, MIT: LICENSES.txt */
(function () {
  'use strict';

  function writeStorage(key, value) {
    try {
      localStorage.setItem(key, value);
      return true;
    } catch (e) {
      return false;
    }
  }
  function isSecurePage() {
    return typeof location === "object" && location.protocol === "https:";
  }
  function isOffline() {
    return typeof navigator === "object" && navigator.onLine === false;
  }

  function writeLine(text) {
    console.log("CometServer: " + text);
  }

  const CHANNEL = "web_doctor";
  const ANSWER_MS = 5e3;
  const ok = (text) => ({ level: "ok", text });
  const hint = (text) => ({ level: "hint", text });
  const problem = (text) => ({ level: "problem", text });
  async function doctor(api) {
    const findings = [
      ...examineOptions(api),
      ...examineBrowser(),
      ...examinePage(),
      ...examineState(api),
      ...api.isConnected() ? [await examineServer(api)] : []
    ];
    const order = ["problem", "hint", "ok"];
    findings.sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
    for (const { level, text } of findings) writeLine(`${level}: ${text}`);
    return findings;
  }
  function examineOptions(api) {
    const { node, nodes, nodeArray, wss, user_id, user_key } = api.options;
    const findings = [];
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
  function examineBrowser() {
    const hasChannels = typeof BroadcastChannel === "function";
    const hasStorage = writeStorage("comet_doctor", "");
    if (hasStorage) localStorage.removeItem("comet_doctor");
    const findings = [];
    if (!hasStorage)
      findings.push(hint("localStorage is blocked: this browser is another one at each page load"));
    if (!hasChannels)
      findings.push(
        hasStorage ? hint("no BroadcastChannel: tabs talk by storage events") : problem("neither BroadcastChannel nor localStorage: each tab has its own connection")
      );
    if (!navigator.locks)
      findings.push(
        hint(
          isSecureContext ? "no Web Locks: after a crash another tab takes over within seconds, not at once" : "a page on plain http has no Web Locks: after a crash another tab takes over within seconds, not at once"
        )
      );
    return findings;
  }
  function examinePage() {
    if (typeof document !== "object") return [];
    const scripts = [...document.querySelectorAll("script[src]")].filter(
      (script) => /\/CometServerApi(\.min)?\.js(\?|$)/.test(script.src)
    );
    return scripts.length > 1 ? [hint(`the script file is loaded ${scripts.length} times: the first one stays`)] : [];
  }
  function examineState(api) {
    const { tabs, epoch } = api.inspect();
    const findings = [ok(`version ${api.version}`)];
    if (isOffline()) findings.push(problem("the browser has no network"));
    if (api.isMaster() === void 0 && !api.isConnected())
      return [...findings, problem("start() was not called, or stop() was, or it is a moment ago")];
    findings.push(
      ok(
        `this tab is ${api.isMaster() ? "the master" : "a slave"}, one of ${tabs.length}; ${epoch} had the connection until now`
      )
    );
    if (!api.isConnected())
      return [...findings, problem("no connection: is node right, and does the server run?")];
    if (api.isAuthorized()) findings.push(ok(`authorised as user ${api.getUserId()}`));
    else if (api.getUserKey())
      findings.push(problem("the server does not accept this user_key for this user_id"));
    else findings.push(ok("anonymous"));
    return findings;
  }
  function examineServer(api) {
    const from = performance.now();
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve(problem(`the server does not answer within ${ANSWER_MS} ms`)),
        ANSWER_MS
      );
      api.count_users_in_pipe(CHANNEL, () => {
        clearTimeout(timer);
        resolve(ok(`a question to the server takes ${Math.round(performance.now() - from)} ms`));
      });
    });
  }

  const { cometApi } = window;
  if (!cometApi) throw new Error("Load CometServerApi.js before CometServerApi.doctor.js");
  Object.assign(cometApi, { doctor: () => doctor(cometApi) });

})();
//# sourceMappingURL=CometServerApi.doctor.js.map
