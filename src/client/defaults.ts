/** The public demo server, which has accounts of many sites. */
export const DEMO_NODE = "app.comet-server.ru";

/** The defaults of options, which depend on the entry. The npm entries have none. */
export interface Defaults {
  /** The server of pages that pass no node. */
  readonly node?: string;
  /** See `CometOptions.queue_delay`; in milliseconds. */
  readonly queueDelay?: number;
}

/** The script file replaces the originals, so it has their defaults. */
export const SCRIPT_DEFAULTS: Defaults = { node: DEMO_NODE, queueDelay: 1_200 };
