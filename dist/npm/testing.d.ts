/// <reference lib="esnext.disposable" />
import { Message, MessageOf, AnyChannels, CometServerApi, EventOf, SentOf, Declared } from './index.js';

/**
 * How new connections are refused:
 * - 401, 406, 418: the frame of that handshake error, then the end of the connection;
 * - `"connection"`: the TCP connection is dropped without an answer;
 * - `"http"`: HTTP status 503 instead of a WebSocket;
 * - `"silence"`: no answer while the refusal lasts; then the connections are dropped.
 */
type Refusal = 401 | 406 | 418 | "connection" | "http" | "silence";

/** The public interface of a server: what it tells, and what can be done while it runs. */

/** A command of the protocol, by its first field. */
type CommandName = "subscription" | "web_pipe2" | "pipe_log" | "pipe_count" | "track_pipe_users" | "user_data" | "user_status" | "statistics";
/** A connected client. */
interface ConnectionInfo {
    /** Counts from 1, in the order of connecting; never used twice. */
    readonly id: number;
    /** 0 for an anonymous visitor. */
    readonly userId: number;
    /** The 32 characters that the client announced. */
    readonly uuid: string;
    /** The announced version of the client, for example `"4.08"`. */
    readonly apiVersion: string;
    /** The channels it has joined, in the order of its list. */
    readonly channels: readonly string[];
    /** Milliseconds since 1970. */
    readonly openedAt: number;
}
/** A command that the server has started. */
interface ReceivedCommand {
    /** {@link ConnectionInfo.id} of the sender. */
    readonly connection: number;
    /** {@link ConnectionInfo.userId} of the sender. */
    readonly userId: number;
    /** The command's name; undefined if the protocol does not know it. */
    readonly name: CommandName | undefined;
    /** The whole frame, as it came. */
    readonly text: string;
    /** Milliseconds since 1970. */
    readonly at: number;
}
/** A message that a client has published, and the server has accepted. */
interface PublishedMessage {
    /** {@link ConnectionInfo.id} of the sender. */
    readonly connection: number;
    /** As receivers are told: 0 for an anonymous visitor, and if the channel was given with an `@`. */
    readonly userId: number;
    /** Without the `@`. */
    readonly channel: string;
    readonly event: string;
    /** Parsed if it is JSON, otherwise the text. */
    readonly data: unknown;
}
/** The events of a development server, with the arguments of their listeners. */
interface DevServerEvents {
    /** A client has connected; its first frame is on its way. */
    connect: ConnectionInfo;
    /** A connection has ended, by either side. `channels`: those that it had joined. */
    disconnect: ConnectionInfo;
    /**
     * The server starts a command; when the task that called the listener ends, the command has been
     * carried out. Commands that wait behind a withheld answer or in a silent connection are not
     * reported yet; commands of more than 65,535 bytes never are.
     */
    command: ReceivedCommand;
    /** A client has published: the message is on its way to others. Not for messages of the back end. */
    publish: PublishedMessage;
}
/** How `data` is given. */
interface MessageOptions {
    /**
     * `true`: `data` is the text of a SQL literal exactly as typed between its quotes, escapes
     * included. `false`: `data` is any JSON value, and arrives as from a program that escapes its
     * literals. Default `false`.
     */
    readonly raw?: boolean;
}
interface TokenOptions {
    /** Seconds until the token expires; negative for one that has expired. Default 3600. */
    readonly expiresIn?: number;
}
/** Chooses connections. */
type ConnectionFilter = (connection: ConnectionInfo) => boolean;
/** What the server side of a site does by SQL. */
interface SqlPort {
    /** Lets a user connect with this hash (1 to 32 characters); replaces an earlier one. */
    authorize(userId: number, hash: string): void;
    /** Stores the data that `user_data` answers, as any JSON value or raw. */
    setUserData(userId: number, data: unknown, options?: MessageOptions): void;
    /**
     * Publishes to a channel as the server side does (INSERT INTO pipes_messages).
     *
     * @returns how many clients got it. A message whose frame would be longer than 65,535 bytes
     *   reaches nobody and is not logged.
     */
    publish(channel: string, event: string, data: unknown, options?: MessageOptions): number;
    /**
     * Sends a private message (INSERT INTO users_messages).
     *
     * @returns how many of the user's connections got it, at most 16. A user without a connection
     *   gets it with the next one. A message whose frame would be longer than 65,535 bytes is dropped.
     */
    sendToUser(userId: number, event: string, data: unknown, options?: MessageOptions): number;
    /** Keeps the last 1 to 99 messages of a channel from now on; 0 forgets them. */
    keepLog(channel: string, length: number): void;
}
/**
 * A running server. Every method throws an {@link InputError} for a value that breaks a rule or a
 * limit, and changes nothing in that case.
 */
