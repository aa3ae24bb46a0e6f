/** A leader whose process stands still. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Group, Tolerance } from "./group";

/** A leader that stands still keeps its socket: nobody else can close it. */
export const STALLED: Tolerance = { overlapMs: Infinity, hearsOwn: true };

/** The leader's process is stopped, another takes over; then it goes on. */
export async function halt(group: Group, milliseconds: number): Promise<void> {
  const leader = await group.leader();
  await group.leave(leader);
  await leader.halt();
  const since = Date.now();
  // The first in line steals the lock of a process that stands still after 8 s, the next after 10.
  await group.steady(group.way.hasLocks ? 20_000 : 6_000, 1);
  await sleep(Math.max(0, since + milliseconds - Date.now()));
  leader.wake();
  group.join(leader);
}
