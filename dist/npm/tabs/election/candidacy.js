import { Alertness } from './sleep-guard.js';
import { elect } from './elect.js';
import { Vigil } from './failure-detector.js';

class Candidacy {
  /** @param _name of the group. @param _post says something to the other tabs. */
  constructor(_owner, _name, _tab, _post) {
    this._owner = _owner;
    this._name = _name;
    this._tab = _tab;
    this._post = _post;
    this._vigil = new Vigil(
      () => this._elector ? this._elector.patience : Infinity,
      this
    );
    this._alertness = new Alertness(
      () => (
        // Alone, there is nobody who could lead.
        this._elector && !this._owner.isAlone ? this._elector.confirm() : void 0
      )
    );
  }
  /** @param hasRivals whether other tabs can be reached. */
  start(hasRivals) {
    this._vigil.start();
    if (hasRivals) this.campaign();
    else this.onElected(false);
  }
  end() {
    this.leave();
    this._vigil.stop();
  }
  /** Wants to lead. */
  campaign() {
    elect(this._name, this._tab, this, this._post, (elector) => this._elector = elector);
  }
  /** Does not want to any more. */
  leave() {
    if (this._elector) this._elector.leave();
  }
  /** Of other tabs, the one that leads next; `""` where there is none. */
  heir(tabs) {
    const known = this._elector && this._elector.heir;
    return tabs.find((tab) => tab === known) || tabs[0] || "";
  }
  /** Leads no more, and takes part in the next election. */
  resign() {
    if (this._elector) this._elector.resign();
  }
  /** Another tab has said something that counts in an election. */
  hear(message) {
    if (this._elector) this._elector.hear(message);
  }
  /** Something happened that any tab may act on. */
  touch() {
    this._alertness.touch();
  }
  /** The master has said something. */
  heardMaster(message) {
    this.touch();
    this._vigil.heard();
    this.hear(message);
  }
  /** Whether the master was heard lately. */
  get isMasterAlive() {
    return this._vigil.isRecent;
  }
  /** Whether the tab could not run, or has just begun to again. */
  get hasSlept() {
    return this._alertness.hasSlept;
  }
  /** What is read now came at most so many milliseconds ago. */
  get lag() {
    return this._alertness.lag;
  }
  /**
   * Runs `action`, now or as soon as it is certain that this tab still leads.
   * @param isWord it only tells the other tabs something.
   */
  whileLeading(action, isWord = false) {
    this._alertness.run(action, isWord);
  }
  /** The tab leaves: see there. */
  speakOut() {
    this._alertness.speakOut();
  }
  /** Calls `onGone` when a tab has ended. Returns whether that can be known. */
  watch(tab, onGone) {
    return tab === this._tab || !this._elector || this._elector.watch(tab, onGone);
  }
  onElected(isForced) {
    this.whileLeading(() => this._owner.lead(isForced));
  }
  onDeposed() {
    this._alertness.drop();
    this._owner.retire();
  }
  onTick() {
    this._owner.tick();
    if (this._owner.isLeading) {
      if (this._elector) this._elector.survey();
      return false;
    }
    this.touch();
    return true;
  }
  onSilence() {
    this._owner.ask();
  }
  onDeath() {
    if (this._elector) this._elector.depose();
  }
}

export { Candidacy };
//# sourceMappingURL=candidacy.js.map
