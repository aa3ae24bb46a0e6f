import type { CometError } from "./errors";
import type { Command } from "./protocol/commands";
import type { ChannelMessage, ServerMessage } from "./protocol/messages";

/** What a tab asks of the server, and who wants to know what comes of it. */
export interface Request {
  command: Command;
  /**
   * Called once. With an error (`refused`, `unconfirmed` or `dropped`) where it was not carried
   * out or that is not known; else with the server's answer, where there is one.
   */
  onDone(error: CometError | undefined, answer?: ServerMessage): void;
  /** Called for each message of the log that was asked for, before `onDone`. */
  onLog?(message: ChannelMessage): void;
}

/** What a link tells the layers above it. */
export interface LinkListener {
  /** Each message for this tab, in order, but for answers and logs that were asked for. */
  onMessage(message: ServerMessage): void;
  /** The server can be reached: called after its first frame was passed to `onMessage`. */
  onConnect(): void;
  /** The connection ended, or an attempt to connect failed. `code` is the browser's close code. */
  onDisconnect(code: number): void;
  /** The connection was refused for good; nothing more is tried until `start`. */
  onFatal(error: CometError): void;
}

/**
 * A tab's way to the server. What stands above it cannot tell whether the connection is this tab's
 * own or another's.
 */
export interface Link {
  /** Whether the server can be reached now. */
  readonly isConnected: boolean;
  /** Whether it is connected, or tries to be. */
  readonly isStarted: boolean;
  /** Connects, and keeps connected until `stop`. Does nothing when it is started already. */
  start(): void;
  /** Ends the connection and every timer and listener. Channels and waiting requests are kept. */
  stop(): void;
  /** Gives up all requests that wait for a connection: they were another visitor's. */
  discard(): void;
  /** The channels that this tab wants to hear: the whole list, without repetitions. */
  setChannels(channels: readonly string[]): void;
  /**
   * Carries a command out, now or once the server can be reached. Returns whether it was now (at
   * the end of the task, where a change of the channel list has to go first).
   */
  send(request: Request): boolean;
}
