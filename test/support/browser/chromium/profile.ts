/** A profile of Chromium: a "browser context". */
import { type Look, type Place, Profile } from "../profile";
import type { Remote } from "../remote";
import type { Tab } from "../tab";
import { watchProblems } from "./problems";
import { ChromiumTab, chromiumTab } from "./tab";

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

export interface Cookie {
  name: string;
  value: string;
}

export class ChromiumProfile extends Profile<ChromiumTab> {
  private constructor(
    private readonly remote: Remote,
    private readonly id: string,
    /** A blank tab, so that the window stays open. */
    private readonly keeper: ChromiumTab,
    private readonly disposed: (profile: ChromiumProfile) => void,
  ) {
    super();
  }

  /** @param disposed is called when the profile is as good as new. */
  static async create(
    remote: Remote,
    disposed: (profile: ChromiumProfile) => void,
  ): Promise<ChromiumProfile> {
    const { browserContextId } = await remote.send<{ browserContextId: string }>(
      "Target.createBrowserContext",
      { disposeOnDetach: true },
    );
    const keeper = await ChromiumTab.attach(remote, await createTarget(remote, browserContextId));
    return new ChromiumProfile(remote, browserContextId, keeper, disposed);
  }

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
    return (await this.remote.send<{ cookies: Cookie[] }>("Storage.getCookies", context)).cookies;
  }

  /** @param url of the site that they are for. */
  async setCookies(url: string, values: Record<string, string>): Promise<void> {
    const cookies = Object.entries(values).map(([name, value]) => ({ name, value, url }));
    await this.remote.send("Storage.setCookies", { cookies, browserContextId: this.id });
  }

  /** Runs what opens another tab, and returns that. */
  async opened(action: () => Promise<unknown>): Promise<ChromiumTab> {
    const isPopup = ({ targetInfo: { type, openerId } }: { targetInfo: TargetInfo }) =>
      type === "page" && openerId !== undefined;
    const { targetInfo } = await this.remote.told("Target.targetCreated", isPopup, action);
    return this.take(await ChromiumTab.attach(this.remote, targetInfo.targetId));
  }

  /** The frame of a page that runs in a process of its own: a sandboxed or a third-party one. */
  async foreignFrame(page: Tab): Promise<ChromiumTab> {
    const options = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    const { sessionId, targetInfo } = await this.remote.told<AttachedFrame>(
      "Target.attachedToTarget",
      (frame) => frame.targetInfo.type === "iframe",
      () => chromiumTab(page).send("Target.setAutoAttach", options),
    );
    return new ChromiumTab(this.remote, targetInfo.targetId, sessionId);
  }

  async dispose(): Promise<void> {
    this.forget();
    const targets = await this.openTargets();
    await Promise.all(
      targets.map(({ targetId }) => new ChromiumTab(this.remote, targetId, "").close()),
    );
    await this.clear(targets.map(({ url }) => new URL(url).origin));
    this.disposed(this);
  }

  /** All tabs, also those that a test has opened without this class. */
  private async openTargets(): Promise<TargetInfo[]> {
    const { targetInfos } = await this.remote.send<{ targetInfos: TargetInfo[] }>(
      "Target.getTargets",
    );
    return targetInfos.filter(
      (target) =>
        target.type === "page" && target.browserContextId === this.id && !this.keeper.is(target),
    );
  }

  private async clear(origins: string[]): Promise<void> {
    await this.remote.send("Storage.clearCookies", { browserContextId: this.id });
    for (const origin of new Set(origins))
      await this.keeper.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  }

  /** Opened so, and not by `window.open`, each has a process of its own: see platform.test.ts. */
  protected async create(place: Place): Promise<ChromiumTab> {
    return ChromiumTab.attach(this.remote, await createTarget(this.remote, this.id, place));
  }
}

async function createTarget(
  remote: Remote,
  browserContextId: string,
  place: Place = {},
): Promise<string> {
  const target = { ...place, url: "about:blank", browserContextId };
  return (await remote.send<{ targetId: string }>("Target.createTarget", target)).targetId;
}

/** For tests of what only Chromium does. */
export function chromium(profile: Profile): ChromiumProfile {
  if (profile instanceof ChromiumProfile) return profile;
  throw new Error("This test is for Chromium");
}
