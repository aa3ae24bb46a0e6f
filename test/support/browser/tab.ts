/** A tab of the browser, and all that can befall it. */
import type { Cdp } from "./cdp";
import { clickDiscard } from "./discard";
import { rendererOf } from "./processes";
import { callOf, type Described, read } from "./values";
import { repeat, within } from "./wait";

interface Evaluation {
  result: { value?: unknown; deepSerializedValue?: Described };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

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
    const answer = this.cdp.send<Result>(method, params, this.session);
    return within(this.cdp.patienceMs, method, answer);
  }

  /**
   * The value of an expression in the page, or what a function returns that is called there; awaited.
   * The function knows nothing but its arguments. A frozen page answers, too.
   */
  async evaluate<Value = unknown>(expression: string): Promise<Value>;
  async evaluate<Args extends unknown[], Value>(
    action: (...args: Args) => Value,
    ...args: Args
  ): Promise<Awaited<Value>>;
  async evaluate(action: string | ((...args: never[]) => unknown), ...args: unknown[]) {
    if (typeof action === "string") return (await this.run(action, { returnByValue: true })).value;
    const options = { serializationOptions: { serialization: "deep" } };
    const { deepSerializedValue } = await this.run(callOf(action, args), options);
    return deepSerializedValue && read(deepSerializedValue);
  }

  /** As an expression that the handler of a click runs: the page may do what only users may. */
  async evaluateAsUser(expression: string): Promise<void> {
    await this.run(expression, { userGesture: true });
  }

  /** Waits for an expression to become true; the page may be loading or gone for now. */
  until(expression: string, milliseconds?: number): Promise<void>;
  /** The same with a function that is called in the page. */
  until<Args extends unknown[]>(action: (...args: Args) => unknown, ...args: Args): Promise<void>;
  until(condition: string | ((...args: never[]) => unknown), ...args: unknown[]): Promise<void> {
    const isText = typeof condition === "string";
    const expression = isText ? condition : callOf(condition, args);
    const limit = (isText ? (args[0] as number | undefined) : undefined) ?? this.cdp.patienceMs;
    const isTrue = () => this.evaluate(`Promise.resolve(${expression}).then(Boolean)`);
    return repeat(limit, () =>
      isTrue().then(
        (value) => (value ? undefined : expression),
        (error: unknown) => `${expression}: ${String(error)}`,
      ),
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
    await this.told("Page.loadEventFired", () => this.evaluateAsUser(`(() => { ${click} })()`));
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

  private async attach(): Promise<void> {
    const { sessionId } = await this.cdp.send<{ sessionId: string }>("Target.attachToTarget", {
      targetId: this.target,
      flatten: true,
    });
    this.session = sessionId;
    await this.send("Page.enable");
  }

  private async run(expression: string, options: object): Promise<Evaluation["result"]> {
    const { result, exceptionDetails: problem } = await this.send<Evaluation>("Runtime.evaluate", {
      ...{ expression, awaitPromise: true, ...options },
    });
    if (problem) throw new Error(problem.exception?.description ?? problem.text);
    return result;
  }

  /**
   * Runs an action, and waits for the browser's word: a question to a page that is on its way into
   * the back/forward cache would throw it out of there.
   */
  private told<Params>(event: string, action: () => Promise<unknown>): Promise<Params> {
    return this.cdp.told<Params>(event, (_, session) => session === this.session, action);
  }

  private async crashed(action: () => void): Promise<void> {
    await this.ended("Target.targetCrashed", async () => action());
  }

  private async gone(action: () => Promise<unknown>): Promise<void> {
    await this.ended("Target.targetDestroyed", action);
  }

  /** Runs an action whose answer may end with the tab. */
  private async ended(event: string, action: () => Promise<unknown>): Promise<void> {
    const isThis = ({ targetId }: { targetId: string }) => targetId === this.target;
    await this.cdp.told(event, isThis, () => action().catch(() => undefined));
    this.cdp.abandon(this.session);
  }
}
