/** A tab of the browser, and all that can befall it. */
import { writeFile } from "node:fs/promises";
import type { Cdp } from "./cdp";
import { clickDiscard } from "./discard";
import { Page } from "./page";
import { rendererOf } from "./processes";

export class Tab extends Page {
  private stopped: number | undefined;

  /** @param target for the browser, @param session for commands. */
  constructor(
    cdp: Cdp,
    private target: string,
    session: string,
  ) {
    super(cdp, session);
  }

  static async attach(cdp: Cdp, target: string): Promise<Tab> {
    const tab = new Tab(cdp, target, "");
    await tab.attach();
    return tab;
  }

  /** Whether the browser means this tab. */
  is({ targetId }: { targetId: string }): boolean {
    return targetId === this.target;
  }

  async loaded(path?: string): Promise<void> {
    const isThere = path === undefined ? "" : ` && location.pathname === ${JSON.stringify(path)}`;
    await this.until(`document.readyState === "complete"${isThere}`);
  }

  async screenshot(path: string): Promise<void> {
    const { data } = await this.send<{ data: string }>("Page.captureScreenshot");
    await writeFile(path, Buffer.from(data, "base64"));
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

  /** @param event which is waited for. */
  async navigate(url: string, event: "load" | "domContent" = "load"): Promise<void> {
    await this.told(`Page.${event}EventFired`, async () => {
      const { errorText } = await this.send<{ errorText?: string }>("Page.navigate", { url });
      if (errorText) throw new Error(`${url}: ${errorText}`);
    });
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

  private async crashed(action: () => void): Promise<void> {
    await this.ended("Target.targetCrashed", async () => action());
  }

  private async gone(action: () => Promise<unknown>): Promise<void> {
    await this.ended("Target.targetDestroyed", action);
  }

  /** Runs an action whose answer may end with the tab. */
  private async ended(event: string, action: () => Promise<unknown>): Promise<void> {
    const act = () => action().catch(() => undefined);
    await this.cdp.told<{ targetId: string }>(event, (target) => this.is(target), act);
    this.isGone = true;
    this.cdp.abandon(this.session);
  }
}
