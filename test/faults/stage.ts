/** A profile and a site for each test. */
import { afterEach, inject } from "vitest";
import type { DevCluster, DevServer } from "../../dev-server";
import { asOne } from "./as-one";
import { Group, type Query } from "./group";
import type { Profile } from "../support/browser/profile";
import { useBrowser } from "../support/browser/shared-browser";
import { ownShape, type Shape } from "./shapes";
import { startClusterSite, startSite } from "./site";
import type { Way } from "./ways";

export interface FaultStage {
  profile(): Promise<Profile>;
  site(): Promise<DevServer>;
  cluster(nodes: number): Promise<DevCluster>;
  /** What is to be done after the test. */
  after(end: () => unknown): void;
  /** A group without tabs so far. */
  group(way: Way, query?: Query): Promise<Group>;
}

/** WebKit finds this machine by the names of ways.ts when it loads a page, not when it connects. */
function nodeOf({ host }: Way, { port, node }: DevServer, { nodes }: Shape): Query {
  if (nodes > 1) return { node };
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
  const cluster = async (nodes: number) => {
    const started = await startClusterSite(nodes);
    ends.push(() => started.close());
    return started;
  };
  const profile = async () => {
    const created = await newProfile();
    ends.push(() => created.dispose());
    return created;
  };
  return {
    profile,
    site,
    cluster,
    after: (end) => void ends.push(end),
    group: async (way, query = {}) => {
      const shape = ownShape();
      const { nodes, extraChannels, sockets } = shape;
      const server = nodes > 1 ? asOne(await cluster(nodes)) : await site();
      const channels: Query = extraChannels ? { channels: String(extraChannels) } : {};
      const all = { ...nodeOf(way, server, shape), ...channels, ...query };
      const group = new Group(way, server, await profile(), all, sockets);
      ends.push(() => group.news.stop());
      return group;
    },
  };
}
