/** A site with pages as they were written for the originals, beside the demo's own. */
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { PageGlobals } from "../../../src/legacy/page-globals";
import { until, type Stage } from "../support";

/** In the page. */
declare const window: Window & Required<PageGlobals>;

/** What the site's template writes into its pages. */
export interface SiteConfig {
  /** Not given where the template knows none. */
  node?: string | undefined;
  name?: string;
  user_id?: number;
  user_key?: string;
  friend?: number;
  cookies?: { key: string; id: string };
}

const FOLDER = new URL("./", import.meta.url);

/** A browser of its own, with tabs of one of the site's pages. */
export class OldSite {
  /** What went wrong in any tab but the first, which the stage watches itself. */
  readonly problems: string[] = [];

  private constructor(
    private readonly stage: Stage,
    readonly context: BrowserContext,
    private readonly first: Page,
  ) {}

  static async open(stage: Stage, config: SiteConfig): Promise<OldSite> {
    const { address } = stage.demo;
    // A page that a test serves is from nowhere for Chromium, which keeps such pages from this machine.
    const { context, page } = await stage.prepare({ permissions: ["local-network-access"] });
    // Not from the demo server: its policy forbids the inline scripts that these pages consist of.
    await context.route(`${address}/old-pages/*`, async (route) => {
      const file = new URL(route.request().url()).pathname.replace("/old-pages/", "");
      if (file !== "config.js")
        return route.fulfill({ path: fileURLToPath(new URL(file, FOLDER)) });
      const node = new URL(address).host;
      const body = `var config = ${JSON.stringify({ node, ...config })};`;
      await route.fulfill({ body, contentType: "text/javascript" });
    });
    return new OldSite(stage, context, page);
  }

  /** Two tabs with a page; the first is the master. All that they subscribed to is in force. */
  async openTwoTabs(name: string): Promise<[OldTab, OldTab]> {
    const first = await this.openTab(name, this.first);
    const second = await this.openTab(name, await this.context.newPage());
    expect(await Promise.all([first.isMaster(), second.isMaster()])).toEqual([true, false]);
    return [first, second];
  }

  /** A tab with a page, connected. @param query what stands behind the page's name. */
  async openTab(name: string, page = this.first, query = ""): Promise<OldTab> {
    if (page !== this.first) {
      page.on("console", (line) => this.problems.push(`${line.type()}: ${line.text()}`));
      page.on("pageerror", (error) => this.problems.push(`uncaught: ${String(error)}`));
    }
    // The page itself may have to wait for what else it loads.
    const url = `${this.stage.demo.address}/old-pages/${name}.html${query}`;
    await page.goto(url, { waitUntil: "domcontentloaded" });
    const tab = new OldTab(page);
    await until(() => tab.isConnected()).toBe(true);
    await tab.settle();
    return tab;
  }
}

/** What a visitor sees and does. */
export class OldTab {
  constructor(readonly page: Page) {}

  text(selector: string): Promise<string | null> {
    return this.page.locator(selector).textContent();
  }

  /** The texts of a list's items. */
  items(list: string): Promise<string[]> {
    return this.page.locator(`${list} li`).allTextContents();
  }

  click(selector: string): Promise<void> {
    return this.page.click(selector);
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
