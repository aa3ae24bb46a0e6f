import { MAX_CHANNELS } from "../../protocol/limits";
import type { Duty } from "../entries";
import { MAX_LISTED } from "../limits";
import type { TabWants } from "../messages";

/** Every 30 s, tabs that were not heard since the last census are forgotten. */
const CENSUS_TICKS = 60;

/** The tabs of the group, and what each of them wants. */
export class Roster {
  private readonly _wants = new Map<string, TabWants>();
  /** Tabs that were heard since the last census. */
  private readonly _present = new Set<string>();
  private _ticks = 0;

  get tabs(): string[] {
    return [...this._wants.keys()];
  }

  /** Whether there is more than one tab. */
  get isShared(): boolean {
    return this._wants.size > 1;
  }

  get entries(): { tab: string; wants: TabWants }[] {
    return [...this._wants].map(([tab, wants]) => ({ tab, wants }));
  }

  set(tab: string, wants: TabWants): void {
    this._wants.set(tab, wants);
  }

  remove(tab: string): void {
    this._wants.delete(tab);
  }

  /** Forgets all tabs but these. */
  keep(tabs: readonly string[]): void {
    for (const tab of this.tabs) if (!tabs.includes(tab)) this.remove(tab);
  }

  /** The channels of all tabs, but no more than a connection can hear. */
  get channels(): string[] {
    const channels = new Set([...this._wants.values()].flatMap((each) => each.channels));
    return [...channels].slice(0, MAX_CHANNELS);
  }

  /** A tab that is visible. */
  get visible(): string | undefined {
    return this.tabs.find((tab) => !this._wants.get(tab)?.isHidden);
  }

  /** Whether another tab than this one wants to hear a channel. */
  isWantedBeside(tab: string, channel: string): boolean {
    return [...this._wants].some(
      ([other, { channels }]) => other !== tab && channels.includes(channel),
    );
  }

  /**
   * Which tabs have `oncePerBrowser` handlers: for each key a list, whose first tab is on duty.
   * Visible tabs come first; otherwise the order stays as it was `before`.
   */
  assign(before: readonly Duty[]): readonly Duty[] {
    const known = new Map(before.map(({ name, tabs }) => [name, tabs]));
    const wanted = new Map<string, Set<string>>();
    for (const [tab, { duties }] of this._wants)
      for (const name of duties) wanted.set(name, (wanted.get(name) ?? new Set()).add(tab));
    const isHidden = (tab: string) => this._wants.get(tab)?.isHidden;
    return [...wanted].slice(0, MAX_LISTED).map(([name, own]) => {
      const first = (known.get(name) ?? []).filter((tab) => own.has(tab));
      const tabs = [...new Set([...first, ...own])];
      return { name, tabs: [...tabs.filter((tab) => !isHidden(tab)), ...tabs.filter(isHidden)] };
    });
  }

  /** The tab was heard. */
  heard(tab: string): void {
    this._present.add(tab);
  }

  /**
   * Called every 500 ms. Forgets the tabs that have ended without a `bye`.
   * @param isWatched whether the browser tells of a tab's end.
   * @returns whether it was time to look.
   */
  census(isWatched: (tab: string) => boolean): boolean {
    // Not when a tab reports: a new tab does so before it holds the lock by which it is watched.
    const unwatched = this.tabs.filter((tab) => !isWatched(tab));
    if (++this._ticks % CENSUS_TICKS) return false;
    for (const tab of unwatched) if (!this._present.has(tab)) this.remove(tab);
    this._present.clear();
    return true;
  }
}
