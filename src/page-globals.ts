import type { CometServerApi } from "./contract";

/** The names that the script file gives to a page. */
export interface PageGlobals {
  /** The instance that pages use. */
  cometApi?: CometServerApi;
  /** Returns `cometApi`. */
  CometServer?: () => CometServerApi;
  /** Makes further instances. */
  cometServerApi?: new () => CometServerApi;
  _cometServerApi?: new () => CometServerApi;
}
