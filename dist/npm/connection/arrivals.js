import { isPresence, originOf } from '../protocol/cluster.js';
import { published } from '../protocol/echo.js';
import { contentOf } from '../protocol/identity.js';
import { Copies, OPENING_MS } from './copies.js';
import { Lane } from './lane.js';
import { NodePresence } from './node-presence.js';
import { placeOf } from './places.js';

const PATIENCE_MS = 250;
const MAX_PASSED_ON = 1e3;
class Arrivals {
  /** @param _nodes how many there are: shard and node agree by this modulus. */
  constructor(_nodes, _events) {
    this._nodes = _nodes;
    this._events = _events;
    this._copies = new Copies();
    /** What nodes have told of visitors of others, which were to tell it, too. */
    this._passedOn = [];
    /** Of each open shard: since when it has heard a channel, in milliseconds. */
    this._open = /* @__PURE__ */ new Map();
    this._lanes = /* @__PURE__ */ new Map();
    this._presence = new NodePresence(_nodes);
  }
  open(shard) {
    this._open.set(shard, /* @__PURE__ */ new Map());
    this._copies.open(shard);
  }
  /** A list of channels is in force. Returns whether it is the shard's first one. */
  subscribed(shard, channels) {
    const now = performance.now();
    const known = this._open.get(shard);
    this._open.set(shard, new Map(channels.map((name) => [name, known?.get(name) ?? now])));
    return !known?.size;
  }
  /** Returns whether the shard was open. */
  close(shard) {
    const wasOpen = this._open.delete(shard);
    this._copies.close(shard);
    const node = shard % this._nodes;
    const isHeard = [...this._open.keys()].some((other) => other % this._nodes === node);
    if (!isHeard) this._presence.close(node);
    this._takePassedOn(shard);
    return wasOpen;
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
    const heard = this._copies.add(copy, this._others(shard, place));
    return () => this._copies.remove(heard);
  }
  /** Shards of different nodes with the same place carry the same channels. */
  _placeOf(shard) {
    return placeOf(shard, this._nodes);
  }
  /** Chooses the shards of a place, but this one. */
  _others(shard, place) {
    return (other) => other !== shard && this._placeOf(other) === place;
  }
  /** The nodes that send this channel. */
  _nodesOf(channel) {
    const shards = [...this._open].filter(([, channels]) => channels.has(channel));
    return shards.map(([shard]) => shard % this._nodes);
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
    const isOwn = this._copies.size > 0 && this._copies.find(shard, copyOf(message));
    if (!isOwn) this._events.onMessage(shard, message);
  }
  _takePresence(shard, message) {
    const open = this._nodesOf(message.channel);
    if (this._presence.isNews(shard % this._nodes, message, open))
      this._events.onMessage(shard, message);
    else if (open.length === this._nodes && originOf(message) === "elsewhere") {
      this._passedOn.push({ shard, message, at: performance.now() });
      this._passedOn.splice(0, this._passedOn.length - MAX_PASSED_ON);
    }
  }
  /** A shard has ended, perhaps long ago: then it has not told what the others have passed on since. */
  _takePassedOn(lost) {
    const since = performance.now() - this._events.silence(lost) - OPENING_MS;
    const isBeside = this._others(lost, this._placeOf(lost));
    for (const { shard, message, at } of [...this._passedOn])
      if (at >= since && isBeside(shard)) this._takePresence(shard, message);
  }
  _takePublished(shard, message) {
    const copy = copyOf(message);
    const known = this._copies.find(shard, copy);
    if (known) return this._takeCopy(shard, known, message, copy);
    const heard = this._copies.add(copy, this._others(shard, this._placeOf(shard)));
    const { channel } = message;
    const lane = this._lanes.get(channel) ?? new Lane();
    const isFirst = copy.origin === "here" && this._hasHeard(shard, channel);
    const isDue = isFirst || !heard.awaited.size;
    if (isDue && lane.isEmpty) return this._events.onMessage(shard, message);
    this._lanes.set(channel, lane);
    lane.add(shard, message, heard, isDue);
    this._release(channel);
    this._askSoon();
  }
  /** Whether the shard has heard the channel for so long that no other one knows earlier messages. */
  _hasHeard(shard, channel) {
    const since = this._open.get(shard)?.get(channel) ?? Infinity;
    return performance.now() - since >= OPENING_MS;
  }
  /** A copy may name the sender; and if it is the last one, no better one comes. */
  _takeCopy(shard, heard, message, { origin }) {
    const { channel } = message;
    const waiting = this._lanes.get(channel)?.addCopy(shard, heard);
    if (origin === "here") {
      heard.origin = "here";
      if (waiting) waiting.message = message;
    }
    if (!waiting) return;
    const isFirst = origin === "here" && this._hasHeard(shard, channel);
    if (isFirst || !heard.awaited.size) waiting.isDue = true;
    this._release(channel);
  }
  /**
   * All nodes have sent what they have heard by now: nothing waits any longer.
   * @param channel absent: all channels.
   */
  flush(channel) {
    for (const name of channel === void 0 ? [...this._lanes.keys()] : [channel]) {
      for (const one of this._lanes.get(name)?.open ?? []) one.isDue = true;
      this._release(name);
    }
  }
  _release(channel) {
    const lane = this._lanes.get(channel);
    const due = lane?.takeDue() ?? [];
    if (lane?.isEmpty) this._lanes.delete(channel);
    for (const { shard, message } of due) this._events.onMessage(shard, message);
  }
  /** Asks all nodes for what they have, once for all messages that wait. */
  _askSoon() {
    if (this._asked && performance.now() - this._asked.at >= PATIENCE_MS) this._asked.goOn();
    if (this._asked) return;
    const waiting = [...this._lanes.values()].flatMap(({ open }) => open);
    if (!waiting.length) return;
    const goOn = () => {
      if (this._asked !== asked) return;
      this._endQuestion();
      for (const one of waiting) one.isDue = true;
      for (const channel of [...this._lanes.keys()]) this._release(channel);
      this._askSoon();
    };
    const timer = setTimeout(goOn, PATIENCE_MS);
    const asked = this._asked = { at: performance.now(), timer, goOn };
    this._events.askAll(goOn);
  }
  _endQuestion() {
    clearTimeout(this._asked?.timer);
    this._asked = void 0;
  }
  /** The connection has ended: no copy comes any more, so nothing waits any longer. */
  end() {
    this._endQuestion();
    this.flush();
  }
}
function copyOf(message) {
  return { content: contentOf(message), time: message.time, origin: originOf(message) };
}

export { Arrivals };
//# sourceMappingURL=arrivals.js.map
