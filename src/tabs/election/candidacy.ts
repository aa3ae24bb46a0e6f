import { Alertness } from "./sleep-guard";
import { elect } from "./elect";
import type { Elector, ElectorEvents } from "./elector";
import type { TabMessage } from "../messages";
import { Vigil, type VigilEvents } from "./failure-detector";

/** The tab that would lead. */
export interface CandidacyOwner {
  readonly isLeading: boolean;
  /** Whether no other tab is known. */
  readonly isAlone: boolean;
  /** It leads from now on. `isForced`: the former master was deposed and may still live. */
  lead(isForced: boolean): void;
  /** It leads no more. */
  retire(): void;
  /** Asks the master whether it lives. */
  ask(): void;
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void;
}

/**
 * A tab's claim to lead: takes part in the election, watches over the master, and holds back what
 * only a master may do where this one slept.
 */
export class Candidacy implements ElectorEvents, VigilEvents {
  /** None where no other tab can be reached: then this one leads. */
  private _elector: Elector | undefined;
  private readonly _vigil = new Vigil(
    () => (this._elector ? this._elector.patience : Infinity),
    this,
  );
  private readonly _alertness = new Alertness(() =>
    // Alone, there is nobody who could lead.
    this._elector && !this._owner.isAlone ? this._elector.confirm() : undefined,
  );

  /** @param _name of the group. @param _post says something to the other tabs. */
  constructor(
    private readonly _owner: CandidacyOwner,
    private readonly _name: string,
    private readonly _tab: string,
    private readonly _post: (message: TabMessage) => void,
  ) {}

  /** @param hasRivals whether other tabs can be reached. */
  start(hasRivals: boolean): void {
    this._vigil.start();
    if (hasRivals) this.campaign();
    else this.onElected(false);
  }

  end(): void {
    this.leave();
    this._vigil.stop();
  }

  /** Wants to lead. */
  campaign(): void {
    elect(this._name, this._tab, this, this._post, (elector) => (this._elector = elector));
  }

  /** Does not want to any more. */
  leave(): void {
    if (this._elector) this._elector.leave();
  }

  /** Of other tabs, the one that leads next; `""` where there is none. */
  heir(tabs: readonly string[]): string {
    const known = this._elector && this._elector.heir;
    return tabs.find((tab) => tab === known) || tabs[0] || "";
  }

  /** Leads no more, and takes part in the next election. */
  resign(): void {
    if (this._elector) this._elector.resign();
  }

  /** Another tab has said something that counts in an election. */
  hear(message: TabMessage): void {
    if (this._elector) this._elector.hear(message);
  }

  /** Something happened that any tab may act on. */
  touch(): void {
    this._alertness.touch();
  }

  /** The master has said something. */
  heardMaster(message: TabMessage): void {
    this.touch();
    this._vigil.heard();
    this.hear(message);
  }

  /** Whether the master was heard lately. */
  get isMasterAlive(): boolean {
    return this._vigil.isRecent;
  }

  /** Whether the tab could not run, or has just begun to again. */
  get hasSlept(): boolean {
    return this._alertness.hasSlept;
  }

  /** What is read now came at most so many milliseconds ago. */
  get lag(): number {
    return this._alertness.lag;
  }

  /**
   * Runs `action`, now or as soon as it is certain that this tab still leads.
   * @param isWord it only tells the other tabs something.
   */
  whileLeading(action: () => void, isWord = false): void {
    this._alertness.run(action, isWord);
  }

  /** The tab leaves: see there. */
  speakOut(): void {
    this._alertness.speakOut();
  }

  /** Calls `onGone` when a tab has ended. Returns whether that can be known. */
  watch(tab: string, onGone: () => void): boolean {
    return tab === this._tab || !this._elector || this._elector.watch(tab, onGone);
  }

  onElected(isForced: boolean): void {
    // A tab that was stopped while it waited may be told late, and not lead any more.
    this.whileLeading(() => this._owner.lead(isForced));
  }

  onDeposed(): void {
    this._alertness.drop();
    this._owner.retire();
  }

  onTick(): boolean {
    this._owner.tick();
    if (this._owner.isLeading) {
      if (this._elector) this._elector.survey();
      return false;
    }
    this.touch();
    return true;
  }

  onSilence(): void {
    this._owner.ask();
  }

  onDeath(): void {
    if (this._elector) this._elector.depose();
  }
}
