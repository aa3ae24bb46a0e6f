import { readStorage, writeStorage } from "../../platform/storage";
import { nextTask } from "../../platform/tasks";
import type { QueueEntry } from "../messages";

/** The database's clock and the server's may differ by so many seconds. */
const CLOCKS_DIFFER_S = 10;
/** No more messages are remembered, so that a faulty back end does not fill the storage. */
const MAX_ENTRIES = 1_000;

const STORAGE_KEY = "comet_server_given";

/**
 * Remembers which messages from the queue of an absent user were delivered. The server sends the
 * queue to each new connection, and then deletes what is older than the current second. The rest
 * comes again with the next connection, whenever that is, perhaps to a tab or page that did not see
 * the first copy. Within one connection equal messages are different messages, so copies are
 * counted.
 */
export class QueueMemory {
  private _entries = new Map<string, QueueEntry>();
  private _connectedAt = 0;
  private _visitor: string | undefined;
  private _isSaveDue = false;

  /** @param _isStored whether later pages know the entries, too. */
  constructor(private readonly _isStored = true) {}

  /** A connection began. @param time by the server's clock, in Unix seconds; 0: not known. */
  begin(time: number): void {
    for (const [id, entry] of this._entries) {
      // Without a time: only messages of the last connection may come again.
      if (!entry.time && !entry.now) this._entries.delete(id);
      entry.before = Math.max(entry.before, entry.now);
      entry.now = 0;
      if (entry.time && entry.time < this._connectedAt - CLOCKS_DIFFER_S) this._entries.delete(id);
      // No message is from the future: it would be kept for good, and take the room of others.
      if (time && entry.time > time + CLOCKS_DIFFER_S) this._entries.delete(id);
    }
    this._connectedAt = time;
  }

  /**
   * Whether this visitor has not got a message from the queue yet. Counts the message.
   * @param time when it was sent, in Unix seconds; 0: not known.
   */
  isNew(text: string, time: number): boolean {
    const id = fingerprint(text);
    const known = this._entries.get(id);
    // Too old to come again, because the server has deleted it: need not be remembered.
    if (!known && time && time < this._connectedAt - CLOCKS_DIFFER_S) return true;
    const entry = known || { id, time, before: 0, now: 0 };
    if (this._entries.size < MAX_ENTRIES) this._entries.set(id, entry);
    this._save();
    return ++entry.now > entry.before;
  }

  /** Copies of all entries, for a tab that joins. */
  get entries(): QueueEntry[] {
    return [...this._entries.values()].map((entry) => ({ ...entry }));
  }

  /** Merges the entries of another tab, or of an earlier page. */
  adopt(entries: readonly QueueEntry[]): void {
    for (const { id, time, before, now } of entries) {
      const own = this._entries.get(id);
      if (!own && this._entries.size >= MAX_ENTRIES) continue;
      const known = own || { before: 0, now: 0 };
      this._entries.set(id, {
        ...{ id, time },
        before: Math.max(before, known.before),
        now: Math.max(now, known.now),
      });
    }
  }

  /**
   * Loads what an earlier page has stored, perhaps in a tab that is closed by now.
   * @param visitor names the node, the account and the visitor: another visitor has other messages.
   */
  load(visitor: string): void {
    if (visitor !== this._visitor) this._entries.clear();
    this._visitor = visitor;
    if (!this._isStored) return;
    try {
      const [owner, entries] = JSON.parse(readStorage(STORAGE_KEY) || "[]") as unknown[];
      // Every connection that delivered these has ended, so all copies count as `before`.
      if (owner === visitor)
        for (const { id, time, before, now } of entries as QueueEntry[])
          if (typeof id === "string" && [time, before, now].every(Number.isFinite))
            this.adopt([{ id, time, before: Math.max(before, now), now: 0 }]);
    } catch {
      // Not written by this library.
    }
  }

  /** Stores the entries for the next page, once for all messages of a task. */
  private _save(): void {
    if (!this._isStored || this._isSaveDue) return;
    this._isSaveDue = true;
    nextTask(() => {
      this._isSaveDue = false;
      writeStorage(STORAGE_KEY, JSON.stringify([this._visitor, this.entries]));
    });
  }
}

/** A hash of a text; two different texts share it only by accident (one in 2^64). */
function fingerprint(text: string): string {
  // Two hashes in the manner of FNV-1a.
  let [one, other] = [0x811c9dc5, text.length];
  for (let i = 0; i < text.length; i++) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(i), 0x5bd1e995);
    other ^= other >>> 15;
  }
  return (one >>> 0).toString(36) + "-" + (other >>> 0).toString(36);
}
