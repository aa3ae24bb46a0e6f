import { IncomingMessage, ServerResponse } from 'node:http';

interface LoggedMessage {
    readonly event: string;
    /** Not escaped where it came from a client, as typed where it came from SQL. */
    readonly text: string;
    /** Unix seconds. */
    readonly sent: number;
    /** Absent where the message came from SQL. */
    readonly userId?: number;
}
/**
 * The real server keeps about the last N messages: which ones of a second survive depends on its
 * database. This one keeps exactly the last N.
 */
declare class ChannelLogs {
    private readonly maxLogs;
    private readonly logs;
    constructor(maxLogs: number);
    /**
     * Turns the log of a channel on, or off with length 0.
     *
     * @throws InputError where there are too many logs.
     */
    setLength(channel: string, length: number): void;
    add(channel: string, message: LoggedMessage): void;
    /** Oldest first; nothing where the channel has no log. */
    read(channel: string): readonly LoggedMessage[];
    /** The channels that have a log, with its length. */
    lengths(): Readonly<Record<string, number>>;
}

/** Who is in which channel. */
declare class Channels<Member extends object> {
    private readonly byName;
    join(name: string, member: Member): void;
    leave(name: string, member: Member): void;
    /** In the order in which they joined. */
    members(name: string): readonly Member[];
}

/** What a frame says, as clients from version 4 on get it. */
interface Frame {
    readonly event: string;
    readonly data: unknown;
    readonly pipe: string;
    readonly [key: string]: unknown;
}
/**
 * What stands behind the cut: a NUL, then what happened to be in memory. Recorded frames ended in
 * the ASCII bytes; others were no valid UTF-8, upon which a browser drops the connection.
 */
declare const CUT_ENDS: {
    readonly ascii: Buffer<ArrayBuffer>;
    readonly invalid: Buffer<ArrayBuffer>;
};
type CutEnd = keyof typeof CUT_ENDS | "none";
/** A frame on its way to many connections: each form is made once. */
declare class EncodedFrame {
    private readonly frame;
    private current;
    private older;
    constructor(frame: Frame);
    /** The correct bytes of the frame for a client that announced this major version. */
    bytes(majorVersion: number): Buffer;
    /** Whether a delivery to such a client counts in the delivery report. */
    counts(majorVersion: number): boolean;
}

/** A connected client, as far as channels and commands have to do with it. */
interface Member {
    /** Counts from 1, in the order of connecting. */
    readonly id: number;
    /** 0 for an anonymous visitor. */
    readonly userId: number;
    readonly uuid: string;
    readonly majorVersion: number;
    /** The channels it has joined. */
    readonly channels: Set<string>;
    /** Sends a frame that belongs to no command of this client. */
    deliver(frame: EncodedFrame): void;
    /** Sends a frame that answers the command being carried out. */
    answer(frame: Frame): void;
    /** Closes the connection as soon as everything before is sent. */
    finish(): void;
}

interface QueuedMessage {
    readonly event: string;
    /** The text as it goes into the frame. */
    readonly text: string;
    /** Unix seconds. */
    readonly sent: number;
}
declare class OfflineQueue {
    private readonly limits;
    private readonly waiting;
    constructor(limits: {
        maxUsers: number;
        maxQueuedMessages: number;
    });
    /** @throws InputError where messages wait for too many users. */
    add(userId: number, message: QueuedMessage): void;
    /**
     * The messages for a user who connects. Like the real server, it deletes only those that are
     * older than the current second: a second connection within it gets the others again.
     */
    take(userId: number, nowSeconds: number): readonly QueuedMessage[];
}

/** The options of a development server and what they default to. */

