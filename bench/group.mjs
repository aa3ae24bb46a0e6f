/** Tabs that hear the same, of which one holds the connection. */
import { setTimeout as sleep } from "node:timers/promises";
import { HIDDEN, VISIBLE } from "./browser.mjs";

export const TICK_MS = 5;
const SETTLED_MS = 150;
const PATIENCE_MS = 60_000;

/** Publishes a number every 5 ms, on the channel that is set. */
export function startTicks(comet) {
  const ticks = { channel: "", stop: () => clearInterval(timer) };
  let number = 0;
  const timer = setInterval(() => {
    if (ticks.channel) comet.publish(ticks.channel, "tick", ++number);
  }, TICK_MS);
  return ticks;
}

/** In the page: whether it leads; `undefined` where it does not hear what is published. */
function roleOf(ms, least) {
  return window.failover.recent(ms) < least ? undefined : Boolean(window.failover.isMaster());
}

/** @param size how many tabs. @param other a page that does nothing. */
export async function openGroup({ profile, ticks, size, isHidden, url, other, channel }) {
  const roles = (tabs) =>
    Promise.all(
      // While it is loading, a page cannot say.
      tabs.map((tab) => tab.evaluate(roleOf, SETTLED_MS, 5).catch(() => undefined)),
    );
  const group = {
    channel,
    tabs: [],
    other,
    open: () => profile.open(url, isHidden ? HIDDEN : VISIBLE),
    /** Waits until one of these tabs leads and all hear it, for a while. */
    async ready(tabs) {
      const end = Date.now() + PATIENCE_MS;
      for (let calm = 0; calm < 2;) {
        const known = await roles(tabs);
        const isGood = known.every((role) => role !== undefined);
        calm = isGood && known.filter(Boolean).length === 1 ? calm + 1 : 0;
        if (Date.now() > end) throw new Error(`${channel}: masters and slaves are ${known}`);
        await sleep(SETTLED_MS);
      }
    },
    async master() {
      const isMaster = () => Boolean(window.failover.isMaster());
      const known = await Promise.all(group.tabs.map((tab) => tab.evaluate(isMaster)));
      return group.tabs[known.indexOf(true)];
    },
  };
  // The tab in front of them.
  if (isHidden) await profile.open(other, VISIBLE);
  ticks.channel = channel;
  for (let i = 0; i < size; i++) group.tabs.push(await group.open());
  await group.ready(group.tabs);
  return group;
}
