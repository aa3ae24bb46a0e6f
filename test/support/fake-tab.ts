import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";

/** The event loop's own, whatever a test makes of the timers. */
const later = setImmediate;
const running = new AsyncLocalStorage<FakeTab>();

/** Tasks that are due. */
let due = 0;
/** The tab whose window an event is fired on; without one, it reaches all. */
let addressee: FakeTab | undefined;
let deliveries: { from: FakeTab; to: FakeTab; run: () => void }[] = [];

interface Listening {
  target: EventTarget;
  type: string;
  listener: unknown;
  bound: (event: Event) => void;
}

/**
 * Several tabs in one process. What code does inside `run`, and whatever follows from it (promises,
 * timers, tasks, events, locks), belongs to that tab; so it can be frozen, cut off or killed. Each
 * has its own listeners on the window, its own clock and visibility; all share the rest.
 */
export class FakeTab {
  static all: FakeTab[] = [];
  /** What was thrown out of a timer, a task or an event handler, in any tab. */
  static errors: unknown[] = [];

  isHidden = false;
  isDead = false;
  /** How far its clock is ahead of the others', in milliseconds. */
  clockAhead = 0;
  readonly timers = new Set<unknown>();
  readonly listening = new Set<Listening>();
  readonly onDeath: (() => void)[] = [];
  /** Messages for which it returns true are lost on their way. */
  static loses: (from: FakeTab, to: FakeTab) => boolean;
  static navigation: EventTarget & { transition: unknown };
  private isCut = false;
  private frozen: (() => void)[] | undefined;

  constructor(readonly name: string) {
    if (name) FakeTab.all.push(this);
  }

  /** The tab whose code runs now. */
  static get current(): FakeTab {
    return running.getStore() ?? outside;
  }

  /** Runs code of the tab now. */
  run<Result>(code: () => Result): Result {
    return running.run(this, code);
  }

  /** Runs a task of the tab: now, once it is thawed, or never. */
  task(code: () => void): void {
    if (this.isDead) return;
    if (this.frozen) return void this.frozen.push(code);
    try {
      this.run(code);
    } catch (error) {
      FakeTab.errors.push(error);
    }
  }

  /** Fires an event on the window that only this tab's listeners hear. */
  fire(event: Event): void {
    fireFor(this, event);
  }

  /** Its page is about to be replaced by another; until then it goes on. */
  depart(more: object = {}): void {
    const destination = { sameDocument: false };
    const event = Object.assign(new Event("navigate", { cancelable: true }), {
      ...{ destination, downloadRequest: null },
      ...more,
    });
    fireFor(this, event, FakeTab.navigation);
  }

  /** It runs no more, without having been told: stopped, or busy. */
  freeze(): void {
    this.frozen ??= [];
  }

  /** It runs again: first what would have run meanwhile, each in a task of its own. */
  thaw(): void {
    schedule(() => {
      const code = this.frozen?.shift();
      if (code && !this.isDead) {
        const rest = this.frozen;
        this.frozen = undefined;
        this.task(code);
        this.frozen = rest;
        return this.thaw();
      }
      this.frozen = undefined;
    });
  }

  /** What it posts, and what is posted to it, waits on the way. */
  cut(): void {
    this.isCut = true;
  }

  heal(): void {
    this.isCut = false;
    for (let rest = deliveries.length; rest--;) schedule(FakeTab.deliverNext);
  }

  /** It ends without a word. */
  kill(): void {
    this.isDead = true;
    for (const timer of this.timers) clearTimeout(timer as number);
    this.timers.clear();
    for (const end of this.onDeath) end();
  }

  /** Delivers a message between tabs, later. */
  static deliver(from: FakeTab, to: FakeTab, run: () => void): void {
    if (from.isDead || FakeTab.loses(from, to)) return;
    deliveries.push({ from, to, run });
    schedule(FakeTab.deliverNext);
  }

  private static readonly deliverNext = (): void => {
    const index = deliveries.findIndex(({ from, to }) => !from.isCut && !to.isCut);
    const [next] = index < 0 ? [] : deliveries.splice(index, 1);
    next?.to.task(next.run);
  };
}

/** The code of the test. */
const outside = new FakeTab("");

function fireFor(tab: FakeTab, event: Event, target: EventTarget = window): void {
  addressee = tab;
  try {
    target.dispatchEvent(event);
  } finally {
    addressee = undefined;
  }
}

/** Runs `code` as a task of its own. */
export function schedule(code: () => void): void {
  due += 1;
  later(() => {
    due -= 1;
    code();
  });
}

/**
 * Begins a test with tabs: timers are fake (and the clock with them), the rest of the event loop
 * runs by itself. Ends with `removeTabs`.
 */
