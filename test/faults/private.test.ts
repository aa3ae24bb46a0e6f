/** Private messages: gaps in them, and the queue of a user who was away. */
import { describe, expect, test } from "vitest";
import type { Group } from "./group";
import { LETTER } from "./page/report";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { MAIN_WAYS, WAYS } from "./ways";

const stage = useFaultStage();
const USER = 7;

async function open(group: Group, tabs: number): Promise<void> {
  group.server.authorize(USER, `key-of-${USER}`);
  await group.openInTurn(tabs);
}

const lettersOf = (tab: Tab) => tab.evaluate<number[]>("tab.report().letters");

/**
 * A tab that is given three messages out of the queue, in the second in which they were sent: the
 * server keeps those, and gives them to the next connection, too.
 */
async function openWithQueue(group: Group): Promise<Tab> {
  group.server.authorize(USER, `key-of-${USER}`);
  const [tab] = (await group.open(1, { idle: "" })) as [Tab];
  await until(() => Date.now() % 1_000).toBeLessThan(100);
  for (const n of [1, 2, 3]) group.server.sendToUser(USER, LETTER, { n });
  await tab.evaluate(
    `tab.start({ node: location.host, user_id: ${USER}, user_key: "key-of-${USER}" })`,
  );
  await tab.until("tab.report().letters.length === 3");
  return tab;
}

/** What the connection was given has been read in all tabs. */
async function hearsLetter(group: Group, n: number): Promise<void> {
  group.server.sendToUser(USER, LETTER, { n });
  for (const tab of group.tabs) await tab.until(`tab.report().letters.includes(${n})`);
}

describe.each(MAIN_WAYS)("$name", (way) => {
  test("a lost connection is a gap in the private messages of all tabs", async () => {
    const group = await stage.group(way, { user: String(USER) });
    await open(group, 2);
    group.server.closeConnections();
    await group.steady();
    for (const tab of group.tabs)
      await tab.until(`tab.report().gaps.filter(({ channel }) => channel === "msg").length === 1`);
  });

  test("the queue is given once: not to a tab that is opened later, nor by a later leader", async () => {
    const group = await stage.group(way, { user: String(USER) });
    const first = await openWithQueue(group);
    await group.open();
    await group.steady();
    const second = group.tabs[1] as Tab;
    group.server.closeConnections();
    await group.steady();
    await hearsLetter(group, 4);
    expect(await lettersOf(first)).toEqual([1, 2, 3, 4]);
    expect(await lettersOf(second)).toEqual([4]);
  });

  test("a later leader knows what the one before was given", async () => {
    const group = await stage.group(way, { user: String(USER) });
    const first = await openWithQueue(group);
    await group.open();
    await group.steady();
    await group.lose(first);
    await group.steady();
    await hearsLetter(group, 4);
    expect(await lettersOf(group.tabs[0] as Tab)).toEqual([4]);
  });
});

test("a page that is not ready hears what waited during a lost connection before newer messages", async () => {
  const group = await stage.group(WAYS[0] as (typeof WAYS)[0], { user: String(USER) });
  group.server.authorize(USER, `key-of-${USER}`);
  const [tab] = (await group.open(1, { idle: "" })) as [Tab];
  await tab.evaluate(
    `tab.start({ node: location.host, user_id: ${USER}, user_key: "key-of-${USER}", queue_delay: 600000 })`,
  );
  await group.steady();
  group.server.closeConnections();
  // It waits for the user as soon as the server has noticed the end.
  await until(() => group.server.sendToUser(USER, LETTER, { n: 1 })).toBe(0);
  await group.steady();
  group.server.sendToUser(USER, LETTER, { n: 2 });
  await tab.until("tab.report().letters.includes(2)");
  expect((await lettersOf(tab)).slice(-2)).toEqual([1, 2]);
});

test("the next page of the only tab knows what the page before was given", async () => {
  const group = await stage.group(WAYS[0] as (typeof WAYS)[0], { user: String(USER) });
  const tab = await openWithQueue(group);
  await tab.follow(group.url());
  await group.steady();
  await hearsLetter(group, 4);
  expect(await lettersOf(tab)).toEqual([4]);
});
