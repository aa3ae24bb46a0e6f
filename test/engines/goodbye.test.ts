/**
 * A tab that is closed says goodbye: else the others wait until they miss it. Firefox cuts off what a
 * closing tab does, most often when the machine is busy.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Worker } from "node:worker_threads";
import type { Group } from "../faults/group";
import { useFaultStage } from "../faults/stage";
import { MAIN_WAYS } from "../faults/ways";
import { IS_SOAK } from "../support/soak";

const CLOSINGS = IS_SOAK ? 100 : 3;

const stage = useFaultStage();
let busy: Worker[];

beforeAll(() => {
  busy = [1, 2].map(() => new Worker("for (;;);", { eval: true }));
});
afterAll(async () => {
  for (const worker of busy) await worker.terminate();
});

/** Closes the leader. @returns whether another tab has heard its goodbye. */
async function closeLeader(group: Group): Promise<boolean> {
  const leader = await group.leader();
  const [other] = await group.followers();
  const id = (await group.status(leader)).tabs?.tab;
  await group.lose(leader);
  // Where the goodbye was lost, this takes two seconds more.
  await group.steady();
  return (await other?.evaluate<string[]>("goodbyes"))?.includes(String(id)) ?? false;
}

test.for(MAIN_WAYS)(
  `$name: none of ${CLOSINGS} goodbyes is lost on a busy machine`,
  { timeout: 20_000 + 5_000 * CLOSINGS },
  async (way) => {
    const group = await stage.group(way, { goodbyes: "" });
    await group.openInTurn(3);
    const lost: number[] = [];
    for (let closing = 1; closing <= CLOSINGS; closing++) {
      if (!(await closeLeader(group))) lost.push(closing);
      await group.open();
      await group.steady();
    }
    expect(lost).toEqual([]);
  },
);
