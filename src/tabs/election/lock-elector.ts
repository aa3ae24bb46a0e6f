import type { Elector, ElectorEvents } from "./elector";
import type { TabMessage } from "../messages";

/** How long a leader may be silent that still holds the lock, so that it lives. */
const PATIENCE_MS = 8_000;
/** Two timers of a hidden tab. */
const NEXT_MS = 2_000;

/**
 * Elects by a Web Lock, which the leader holds for as long as it leads. The browser gives the lock
 * to the next tab when the leader ends, however that happens. Each tab also holds a lock of its
 * own, by which the other tabs learn of its end.
 * A page gives both back when it is frozen or goes into the back/forward cache. There it would keep
 * them and starve the other tabs, or be thrown out of the cache (Chromium 156).
 */
export class LockElector implements Elector {
  heir: string | undefined;

  private readonly _end = new AbortController();
  /** Ends the present attempt to lead. */
  private _attempt = new AbortController();
  /** The locks that this tab holds: its own, and the group's if it leads. */
  private _releases: { name: string; release: () => void }[] = [];
  /** Tabs whose end is waited for, each with its latest watch: an older one does not count. */
  private readonly _watched = new Map<string, object>();

  /** @param _onUnable called if the browser forbids locks, for example in a sandboxed frame. */
  constructor(
    private readonly _name: string,
    private readonly _tab: string,
    private readonly _events: ElectorEvents,
    private readonly _onUnable: () => void,
  ) {}

  /**
   * Longer from place to place: in hidden tabs timers run on the full second, and two tabs would
   * steal the lock from each other. The next tab hears of the one before within that time.
   */
  patience(place: number): number {
    return PATIENCE_MS + place * NEXT_MS;
  }

  join(): void {
    this._campaign();
    this._hold(this._nameOf(this._tab)).catch(() => undefined);
  }

  survey(): void {
    void this._findHeir().then(
      (heir) => (this.heir = heir),
      () => undefined,
    );
  }

  resign(): void {
    this._attempt.abort();
    this._release(this._name);
    this._campaign();
  }

  requeue(): void {
    if (this._releases.some(({ name }) => name === this._name)) return;
    this._attempt.abort();
    this._campaign();
  }

  isNext(tab: string): Promise<boolean> {
    return this._findHeir().then(
      (heir) => heir === tab,
      () => false,
    );
  }

  leave(): void {
    this._end.abort();
    this._attempt.abort();
    this._release();
  }

  hear({ type, from }: TabMessage): boolean {
    // A tab that left may be back before its old lock is free.
    if (type === "bye") this._watched.delete(from);
    // The lock alone decides who leads.
    return false;
  }

  depose(): void {
    // The request of `join` stays in the queue, for the case that the lock is stolen from this tab.
    this._hold(this._name, { steal: true }, () => this._events.onElected(true)).catch(() =>
      this._lost(),
    );
  }

  confirm(): Promise<unknown> {
    // The browser reports a theft before it answers.
    return navigator.locks.query().catch(() => undefined);
  }

  watch(tab: string, onGone: () => void): boolean {
    if (this._watched.has(tab)) return true;
    const watch = {};
    this._watched.set(tab, watch);
    const { signal } = this._end;
    const onEnd = () => {
      if (this._watched.get(tab) !== watch) return;
      this._watched.delete(tab);
      onGone();
    };
    navigator.locks.request(this._nameOf(tab), { signal }, onEnd).catch(() => undefined);
    return true;
  }

  /**
   * The tab to which the browser will grant the lock: the first other one that waits for it. If this
   * tab has stolen the lock, it waits, too, until it resigns.
   */
  private async _findHeir(): Promise<string | undefined> {
    const { held = [], pending = [] } = await navigator.locks.query();
    const prefix = this._nameOf("");
    const tabs = new Map<string | undefined, string>();
    for (const { name = "", clientId } of held)
      if (name.startsWith(prefix)) tabs.set(clientId, name.slice(prefix.length));
    const next = pending.find(
      ({ name, clientId }) => name === this._name && tabs.get(clientId) !== this._tab,
    );
    return next && tabs.get(next.clientId);
  }

  private _nameOf(tab: string): string {
    return `${this._name} ${tab}`;
  }

  private _campaign(): void {
    let isHeld = false;
    this._attempt = new AbortController();
    const { signal } = this._attempt;
    this._hold(this._name, { signal }, () => {
      isHeld = true;
      this._events.onElected(false);
    }).catch(() => {
      if (signal.aborted) return;
      if (!isHeld) return this._onUnable();
      // A listener of the page may have called `stop`.
      if (this._lost() && !this._end.signal.aborted) this._campaign();
    });
  }

  /** This tab has lost a lock. Returns whether it was stolen, not given up by `leave`. */
  private _lost(): boolean {
    const isStolen = !this._end.signal.aborted;
    if (isStolen) this._events.onDeposed();
    return isStolen;
  }

  /** Requests a lock, and holds it until `leave`. Rejects if it is stolen or refused. */
  private _hold(
    name: string,
    options: LockOptions = { signal: this._end.signal },
    onGranted?: () => void,
  ): Promise<unknown> {
    return navigator.locks.request(name, options, () => {
      if (this._end.signal.aborted) return undefined;
      if (onGranted) onGranted();
      // A listener of the page may have called `stop`.
      if (this._end.signal.aborted) return undefined;
      return new Promise<void>((release) => this._releases.push({ name, release }));
    });
  }

  /** Releases all locks, or the one of this name. */
  private _release(name?: string): void {
    const isMeant = (lock: { name: string }) => !name || lock.name === name;
    const released = this._releases.filter(isMeant);
    this._releases = this._releases.filter((lock) => !isMeant(lock));
    for (const { release } of released) release();
  }
}
