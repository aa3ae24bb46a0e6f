/** A demo server for each test, a browser for each file, and visitors who are watched. */
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { startDemo, type Demo } from "../../examples/demo-server.mjs";
import type { ServerProfile } from "../../dev-server";
import { CHROMIUM_ARGS, requireChromium } from "../../scripts/chromium.mjs";

/** Waits for what `read` returns to become what the test expects. */
export function until<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: 15_000, interval: 20 });
}

/** A browser of its own (storage included) with one page. */
export class Visitor {
  private problems: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async create(browser: Browser, options: BrowserContextOptions): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width: 1100, height: 800 },
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const visitor = new Visitor(context, await context.newPage());
    await visitor.watch();
    return visitor;
  }

  /** The console's lines, errors of the page and violations of its CSP so far; forgets them. */
  async takeProblems(): Promise<string[]> {
    // Events arrive in order: with this answer, all that happened before it is here.
    if (!this.page.isClosed()) await this.page.evaluate(() => 0);
    return this.problems.splice(0);
  }

  private async watch(): Promise<void> {
    const { context, page, problems } = this;
    page.on("console", (line) => problems.push(`${line.type()}: ${line.text()}`));
    page.on("pageerror", (error) => problems.push(`uncaught: ${String(error)}`));
    await context.exposeBinding("reportViolation", (_source, text: string) =>
      problems.push(`CSP: ${text}`),
    );
    await context.addInitScript(() => {
      const { reportViolation } = window as unknown as { reportViolation(text: string): void };
      document.addEventListener("securitypolicyviolation", (event) =>
        reportViolation(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
  }
}

export interface Stage {
  readonly demo: Demo;
  /** Of the present test. */
  readonly visitors: readonly Visitor[];
  /** Opens a browser at a path of the demo server. */
  visit(path: string, options?: BrowserContextOptions): Promise<Visitor>;
  /** The same, with something to prepare before the page loads. */
  prepare(options?: BrowserContextOptions): Promise<Visitor>;
}

/** To be called once per file. A problem that no test took fails the test. */
export function useStage({ profile }: { profile?: ServerProfile } = {}): Stage {
  let browser: Browser;
  let demo: Demo;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: await requireChromium(),
      args: CHROMIUM_ARGS,
    });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    demo = await startDemo(profile && { profile });
  });
  afterEach(async () => {
    const present = visitors.splice(0);
    const problems = await Promise.all(present.map((visitor) => visitor.takeProblems()));
    await Promise.all(present.map(({ context }) => context.close()));
    await demo.close();
    expect(problems.flat(), "problems that nobody expected").toEqual([]);
  });

  const prepare = async (options: BrowserContextOptions = {}) => {
    const visitor = await Visitor.create(browser, options);
    visitors.push(visitor);
    return visitor;
  };
  return {
    get demo() {
      return demo;
    },
    visitors,
    prepare,
    visit: async (path, options) => {
      const visitor = await prepare(options);
      await visitor.page.goto(demo.address + path);
      return visitor;
    },
  };
}
