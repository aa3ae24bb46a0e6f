/**
 * As much of `@playwright/test` as the example in docs/testing.md uses, on the driver of these tests: so
 * the example runs here, without another driver.
 */
import { test as base, expect as expectThat } from "vitest";
import { until } from "../until";
import type { Elements } from "./elements";
import type { Profile } from "./profile";
import type { Tab } from "./tab";

const ROLES = { status: "[role=status]", listitem: "li", button: "button=" };

type Expected = string | RegExp;

class Locator {
  constructor(readonly elements: Elements) {}

  fill(text: string): Promise<void> {
    return this.elements.fill(text);
  }

  click(): Promise<void> {
    return this.elements.click();
  }
}

class Page {
  constructor(private readonly tab: Tab) {}

  async goto(path: string): Promise<void> {
    await this.tab.navigate(stage.baseURL + path);
  }

  getByLabel(text: string): Locator {
    return new Locator(this.tab.find(`label=${text}`));
  }

  getByRole(role: keyof typeof ROLES): Locator {
    return new Locator(this.tab.find(ROLES[role]));
  }
}

/** What Playwright takes out of its configuration; for the test that runs an example. */
export const stage = {
  baseURL: "",
  newProfile: (): Promise<Profile> => Promise.reject(new Error("no browser was given")),
};

class Browser {
  private readonly profiles: Profile[] = [];

  /** In a context of its own. */
  async newPage(): Promise<Page> {
    const profile = await stage.newProfile();
    this.profiles.push(profile);
    return new Page(await profile.openBlank());
  }

  async close(): Promise<void> {
    for (const profile of this.profiles) await profile.dispose();
  }
}

export const test = base.extend<{ browser: Browser }>({
  browser: async ({}, use) => {
    const browser = new Browser();
    await use(browser);
    await browser.close();
  },
});

export function expect({ elements }: Locator) {
  const texts = async () => (await elements.texts()).map((text) => text.trim());
  const pattern = (text: Expected): unknown =>
    typeof text === "string" ? text : expectThat.stringMatching(text);
  return {
    toHaveText: (expected: Expected | Expected[]): Promise<void> =>
      until(texts).toEqual([expected].flat().map(pattern)),
  };
}
