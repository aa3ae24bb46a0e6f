import { nextTask } from '../../platform/tasks.js';
import { MAX_ENTRIES_POSTED } from '../messages.js';
import { readMessage } from '../read-message.js';
import { isSame } from '../term.js';
import { openBus } from './open-bus.js';

const BURST_MS = 4;
class TabBus {
  /**
   * @param name of the group; without one there are no other tabs.
   * @param _onBroken called when the browser refuses a message, for example because its storage is
   * full.
   */
  constructor(name, tab, onMessage, _onBroken) {
    this._onBroken = _onBroken;
    /** When entries were posted last. */
    this._postedAt = -Infinity;
    if (!name) return;
    this._bus = openBus(name, (data) => {
      const message = readMessage(data);
      if (this._bus && message && message.from !== tab) onMessage(message);
    });
  }
  /** Whether other tabs can be reached. */
  get isOpen() {
    return this._bus !== void 0;
  }
  post(message) {
    this._flush();
    this._post(message);
  }
  /** Posts entries: at once if there is no burst, else together with others in the next task. */
  postEntries(message) {
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
  close() {
    this._flush();
    this._bus?.close();
    this._bus = void 0;
  }
  _gather() {
    if (this._burst) return;
    this._burst = [];
    nextTask(() => {
      const hadEntries = this._burst?.length;
      this._flush();
      this._burst = void 0;
      if (hadEntries) this._gather();
    });
  }
  _flush() {
    for (const message of this._burst?.splice(0) ?? []) this._post(message);
  }
  _post(message) {
    try {
      this._bus?.post(message);
    } catch {
      this._burst = void 0;
      this._bus?.close();
      this._bus = void 0;
      this._onBroken();
    }
  }
}

export { TabBus };
//# sourceMappingURL=tab-bus.js.map
