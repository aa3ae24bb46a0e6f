import type { Elector, ElectorEvents } from "./elector";
import type { TabMessage } from "./tab-messages";

/**
 * By a Web Lock, which the master holds for as long as it leads: the browser gives it to the next
 * tab when the master ends, however that happens. Each tab also holds a lock of its own, by which
 * the others learn of its end.
 * Both are given back when the page is frozen or goes into the back/forward cache; there a page
 * would keep them, and starve the tabs that live, or be thrown out of the cache (Chromium 156).
 */
export class LockElector implements Elector {
  readonly patience = 16;

  private readonly _end = new AbortController();
  /** Give back what is held. */
  private readonly _releases: (() => void)[] = [];
  /** Tabs whose end is waited for, each with what stands for the watch. */
  private readonly _watched = new Map<string, object>();

  /** @param _onUnable called where the browser forbids locks, as in a sandboxed frame. */
  constructor(
    private readonly _name: string,
    private readonly _tab: string,
    private readonly _events: ElectorEvents,
    private readonly _onUnable: () => void,
  ) {}

  join(): void {
    this._hold(this._nameOf(this._tab)).catch(() => undefined);
    this._campaign();
  }

  leave(): void {
    this._end.abort();
    for (const release of this._releases) release();
  }

  hear({ kind, from }: TabMessage): void {
    // The lock alone decides. A tab that said goodbye may be back before its old lock is free.
    if (kind === "bye") this._watched.delete(from);
  }

  depose(): void {
    // The own request waits on: should the lock be stolen in turn, it is in the queue already.
    this._hold(this._name, { steal: true }, () => this._events.onElected(true)).catch(() =>
      this._lost(),
    );
  }

  confirm(): Promise<unknown> {
    // Answered behind the news of a theft.
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

  private _nameOf(tab: string): string {
    return `${this._name} ${tab}`;
  }

  private _campaign(): void {
    let isHeld = false;
    this._hold(this._name, undefined, () => {
      isHeld = true;
      this._events.onElected(false);
    }).catch(() => {
      if (!isHeld && !this._end.signal.aborted) return this._onUnable();
      if (this._lost()) this._campaign();
    });
  }

  /** A lock was stolen, or a request aborted: returns whether it was the former. */
  private _lost(): boolean {
    const isStolen = !this._end.signal.aborted;
    if (isStolen) this._events.onDeposed();
    return isStolen;
  }

  /** Requests a lock, and holds it until `leave`. Rejects where it is stolen or refused. */
  private _hold(
    name: string,
    options: LockOptions = { signal: this._end.signal },
    onGranted?: () => void,
  ): Promise<unknown> {
    return navigator.locks.request(name, options, () => {
      if (this._end.signal.aborted) return undefined;
      if (onGranted) onGranted();
      return new Promise<void>((resolve) => this._releases.push(resolve));
    });
  }
}
