import { isQueued, type Deliverable } from "./delivery";
import { readTabStorage, writeTabStorage } from "../platform/storage";
import { decodeFrame } from "../protocol/messages";
import { queueFrame } from "../protocol/queue-frame";

const STORAGE_KEY = "comet_server_queue";

/** The next page of a tab comes sooner. Older messages are dropped. */
const HANDOVER_MS = 60_000;

/** The messages that an instance of a page has left. `at` is in milliseconds since 1970. */
type Entry = [identity: string, at: number, frames: string[]];

/**
 * Leaves private messages to the next page of this tab. Private text must not stay longer than needed:
 * `sessionStorage` belongs to this tab and ends with it, and the next page that holds messages back
 * removes its own messages, and those that are too old, when it starts.
 */
export function leaveForNextPage(identity: string, messages: Deliverable[]): void {
  const entry: Entry = [identity, Date.now(), messages.map(queueFrame)];
  write([...takeEntries(), entry]);
}

/**
 * Takes the messages that the last page has left for this visitor. If a page has several instances of
 * one visitor, each leaves an entry with the same messages, so each instance of the next page takes
 * one entry.
 */
export function takeFromLastPage(identity: string): Deliverable[] {
  const entries = takeEntries();
  const index = entries.findIndex(([owner]) => owner === identity);
  const [entry] = index < 0 ? [] : entries.splice(index, 1);
  write(entries);
  return entry ? entry[2].flatMap(messagesOf) : [];
}

/** The entries that are not too old. Removes all of them from the storage. */
function takeEntries(): Entry[] {
  const text = readTabStorage(STORAGE_KEY);
  writeTabStorage(STORAGE_KEY, null);
  try {
    const stored: unknown = JSON.parse(text || "[]");
    return Array.isArray(stored) ? stored.filter(isYoungEntry) : [];
  } catch {
    return []; // not written by this library
  }
}

function write(entries: Entry[]): void {
  if (entries.length) writeTabStorage(STORAGE_KEY, JSON.stringify(entries));
}

function isYoungEntry(value: unknown): value is Entry {
  const [identity, at, frames] = Array.isArray(value) ? (value as unknown[]) : [];
  // If the clock was set back, the entry is from the future, and its age unknown: drop it.
  const isYoung = typeof at === "number" && Math.abs(Date.now() - at) < HANDOVER_MS;
  return typeof identity === "string" && isYoung && Array.isArray(frames);
}

/** The message of a frame, as an array; empty for a value that this library has not written. */
function messagesOf(frame: unknown): Deliverable[] {
  if (typeof frame !== "string") return [];
  return decodeFrame(frame, { legacy: false, channels: () => [] }).filter(isQueued);
}
