import type { Duty, TabWants } from "./tab-messages";

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
