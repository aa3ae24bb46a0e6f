/// <reference lib="esnext.disposable" />
/** Gives the visitor's key; see `CometOptions.user_key`. `null`: the visitor is anonymous. */
type KeyFunction = () => string | null | Promise<string | null>;
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
    /**
     * The visitor's hash (at most 32 characters) or JWT (at most 600), or a function that returns one, or a
     * promise of one. The function is called in the tab that holds the connection: before the first one, again
     * before a connection if a JWT expires within 30 s, and if the server refuses the key, up to three times
     * in a row. If it fails, an event `error` (`key`) tells, and it is called again after 1 s, 2 s and so on up
     * to half a minute. Default: anonymous.
     */
    user_key?: string | null | KeyFunction | undefined;
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
    /**
     * Whether a visible tab holds the connection rather than a hidden one, whose timers browsers slow
     * down: when the tab with the connection is hidden and another one visible, that one takes over,
     * without a gap or a message that comes twice. Each such change costs a new connection. The option
     * counts in the tab that holds the connection, so give it in all. Default: `false`.
     */
    visible_leads?: boolean | undefined;
    /**
     * Whether a second tab holds a connection, too, and takes over whatever happens to the first one:
     * nothing is lost, also of private messages and of channels without a log, and other users do not see
     * the visitor go offline. Costs one more connection for each browser with several tabs, which the
     * server counts as one more listener (`countUsers`). Tabs without Web Locks (on plain http) may elect
     * another tab after a crash, which connects anew. The option counts in the tab that holds the
     * connection, so give it in all. Default: `false`.
     */
    standby?: boolean | undefined;
    /**
     * Gets all log lines, also those of `LogLevel` 1, instead of the console. No line has a key. Default:
     * the console, and only what a developer must act on.
     */
    logger?: CometLogger | undefined;
    /** Has no effect, accepted for old pages: the library sends no statistics by itself. */
    nostat?: boolean | undefined;
    /**
     * Of several nodes, connects to one: for a user the node number `user_id % nodes`, counted from 0;
     * for an anonymous visitor any. If three attempts in a row fail, to the next one. Default: `false`.
     */
    roundrobin?: boolean | undefined;
}
/** Where log lines go: the console has these members, and so have most logging libraries. */
interface CometLogger {
    debug(text: string): void;
    info(text: string): void;
    warn(text: string): void;
    error(text: string): void;
}
/** Options of a subscription. */
interface SubscriptionOptions {
    /**
     * Whether gaps of these channels are filled out of their logs; see `CometOptions.recover`, which is
     * the default. A channel's gaps are filled if one of its subscriptions says so.
     */
    recover?: boolean | undefined;
}

/**
 * What went wrong:
 * - `argument`: a call has a value that cannot work. `value` is that value. Change the call.
 * - `size`: a message is too large for the server. `value` is its size in bytes.
 * - `refused`: the server refused a command. The message is the server's. Of `ready`: channels will not
 *   be heard. `value` is their names.
 * - `unconfirmed`: a message was written, but the server's report never came, or the caller has not
 *   waited for it. It may or may not have been delivered, and is not sent again. `value` is the channel.
 * - `dropped`: a command was given up before it was sent, because too much waited for a
 *   connection, or because the visitor changed. It may be given again. Of `messages()`: more messages
 *   waited than it keeps.
 * - `aborted`: the caller's signal ended it before it was sent, or before it was answered.
 * - `timeout`: it was not sent, or not answered, within the caller's `timeoutMs`.
 * - `stopped`: `stop()` came first.
 * - `key`: the function `user_key` failed, or gave something that is no key. `value` is the name of its
 *   error. It is asked again.
 * - `data`: a message does not fit the schema of `checked()`. `value` is the list of issues.
 * - `fatal`: the server or the browser refused the connection for good. `value` is the server's
 *   code (401, 406, 418, …) or the name of the browser's error. The library tries nothing more until
 *   `start` or `restart`.
 */
