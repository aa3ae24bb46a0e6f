import type { Turn } from "./link";
import { RecentIds } from "../platform/recent-ids";
import type { Duty } from "./entries";
import type { Running } from "./messages";
import type { SharedLink } from "./shared-link";

/** The last message of a tab may arrive this long after the news of its end. */
const LAST_WORD_MS = 100;
/** If the tab on duty has not said `running` after this time, the next tab takes its place. */
const PATIENCE_MS = 1_500;
/** No handler runs for a message that is older than this. */
const MAX_AGE_MS = 10_000;
const MAX_WAITING = 100;

interface Waiting {
  turn: Turn;
  name: string;
  run: () => void;
  at: number;
}

/**
 * Runs handlers once per browser. The tab on duty says `running` before it runs a handler. The
 * other tabs keep theirs until they hear that; the next tab steps in if the tab on duty has ended
 * or does not answer. If a tab ends right after `running`, its handler does not run at all, rather
 * than twice.
 */
export class Turns {
  /** Keys of this tab's handlers that run once per browser. */
  keys: readonly string[] = [];
  /** The tabs that have a handler of each key; the first runs it. */
  duties: readonly Duty[] = [];
  private readonly _ran = new RecentIds();
  private _waiting: Waiting[] = [];
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _tab: Pick<SharedLink, "id" | "isLate" | "post">) {}

  /** Runs this tab's handlers of the key `name` for a message, or leaves that to another tab. */
  take(name: string, turn: Turn, run: () => void): void {
    const waiting = { turn, name, run, at: performance.now() };
    if (this._ran.has(keyOf(name, turn.id))) return;
    // A `running` that another tab sent while this one slept, or for a message that only this one gets
    // out of a log, may still be on its way.
    const mayHaveRun = this._tab.isLate || turn.isPast;
    if (this._placeOf(waiting) === 0 && !mayHaveRun) return this._run(waiting);
    if (this._waiting.push(waiting) > MAX_WAITING) this._waiting.shift();
    if (mayHaveRun) this.review();
  }

  /** This tab has had a message of a channel before: no other tab need run its handlers for it. */
  pass(id: string, channel: string): void {
    for (const name of this._keysOf(channel)) this._tab.post({ type: "running", name, id });
  }

  /** Whether this tab has such handlers for a channel. */
  has(channel: string): boolean {
    return this._keysOf(channel).length > 0;
  }

  private _keysOf(channel: string): string[] {
    const isOf = (key: string) => [channel, ""].includes(key.split(".")[0] as string);
    return this.keys.filter((name) => name.split("\n").some(isOf));
  }

  /** Another tab runs the handlers of a key for a message. */
  onRunning({ name, id }: Running): void {
    this._settle(keyOf(name, id));
  }

  /** Other tabs are on duty from now on. */
  assign(duties: readonly Duty[]): void {
    this.duties = duties;
    this.review();
  }

  /** Other tabs may be on duty by now: checks soon which handlers this tab has to run. */
  review(): void {
    if (this._timer !== undefined || !this._waiting.length) return;
    this._timer = setTimeout(() => {
      this._timer = undefined;
      this._runDue();
    }, LAST_WORD_MS);
  }

  /** Called every 500 ms, in hidden tabs more rarely: steps in for tabs that do not answer. */
  tick(): void {
    if (this._timer === undefined) this._runDue();
  }

  private _runDue(): void {
    const now = performance.now();
    this._waiting = this._waiting.filter(({ at }) => now - at < MAX_AGE_MS);
    for (const waiting of [...this._waiting]) {
      const place = this._placeOf(waiting);
      const isDue = place === 0 || (place > 0 && now - waiting.at > place * PATIENCE_MS);
      // The handler before it may have settled this one.
      if (isDue && this._waiting.includes(waiting)) this._run(waiting);
    }
  }

  /** The tab leaves: other tabs run the handlers that wait here. */
  end(): void {
    this._waiting = [];
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  /** This tab's place in the order of duty. 0: it is on duty; -1: it is not in the list. */
  private _placeOf({ name, turn: { except } }: Waiting): number {
    const duty = this.duties.find((each) => each.name === name);
    const tabs = duty ? duty.tabs.filter((tab) => tab !== except) : [];
    return tabs.indexOf(this._tab.id);
  }

  private _run({ name, turn: { id }, run }: Waiting): void {
    this._settle(keyOf(name, id));
    this._tab.post({ type: "running", name, id });
    run();
  }

  private _settle(key: string): void {
    this._ran.isNew(key);
    this._waiting = this._waiting.filter(({ name, turn }) => keyOf(name, turn.id) !== key);
  }
}

function keyOf(name: string, id: string): string {
  return `${id} ${name}`;
}
