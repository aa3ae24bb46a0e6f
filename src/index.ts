/**
 * Client of the CppComet server. Importing it has no effect; nothing happens before `start`.
 */
import type { AnyChannels } from "./api/channels";
import { CometApi as Client } from "./api/comet-api";
import type { CometServerApi } from "./api/contract";

/** The instance that most applications need. */
export const cometApi: CometServerApi = /* @__PURE__ */ new Client();

/**
 * Constructor of further instances, each with its own visitor and subscriptions. `CometApi<Channels>`
 * declares the site's channels, see `AnyChannels`; `cometApi` can be given this type, too.
 */
export const CometApi: new <Channels extends object = AnyChannels>() => CometServerApi<Channels> =
  Client;
export type CometApi<Channels extends object = AnyChannels> = CometServerApi<Channels>;

export type { AnyChannels, TrackEvents } from "./api/channels";
export { CometError, type CometErrorCode } from "./api/errors";
export type { CometServerApi } from "./api/contract";
export type {
  ChannelCount,
  CometEvents,
  CometMessage,
  CometOptions,
  DeliveryReport,
  Gap,
  MessageCallback,
  NodeState,
  ServerInfo,
  SubscriptionOptions,
  TabsInfo,
  TrackedUser,
  Unconfirmed,
  UserData,
} from "./api/types";