type CometErrorCode = ("argument" | "size" | "refused" | "unconfirmed" | "dropped") | ("aborted" | "timeout" | "stopped" | "key" | "data" | "fatal");
/** Every error of this library. */
declare class CometError extends Error {
    readonly code: CometErrorCode;
    /** The value that the message speaks of; never a key. */
    readonly value?: unknown | undefined;
    /**
     * Whether the same call may succeed later. After `unconfirmed`, others may get the message twice.
     */
    readonly retryable: boolean;
    constructor(code: CometErrorCode, message: string, 
    /** The value that the message speaks of; never a key. */
    value?: unknown | undefined);
}
/** Why a visitor is not authorised, as far as this tab's options show it: the server does not say. */
interface Denial {
    /**
     * - `anonymous`: neither `user_id` nor `user_key` was given;
     * - `no-key`: a `user_id`, but no valid `user_key`;
     * - `no-id`: a `user_key`, but no valid `user_id`;
     * - `expired`: the time of the JWT is over: get the visitor a new one, and call `restart` with it;
     * - `refused`: the server does not accept this key for this user.
     */
    reason: "anonymous" | "no-key" | "no-id" | "expired" | "refused";
    /** Of an `expired` key: since when, in milliseconds since 1970, by the server's clock. */
    expiredAt?: number | undefined;
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
/**
 * The state of the connection, the same in all tabs that share it:
 * - `stopped`: `start` was not called, or `stop` was;
 * - `connecting`: an attempt to reach the server is being made, or it is not decided which tab does;
 * - `connected`: the server can be reached;
 * - `waiting`: an attempt failed or the connection ended, and the next attempt begins later;
 * - `refused`: the server or the browser refused it for good; `start` tries again.
 */
type ConnectionState = "stopped" | "connecting" | "connected" | "waiting" | "refused";
/** A change of the connection's state. */
interface StateChange {
    state: ConnectionState;
    previous: ConnectionState;
    /** Why it waits or is refused, in words for a developer. */
    reason?: string | undefined;
    /**
     * When the next attempt begins, in milliseconds since 1970; where it waits. A network that returns,
     * or a tab that becomes visible, has it begin sooner.
     */
    retryAt?: number | undefined;
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
    /** The state of the connection changed, or the time of the next attempt did. */
    state: (change: StateChange) => void;
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
    /** The visitor became anonymous, and why. Not called for a status that stays the same. */
    denied: (denial: Denial) => void;
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
     * The server refused a command (`refused`), data does not fit its schema (`data`), a key function
     * failed (`key`), a command was given up before it was sent (`dropped`),
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
 *   [room: `web_room_${number}`]: { message: { text: string } };
 *   track_online: TrackEvents;
 *   msg: { invitation: { from: number } };
 * }
 * ```
 */
type AnyChannels = any;
/** What a declaration has to be: events for each channel, not their data. */
type Declared<Channels> = {
    [C in keyof Channels]: object;
};
/** The events of `track_*` channels: a visitor joined or left the channel. */
interface TrackEvents {
    subscription: TrackedUser;
    unsubscription: TrackedUser;
}
type Name<Names> = Extract<keyof Names, string>;
/** Whether there is no declaration. */
type IsAny<Channels> = string extends keyof Channels ? true : false;
/** The channels that visitors may publish to. */
type Writable<Channels> = Extract<Name<Channels>, `web_${string}` | `webauth_${string}`>;
/** The `"channel.event"` keys of all channels, or of some. */
type Events<Channels, Channel extends Name<Channels> = Name<Channels>> = {
    [Each in Channel]: Channels[Each] extends object ? `${Each}.${Name<Channels[Each]>}` : never;
}[Channel];
type Report = "#" | "answer_to_" | "_answer_to_";
/** The keys of one line. */
type Key<Channels> = IsAny<Channels> extends true ? string : (Name<Channels> | Events<Channels> | `${Report}${Writable<Channels>}`) | (`user_status_${number}` | `user_status_${number}.${string}` | "");
/** The keys that an editor suggests, and any text, which `KeyOf` then checks. */
type Suggested<Channels> = Key<Channels> | (string & {});
/** The lines of a key. */
type Line<K extends string> = K extends `${infer First}\n${infer Rest}` ? Trimmed<First> | Line<Rest> : Trimmed<K>;
type Trimmed<K extends string> = K extends ` ${infer Rest}` | `${infer Rest} ` ? Trimmed<Rest> : K;
/** The keys with a dot: to TypeScript, the `number` of a template key may also be `1.5`. */
type Dotted<Channels> = Events<Channels> | `user_status_${number}.${string}`;
/** Why a line is no key, in words; `never` if it is one. */
type Fault<Channels, L extends string> = L extends (L extends `${string}.${string}` ? Dotted<Channels> : Key<Channels>) ? never : L extends `${Report}${infer Channel}` ? `there are no reports of ${Channel}` : L extends `${infer Channel}.${infer Event}` ? Channel extends keyof Channels ? `${Channel} has no event ${Event}` : `there is no channel ${Channel}` : `there is no channel ${L}`;
/**
 * `K` if it is a key: the keys that `subscribe` takes. Otherwise a text that says what is wrong with
 * it, so that the compiler's error does.
 */
type KeyOf<Channels, K extends string> = IsAny<Channels> extends true ? K : [Fault<Channels, Line<K>>] extends [never] ? K : Fault<Channels, Line<K>>;
/** `C` if it is a declared channel, without an event; otherwise a text that says so. */
type DeclaredChannel<Channels, C extends string> = IsAny<Channels> extends true ? C : C extends `${infer Channel}.${string}` ? `give the channel ${Channel} without an event` : C extends keyof Channels ? C : `there is no channel ${C}`;
/** `C` if it is a declared channel of which the server tells who listens. */
type TrackedChannel<Channels, C extends string> = IsAny<Channels> extends true ? C : C extends `track_${string}` | `${string}.${string}` ? DeclaredChannel<Channels, C> : C extends keyof Channels ? `nobody is told who is in ${C}: its name does not begin with track_` : DeclaredChannel<Channels, C>;
/** `C` if visitors may publish to it; with an `@`, receivers do not learn the sender. */
type ChannelOf<Channels, C extends string> = IsAny<Channels> extends true ? C : Bare<C> extends (C extends `${string}.${string}` ? never : Writable<Channels>) ? C extends `@webauth_${string}` ? `${C} takes no @` : C : `nobody publishes to a channel ${C}`;
type Bare<C extends string> = C extends `@${infer Channel}` ? Channel : C;
type EventsOf<Channels, C extends string> = Bare<C> extends keyof Channels ? Channels[Bare<C>] : never;
/** `E` if it is an event of the channel. */
type EventOf<Channels, C extends string, E> = IsAny<Channels> extends true ? E : E extends Name<EventsOf<Channels, C>> ? E : `${C} has no event ${E & string}`;
/** The data that is published as an event; of several possible events, data that fits all. */
type SentOf<Channels, C extends string, E> = IsAny<Channels> extends true ? unknown : All<EventsOf<Channels, C>, E & string>;
type All<Declaration, E extends string> = {
    [Each in E]: (data: Each extends keyof Declaration ? Declaration[Each] : never) => void;
}[E] extends (data: infer Data) => void ? Data : never;
/** A message, with its channel and event, by which TypeScript tells its data. */
interface Message<Data = unknown, Channel = string, Event = string> extends CometMessage<Data> {
    /** The channel; `msg` for private messages, `_answer_to_CHANNEL` for delivery reports. */
    channel: Channel;
    /** The event's name; `""` or `"undefined"` if the sender gave none. */
    event: Event;
}
/** The messages of a key. */
type MessageOf<Channels, K extends string> = IsAny<Channels> extends true ? Message : OfLine<Channels, Line<K>>;
type OfLine<Channels, L extends string> = L extends keyof Channels ? {
    [E in Name<Channels[L]>]: Message<Channels[L][E], L, E>;
}[Name<Channels[L]>] : L extends `${Report}${infer Channel}` ? Channel extends keyof Channels ? Message<DeliveryReport<Channels[Channel][keyof Channels[Channel]]>> : Message : L extends `${infer Channel}.${infer Event}` ? Channel extends keyof Channels ? Event extends keyof Channels[Channel] ? Message<Channels[Channel][Event], Channel, Event> : Message : Message : Message;
/** The data of the messages of a key; `any` without a declaration, for the documented names. */
type DataOf<Channels, K extends string> = IsAny<Channels> extends true ? AnyChannels : OfLine<Channels, Line<K>>["data"];
/** The `"channel.event"` that an editor suggests for publishing, and any text, checked below. */
type PublishKey<Channels> = IsAny<Channels> extends true ? string : Events<Channels, Writable<Channels>> | (string & {});
/** `K` if it names a channel that visitors may publish to, and an event of it. */
type PublishKeyOf<Channels, K extends string> = IsAny<Channels> extends true ? K : K extends `${infer C}.${infer E}` ? ChannelOf<Channels, C> extends C ? `${C}.${EventOf<Channels, C, E>}` extends K ? K : EventOf<Channels, C, E> : ChannelOf<Channels, C> : ChannelOf<Channels, K> extends K ? `give an event of ${K}` : ChannelOf<Channels, K>;
/** The data that is published as the event of a key. */
type SentAs<Channels, K extends string> = IsAny<Channels> extends true ? AnyChannels : K extends `${infer C}.${infer E}` ? SentOf<Channels, C, E> : never;

/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The names with promises. A bad argument throws a `CometError` at once; whatever else goes wrong
 * rejects with one. Every promise settles: by its answer, a refusal, its signal, its time-out, or
 * `stop()`, in every tab, also if the tab that holds the connection ends.
 */

/** For how long a caller waits. */
interface WaitOptions {
    /** Ends the wait: the promise rejects with `aborted`, or `unconfirmed`, at once. */
    signal?: AbortSignal | undefined;
    /**
     * Ends the wait after so many milliseconds, with `timeout` or `unconfirmed`. Browsers may delay it
     * in hidden tabs, by up to a minute. 0 waits for nothing. Default: no limit.
     */
    timeoutMs?: number | undefined;
}
/** Options of `subscribe`. */
interface SubscribeOptions extends SubscriptionOptions {
    /** Ends the subscription. */
    signal?: AbortSignal | undefined;
    /** Whether it ends with its first message. Default: `false`. */
    once?: boolean | undefined;
}
/** A subscription, until it ends. */
interface Subscription {
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
interface PromiseApi<Channels extends object> {
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
    subscribe<K extends Suggested<Channels>>(key: KeyOf<Channels, K>, handler: (message: MessageOf<Channels, K>) => void, options?: SubscribeOptions): Subscription;
    /**
     * Publishes any JSON value to a channel `web_*`, `webauth_*` or `@web_*` (without the sender's id).
     * The message does not come back to this tab. Resolves with the server's report. Rejects with
     * - `refused`: the server did not take it;
     * - `aborted`, `timeout`, `stopped` or `dropped`: it was not sent, and will not be;
     * - `unconfirmed`: it was written, and may or may not have been delivered.
     * @throws CometError `argument` for a bad name, message or option, `size` for one that is too large.
     */
    publish<C extends string, E extends string>(channel: ChannelOf<Channels, C>, event: EventOf<Channels, C, E>, data: SentOf<Channels, C, E>, options?: WaitOptions): Promise<DeliveryReport<SentOf<Channels, C, E>>>;
    /**
     * The messages in a channel's log, oldest first; none if the server keeps no log. They do not go to
     * the channel's subscriptions.
     * @throws CometError `argument` for a bad channel or option.
     */
    history<K extends string>(channel: DeclaredChannel<Channels, K>, options?: WaitOptions): Promise<MessageOf<Channels, K>[]>;
    /**
     * How many connections listen to a `web_*` or `track_*` channel, in all browsers.
     * @throws CometError `argument` for a bad channel or option.
     */
    countUsers<K extends string>(channel: DeclaredChannel<Channels, K>, options?: WaitOptions): Promise<number>;
    /**
     * Who listens to a `track_*` channel: one entry for each browser.
     * @throws CometError `argument` for a bad channel or option.
     */
    trackedUsers<K extends string>(channel: TrackedChannel<Channels, K>, options?: WaitOptions): Promise<TrackedUser[]>;
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

/**
 * The public interface. `api/` is the facade: it names what users of the library name (types, errors,
 * channels) and passes each call to the client. It knows no tabs, sockets or frames.
 */

/**
 * The members that CometServerApi.js documents, a few more, and those of `PromiseApi`. To a
 * documented name, a programming mistake (a bad name, a message that is too large) writes one error to
 * the console that names the value and the rule; the member then returns the value that its description
 * says.
 * @typeParam Channels the declaration of the site's channels; see `AnyChannels`.
 */
interface CometServerApi<Channels extends object = AnyChannels> extends PromiseApi<Channels> {
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
    subscription<K extends Suggested<Channels>>(key: KeyOf<Channels, K>, callback?: MessageCallback<DataOf<Channels, K>>, options?: SubscriptionOptions): string | false;
    /**
     * Like `subscription`, but only one of the tabs of the browser that gave the same key calls its
     * callback for a message: a visible tab if there is one, whichever tab holds the connection. If that
     * tab ends, another one takes over for later messages. For things to do once, such as a sound.
     * Not called for messages that `get_pipe_log` replays.
     * A tab may give 1,000 different keys at a time.
     */
    oncePerBrowser<K extends Suggested<Channels>>(key: KeyOf<Channels, K>, callback: MessageCallback<DataOf<Channels, K>>): string | false;
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
    web_pipe_send<C extends string, E extends string | null | undefined>(channel: ChannelOf<Channels, C>, event: EventOf<Channels, C, E>, message: SentOf<Channels, C, E>): boolean | undefined;
    web_pipe_send<K extends PublishKey<Channels>>(channelAndEvent: PublishKeyOf<Channels, K>, message: SentAs<Channels, K>): boolean | undefined;
    /**
     * Publishes the same object `count` times (default 3), `interval` milliseconds apart (default
     * 1000); receivers with this library or the original dispatch it once. Returns what
     * `web_pipe_send` returns.
     */
    multi_web_pipe_send<C extends string, E extends string | null | undefined>(channel: ChannelOf<Channels, C>, event: EventOf<Channels, C, E>, message: SentOf<Channels, C, E> & object, count?: number, interval?: number): boolean | undefined;
    /**
     * Replays a channel's log, if the server keeps one: each message, with
     * `server_info.history === true`, goes to all listeners of the channel in this tab. `callback` is
     * subscribed to the channel, too, and only once if it is given again. `onEnd` is called once, after
     * the last message, also if there was none, or when `stop()` ends it. Returns `false` for a bad
     * channel or callback.
     */
    get_pipe_log<K extends string>(channel: DeclaredChannel<Channels, K>, callback?: MessageCallback<DataOf<Channels, K>>, onEnd?: () => void): boolean;
    /**
     * Asks how many connections listen to a `web_*` or `track_*` channel. Calls `callback` once with the
     * answer. Returns `false` for a bad channel or callback.
     */
    count_users_in_pipe<K extends string>(channel: DeclaredChannel<Channels, K>, callback: MessageCallback<ChannelCount>): boolean;
    /**
     * Asks who listens to a `track_*` channel. Calls `callback` once with the answer. Returns `false`
     * for a bad channel or callback.
     */
    getTrackPipeUsers<K extends string>(channel: DeclaredChannel<Channels, K>, callback: MessageCallback<TrackedUser[]>): boolean;
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

export { CometError as e };
export type { AnyChannels as A, CometServerApi as C, Declared as D, EventOf as E, Gap as G, KeyOf as K, Message as M, NodeState as N, PromiseApi as P, Suggested as S, TabsInfo as T, Unconfirmed as U, WaitOptions as W, SubscribeOptions as a, MessageOf as b, ChannelCount as c, ChannelOf as d, CometErrorCode as f, CometEvents as g, CometLogger as h, CometMessage as i, CometOptions as j, ConnectionState as k, DataOf as l, DeliveryReport as m, Denial as n, Key as o, KeyFunction as p, MessageCallback as q, SentOf as r, ServerInfo as s, StateChange as t, Subscription as u, SubscriptionOptions as v, TrackEvents as w, TrackedChannel as x, TrackedUser as y, UserData as z };
