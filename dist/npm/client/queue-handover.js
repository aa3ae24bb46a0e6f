import { isQueued } from './delivery.js';
import { readTabStorage, writeTabStorage } from '../platform/storage.js';
import { decodeFrame } from '../protocol/messages.js';
import { queueFrame } from '../protocol/queue-frame.js';

const STORAGE_KEY = "comet_server_queue";
const HANDOVER_MS = 6e4;
function leaveForNextPage(identity, messages) {
  const entry = [identity, Date.now(), messages.map(queueFrame)];
  write([...takeEntries(), entry]);
}
function takeFromLastPage(identity) {
  const entries = takeEntries();
  const index = entries.findIndex(([owner]) => owner === identity);
  const [entry] = index < 0 ? [] : entries.splice(index, 1);
  write(entries);
  return entry ? entry[2].flatMap(messagesOf) : [];
}
function takeEntries() {
  const text = readTabStorage(STORAGE_KEY);
  writeTabStorage(STORAGE_KEY, null);
  try {
    const stored = JSON.parse(text || "[]");
    return Array.isArray(stored) ? stored.filter(isYoungEntry) : [];
  } catch {
    return [];
  }
}
function write(entries) {
  if (entries.length) writeTabStorage(STORAGE_KEY, JSON.stringify(entries));
}
function isYoungEntry(value) {
  const [identity, at, frames] = Array.isArray(value) ? value : [];
  const isYoung = typeof at === "number" && Math.abs(Date.now() - at) < HANDOVER_MS;
  return typeof identity === "string" && isYoung && Array.isArray(frames);
}
function messagesOf(frame) {
  if (typeof frame !== "string") return [];
  return decodeFrame(frame, { legacy: false, channels: () => [] }).filter(isQueued);
}

export { leaveForNextPage, takeFromLastPage };
//# sourceMappingURL=queue-handover.js.map
