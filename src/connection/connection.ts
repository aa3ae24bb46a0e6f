import type { CometError } from "../api/errors";
import type { Command } from "../protocol/commands";
import type { ChannelMessage, ServerMessage } from "../protocol/messages";

/** A message that names a channel: all but the first of a connection. */
export type FrameMessage = Extract<ServerMessage, { channel: string }>;

/** What answers a command: an answer, a delivery report or a refusal. */
export type Answer = FrameMessage;

/** A command on its way to the server. */
export interface Sent {
  command: Command;
  /** Called once, unless the connection ends before; without a message where none will come. */
  onDone(answer?: Answer): void;
  /** Called for each message of a log. */
  onLog?: ((message: ChannelMessage) => void) | undefined;
}

/**
 * What a connection tells the tab that holds it. A connection consists of shards, one socket each;
 * `shard` is the number of the one that is meant, from 0.
 */
export interface ConnectionListener {
  /** The server was reached: `info` is its first frame. */
  onConnect(shard: number, info: string): void;
  /** The server took note of the list of channels: what they carry comes from now on. */
  onSubscribed(shard: number, channels: readonly string[]): void;
  /** Each message, in order, but for answers. */
  onMessage(shard: number, message: FrameMessage): void;
  /** Something that is no message. `reason` says what, for a developer. */
  onIgnored(reason: string): void;
  /** The connection ended, or an attempt failed; what was on its way has no answer. */
  onDisconnect(shard: number, code: number): void;
  /** Refused for good: stopped. */
  onFatal(shard: number, error: CometError): void;
}

/** The connection to the server. */
export interface Connection {
  /** Whether commands can be sent. */
  readonly isConnected: boolean;
  /** For so many milliseconds nothing was heard; after the end, too. */
  readonly silence: number;
  /** Connects, and keeps connected until `stop`. */
  start(): void;
  /** Ends the connection, for good. */
  stop(): void;
  /** Network or page may be back: what would be tried later, or looked at, is now. */
  wake(): void;
  setChannels(channels: readonly string[]): void;
  /** Writes the list of channels again: the server tells others that this browser has joined them. */
  rejoin(): void;
  /** Writes a command, where `isConnected`. */
  send(sent: Sent): void;
}
