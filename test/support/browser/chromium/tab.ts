/** A tab of Chromium, over the Chrome DevTools Protocol. */
import type { Point } from "../page";
import { processOf } from "../processes";
import type { Remote } from "../remote";
import { clickOnLink, Tab } from "../tab";
import { callOf, type Described } from "../values";
import { within } from "../wait";
import { clickDiscard } from "./discard";

interface Evaluation {
  result: { deepSerializedValue?: Described };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

const WORKER_THREAD = "DedicatedWorker thread";

const ENTER = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" };
const SHIFT = 8;

export class ChromiumTab extends Tab {
  /** @param target for the browser, @param session for commands. */
  constructor(
    private readonly remote: Remote,
    private target: string,
    private session: string,
  ) {
    super("chromium", remote.patienceMs);
  }

  static async attach(remote: Remote, target: string): Promise<ChromiumTab> {
    const tab = new ChromiumTab(remote, target, "");
    await tab.attach();
    return tab;
  }

  send<Result = unknown>(method: string, params: object = {}): Promise<Result> {
    const answer = this.remote.send<Result>(method, params, this.session);
    return within(this.patienceMs, method, answer);
  }

  /** Listens to the browser, for as long as the tab is there. */
  on<Params>(event: string, listener: (params: Params) => void): void {
    this.remote.on<Params>(event, (params, session) => {
      if (session === this.session) listener(params);
    });
  }

  /** Lets the page call `window[name](text)`. */
  async expose(name: string, listener: (text: string) => void): Promise<void> {
    this.on<{ name: string; payload: string }>("Runtime.bindingCalled", (call) => {
      if (call.name === name) listener(call.payload);
    });
    await this.send("Runtime.addBinding", { name });
  }

  /** The addresses of all that the page asks for from now on, sockets included; the list grows. */
  async watchRequests(): Promise<string[]> {
    const urls: string[] = [];
    this.on<{ request: { url: string } }>("Network.requestWillBeSent", ({ request }) =>
      urls.push(request.url),
    );
    this.on<{ url: string }>("Network.webSocketCreated", ({ url }) => urls.push(url));
    await this.send("Network.enable");
    return urls;
  }

  /** Whether the browser means this tab. */
  is({ targetId }: { targetId: string }): boolean {
    return targetId === this.target;
  }

  async clickAt(point: Point): Promise<void> {
    const click = { ...point, button: "left", clickCount: 1 };
    await this.send("Input.dispatchMouseEvent", { ...click, type: "mousePressed" });
    await this.send("Input.dispatchMouseEvent", { ...click, type: "mouseReleased" });
  }

  async type(text: string): Promise<void> {
    await this.send("Input.insertText", { text });
  }

  async pressEnter(withShift = false): Promise<void> {
    const enter = { ...ENTER, modifiers: withShift ? SHIFT : 0 };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...enter });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  }

  override async beforeLoad<Args extends unknown[]>(
    action: (...args: Args) => void,
    ...args: Args
  ): Promise<void> {
    const source = callOf(action, args);
    await this.send("Page.addScriptToEvaluateOnNewDocument", { source });
  }

  close(): Promise<void> {
    return this.gone(() => this.remote.send("Target.closeTarget", { targetId: this.target }));
  }

  override closeAsked(): Promise<void> {
    return this.gone(() => this.send("Page.close"));
  }

  override async crash(): Promise<void> {
    await this.ended("Target.targetCrashed", () => this.send("Page.crash"));
  }

  override async kill(): Promise<void> {
    await this.ended("Target.targetCrashed", () => super.kill());
  }

  process(): Promise<number> {
    return processOf(this, () => this.renderers(), WORKER_THREAD);
  }

  async navigate(url: string, event: "load" | "domContent" = "load"): Promise<void> {
    await this.told(`Page.${event}EventFired`, async () => {
      const { errorText } = await this.send<{ errorText?: string }>("Page.navigate", { url });
      if (errorText) throw new Error(`${url}: ${errorText}`);
    });
  }

  override async follow(url: string): Promise<void> {
    await this.told("Page.loadEventFired", () => this.evaluateAsUser(clickOnLink(url)));
  }

  async back(): Promise<boolean> {
    const back = () => this.evaluate("void setTimeout(() => history.back())");
    const { type } = await this.told<{ type: string }>("Page.frameNavigated", back);
    await this.loaded();
    return type === "BackForwardCacheRestore";
  }

  override freeze(isFrozen: boolean): Promise<unknown> {
    return this.send("Page.setWebLifecycleState", { state: isFrozen ? "frozen" : "active" });
  }

  override throttle(rate: number): Promise<unknown> {
    return this.send("Emulation.setCPUThrottlingRate", { rate });
  }

  override activate(): Promise<unknown> {
    return this.remote.send("Target.activateTarget", { targetId: this.target });
  }

  override async discard(): Promise<void> {
    // The list of tabs there tells them apart by their addresses.
    const url = await this.evaluate<string>(
      `history.replaceState(null, "", "#${this.target}"), location.href`,
    );
    await this.remote.send("Target.detachFromTarget", { sessionId: this.session });
    await clickDiscard(this.remote, url);
    // Another target has taken its place.
    const { targetInfos } = await this.remote.send<{
      targetInfos: { targetId: string; url: string }[];
    }>("Target.getTargets");
    this.target = targetInfos.find((info) => info.url === url)?.targetId ?? this.target;
  }

  override async revive(): Promise<void> {
    await this.activate();
    await this.attach();
    await this.loaded();
  }

  protected startReload(): Promise<unknown> {
    return this.send("Page.reload");
  }

  protected async capture(): Promise<string> {
    return (await this.send<{ data: string }>("Page.captureScreenshot")).data;
  }

  protected async run(expression: string, isUser = false): Promise<Described | undefined> {
    const options = { awaitPromise: true, serializationOptions: { serialization: "deep" } };
    const { result, exceptionDetails: problem } = await this.send<Evaluation>("Runtime.evaluate", {
      ...{ expression, userGesture: isUser, ...options },
    });
    if (problem) throw new Error(problem.exception?.description ?? problem.text);
    return result.deepSerializedValue;
  }

  private async renderers(): Promise<number[]> {
    const { processInfo } = await this.remote.send<{ processInfo: { type: string; id: number }[] }>(
      "SystemInfo.getProcessInfo",
    );
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  }

  /**
   * Runs an action, and waits for the browser's word: a question to a page that is on its way into
   * the back/forward cache would throw it out of there.
   */
  private told<Params>(event: string, action: () => Promise<unknown>): Promise<Params> {
    return this.remote.told<Params>(event, (_, session) => session === this.session, action);
  }

  private async attach(): Promise<void> {
    const { sessionId } = await this.remote.send<{ sessionId: string }>("Target.attachToTarget", {
      targetId: this.target,
      flatten: true,
    });
    this.session = sessionId;
    await this.send("Page.enable");
  }

  private async gone(action: () => Promise<unknown>): Promise<void> {
    await this.ended("Target.targetDestroyed", action);
  }

  /** Runs an action whose answer may end with the tab. */
  private async ended(event: string, action: () => Promise<unknown>): Promise<void> {
    const isMeant = (target: { targetId: string }) => {
      if (!this.is(target)) return false;
      this.isGone = true;
      this.remote.abandon(this.session);
      return true;
    };
    await this.remote.told(event, isMeant, () => action().catch(() => undefined));
  }
}

/** For tests of what only Chromium does. */
export function chromiumTab(tab: Tab): ChromiumTab {
  if (tab instanceof ChromiumTab) return tab;
  throw new Error("This test is for Chromium");
}