export function installTabs(): void {
  FakeTab.all = [];
  FakeTab.errors = [];
  FakeTab.loses = () => false;
  deliveries = [];
  vi.useFakeTimers({
    // Timers of hidden tabs depend on the time of day: runs are to be the same each time.
    now: 1_800_000_000_000,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
  stubTimers();
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now() + FakeTab.current.clockAhead);
  vi.spyOn(document, "hidden", "get").mockImplementation(() => FakeTab.current.isHidden);
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() =>
    FakeTab.current.isHidden ? "hidden" : "visible",
  );
  vi.stubGlobal("MessageChannel", FakeMessageChannel);
  FakeTab.navigation = Object.assign(new EventTarget(), { transition: null });
  vi.stubGlobal("navigation", FakeTab.navigation);
  for (const target of [window, document, FakeTab.navigation]) stubListeners(target);
}

/** Ends all tabs, and gives the process its own objects back. */
export function removeTabs(): void {
  for (const tab of FakeTab.all) tab.kill();
  for (const { target, type, bound } of FakeTab.all.flatMap((tab) => [...tab.listening]))
    native.get(target)?.removeEventListener.call(target, type, bound);
  for (const [target, methods] of native) Object.assign(target, methods);
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
}

function stubTimers(): void {
  const { setTimeout: once, setInterval: often, clearTimeout: clear } = globalThis;
  const { now } = Date;
  const start =
    (set: typeof setInterval, isOnce: boolean) =>
    (code: () => void, ms = 0) => {
      const tab = FakeTab.current;
      // Timers of hidden tabs run once a second.
      const delay = tab.isHidden ? Math.ceil((now() + ms) / 1_000) * 1_000 - now() : ms;
      const timer = set(() => {
        tab.task(() => {
          // A tab that was frozen may have ended it by now.
          if (!tab.timers.has(timer)) return;
          if (isOnce) tab.timers.delete(timer);
          code();
        });
      }, delay);
      tab.timers.add(timer);
      return timer;
    };
  const end = (timer?: number) => {
    for (const tab of [...FakeTab.all, outside])
      for (const own of tab.timers) if (own === timer) tab.timers.delete(own);
    clear(timer);
  };
  vi.stubGlobal("setTimeout", start(once as typeof setInterval, true));
  vi.stubGlobal("setInterval", start(often, false));
  vi.stubGlobal("clearTimeout", end);
  vi.stubGlobal("clearInterval", end);
}

const native = new Map<
  EventTarget,
  Pick<EventTarget, "addEventListener" | "removeEventListener">
>();
for (const target of [window, document]) {
  const { addEventListener, removeEventListener } = target;
  native.set(target, { addEventListener, removeEventListener });
}

type Listener = EventListenerOrEventListenerObject | null;

function stubListeners(target: EventTarget): void {
  const { addEventListener: add, removeEventListener: remove } = target;
  const find = (type: string, listener: Listener) => {
    for (const each of FakeTab.current.listening)
      if (each.target === target && each.type === type && each.listener === listener) return each;
    return undefined;
  };
  const removeEventListener = (type: string, listener: Listener, options?: object | boolean) => {
    const known = find(type, listener);
    if (known) FakeTab.current.listening.delete(known);
    remove.call(target, type, known?.bound ?? listener, options);
  };
  const addEventListener = (type: string, listener: Listener, options?: object | boolean) => {
    if (!listener || find(type, listener)) return;
    const tab = FakeTab.current;
    const bound = (event: Event) => {
      if (addressee && tab !== addressee) return;
      tab.task(() => {
        if (typeof listener === "function") listener.call(target, event);
        else listener.handleEvent(event);
      });
    };
    tab.listening.add({ target, type, listener, bound });
    add.call(target, type, bound, options);
  };
  Object.assign(target, { addEventListener, removeEventListener });
}

class FakeMessageChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

class FakePort {
  other: FakePort | undefined;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  private readonly tab = FakeTab.current;
  private isOpen = true;

  postMessage(data: unknown): void {
    const { other } = this;
    const copy = structuredClone(data);
    if (this.isOpen && other)
      schedule(() => other.tab.task(() => other.isOpen && other.onmessage?.({ data: copy })));
  }

  close(): void {
    this.isOpen = false;
  }
}

/** Everything that is due has run, and what followed from it; timers do not move. */
export async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet = due ? 0 : quiet + 1)
    await new Promise<void>((resolve) => later(resolve));
}

/** Time passes. */
export async function pass(ms: number): Promise<void> {
  await settle();
  for (let rest = ms; rest > 0; rest -= 10) {
    vi.advanceTimersByTime(Math.min(rest, 10));
    await settle();
  }
}

/** Lets time pass until `check` returns neither false nor throws. */
export async function until(check: () => unknown, limitMs = 60_000): Promise<void> {
  for (let waited = 0; ; waited += 10) {
    await settle();
    try {
      if (check() !== false) return;
      if (waited >= limitMs) throw new Error(`not within ${limitMs} ms: ${String(check)}`);
    } catch (error) {
      if (waited >= limitMs) throw error;
    }
    vi.advanceTimersByTime(10);
  }
}
