/** The public demo server, with accounts of many sites. */
export const DEMO_NODE = "app.comet-server.ru";

/** What an entry of the package assumes where a page says nothing. The npm entries assume nothing. */
export interface Defaults {
  /** The server of pages that name none. */
  readonly node?: string;
  /** See `CometOptions.queue_delay`; in milliseconds. */
  readonly queueDelay?: number;
}

/** The script file takes the place of the originals, and assumes what they do. */
export const SCRIPT_DEFAULTS: Defaults = { node: DEMO_NODE, queueDelay: 1_200 };
