import { isQueued, dataOf, isObject, delivered } from './delivery.js';
import { nextTask, callPage } from '../platform/tasks.js';
import { checkCallback, badArgument } from '../api/errors.js';
import { parseKey, channelName, isLocal } from '../protocol/channel-key.js';
import { MAX_CHANNELS } from '../protocol/limits.js';
import { COPY_ID } from '../protocol/wire-fields.js';
import { RecentIds } from '../platform/recent-ids.js';
import { recoverOf, linesOf } from './given.js';
import { ListenerIndex } from './listener-index.js';
import { Tally } from './tally.js';

const MAX_DUTIES = 1e3;
const MAX_EARLY = 100;
class Subscriptions {
  /**
   * @param _onChange called when what is needed may have changed.
   * @param _onLost called with what to tell a developer when a message is given up.
   */
  constructor(_onChange, _onLost) {
    this._onChange = _onChange;
    this._onLost = _onLost;
    this._subscriptions = /* @__PURE__ */ new Map();
    /** The subscriptions that have a callback, by channel and event. */
    this._index = new ListenerIndex();
    /** The channels that the server has to be asked for, and the keys of `Subscription.duty`. */
    this._channels = new Tally();
    this._duties = new Tally();
    /** The channels of subscriptions with `recover: true`, and of those with `false`. */
    this._recovering = new Tally();
    this._forgoing = new Tally();
    /** How many subscriptions hear private messages. */
    this._privateCount = 0;
    this._ids = new RecentIds();
    this._count = 0;
    this._early = [];
  }
  /**
   * Adds a listener for a key, or for several separated by line breaks; without a callback it only
   * joins the channels. Returns its id.
   * @param isDuty whether only one tab of the browser calls it.
   * @throws CometError for a bad key or option, and for more channels than the server can be asked for.
   */
  add(key, callback, options, isDuty = false) {
    const recover = recoverOf(options);
    if (callback !== void 0) checkCallback(callback);
    const lines = linesOf(key);
    const keys = lines.map(parseKey);
    const duty = isDuty ? lines.join("\n") : void 0;
    const place = ++this._count;
    const id = `s${place}`;
    const subscription = { id, place, keys, callback, recover, duty };
    const channels = /* @__PURE__ */ new Set([...this._channels.keys, ...channelsOf(subscription)]);
    if (channels.size > MAX_CHANNELS)
      throw badArgument("subscription key", key, `at most ${MAX_CHANNELS} channels at a time`);
    if (duty !== void 0 && !this._duties.get(duty) && this._duties.keys.length >= MAX_DUTIES)
      throw badArgument("oncePerBrowser key", key, `at most ${MAX_DUTIES} keys at a time`);
    this._subscriptions.set(id, subscription);
    if (callback) this._index.add(subscription);
    this._tellChange([subscription], 1);
    this._deliverEarly(subscription);
    return id;
  }
  /**
   * Adds a listener for a channel, unless this very function hears it already.
   * @throws CometError as `add` does, and for a key that is more than a channel.
   */
  addOnce(channel, callback) {
    for (const { keys, callback: other } of this._subscriptions.values())
      if (other === callback && keys.some((key) => key.channel === channel && !key.event)) return;
    this.add(channelName(channel), callback);
  }
  /** Returns whether there was such a listener. */
  remove(id) {
    const subscription = this._subscriptions.get(id);
    if (!subscription) return false;
    this._subscriptions.delete(id);
    this._index.remove(subscription);
    this._tellChange([subscription], -1);
    subscription.onEnd?.();
    return true;
  }
  /** Calls a callback when a subscription is removed, by whomever. */
  onEnd(id, callback) {
    const subscription = this._subscriptions.get(id);
    if (subscription) subscription.onEnd = callback;
  }
  /** The channels that the server has to be asked for. */
  channelsOf(id) {
    const subscription = this._subscriptions.get(id);
    return subscription ? channelsOf(subscription) : [];
  }
  /** Whether gaps of a channel are filled; `undefined`: its subscriptions do not say. */
  recovers(channel) {
    if (this._recovering.get(channel)) return true;
    const all = this._channels.get(channel);
    return all && this._forgoing.get(channel) === all ? false : void 0;
  }
  /** Forgets the messages that wait for a listener, because they are another visitor's. */
  forgetEarly() {
    this._early = [];
  }
  clear() {
    const all = [...this._subscriptions.values()];
    this._subscriptions.clear();
    this._index.clear();
    this._tellChange(all, -1);
    for (const { onEnd } of all) onEnd?.();
  }
  /**
   * Dispatches a message to its listeners, in the order of subscription. Each gets a copy of its
   * own; one that throws does not stop the others.
   * @param onDuty called for each key with `oncePerBrowser` listeners; `run` calls these.
   * @param ids of the copies that were dispatched already; a replay of a log brings its own.
   */
  dispatch(message, onDuty, ids = this._ids) {
    const listeners = this._index.find(message.channel, message.event);
    if (!listeners.length) {
      if (isQueued(message)) this._keepEarly(message);
      return;
    }
    let read = message.text.includes(COPY_ID) ? { data: dataOf(message) } : void 0;
    const copyId = copyIdOf(read?.data);
    if (copyId && !ids.isNew(copyId)) return;
    const run = (duty) => {
      for (const { id, callback, duty: ownDuty } of listeners) {
        if (ownDuty !== duty || !callback || !this._subscriptions.has(id)) continue;
        const { data } = read ?? { data: dataOf(message) };
        read = void 0;
        deliver(message, data, callback);
      }
    };
    run();
    if (listeners.some(({ duty }) => duty !== void 0))
      for (const duty of dutiesOf(listeners)) onDuty(duty, () => run(duty));
  }
  /** @param by 1 for subscriptions that were added, -1 for those that were removed. */
  _tellChange(subscriptions, by) {
    for (const subscription of subscriptions) {
      const { recover } = subscription;
      for (const channel of channelsOf(subscription)) {
        this._channels.count(channel, by);
        if (recover !== void 0) (recover ? this._recovering : this._forgoing).count(channel, by);
      }
      if (subscription.duty !== void 0) this._duties.count(subscription.duty, by);
      if (hearsPrivate(subscription)) this._privateCount += by;
    }
    this._onChange(this._channels.keys, this._privateCount > 0, this._duties.keys);
  }
  _keepEarly(message) {
    if (this._early.push(message) <= MAX_EARLY) return;
    this._early.shift();
    this._onLost(`over ${MAX_EARLY} private messages have no listener: the oldest are dropped`);
  }
  /**
   * The queue of an absent user arrives with the connection, perhaps before a later script of the
   * page listens to it, and only once: it waits for its first listener.
   */
  _deliverEarly({ id, keys, callback, duty }) {
    if (duty !== void 0) return;
    const early = this._early.splice(0);
    for (const message of early)
      if (callback && isMatch(keys, message))
        nextTask(() => {
          if (this._subscriptions.has(id)) deliver(message, dataOf(message), callback);
        });
      else this._early.push(message);
  }
}
function channelsOf({ keys }) {
  return keys.flatMap(({ channel }) => channel && !isLocal(channel) ? [channel] : []);
}
function hearsPrivate({ keys, callback }) {
  return callback !== void 0 && keys.some(({ channel }) => !channel || channel === "msg");
}
function dutiesOf(subscriptions) {
  const all = subscriptions.flatMap(({ duty }) => duty === void 0 ? [] : [duty]);
  return [...new Set(all)];
}
function isMatch(keys, { channel, event }) {
  return keys.some(
    (key) => [void 0, channel].includes(key.channel) && [void 0, event].includes(key.event)
  );
}
function deliver(message, data, callback) {
  if (isObject(data)) Reflect.deleteProperty(data, COPY_ID);
  callPage(callback, delivered(message, data));
}
function copyIdOf(data) {
  const id = isObject(data) ? data[COPY_ID] : void 0;
  return typeof id === "string" ? id : void 0;
}

export { Subscriptions };
//# sourceMappingURL=subscriptions.js.map
