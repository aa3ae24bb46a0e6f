import { MAX_CHANNELS } from '../../protocol/limits.js';
import { MAX_LISTED } from '../limits.js';

const CENSUS_TICKS = 60;
class Roster {
  constructor() {
    this._wants = /* @__PURE__ */ new Map();
    /** Tabs that were heard since the last census. */
    this._present = /* @__PURE__ */ new Set();
    this._ticks = 0;
  }
  get tabs() {
    return [...this._wants.keys()];
  }
  /** Whether there is more than one tab. */
  get isShared() {
    return this._wants.size > 1;
  }
  get entries() {
    return [...this._wants].map(([tab, wants]) => ({ tab, wants }));
  }
  set(tab, wants) {
    this._wants.set(tab, wants);
  }
  remove(tab) {
    this._wants.delete(tab);
  }
  /** Forgets all tabs but these. */
  keep(tabs) {
    for (const tab of this.tabs) if (!tabs.includes(tab)) this.remove(tab);
  }
  /** The channels of all tabs, but no more than a connection can hear. */
  get channels() {
    const channels = new Set([...this._wants.values()].flatMap((each) => each.channels));
    return [...channels].slice(0, MAX_CHANNELS);
  }
  /** A tab that is visible. */
  get visible() {
    return this.tabs.find((tab) => !this._wants.get(tab)?.isHidden);
  }
  /** Whether another tab than this one wants to hear a channel. */
  isWantedBeside(tab, channel) {
    return [...this._wants].some(
      ([other, { channels }]) => other !== tab && channels.includes(channel)
    );
  }
  /**
   * Which tabs have `oncePerBrowser` handlers: for each key a list, whose first tab is on duty.
   * Visible tabs come first; otherwise the order stays as it was `before`.
   */
  assign(before) {
    const known = new Map(before.map(({ name, tabs }) => [name, tabs]));
    const wanted = /* @__PURE__ */ new Map();
    for (const [tab, { duties }] of this._wants)
      for (const name of duties) wanted.set(name, (wanted.get(name) ?? /* @__PURE__ */ new Set()).add(tab));
    const isHidden = (tab) => this._wants.get(tab)?.isHidden;
    return [...wanted].slice(0, MAX_LISTED).map(([name, own]) => {
      const first = (known.get(name) ?? []).filter((tab) => own.has(tab));
      const tabs = [.../* @__PURE__ */ new Set([...first, ...own])];
      return { name, tabs: [...tabs.filter((tab) => !isHidden(tab)), ...tabs.filter(isHidden)] };
    });
  }
  /** The tab was heard. */
  heard(tab) {
    this._present.add(tab);
  }
  /**
   * Called every 500 ms. Forgets the tabs that have ended without a `bye`.
   * @param isWatched whether the browser tells of a tab's end.
   * @returns whether it was time to look.
   */
  census(isWatched) {
    const unwatched = this.tabs.filter((tab) => !isWatched(tab));
    if (++this._ticks % CENSUS_TICKS) return false;
    for (const tab of unwatched) if (!this._present.has(tab)) this.remove(tab);
    this._present.clear();
    return true;
  }
}

export { Roster };
//# sourceMappingURL=roster.js.map
