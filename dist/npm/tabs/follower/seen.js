import { isSameSender } from '../../protocol/cluster.js';
import { contentOf } from '../../protocol/identity.js';

const MAX_SEEN = 128;
const CLOCKS_DIFFER_S = 1;
class Seen {
  constructor() {
    this._channels = /* @__PURE__ */ new Map();
    /** The first message of each channel that this tab has heard. */
    this._first = /* @__PURE__ */ new Map();
  }
  note(message) {
    const { channel, from } = message;
    if (from !== "own" && !this._first.has(channel)) this._first.set(channel, message);
    const all = this._channels.get(channel);
    if (!all) this._channels.set(channel, [message]);
    else if (all.push(message) > MAX_SEEN) all.shift();
  }
  of(channel) {
    return this._channels.get(channel) ?? [];
  }
  /** Whether this tab has heard nothing of the channel before this message. */
  isFirst(message) {
    return this._first.get(message.channel) === message;
  }
  /** Forgets all other channels. */
  keep(channels) {
    for (const known of [this._channels, this._first])
      for (const channel of known.keys()) if (!channels.has(channel)) known.delete(channel);
  }
}
function matchLog(known, log) {
  const left = /* @__PURE__ */ new Map();
  for (const each of known) {
    const content = contentOf(each);
    left.set(content, [...left.get(content) ?? [], each]);
  }
  const contents = log.map((message) => left.size ? contentOf(message) : "");
  const take = (index, seconds) => {
    const all = left.get(contents[index]) ?? [];
    const found = all.findIndex((each) => isSame(each, log[index], seconds));
    return found < 0 ? void 0 : all.splice(found, 1)[0];
  };
  const exact = log.map((_, index) => take(index, 0));
  return exact.map((each, index) => each ?? take(index, CLOCKS_DIFFER_S));
}
function isSame(known, logged, seconds) {
  return isSameSender(known, logged) && (!known.time || Math.abs(known.time - logged.time) <= seconds);
}

export { Seen, matchLog };
//# sourceMappingURL=seen.js.map