/** What one development server holds at most, so that no client can make it hold more. */
interface DevServerLimits {
    /** Open connections; a further one is refused with HTTP status 503. Default 1000. */
    readonly maxConnections?: number;
    /** Users with a hash, with data, or with waiting messages (each). Default 10,000. */
    readonly maxUsers?: number;
    /** Channels with a log, of up to 99 messages each. Default 100. */
    readonly maxLogs?: number;
    /** Messages that wait for one offline user; the oldest gives way. Default 100. */
    readonly maxQueuedMessages?: number;
    /** Size of the stored data of one user, in bytes. Default 16,384. */
    readonly maxUserDataBytes?: number;
    /**
     * Bytes that one connection may leave unread, and commands that it may have waiting. Beyond it
     * the connection is dropped. Default 16 MiB.
     */
    readonly maxBufferedBytes?: number;
    /** Commands kept in {@link DevServer.received}; the oldest gives way. Default 1000. */
    readonly maxReceived?: number;
    /** Size of one request body of the HTTP interface, in bytes. Default 262,144. */
    readonly maxBodyBytes?: number;
}
/** Everything is optional; `startDevServer()` alone is a server on 127.0.0.1:8087. */
interface DevServerOptions {
    /** TCP port; 0 takes any free one. Default 8087, the port of the real server. */
    readonly port?: number;
    /** Address to listen on. Default `"127.0.0.1"`: this machine only. */
    readonly host?: string;
    /** The server's password; JWTs are signed with it. Default `"CometQLPassword"`. */
    readonly password?: string;
    /**
     * Whether frames of 123 to 125 bytes arrive cut, as from the real server. `"invalid-utf8"` also
     * leaves bytes behind the cut that are no valid UTF-8, upon which a browser drops the
     * connection; that happens with the real server, too. Default `true`.
     */
    readonly cutFrames?: boolean | "invalid-utf8";
    /**
     * Origins that may connect, for example `["http://localhost:8080"]`; others get HTTP status 403.
     * A client that sends no Origin header is no browser and may connect. Default: all may.
     */
    readonly origins?: readonly string[];
    /**
     * Whether the HTTP interface (`GET /dev` lists it) is there. Default: `true` where `host` is a
     * loopback address, else `false`, since it asks for no password.
     */
    readonly api?: boolean;
    /** Answers every HTTP request that is not for the HTTP interface. Default: status 404. */
    readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => void;
    /** The time, in milliseconds since 1970. Default `Date.now`. */
    readonly clock?: () => number;
    readonly limits?: DevServerLimits;
}
/** The options with every default filled in. */
interface Settings {
    readonly port: number;
    readonly host: string;
    readonly password: string;
    readonly cutEnd: CutEnd;
    readonly origins: readonly string[] | undefined;
    readonly api: boolean;
    readonly onRequest: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
    readonly clock: () => number;
    readonly limits: Required<DevServerLimits>;
}

/** The request line: `/<any prefix>/ws/sesion=KEY&myid=ID&devid=DEV&v=V&uuid=UUID&api=js`. */

interface Handshake {
    /** The authorisation hash or a JWT, undecoded; empty for an anonymous visitor. */
    readonly key: string;
    /** 0 where the client gave none, or something else than one to nine digits. */
    readonly userId: number;
    readonly uuid: string;
    /** As announced, for example `"4.08"`. */
    readonly apiVersion: string;
    readonly majorVersion: number;
}

declare class Users {
    private readonly settings;
    private readonly hashes;
    private readonly data;
    private readonly lastOnline;
    constructor(settings: Settings);
    /** @throws InputError where there are too many users. */
    setHash(userId: number, hash: string): void;
    /** @returns the hash of the user that the request proves to come from, or undefined. */
    authorise(handshake: Handshake, nowSeconds: number): string | undefined;
    /** @throws InputError where the data is too long or there are too many users. */
    setData(userId: number, text: string): void;
    /** Empty for an unknown user. */
    dataOf(userId: number): string;
    wentOffline(userId: number): void;
    /** Whole seconds since the user's last connection closed; -1 for a user never seen. */
    secondsOffline(userId: number): number;
    /** The real server makes a hash for a user who comes with a JWT and has none, and keeps it. */
    private hashOf;
    private checkRoom;
}

/** The state of the server, and everything that reaches more than one client. */

