import type { CometError } from "../api/errors";
import type { CometOptions, Gap, TabsInfo } from "../api/types";
import type { Command } from "../protocol/commands";
import type { ChannelMessage, ServerMessage } from "../protocol/messages";

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

/** A message for which handlers run in one tab of several. */
export interface Turn {
  /** Names the message, in all tabs. */
  id: string;
  /** The tab that does not hear it. */
  except: string | undefined;
}

/** What a link tells the layers above it. */
export interface LinkListener {
  /**
   * Each message for this tab, in order, but for answers and logs that were asked for.
   * @param turn for handlers that run once per browser; none where only this tab hears the message.
   */
  onMessage(message: ServerMessage, turn?: Turn): void;
  /** The server can be reached: called after its first frame was passed to `onMessage`. */
  onConnect(): void;
  /** The connection ended, or an attempt to connect failed. `code` is the browser's close code. */
  onDisconnect(code: number): void;
  /** The connection was refused for good; nothing more is tried until `restart`. */
  onFatal(error: CometError): void;
  /** What the server sent on a channel in this time did not come. */
  onGap(gap: Gap): void;
  /** This tab holds the connection now (`true`), or another does. */
  onRole(isMaster: boolean): void;
  /** Tabs joined or left, or the master changed. */
  onTabs(): void;
  /** Another tab of this visitor was given new options for the connection. */
  onOptions(options: CometOptions): void;
  /** In the master: another tab has options that may be better than the present ones. */
  onProposal(options: CometOptions): void;
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
  /** Whether this tab holds the connection; `undefined` while that is open. */
  readonly isMaster: boolean | undefined;
  readonly tabs: TabsInfo;
  /** Connects, and keeps connected until `stop`. Does nothing when it is started already. */
  start(): void;
  /** Lets go of the connection, of every timer and listener. Keeps channels and what waits. */
  stop(): void;
  /** Connects anew, for all tabs that share the connection. They are told the options. */
  restart(options: CometOptions): void;
  /** Has the master consider other options for the connection. */
  propose(options: CometOptions): void;
  /** Gives up all requests that wait for a connection: they were another visitor's. */
  discard(): void;
  /**
   * The channels that this tab wants to hear: the whole list, without repetitions.
   * @param wantsPrivate whether it wants to hear private messages, too; they come by themselves.
   * @param duties the keys of its handlers that run once per browser.
   */
  setChannels(
    channels: readonly string[],
    wantsPrivate?: boolean,
    duties?: readonly string[],
  ): void;
  /**
   * Runs the handlers that run once per browser, for a message and those with the key `name`: here
   * and now, or later where the tab that was to run them does not; or not at all.
   */
  takeTurn(name: string, turn: Turn, run: () => void): void;
  /**
   * Carries a command out, now or once the server can be reached. Returns whether it was now (at
   * the end of the task, where a change of the channel list has to go first).
   */
  send(request: Request): boolean;
}
