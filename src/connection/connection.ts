/**
 * The interface of a connection. `connection/` keeps one connection to the server: it reconnects,
 * restores the channels, and matches answers with commands. It knows no tabs and no listeners of the
 * page: its user gives it commands and gets frames.
 */
import type { CometError } from "../api/errors";
import type { Command } from "../protocol/commands";
import type { ChannelMessage, FrameMessage } from "../protocol/messages";

/** The message that settles a command: an answer, a delivery report or a refusal. */
export type Answer = FrameMessage;

/** A command, and the callbacks for its answer: `onDone` or `onLost` is called, and only once. */
export interface Sent {
  command: Command;
  /** `answer` is missing if the server does not answer this command, or has passed it over. */
  onDone(answer?: Answer): void;
  /** The shard that it was written to ended before the answer. */
  onLost?: (() => void) | undefined;
  /** Called for each message of a log, before `onDone`. */
  onLog?: ((message: ChannelMessage) => void) | undefined;
}

/**
 * The reports of a connection. A connection consists of shards, one socket each; `shard` is the number
 * of the one that is meant, from 0.
 */
export interface ConnectionListener {
  /** The server was reached. `info` is its first frame. */
  onConnect(shard: number, info: string): void;
  /** The list of channels is in force: from now on their messages arrive. */
  onSubscribed(shard: number, channels: readonly string[]): void;
  /** A message that answers no command. Messages come in the order of the wire. */
  onMessage(shard: number, message: FrameMessage): void;
  /** A frame that is not a message. `reason` says why, for a developer. */
  onIgnored(reason: string): void;
  /**
   * The shard's socket has ended, or an attempt failed. `retryAt`: when the next one begins, in
   * milliseconds since 1970.
   */
  onDisconnect(shard: number, code: number, retryAt: number): void;
  /** An attempt to reach the server begins. */
  onAttempt(shard: number): void;
  /** The shard was refused for good, and has stopped. */
  onFatal(shard: number, error: CometError): void;
  /** None of the shard's channels is wanted any more: it has ended. It may be started again. */
  onUnneeded(shard: number): void;
}

/** A connection to the server that comes back until `stop`. */
export interface Connection {
  /** Whether commands can be sent. */
  readonly isConnected: boolean;
  /** The names of the nodes that it connects to: each has every `nodes.length`th shard. */
  readonly nodes: readonly string[];
  /** The node that a shard leads to, or that its last attempt did. */
  nodeOf(shard: number): string;
  /** How many shards there are, those included that have ended. */
  readonly size: number;
  /**
   * Milliseconds since the server was heard last; goes on counting after the end.
   * @param shard by default the open one that was silent for longest.
   */
  silence(shard?: number): number;
  /** Connects, and keeps connected until `stop`. */
  start(): void;
  /** Ends the connection, for good. */
  stop(): void;
  /** The network or the page may be back: tries to connect, or checks the connection, at once. */
  wake(): void;
  setChannels(channels: readonly string[]): void;
  /** Writes the list of channels again, so that other users are told that this browser joined. */
  rejoin(): void;
  /** Writes a command. Only while `isConnected`. */
  send(sent: Sent): void;
}
