export type { CometLogger, CometOptions, KeyFunction, SubscriptionOptions } from "./options";
import type { CometError, Denial } from "./errors";

/** A message's sender, channel and other facts besides its data. */
export interface ServerInfo {
  /** Id of the sender; 0 for anonymous visitors, for the back end, and if it is unknown. */
  user_id: number;
  /** The channel; `msg` for private messages, `_answer_to_CHANNEL` for delivery reports. */
  pipe: string;
  /** The event's name; `""` or `"undefined"` if the sender gave none. */
  event: string;
  /** `true` for messages from a log or from the queue of an absent user. */
  history: boolean;
  /** Of an answer: the marker of its question. */
  marker?: string | undefined;
  /** Id of the message, if the server gives one. */
  uuid?: string | undefined;
}

/** The argument of every subscription callback. The callback owns the object and may change it. */
export interface CometMessage<Data = unknown> {
  /** The parsed message if it is JSON, otherwise its text as it was written. */
  data: Data;
  server_info: ServerInfo;
}

// Pages read whatever they put into a message; `any` lets callbacks name the shape they expect.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type MessageCallback<Data = any> = (message: CometMessage<Data>) => void;

/** Data of a delivery report (`"#channel"`). */
export interface DeliveryReport<Message = unknown> {
  /** The message as it was published. */
  message: Message;
  /** How many deliveries the server counted. It counts only frames of more than 125 bytes. */
  number_messages: number;
}

/** Answer of `count_users_in_pipe`: how many connections listen to the channel. */
export interface ChannelCount {
  user_in_pipe: number;
}

/** One entry of the answer of `getTrackPipeUsers`. */
export interface TrackedUser {
  /** 0 for anonymous visitors. */
  user_id: number;
  /** Identifies the visitor's browser. */
  uuid: string;
}

/** Answer of `getUserData`. */
export interface UserData {
  /** The text that the back end stored for the user; `""` for an unknown user. */
  user_data: string;
  user_id: number;
}

/**
 * A time in which no connection listened to a channel: its messages of that time are missing, and its
 * log does not have them.
 */
export interface Gap {
  channel: string;
  /**
   * Two seconds before the server was heard last, as a margin for messages that were in flight then.
   * In milliseconds since 1970, by the clock of this computer.
   */
  from: number;
  /** When the channel was heard again, or how far its log reaches back; same unit and clock. */
  to: number;
}

/** A message that was written, but whose delivery report never came. */
export interface Unconfirmed {
  channel: string;
  event: string;
  message: unknown;
  /** What happened, in words for a developer. */
  reason: string;
}

/** Whether a node of the server can be reached. */
export interface NodeState {
  /** As the page named it, without scheme. */
  node: string;
  isConnected: boolean;
  /** If it was lost, or an attempt failed: the browser's close code. */
  code?: number | undefined;
  /** If it has refused the connection for good: why. */
  reason?: string | undefined;
}

/**
 * The state of the connection, the same in all tabs that share it:
 * - `stopped`: `start` was not called, or `stop` was;
 * - `connecting`: an attempt to reach the server is being made, or it is not decided which tab does;
 * - `connected`: the server can be reached;
 * - `waiting`: an attempt failed or the connection ended, and the next attempt begins later;
 * - `refused`: the server or the browser refused it for good; `start` tries again.
 */
export type ConnectionState = "stopped" | "connecting" | "connected" | "waiting" | "refused";

/** A change of the connection's state. */
export interface StateChange {
  state: ConnectionState;
  previous: ConnectionState;
  /** Why it waits or is refused, in words for a developer. */
  reason?: string | undefined;
  /**
   * When the next attempt begins, in milliseconds since 1970; where it waits. A network that returns,
   * or a tab that becomes visible, has it begin sooner.
   */
  retryAt?: number | undefined;
}

/** The tabs that share a connection. */
export interface TabsInfo {
  /** The id of this tab (`getTabUUID`). */
  tab: string;
  /** The id of the tab that holds the connection; `undefined`: not decided yet. */
  master: string | undefined;
  /** The number of the present master; each later master has a higher number. */
  epoch: number;
  /** The ids of all tabs that share the connection, including this tab. */
  tabs: string[];
}

/** Events of the connection, for `on`. */
export interface CometEvents {
  /** The state of the connection changed, or the time of the next attempt did. */
  state: (change: StateChange) => void;
  /** The server was reached, and has said whether the visitor is authorised. */
  connect: () => void;
  /** The connection ended, or an attempt to connect failed. `code` is the browser's close code. */
  disconnect: (code: number) => void;
  /**
   * A node was reached, lost, or has refused the connection. Called in every tab when that changes.
   * As long as another node can be reached, the page stays connected.
   */
  node: (state: NodeState) => void;
  /** The visitor became authorised. Not called for a status that stays the same. */
  authorized: () => void;
  /** The visitor became anonymous, and why. Not called for a status that stays the same. */
  denied: (denial: Denial) => void;
  /** This tab holds the connection from now on. */
  master: () => void;
  /** Another tab holds the connection from now on. */
  slave: () => void;
  /** Tabs joined or left, or the master changed. */
  tabs: (info: TabsInfo) => void;
  /**
   * Messages of a channel may be missing: the connection was lost for a while, or this tab was
   * asleep, and the channel's log does not have them (see the option `recover`). Called for each
   * channel that this tab listens to, when the channel is heard again, and before the messages that
   * its log has.
   */
  gap: (gap: Gap) => void;
  /**
   * A message was written, but the connection ended before the server's report: it may or may not
   * have been delivered. The library does not send it again.
   */
  unconfirmed: (details: Unconfirmed) => void;
  /**
   * The server refused a command (`refused`), data does not fit its schema (`data`), a key function
   * failed (`key`), a command was given up before it was sent (`dropped`),
   * the connection was refused for good (`fatal`), or there is no node to connect to (`argument`,
   * during the call of `start` or `restart`).
   */
  error: (error: CometError) => void;
}
