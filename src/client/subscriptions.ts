import { dataOf, delivered, isObject, isQueued } from "./delivery";
import type { FrameMessage } from "../protocol/messages";
import { callPage, nextTask } from "../platform/tasks";
import { badArgument, checkCallback } from "../api/errors";
import { channelName, isLocal, parseKey, type ChannelKey } from "../protocol/channel-key";
import { MAX_CHANNELS } from "../protocol/limits";
import { COPY_ID } from "../protocol/wire-fields";
import { RecentIds } from "../platform/recent-ids";
import type { MessageCallback, SubscriptionOptions } from "../api/types";
import { linesOf, recoverOf } from "./given";
import { ListenerIndex } from "./listener-index";
import { Tally } from "./tally";

/** Keys of `oncePerBrowser`: every tab is told all of them at each change. */
const MAX_DUTIES = 1_000;
/** How many messages out of the queue of an absent user wait for a listener. */
const MAX_EARLY = 100;

interface Subscription {
  id: string;
  place: number;
  keys: ChannelKey[];
  callback: MessageCallback | undefined;
  /** See `SubscriptionOptions`. */
  recover: boolean | undefined;
  /** Set for `oncePerBrowser`: the key, by which the tabs that gave the same key are found. */
  duty: string | undefined;
  /** Called when it is removed. */
  onEnd?: () => void;
}

/** The channels that are needed, whether private messages are, and the keys of `oncePerBrowser`. */
type Wants = [channels: string[], hasPrivate: boolean, duties: string[]];

/** Keeps the listeners, knows the channels that they need, and dispatches messages to them. */
export class Subscriptions {
  private _subscriptions = new Map<string | false | undefined, Subscription>();
  /** The subscriptions that have a callback, by channel and event. */
  private readonly _index = new ListenerIndex<Subscription>();
  /** The channels that the server has to be asked for, and the keys of `Subscription.duty`. */
  private readonly _channels = new Tally();
  private readonly _duties = new Tally();
  /** The channels of subscriptions with `recover: true`, and of those with `false`. */
  private readonly _recovering = new Tally();
  private readonly _forgoing = new Tally();
  /** How many subscriptions hear private messages. */
  private _privateCount = 0;
  private readonly _ids = new RecentIds();
  private _count = 0;
  private _early: FrameMessage[] = [];

  /**
   * @param _onChange called when what is needed may have changed.
   * @param _onLost called with what to tell a developer when a message is given up.
   */
  constructor(
    private readonly _onChange: (...wants: Wants) => void,
    private readonly _onLost: (text: string) => void,
  ) {}

