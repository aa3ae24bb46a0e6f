/** A profile of Firefox: a "user context", which users know as a container. */
import { type Look, type Place, Profile } from "../profile";
import type { Remote } from "../remote";
import { watchProblems } from "./problems";
import { FirefoxTab } from "./tab";

export class FirefoxProfile extends Profile<FirefoxTab> {
  private constructor(
    private readonly remote: Remote,
    private readonly browserPid: number,
    private readonly id: string,
  ) {
    super();
  }

  static async open(remote: Remote, browserPid: number): Promise<FirefoxProfile> {
    const { userContext } = await remote.send<{ userContext: string }>("browser.createUserContext");
    return new FirefoxProfile(remote, browserPid, userContext);
  }

  async watch({ viewport = { width: 1100, height: 800 } }: Look = {}): Promise<void> {
    await this.prepare(async (tab) => {
      await tab.send("browsingContext.setViewport", { viewport });
      await watchProblems(tab);
    });
  }

  async dispose(): Promise<void> {
    this.forget();
    await this.remote.send("browser.removeUserContext", { userContext: this.id });
  }

  protected async create({ newWindow, background = false }: Place): Promise<FirefoxTab> {
    const { context } = await this.remote.send<{ context: string }>("browsingContext.create", {
      ...{ type: newWindow ? "window" : "tab", background: true, userContext: this.id },
    });
    const tab = new FirefoxTab(this.remote, context, this.browserPid);
    if (!background) await tab.activate();
    return tab;
  }
}
