/** One test for each fault and way: tabs in full traffic, the fault, and the judgement. */
import { describe, expect, inject, test } from "vitest";
import { type Ability, can } from "../support/browser/engines";
import type { Group, Query, Tolerance } from "./group";
import type { FaultStage } from "./stage";
import { IS_SOAK } from "../support/soak";
import { isPlain, ownShape } from "./shapes";
import { MAIN_WAYS, type Way, WAYS } from "./ways";

/** Of a leader that died: the server may see its end later than the tabs do. */
export const DIED: Tolerance = { overlapMs: 300 };

export interface Fault {
  /** The fault, with its number. */
  title: string;
  /** Default: all. Without `SOAK=1` only those of them that have nothing in common. */
  ways?: readonly Way[];
  /** All ways even so. */
  isBasic?: boolean;
  /** Where the server has several nodes, the fault is left out. */
  isForOneNode?: boolean;
  /** Where the engine cannot do that, the fault is left out, and docs/browsers.md says so. */
  needs?: readonly Ability[];
  /** Tabs at the beginning; the first leads. Default: 3. */
  tabs?: number;
  /** Of the tabs' address. */
  query?: Query;
  tolerance?: Tolerance | ((way: Way) => Tolerance);
  /** Default 60 s. */
  timeoutMs?: number;
  /** The fault, while all tabs receive and send. At its end `group.tabs` are those that work. */
  act(group: Group, stage: FaultStage): Promise<unknown>;
}

export function faultTests(stage: FaultStage, faults: readonly Fault[]): void {
  for (const way of WAYS) {
    const ours = faults.filter((fault) => isRun(fault, way));
    if (ours.length === 0) continue;
    describe(way.name, () => {
      for (const fault of ours)
        test(fault.title, { timeout: fault.timeoutMs ?? 60_000 }, () => run(stage, way, fault));
    });
  }
}

function isRun({ ways = WAYS, isBasic, isForOneNode, needs = [] }: Fault, way: Way): boolean {
  const isAble = can(inject("engine"), ...needs) && !(isForOneNode && ownShape().nodes > 1);
  const isTried =
    isPlain() || IS_SOAK ? isBasic || MAIN_WAYS.includes(way) : isBasic === true && way === WAYS[0];
  return isAble && ways.includes(way) && isTried;
}

async function run(stage: FaultStage, way: Way, fault: Fault): Promise<void> {
  const { tabs = 3, query, tolerance, act } = fault;
  const group = await stage.group(way, query);
  await group.open();
  await group.steady();
  if (tabs > 1) await group.open(tabs - 1);
  await group.steady();
  await group.startTraffic();
  await act(group, stage);
  const limits = typeof tolerance === "function" ? tolerance(way) : tolerance;
  expect((await group.problems(limits)).join("\n")).toBe("");
}
