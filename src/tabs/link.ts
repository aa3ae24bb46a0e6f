import type { CometError } from "../api/errors";
import type { CometOptions, Gap } from "../api/types";
import type { Command } from "../protocol/commands";
import type { ChannelMessage, ServerMessage } from "../protocol/messages";

/** A command, and the callbacks for its result. */
export interface Request {
  command: Command;
  /**
   * Called once: with an error (`refused`, `unconfirmed` or `dropped`) if the command was not carried
   * out or that is not known; else with the server's answer, if there is one.
   */
  onDone(error: CometError | undefined, answer?: ServerMessage): void;
  /** Called for each message of the log that was asked for, before `onDone`. */
  onLog?(message: ChannelMessage): void;
}

/** Takes what a tab asks of the server; see `SharedLink.send`. */
export interface Link {
  send(request: Request): boolean;
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
  /** Tabs joined or left, or the leader changed. */
  onTabs(): void;
  /** Another tab of this visitor was given new options for the connection. */
  onOptions(options: CometOptions): void;
  /** In the leader: another tab has options that may be better than the present ones. */
  onProposal(options: CometOptions): void;
}
