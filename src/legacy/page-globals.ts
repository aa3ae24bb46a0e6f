import type { LegacyCometApi, LegacyOptions, TabSignal } from "./contract";

/** Makes further instances. */
export type LegacyConstructor = new (options?: LegacyOptions) => LegacyCometApi;

/** The names that the script file gives to a page. */
export interface PageGlobals {
  /** The instance that pages use. */
  cometApi?: LegacyCometApi;
  /** Returns `cometApi`. */
  CometServer?: () => LegacyCometApi;
  cometServerApi?: LegacyConstructor;
  _cometServerApi?: LegacyConstructor;
  /** Signals between tabs; that of the TabSignal library where the page has loaded it. */
  tabSignal?: TabSignal;
  /** The same. */
  comet_server_signal?: TabSignal;
}
