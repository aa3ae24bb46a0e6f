/** A tab of the browser, and the faults that it can have. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 30_000;
const POLL_MS = 20;

/** Counts a renderer's threads for workers; the kernel keeps 15 characters of a thread's name. */
function countWorkers(pid) {
  const threads = `/proc/${pid}/task`;
  const names = readdirSync(threads).map((id) => readFileSync(`${threads}/${id}/comm`, "utf8"));
  return names.filter((name) => name.startsWith("DedicatedWorker")).length;
}

export class Tab {
  #cdp;
  #target;
  #session;
  #pid;

  static async open(cdp, { url, ...options }) {
    const tab = new Tab();
    tab.#cdp = cdp;
    const { targetId } = await cdp.send("Target.createTarget", { url: "about:blank", ...options });
    tab.#target = targetId;
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId, flatten: true });
    tab.#session = sessionId;
    await tab.send("Page.enable");
    await tab.goto(url);
    return tab;
  }

  send(method, params) {
    return this.#cdp.send(method, params, this.#session);
  }

  /** Calls a function in the page, with copies of `args`, and awaits its result. */
  async call(action, ...args) {
    const expression = `(${action})(${args.map((arg) => JSON.stringify(arg)).join()})`;
    const options = { returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails: problem } = await this.send("Runtime.evaluate", {
      expression,
      ...options,
    });
    if (problem) throw new Error(problem.exception?.description ?? problem.text);
    return result.value;
  }

  /** Waits until a function returns something true in the page. */
  async until(action, ...args) {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end) {
      // A page that is loading cannot answer.
      if (await this.call(action, ...args).catch(() => false)) return;
      await sleep(POLL_MS);
    }
    throw new Error(`Not within ${PATIENCE_MS} ms: ${action}`);
  }

  async goto(url) {
    await this.#navigated(() => this.send("Page.navigate", { url }));
    await this.until(() => document.readyState === "complete");
  }

  /** Goes back. Returns why the page did not come out of the back/forward cache; `""` if it did. */
  async back() {
    let reasons = [];
    const isOurs = (params, session) => session === this.#session;
    void this.#cdp.next("Page.backForwardCacheNotUsed", isOurs).then((params) => {
      reasons = params.notRestoredExplanations.map(({ reason }) => reason);
    });
    const type = await this.#navigated(() =>
      this.call(() => void setTimeout(() => history.back())),
    );
    await this.until(() => document.readyState === "complete");
    return type === "BackForwardCacheRestore" ? "" : `not cached: ${reasons.join()}`;
  }

  async reload() {
    await this.#navigated(() => this.send("Page.reload"));
    await this.until(() => document.readyState === "complete");
  }

  async close() {
    const [targetId, hasEnded] = [this.#target, this.#after("Target.targetDestroyed")];
    await this.#cdp.send("Target.closeTarget", { targetId });
    await hasEnded;
    this.#cdp.abandon(this.#session);
  }

  /** Crashes the renderer, and every other page in it. */
  async crash() {
    const hasEnded = this.#after("Target.targetCrashed");
    this.send("Page.crash").catch(() => undefined);
    await hasEnded;
    this.#cdp.abandon(this.#session);
  }

  /** Freezes the page, as the browser does with hidden tabs, or resumes it. */
  async freeze(isFrozen) {
    await this.send("Page.setWebLifecycleState", { state: isFrozen ? "frozen" : "active" });
  }

  /** Stops the renderer's process, or lets it go on. */
  async halt(isHalted) {
    if (isHalted) process.kill((this.#pid = await this.#renderer()), "SIGSTOP");
    else process.kill(this.#pid, "SIGCONT");
  }

  /**
   * Finds the tab's process, which the protocol does not name: it has one more worker (on Linux).
   */
  async #renderer() {
    const { processInfo } = await this.#cdp.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    const before = new Map(renderers.map((id) => [id, countWorkers(id)]));
    await this.call(() => void (window.extra = new Worker("data:text/javascript,")));
    let found;
    while (found === undefined) {
      await sleep(POLL_MS);
      found = renderers.find((id) => countWorkers(id) > before.get(id));
    }
    await this.call(() => window.extra.terminate());
    return found;
  }

  /** Waits for the browser's event. A question to the page would keep it out of the cache. */
  async #navigated(action) {
    const isOurs = ({ frame }, session) => session === this.#session && !frame.parentId;
    const hasNavigated = this.#cdp.next("Page.frameNavigated", isOurs);
    await action();
    return (await hasNavigated).type;
  }

  #after(event) {
    return this.#cdp.next(event, ({ targetId }) => targetId === this.#target);
  }
}
