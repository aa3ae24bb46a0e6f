import { elect } from './elect.js';
import { FailureDetector } from './failure-detector.js';
import { SleepGuard } from './sleep-guard.js';

class Candidate {
  /** @param _name of the group. */
  constructor(_name, _tab, _group) {
    this._name = _name;
    this._tab = _tab;
    this._group = _group;
    const patience = () => this._elector?.patience(_group.place) ?? Infinity;
    this.detector = new FailureDetector(patience, {
      onTick: () => _group.onTick(),
      onSilence: () => _group.onSilence(),
      onDeath: () => this._elector?.depose()
    });
    this.guard = new SleepGuard(() => _group.isAlone ? void 0 : this._elector?.confirm());
  }
  end() {
    this.withdraw();
    this.detector.stop();
  }
  /** Takes part in the election. */
  campaign() {
    elect(
      this._name,
      this._tab,
      this._group,
      (message) => this._group.post(message),
      (elector) => this._elector = elector
    );
  }
  /** Stops leading, and takes no part in elections any more. */
  withdraw() {
    this._elector?.leave();
  }
  /** Stops leading, and takes part in the next election. */
  resign() {
    this._elector?.resign();
  }
  /** Has all others that wait lead before this tab, which does not lead. */
  requeue() {
    this._elector?.requeue();
  }
  /** Whether a tab leads next if this tab, which leads, names it and resigns now. */
  isNext(tab) {
    return this._elector?.isNext(tab) ?? Promise.resolve(false);
  }
  /** Finds out which tab would lead next; `heirAmong` knows soon. */
  survey() {
    this._elector?.survey();
  }
  /** Returns which of these tabs would lead next. */
  heirAmong(tabs) {
    return tabs.find((tab) => tab === this._elector?.heir) ?? tabs[0];
  }
  /**
   * Another tab has posted a message that may count in the election. Returns whether another tab
   * leads: see `Elector.hear`.
   */
  hear(message) {
    return this._elector?.hear(message) ?? false;
  }
  /** The leader was heard. */
  heardLeader() {
    this.guard.noteAwake();
    this.detector.heard();
  }
  /** Calls `onGone` when a tab has ended. Returns false if the browser cannot tell. */
  watch(tab, onGone) {
    return tab === this._tab || !this._elector || this._elector.watch(tab, onGone);
  }
}

export { Candidate };
//# sourceMappingURL=candidate.js.map
