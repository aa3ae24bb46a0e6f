import type { Network } from "../connection/network";

/** The public demo server, which has accounts of many sites. */
export const DEMO_NODE = "app.comet-server.ru";

/** What depends on the entry: defaults of options, and what the client uses of the browser. */
export interface Defaults {
  /** The server of pages that pass no node. */
  readonly node?: string;
  /** See `CometOptions.queue_delay`; in milliseconds. */
  readonly queueDelay?: number;
  /** Default: the browser's. */
  readonly network?: Network;
  /** Whether tabs share the connection, and later pages what this one has stored. Default: `true`. */
  readonly isShared?: boolean;
}

/** The script file replaces the originals, so it has their defaults. */
export const SCRIPT_DEFAULTS: Defaults = { node: DEMO_NODE, queueDelay: 1_200 };
