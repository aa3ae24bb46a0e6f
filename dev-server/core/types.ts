/** The public interface of a server: what it tells, and what can be done while it runs. */
import type { Refusal } from "./faults";

/** A command of the protocol, by its first field. */
export type CommandName =
  | "subscription"
  | "web_pipe2"
  | "pipe_log"
  | "pipe_count"
  | "track_pipe_users"
  | "user_data"
  | "user_status"
  | "statistics";

/**
 * A kind of server:
 * - `"current"`: CppComet community 4.09;
 * - `"3"`: a server before version 4, whatever version the client announces. `authorized` is the
 *   text `"true"` or `"false"`; an error of the handshake has its code in `error` and its text in
 *   `data`; `event_name` stands for `event`, `history` for `fromQueue`; `data` is always text, and
 *   begins with `A::ID;` instead of a `user_id`; a private message has `SendToUser` and no `pipe`;
 *   messages that are sent to a connection at one moment share a WebSocket frame, a line each.
 */
export type ServerProfile = "current" | "3";

/** A connected client. */
export interface ConnectionInfo {
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
export interface ReceivedCommand {
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
export interface PublishedMessage {
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
export interface DevServerEvents {
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
export interface MessageOptions {
  /**
   * `true`: `data` is the text of a SQL literal exactly as typed between its quotes, escapes
   * included. `false`: `data` is any JSON value, and arrives as from a program that escapes its
   * literals. Default `false`.
   */
  readonly raw?: boolean;
}

export interface TokenOptions {
  /** Seconds until the token expires; negative for one that has expired. Default 3600. */
  readonly expiresIn?: number;
}

/** Chooses connections. */
export type ConnectionFilter = (connection: ConnectionInfo) => boolean;

/** What the server side of a site does by SQL. */
export interface SqlPort {
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
export interface ServerControl extends SqlPort {
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
  on<E extends keyof DevServerEvents>(
    event: E,
    listener: (value: DevServerEvents[E]) => void,
  ): () => void;
}
