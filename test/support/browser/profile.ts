/** A profile of the browser (a "browser context"): the tabs in it share an origin's storage. */
import type { Cdp } from "./cdp";
import { Tab } from "./tab";

interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
  openerId?: string;
}

interface AttachedFrame {
  sessionId: string;
  targetInfo: TargetInfo;
}

/** Where a tab opens. Default: it hides the one that was in front. */
export interface Place {
  /** In a window of its own: it hides no other tab. */
  newWindow?: boolean;
  /** Behind the tab in front. */
  background?: boolean;
}

export class Profile {
  private readonly tabs: Tab[] = [];

  constructor(
    private readonly cdp: Cdp,
    private readonly id: string,
  ) {}

  /**
   * Opens a tab, and waits until its page is loaded. Opened so, and not by `window.open`, each has a
   * renderer process of its own (see platform.test.ts): a crash takes one tab only.
   */
  async open(url: string, place: Place = {}): Promise<Tab> {
    const { targetId } = await this.cdp.send<{ targetId: string }>("Target.createTarget", {
      ...place,
      url: "about:blank",
      browserContextId: this.id,
    });
    const tab = await this.attach(targetId);
    await tab.navigate(url);
    return tab;
  }

  /** Runs what opens another tab, and returns that. */
  async opened(action: () => Promise<unknown>): Promise<Tab> {
    const isPopup = ({ targetInfo: { type, openerId } }: { targetInfo: TargetInfo }) =>
      type === "page" && openerId !== undefined;
    const { targetInfo } = await this.cdp.told("Target.targetCreated", isPopup, action);
    return this.attach(targetInfo.targetId);
  }

  /** The frame of a page that runs in a process of its own: a sandboxed or a third-party one. */
  async foreignFrame(page: Tab): Promise<Tab> {
    const options = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    const { sessionId, targetInfo } = await this.cdp.told<AttachedFrame>(
      "Target.attachedToTarget",
      (frame) => frame.targetInfo.type === "iframe",
      () => page.send("Target.setAutoAttach", options),
    );
    return new Tab(this.cdp, targetInfo.targetId, sessionId);
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
