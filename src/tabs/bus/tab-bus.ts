import { nextTask } from "../../platform/tasks";
import { MAX_ENTRIES_POSTED, type Entries, type TabMessage } from "../messages";
import { readMessage } from "../read-message";
import { isSame } from "../term";
import type { Bus } from "./bus";
import { openBus } from "./open-bus";

/** Entries that follow each other sooner are a burst: only then is it worth a task to gather them. */
const BURST_MS = 4;

/** Exchanges messages with the other tabs of the group. Gathers entries that come in a burst. */
export class TabBus {
  private _bus: Bus | undefined;
  /**
   * Entries of a burst that wait to be posted together, because each post costs every tab a task.
   * `undefined`: there is no burst, and the next entry is posted at once.
   */
  private _burst: (Entries & { from: string })[] | undefined;
  /** When entries were posted last. */
  private _postedAt = -Infinity;

  /**
   * @param name of the group; without one there are no other tabs.
   * @param _onBroken called when the browser refuses a message, for example because its storage is
   * full.
   */
  constructor(
    name: string | undefined,
    tab: string,
    onMessage: (message: TabMessage) => void,
    private readonly _onBroken: () => void,
  ) {
    if (!name) return;
    this._bus = openBus(name, (data) => {
      const message = readMessage(data);
      if (this._bus && message && message.from !== tab) onMessage(message);
    });
  }

  /** Whether other tabs can be reached. */
  get isOpen(): boolean {
    return this._bus !== undefined;
  }

  post(message: TabMessage): void {
    this._flush();
    this._post(message);
  }

  /** Posts entries: at once if there is no burst, else together with others in the next task. */
  postEntries(message: Entries & { from: string }): void {
    if (!this._burst || message.entries.some(({ type }) => type === "writing")) {
      const now = performance.now();
      const isBurst = now - this._postedAt < BURST_MS;
      this._postedAt = now;
      this.post(message);
      if (isBurst) this._gather();
      return;
    }
    const last = this._burst[this._burst.length - 1];
    const isNext = last && isSame(last.term, message.term);
    const length = last?.entries.length ?? 0;
    const isFull = length + message.entries.length > MAX_ENTRIES_POSTED;
    if (isNext && !isFull && message.first === last.first + length) {
      last.entries.push(...message.entries);
      last.at = message.at;
    } else this._burst.push({ ...message, entries: [...message.entries] });
  }

  close(): void {
    this._flush();
    this._bus?.close();
    this._bus = undefined;
  }

  private _gather(): void {
    if (this._burst) return;
    this._burst = [];
    nextTask(() => {
      const hadEntries = this._burst?.length;
      this._flush();
      this._burst = undefined;
      // The burst may go on.
      if (hadEntries) this._gather();
    });
  }

  private _flush(): void {
    for (const message of this._burst?.splice(0) ?? []) this._post(message);
  }

  private _post(message: TabMessage): void {
    try {
      this._bus?.post(message);
    } catch {
      this._burst = undefined;
      this._bus?.close();
      this._bus = undefined;
      this._onBroken();
    }
  }
}
