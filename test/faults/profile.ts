/** A profile of the browser (a "browser context"): the tabs in it share an origin's storage. */
import type { Cdp } from "./cdp";
import { Tab } from "./tab";
import { within } from "./wait";

interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
  openerId?: string;
}

export class Profile {
  private readonly tabs: Tab[] = [];

  constructor(
    private readonly cdp: Cdp,
    private readonly id: string,
  ) {}

  /**
   * Opens a tab. Opened so, and not by `window.open`, each has a renderer process of its own (see
   * platform.test.ts), and hides the one that was in front.
   */
  async open(url: string): Promise<Tab> {
    const { targetId } = await this.cdp.send<{ targetId: string }>("Target.createTarget", {
      url,
      browserContextId: this.id,
    });
    return this.attach(targetId);
  }

  /** Runs what opens another tab, and returns that. */
  async opened(action: () => Promise<unknown>): Promise<Tab> {
    let end = (): void => undefined;
    const created = new Promise<string>((resolve) => {
      end = this.cdp.on<{ targetInfo: TargetInfo }>("Target.targetCreated", ({ targetInfo }) => {
        if (targetInfo.type === "page" && targetInfo.openerId) resolve(targetInfo.targetId);
      });
    });
    try {
      await action();
      return await this.attach(await within(10_000, "a new tab", created));
    } finally {
      end();
    }
  }

  /** The frame of a page that runs in a process of its own: a sandboxed or a third-party one. */
  async foreignFrame(page: Tab, path: string): Promise<Tab> {
    let end = (): void => undefined;
    const attached = new Promise<{ sessionId: string; targetInfo: TargetInfo }>((resolve) => {
      end = this.cdp.on<{ sessionId: string; targetInfo: TargetInfo }>(
        "Target.attachedToTarget",
        (event) => event.targetInfo.type === "iframe" && resolve(event),
      );
    });
    try {
      await page.send("Target.setAutoAttach", {
        autoAttach: true,
        waitForDebuggerOnStart: false,
        flatten: true,
      });
      const { sessionId, targetInfo } = await within(10_000, `a frame ${path}`, attached);
      return new Tab(this.cdp, targetInfo.targetId, sessionId);
    } finally {
      end();
    }
  }

  /** Closes all tabs. */
  async dispose(): Promise<void> {
    for (const tab of this.tabs) tab.wake();
    await this.cdp.send("Target.disposeBrowserContext", { browserContextId: this.id });
  }

  private async attach(targetId: string): Promise<Tab> {
    const tab = await Tab.attach(this.cdp, targetId);
    this.tabs.push(tab);
    return tab;
  }
}
