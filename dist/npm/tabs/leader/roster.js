import { MAX_CHANNELS } from '../../protocol/limits.js';

const CENSUS_TICKS = 60;
class Census {
  constructor() {
    /** Tabs that said something since the last time. */
    this._present = /* @__PURE__ */ new Set();
    this._ticks = 0;
  }
  heard(tab) {
    this._present.add(tab);
  }
  /** Called every 500 ms. Returns those of `tabs` that have ended; `undefined` between the times. */
  tick(tabs) {
    if (++this._ticks % CENSUS_TICKS) return void 0;
    const missing = tabs.filter((tab) => !this._present.has(tab));
    this._present.clear();
    return missing;
  }
}
function channelsOf(wants) {
  const channels = new Set([...wants.values()].flatMap((each) => each.channels));
  return [...channels].slice(0, MAX_CHANNELS);
}
function assign(wants, before) {
  const names = new Set([...wants.values()].flatMap(({ duties }) => duties));
  return [...names].map((name) => {
    const known = before.find((duty) => duty.name === name);
    const order = [...known ? known.tabs : [], ...wants.keys()];
    const tabs = [...new Set(order)].filter((tab) => hasDuty(wants.get(tab), name));
    const isHidden = (tab) => Boolean(wants.get(tab).isHidden);
    return { name, tabs: [...tabs.filter((tab) => !isHidden(tab)), ...tabs.filter(isHidden)] };
  });
}
function hasDuty(wants, name) {
  return wants !== void 0 && wants.duties.includes(name);
}

export { Census, assign, channelsOf };
//# sourceMappingURL=roster.js.map
