/**
 * What went wrong:
 * - `argument`: a call has a value that cannot work. `value` is that value. Change the call.
 * - `size`: a message is too large for the server. `value` is its size in bytes.
 * - `refused`: the server refused a command. The message is the server's.
 * - `unconfirmed`: a message was written, but the connection ended before the server's report.
 *   It may or may not have been delivered, and is not sent again. `value` is the channel.
 * - `dropped`: a command was given up before it was sent, because too much waited for a
 *   connection, or because the visitor changed. It may be given again.
 * - `fatal`: the server or the browser refused the connection for good. `value` is the server's
 *   code (401, 406, 418, …) or the name of the browser's error. The library tries nothing more until
 *   `start` or `restart`.
 */
type CometErrorCode = "argument" | "size" | "refused" | "unconfirmed" | "dropped" | "fatal";
/** Every error of this library. */
declare class CometError extends Error {
    readonly code: CometErrorCode;
    /** The value that the message speaks of; never a key. */
    readonly value?: unknown | undefined;
    constructor(code: CometErrorCode, message: string, 
    /** The value that the message speaks of; never a key. */
    value?: unknown | undefined);
}

/**
 * Options of `start` and `restart`. All are optional. Options of later calls are merged into those of
 * earlier calls; an option that is `undefined` changes nothing.
 */
interface CometOptions {
    /**
     * Address of the comet server: `host`, `host:port`, or either with a path prefix
     * (`example.com/comet-server`). A cluster has several, as a list or separated by commas: the client
     * connects to all of them (but see `roundrobin`), hears every message once, and publishes and asks
     * on the first that can be reached. While one node can be reached, the page is connected.
     *
     * The npm entries have no default: without a node, `start` does not connect, and an `argument` error
     * goes to the console and to `on("error")`. The script file connects a page that passes no node in
     * any call to the public demo server `app.comet-server.ru`. If a page passes a node that is empty or
     * `undefined`, the demo server sees an anonymous visitor: `user_id` and `user_key` are not sent to a
     * server that the page did not choose.
     */
    node?: string | readonly string[] | undefined;
    /** Another spelling of `node`, for old pages. */
    nodes?: string | readonly string[] | undefined;
    /** Another spelling of `node`, for old pages. */
    nodeArray?: string | readonly string[] | undefined;
    /** Account number on a shared server: 1 to 999999999. Default: 0; on the demo server 15. */
    dev_id?: number | string | undefined;
    /** Id of the visitor on your site: 1 to 999999999. Default: anonymous. */
    user_id?: number | string | null | undefined;
    /** The visitor's hash (at most 32 characters) or JWT (at most 600). Default: anonymous. */
    user_key?: string | null | undefined;
    /**
     * Identifies this browser: 32 characters out of `A-Z a-z 0-9 _ -`. Default: random, made once and
     * kept in `localStorage`.
     */
    uuid?: string | undefined;
    /**
     * How long private messages from the queue of an absent user are held back, in milliseconds since
     * the first `start`, and at least until the page's `load` event: the page may need to load data
     * before it can show them. They are then dispatched in order, to the listeners of that moment. Other
     * messages are not held back.
     *
     * A page that is left earlier keeps them in `sessionStorage` for the next page of its tab, which
     * removes them, and dispatches them if its visitor is the same and less than a minute has passed.
     *
     * 0 or `false`: messages are dispatched as they arrive. Default: 1200 in the script file, since the
     * original connected after that time; 0 in the npm entries.
     */
    queue_delay?: number | false | undefined;
    /**
     * Whether to use TLS (`wss:`). Default: TLS on an https page. Without TLS, it is tried after three
     * failed attempts, as long as no attempt has succeeded.
     */
    wss?: boolean | null | undefined;
    /**
     * Whether gaps are filled out of the channels' logs: messages that were published while no connection
     * listened are dispatched in order, before newer ones of their channel, with
     * `server_info.history === true`, and once; newer ones wait for that. What a log does not reach back
     * to is told by the event `gap`.
     *
     * `true`: of all channels, `false`: of none. Default: of those that are known to have a log, because
     * a tab of this browser has asked for it. A subscription can have an option of its own.
     */
    recover?: boolean | undefined;
    /** Has no effect, accepted for old pages: the library sends no statistics by itself. */
    nostat?: boolean | undefined;
    /**
     * Of several nodes, connects to one: for a user the node number `user_id % nodes`, counted from 0;
     * for an anonymous visitor any. If three attempts in a row fail, to the next one. Default: `false`.
     */
    roundrobin?: boolean | undefined;
}
/** Options of a subscription. */
interface SubscriptionOptions {
    /**
     * Whether gaps of these channels are filled out of their logs; see `CometOptions.recover`, which is
     * the default. A channel's gaps are filled if one of its subscriptions says so.
     */
    recover?: boolean | undefined;
}
/** A message's sender, channel and other facts besides its data. */
interface ServerInfo {
    /** Id of the sender; 0 for anonymous visitors, for the back end, and if it is unknown. */
    user_id: number;
    /** The channel; `msg` for private messages, `_answer_to_CHANNEL` for delivery reports. */
    pipe: string;
    /** The event's name; `""` or `"undefined"` if the sender gave none. */
    event: string;
    /** `true` for messages from a log or from the queue of an absent user. */
    history: boolean;
    /** Of an answer: the marker of its question. */
    marker?: string | undefined;
    /** Id of the message, if the server gives one. */
    uuid?: string | undefined;
}
/** The argument of every subscription callback. The callback owns the object and may change it. */
interface CometMessage<Data = unknown> {
    /** The parsed message if it is JSON, otherwise its text as it was written. */
    data: Data;
    server_info: ServerInfo;
}
type MessageCallback<Data = any> = (message: CometMessage<Data>) => void;
/** Data of a delivery report (`"#channel"`). */
interface DeliveryReport<Message = unknown> {
    /** The message as it was published. */
    message: Message;
    /** How many deliveries the server counted. It counts only frames of more than 125 bytes. */
    number_messages: number;
}
/** Answer of `count_users_in_pipe`: how many connections listen to the channel. */
interface ChannelCount {
    user_in_pipe: number;
}
/** One entry of the answer of `getTrackPipeUsers`. */
interface TrackedUser {
    /** 0 for anonymous visitors. */
    user_id: number;
    /** Identifies the visitor's browser. */
    uuid: string;
}
/** Answer of `getUserData`. */
interface UserData {
    /** The text that the back end stored for the user; `""` for an unknown user. */
    user_data: string;
    user_id: number;
}
/**
 * A time in which no connection listened to a channel: its messages of that time are missing, and its
 * log does not have them.
 */
