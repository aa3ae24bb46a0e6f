/**
 * Client of the CppComet server. Importing it has no effect; nothing happens before `start`.
 */
import type { AnyChannels, Declared } from "./api/channels";
import { CometApi as Client } from "./api/comet-api";
import type { CometServerApi } from "./api/contract";

/** The instance that most applications need. */
export const cometApi: CometServerApi = /* @__PURE__ */ new Client();

/**
 * Constructor of further instances, each with its own visitor and subscriptions. `CometApi<Channels>`
 * declares the site's channels, see `AnyChannels`; `cometApi` can be given this type, too.
 */
export const CometApi = Client as unknown as new <
  Channels extends Declared<Channels> = AnyChannels,
>() => CometServerApi<Channels>;
export type CometApi<Channels extends object = AnyChannels> = CometServerApi<Channels>;

export type {
  AnyChannels,
  ChannelOf,
  DataOf,
  Declared,
  EventOf,
  Key,
  KeyOf,
  Message,
  MessageOf,
  SentOf,
  Suggested,
  TrackedChannel,
  TrackEvents,
} from "./api/channels";
export { CometError, type CometErrorCode, type Denial } from "./api/errors";
export { checked, type Schema, type SchemaIssue, type SchemaResult } from "./api/checked";
export { messages } from "./api/messages";
export { presence, type Presence, type PresenceEvents, type PresenceOptions } from "./api/presence";
export type { CometServerApi } from "./api/contract";
export type { PromiseApi, SubscribeOptions, Subscription, WaitOptions } from "./api/promises";
export type {
  ChannelCount,
  CometEvents,
  CometLogger,
  CometMessage,
  CometOptions,
  ConnectionState,
  DeliveryReport,
  Gap,
  KeyFunction,
  MessageCallback,
  NodeState,
  ServerInfo,
  StateChange,
  SubscriptionOptions,
  TabsInfo,
  TrackedUser,
  Unconfirmed,
  UserData,
} from "./api/types";
