import { A as AnyChannels, C as CometServerApi } from './types.js';
export { a as ChannelCount, b as CometError, c as CometErrorCode, d as CometEvents, e as CometMessage, f as CometOptions, D as DeliveryReport, G as Gap, M as MessageCallback, N as NodeState, S as ServerInfo, g as SubscriptionOptions, T as TabsInfo, h as TrackEvents, i as TrackedUser, U as Unconfirmed, j as UserData } from './types.js';

/**
 * Client of the CppComet server. Importing it has no effect; nothing happens before `start`.
 */

/** The instance that most applications need. */
declare const cometApi: CometServerApi;
/**
 * Constructor of further instances, each with its own visitor and subscriptions. `CometApi<Channels>`
 * declares the site's channels, see `AnyChannels`; `cometApi` can be given this type, too.
 */
declare const CometApi: new <Channels extends object = AnyChannels>() => CometServerApi<Channels>;
type CometApi<Channels extends object = AnyChannels> = CometServerApi<Channels>;

export { AnyChannels, CometApi, CometServerApi, cometApi };