interface Publication {
    readonly channel: string;
    readonly event: string;
    /** As it goes into the frames. */
    readonly text: string;
    /** As it goes into the log. */
    readonly logText: string;
    /** Where a client published it: who, and under which user id. */
    readonly sender?: {
        readonly member: Member;
        readonly userId: number;
    };
}
/** How many clients got a message, and how many of them the delivery report counts. */
interface Spread {
    readonly delivered: number;
    readonly counted: number;
}
declare class Comet {
    readonly settings: Settings;
    readonly channels: Channels<Member>;
    readonly logs: ChannelLogs;
    readonly queue: OfflineQueue;
    readonly users: Users;
    private readonly byUser;
    constructor(settings: Settings);
    /** The time as the frames have it: Unix seconds. */
    seconds(): number;
    /** A client has connected: `hash` is that of its user, undefined for an anonymous visitor. */
    enter(member: Member, hash: string | undefined): void;
    leave(member: Member): void;
    /**
     * Replaces the member's channels. As on the real server every channel is left first and joined
     * again, so the presence of a member flaps in each `track_*` channel that it stays in.
     */
    subscribe(member: Member, names: readonly string[]): void;
    /** @returns undefined where the message is too long: it is dropped without a word. */
    publish(message: Publication): Spread | undefined;
    /** @returns how many connections of the user got the message; with 0 it waits for the user. */
    sendToUser(userId: number, event: string, text: string): number;
    isOnline(userId: number): boolean;
    private deliverQueue;
    private leaveAll;
    private announcePresence;
    private announceStatus;
}

/** `web_pipe2`: a client publishes to a channel. */

declare function publishCommand(comet: Comet, member: Member, fields: readonly string[]): void;

/** `subscription`: replaces the list of the connection's channels. */

declare function subscriptionCommand(comet: Comet, member: Member, fields: readonly string[]): void;

/** The commands of a client and what the real server answers to each. */

declare const COMMANDS: {
    subscription: typeof subscriptionCommand;
    web_pipe2: typeof publishCommand;
    pipe_log: typeof replayLog;
    pipe_count: typeof countMembers;
    track_pipe_users: typeof listPresence;
    user_data: typeof readUserData;
    user_status: typeof readUserStatus;
    statistics: () => undefined;
};
/** A command of the protocol, by its first field. */
type CommandName = keyof typeof COMMANDS;
/** The marker is not echoed and there is no end mark. */
declare function replayLog(comet: Comet, member: Member, fields: readonly string[]): void;
declare function countMembers(comet: Comet, member: Member, fields: readonly string[]): void;
/** Who joined last comes first. */
declare function listPresence(comet: Comet, member: Member, fields: readonly string[]): void;
declare function readUserData(comet: Comet, member: Member, fields: readonly string[]): void;
declare function readUserStatus(comet: Comet, member: Member, fields: readonly string[]): void;

/** Faults to order: what goes wrong at the moment. */

/**
 * What becomes of new connections:
 * - 401, 406, 418: the frame of that handshake error, then the end of the connection;
 * - `"connection"`: the TCP connection is dropped without an answer;
 * - `"http"`: HTTP status 503 instead of a WebSocket;
 * - `"silence"`: no answer, for as long as the refusal lasts; then they are dropped.
 */
type Refusal = 401 | 406 | 418 | "connection" | "http" | "silence";

/** A value that the development server does not take. */
declare class InputError extends RangeError {
    /** What was given, for example `"channel"`. */
    readonly field: string;
    readonly value: unknown;
    /** What it must be, as a part of a sentence: `"an integer from 0 to 99"`. */
    readonly rule: string;
    readonly name = "InputError";
    constructor(
    /** What was given, for example `"channel"`. */
    field: string, value: unknown, 
    /** What it must be, as a part of a sentence: `"an integer from 0 to 99"`. */
    rule: string);
}

/** The public interface of a running development server. */

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
/** A command that the server took up. */
interface ReceivedCommand {
    /** {@link ConnectionInfo.id} of the sender. */
    readonly connection: number;
    /** {@link ConnectionInfo.userId} of the sender. */
    readonly userId: number;
    /** The command's name; undefined where the protocol knows none such. */
    readonly name: CommandName | undefined;
    /** The whole frame, as it came. */
    readonly text: string;
    /** Milliseconds since 1970. */
    readonly at: number;
}
/** What a development server reports, with what its listeners get. */
interface DevServerEvents {
    /** A client has connected; its first frame is on its way. */
    connect: ConnectionInfo;
    /** A connection has ended, whoever ended it. The channels are those it was in. */
    disconnect: ConnectionInfo;
    /**
     * The server takes up a command; when the listener's caller goes on, it has been carried out.
     * Not reported are commands that wait behind a withheld answer or in a silent connection, and
     * those of more than 65,535 bytes.
     */
    command: ReceivedCommand;
}
/** How a message is given. */
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
/**
 * A running server. Every method throws an {@link InputError} for a value that breaks a rule or
 * goes beyond a limit, and has done nothing then.
 */
