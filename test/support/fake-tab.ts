import { AsyncLocalStorage } from "node:async_hooks";
import { schedule } from "./tab-time";

const running = new AsyncLocalStorage<FakeTab>();

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

  /** Whether an event on the window that fires now is for this tab. */
  get isAddressed(): boolean {
    return addressee === undefined || addressee === this;
  }

  /** No tabs, and nothing on its way between them. */
  static reset(): void {
    FakeTab.all = [];
    FakeTab.errors = [];
    FakeTab.loses = () => false;
    deliveries = [];
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
export const outside = new FakeTab("");

function fireFor(tab: FakeTab, event: Event, target: EventTarget = window): void {
  addressee = tab;
  try {
    target.dispatchEvent(event);
  } finally {
    addressee = undefined;
  }
}