interface ServerControl extends SqlPort {
    /** The clients that are connected now, in the order of connecting. */
    readonly connections: readonly ConnectionInfo[];
    /** The most clients that were connected at one time. */
    readonly peakConnections: number;
    /** The number of requests for a connection since the start, refused ones included. */
    readonly connectionAttempts: number;
    /** The last commands (`limits.maxReceived`), oldest first. */
    readonly received: readonly ReceivedCommand[];
    /** The logs that are turned on, with their lengths. */
    readonly logs: Readonly<Record<string, number>>;
    /** A JWT that lets a user connect, as a hash does. */
    token(userId: number, options?: TokenOptions): string;
    /**
     * Cuts connections: all, or those that the filter chooses.
     *
     * @returns how many.
     */
    closeConnections(filter?: ConnectionFilter): number;
    /** Refuses new connections in this way, until `null` ends it. Open connections stay. */
    refuse(how: Refusal | null): void;
    /**
     * Delays frames to clients by this many milliseconds, in order; 0 ends it. Frames that are delayed
     * already keep their time.
     */
    delay(milliseconds: number): void;
    /**
     * Makes the present connections (all, or those that the filter chooses) half open: the sockets
     * stay, but the server reads and writes nothing, and does not notice that a client has gone. For
     * new connections, see {@link refuse} with `"silence"`.
     *
     * @returns how many connections are silent now.
     */
    goSilent(filter?: ConnectionFilter): number;
    /**
     * Ends the silence. As with a network that stalled, nothing was lost: the server now carries out the
     * commands of the clients and sends the waiting frames, in order.
     */
    resume(): void;
    /**
     * Carries out commands of these kinds, but holds their answers back. Other clients get published
     * messages at once. Later commands of the asking client wait, since each answer is sent before the
     * next command is looked at. A new call replaces the kinds; an empty list withholds no further
     * answers. Answers that are held back stay so until {@link releaseAnswers}.
     */
    withholdAnswers(commands: readonly CommandName[]): void;
    /**
     * Withholds no further answers, and sends those held back to the clients that are still there.
     *
     * @returns how many frames.
     */
    releaseAnswers(): number;
    /** How many answers are held back now. */
    readonly heldAnswers: number;
    /**
     * Listens. A listener that throws is not caught.
     *
     * @returns a function that removes the listener.
     */
    on<E extends keyof DevServerEvents>(event: E, listener: (value: DevServerEvents[E]) => void): () => void;
}

/** The public interface of the testing entry. */

/** How a message is published. */
interface PublishOptions extends MessageOptions {
    /**
     * Publishes as a visitor with this id, who is not connected; 0: as an anonymous one. Default: as
     * the back end does, by SQL.
     */
    readonly from?: number;
}
/** `C` if it is a channel of the declaration. */
type DeclaredChannel<Channels, C extends string> = string extends keyof Channels ? C : C extends keyof Channels ? C : `there is no channel ${C}`;
/** What a client has published to a channel. */
type PublishedOf<Channels, C extends string> = Published<MessageOf<Channels, C>>;
type Published<Heard> = Heard extends Message<infer Data, infer Channel, infer Event> ? {
    /** Without the `@`. */
    readonly channel: Channel;
    readonly event: Event;
    readonly data: Data;
    /** As receivers are told: 0 for an anonymous visitor, and if it was published with an `@`. */
    readonly userId: number;
    /** {@link ConnectionInfo.id} of the sender. */
    readonly connection: ConnectionInfo["id"];
} : never;
/**
 * The server of a test, and everybody else: the back end, other visitors, the network. What it does
 * reaches the clients in later turns of the event loop, as it does in a page: await {@link settled}
 * before you look. Every method throws an `InputError` for a value that breaks a rule of the server.
 * @typeParam Channels the declaration of the site's channels, see `AnyChannels`.
 */