interface DevServer {
    /** The TCP port that it listens on. */
    readonly port: number;
    /** The address that it listens on, as given. */
    readonly host: string;
    /** For the client's option `node`, for example `"127.0.0.1:8087"`. */
    readonly node: string;
    /** For HTTP, for example `"http://127.0.0.1:8087"`. */
    readonly address: string;
    /** The clients that are connected now, in the order of connecting. */
    readonly connections: readonly ConnectionInfo[];
    /** The most clients that were connected at one time. */
    readonly peakConnections: number;
    /** Requests for a connection since the start, whether they were refused or not. */
    readonly connectionAttempts: number;
    /** The last commands (`limits.maxReceived`), oldest first. */
    readonly received: readonly ReceivedCommand[];
    /** The logs that are turned on, with their lengths. */
    readonly logs: Readonly<Record<string, number>>;
    /** Lets a user connect with this hash (1 to 32 characters); replaces an earlier one. */
    authorize(userId: number, hash: string): void;
    /** A JWT that lets the user connect, too. */
    token(userId: number, options?: TokenOptions): string;
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
     *   gets it with the next one.
     */
    sendToUser(userId: number, event: string, data: unknown, options?: MessageOptions): number;
    /** Keeps the last 1 to 99 messages of a channel from now on; 0 forgets them. */
    keepLog(channel: string, length: number): void;
    /**
     * Cuts TCP connections: all, or those that the filter chooses.
     *
     * @returns how many.
     */
    closeConnections(filter?: ConnectionFilter): number;
    /** What becomes of new connections, until `null` ends it. Connections that are open stay. */
    refuse(how: Refusal | null): void;
    /**
     * Frames to clients are held back that long, in milliseconds, in order; 0 ends it. Frames that
     * are held already keep their time.
     */
    delay(milliseconds: number): void;
    /**
     * Makes the present connections (all, or those that the filter chooses) half open: the sockets
     * stay, but nothing is read or written, and that a client has gone is not noticed. New
     * connections are not concerned; see {@link refuse} with `"silence"`.
     *
     * @returns how many connections are silent now.
     */
    goSilent(filter?: ConnectionFilter): number;
    /**
     * Ends the silence. As with a network that stalled, nothing was lost: what clients sent is
     * carried out and answered now, and what was to be sent to them is sent, in order.
     */
    resume(): void;
    /**
     * Carries commands of these kinds out, but holds their answers back; the answers go to the
     * asking client only, others get what was published. The client's further commands wait, since
     * each answer is sent before the next command is looked at. A new call replaces the kinds, and
     * an empty list withholds no more; what is held back stays so until {@link releaseAnswers}.
     */
    withholdAnswers(commands: readonly CommandName[]): void;
    /**
     * Withholds no more and sends what was held back, to clients that are still there.
     *
     * @returns how many frames.
     */
    releaseAnswers(): number;
    /** Frames that are held back at the moment. */
    readonly heldAnswers: number;
    /**
     * Listens. A listener that throws is not caught.
     *
     * @returns a function that removes the listener.
     */
    on<E extends keyof DevServerEvents>(event: E, listener: (value: DevServerEvents[E]) => void): () => void;
    /** Cuts every connection and frees the port. */
    close(): Promise<void>;
}

/**
 * Starts a server that a client cannot tell from a CppComet community 4.09, for development and
 * tests. Everything it holds is in memory and gone when it closes.
 *
 * @throws InputError for an option that breaks a rule; Node's own error, for example with the
 *   code `EADDRINUSE`, where the port cannot be had.
 */
declare function startDevServer(options?: DevServerOptions): Promise<DevServer>;

export { InputError, startDevServer };
export type { CommandName, ConnectionFilter, ConnectionInfo, DevServer, DevServerEvents, DevServerLimits, DevServerOptions, MessageOptions, ReceivedCommand, Refusal, TokenOptions };
