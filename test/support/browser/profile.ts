/** A profile of a browser: the tabs in it share cookies, storage, locks and channels. */
import type { Tab } from "./tab";

/** Where a tab opens. Default: as a user's new tab. In Chromium and Firefox it hides the others. */
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

interface Preparation<Kind> {
  run(tab: Kind): Promise<unknown>;
}

export abstract class Profile<Kind extends Tab = Tab> {
  /** Those that are open, and those that have gone. */
  readonly allTabs: Kind[] = [];
  private readonly preparations: Preparation<Kind>[] = [];

  /** All tabs write down their problems; where the engine can, they are in front and look like this. */
  abstract watch(look?: Look): Promise<void>;
  /** Closes all tabs, and forgets what their pages have stored. */
  abstract dispose(): Promise<void>;
  protected abstract create(place: Place): Promise<Kind>;

  /** The tabs that are open. */
  get tabs(): readonly Kind[] {
    return this.allTabs.filter(({ isGone }) => !isGone);
  }

  /** Opens a tab, and waits until its page is loaded. */
  async open(url: string, place: Place = {}): Promise<Kind> {
    const tab = await this.openBlank(place);
    await tab.navigate(url);
    return tab;
  }

  async openBlank(place: Place = {}): Promise<Kind> {
    return this.take(await this.create(place));
  }

  /** Does something with each tab, now or when it is opened, before its page is loaded. */
  async prepare(action: (tab: Kind) => Promise<unknown>): Promise<void> {
    this.preparations.push({ run: action });
    await Promise.all(this.tabs.map(action));
  }

  protected async take(tab: Kind): Promise<Kind> {
    this.allTabs.push(tab);
    for (const preparation of this.preparations) await preparation.run(tab);
    return tab;
  }

  /** Gives all tabs up, the halted ones running again. */
  protected forget(): void {
    for (const tab of this.allTabs.splice(0)) tab.wake();
    this.preparations.length = 0;
  }
}

/** Profiles that were disposed of are used again, since it takes long to make one. */
export class Profiles<Kind> {
  private readonly unused = new Set<Kind>();

  /** @param create makes one that calls its argument when it is as good as new. */
  constructor(private readonly create: (disposed: (profile: Kind) => void) => Promise<Kind>) {}

  async next(): Promise<Kind> {
    for (const profile of this.unused) {
      this.unused.delete(profile);
      return profile;
    }
    return this.create((profile) => void this.unused.add(profile));
  }
}
