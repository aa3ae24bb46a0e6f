/** A profile and a site for each test. */
import { afterEach, inject } from "vitest";
import type { DevServer } from "../../dev-server/types";
import { Group, type Query } from "./group";
import type { Profile } from "../support/browser/profile";
import { useBrowser } from "../support/browser/shared-browser";
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

/** WebKit finds this machine by the names of ways.ts when it loads a page, not when it connects. */
function nodeOf({ host }: Way, { port }: DevServer): Query {
  const needsNode = inject("engine") === "webkit" && host !== "127.0.0.1";
  return needsNode ? { node: `127.0.0.1:${port}` } : {};
}

/** To be called once per file. */
export function useFaultStage(): FaultStage {
  const newProfile = useBrowser();
  const ends: (() => unknown)[] = [];

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const site = async () => {
    const server = await startSite();
    ends.push(() => server.close());
    return server;
  };
  const profile = async () => {
    const created = await newProfile();
    ends.push(() => created.dispose());
    return created;
  };
  return {
    profile,
    site,
    after: (end) => void ends.push(end),
    group: async (way, query = {}) => {
      const server = await site();
      const group = new Group(way, server, await profile(), { ...nodeOf(way, server), ...query });
      ends.push(() => group.news.stop());
      return group;
    },
  };
}
