/** A profile of the browser (a "browser context"): the tabs in it share an origin's storage. */
import type { Cdp } from "./cdp";
import { watchProblems } from "./problems";
import { Tab } from "./tab";

interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
  browserContextId: string;
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

/** How a page is shown that is watched. */
export interface Look {
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
}

export interface Cookie {
  name: string;
  value: string;
}

export class Profile {
  /** Those that are open, and those that have gone. */
  readonly allTabs: Tab[] = [];
  private readonly preparations: ((tab: Tab) => Promise<unknown>)[] = [];

  private constructor(
    private readonly cdp: Cdp,
    private readonly id: string,
    /** A blank tab, so that the window stays open. */
    private readonly keeper: Tab,
    private readonly disposed: (profile: Profile) => void,
  ) {}

  /** @param disposed is called when the profile is as good as new. */
  static async create(cdp: Cdp, disposed: (profile: Profile) => void): Promise<Profile> {
    const { browserContextId } = await cdp.send<{ browserContextId: string }>(
      "Target.createBrowserContext",
      { disposeOnDetach: true },
    );
    const keeper = await Tab.attach(cdp, await createTarget(cdp, browserContextId));
    return new Profile(cdp, browserContextId, keeper, disposed);
  }

  /**
   * Opens a tab, and waits until its page is loaded. Opened so, and not by `window.open`, each has a
   * renderer process of its own (see platform.test.ts): a crash takes one tab only.
   */
  async open(url: string, place: Place = {}): Promise<Tab> {
    const tab = await this.openBlank(place);
    await tab.navigate(url);
    return tab;
  }

  async openBlank(place: Place = {}): Promise<Tab> {
    return this.attach(await createTarget(this.cdp, this.id, place));
  }

  /** The tabs that are open. */
  get tabs(): readonly Tab[] {
    return this.allTabs.filter(({ isGone }) => !isGone);
  }

  /** Does something with each tab, now or when it is opened, before its page is loaded. */
  async prepare(action: (tab: Tab) => Promise<unknown>): Promise<void> {
    this.preparations.push(action);
    await Promise.all(this.tabs.map(action));
  }

  /** All tabs are in front, look like this, and write down their problems. */
  async watch({ viewport = { width: 1100, height: 800 }, colorScheme = "light" }: Look = {}) {
    const features = [{ name: "prefers-color-scheme", value: colorScheme }];
    const screen = { ...viewport, deviceScaleFactor: 1, mobile: false };
    await this.prepare((tab) =>
      Promise.all([
        tab.send("Emulation.setFocusEmulationEnabled", { enabled: true }),
        tab.send("Emulation.setDeviceMetricsOverride", screen),
        tab.send("Emulation.setEmulatedMedia", { features }),
        watchProblems(tab),
      ]),
    );
  }

  async cookies(): Promise<Cookie[]> {
    const context = { browserContextId: this.id };
    return (await this.cdp.send<{ cookies: Cookie[] }>("Storage.getCookies", context)).cookies;
  }

  /** @param url of the site that they are for. */
  async setCookies(url: string, values: Record<string, string>): Promise<void> {
    const cookies = Object.entries(values).map(([name, value]) => ({ name, value, url }));
    await this.cdp.send("Storage.setCookies", { cookies, browserContextId: this.id });
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

  /** Closes all tabs, and forgets what their pages have stored. */
  async dispose(): Promise<void> {
    for (const tab of this.allTabs.splice(0)) tab.wake();
    this.preparations.length = 0;
    const targets = await this.openTargets();
    await Promise.all(targets.map(({ targetId }) => new Tab(this.cdp, targetId, "").close()));
    await this.clear(targets.map(({ url }) => new URL(url).origin));
    this.disposed(this);
  }

  /** All tabs, also those that a test has opened without `Tab`. */
  private async openTargets(): Promise<TargetInfo[]> {
    const { targetInfos } = await this.cdp.send<{ targetInfos: TargetInfo[] }>("Target.getTargets");
    return targetInfos.filter(
      (target) =>
        target.type === "page" && target.browserContextId === this.id && !this.keeper.is(target),
    );
  }

  private async clear(origins: string[]): Promise<void> {
    await this.cdp.send("Storage.clearCookies", { browserContextId: this.id });
    for (const origin of new Set(origins))
      await this.keeper.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  }

  private async attach(targetId: string): Promise<Tab> {
    const tab = await Tab.attach(this.cdp, targetId);
    this.allTabs.push(tab);
    for (const prepare of this.preparations) await prepare(tab);
    return tab;
  }
}

async function createTarget(
  cdp: Cdp,
  browserContextId: string,
  place: Place = {},
): Promise<string> {
  const target = { ...place, url: "about:blank", browserContextId };
  return (await cdp.send<{ targetId: string }>("Target.createTarget", target)).targetId;
}
