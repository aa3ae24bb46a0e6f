import { readStorage, writeStorage } from '../../platform/storage.js';
import { nextTask } from '../../platform/tasks.js';

const CLOCKS_DIFFER_S = 10;
const MAX_ENTRIES = 1e3;
const STORAGE_KEY = "comet_server_given";
class QueueMemory {
  /** @param _isStored whether later pages know the entries, too. */
  constructor(_isStored = true) {
    this._isStored = _isStored;
    this._entries = /* @__PURE__ */ new Map();
    this._connectedAt = 0;
    this._isSaveDue = false;
  }
  /** A connection began. @param time by the server's clock, in Unix seconds; 0: not known. */
  begin(time) {
    for (const [id, entry] of this._entries) {
      if (!entry.time && !entry.now) this._entries.delete(id);
      entry.before = Math.max(entry.before, entry.now);
      entry.now = 0;
      if (entry.time && entry.time < this._connectedAt - CLOCKS_DIFFER_S) this._entries.delete(id);
      if (time && entry.time > time + CLOCKS_DIFFER_S) this._entries.delete(id);
    }
    this._connectedAt = time;
  }
  /**
   * Whether this visitor has not got a message from the queue yet. Counts the message.
   * @param time when it was sent, in Unix seconds; 0: not known.
   */
  isNew(text, time) {
    const id = fingerprint(text);
    const known = this._entries.get(id);
    if (!known && time && time < this._connectedAt - CLOCKS_DIFFER_S) return true;
    const entry = known || { id, time, before: 0, now: 0 };
    if (this._entries.size < MAX_ENTRIES) this._entries.set(id, entry);
    this._save();
    return ++entry.now > entry.before;
  }
  /** Copies of all entries, for a tab that joins. */
  get entries() {
    return [...this._entries.values()].map((entry) => ({ ...entry }));
  }
  /** Merges the entries of another tab, or of an earlier page. */
  adopt(entries) {
    for (const { id, time, before, now } of entries) {
      const own = this._entries.get(id);
      if (!own && this._entries.size >= MAX_ENTRIES) continue;
      const known = own || { before: 0, now: 0 };
      this._entries.set(id, {
        ...{ id, time },
        before: Math.max(before, known.before),
        now: Math.max(now, known.now)
      });
    }
  }
  /**
   * Loads what an earlier page has stored, perhaps in a tab that is closed by now.
   * @param visitor names the node, the account and the visitor: another visitor has other messages.
   */
  load(visitor) {
    if (visitor !== this._visitor) this._entries.clear();
    this._visitor = visitor;
    if (!this._isStored) return;
    try {
      const [owner, entries] = JSON.parse(readStorage(STORAGE_KEY) || "[]");
      if (owner === visitor) {
        for (const { id, time, before, now } of entries)
          if (typeof id === "string" && [time, before, now].every(Number.isFinite))
            this.adopt([{ id, time, before: Math.max(before, now), now: 0 }]);
      }
    } catch {
    }
  }
  /** Stores the entries for the next page, once for all messages of a task. */
  _save() {
    if (!this._isStored || this._isSaveDue) return;
    this._isSaveDue = true;
    nextTask(() => {
      this._isSaveDue = false;
      writeStorage(STORAGE_KEY, JSON.stringify([this._visitor, this.entries]));
    });
  }
}
function fingerprint(text) {
  let [one, other] = [2166136261, text.length];
  for (let i = 0; i < text.length; i++) {
    one = Math.imul(one ^ text.charCodeAt(i), 16777619);
    other = Math.imul(other ^ text.charCodeAt(i), 1540483477);
    other ^= other >>> 15;
  }
  return (one >>> 0).toString(36) + "-" + (other >>> 0).toString(36);
}

export { QueueMemory };
//# sourceMappingURL=queue-memory.js.map
