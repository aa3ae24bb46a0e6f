import { isQueued } from './delivery.js';
import { readTabStorage, writeTabStorage } from '../platform/storage.js';
import { decodeFrame } from '../protocol/messages.js';
import { queueFrame } from '../protocol/queue-frame.js';

const STORAGE_KEY = "comet_server_queue";
const HANDOVER_MS = 6e4;
function leaveForNextPage(identity, messages) {
  const parcel = [identity, Date.now(), messages.map(queueFrame)];
  write([...takeParcels(), parcel]);
}
function takeFromLastPage(identity) {
  const parcels = takeParcels();
  const index = parcels.findIndex(([owner]) => owner === identity);
  const [parcel] = index < 0 ? [] : parcels.splice(index, 1);
  write(parcels);
  return parcel ? parcel[2].flatMap(messagesOf) : [];
}
function takeParcels() {
  const text = readTabStorage(STORAGE_KEY);
  writeTabStorage(STORAGE_KEY, null);
  try {
    const stored = JSON.parse(text || "[]");
    return Array.isArray(stored) ? stored.filter(isYoungParcel) : [];
  } catch {
    return [];
  }
}
function write(parcels) {
  if (parcels.length) writeTabStorage(STORAGE_KEY, JSON.stringify(parcels));
}
function isYoungParcel(value) {
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