  /**
   * Adds a listener for a key, or for several separated by line breaks; without a callback it only
   * joins the channels. Returns its id.
   * @param isDuty whether only one tab of the browser calls it.
   * @throws CometError for a bad key or option, and for more channels than the server can be asked for.
   */
  add(
    key: unknown,
    callback?: MessageCallback,
    options?: SubscriptionOptions | null,
    isDuty = false,
  ): string {
    const recover = recoverOf(options);
    if (callback !== undefined) checkCallback(callback);
    const lines = linesOf(key);
    const keys = lines.map(parseKey);
    const duty = isDuty ? lines.join("\n") : undefined;
    const place = ++this._count;
    const id = `s${place}`;
    const subscription = { id, place, keys, callback, recover, duty };
    const channels = new Set([...this._channels.keys, ...channelsOf(subscription)]);
    if (channels.size > MAX_CHANNELS)
      throw badArgument("subscription key", key, `at most ${MAX_CHANNELS} channels at a time`);
    if (duty !== undefined && !this._duties.get(duty) && this._duties.keys.length >= MAX_DUTIES)
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
  addOnce(channel: string, callback: MessageCallback): void {
    for (const { keys, callback: other } of this._subscriptions.values())
      if (other === callback && keys.some((key) => key.channel === channel && !key.event)) return;
    this.add(channelName(channel), callback);
  }

  /** Returns whether there was such a listener. */
  remove(id: string | false | undefined): boolean {
    const subscription = this._subscriptions.get(id);
    if (!subscription) return false;
    this._subscriptions.delete(id);
    this._index.remove(subscription);
    this._tellChange([subscription], -1);
    subscription.onEnd?.();
    return true;
  }

  /** Calls a callback when a subscription is removed, by whomever. */
  onEnd(id: string, callback: () => void): void {
    const subscription = this._subscriptions.get(id);
    if (subscription) subscription.onEnd = callback;
  }

  /** The channels that the server has to be asked for. */
  channelsOf(id: string | undefined): string[] {
    const subscription = this._subscriptions.get(id);
    return subscription ? channelsOf(subscription) : [];
  }

  /** Whether gaps of a channel are filled; `undefined`: its subscriptions do not say. */
  recovers(channel: string): boolean | undefined {
    if (this._recovering.get(channel)) return true;
    const all = this._channels.get(channel);
    return all && this._forgoing.get(channel) === all ? false : undefined;
  }

  /** Forgets the messages that wait for a listener, because they are another visitor's. */
  forgetEarly(): void {
    this._early = [];
  }

  clear(): void {
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
  dispatch(
    message: FrameMessage,
    onDuty: (key: string, run: () => void) => void,
    ids = this._ids,
  ): void {
    const listeners = this._index.find(message.channel, message.event);
    if (!listeners.length) {
      if (isQueued(message)) this._keepEarly(message);
      return;
    }
    // Decoded here to see its id; the first listener gets this very value.
    let read = message.text.includes(COPY_ID) ? { data: dataOf(message) } : undefined;
    // Behind the search for listeners: a copy without any leaves the next copy to be dispatched.
    const copyId = copyIdOf(read?.data);
    if (copyId && !ids.isNew(copyId)) return;
    const run = (duty?: string) => {
      for (const { id, callback, duty: ownDuty } of listeners) {
        // One of the earlier listeners may remove a later one.
        if (ownDuty !== duty || !callback || !this._subscriptions.has(id)) continue;
        const { data } = read ?? { data: dataOf(message) };
        read = undefined;
        deliver(message, data, callback);
      }
    };
    run();
    if (listeners.some(({ duty }) => duty !== undefined))
      for (const duty of dutiesOf(listeners)) onDuty(duty, () => run(duty));
  }

  /** @param by 1 for subscriptions that were added, -1 for those that were removed. */
  private _tellChange(subscriptions: Subscription[], by: number): void {
    for (const subscription of subscriptions) {
      const { recover } = subscription;
      for (const channel of channelsOf(subscription)) {
        this._channels.count(channel, by);
        if (recover !== undefined) (recover ? this._recovering : this._forgoing).count(channel, by);
      }
      if (subscription.duty !== undefined) this._duties.count(subscription.duty, by);
      if (hearsPrivate(subscription)) this._privateCount += by;
    }
    this._onChange(this._channels.keys, this._privateCount > 0, this._duties.keys);
  }

  private _keepEarly(message: FrameMessage): void {
    if (this._early.push(message) <= MAX_EARLY) return;
    this._early.shift();
    this._onLost(`over ${MAX_EARLY} private messages have no listener: the oldest are dropped`);
  }

  /**
   * The queue of an absent user arrives with the connection, perhaps before a later script of the
   * page listens to it, and only once: it waits for its first listener.
   */
  private _deliverEarly({ id, keys, callback, duty }: Subscription): void {
    // `oncePerBrowser` needs the turn of a message, which these have no longer.
    if (duty !== undefined) return;
    const early = this._early.splice(0);
    for (const message of early)
      if (callback && isMatch(keys, message))
        nextTask(() => {
          if (this._subscriptions.has(id)) deliver(message, dataOf(message), callback);
        });
      else this._early.push(message);
  }
}

/** The channels that the server has to be asked for. */
function channelsOf({ keys }: Subscription): string[] {
  return keys.flatMap(({ channel }) => (channel && !isLocal(channel) ? [channel] : []));
}

function hearsPrivate({ keys, callback }: Subscription): boolean {
  return callback !== undefined && keys.some(({ channel }) => !channel || channel === "msg");
}

/** The keys of `oncePerBrowser` listeners, each once. */
function dutiesOf(subscriptions: readonly Subscription[]): string[] {
  const all = subscriptions.flatMap(({ duty }) => (duty === undefined ? [] : [duty]));
  return [...new Set(all)];
}

function isMatch(keys: ChannelKey[], { channel, event }: FrameMessage): boolean {
  return keys.some(
    (key) => [undefined, channel].includes(key.channel) && [undefined, event].includes(key.event),
  );
}

function deliver(message: FrameMessage, data: unknown, callback: MessageCallback): void {
  if (isObject(data)) Reflect.deleteProperty(data, COPY_ID);
  callPage(callback, delivered(message, data));
}

function copyIdOf(data: unknown): string | undefined {
  const id = isObject(data) ? data[COPY_ID] : undefined;
  return typeof id === "string" ? id : undefined;
}
