import { MAX_CHANNELS } from "../../protocol/limits";
import type { Duty, TabWants } from "../messages";

/** Every 30 s, tabs that did not say anything since the last time are forgotten. */
const CENSUS_TICKS = 60;

/** Finds tabs that have ended without a word, where the browser does not tell of their end. */
export class Census {
  /** Tabs that said something since the last time. */
  private readonly _present = new Set<string>();
  private _ticks = 0;

  heard(tab: string): void {
    this._present.add(tab);
  }

  /** Called every 500 ms. Returns those of `tabs` that have ended; `undefined` between the times. */
  tick(tabs: readonly string[]): string[] | undefined {
    if (++this._ticks % CENSUS_TICKS) return undefined;
    const missing = tabs.filter((tab) => !this._present.has(tab));
    this._present.clear();
    return missing;
  }
}

/** The channels of all tabs: as many as a connection can hear. */
export function channelsOf(wants: ReadonlyMap<string, TabWants>): string[] {
  const channels = new Set([...wants.values()].flatMap((each) => each.channels));
  return [...channels].slice(0, MAX_CHANNELS);
}

/**
 * Which tab runs the handlers that run once per browser: of each key the tabs that have one, the
 * first of which is on duty. Visible tabs come first; else the order stays as it is.
 */
export function assign(
  wants: ReadonlyMap<string, TabWants>,
  before: readonly Duty[],
): readonly Duty[] {
  const names = new Set([...wants.values()].flatMap(({ duties }) => duties));
  return [...names].map((name) => {
    const known = before.find((duty) => duty.name === name);
    const order = [...(known ? known.tabs : []), ...wants.keys()];
    const tabs = [...new Set(order)].filter((tab) => hasDuty(wants.get(tab), name));
    const isHidden = (tab: string) => Boolean((wants.get(tab) as TabWants).isHidden);
    return { name, tabs: [...tabs.filter((tab) => !isHidden(tab)), ...tabs.filter(isHidden)] };
  });
}

function hasDuty(wants: TabWants | undefined, name: string): boolean {
  return wants !== undefined && wants.duties.includes(name);
}
