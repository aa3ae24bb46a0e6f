/**
 * `tabs/election/`: which tab leads, whether the leader lives, and whether a tab that slept still
 * leads. It may know neither what a leader does nor how tabs talk. A `Candidate` is one tab's part
 * in it.
 */
import type { Membership } from "../membership";
import type { TabMessage } from "../messages";
import { elect } from "./elect";
import type { Elector, ElectorEvents } from "./elector";
import { FailureDetector } from "./failure-detector";
import { SleepGuard } from "./sleep-guard";

/** What a candidate needs of its group. */
type Group = ElectorEvents &
  Pick<Membership, "isAlone" | "place" | "post" | "onTick" | "onSilence">;

export class Candidate {
  readonly detector: FailureDetector;
  readonly guard: SleepGuard;
  /** `undefined` if no other tab can be reached: then this one leads without an election. */
  private _elector: Elector | undefined;

  /** @param _name of the group. */
  constructor(
    private readonly _name: string,
    private readonly _tab: string,
    private readonly _group: Group,
  ) {
    const patience = () => this._elector?.patience(_group.place) ?? Infinity;
    this.detector = new FailureDetector(patience, {
      onTick: () => _group.onTick(),
      onSilence: () => _group.onSilence(),
      onDeath: () => this._elector?.depose(),
    });
    // Without other tabs, none can have deposed this one.
    this.guard = new SleepGuard(() => (_group.isAlone ? undefined : this._elector?.confirm()));
  }

  end(): void {
    this.withdraw();
    this.detector.stop();
  }

  /** Takes part in the election. */
  campaign(): void {
    elect(
      this._name,
      this._tab,
      this._group,
      (message) => this._group.post(message),
      (elector) => (this._elector = elector),
    );
  }

  /** Stops leading, and takes no part in elections any more. */
  withdraw(): void {
    this._elector?.leave();
  }

  /** Stops leading, and takes part in the next election. */
  resign(): void {
    this._elector?.resign();
  }

  /** Has all others that wait lead before this tab, which does not lead. */
  requeue(): void {
    this._elector?.requeue();
  }

  /** Whether a tab leads next if this tab, which leads, names it and resigns now. */
  isNext(tab: string): Promise<boolean> {
    return this._elector?.isNext(tab) ?? Promise.resolve(false);
  }

  /** Finds out which tab would lead next; `heirAmong` knows soon. */
  survey(): void {
    this._elector?.survey();
  }

  /** Returns which of these tabs would lead next. */
  heirAmong(tabs: readonly string[]): string | undefined {
    return tabs.find((tab) => tab === this._elector?.heir) ?? tabs[0];
  }

  /**
   * Another tab has posted a message that may count in the election. Returns whether another tab
   * leads: see `Elector.hear`.
   */
  hear(message: TabMessage): boolean {
    return this._elector?.hear(message) ?? false;
  }

  /** The leader was heard. */
  heardLeader(): void {
    this.guard.noteAwake();
    this.detector.heard();
  }

  /** Calls `onGone` when a tab has ended. Returns false if the browser cannot tell. */
  watch(tab: string, onGone: () => void): boolean {
    return tab === this._tab || !this._elector || this._elector.watch(tab, onGone);
  }
}
