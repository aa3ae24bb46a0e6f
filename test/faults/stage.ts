/** A profile and a site for each test. */
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import type { DevServer } from "../../dev-server/types";
import { Browser } from "../support/browser/browser";
// Says what `inject` knows.
import type {} from "../support/browser/setup";
import { Group, type Query } from "./group";
import type { Profile } from "../support/browser/profile";
import { startSite } from "./site";
import type { Way } from "./ways";

export interface FaultStage {
  profile(): Promise<Profile>;
  site(): Promise<DevServer>;
  /** What is to be done after the test. */
  after(end: () => unknown): void;
  /** A group without tabs so far. */
  group(way: Way, query?: Query): Promise<Group>;
}

/** To be called once per file. */
export function useFaultStage(): FaultStage {
  let browser: Browser;
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    browser = await Browser.connect(inject("debuggerUrl"));
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const site = async () => {
    const server = await startSite();
    ends.push(() => server.close());
    return server;
  };
  const profile = async () => {
    const created = await browser.newProfile();
    ends.push(() => created.dispose());
    return created;
  };
  return {
    profile,
    site,
    after: (end) => void ends.push(end),
    group: async (way, query = {}) => {
      const group = new Group(way, await site(), await profile(), query);
      ends.push(() => group.news.stop());
      return group;
    },
  };
}
