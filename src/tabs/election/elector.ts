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
  /** Ticks of silence (500 ms each) after which a leader counts as dead. */
  readonly patience: number;
  /** Takes part in the election. */
  join(): void;
  /** The tab that leads next when this one, which leads, resigns; `undefined`: any of them may. */
  readonly heir: string | undefined;
  /** Finds out soon which tab that is. */
  survey(): void;
  /** Leads no more, and takes part in the next election. */
  resign(): void;
  /** Leads no more, and does not want to. May be called at any time; `join` is not called again. */
  leave(): void;
  /** Each message of the bus from a tab that counts; see there. */
  hear(message: TabMessage): void;
  /** The leader does not answer. */
  depose(): void;
  /**
   * After a time in which this tab could not run: resolves when it would have been told that it was
   * deposed meanwhile.
   */
  confirm(): Promise<unknown>;
  /**
   * Calls `onGone` when a tab has ended, however that happened; once, however often it is asked.
   * Returns whether that can be known.
   */
  watch(tab: string, onGone: () => void): boolean;
}
