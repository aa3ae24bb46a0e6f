import type { LegacyCometApi, LegacyOptions, TabSignal } from "./contract";

/** Constructor of further instances. */
export type LegacyConstructor = new (options?: LegacyOptions) => LegacyCometApi;

/** The names that the script file gives to a page. */
export interface PageGlobals {
  /** The instance that pages use. */
  cometApi?: LegacyCometApi;
  /** Returns `cometApi`. */
  CometServer?: () => LegacyCometApi;
  cometServerApi?: LegacyConstructor;
  _cometServerApi?: LegacyConstructor;
  /** Signals between tabs. If the page has loaded the TabSignal library, its object stays. */
  tabSignal?: TabSignal;
  /** The same object; calling it returns it. */
  comet_server_signal?: TabSignal;
}
