import { MAX_CHANNELS } from '../../protocol/limits.js';
import { areRefused } from '../entries.js';
import { NO_ROOM } from './inbox.js';

function isOpen(state) {
  return state.type === "open";
}
function stateOf(shards) {
  const [refused] = shards.flatMap((state) => state.type === "refused" ? state : []);
  if (refused && areRefused(shards)) return { type: "refused", reason: refused.text };
  const lost = shards.flatMap((state) => state.type === "lost" ? state : []);
  const isWaiting = !shards.some(({ type }) => type === "connecting");
  const [first] = lost.sort((one, other) => (one.retryAt ?? 0) - (other.retryAt ?? 0));
  if (!isWaiting || first?.retryAt === void 0) return { type: "connecting" };
  return { type: "waiting", code: first.code, retryAt: first.retryAt };
}
function heardBy(shards) {
  return [...new Set(shards.flatMap((state) => isOpen(state) ? state.channels : []))];
}
function refusalOf({ node, text }) {
  return `${node} refuses channels: ${text}`;
}
function lackOf(shards, channels) {
  if (shards.some(({ type }) => type === "connecting" || type === "lost")) return void 0;
  const refused = shards.flatMap((state) => state.type === "refused" ? state : []);
  const refusing = new Set(refused.map(({ node }) => node));
  if (refused[0] && shards.every(({ node }) => refusing.has(node))) return refusalOf(refused[0]);
  return channels.length < MAX_CHANNELS ? void 0 : NO_ROOM;
}
function nodeState(shards, name) {
  const own = shards.filter(({ node }) => node === name);
  const state = own.find(isOpen) ?? own[0];
  return state && ["open", "lost", "refused"].includes(state.type) ? state : void 0;
}
function describe(state) {
  const { node } = state;
  if (state.type === "lost") return { node, isConnected: false, code: state.code };
  if (state.type === "refused") return { node, isConnected: false, reason: state.text };
  return { node, isConnected: true };
}

export { describe, heardBy, isOpen, lackOf, nodeState, refusalOf, stateOf };
//# sourceMappingURL=shard-states.js.map
