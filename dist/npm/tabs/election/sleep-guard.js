import { callPage } from '../../platform/tasks.js';

const SLEEP_MS = 1e3;
const MAX_DRAIN_MS = 5e3;
class SleepGuard {
  /** @param _confirm see `Elector.confirm`; `undefined` if the tab cannot have been deposed. */
  constructor(_confirm) {
    this._confirm = _confirm;
    this._awakeAt = performance.now();
    this._lastSleep = { from: 0, to: -Infinity };
    this._isActing = false;
  }
  /** The tab runs. Returns whether it had slept. */
  noteAwake() {
    const now = performance.now();
    const hasSlept = this._sleptFor(now) > 0;
    if (hasSlept && !this._isDraining(now)) this._lastSleep = { from: this._awakeAt, to: now };
    this._awakeAt = now;
    return hasSlept;
  }
  /** Whether the tab could not run, or has just begun to again. */
  get hasSlept() {
    return Boolean(this._held) || this._sleptFor(performance.now()) > 0;
  }
  /**
   * How old, in milliseconds, an event may be that the tab reads now: it reads late if it slept.
   */
  get lag() {
    const now = performance.now();
    return this._isDraining(now) ? now - this._lastSleep.from : this._sleptFor(now);
  }
  /** Runs `run`: at once, or once it is certain that the tab still leads. */
  run(run, isNews = false) {
    if (this._isActing) return run();
    if (this._held) return void this._held.push({ run, isNews });
    const confirmed = this.noteAwake() && this._confirm();
    if (!confirmed) return this._act(run);
    const held = this._held = [{ run, isNews }];
    void confirmed.then(() => {
      if (held !== this._held) return;
      this._held = void 0;
      this.noteAwake();
      this._actAll(held);
    });
  }
  /** How long the tab has slept, in milliseconds; 0 if it was awake. */
  _sleptFor(now) {
    const idle = now - this._awakeAt;
    return idle > SLEEP_MS ? idle : 0;
  }
  _isDraining(now) {
    const { from, to } = this._lastSleep;
    return now - to < Math.min(to - from, MAX_DRAIN_MS);
  }
  /**
   * The tab leaves before it is certain that it leads: runs only the held actions that are news.
   */
  runHeldNews() {
    const held = this._held || [];
    this._held = void 0;
    this._actAll(held.filter(({ isNews }) => isNews));
  }
  /** Runs held actions. If one throws, the others must not be lost: they may be numbered entries. */
  _actAll(held) {
    for (const { run } of held) callPage(() => this._act(run));
  }
  _act(run) {
    this._isActing = true;
    try {
      run();
    } finally {
      this._isActing = false;
    }
  }
  /** The tab was deposed: forgets the held actions. */
  dropHeld() {
    this._held = void 0;
  }
}

export { SLEEP_MS, SleepGuard };
//# sourceMappingURL=sleep-guard.js.map
