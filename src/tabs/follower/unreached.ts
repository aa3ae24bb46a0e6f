import type { ShardStates } from "../entries";
import { heardBy, isOpen } from "./shard-states";

/** After so many attempts in a row a developer is told: one or two may fail on any network. */
const ATTEMPTS = 3;

/**
 * Finds channels that are not heard because a further socket cannot be opened. Other sockets keep the
 * page connected, so nothing else tells of it.
 */
export class Unreached {
  /** By shard, and by channel that was not heard meanwhile: how many attempts failed in a row. */
  private readonly _failed = new Map<number, ReadonlyMap<string, number>>();
  /** The channels that a developer was told of, until they are heard. */
  private _told = new Set<string>();

  /**
   * The shards have changed. Returns, once for each channel, what to tell a developer.
   * @param changed the one that has changed; absent: they may all be new.
   * @param wanted the channels of this tab.
   */
  take(
    before: ShardStates,
    now: ShardStates,
    changed: number | undefined,
    wanted: readonly string[],
  ): string | undefined {
    const heard = new Set(heardBy(now));
    const unheard = wanted.filter((channel) => !heard.has(channel));
    this._told = new Set(unheard.filter((channel) => this._told.has(channel)));
    const failed = this._count(before, now, changed, unheard);
    const due = unheard.filter((channel) => (failed?.get(channel) ?? 0) >= ATTEMPTS);
    if (due.every((channel) => this._told.has(channel))) return undefined;
    for (const channel of due) this._told.add(channel);
    return `a further connection fails, and is tried again; not heard until then: ${due.join()}`;
  }

  /** What the changed shard has failed, if it has failed just now. */
  private _count(
    before: ShardStates,
    now: ShardStates,
    changed: number | undefined,
    unheard: readonly string[],
  ): ReadonlyMap<string, number> | undefined {
    // Without any socket, the page knows that it is not connected.
    if (changed === undefined || !now.some(isOpen)) return void this._failed.clear();
    const state = now[changed];
    if (state?.type !== "lost") return void this._failed.delete(changed);
    // Neither the end of an open socket nor the beginning of an attempt is a failed attempt.
    if (before[changed]?.type === "open" || state.retryAt === undefined) return undefined;
    const known = this._failed.get(changed);
    const failed = new Map(unheard.map((channel) => [channel, (known?.get(channel) ?? 0) + 1]));
    this._failed.set(changed, failed);
    return failed;
  }
}
