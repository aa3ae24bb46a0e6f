/** A profile of WebKit: a browser of its own. */
import { Profile } from "../profile";
import type { Session } from "./session";
import { WebKitTab } from "./tab";

export class WebKitProfile extends Profile<WebKitTab> {
  private isWatched = false;

  /** @param disposed is called when the profile is as good as new. */
  constructor(
    private readonly session: Session,
    private readonly disposed: (profile: WebKitProfile) => void,
  ) {
    super();
  }

  async watch(): Promise<void> {
    this.isWatched = true;
    for (const tab of this.tabs) await tab.watchProblems();
  }

  async dispose(): Promise<void> {
    const { tabs } = this;
    this.forget();
    this.isWatched = false;
    for (const tab of tabs) tab.dismissAgent();
    try {
      for (const tab of tabs) await tab.clear();
      await this.session.closeWindows();
      this.disposed(this);
    } catch {
      // A page whose process was killed has taken the session along.
      await this.session.close();
    }
  }

  /** The first one is visible, and the further ones are hidden, wherever they are to open. */
  protected async create(): Promise<WebKitTab> {
    const window = await this.session.takeTab();
    const tab = new WebKitTab(this.session, window, () => this.tabs);
    if (this.isWatched) await tab.watchProblems();
    return tab;
  }
}
