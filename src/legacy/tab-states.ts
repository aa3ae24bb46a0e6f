import { attempt } from "../api/attempt";
import { checkedNumber } from "../api/errors";
import { readStorage, writeStorage } from "../platform/storage";
import { MAX_TIMER_MS } from "../platform/tasks";
import { textOf } from "../protocol/values";
import type { StoredState, TabStates } from "./contract";

/** The prefix of the originals: some pages read these keys by themselves. */
const PREFIX = "tabSignal_";

/** @param tab returns the id of this tab. */
export function createTabStates(tab: () => string): TabStates {
  const states: TabStates = {
    setState(name, value, minTime = 0) {
      const stored = read(name);
      const isKept = stored && stored.tabUUID !== tab() && isYounger(stored, minTime);
      if (isKept) return false;
      const state: StoredState = { time: Date.now(), value, tabUUID: tab() };
      try {
        return writeStorage(PREFIX + name, JSON.stringify(state));
      } catch {
        return false; // a cycle
      }
    },

    getState(name, maxTime) {
      const stored = read(name);
      return stored && (!maxTime || isYounger(stored, maxTime)) ? stored.value : undefined;
    },

    intervalUpdateState(name, value, minTime) {
      return attempt(() => {
        const interval = checkedNumber("minTime", minTime, MAX_TIMER_MS) / 3;
        const update = () => states.setState(name, value, minTime);
        return update() ? Number(setInterval(update, interval)) : undefined;
      }, undefined);
    },
  };
  return states;
}

function read(name: string): StoredState | undefined {
  try {
    return JSON.parse(readStorage(PREFIX + name) || "") as StoredState;
  } catch {
    return undefined; // no state, or not written by this library
  }
}

/** A state from the future is not: its age is not known, for the clock was set back since. */
function isYounger({ time }: { time: unknown }, age: unknown): boolean {
  return typeof time === "number" && Math.abs(Date.now() - time) < Number(textOf(age));
}