interface Gap {
    channel: string;
    /**
     * Two seconds before the server was heard last, as a margin for messages that were in flight then.
     * In milliseconds since 1970, by the clock of this computer.
     */
    from: number;
    /** When the channel was heard again, or how far its log reaches back; same unit and clock. */
    to: number;
}
/** A message that was written, but whose delivery report never came. */
interface Unconfirmed {
    channel: string;
    event: string;
    message: unknown;
    /** What happened, in words for a developer. */
    reason: string;
}
/** Whether a node of the server can be reached. */
interface NodeState {
    /** As the page named it, without scheme. */
    node: string;
    isConnected: boolean;
    /** If it was lost, or an attempt failed: the browser's close code. */
    code?: number | undefined;
    /** If it has refused the connection for good: why. */
    reason?: string | undefined;
}
/** The tabs that share a connection. */
interface TabsInfo {
    /** The id of this tab (`getTabUUID`). */
    tab: string;
    /** The id of the tab that holds the connection; `undefined`: not decided yet. */
    master: string | undefined;
    /** The number of the present master; each later master has a higher number. */
    epoch: number;
    /** The ids of all tabs that share the connection, including this tab. */
    tabs: string[];
}
/** Events of the connection, for `on`. */
interface CometEvents {
    /** The server was reached, and has said whether the visitor is authorised. */
    connect: () => void;
    /** The connection ended, or an attempt to connect failed. `code` is the browser's close code. */
    disconnect: (code: number) => void;
    /**
     * A node was reached, lost, or has refused the connection. Called in every tab when that changes.
     * As long as another node can be reached, the page stays connected.
     */
    node: (state: NodeState) => void;
    /** The visitor became authorised. Not called for a status that stays the same. */
    authorized: () => void;
    /** The visitor became anonymous. Not called for a status that stays the same. */
    denied: () => void;
    /** This tab holds the connection from now on. */
    master: () => void;
    /** Another tab holds the connection from now on. */
    slave: () => void;
    /** Tabs joined or left, or the master changed. */
    tabs: (info: TabsInfo) => void;
    /**
     * Messages of a channel may be missing: the connection was lost for a while, or this tab was
     * asleep, and the channel's log does not have them (see the option `recover`). Called for each
     * channel that this tab listens to, when the channel is heard again, and before the messages that
     * its log has.
     */
    gap: (gap: Gap) => void;
    /**
     * A message was written, but the connection ended before the server's report: it may or may not
     * have been delivered. The library does not send it again.
     */
    unconfirmed: (details: Unconfirmed) => void;
    /**
     * The server refused a command (`refused`), a command was given up before it was sent (`dropped`),
     * the connection was refused for good (`fatal`), or there is no node to connect to (`argument`,
     * during the call of `start` or `restart`).
     */
    error: (error: CometError) => void;
}

