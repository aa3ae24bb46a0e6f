/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The names with promises. A bad argument throws a `CometError` at once; whatever else goes wrong
 * rejects with one. Every promise settles: by its answer, a refusal, its signal, its time-out, or
 * `stop()`, in every tab, also if the tab that holds the connection ends.
 */
import type {
  ChannelOf,
  DeclaredChannel,
  EventOf,
  KeyOf,
  MessageOf,
  SentOf,
  Suggested,
  TrackedChannel,
} from "./channels";
import type { SubscriptionOptions } from "./types";
import type { ConnectionState, DeliveryReport, TrackedUser } from "./types";

/** For how long a caller waits. */
export interface WaitOptions {
  /** Ends the wait: the promise rejects with `aborted`, or `unconfirmed`, at once. */
  signal?: AbortSignal | undefined;
  /**
   * Ends the wait after so many milliseconds, with `timeout` or `unconfirmed`. Browsers may delay it
   * in hidden tabs, by up to a minute. 0 waits for nothing. Default: no limit.
   */
  timeoutMs?: number | undefined;
}

/** Options of `subscribe`. */
export interface SubscribeOptions extends SubscriptionOptions {
  /** Ends the subscription. */
  signal?: AbortSignal | undefined;
  /** Whether it ends with its first message. Default: `false`. */
  once?: boolean | undefined;
}

/** A subscription, until it ends. */
export interface Subscription {
  /** As it was given. */
  readonly key: string;
  /** Whether it has ended. */
  readonly isEnded: boolean;
  /** Resolves when it ends: by itself, its signal, `once`, or `unsubscriptionAll()`. */
  readonly ended: Promise<void>;
  /**
   * Resolves when the server sends the messages of this key, from then on all of them. Rejects if the
   * subscription ends first (`aborted`), the connection is refused (`fatal`), `stop()` is called, or a
   * channel will not be heard (`refused`): the tabs have more than 320, or the server takes no further
   * socket.
   */
  readonly ready: Promise<void>;
  /** Ends it. When the last subscription of a channel ends, the browser leaves the channel. */
  unsubscribe(): void;
  /** The same as `unsubscribe`, for `using`; where the browser knows `Symbol.dispose`. */
  [Symbol.dispose]: () => void;
}

declare const CHANNELS: unique symbol;

/** @typeParam Channels the declaration of the site's channels; see `AnyChannels`. */
export interface PromiseApi<Channels extends object> {
  /** For the compiler alone: by this, a function that is given an instance knows its declaration. */
  readonly [CHANNELS]?: Channels;

  /**
   * Calls `handler` for each message of a key: `"channel"`, `"channel.event"`, `"msg"`, `"msg.event"`
   * (private messages), `"#channel"` (delivery reports of this tab), `""` (every message), or several
   * keys separated by line breaks. May be called before `start`. Handlers run in the order of their
   * subscriptions, each with an object of its own; one that throws does not stop the others, and its
   * error is reported as an uncaught one.
   * @throws CometError `argument` for a bad key, handler or option, and for more than 320 channels.
   */
  subscribe<K extends Suggested<Channels>>(
    key: KeyOf<Channels, K>,
    handler: (message: MessageOf<Channels, K>) => void,
    options?: SubscribeOptions,
  ): Subscription;

  /**
   * Publishes any JSON value to a channel `web_*`, `webauth_*` or `@web_*` (without the sender's id).
   * The message does not come back to this tab. Resolves with the server's report. Rejects with
   * - `refused`: the server did not take it;
   * - `aborted`, `timeout`, `stopped` or `dropped`: it was not sent, and will not be;
   * - `unconfirmed`: it was written, and may or may not have been delivered.
   * @throws CometError `argument` for a bad name, message or option, `size` for one that is too large.
   */
  publish<C extends string, E extends string>(
    channel: ChannelOf<Channels, C>,
    event: EventOf<Channels, C, E>,
    data: SentOf<Channels, C, E>,
    options?: WaitOptions,
  ): Promise<DeliveryReport<SentOf<Channels, C, E>>>;

  /**
   * The messages in a channel's log, oldest first; none if the server keeps no log. They do not go to
   * the channel's subscriptions.
   * @throws CometError `argument` for a bad channel or option.
   */
  history<K extends string>(
    channel: DeclaredChannel<Channels, K>,
    options?: WaitOptions,
  ): Promise<MessageOf<Channels, K>[]>;

  /**
   * How many connections listen to a `web_*` or `track_*` channel, in all browsers.
   * @throws CometError `argument` for a bad channel or option.
   */
  countUsers<K extends string>(
    channel: DeclaredChannel<Channels, K>,
    options?: WaitOptions,
  ): Promise<number>;

  /**
   * Who listens to a `track_*` channel: one entry for each browser.
   * @throws CometError `argument` for a bad channel or option.
   */
  trackedUsers<K extends string>(
    channel: TrackedChannel<Channels, K>,
    options?: WaitOptions,
  ): Promise<TrackedUser[]>;

  /**
   * The text that the back end stored for a user; `""` for an unknown user.
   * @throws CometError `argument` for a bad id (1 to 999999999) or option.
   */
  userData(userId: number | string, options?: WaitOptions): Promise<string>;

  /** The state of the connection; the event `state` tells its changes. */
  readonly state: ConnectionState;

  /**
   * Resolves once the server is reached; at once if it is. Waits for `start`, too. Rejects with `fatal`
   * if the connection is refused.
   * @throws CometError `argument` for a bad option.
   */
  connected(options?: WaitOptions): Promise<void>;
}
