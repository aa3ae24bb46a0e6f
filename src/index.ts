/**
 * Client of the CppComet server. Importing it has no effect; nothing happens before `start`.
 */
import { CometApi } from "./comet-api";

/** The instance that most applications need. */
export const cometApi = /* @__PURE__ */ new CometApi();

export { CometApi };
export { CometError, type CometErrorCode } from "./errors";
export type { CometServerApi } from "./contract";
export type {
  ChannelCount,
  CometEvents,
  CometMessage,
  CometOptions,
  DeliveryReport,
  MessageCallback,
  ServerInfo,
  TrackedUser,
  UserData,
} from "./types";
