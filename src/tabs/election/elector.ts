import type { TabMessage } from "../messages";

/** What an elector tells its tab. */
export interface ElectorEvents {
  /** This tab leads. `isForced`: the former leader was deposed and may still live. */
  onElected(isForced: boolean): void;
  /** This tab was deposed, and takes part in the next election. */
  onDeposed(): void;
}

/** Decides which tab of a group leads. */
export interface Elector {
  /**
   * How long, in milliseconds, a leader may be silent until it counts as dead.
   * @param place of this tab among those that follow: 0, 1, …
   */
  patience(place: number): number;
  /** Takes part in the election. */
  join(): void;
  /** The tab that leads next if this tab, which leads, resigns; `undefined`: any tab may. */
  readonly heir: string | undefined;
  /** Updates `heir`, soon. */
  survey(): void;
  /** Stops leading, and takes part in the next election. */
  resign(): void;
  /** Has all others that wait lead before this tab, which does not lead. */
  requeue(): void;
  /** Whether a tab leads next if this tab, which leads, names it and resigns now. */
  isNext(tab: string): Promise<boolean>;
  /** Stops leading, for good. May be called at any time; `join` is not called again. */
  leave(): void;
  /**
   * Takes a message of another tab. `Mailbox` leaves out those of former leaders. Returns whether
   * another tab leads, so that an election of this one counts no more if it does not lead yet.
   */
  hear(message: TabMessage): boolean;
  /** The leader does not answer: takes its place. */
  depose(): void;
  /**
   * Called by a leader that slept. Resolves once it would know that it was deposed meanwhile.
   */
  confirm(): Promise<unknown>;
  /**
   * Calls `onGone` when a tab has ended, however that happened; once, however often it is asked.
   * Returns false if the browser cannot tell.
   */
  watch(tab: string, onGone: () => void): boolean;
}
