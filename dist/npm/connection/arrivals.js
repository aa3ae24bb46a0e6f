import { isPresence, originOf } from '../protocol/cluster.js';
import { published } from '../protocol/echo.js';
import { contentOf } from '../protocol/identity.js';
import { Copies } from './copies.js';
import { NodePresence } from './node-presence.js';

const PATIENCE_MS = 250;
const OWN_MS = 5e3;
class Arrivals {
  /** @param _nodes how many there are: shard and node agree by this modulus. */
  constructor(_nodes, _events) {
    this._nodes = _nodes;
    this._events = _events;
    this._copies = new Copies();
    this._open = /* @__PURE__ */ new Set();
    this._waiting = /* @__PURE__ */ new Map();
    this._presence = new NodePresence(_nodes);
  }
  open(shard) {
    this._open.add(shard);
    this._copies.open(shard);
  }
  close(shard) {
    this._open.delete(shard);
    this._copies.close(shard);
    const node = shard % this._nodes;
    const isHeard = [...this._open].some((other) => other % this._nodes === node);
    if (!isHeard) this._presence.close(node);
  }
  take(shard, message) {
    const { kind, channel } = message;
    if (kind !== "channel") this._events.onMessage(shard, message);
    else if (channel === "msg") this._takePrivate(shard, message);
    else if (this._nodes === 1) this._takeOnly(shard, message);
    else if (isPresence(message)) this._takePresence(shard, message);
    else this._takePublished(shard, message);
  }
  /**
   * A command is written to a shard. The server does not send a message back to the connection that
   * publishes it, but other connections of this browser may hear it. Returns a function to call if the
   * message is refused.
   * @param place that of the shards that carry the command's channel.
   */
  publish(shard, command, place) {
    const content = contentOf(published(command));
    const copy = { content, time: 0, origin: this._nodes > 1 ? "here" : "unknown" };
    const heard = this._copies.add(copy, this._others(shard, place), OWN_MS);
    return () => this._copies.remove(heard);
  }
  /** Shards of different nodes with the same place carry the same channels. */
  _placeOf(shard) {
    return Math.floor(shard / this._nodes);
  }
  /** Chooses the shards of a place, but this one. */
  _others(shard, place) {
    return (other) => other !== shard && this._placeOf(other) === place;
  }
  /** The nodes that can be heard at this place. */
  _openNodes(place) {
    const open = [...this._open].filter((shard) => this._placeOf(shard) === place);
    return open.map((shard) => shard % this._nodes);
  }
  /** All shards of a node hear it, and no other node does. */
  _takePrivate(shard, message) {
    const copy = { content: contentOf(message), time: message.time, origin: "unknown" };
    if (this._copies.find(shard, copy)) return;
    const isBeside = (other) => other !== shard && other % this._nodes === shard % this._nodes;
    this._copies.add(copy, isBeside);
    this._events.onMessage(shard, message);
  }
  /** One node: each channel is on one shard. Only a message of this browser's may come back. */
  _takeOnly(shard, message) {
    const isOwn = !this._copies.isEmpty && this._copies.find(shard, copyOf(message));
    if (!isOwn) this._events.onMessage(shard, message);
  }
  _takePresence(shard, message) {
    const open = this._openNodes(this._placeOf(shard));
    if (this._presence.isNews(shard % this._nodes, message, open))
      this._events.onMessage(shard, message);
  }
  _takePublished(shard, message) {
    const copy = copyOf(message);
    const known = this._copies.find(shard, copy);
    if (known) return this._takeCopy(known, message, copy);
    const heard = this._copies.add(copy, this._others(shard, this._placeOf(shard)));
    const queue = this._waiting.get(message.channel) ?? [];
    const isDue = copy.origin === "here" || !heard.missing.size;
    if (isDue && !queue.length) return this._events.onMessage(shard, message);
    const at = queue.map(({ heard: { missing } }) => missing.has(shard)).lastIndexOf(false) + 1;
    queue.splice(at, 0, { shard, message, heard, isDue });
    this._waiting.set(message.channel, queue);
    this._release(message.channel);
    this._askSoon();
  }
  /** A copy may name the sender; and if it is the last one, no better one comes. */
  _takeCopy(heard, message, { origin }) {
    const { channel } = message;
    const waiting = this._waiting.get(channel)?.find((one) => one.heard === heard);
    if (origin === "here") {
      heard.origin = "here";
      if (waiting) waiting.message = message;
    }
    if (!waiting || heard.origin !== "here" && heard.missing.size) return;
    waiting.isDue = true;
    this._release(channel);
  }
  /**
   * All nodes have sent what they have heard by now: nothing waits any longer.
   * @param channel absent: all channels.
   */
  flush(channel) {
    for (const name of channel === void 0 ? [...this._waiting.keys()] : [channel]) {
      for (const one of this._waiting.get(name) ?? []) one.isDue = true;
      this._release(name);
    }
  }
  _release(channel) {
    const queue = this._waiting.get(channel) ?? [];
    const first = queue.findIndex(({ isDue }) => !isDue);
    const due = first < 0 ? queue : queue.slice(0, first);
    if (due.length === queue.length) this._waiting.delete(channel);
    else this._waiting.set(channel, queue.slice(due.length));
    for (const { shard, message } of due) this._events.onMessage(shard, message);
  }
  /** Asks all nodes for what they have, once for all messages that wait. */
  _askSoon() {
    if (this._asked) return;
    const waiting = [...this._waiting.values()].flat().filter(({ isDue }) => !isDue);
    if (!waiting.length) return;
    const goOn = () => {
      if (this._asked !== asked) return;
      this._endQuestion();
      for (const one of waiting) one.isDue = true;
      for (const channel of [...this._waiting.keys()]) this._release(channel);
      this._askSoon();
    };
    const asked = this._asked = { timer: setTimeout(goOn, PATIENCE_MS) };
    this._events.askAll(goOn);
  }
  _endQuestion() {
    clearTimeout(this._asked?.timer);
    this._asked = void 0;
  }
  /** The connection has ended: what waits is not told any more. */
  end() {
    this._waiting.clear();
    this._endQuestion();
  }
}
function copyOf(message) {
  return { content: contentOf(message), time: message.time, origin: originOf(message) };
}

export { Arrivals };
//# sourceMappingURL=arrivals.js.map