interface TestServer<Channels extends object = AnyChannels> extends Omit<ServerControl, "publish" | "sendToUser"> {
    /**
     * Publishes to a channel, as the back end or as somebody else.
     * @returns how many clients get it; see {@link ServerControl.publish}.
     */
    publish<C extends string, E extends string>(channel: DeclaredChannel<Channels, C>, event: EventOf<Channels, C, E>, data: SentOf<Channels, C, E>, options?: PublishOptions): number;
    /**
     * Sends a private message: the event is one of the channel `msg`.
     * @returns how many connections of the user get it. If the user has none, the message waits.
     */
    sendToUser<E extends string>(userId: number, event: EventOf<Channels, "msg", E>, data: SentOf<Channels, "msg", E>, options?: MessageOptions): number;
    /**
     * Resolves with what clients have published to a channel and the server has accepted, oldest first
     * (the last 1,000), once everything has {@link settled}.
     */
    published<C extends string>(channel: DeclaredChannel<Channels, C>): Promise<PublishedOf<Channels, C>[]>;
    /**
     * Resolves once all that is on its way has arrived, in both directions, with what follows from it:
     * connections that begin, answers, callbacks of the application. Does not wait for what a fault
     * holds back (`delay`, `goSilent`, `withholdAnswers`, `refuse("silence")`), nor for a time: a client
     * that has lost its connection waits for its next attempt, see {@link connected}. With the fake
     * timers of Vitest, Jest or Sinon, it runs the timers that are due, without advancing the time.
     * @throws Error (it rejects) if that does not end, because two sides answer each other for ever.
     */
    settled(): Promise<void>;
    /**
     * Resolves once every client that was started is connected, and everything has {@link settled}. A
     * client that waits for its next attempt makes it now, as it does when its network returns.
     * @throws Error (it rejects) with the reason if a client does not connect, or none was started.
     */
    connected(): Promise<void>;
}
/** A client, and the server that it connects to; in memory. */
interface TestComet<Channels extends object = AnyChannels> {
    /**
     * The client for the application under test. It is the real one, not started yet; every `node` leads
     * to {@link server}. It shares nothing with other clients, pages and tests: no connection, no storage.
     */
    readonly cometApi: CometServerApi<Channels>;
    readonly server: TestServer<Channels>;
    /** A client in the browser of another visitor, to be started, like {@link cometApi}. */
    createClient(): CometServerApi<Channels>;
    /** Stops all clients and ends the server: no timer, listener or connection is left. */
    stop(): void;
    /** The same as {@link stop}, for `using`; where the platform knows `Symbol.dispose`. */
    [Symbol.dispose]: () => void;
}

/**
 * Makes a client and its server, in memory: no port, no browser, nothing to wait for. Several may run
 * at a time, and know nothing of each other. End each with {@link TestComet.stop}.
 * @typeParam Channels the declaration of the site's channels, see `AnyChannels`.
 */
declare function createTestComet<Channels extends Declared<Channels> = AnyChannels>(): TestComet<Channels>;

/** A value that the development server rejects. */
declare class InputError extends RangeError {
    /** The name of the argument, for example `"channel"`. */
    readonly field: string;
    readonly value: unknown;
    /** The rule, as a part of a sentence: `"an integer from 0 to 99"`. */
    readonly rule: string;
    readonly name = "InputError";
    constructor(
    /** The name of the argument, for example `"channel"`. */
    field: string, value: unknown, 
    /** The rule, as a part of a sentence: `"an integer from 0 to 99"`. */
    rule: string);
}

export { InputError, createTestComet };
export type { CommandName, ConnectionFilter, ConnectionInfo, DeclaredChannel, DevServerEvents, MessageOptions, PublishOptions, PublishedMessage, PublishedOf, ReceivedCommand, Refusal, ServerControl, TestComet, TestServer, TokenOptions };
