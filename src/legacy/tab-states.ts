import { readStorage, writeStorage } from "../platform/storage";
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
      const update = () => states.setState(name, value, minTime);
      return update() ? Number(setInterval(update, minTime / 3)) : undefined;
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

function isYounger({ time }: StoredState, age: number): boolean {
  return time + age > Date.now();
}
