/** A tab of the browser, and all that can befall it. */
import type { Cdp } from "./cdp";
import { clickDiscard } from "./discard";
import { rendererOf } from "./processes";
import { until, within } from "./wait";

interface Evaluation {
  result: { value?: unknown };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

const ANSWER_MS = 10_000;

export class Tab {
  private stopped: number | undefined;

  /** @param target for the browser, @param session for commands. */
  constructor(
    private readonly cdp: Cdp,
    private target: string,
    private session: string,
  ) {}

  static async attach(cdp: Cdp, target: string): Promise<Tab> {
    const tab = new Tab(cdp, target, "");
    await tab.attach();
    return tab;
  }

  send<Result = unknown>(method: string, params: object = {}): Promise<Result> {
    return within(ANSWER_MS, method, this.cdp.send<Result>(method, params, this.session));
  }

  /** The value of an expression in the page, awaited. A frozen page answers, too. */
  async evaluate<Value = unknown>(expression: string, userGesture = false): Promise<Value> {
    const options = { returnByValue: true, awaitPromise: true, userGesture };
    const { result, exceptionDetails: problem } = await this.send<Evaluation>("Runtime.evaluate", {
      expression,
      ...options,
    });
    if (problem) throw new Error(problem.exception?.description ?? problem.text);
    return result.value as Value;
  }

  /** Waits for an expression to become true; the page may be loading or gone for now. */
  until(expression: string, milliseconds?: number): Promise<void> {
    return until(
      () =>
        this.evaluate<boolean>(expression).then(
          (value) => (value ? undefined : expression),
          (error: unknown) => `${expression}: ${String(error)}`,
        ),
      milliseconds,
    );
  }

  async loaded(path?: string): Promise<void> {
    const isThere = path === undefined ? "" : ` && location.pathname === ${JSON.stringify(path)}`;
    await this.until(`document.readyState === "complete"${isThere}`);
  }

  /** As with the cross on the tab; its `beforeunload` is not asked. */
  async close(): Promise<void> {
    await this.gone(() => this.cdp.send("Target.closeTarget", { targetId: this.target }));
  }

  /** The same, asking `beforeunload`. */
  async closeAsked(): Promise<void> {
    await this.gone(() => this.send("Page.close"));
  }

  /** An orderly end of nothing: the renderer crashes. */
  async crash(): Promise<void> {
    await this.crashed(() => void this.send("Page.crash").catch(() => undefined));
  }

  /** The renderer's process is killed. */
  async kill(): Promise<void> {
    const pid = await this.renderer();
    await this.crashed(() => void process.kill(pid, "SIGKILL"));
  }

  /** The renderer's process stands still until `wake`. */
  async halt(): Promise<void> {
    const pid = await this.renderer();
    process.kill(pid, "SIGSTOP");
    this.stopped = pid;
  }

  wake(): void {
    if (this.stopped === undefined) return;
    try {
      process.kill(this.stopped, "SIGCONT");
    } catch {
      // It has ended; there is nothing to wake.
    }
    this.stopped = undefined;
  }

  renderer(): Promise<number> {
    return rendererOf(this.cdp, (expression) => this.evaluate(expression));
  }

  /** A new document; returns when it is there. */
  async reload(): Promise<void> {
    await this.evaluate("window.isOld = true; 0");
    await this.send("Page.reload");
    await this.until("!window.isOld && document.readyState === 'complete'");
  }

  async navigate(url: string): Promise<void> {
    await this.told("Page.loadEventFired", () => this.send("Page.navigate", { url }));
  }

  /** As with a click on a link: the page itself asks for it. Returns when the next one is there. */
  async follow(url: string): Promise<void> {
    const click = `const link = document.createElement("a");
      link.href = ${JSON.stringify(url)}; document.body.append(link); link.click();`;
    await this.told("Page.loadEventFired", () => this.evaluate(`(() => { ${click} })()`, true));
  }

  /** The back button. Returns whether the page came out of the back/forward cache. */
  async back(): Promise<boolean> {
    const back = () => this.evaluate("void setTimeout(() => history.back())");
    const { type } = await this.told<{ type: string }>("Page.frameNavigated", back);
    await this.loaded();
    return type === "BackForwardCacheRestore";
  }

  /** `freeze` and `resume`, as the browser does it with hidden tabs. */
  freeze(isFrozen: boolean): Promise<unknown> {
    return this.send("Page.setWebLifecycleState", { state: isFrozen ? "frozen" : "active" });
  }

  /** @param rate 20: the processor is twenty times slower; 1: as it is. */
  throttle(rate: number): Promise<unknown> {
    return this.send("Emulation.setCPUThrottlingRate", { rate });
  }

  /** Brings it to the front; the others become hidden. */
  activate(): Promise<unknown> {
    return this.cdp.send("Target.activateTarget", { targetId: this.target });
  }

  /**
   * The browser drops the page to save memory. Spared are a visible tab, and one that DevTools look
   * at. There is no page then to be asked anything, until `revive`.
   */
  async discard(): Promise<void> {
    // The list of tabs there tells them apart by their addresses.
    const url = await this.evaluate<string>(
      `history.replaceState(null, "", "#${this.target}"), location.href`,
    );
    await this.cdp.send("Target.detachFromTarget", { sessionId: this.session });
    await clickDiscard(this.cdp, url);
    // Another target has taken its place.
    const { targetInfos } = await this.cdp.send<{
      targetInfos: { targetId: string; url: string }[];
    }>("Target.getTargets");
    this.target = targetInfos.find((info) => info.url === url)?.targetId ?? this.target;
  }

  /** A discarded tab comes to the front, and is loaded again. */
  async revive(): Promise<void> {
    await this.activate();
    await this.attach();
    await this.loaded();
  }

  /**
   * Runs an action, and waits for the browser's word: a question to a page that is on its way into
   * the back/forward cache would throw it out of there.
   */
  private async told<Params>(event: string, action: () => Promise<unknown>): Promise<Params> {
    let end = (): void => undefined;
    const told = new Promise<Params>((resolve) => {
      end = this.cdp.on<Params>(event, (params, session) => {
        if (session === this.session) resolve(params);
      });
    });
    try {
      return (await Promise.all([within(ANSWER_MS, event, told), action()]))[0];
    } finally {
      end();
    }
  }

  private async attach(): Promise<void> {
    const params = { targetId: this.target, flatten: true };
    const { sessionId } = await this.cdp.send<{ sessionId: string }>(
      "Target.attachToTarget",
      params,
    );
    this.session = sessionId;
    await this.send("Page.enable");
  }

  private async crashed(action: () => void): Promise<void> {
    await this.after("Target.targetCrashed", async () => action());
    this.cdp.abandon(this.session);
  }

  private async gone(action: () => Promise<unknown>): Promise<void> {
    await this.after("Target.targetDestroyed", action);
    this.cdp.abandon(this.session);
  }

  /** Runs an action, and waits for the event that tells its end. */
  private async after(event: string, action: () => Promise<unknown>): Promise<void> {
    let end = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      end = this.cdp.on<{ targetId: string }>(event, ({ targetId }) => {
        if (targetId === this.target) resolve();
      });
    });
    try {
      await Promise.all([action().catch(() => undefined), within(ANSWER_MS, event, told)]);
    } finally {
      end();
    }
  }
}
