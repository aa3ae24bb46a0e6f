import { IncomingMessage, ServerResponse } from 'node:http';

/** The public interface of a running development server. */

/** A command of the protocol, by its first field. */
type CommandName = "subscription" | "web_pipe2" | "pipe_log" | "pipe_count" | "track_pipe_users" | "user_data" | "user_status" | "statistics";
/**
 * A kind of server:
 * - `"current"`: CppComet community 4.09;
 * - `"3"`: a server before version 4, whatever version the client announces. `authorized` is the
 *   text `"true"` or `"false"`; an error of the handshake has its code in `error` and its text in
 *   `data`; `event_name` stands for `event`, `history` for `fromQueue`; `data` is always text, and
 *   begins with `A::ID;` where there would be a `user_id`; a private message has `SendToUser` and
 *   no `pipe`; messages sent to a connection at one moment share a WebSocket frame, a line each.
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
     *   gets it with the next one. A message whose frame would be longer than 65,535 bytes is dropped.
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
     * Bytes that one connection may leave unread, and bytes of commands that it may have waiting.
     * Beyond it the connection is dropped. Default 16 MiB.
     */
    readonly maxBufferedBytes?: number;
    /**
     * Commands that one connection may have waiting, behind a withheld answer for example. Beyond it
     * the connection is dropped. Default 10,000.
     */
    readonly maxWaitingCommands?: number;
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
     * Which server to speak as, see {@link ServerProfile}. Default `"current"`. Whatever the profile
     * is, the recorded limits, refusals and delivery counts of the present server hold.
     */
    readonly profile?: ServerProfile;
    /**
     * Whether frames of 123 to 125 bytes arrive cut, as from the real server. `"invalid-utf8"` also
     * leaves bytes behind the cut that are no valid UTF-8, upon which a browser drops the
     * connection; that happens with the real server, too. Default `true` with the profile
     * `"current"`, else `false`: the fault is known of the present server only.
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

/**
 * Starts a server that a client cannot tell from a CppComet community 4.09 (or, with the option
 * `profile`, that speaks as an older one), for development and tests. Everything it holds is in
 * memory and gone when it closes.
 *
 * @throws InputError for an option that breaks a rule; Node's own error, for example with the
 *   code `EADDRINUSE`, where the port cannot be had.
 */
declare function startDevServer(options?: DevServerOptions): Promise<DevServer>;

export { InputError, startDevServer };
export type { CommandName, ConnectionFilter, ConnectionInfo, DevServer, DevServerEvents, DevServerLimits, DevServerOptions, MessageOptions, ReceivedCommand, Refusal, ServerProfile, TokenOptions };
