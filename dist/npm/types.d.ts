/**
 * What went wrong:
 * - `argument`: a call with a value that cannot work; `value` holds it. Change the call.
 * - `size`: a message too large for the server; `value` is its size in bytes.
 * - `refused`: the server refused a command; the message is the server's.
 * - `unconfirmed`: a message was written, but the connection ended before the server's report.
 *   It may or may not have been delivered; it is not sent again. `value` is the channel.
 * - `dropped`: a command was given up before it was sent: more than 500 waited for a connection, or
 *   the visitor changed.
 * - `fatal`: the server or the browser refused the connection for good; `value` is the server's
 *   code (401, 406, 418, …) or the name of the browser's error. Nothing is tried until `restart`
 *   or `start`.
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
 * Options of `start` and `restart`. All are optional; later calls are merged into earlier ones, where
 * what is `undefined` changes nothing.
 */
interface CometOptions {
    /**
     * Address of the comet server: `host`, `host:port`, or either with a path prefix
     * (`example.com/comet-server`). The npm entries have no default: without a node, `start` connects
     * nothing, and an `argument` error goes to the console and to `on("error")`. In the script file a
     * page that names no node in any call has the public demo server `app.comet-server.ru`. A page
     * that names one which is empty or `undefined` is an anonymous visitor there: `user_id` and
     * `user_key` are not sent to a server that the page did not choose.
     */
    node?: string | readonly string[] | undefined;
    /** Other spellings of `node` that older pages use. */
    nodes?: string | readonly string[] | undefined;
    nodeArray?: string | readonly string[] | undefined;
    /** Account number on a shared server. Default: 0, on the demo server 15. */
    dev_id?: number | string | undefined;
    /** Id of the visitor on your site: 1 to 999999999. Default: anonymous. */
    user_id?: number | string | null | undefined;
    /** The visitor's authorisation hash (at most 32 characters) or JWT (at most 600). */
    user_key?: string | null | undefined;
    /** Identifies this browser; 32 characters. Default: generated once, kept in localStorage. */
    uuid?: string | undefined;
    /**
     * How long private messages that waited in the server's queue while the visitor was absent are
     * held back: so many milliseconds from the first `start`, and not less than until the page's
     * `load` event, so that the page can load first what it needs to show them. They come in order,
     * to the listeners of that time; everything else comes at once. A page that is left before hands
     * them over to the next one of its tab: in `sessionStorage`, from which that page removes them,
     * and for the same visitor within a minute. 0 or `false`: as soon as they arrive. Default: 1200 in the script file, as the original connected after that
     * time; 0 elsewhere.
     */
    queue_delay?: number | false | undefined;
    /** `true`: TLS. Default: TLS on an https page. */
    wss?: boolean | null | undefined;
    /** Accepted for the sake of old pages, without effect: no statistics are sent. */
    nostat?: boolean | undefined;
    /** Accepted for the sake of old pages, without effect: of several nodes the first is used. */
    roundrobin?: boolean | undefined;
}
/** What is known about a message besides its data. */
interface ServerInfo {
    /** Id of the sender; 0 for anonymous visitors and for messages of the server side. */
    user_id: number;
    /** Channel, `msg` for private messages, `_answer_to_CHANNEL` for delivery reports. */
    pipe: string;
    /** Event name; `""` or `"undefined"` where the sender gave none. */
    event: string;
    /** `true` for messages replayed from a log or from the queue of an absent user. */
    history: boolean;
    /** Marker of the query that this answers. */
    marker?: string | undefined;
    /** Id of the message, where the server gives one. */
    uuid?: string | undefined;
}
/** What every subscription callback is given. The object belongs to that callback alone. */
interface CometMessage<Data = unknown> {
    /** The message: parsed where it is JSON, the text as it was written where it is not. */
    data: Data;
    server_info: ServerInfo;
}
type MessageCallback<Data = any> = (message: CometMessage<Data>) => void;
/** Data of a delivery report (`"#channel"`). */
interface DeliveryReport<Message = unknown> {
    /** The message as it was published. */
    message: Message;
    /** Deliveries the server counted; it counts frames longer than 125 bytes only. */
    number_messages: number;
}
/** Answer of `count_users_in_pipe`. */
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
/** What a channel carried in this time did not come, since no connection listened to it. */
interface Gap {
    channel: string;
    /**
     * Two seconds before the server was heard last, since what was on its way then is lost, too; in
     * milliseconds since 1970, by the clock of this computer.
     */
    from: number;
    /** When the channel was heard again. */
    to: number;
}
/** A message that was written, but may have been lost before the server took it. */
interface Unconfirmed {
    channel: string;
    event: string;
    message: unknown;
    /** In words, for a developer. */
    reason: string;
}
/** The tabs that share a connection. */
interface TabsInfo {
    /** The id of this tab (`getTabUUID`). */
    tab: string;
    /** The tab that holds the connection; `undefined` while that is open. */
    master: string | undefined;
    /** How many masters there were; a later one has a higher number. */
    epoch: number;
    /** All tabs that share the connection, this one included. */
    tabs: string[];
}
/** Events of the connection, for `on`. */
interface CometEvents {
    /** The server can be reached, and has said whether the visitor is authorised. */
    connect: () => void;
    /** The connection ended, or an attempt to connect failed; `code` is the browser's close code. */
    disconnect: (code: number) => void;
    /** The visitor became authorised. */
    authorized: () => void;
    /** The visitor became anonymous. */
    denied: () => void;
    /** This tab holds the connection from now on. */
    master: () => void;
    /** Another tab holds the connection from now on. */
    slave: () => void;
    /** Tabs joined or left, or the master changed. */
    tabs: (info: TabsInfo) => void;
    /**
     * Messages may be missing: the connection was lost for a while, or this tab was asleep. Called
     * once the channel is heard again.
     */
    gap: (gap: Gap) => void;
    /**
     * A message was written, but the connection ended before the server's report: it may or may not
     * have been delivered. It is not sent again.
     */
    unconfirmed: (details: Unconfirmed) => void;
    /**
     * A command was refused or dropped, the connection was refused for good, or there is no node to
     * connect to (`argument`, during the call of `start` or `restart`).
     */
    error: (error: CometError) => void;
}

