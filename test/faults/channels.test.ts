/** More channels than a connection can have, in one tab and in several. */
import { describe, expect, test } from "vitest";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { Group } from "./group";
import { extraChannel } from "./page/report";
import { useFaultStage } from "./stage";
import { WAYS, type Way } from "./ways";

const stage = useFaultStage();

/** Those of the traffic. */
const OWN = 2;
const PER_SOCKET = 32;

async function groupOf(channels: number): Promise<Group> {
  const server = await stage.site();
  const [way] = WAYS as [Way];
  const query = { channels: String(channels), recover: "" };
  const sockets = Math.ceil((channels + OWN) / PER_SOCKET);
  return new Group(way, server, await stage.profile(), query, sockets);
}

const names = (count: number) => Array.from({ length: count }, (_, index) => extraChannel(index));

/** Every tab has heard as many messages of each channel. */
async function allHear(tabs: readonly Tab[], count: number, times: number): Promise<void> {
  const expected = Object.fromEntries(names(count).map((name) => [name, times]));
  for (const tab of tabs)
    await until(async () => tab.evaluate("tab.report().extras")).toEqual(expected);
}

describe.each([40, 100, 300])("%d channels", (count) => {
  test("are heard once each, in one tab and in three, and through a failover", async () => {
    const group = await groupOf(count);
    let n = 0;
    const publish = () => {
      n++;
      for (const name of names(count)) group.server.publish(name, "e", { name, n });
    };
    const listed = () =>
      until(() => new Set(group.connections.flatMap(({ channels }) => channels)).size).toBe(
        count + OWN,
      );
    for (const name of names(count)) group.server.keepLog(name, 10);
    const [leader] = (await group.open()) as [Tab];
    await group.steady();
    await listed();
    publish();
    await allHear([leader], count, 1);
    const followers = await group.open(2);
    await group.steady();
    publish();
    await allHear([leader], count, 2);
    await allHear(followers, count, 1);
    // What is published while nobody listens comes out of 300 logs.
    await group.lose(leader, "crash");
    publish();
    await group.steady();
    await listed();
    publish();
    await allHear(followers, count, 3);
    expect(await group.problems({ overlapMs: 300 })).toEqual([]);
  });
});
