import type { CometError, Denial } from "./errors";

/**
 * Options of `start` and `restart`. All are optional. Options of later calls are merged into those of
 * earlier calls; an option that is `undefined` changes nothing.
 */
export interface CometOptions {
  /**
   * Address of the comet server: `host`, `host:port`, or either with a path prefix
   * (`example.com/comet-server`). A cluster has several, as a list or separated by commas: the client
   * connects to all of them (but see `roundrobin`), hears every message once, and publishes and asks
   * on the first that can be reached. While one node can be reached, the page is connected.
   *
   * The npm entries have no default: without a node, `start` does not connect, and an `argument` error
   * goes to the console and to `on("error")`. The script file connects a page that passes no node in
   * any call to the public demo server `app.comet-server.ru`. If a page passes a node that is empty or
   * `undefined`, the demo server sees an anonymous visitor: `user_id` and `user_key` are not sent to a
   * server that the page did not choose.
   */
  node?: string | readonly string[] | undefined;
  /** Another spelling of `node`, for old pages. */
  nodes?: string | readonly string[] | undefined;
  /** Another spelling of `node`, for old pages. */
  nodeArray?: string | readonly string[] | undefined;
  /** Account number on a shared server: 1 to 999999999. Default: 0; on the demo server 15. */
  dev_id?: number | string | undefined;
  /** Id of the visitor on your site: 1 to 999999999. Default: anonymous. */
  user_id?: number | string | null | undefined;
  /** The visitor's hash (at most 32 characters) or JWT (at most 600). Default: anonymous. */
  user_key?: string | null | undefined;
  /**
   * Identifies this browser: 32 characters out of `A-Z a-z 0-9 _ -`. Default: random, made once and
   * kept in `localStorage`.
   */
  uuid?: string | undefined;
  /**
   * How long private messages from the queue of an absent user are held back, in milliseconds since
   * the first `start`, and at least until the page's `load` event: the page may need to load data
   * before it can show them. They are then dispatched in order, to the listeners of that moment. Other
   * messages are not held back.
   *
   * A page that is left earlier keeps them in `sessionStorage` for the next page of its tab, which
   * removes them, and dispatches them if its visitor is the same and less than a minute has passed.
   *
   * 0 or `false`: messages are dispatched as they arrive. Default: 1200 in the script file, since the
   * original connected after that time; 0 in the npm entries.
   */
  queue_delay?: number | false | undefined;
  /**
   * Whether to use TLS (`wss:`). Default: TLS on an https page. Without TLS, it is tried after three
   * failed attempts, as long as no attempt has succeeded.
   */
  wss?: boolean | null | undefined;
  /**
   * Whether gaps are filled out of the channels' logs: messages that were published while no connection
   * listened are dispatched in order, before newer ones of their channel, with
   * `server_info.history === true`, and once; newer ones wait for that. What a log does not reach back
   * to is told by the event `gap`.
   *
   * `true`: of all channels, `false`: of none. Default: of those that are known to have a log, because
   * a tab of this browser has asked for it. A subscription can have an option of its own.
   */
  recover?: boolean | undefined;
  /** Has no effect, accepted for old pages: the library sends no statistics by itself. */
  nostat?: boolean | undefined;
  /**
   * Of several nodes, connects to one: for a user the node number `user_id % nodes`, counted from 0;
   * for an anonymous visitor any. If three attempts in a row fail, to the next one. Default: `false`.
   */
  roundrobin?: boolean | undefined;
}

/** Options of a subscription. */
export interface SubscriptionOptions {
  /**
   * Whether gaps of these channels are filled out of their logs; see `CometOptions.recover`, which is
   * the default. A channel's gaps are filled if one of its subscriptions says so.
   */
  recover?: boolean | undefined;
}

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
   * The server refused a command (`refused`), a command was given up before it was sent (`dropped`),
   * the connection was refused for good (`fatal`), or there is no node to connect to (`argument`,
   * during the call of `start` or `restart`).
   */
  error: (error: CometError) => void;
}