/**
 * What a site says on its channels, for TypeScript: of each channel the events, of each event the
 * data. Channels and events that are not named are mistakes then, and so is other data.
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
/** The events of `track_*` channels: somebody came, or left. */
interface TrackEvents {
    subscription: TrackedUser;
    unsubscription: TrackedUser;
}
type Name<Names> = Extract<keyof Names, string>;
/** Channels that visitors may publish to. */
type Writable<Channels> = Extract<Name<Channels>, `web_${string}` | `webauth_${string}`>;
/** `"channel.event"` of all, or of some channels. */
type Events<Channels, Channel extends Name<Channels> = Name<Channels>> = {
    [Each in Channel]: `${Each}.${Name<Channels[Each]>}`;
}[Channel];
type Reports<Channels> = `${"#" | "answer_to_" | "_answer_to_"}${Writable<Channels>}`;
/** What `subscription` takes. */
type Key<Channels> = string extends keyof Channels ? string : Name<Channels> | Events<Channels> | Reports<Channels> | `user_status_${number}${string}` | "";
/** The channels that `web_pipe_send` takes; with an `@` receivers do not learn who sent it. */
type PublishChannel<Channels> = string extends keyof Channels ? string : Writable<Channels> | `@${Extract<Writable<Channels>, `web_${string}`>}`;
/** The events of a channel. */
type EventOf<Channels, Channel extends string> = string extends keyof Channels ? string | null | undefined : Channel extends `@${infer Signed}` ? EventOf<Channels, Signed> : Channel extends keyof Channels ? Name<Channels[Channel]> : never;
/** The `"channel.event"` that `web_pipe_send` takes. */
type PublishKey<Channels> = string extends keyof Channels ? string : Events<Channels, Writable<Channels>>;
/** The data that a key stands for. */
type DataOf<Channels, K extends string> = string extends keyof Channels ? AnyChannels : Known<Channels, K>;
type Known<Channels, K extends string> = K extends keyof Channels ? Channels[K][keyof Channels[K]] : K extends `@${infer Signed}` ? Known<Channels, Signed> : K extends `${"#" | "answer_to_" | "_answer_to_"}${infer Channel}` ? DeliveryReport<Known<Channels, Channel>> : K extends `${infer Channel}.${infer Event}` ? Channel extends keyof Channels ? Event extends keyof Channels[Channel] ? Channels[Channel][Event] : unknown : unknown : unknown;

/**
 * The members that CometServerApi.js documents, and `on`. Programming mistakes (a bad name, a
 * message that is too large) write one error to the console that names the value and the rule, and
 * return what is said at each member.
 * @typeParam Channels what the site says on its channels; see `AnyChannels`.
 */
interface CometServerApi<Channels extends object = AnyChannels> {
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
    subscription<K extends Key<Channels>>(key: K, callback?: MessageCallback<DataOf<Channels, K>>): string | false;
    /**
     * As `subscription`, but of all tabs of the browser that gave the same key one alone calls its
     * callback for a message: the visible one first, and never a tab that gave none, wherever the
     * connection is. For what is to happen once, such as a sound. It is not called for what
     * `get_pipe_log` replays. Where that tab ends, another takes over, for the messages from then on.
     */
    oncePerBrowser<K extends Key<Channels>>(key: K, callback: MessageCallback<DataOf<Channels, K>>): string | false;
    /** Ends a subscription; the last of a channel leaves it. Returns whether there was one. */
    unsubscription(id?: string): boolean;
    /** Ends all subscriptions. */
    unsubscriptionAll(): true;
    /**
     * Publishes any JSON value to a channel `web_*`, `webauth_*` or `@web_*` (without the sender's
     * id). Without an event receivers see `"undefined"`. Returns `true` where it was sent, `false`
     * where it waits for a connection or there is no message, `undefined` where it cannot be sent.
     */
    web_pipe_send<C extends PublishChannel<Channels>, E extends EventOf<Channels, C>>(channel: C, event: E, message: DataOf<Channels, `${C}.${E}`>): boolean | undefined;
    web_pipe_send<K extends PublishKey<Channels>>(channelAndEvent: K, message: DataOf<Channels, K>): boolean | undefined;
    /**
     * Publishes the same object `count` (3) times, `interval` (1000) milliseconds apart; receivers
     * hear it once. Returns as `web_pipe_send` does.
     */
    multi_web_pipe_send<C extends PublishChannel<Channels>, E extends EventOf<Channels, C>>(channel: C, event: E, message: DataOf<Channels, `${C}.${E}`> & object, count?: number, interval?: number): boolean | undefined;
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

export { CometError as b };
export type { AnyChannels as A, CometServerApi as C, DeliveryReport as D, Gap as G, MessageCallback as M, ServerInfo as S, TabsInfo as T, Unconfirmed as U, ChannelCount as a, CometErrorCode as c, CometEvents as d, CometMessage as e, CometOptions as f, TrackEvents as g, TrackedUser as h, UserData as i };
