import { isQueued, type Deliverable } from "./delivery";
import { readTabStorage, writeTabStorage } from "../platform/storage";
import { decodeFrame } from "../protocol/messages";
import { queueFrame } from "../protocol/queue-frame";

const STORAGE_KEY = "comet_server_queue";

/** The next page of a tab comes sooner. Later, the messages are not used any more. */
const HANDOVER_MS = 60_000;

/** What a page left: for whom, when (in milliseconds since 1970), and the messages as frames. */
type Entry = [identity: string, at: number, frames: string[]];

/**
 * Leaves private messages to the next page of this tab. Private text must not stay longer than it is
 * needed: the storage is that of this tab alone, and ends with it; the next page with a queue to
 * wait for removes the messages when it starts, its own ones and those that are too old.
 */
export function leaveForNextPage(identity: string, messages: Deliverable[]): void {
  const entry: Entry = [identity, Date.now(), messages.map(queueFrame)];
  write([...takeEntries(), entry]);
}

/**
 * Takes the messages that the page before left for this visitor. Several instances of one visitor
 * leave the same messages each, so each instance of the next page takes one of these entries.
 */
export function takeFromLastPage(identity: string): Deliverable[] {
  const entries = takeEntries();
  const index = entries.findIndex(([owner]) => owner === identity);
  const [entry] = index < 0 ? [] : entries.splice(index, 1);
  write(entries);
  return entry ? entry[2].flatMap(messagesOf) : [];
}

/** All that is not too old; nothing of it stays in the storage. */
function takeEntries(): Entry[] {
  const text = readTabStorage(STORAGE_KEY);
  writeTabStorage(STORAGE_KEY, null);
  try {
    const stored: unknown = JSON.parse(text || "[]");
    return Array.isArray(stored) ? stored.filter(isYoungEntry) : [];
  } catch {
    return []; // somebody else's
  }
}

function write(entries: Entry[]): void {
  if (entries.length) writeTabStorage(STORAGE_KEY, JSON.stringify(entries));
}

function isYoungEntry(value: unknown): value is Entry {
  const [identity, at, frames] = Array.isArray(value) ? (value as unknown[]) : [];
  // A clock that was set back makes an entry of the future, which is no young one either.
  const isYoung = typeof at === "number" && Math.abs(Date.now() - at) < HANDOVER_MS;
  return typeof identity === "string" && isYoung && Array.isArray(frames);
}

/** The message of a frame, as an array; empty for whatever else was in the storage. */
function messagesOf(frame: unknown): Deliverable[] {
  if (typeof frame !== "string") return [];
  return decodeFrame(frame, { legacy: false, channels: () => [] }).filter(isQueued);
}
