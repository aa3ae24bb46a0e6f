import type { AnyChannels, DataOf, EventOf, Key, PublishChannel, PublishKey } from "./channels";
import type {
  ChannelCount,
  CometEvents,
  CometOptions,
  MessageCallback,
  TabsInfo,
  TrackedUser,
  UserData,
} from "./types";

/**
 * The members that CometServerApi.js documents, and `on`. Programming mistakes (a bad name, a
 * message that is too large) write one error to the console that names the value and the rule, and
 * return what is said at each member.
 * @typeParam Channels what the site says on its channels; see `AnyChannels`.
 */
export interface CometServerApi<Channels extends object = AnyChannels> {
  /** Version of this library. */
  readonly version: string;

  /** The options given so far. */
  readonly options: CometOptions;

  /**
   * Connects. Options are merged into earlier ones; a running connection is renewed only where they
   * change it. `onConnected` is called once, as soon as the server can be reached. Without a `node`
   * nothing is connected, and a running connection ends: an error names the value and the rule.
   */
  start(options?: CometOptions, onConnected?: () => unknown): true;

  /** Merges options and connects anew, as `start` does; starts where nothing was started. */
  restart(options?: CometOptions): void;

  /** Receives and sends nothing more until `start`. Subscriptions and waiting messages are kept. */
  stop(): void;

  /** Listens to an event of the connection. Returns the function that ends it. */
  on<Event extends keyof CometEvents>(event: Event, callback: CometEvents[Event]): () => void;

  /**
   * Listens to a key: `"channel"`, `"channel.event"`, `"msg"`, `"msg.event"` (private messages),
   * `"#channel"` (delivery reports), `""` or a function (everything), or several keys separated by
   * line breaks. Without a callback it only joins the channel. May be called before `start`.
   * Callbacks are called in the order in which they came, each with an object of its own.
   * Returns an id for `unsubscription`, `false` for a bad key.
   */
  subscription(callback: MessageCallback): string | false;
  subscription<K extends Key<Channels>>(
    key: K,
    callback?: MessageCallback<DataOf<Channels, K>>,
  ): string | false;

  /**
   * As `subscription`, but of all tabs of the browser that gave the same key one alone calls its
   * callback for a message: the visible one first, and never a tab that gave none, wherever the
   * connection is. For what is to happen once, such as a sound. It is not called for what
   * `get_pipe_log` replays. Where that tab ends, another takes over, for the messages from then on.
   */
  oncePerBrowser<K extends Key<Channels>>(
    key: K,
    callback: MessageCallback<DataOf<Channels, K>>,
  ): string | false;

  /** Ends a subscription; the last of a channel leaves it. Returns whether there was one. */
  unsubscription(id?: string): boolean;

  /** Ends all subscriptions. */
  unsubscriptionAll(): true;

  /**
   * Publishes any JSON value to a channel `web_*`, `webauth_*` or `@web_*` (without the sender's
   * id). Without an event receivers see `"undefined"`. Returns `true` where it was sent, `false`
   * where it waits for a connection or there is no message, `undefined` where it cannot be sent.
   */
  web_pipe_send<C extends PublishChannel<Channels>, E extends EventOf<Channels, C>>(
    channel: C,
    event: E,
    message: DataOf<Channels, `${C}.${E}`>,
  ): boolean | undefined;
  web_pipe_send<K extends PublishKey<Channels>>(
    channelAndEvent: K,
    message: DataOf<Channels, K>,
  ): boolean | undefined;

  /**
   * Publishes the same object `count` (3) times, `interval` (1000) milliseconds apart; receivers
   * hear it once. Returns as `web_pipe_send` does.
   */
  multi_web_pipe_send<C extends PublishChannel<Channels>, E extends EventOf<Channels, C>>(
    channel: C,
    event: E,
    message: DataOf<Channels, `${C}.${E}`> & object,
    count?: number,
    interval?: number,
  ): boolean | undefined;

  /**
   * Replays a channel's log, where the server keeps one: each message, with
   * `server_info.history === true`, goes to all who listen to the channel. A callback begins to
   * listen to it too, once, however often it is given. `onEnd` is called once after the last
   * message. Returns `false` for a bad channel.
   */
  get_pipe_log(channel: string, callback?: MessageCallback, onEnd?: () => void): boolean;

  /** Asks how many connections listen to a `web_*` or `track_*` channel. `false`: bad channel. */
  count_users_in_pipe(channel: string, callback: MessageCallback<ChannelCount>): boolean;

  /** Asks who listens to a `track_*` channel. Returns `false` for a bad channel. */
  getTrackPipeUsers(channel: string, callback: MessageCallback<TrackedUser[]>): boolean;

  /** Asks for the text that the back end stored for a user. Returns `false` for a bad id. */
  getUserData(userId: number | string, callback: MessageCallback<UserData>): boolean;

  /**
   * Calls `callback` at every change of the status to authorised, never for one that stays the
   * same; soon, where it is authorised already.
   */
  onAuthSuccess(callback: () => unknown): void;

  /** Calls `callback` at every change of the status to anonymous, as `onAuthSuccess` does. */
  onAuthFail(callback: () => unknown): void;

  /** The same as `onAuthFail`, in the spelling of old pages. */
  readonly onAuthFalill: CometServerApi["onAuthFail"];

  /** `undefined`: not known yet. */
  isAuthorized(): boolean | undefined;

  /** Whether this tab holds the connection, or another does; `undefined` while that is open. */
  isMaster(): boolean | undefined;

  /** Which tabs share the connection, and which of them holds it. */
  inspect(): TabsInfo;

  /** Whether the server can be reached now. */
  isConnected(): boolean;

  /** As given, even to a server that is not told of it; `""` for an anonymous visitor. */
  getUserId(): string;

  /** The key that was given; `""` for an anonymous visitor. */
  getUserKey(): string;

  /** Account on a shared server, 0 on an own one. */
  getDevId(): number;

  /** Identifies the browser: 32 characters, kept in localStorage. */
  getUUID(): string;

  /** Identifies this page load: 16 characters. */
  getTabUUID(): string;

  /**
   * 0 (default): what a developer must act on; 1: also what happens to the connection. Kept in
   * localStorage.
   */
  LogLevel: number;
}
