/** A cluster whose nodes die and come back under load: the others go on, and nothing is lost. */
import { expect } from "vitest";
import { until } from "../support/until";
import { asOne } from "./as-one";
import { Group } from "./group";
import { NEWS } from "./page/report";
import type { FaultStage } from "./stage";
import { WAYS, type Way } from "./ways";

const KILLS = 10;

/** Ends the waits for the next attempt, which grow while a node is down again and again. */
const WAKE = `dispatchEvent(new Event("online")), 0`;

export async function killNodes(stage: FaultStage): Promise<void> {
  const cluster = await stage.cluster(2);
  const server = asOne(cluster);
  const [way] = WAYS as [Way];
  const group = new Group(way, server, await stage.profile(), { node: server.node }, 2);
  stage.after(() => group.news.stop());
  await group.open(3);
  await group.steady();
  await group.startTraffic(25);
  for (let i = 0; i < KILLS; i++) {
    const node = cluster.nodes[i % 2];
    cluster.kill(i % 2);
    await group.hears(group.news.last + 20);
    cluster.revive(i % 2);
    await until(async () => {
      await Promise.all(group.tabs.map((tab) => tab.evaluate(WAKE)));
      return node?.connections.flatMap(({ channels }) => channels);
    }, 40_000).toContain(NEWS);
    await group.hears(group.news.last + 20);
  }
  expect(await group.problems()).toEqual([]);
  for (const { events, gaps } of group.evidence) {
    expect(gaps).toEqual([]);
    expect(events.map(({ name }) => name)).not.toContain("disconnect");
  }
}
