import { isQueued } from "./delivery";
import { readTabStorage, writeTabStorage } from "../platform/storage";
import { decodeFrame, type FrameMessage } from "../protocol/messages";
import { queueFrame } from "../protocol/queue-frame";

const STORAGE_KEY = "comet_server_queue";

/** The next page of a tab comes sooner. Older messages are dropped. */
const HANDOVER_MS = 60_000;

/** The messages that an instance of a page has left. `at` is in milliseconds since 1970. */
type Parcel = [identity: string, at: number, frames: string[]];

/**
 * Leaves private messages to the next page of this tab. Private text must not stay longer than needed:
 * `sessionStorage` belongs to this tab and ends with it, and the next page that holds messages back
 * removes its own messages, and those that are too old, when it starts.
 */
export function leaveForNextPage(identity: string, messages: FrameMessage[]): void {
  const parcel: Parcel = [identity, Date.now(), messages.map(queueFrame)];
  write([...takeParcels(), parcel]);
}

/**
 * Takes the messages that the last page has left for this visitor. If a page has several instances
 * of one visitor, each leaves a parcel with the same messages, so each instance of the next page
 * takes one parcel.
 */
export function takeFromLastPage(identity: string): FrameMessage[] {
  const parcels = takeParcels();
  const index = parcels.findIndex(([owner]) => owner === identity);
  const [parcel] = index < 0 ? [] : parcels.splice(index, 1);
  write(parcels);
  return parcel ? parcel[2].flatMap(messagesOf) : [];
}

/** Returns the parcels that are not too old. Removes all of them from the storage. */
function takeParcels(): Parcel[] {
  const text = readTabStorage(STORAGE_KEY);
  writeTabStorage(STORAGE_KEY, null);
  try {
    const stored: unknown = JSON.parse(text || "[]");
    return Array.isArray(stored) ? stored.filter(isYoungParcel) : [];
  } catch {
    return []; // not written by this library
  }
}

function write(parcels: Parcel[]): void {
  if (parcels.length) writeTabStorage(STORAGE_KEY, JSON.stringify(parcels));
}

function isYoungParcel(value: unknown): value is Parcel {
  const [identity, at, frames] = Array.isArray(value) ? (value as unknown[]) : [];
  // If the clock was set back, the parcel is from the future, and its age unknown: drop it.
  const isYoung = typeof at === "number" && Math.abs(Date.now() - at) < HANDOVER_MS;
  return typeof identity === "string" && isYoung && Array.isArray(frames);
}

/** The message of a frame, as an array; empty for a value that this library has not written. */
function messagesOf(frame: unknown): FrameMessage[] {
  if (typeof frame !== "string") return [];
  return decodeFrame(frame, { legacy: false, channels: () => [] }).filter(isQueued);
}
