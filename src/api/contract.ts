/**
 * The public interface. `api/` is the facade: it names what users of the library name (types, errors,
 * channels) and passes each call to the client. It knows no tabs, sockets or frames.
 */
import type {
  AnyChannels,
  ChannelOf,
  DataOf,
  EventOf,
  DeclaredChannel,
  KeyOf,
  PublishKey,
  PublishKeyOf,
  SentAs,
  SentOf,
  Suggested,
} from "./channels";
import type { PromiseApi } from "./promises";
import type {
  ChannelCount,
  CometEvents,
  CometOptions,
  MessageCallback,
  SubscriptionOptions,
  TabsInfo,
  TrackedUser,
  UserData,
} from "./types";

/**
 * The members that CometServerApi.js documents, a few more, and those of `PromiseApi`. To a
 * documented name, a programming mistake (a bad name, a message that is too large) writes one error to
 * the console that names the value and the rule; the member then returns the value that its description
 * says.
 * @typeParam Channels the declaration of the site's channels; see `AnyChannels`.
 */
export interface CometServerApi<
  Channels extends object = AnyChannels,
> extends PromiseApi<Channels> {
  /** Version of this library. */
  readonly version: string;

  /** All options given so far, merged. */
  readonly options: CometOptions;

  /**
   * Merges options into earlier ones and connects. A running connection is renewed only if the
   * options change it. `onConnected` is called once, as soon as the server is reached, in every tab.
   * Without a `node`, a running connection ends, and an error names the value and the rule.
   */
  start(options?: CometOptions, onConnected?: () => unknown): true;

  /** Like `start`, but also renews a connection that the options do not change. */
  restart(options?: CometOptions): void;

  /**
   * Ends receiving and sending in this tab until `start`. Subscriptions and waiting messages are
   * kept. If this tab holds the connection, another tab takes over.
   */
  stop(): void;

  /**
   * Calls `callback` at each `event` of the connection. Returns a function that ends this.
   * @throws CometError `argument` if there is no such event, or `callback` is not a function.
   */
  on<Event extends keyof CometEvents>(event: Event, callback: CometEvents[Event]): () => void;

  /**
   * Listens to a key: `"channel"`, `"channel.event"`, `"msg"`, `"msg.event"` (private messages),
   * `"#channel"` (delivery reports of this tab), `""` or a function alone (every message), or several
   * keys separated by line breaks. Without a callback it only joins the channel. May be called before
   * `start`. Callbacks run in the order of their subscription, each with an object of its own; one
   * that throws does not stop the others, and its error is reported as an uncaught one.
   * Returns an id for `unsubscription`, or `false` for a bad key or callback.
   */
  subscription(callback: MessageCallback): string | false;
  subscription<K extends Suggested<Channels>>(
    key: KeyOf<Channels, K>,
    callback?: MessageCallback<DataOf<Channels, K>>,
    options?: SubscriptionOptions,
  ): string | false;

  /**
   * Like `subscription`, but only one of the tabs of the browser that gave the same key calls its
   * callback for a message: a visible tab if there is one, whichever tab holds the connection. If that
   * tab ends, another one takes over for later messages. For things to do once, such as a sound.
   * Not called for messages that `get_pipe_log` replays.
   * A tab may give 1,000 different keys at a time.
   */
  oncePerBrowser<K extends Suggested<Channels>>(
    key: KeyOf<Channels, K>,
    callback: MessageCallback<DataOf<Channels, K>>,
  ): string | false;

  /**
   * Ends a subscription. When the last one of a channel ends, the browser leaves the channel.
   * Returns whether the subscription existed. Without an id: a warning, and `false`.
   */
  unsubscription(id?: string | false): boolean;

  /** Ends all subscriptions. */
  unsubscriptionAll(): true;

  /**
   * Publishes any JSON value to a channel `web_*`, `webauth_*` or `@web_*` (without the sender's
   * id). Without an event, receivers see the event `"undefined"`. The message does not come back to
   * this tab. Returns `true` if it was sent, `false` if it waits for a connection or there is no
   * message, `undefined` if it was rejected (bad name, not JSON, too large).
   */
  web_pipe_send<C extends string, E extends string | null | undefined>(
    channel: ChannelOf<Channels, C>,
    event: EventOf<Channels, C, E>,
    message: SentOf<Channels, C, E>,
  ): boolean | undefined;
  web_pipe_send<K extends PublishKey<Channels>>(
    channelAndEvent: PublishKeyOf<Channels, K>,
    message: SentAs<Channels, K>,
  ): boolean | undefined;

  /**
   * Publishes the same object `count` times (default 3), `interval` milliseconds apart (default
   * 1000); receivers with this library or the original dispatch it once. Returns what
   * `web_pipe_send` returns.
   */
  multi_web_pipe_send<C extends string, E extends string | null | undefined>(
    channel: ChannelOf<Channels, C>,
    event: EventOf<Channels, C, E>,
    message: SentOf<Channels, C, E> & object,
    count?: number,
    interval?: number,
  ): boolean | undefined;

  /**
   * Replays a channel's log, if the server keeps one: each message, with
   * `server_info.history === true`, goes to all listeners of the channel in this tab. `callback` is
   * subscribed to the channel, too, and only once if it is given again. `onEnd` is called once, after
   * the last message, also if there was none, or when `stop()` ends it. Returns `false` for a bad
   * channel or callback.
   */
  get_pipe_log<K extends string>(
    channel: DeclaredChannel<Channels, K>,
    callback?: MessageCallback<DataOf<Channels, K>>,
    onEnd?: () => void,
  ): boolean;

  /**
   * Asks how many connections listen to a `web_*` or `track_*` channel. Calls `callback` once with the
   * answer. Returns `false` for a bad channel or callback.
   */
  count_users_in_pipe<K extends string>(
    channel: DeclaredChannel<Channels, K>,
    callback: MessageCallback<ChannelCount>,
  ): boolean;

  /**
   * Asks who listens to a `track_*` channel. Calls `callback` once with the answer. Returns `false`
   * for a bad channel or callback.
   */
  getTrackPipeUsers<K extends string>(
    channel: DeclaredChannel<Channels, K>,
    callback: MessageCallback<TrackedUser[]>,
  ): boolean;

  /**
   * Asks for the text that the back end stored for a user. Calls `callback` once with the answer.
   * Returns `false` for a bad id (1 to 999999999) or callback.
   */
  getUserData(userId: number | string, callback: MessageCallback<UserData>): boolean;

  /**
   * Calls `callback` whenever the visitor becomes authorised, not for a status that stays the same,
   * and soon if the visitor is authorised already.
   */
  onAuthSuccess(callback: () => unknown): void;

  /** Like `onAuthSuccess`, whenever the visitor becomes anonymous. */
  onAuthFail(callback: () => unknown): void;

  /** The same as `onAuthFail`, in the spelling of old pages. */
  readonly onAuthFalill: CometServerApi["onAuthFail"];

  /** Whether the visitor is authorised; `undefined`: not known yet. */
  isAuthorized(): boolean | undefined;

  /** Whether this tab holds the connection; `false`: another tab does; `undefined`: not decided. */
  isMaster(): boolean | undefined;

  /** Which tabs share the connection, and which of them holds it. */
  inspect(): TabsInfo;

  /** Whether the server can be reached now. */
  isConnected(): boolean;

  /** The id from the options, even if the server is not told of it; `""` for an anonymous visitor. */
  getUserId(): string;

  /** The key from the options, or a newer one from another tab; `""` for an anonymous visitor. */
  getUserKey(): string;

  /** The account on a shared server; 0 on a server of your own. */
  getDevId(): number;

  /** Identifies the browser: 32 characters, kept in localStorage. */
  getUUID(): string;

  /** Identifies this page load: 16 characters. */
  getTabUUID(): string;

  /**
   * What the library writes to the console. 0 (default): only what a developer must act on; 1:
   * connection events, too. Kept in `localStorage`. A key is written at no level.
   */
  LogLevel: number;
}
