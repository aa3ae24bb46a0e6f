import { IncomingMessage, ServerResponse } from 'node:http';

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
/**
 * A kind of server:
 * - `"current"`: CppComet community 4.09;
 * - `"3"`: a server before version 4, whatever version the client announces. `authorized` is the
 *   text `"true"` or `"false"`; an error of the handshake has its code in `error` and its text in
 *   `data`; `event_name` stands for `event`, `history` for `fromQueue`; `data` is always text, and
 *   begins with `A::ID;` instead of a `user_id`; a private message has `SendToUser` and no `pipe`;
 *   messages that are sent to a connection at one moment share a WebSocket frame, a line each.
 */
type ServerProfile = "current" | "3";
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

/** What the core has to know of its server. */

/** The limits of what a development server holds, whatever clients do. */
interface DevServerLimits {
    /** Open connections; a further one is refused with HTTP status 503. Default 1000. */
    readonly maxConnections?: number;
    /** Users with a hash; as many may have data, and as many waiting messages. Default 10,000. */
    readonly maxUsers?: number;
    /** Channels with a log, of up to 99 messages each. Default 100. */
    readonly maxLogs?: number;
    /** Messages that wait for one offline user; the oldest gives way. Default 100. */
    readonly maxQueuedMessages?: number;
    /** Size of the stored data of one user, in bytes. Default 16,384. */
    readonly maxUserDataBytes?: number;
    /**
     * Bytes that one connection may leave unread, and bytes of commands that it may have waiting.
     * Beyond it the connection is dropped. Default 16 MiB.
     */
    readonly maxBufferedBytes?: number;
    /**
     * Commands that one connection may have waiting, behind a withheld answer for example. Beyond it
     * the connection is dropped. Default 10,000.
     */
    readonly maxWaitingCommands?: number;
    /** Commands kept in `received`; the oldest gives way. Default 1000. */
    readonly maxReceived?: number;
    /** Size of one request body of the HTTP interface, in bytes. Default 262,144. */
    readonly maxBodyBytes?: number;
}

/** The options of a development server, and their defaults. */

/** Everything is optional; `startDevServer()` alone is a server on 127.0.0.1:8087. */
interface DevServerOptions {
    /** TCP port; 0 takes any free one. Default 8087, the port of the real server. */
    readonly port?: number;
    /** Address to listen on. Default `"127.0.0.1"`: this machine only. */
    readonly host?: string;
    /** The server's password; JWTs are signed with it. Default `"CometQLPassword"`. */
    readonly password?: string;
    /**
     * Which server to speak as, see {@link ServerProfile}. Default `"current"`. Whatever the profile
     * is, the recorded limits, refusals and delivery counts of the present server hold.
     */
    readonly profile?: ServerProfile;
    /**
     * Whether frames of 123 to 125 bytes arrive cut, as from the real server. `"invalid-utf8"` also
     * leaves bytes behind the cut that are not valid UTF-8, so that a browser drops the connection;
     * that happens with the real server, too. Default `true` with the profile
     * `"current"`, else `false`: only the present server is known to do this.
     */
    readonly cutFrames?: boolean | "invalid-utf8";
    /**
     * Origins that may connect, for example `["http://localhost:8080"]`; others get HTTP status 403.
     * A client without an Origin header is not a browser and may connect. Default: all may.
     */
    readonly origins?: readonly string[];
    /**
     * Whether to offer the HTTP interface (`GET /dev` lists it). Default: `true` if `host` is a loopback
     * address, else `false`, since the interface asks for no password.
     */
    readonly api?: boolean;
    /** Answers every HTTP request that is not for the HTTP interface. Default: status 404. */
    readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => void;
    /** The time, in milliseconds since 1970. Default `Date.now`. */
    readonly clock?: () => number;
    readonly limits?: DevServerLimits;
}

