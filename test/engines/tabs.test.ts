/**
 * What befalls tabs, in every engine, as far as a test can bring it about: test/faults has the rest,
 * in Chromium. A fault that an engine cannot do is in the table of docs/browsers.md.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, faultTests, DIED } from "../faults/fault";
import { halt, STALLED } from "../faults/halt";
import { leaveAndReturn, replace } from "../faults/moves";
import { useFaultStage } from "../faults/stage";
import { WAYS, WITH_LOCKS } from "../faults/ways";
import { IS_SOAK } from "../support/soak";
import type { Tab } from "../support/browser/tab";

/** Long enough for hidden tabs to have slow timers. */
const HIDDEN_MS = 70_000;

/** In Firefox all tabs but the last one are hidden, in WebKit all but the first one. */
const SOAK_FAULTS: readonly Fault[] = [
  {
    title: "tabs are hidden for 70 s, then the leader is closed",
    timeoutMs: 2 * HIDDEN_MS,
    async act(group) {
      await sleep(HIDDEN_MS);
      await group.steady();
      await group.lose(await group.leader());
    },
  },
];

const FAULTS: readonly Fault[] = [
  {
    title: "the leader is closed",
    act: async (group) => group.lose(await group.leader()),
  },
  {
    title: "each successive leader is closed",
    async act(group) {
      while (group.tabs.length > 1) {
        await group.lose(await group.leader());
        await group.steady();
      }
    },
  },
  {
    title: "the leader is reloaded",
    async act(group) {
      const leader = await group.leader();
      await group.keep(leader);
      await leader.reload();
    },
  },
  {
    title: "all are reloaded at once",
    async act(group) {
      await Promise.all(group.tabs.map((tab) => group.keep(tab)));
      await Promise.all(group.tabs.map((tab) => tab.reload()));
    },
  },
  {
    title: "the leader navigates to another page of the site",
    act: async (group) => replace(group, await group.leader()),
  },
  {
    title: "the leader goes away and comes back",
    act: async (group) => leaveAndReturn(group, await group.leader()),
  },
  {
    // WebKit drops what a page has posted to itself when it goes into the back/forward cache.
    title: "what a page begins as it goes away is done when it comes back",
    async act(group) {
      const leader = await group.leader();
      await leader.evaluate(
        `void addEventListener("pagehide", () => cometApi.subscription("late", () => undefined))`,
      );
      await leaveAndReturn(group, leader);
      // Where the page was loaded again, it knows nothing of it.
      if (await leader.evaluate("tab.report().events.some(({ detail }) => detail === true)"))
        await group.joined("late");
    },
  },
  {
    title: "a follower goes away and comes back",
    act: async (group) => leaveAndReturn(group, (await group.followers())[0] as Tab),
  },
  {
    title: "the leader's process is killed",
    needs: ["kill"],
    tolerance: DIED,
    act: async (group) => group.lose(await group.leader(), "kill"),
  },
  {
    title: "the leader's process stands still for 10 s, and runs again",
    needs: ["halt"],
    // Without locks the others wait for two seconds only, and `faults` has it, too.
    ways: IS_SOAK ? WAYS : WITH_LOCKS,
    // The first in line waits for 8 s, the next one for 10 s, and their timers run once a second.
    tolerance: { ...STALLED, gapMs: 13_000 },
    act: (group) => halt(group, 10_000),
  },
];

faultTests(useFaultStage(), [...FAULTS, ...(IS_SOAK ? SOAK_FAULTS : [])]);
