import type { CometError } from "../api/errors";
import type { CometOptions, Gap, NodeState } from "../api/types";
import type { Connection, ConnectionListener } from "../connection/connection";
import type { Command } from "../protocol/commands";
import type { ChannelMessage, ServerMessage } from "../protocol/messages";

/** A command, and the callbacks for its result. */
export interface Request {
  command: Command;
  /**
   * Called once. With an error if the command was not carried out (`refused`, `dropped`), or nobody
   * knows whether it was (`unconfirmed`); else with the server's answer, if there is one.
   */
  onDone(error: CometError | undefined, answer?: ServerMessage): void;
  /** Called for each message of the log that the command asks for, before `onDone`. */
  onLog?(message: ChannelMessage): void;
  /** Whether `stop()` and a refusal give it up. Otherwise it waits for the next connection. */
  endsAtStop?: boolean | undefined;
}

/** Sends the commands of a tab; see `SharedLink`. */
export interface Link {
  send(request: Request): boolean;
  cancel(request: Request, error: CometError): void;
}

/** A message, as all tabs know it: one of them runs its `oncePerBrowser` handlers for it. */
export interface Turn {
  /** The id of the message, the same in all tabs. */
  id: string;
  /** The tab that published the message, and therefore does not hear it. */
  except: string | undefined;
  /** It comes out of a log: another tab may have heard it when it was sent. */
  isPast?: boolean | undefined;
}

/** The state of the connection, which all tabs share. */
export type LinkState =
  | { type: "connecting" }
  | { type: "connected" }
  /** `code`: that with which it ended; `retryAt`: when the next attempt begins (ms since 1970). */
  | { type: "waiting"; code: number; retryAt: number }
  | { type: "refused"; reason: string };

/** What a link tells the layers above it. */
export interface LinkListener {
  /**
   * Called for each message for this tab, in order. Answers and logs go to their `Request` instead.
   * @param turn for `oncePerBrowser` handlers; absent if only this tab hears the message.
   */
  onMessage(message: ServerMessage, turn?: Turn): void;
  /** Called before the events that tell the same. */
  onState(state: LinkState): void;
  /** The server can be reached. Called after the server's first frame went to `onMessage`. */
  onConnect(): void;
  /** The connection ended, or an attempt to connect failed. `code` is the browser's close code. */
  onDisconnect(code: number): void;
  /** The connection was refused for good; nothing more is tried until `restart`. */
  onFatal(error: CometError): void;
  /** A node was reached, lost, or has refused the connection. */
  onNode(state: NodeState): void;
  /**
   * The channels whose messages arrive from now on: those of all tabs. `lack`: why no other channels
   * will be heard; absent if they may be.
   */
  onHeard(channels: readonly string[], lack?: string): void;
  /** Messages of a channel may be missing. Called when the channel is heard again. */
  onGap(gap: Gap): void;
  /** This tab holds the connection now (`true`), or another tab does (`false`). */
  onRole(isMaster: boolean): void;
  /** Tabs joined or left, or the leader changed. */
  onTabs(): void;
  /**
   * The server refuses the key of a connection that this tab prepares, and has accepted the leader's.
   * Returns whether another key may be asked for.
   */
  onRefusedKey(): boolean;
  /** Another tab of this visitor was given new options for the connection. */
  onOptions(options: CometOptions): void;
  /** In the leader: another tab has options that may be better than the present ones. */
  onProposal(options: CometOptions): void;
}

export interface GroupOptions {
  /** Names the node, the account and the visitor: tabs with equal names share a connection. */
  group(): string;
  /** Whether there may be other tabs, and later pages. Default: `true`. */
  readonly isShared?: boolean | undefined;
}

/** What the link asks its owner, whenever it needs to know. */
export interface SharedLinkOptions extends GroupOptions {
  /** Id of the visitor; `""` for an anonymous one. */
  userId(): string;
  /** Id of this document. Not from sessionStorage, which browsers copy into duplicated tabs. */
  tab(): string;
  /** Whether a message tells that this very browser has joined or left a channel. */
  isOwnPresence(message: ServerMessage): boolean;
  /** Whether gaps of a channel are filled; `undefined`: if it is known to have a log. */
  recovers(channel: string): boolean | undefined;
  /** Whether a visible tab is to lead rather than a hidden one. */
  prefersVisible(): boolean;
  /** Whether a second tab is to hold a connection, too. */
  wantsStandby(): boolean;
  createConnection(listener: ConnectionListener): Connection;
}
