/**
 * The names that only old pages of CometServerApi.js use, for bundles that move away from the script
 * file step by step. Importing it has no effect.
 */
import type { LegacyCometApi, LegacyOptions } from "./legacy/contract";
import { LegacyApi as Client } from "./legacy/legacy-api";

/** Constructor of instances with all names of the original. */
export const LegacyApi: new (options?: LegacyOptions) => LegacyCometApi = Client;
export type LegacyApi = LegacyCometApi;

export { Base64 } from "./legacy/base64";
export { createTabSignal } from "./legacy/tab-signal";
export type {
  Base64Codec,
  LegacyCometApi,
  LegacyOptions,
  SignalCallback,
  TabSignal,
  TabStates,
} from "./legacy/contract";
