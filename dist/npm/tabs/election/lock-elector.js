const PATIENCE_MS = 8e3;
const NEXT_MS = 2e3;
class LockElector {
  /** @param _onUnable called if the browser forbids locks, for example in a sandboxed frame. */
  constructor(_name, _tab, _events, _onUnable) {
    this._name = _name;
    this._tab = _tab;
    this._events = _events;
    this._onUnable = _onUnable;
    this._end = new AbortController();
    /** Ends the present attempt to lead. */
    this._attempt = new AbortController();
    /** The locks that this tab holds: its own, and the group's if it leads. */
    this._releases = [];
    /** Tabs whose end is waited for, each with its latest watch: an older one does not count. */
    this._watched = /* @__PURE__ */ new Map();
  }
  /**
   * Longer from place to place: in hidden tabs timers run on the full second, and two tabs would
   * steal the lock from each other. The next tab hears of the one before within that time.
   */
  patience(place) {
    return PATIENCE_MS + place * NEXT_MS;
  }
  join() {
    this._campaign();
    this._hold(this._nameOf(this._tab)).catch(() => void 0);
  }
  survey() {
    void this._findHeir().then(
      (heir) => this.heir = heir,
      () => void 0
    );
  }
  resign() {
    this._attempt.abort();
    this._release(this._name);
    this._campaign();
  }
  requeue() {
    if (this._releases.some(({ name }) => name === this._name)) return;
    this._attempt.abort();
    this._campaign();
  }
  isNext(tab) {
    return this._findHeir().then(
      (heir) => heir === tab,
      () => false
    );
  }
  leave() {
    this._end.abort();
    this._attempt.abort();
    this._release();
  }
  hear({ type, from }) {
    if (type === "bye") this._watched.delete(from);
    return false;
  }
  depose() {
    this._hold(this._name, { steal: true }, () => this._events.onElected(true)).catch(
      () => this._lost()
    );
  }
  confirm() {
    return navigator.locks.query().catch(() => void 0);
  }
  watch(tab, onGone) {
    if (this._watched.has(tab)) return true;
    const watch = {};
    this._watched.set(tab, watch);
    const { signal } = this._end;
    const onEnd = () => {
      if (this._watched.get(tab) !== watch) return;
      this._watched.delete(tab);
      onGone();
    };
    navigator.locks.request(this._nameOf(tab), { signal }, onEnd).catch(() => void 0);
    return true;
  }
  /**
   * The tab to which the browser will grant the lock: the first other one that waits for it. If this
   * tab has stolen the lock, it waits, too, until it resigns.
   */
  async _findHeir() {
    const { held = [], pending = [] } = await navigator.locks.query();
    const prefix = this._nameOf("");
    const tabs = /* @__PURE__ */ new Map();
    for (const { name = "", clientId } of held)
      if (name.startsWith(prefix)) tabs.set(clientId, name.slice(prefix.length));
    const next = pending.find(
      ({ name, clientId }) => name === this._name && tabs.get(clientId) !== this._tab
    );
    return next && tabs.get(next.clientId);
  }
  _nameOf(tab) {
    return `${this._name} ${tab}`;
  }
  _campaign() {
    let isHeld = false;
    this._attempt = new AbortController();
    const { signal } = this._attempt;
    this._hold(this._name, { signal }, () => {
      isHeld = true;
      this._events.onElected(false);
    }).catch(() => {
      if (signal.aborted) return;
      if (!isHeld) return this._onUnable();
      if (this._lost() && !this._end.signal.aborted) this._campaign();
    });
  }
  /** This tab has lost a lock. Returns whether it was stolen, not given up by `leave`. */
  _lost() {
    const isStolen = !this._end.signal.aborted;
    if (isStolen) this._events.onDeposed();
    return isStolen;
  }
  /** Requests a lock, and holds it until `leave`. Rejects if it is stolen or refused. */
  _hold(name, options = { signal: this._end.signal }, onGranted) {
    return navigator.locks.request(name, options, () => {
      if (this._end.signal.aborted) return void 0;
      if (onGranted) onGranted();
      if (this._end.signal.aborted) return void 0;
      return new Promise((release) => this._releases.push({ name, release }));
    });
  }
  /** Releases all locks, or the one of this name. */
  _release(name) {
    const isMeant = (lock) => !name || lock.name === name;
    const released = this._releases.filter(isMeant);
    this._releases = this._releases.filter((lock) => !isMeant(lock));
    for (const { release } of released) release();
  }
}

export { LockElector };
//# sourceMappingURL=lock-elector.js.map
