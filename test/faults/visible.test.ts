/** With the option `visible_leads`: the connection follows the visitor from tab to tab. */
import { until } from "../support/until";
import { type Fault, faultTests } from "./fault";
import { useFaultStage } from "./stage";
import { IS_SOAK } from "../support/soak";
import { WAYS } from "./ways";

const TURNS = IS_SOAK ? 30 : 2;

const FAULTS: readonly Fault[] = [
  {
    title: "the visible tab leads, though the visitor turns from tab to tab",
    ways: IS_SOAK ? WAYS : WAYS.slice(0, 1),
    query: { visible: "" },
    tolerance: { gapMs: 0 },
    timeoutMs: 60_000 + TURNS * 10_000,
    async act(group) {
      for (let turn = 0; turn < TURNS; turn++) {
        const [next] = await group.followers();
        await next?.activate();
        await until(() => group.leader(), 15_000).toBe(next);
        await group.steady();
      }
    },
  },
];

faultTests(useFaultStage(), FAULTS);
