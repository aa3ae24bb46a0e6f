/** The public interface of a running development server. */
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
 *   begins with `A::ID;` where there would be a `user_id`; a private message has `SendToUser` and
 *   no `pipe`; messages sent to a connection at one moment share a WebSocket frame, a line each.
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

/** A command that the server took up. */
export interface ReceivedCommand {
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
export interface DevServerEvents {
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

/**
 * A running server. Every method throws an {@link InputError} for a value that breaks a rule or
 * goes beyond a limit, and has done nothing then.
 */
export interface DevServer {
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
  on<E extends keyof DevServerEvents>(
    event: E,
    listener: (value: DevServerEvents[E]) => void,
  ): () => void;

  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}
