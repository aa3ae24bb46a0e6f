/** A demo server for each test, and visitors who are watched. */
import { afterEach, beforeEach, expect } from "vitest";
import { startDemo, type Demo } from "../../examples/demo-server.mjs";
import type { Look, Profile } from "../support/browser/profile";
import { useBrowser } from "../support/browser/shared-browser";
import type { Tab } from "../support/browser/tab";

/** A browser of its own (storage included) with one tab. */
export class Visitor {
  private constructor(
    readonly profile: Profile,
    readonly page: Tab,
  ) {}

  static async create(profile: Profile, look?: Look): Promise<Visitor> {
    await profile.watch(look);
    return new Visitor(profile, await profile.openBlank());
  }

  /**
   * The problems so far; forgets them. Of the first tab these are the console's lines, errors and
   * violations of the page's policy, of the other tabs such violations.
   */
  async takeProblems(): Promise<string[]> {
    const others = this.profile.tabs.filter((tab) => tab !== this.page);
    const problems = await Promise.all(others.map((tab) => tab.takeProblems()));
    const violations = problems.flat().filter((text) => text.startsWith("CSP: "));
    return [...(await this.page.takeProblems()), ...violations];
  }
}

export interface DemoStage<Site extends Demo = Demo> {
  /** Of the present test. */
  readonly demo: Site;
  /** Of the present test. */
  readonly visitors: readonly Visitor[];
  /** Opens a browser at a path of the demo server. */
  visit(path: string, look?: Look): Promise<Visitor>;
  /** The same, with something to prepare before the page loads. */
  prepare(look?: Look): Promise<Visitor>;
}

/** To be called once per file. A problem that no test took fails the test. */
export function useDemo(): DemoStage;
export function useDemo<Site extends Demo>(start: () => Promise<Site>): DemoStage<Site>;
export function useDemo(start: () => Promise<Demo> = startDemo): DemoStage {
  const newProfile = useBrowser();
  let demo: Demo;
  const visitors: Visitor[] = [];

  beforeEach(async () => {
    demo = await start();
  });
  afterEach(async () => {
    const present = visitors.splice(0);
    const problems = await Promise.all(present.map((visitor) => visitor.takeProblems()));
    await Promise.all(present.map(({ profile }) => profile.dispose()));
    await demo.close();
    expect(problems.flat(), "problems that nobody expected").toEqual([]);
  });

  const prepare = async (look?: Look) => {
    const visitor = await Visitor.create(await newProfile(), look);
    visitors.push(visitor);
    return visitor;
  };
  return {
    get demo() {
      return demo;
    },
    visitors,
    prepare,
    visit: async (path, look) => {
      const visitor = await prepare(look);
      await visitor.page.navigate(demo.address + path);
      return visitor;
    },
  };
}