/**
 * Any declaration of channels, for TypeScript: an interface that names the events of each channel and
 * the data of each event. With such an interface, TypeScript rejects unknown channels, unknown events
 * and other data. Without one, any channel may carry anything.
 *
 * ```ts
 * interface Channels {
 *   web_chat: { message: { text: string }; typing: { name: string } };
 *   track_online: TrackEvents;
 *   msg: { invitation: { from: number } };
 * }
 * ```
 */
type AnyChannels = any;
/** The events of `track_*` channels: a visitor joined or left the channel. */
interface TrackEvents {
    subscription: TrackedUser;
    unsubscription: TrackedUser;
}
type Name<Names> = Extract<keyof Names, string>;
/** The channels that visitors may publish to. */
type Writable<Channels> = Extract<Name<Channels>, `web_${string}` | `webauth_${string}`>;
/** The `"channel.event"` keys of all channels, or of some. */
type Events<Channels, Channel extends Name<Channels> = Name<Channels>> = {
    [Each in Channel]: `${Each}.${Name<Channels[Each]>}`;
}[Channel];
type Reports<Channels> = `${"#" | "answer_to_" | "_answer_to_"}${Writable<Channels>}`;
/** The keys that `subscription` takes. */
type Key<Channels> = string extends keyof Channels ? string : Name<Channels> | Events<Channels> | Reports<Channels> | `user_status_${number}${string}` | "";
/** The channels that `web_pipe_send` takes. With an `@`, receivers do not learn the sender. */
type PublishChannel<Channels> = string extends keyof Channels ? string : Writable<Channels> | `@${Extract<Writable<Channels>, `web_${string}`>}`;
/** The events of a channel. */
type EventOf<Channels, Channel extends string> = string extends keyof Channels ? string | null | undefined : Channel extends `@${infer Signed}` ? EventOf<Channels, Signed> : Channel extends keyof Channels ? Name<Channels[Channel]> : never;
/** The `"channel.event"` that `web_pipe_send` takes. */
type PublishKey<Channels> = string extends keyof Channels ? string : Events<Channels, Writable<Channels>>;
/** The type of `data` in the messages of a key. */
type DataOf<Channels, K extends string> = string extends keyof Channels ? AnyChannels : Known<Channels, K>;
type Known<Channels, K extends string> = K extends keyof Channels ? Channels[K][keyof Channels[K]] : K extends `@${infer Signed}` ? Known<Channels, Signed> : K extends `${"#" | "answer_to_" | "_answer_to_"}${infer Channel}` ? DeliveryReport<Known<Channels, Channel>> : K extends `${infer Channel}.${infer Event}` ? Channel extends keyof Channels ? Event extends keyof Channels[Channel] ? Channels[Channel][Event] : unknown : unknown : unknown;

