/** A group of tabs that listen to one channel. */
import { setTimeout as sleep } from "node:timers/promises";
import { HIDDEN, VISIBLE } from "./browser.mjs";

export const TICK_MS = 5;
const SETTLED_MS = 150;
const PATIENCE_MS = 60_000;

/** Publishes a number every 5 ms, on the channel that `ticks.channel` names. */
export function startTicks(comet) {
  const ticks = { channel: "", stop: () => clearInterval(timer) };
  let number = 0;
  const timer = setInterval(() => {
    if (ticks.channel) comet.publish(ticks.channel, "tick", ++number);
  }, TICK_MS);
  return ticks;
}

/** Runs in the page: whether it leads; `undefined` if it hears too few messages. */
function roleOf(ms, least) {
  return window.failover.recent(ms) < least ? undefined : Boolean(window.failover.isMaster());
}

/** @param size how many tabs. @param other the address of a page that does nothing. */
export async function openGroup({ profile, ticks, size, isHidden, url, other, channel }) {
  const roles = (tabs) =>
    Promise.all(
      // A page that is loading cannot answer.
      tabs.map((tab) => tab.evaluate(roleOf, SETTLED_MS, 5).catch(() => undefined)),
    );
  const group = {
    channel,
    tabs: [],
    other,
    open: () => profile.open(url, isHidden ? HIDDEN : VISIBLE),
    /** Waits until one of these tabs leads and all hear messages, twice in a row. */
    async ready(tabs) {
      const end = Date.now() + PATIENCE_MS;
      for (let calm = 0; calm < 2;) {
        const known = await roles(tabs);
        const isGood = known.every((role) => role !== undefined);
        calm = isGood && known.filter(Boolean).length === 1 ? calm + 1 : 0;
        if (Date.now() > end) throw new Error(`${channel}: whether each tab leads: ${known}`);
        await sleep(SETTLED_MS);
      }
    },
    async leader() {
      const isMaster = () => Boolean(window.failover.isMaster());
      const known = await Promise.all(group.tabs.map((tab) => tab.evaluate(isMaster)));
      return group.tabs[known.indexOf(true)];
    },
  };
  // The visible tab in front of them.
  if (isHidden) await profile.open(other, VISIBLE);
  ticks.channel = channel;
  for (let i = 0; i < size; i++) group.tabs.push(await group.open());
  await group.ready(group.tabs);
  return group;
}
