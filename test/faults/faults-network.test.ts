/** Faults 20, 21, 32 and 17: the network, much to carry, and many tabs. */
import { DIED, type Fault, faultTests } from "./fault";
import type { Group } from "./group";
import { Proxy } from "./proxy";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";

/** Tabs that were started with a proxy's port reach the server through it. */
async function cutNetwork(group: Group, proxy: Proxy): Promise<void> {
  proxy.cut();
  await until(() => group.connections).toEqual([]);
  await Promise.all(group.tabs.map((tab) => tab.until("!tab.status().isConnected")));
  await until(() => proxy.refused, 20_000).toBeGreaterThan(0);
  proxy.mend();
}

const FAULTS: readonly Fault[] = [
  {
    title: "17: twelve tabs are opened at once",
    tabs: 1,
    act: (group) => group.open(12),
  },
  {
    title: "20: the server drops the connection",
    isBasic: true,
    tolerance: { gapMs: 10_000 },
    async act(group) {
      group.server.closeConnections();
      await until(() => group.connections.length).toBeGreaterThan(0);
    },
  },
  {
    title: "21: the network is cut",
    isForOneNode: true,
    tabs: 1,
    tolerance: { gapMs: 15_000 },
    async act(group, stage) {
      const proxy = await Proxy.start(group.server.port);
      stage.after(() => proxy.close());
      await group.lose(group.tabs[0] as Tab);
      await group.open(3, { node: `${group.way.host}:${proxy.port}` });
      await group.steady();
      await cutNetwork(group, proxy);
    },
  },
  {
    title: "32: ten tabs, messages of 10 kB, the leader crashes",
    tabs: 10,
    tolerance: { ...DIED, gapMs: 10_000 },
    async act(group) {
      group.news.start("x".repeat(10_000), 20);
      await group.hears(group.news.last + 20);
      await group.lose(await group.leader(), "crash");
      await group.hears(group.news.last + 20);
    },
  },
];

faultTests(useFaultStage(), FAULTS);
