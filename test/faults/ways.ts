/** The four ways in which tabs can come to terms, by what the browser offers them. */
import { IS_SOAK } from "../support/soak";

export interface Way {
  readonly name: string;
  /** Web Locks exist for localhost (and https), not for other names. */
  readonly hasLocks: boolean;
  readonly hasBroadcast: boolean;
  /** Of the pages; see the host names in test/support/browser/browser.ts. */
  readonly host: string;
}

const [LOCAL, PLAIN] = ["127.0.0.1", "plain.test"];

const ALL: readonly Way[] = [
  { name: "Web Lock + BroadcastChannel", hasLocks: true, hasBroadcast: true, host: LOCAL },
  { name: "BroadcastChannel alone", hasLocks: false, hasBroadcast: true, host: PLAIN },
  { name: "Web Lock + storage", hasLocks: true, hasBroadcast: false, host: LOCAL },
  { name: "storage alone", hasLocks: false, hasBroadcast: false, host: PLAIN },
];

/**
 * Those that browsers have: all with locks have a BroadcastChannel, too, unless a page takes that away.
 * `SOAK=1` takes all.
 */
export const WAYS = IS_SOAK ? ALL : ALL.filter((way) => way.hasBroadcast || !way.hasLocks);

export const WITH_LOCKS = WAYS.filter(({ hasLocks }) => hasLocks);
export const WITHOUT_LOCKS = WAYS.filter(({ hasLocks }) => !hasLocks);
export const WITH_BROADCAST = WAYS.filter(({ hasBroadcast }) => hasBroadcast);
export const WITH_STORAGE = WAYS.filter(({ hasBroadcast }) => !hasBroadcast);
/** Together they have both elections and both buses. */
const EXTREMES = WAYS.filter(({ hasLocks, hasBroadcast }) => hasLocks === hasBroadcast);
/** In which everything is tried. */
export const MAIN_WAYS = IS_SOAK ? WAYS : EXTREMES;
