/** A site with pages as they were written for the originals, beside the demo's own. */
import { expect } from "vitest";
import type { PageGlobals } from "../../../src/legacy/page-globals";
import type { Profile } from "../../support/browser/profile";
import type { Tab } from "../../support/browser/tab";
import { until } from "../../support/until";
import type { DemoStage } from "../demo";
import type { OldPages, SiteConfig } from "./server";

/** In the page. */
declare const window: Window & Required<PageGlobals>;

/** A browser of its own, with tabs of one of the site's pages. */
export class OldSite {
  private constructor(
    readonly profile: Profile,
    private readonly first: Tab,
    private readonly address: string,
  ) {}

  static async open({ demo, prepare }: DemoStage<OldPages>, config: SiteConfig): Promise<OldSite> {
    const { profile, page } = await prepare();
    return new OldSite(profile, page, demo.address + demo.addSite(config));
  }

  /** What went wrong in any tab but the first, which the stage watches itself. */
  async takeProblems(): Promise<string[]> {
    const others = this.profile.allTabs.filter((tab) => tab !== this.first);
    return (await Promise.all(others.map((tab) => tab.takeProblems()))).flat();
  }

  /** Two tabs with a page; the first leads. All that they subscribed to is in force. */
  async openTwoTabs(name: string): Promise<[OldTab, OldTab]> {
    const first = await this.openTab(name, this.first);
    const second = await this.openTab(name, await this.profile.openBlank());
    expect(await Promise.all([first.isMaster(), second.isMaster()])).toEqual([true, false]);
    return [first, second];
  }

  /** A tab with a page, connected. @param query what stands behind the page's name. */
  async openTab(name: string, page = this.first, query = ""): Promise<OldTab> {
    // The page itself may have to wait for what else it loads.
    await page.navigate(`${this.address}${name}.html${query}`, "domContent");
    const tab = new OldTab(page);
    await until(() => tab.isConnected()).toBe(true);
    await tab.settle();
    return tab;
  }
}

/** What a visitor sees and does. */
export class OldTab {
  constructor(readonly page: Tab) {}

  text(selector: string): Promise<string | null> {
    return this.page.find(selector).text();
  }

  /** The texts of a list's items. */
  items(list: string): Promise<string[]> {
    return this.page.find(`${list} li`).texts();
  }

  click(selector: string): Promise<void> {
    return this.page.find(selector).click();
  }

  /** Everything that the page asked for before is done, and what the server sent before is here. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise((resolve) => {
          window.cometApi.count_users_in_pipe("web_settle", resolve);
        }),
    );
  }

  /** Does not let it wait long before it connects again. */
  wake(): Promise<boolean> {
    return this.page.evaluate(() => dispatchEvent(new Event("online")));
  }

  isConnected(): Promise<boolean> {
    return this.page.evaluate(() => window.cometApi.isConnected());
  }

  isMaster(): Promise<boolean | undefined> {
    return this.page.evaluate(() => window.cometApi.isMaster());
  }
}
