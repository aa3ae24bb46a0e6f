import { attempt } from '../api/attempt.js';
import { checkedNumber } from '../api/errors.js';
import { writeStorage, readStorage } from '../platform/storage.js';
import { MAX_TIMER_MS } from '../platform/tasks.js';
import { textOf } from '../protocol/values.js';

const PREFIX = "tabSignal_";
function createTabStates(tab) {
  const states = {
    setState(name, value, minTime = 0) {
      const stored = read(name);
      const isKept = stored && stored.tabUUID !== tab() && isYounger(stored, minTime);
      if (isKept) return false;
      const state = { time: Date.now(), value, tabUUID: tab() };
      try {
        return writeStorage(PREFIX + name, JSON.stringify(state));
      } catch {
        return false;
      }
    },
    getState(name, maxTime) {
      const stored = read(name);
      return stored && (!maxTime || isYounger(stored, maxTime)) ? stored.value : void 0;
    },
    intervalUpdateState(name, value, minTime) {
      return attempt(() => {
        const interval = checkedNumber("minTime", minTime, MAX_TIMER_MS) / 3;
        const update = () => states.setState(name, value, minTime);
        return update() ? Number(setInterval(update, interval)) : void 0;
      }, void 0);
    }
  };
  return states;
}
function read(name) {
  try {
    return JSON.parse(readStorage(PREFIX + name) || "");
  } catch {
    return void 0;
  }
}
function isYounger({ time }, age) {
  return typeof time === "number" && Math.abs(Date.now() - time) < Number(textOf(age));
}

export { createTabStates };
//# sourceMappingURL=tab-states.js.map