/**
 * The public interface. `api/` is the facade: it names what users of the library name (types, errors,
 * channels) and passes each call to the client. It knows no tabs, sockets or frames.
 */

/**
 * The members that CometServerApi.js documents, and a few more. A programming mistake (a bad name, a
 * message that is too large) writes one error to the console that names the value and the rule; the
 * member then returns the value that its description says.
 * @typeParam Channels the declaration of the site's channels; see `AnyChannels`.
 */
interface CometServerApi<Channels extends object = AnyChannels> {
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
    subscription<K extends Key<Channels>>(key: K, callback?: MessageCallback<DataOf<Channels, K>>, options?: SubscriptionOptions): string | false;
    /**
     * Like `subscription`, but only one of the tabs of the browser that gave the same key calls its
     * callback for a message: a visible tab if there is one, whichever tab holds the connection. If that
     * tab ends, another one takes over for later messages. For things to do once, such as a sound.
     * Not called for messages that `get_pipe_log` replays.
     * A tab may give 1,000 different keys at a time.
     */
    oncePerBrowser<K extends Key<Channels>>(key: K, callback: MessageCallback<DataOf<Channels, K>>): string | false;
    /**
     * Ends a subscription. When the last one of a channel ends, the browser leaves the channel.
     * Returns whether the subscription existed. Without an id: a warning, and `false`.
     */
    unsubscription(id?: string): boolean;
    /** Ends all subscriptions. */
    unsubscriptionAll(): true;
    /**
     * Publishes any JSON value to a channel `web_*`, `webauth_*` or `@web_*` (without the sender's
     * id). Without an event, receivers see the event `"undefined"`. The message does not come back to
     * this tab. Returns `true` if it was sent, `false` if it waits for a connection or there is no
     * message, `undefined` if it was rejected (bad name, not JSON, too large).
     */
    web_pipe_send<C extends PublishChannel<Channels>, E extends EventOf<Channels, C>>(channel: C, event: E, message: DataOf<Channels, `${C}.${E}`>): boolean | undefined;
    web_pipe_send<K extends PublishKey<Channels>>(channelAndEvent: K, message: DataOf<Channels, K>): boolean | undefined;
    /**
     * Publishes the same object `count` times (default 3), `interval` milliseconds apart (default
     * 1000); receivers with this library or the original dispatch it once. Returns what
     * `web_pipe_send` returns.
     */
    multi_web_pipe_send<C extends PublishChannel<Channels>, E extends EventOf<Channels, C>>(channel: C, event: E, message: DataOf<Channels, `${C}.${E}`> & object, count?: number, interval?: number): boolean | undefined;
    /**
     * Replays a channel's log, if the server keeps one: each message, with
     * `server_info.history === true`, goes to all listeners of the channel in this tab. `callback` is
     * subscribed to the channel, too, and only once if it is given again. `onEnd` is called once, after
     * the last message, also if there was none. Returns `false` for a bad channel or callback.
     */
    get_pipe_log(channel: string, callback?: MessageCallback, onEnd?: () => void): boolean;
    /**
     * Asks how many connections listen to a `web_*` or `track_*` channel. Calls `callback` once with the
     * answer. Returns `false` for a bad channel or callback.
     */
    count_users_in_pipe(channel: string, callback: MessageCallback<ChannelCount>): boolean;
    /**
     * Asks who listens to a `track_*` channel. Calls `callback` once with the answer. Returns `false`
     * for a bad channel or callback.
     */
    getTrackPipeUsers(channel: string, callback: MessageCallback<TrackedUser[]>): boolean;
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

export { CometError as b };
export type { AnyChannels as A, CometServerApi as C, DeliveryReport as D, Gap as G, MessageCallback as M, NodeState as N, ServerInfo as S, TabsInfo as T, Unconfirmed as U, ChannelCount as a, CometErrorCode as c, CometEvents as d, CometMessage as e, CometOptions as f, SubscriptionOptions as g, TrackEvents as h, TrackedUser as i, UserData as j };
