/** Gives the visitor's key; see `CometOptions.user_key`. `null`: the visitor is anonymous. */
export type KeyFunction = () => string | null | Promise<string | null>;

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
  /**
   * The visitor's hash (at most 32 characters) or JWT (at most 600), or a function that returns one, or a
   * promise of one. The function is called in the tab that holds the connection: before the first one, again
   * before a connection if a JWT expires within 30 s, and if the server refuses the key, up to three times
   * in a row. If it fails, an event `error` (`key`) tells, and it is called again after 1 s, 2 s and so on up
   * to half a minute. Default: anonymous.
   */
  user_key?: string | null | KeyFunction | undefined;
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
  /**
   * Whether a visible tab holds the connection rather than a hidden one, whose timers browsers slow
   * down: when the tab with the connection is hidden and another one visible, that one takes over,
   * without a gap or a message that comes twice. Each such change costs a new connection. The option
   * counts in the tab that holds the connection, so give it in all. Default: `false`.
   */
  visible_leads?: boolean | undefined;
  /**
   * Whether a second tab holds a connection, too, and takes over whatever happens to the first one:
   * nothing is lost, also of private messages and of channels without a log, and other users do not see
   * the visitor go offline. Costs one more connection for each browser with several tabs, which the
   * server counts as one more listener (`countUsers`). Tabs without Web Locks (on plain http) may elect
   * another tab after a crash, which connects anew. The option counts in the tab that holds the
   * connection, so give it in all. Default: `false`.
   */
  standby?: boolean | undefined;
  /**
   * Gets all log lines, also those of `LogLevel` 1, instead of the console. No line has a key. Default:
   * the console, and only what a developer must act on.
   */
  logger?: CometLogger | undefined;
  /** Has no effect, accepted for old pages: the library sends no statistics by itself. */
  nostat?: boolean | undefined;
  /**
   * Of several nodes, connects to one: for a user the node number `user_id % nodes`, counted from 0;
   * for an anonymous visitor any. If three attempts in a row fail, to the next one. Default: `false`.
   */
  roundrobin?: boolean | undefined;
}

/** Where log lines go: the console has these members, and so have most logging libraries. */
export interface CometLogger {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** Options of a subscription. */
export interface SubscriptionOptions {
  /**
   * Whether gaps of these channels are filled out of their logs; see `CometOptions.recover`, which is
   * the default. A channel's gaps are filled if one of its subscriptions says so.
   */
  recover?: boolean | undefined;
}
