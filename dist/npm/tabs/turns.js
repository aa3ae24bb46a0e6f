import { RecentIds } from '../platform/recent-ids.js';

const LAST_WORD_MS = 100;
const PATIENCE_MS = 1500;
const MAX_AGE_MS = 1e4;
const MAX_WAITING = 100;
class Turns {
  constructor(_tab) {
    this._tab = _tab;
    /** Keys of this tab's handlers that run once per browser. */
    this.keys = [];
    /** The tabs that have a handler of each key; the first runs it. */
    this.duties = [];
    this._ran = new RecentIds();
    this._waiting = [];
  }
  /** Runs this tab's handlers of the key `name` for a message, or leaves that to another tab. */
  take(name, turn, run) {
    const waiting = { turn, name, run, at: performance.now() };
    if (this._ran.has(keyOf(name, turn.id))) return;
    const mayHaveRun = this._tab.isLate || turn.isPast;
    if (this._placeOf(waiting) === 0 && !mayHaveRun) return this._run(waiting);
    if (this._waiting.push(waiting) > MAX_WAITING) this._waiting.shift();
    if (mayHaveRun) this.review();
  }
  /** This tab has had a message of a channel before: no other tab need run its handlers for it. */
  pass(id, channel) {
    for (const name of this._keysOf(channel)) this._tab.post({ type: "running", name, id });
  }
  /** Whether this tab has such handlers for a channel. */
  has(channel) {
    return this._keysOf(channel).length > 0;
  }
  _keysOf(channel) {
    const isOf = (key) => [channel, ""].includes(key.split(".")[0]);
    return this.keys.filter((name) => name.split("\n").some(isOf));
  }
  /** Another tab runs the handlers of a key for a message. */
  onRunning({ name, id }) {
    this._settle(keyOf(name, id));
  }
  /** Other tabs are on duty from now on. */
  assign(duties) {
    this.duties = duties;
    this.review();
  }
  /** Other tabs may be on duty by now: checks soon which handlers this tab has to run. */
  review() {
    if (this._timer !== void 0 || !this._waiting.length) return;
    this._timer = setTimeout(() => {
      this._timer = void 0;
      this._runDue();
    }, LAST_WORD_MS);
  }
  /** Called every 500 ms, in hidden tabs more rarely: steps in for tabs that do not answer. */
  tick() {
    if (this._timer === void 0) this._runDue();
  }
  _runDue() {
    const now = performance.now();
    this._waiting = this._waiting.filter(({ at }) => now - at < MAX_AGE_MS);
    for (const waiting of [...this._waiting]) {
      const place = this._placeOf(waiting);
      const isDue = place === 0 || place > 0 && now - waiting.at > place * PATIENCE_MS;
      if (isDue && this._waiting.includes(waiting)) this._run(waiting);
    }
  }
  /** The tab leaves: other tabs run the handlers that wait here. */
  end() {
    this._waiting = [];
    clearTimeout(this._timer);
    this._timer = void 0;
  }
  /** This tab's place in the order of duty. 0: it is on duty; -1: it is not in the list. */
  _placeOf({ name, turn: { except } }) {
    const duty = this.duties.find((each) => each.name === name);
    const tabs = duty ? duty.tabs.filter((tab) => tab !== except) : [];
    return tabs.indexOf(this._tab.id);
  }
  _run({ name, turn: { id }, run }) {
    this._settle(keyOf(name, id));
    this._tab.post({ type: "running", name, id });
    run();
  }
  _settle(key) {
    this._ran.isNew(key);
    this._waiting = this._waiting.filter(({ name, turn }) => keyOf(name, turn.id) !== key);
  }
}
function keyOf(name, id) {
  return `${id} ${name}`;
}

export { Turns };
//# sourceMappingURL=turns.js.map
