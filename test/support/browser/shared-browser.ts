/** The browser that all files of a project share: setup.ts starts it. */
import { afterAll, beforeAll, inject } from "vitest";
import { type Browser, connect } from "./browser";
import type { Profile } from "./profile";
// Says what `inject` knows.
import type {} from "./setup";

/** To be called once per file. What it returns gives a profile to whoever disposes of it. */
export function useBrowser(): () => Promise<Profile> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await connect(inject("engine"), inject("browserUrl"));
  });
  afterAll(() => browser.close());
  return () => browser.newProfile();
}