/** A server that listens on a port. */
interface DevServer extends ServerControl {
    /** The TCP port that it listens on. */
    readonly port: number;
    /** The address that it listens on, as given. */
    readonly host: string;
    /** The value for the client's option `node`, for example `"127.0.0.1:8087"`. */
    readonly node: string;
    /** The address for HTTP, for example `"http://127.0.0.1:8087"`. */
    readonly address: string;
    /** Cuts every connection and frees the port. */
    close(): Promise<void>;
}

/** The public interface of a cluster: its options, and what can be done while it runs. */

/** Each node has the options of a single server; `port` is that of the first node. */
interface DevClusterOptions extends DevServerOptions {
    /** How many nodes, 2 to 16. Default 2. */
    readonly nodes?: number;
    /** With port P, the nodes listen on P, P+1 and so on. Default 0: any free ports. */
    readonly port?: number;
    /** The port of each node, 0 for any free one; instead of `port`. */
    readonly ports?: readonly number[];
}
/**
 * Several nodes that know each other. The methods of {@link SqlPort} are the proxy, which passes SQL
 * on to the running nodes. Each node has a database of its own: the methods of a node are SQL at the
 * node's own port, and reach the connections of that node only.
 *
 * Every method throws an {@link InputError} for a value that breaks a rule. If a node has reached one
 * of its limits, the nodes before it have taken the value.
 */
interface DevCluster extends SqlPort {
    /** Close them together, by {@link close}. */
    readonly nodes: readonly DevServer[];
    /** The value for the client's option `node`, for example `["127.0.0.1:8087", "127.0.0.1:8088"]`. */
    readonly node: readonly string[];
    /**
     * Publishes on every running node.
     *
     * @returns how many connections got it; a client that is connected to two nodes counts twice.
     */
    publish(channel: string, event: string, data: unknown, options?: MessageOptions): number;
    /**
     * Sends a private message to one running node: first to the last node, with each call to the one
     * before. The message is lost if the user is not connected to that node, whether the user is
     * connected to another node or to none.
     *
     * @returns how many of the user's connections to that node got it, at most 16.
     */
    sendToUser(userId: number, event: string, data: unknown, options?: MessageOptions): number;
    /**
     * Ends a node as a crash does: cuts its connections and resets new ones. The other nodes forward
     * nothing to it, and do not hear that its users have left. What its database holds stays: hashes,
     * data of users, logs, waiting messages. The node's own methods still change that; the proxy leaves
     * the node out.
     *
     * @param index the position in {@link nodes}. A node that does not run stays as it is.
     */
    kill(index: number): void;
    /**
     * Starts a killed node again, on the same port.
     *
     * @param index the position in {@link nodes}. A node that runs stays as it is.
     */
    revive(index: number): void;
    /** Cuts every connection to every node, and frees the ports. */
    close(): Promise<void>;
}

/**
 * Starts a cluster that a client cannot tell from nodes of CppComet community 4.09 that know each
 * other. Each node is a server of {@link startDevServer}, with an HTTP interface of its own.
 *
 * @throws InputError for an option that breaks a rule; Node's own error, for example with the
 *   code `EADDRINUSE`, if a port cannot be used. No node runs then.
 */
declare function startDevCluster(options?: DevClusterOptions): Promise<DevCluster>;

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

/**
 * Starts a server that a client cannot tell from a CppComet community 4.09 (or, with the option
 * `profile`, that speaks as an older one), for development and tests. Everything it holds is in
 * memory and gone when it closes.
 *
 * @throws InputError for an option that breaks a rule; Node's own error, for example with the
 *   code `EADDRINUSE`, if the port cannot be used.
 */
declare function startDevServer(options?: DevServerOptions): Promise<DevServer>;

export { InputError, startDevCluster, startDevServer };
export type { CommandName, ConnectionFilter, ConnectionInfo, DevCluster, DevClusterOptions, DevServer, DevServerEvents, DevServerLimits, DevServerOptions, MessageOptions, PublishedMessage, ReceivedCommand, Refusal, ServerControl, ServerProfile, SqlPort, TokenOptions };
