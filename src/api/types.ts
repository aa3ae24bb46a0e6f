import type { CometError } from "./errors";

/**
 * Options of `start` and `restart`. All are optional; later calls are merged into earlier ones, where
 * what is `undefined` changes nothing.
 */
export interface CometOptions {
  /**
   * Address of the comet server: `host`, `host:port`, or either with a path prefix
   * (`example.com/comet-server`). The npm entries have no default: without a node, `start` connects
   * nothing, and an `argument` error goes to the console and to `on("error")`. In the script file a
   * page that names no node in any call has the public demo server `app.comet-server.ru`. A page
   * that names one which is empty or `undefined` is an anonymous visitor there: `user_id` and
   * `user_key` are not sent to a server that the page did not choose.
   */
  node?: string | readonly string[] | undefined;
  /** Other spellings of `node` that older pages use. */
  nodes?: string | readonly string[] | undefined;
  nodeArray?: string | readonly string[] | undefined;
  /** Account number on a shared server. Default: 0, on the demo server 15. */
  dev_id?: number | string | undefined;
  /** Id of the visitor on your site: 1 to 999999999. Default: anonymous. */
  user_id?: number | string | null | undefined;
  /** The visitor's authorisation hash (at most 32 characters) or JWT (at most 600). */
  user_key?: string | null | undefined;
  /** Identifies this browser; 32 characters. Default: generated once, kept in localStorage. */
  uuid?: string | undefined;
  /**
   * How long private messages that waited in the server's queue while the visitor was absent are
   * held back: so many milliseconds from the first `start`, and not less than until the page's
   * `load` event, so that the page can load first what it needs to show them. They come in order,
   * to the listeners of that time; everything else comes at once. A page that is left before hands
   * them over to the next one of its tab: in `sessionStorage`, from which that page removes them,
   * and for the same visitor within a minute. 0 or `false`: as soon as they arrive. Default: 1200 in the script file, as the original connected after that
   * time; 0 elsewhere.
   */
  queue_delay?: number | false | undefined;
  /** `true`: TLS. Default: TLS on an https page. */
  wss?: boolean | null | undefined;
  /** Accepted for the sake of old pages, without effect: no statistics are sent. */
  nostat?: boolean | undefined;
  /** Accepted for the sake of old pages, without effect: of several nodes the first is used. */
  roundrobin?: boolean | undefined;
}

/** What is known about a message besides its data. */
export interface ServerInfo {
  /** Id of the sender; 0 for anonymous visitors and for messages of the server side. */
  user_id: number;
  /** Channel, `msg` for private messages, `_answer_to_CHANNEL` for delivery reports. */
  pipe: string;
  /** Event name; `""` or `"undefined"` where the sender gave none. */
  event: string;
  /** `true` for messages replayed from a log or from the queue of an absent user. */
  history: boolean;
  /** Marker of the query that this answers. */
  marker?: string | undefined;
  /** Id of the message, where the server gives one. */
  uuid?: string | undefined;
}

/** What every subscription callback is given. The object belongs to that callback alone. */
export interface CometMessage<Data = unknown> {
  /** The message: parsed where it is JSON, the text as it was written where it is not. */
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
  /** Deliveries the server counted; it counts frames longer than 125 bytes only. */
  number_messages: number;
}

/** Answer of `count_users_in_pipe`. */
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

/** What a channel carried in this time did not come, since no connection listened to it. */
export interface Gap {
  channel: string;
  /**
   * Two seconds before the server was heard last, since what was on its way then is lost, too; in
   * milliseconds since 1970, by the clock of this computer.
   */
  from: number;
  /** When the channel was heard again. */
  to: number;
}

/** A message that was written, but may have been lost before the server took it. */
export interface Unconfirmed {
  channel: string;
  event: string;
  message: unknown;
  /** In words, for a developer. */
  reason: string;
}

/** The tabs that share a connection. */
export interface TabsInfo {
  /** The id of this tab (`getTabUUID`). */
  tab: string;
  /** The tab that holds the connection; `undefined` while that is open. */
  master: string | undefined;
  /** How many masters there were; a later one has a higher number. */
  epoch: number;
  /** All tabs that share the connection, this one included. */
  tabs: string[];
}

/** Events of the connection, for `on`. */
export interface CometEvents {
  /** The server can be reached, and has said whether the visitor is authorised. */
  connect: () => void;
  /** The connection ended, or an attempt to connect failed; `code` is the browser's close code. */
  disconnect: (code: number) => void;
  /** The visitor became authorised. */
  authorized: () => void;
  /** The visitor became anonymous. */
  denied: () => void;
  /** This tab holds the connection from now on. */
  master: () => void;
  /** Another tab holds the connection from now on. */
  slave: () => void;
  /** Tabs joined or left, or the master changed. */
  tabs: (info: TabsInfo) => void;
  /**
   * Messages may be missing: the connection was lost for a while, or this tab was asleep. Called
   * once the channel is heard again.
   */
  gap: (gap: Gap) => void;
  /**
   * A message was written, but the connection ended before the server's report: it may or may not
   * have been delivered. It is not sent again.
   */
  unconfirmed: (details: Unconfirmed) => void;
  /**
   * A command was refused or dropped, the connection was refused for good, or there is no node to
   * connect to (`argument`, during the call of `start` or `restart`).
   */
  error: (error: CometError) => void;
}
