import { FakeTab } from "../support/fake-tab";
import { schedule } from "../support/tab-time";

type Callback = (lock: Lock | null) => unknown;

interface Entry {
  name: string;
  tab: FakeTab;
  isStealing: boolean;
  callback: Callback;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
  signal: AbortSignal | undefined;
}

/**
 * The `navigator.locks` of the fake tabs, exclusive locks only: the first request of each name is
 * granted in a later task, the others wait in order. Where a tab is frozen, it holds what it has,
 * and is granted what it waits for.
 */
export class FakeLocks {
  /** As in a sandboxed frame: requests reject with this. */
  refuses: DOMException | undefined;

  private readonly held = new Map<string, Entry>();
  private waiting: Entry[] = [];
  private readonly tabs = new Set<FakeTab>();

  /** Replaces the browser's manager, until `remove`. */
  static install(): FakeLocks {
    const locks = new FakeLocks();
    Object.defineProperty(navigator, "locks", { configurable: true, value: locks });
    return locks;
  }

  /** As on an insecure origin. */
  static remove(): void {
    Reflect.deleteProperty(navigator, "locks");
  }

  /** Names of the locks that a tab holds, and of those that it waits for. */
  of(tab: FakeTab): { held: string[]; pending: string[] } {
    const names = (entries: Iterable<Entry>) =>
      [...entries].filter((entry) => entry.tab === tab).map(({ name }) => name);
    return { held: names(this.held.values()), pending: names(this.waiting) };
  }

  request(name: string, options: LockOptions | Callback, callback?: Callback): Promise<unknown> {
    const given = typeof options === "function" ? {} : options;
    const { signal, steal: isStealing = false, ifAvailable = false } = given;
    const code = typeof options === "function" ? options : callback;
    const problem = this.problem(name, given, code);
    if (problem) return Promise.reject(problem as Error);
    const tab = FakeTab.current;
    this.mind(tab);
    return new Promise((resolve, reject) => {
      const entry = { name, tab, isStealing, callback: code as Callback, resolve, reject, signal };
      signal?.addEventListener("abort", () => this.abort(entry));
      schedule(() => {
        if (tab.isDead || signal?.aborted) return;
        if (isStealing) {
          this.steal(name);
          this.waiting.unshift(entry);
        } else if (ifAvailable && this.isTaken(name)) {
          return tab.task(() => settleWith(entry, () => entry.callback(null)));
        } else this.waiting.push(entry);
        this.grant(name);
      });
    });
  }

  query(): Promise<LockManagerSnapshot> {
    const tab = FakeTab.current;
    const info = ({ name, tab: { name: clientId } }: Entry) => ({
      name,
      clientId,
      mode: "exclusive" as const,
    });
    return new Promise((resolve) =>
      schedule(() => {
        const held = [...this.held.values()].map(info);
        const pending = this.waiting.map(info);
        tab.task(() => resolve({ held, pending }));
      }),
    );
  }

  private problem(name: string, options: LockOptions, code: unknown): unknown {
    const { signal, steal, ifAvailable, mode } = options;
    if (typeof code !== "function") return new TypeError("The callback is no function");
    if (mode === "shared") return new Error("Shared locks are not faked");
    if (this.refuses) return this.refuses;
    if (name.startsWith("-") || (steal && ifAvailable) || (signal && (steal || ifAvailable)))
      return new DOMException("Options that exclude each other", "NotSupportedError");
    return signal?.aborted ? signal.reason : undefined;
  }

  private mind(tab: FakeTab): void {
    if (this.tabs.has(tab)) return;
    this.tabs.add(tab);
    tab.onDeath.push(() => {
      this.waiting = this.waiting.filter((entry) => entry.tab !== tab);
      for (const entry of [...this.held.values()]) if (entry.tab === tab) this.release(entry);
    });
  }

  /** Has no effect on a request that was granted. */
  private abort(entry: Entry): void {
    if (this.held.get(entry.name) === entry) return;
    this.waiting = this.waiting.filter((other) => other !== entry);
    schedule(() => entry.tab.task(() => entry.reject(entry.signal?.reason)));
  }

  private isTaken(name: string): boolean {
    return this.held.has(name) || this.waiting.some((entry) => entry.name === name);
  }

  private steal(name: string): void {
    const holder = this.held.get(name);
    if (!holder) return;
    this.held.delete(name);
    const reason = new DOMException("The lock was stolen", "AbortError");
    schedule(() => holder.tab.task(() => holder.reject(reason)));
  }

  private grant(name: string): void {
    const entry = this.waiting.find((other) => other.name === name);
    if (!entry || this.held.has(name)) return;
    this.waiting = this.waiting.filter((other) => other !== entry);
    this.held.set(name, entry);
    schedule(() =>
      entry.tab.task(() => {
        if (entry.signal?.aborted) {
          this.release(entry);
          return entry.reject(entry.signal.reason);
        }
        const result = settleWith(entry, () => entry.callback({ name, mode: "exclusive" }));
        const release = () => schedule(() => this.release(entry));
        result.then(release, release);
      }),
    );
  }

  private release(entry: Entry): void {
    if (this.held.get(entry.name) !== entry) return;
    this.held.delete(entry.name);
    this.grant(entry.name);
  }
}

/** The request's promise follows its callback's. */
function settleWith(entry: Entry, code: () => unknown): Promise<unknown> {
  const result = new Promise((resolve) => resolve(code()));
  result.then(entry.resolve, entry.reject);
  return result;
}
