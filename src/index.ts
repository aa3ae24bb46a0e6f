/**
 * Client of the CppComet server. Importing it has no effect; nothing happens before `start`.
 */
import { CometApi as Client } from "./comet-api";
import type { CometServerApi } from "./contract";

/** The instance that most applications need. */
export const cometApi: CometServerApi = /* @__PURE__ */ new Client();

/** Makes further instances, each with a connection and a visitor of its own. */
export const CometApi: new () => CometServerApi = Client;
export type CometApi = CometServerApi;

export { CometError, type CometErrorCode } from "./errors";
export type { CometServerApi } from "./contract";
export type {
  ChannelCount,
  CometEvents,
  CometMessage,
  CometOptions,
  DeliveryReport,
  Gap,
  MessageCallback,
  ServerInfo,
  TabsInfo,
  TrackedUser,
  Unconfirmed,
  UserData,
} from "./types";
