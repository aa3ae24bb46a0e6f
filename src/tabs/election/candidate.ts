/**
 * A tab's part in the election of the leader: it would lead, watches over the leader, and acts as one
 * only while it is certain that it leads. It knows neither what a leader does nor how tabs talk.
 */
import type { Membership } from "../membership";
import type { TabMessage } from "../messages";
import { elect } from "./elect";
import type { Elector, ElectorEvents } from "./elector";
import { FailureDetector } from "./failure-detector";
import { SleepGuard } from "./sleep-guard";

/** What a candidate is told, and asks for. */
type Group = ElectorEvents & Pick<Membership, "isAlone" | "post" | "onTick" | "onSilence">;

export class Candidate {
  readonly detector: FailureDetector;
  readonly guard: SleepGuard;
  /** None if no other tab can be reached: then this one leads. */
  private _elector: Elector | undefined;

  /** @param _name of the group. */
  constructor(
    private readonly _name: string,
    private readonly _tab: string,
    private readonly _group: Group,
  ) {
    this.detector = new FailureDetector(() => this._elector?.patience ?? Infinity, {
      onTick: () => _group.onTick(),
      onSilence: () => _group.onSilence(),
      onDeath: () => this._elector?.depose(),
    });
    // Without other tabs nobody could have deposed this one.
    this.guard = new SleepGuard(() => (_group.isAlone ? undefined : this._elector?.confirm()));
  }

  end(): void {
    this.withdraw();
    this.detector.stop();
  }

  /** Wants to lead. */
  campaign(): void {
    elect(
      this._name,
      this._tab,
      this._group,
      (message) => this._group.post(message),
      (elector) => (this._elector = elector),
    );
  }

  /** Does not want to any more. */
  withdraw(): void {
    this._elector?.leave();
  }

  /** Leads no more, and takes part in the next election. */
  resign(): void {
    this._elector?.resign();
  }

  /** Looks soon which tab leads next. */
  survey(): void {
    this._elector?.survey();
  }

  /** Of other tabs, the one that leads next. */
  heirAmong(tabs: readonly string[]): string | undefined {
    return tabs.find((tab) => tab === this._elector?.heir) ?? tabs[0];
  }

  /** Another tab has said something that counts in an election. */
  hear(message: TabMessage): void {
    this._elector?.hear(message);
  }

  /** The leader has said something. */
  heardLeader(message: TabMessage): void {
    this.guard.touch();
    this.detector.heard();
    this.hear(message);
  }

  /** Calls `onGone` when a tab has ended. Returns whether that can be known. */
  watch(tab: string, onGone: () => void): boolean {
    return tab === this._tab || !this._elector || this._elector.watch(tab, onGone);
  }
}
