import type { ReactElement } from "react";
import type {
  CometServerApi,
  ConnectionState,
  Declared,
  KeyOf,
  MessageOf,
  PromiseApi,
  SubscriptionOptions,
  Suggested,
  TrackedChannel,
  TrackedUser,
} from "../index";
import { CometProvider, useComet, type CometProviderProps } from "./context";
import { useAuthorized, useChannel, useCometState, usePublish } from "./hooks";
import { usePresence, type UsePresenceOptions } from "./presence";

/** The hooks for a declaration of channels; each is the exported one of the same name. */
export interface CometHooks<Channels extends object> {
  /** Gives the components below it an instance. */
  readonly CometProvider: (props: CometProviderProps<Channels>) => ReactElement;
  /** The instance of the nearest `CometProvider`; `cometApi` without one. */
  readonly useComet: () => CometServerApi<Channels>;
  /** Calls the handler of the latest render for each message of a key; `null`: of none. */
  readonly useChannel: <K extends Suggested<Channels>>(
    key: KeyOf<Channels, K> | null | undefined,
    handler: (message: MessageOf<Channels, K>) => void,
    options?: SubscriptionOptions,
  ) => void;
  /** The state of the connection. */
  readonly useCometState: () => ConnectionState;
  /** Whether the visitor is authorised; `undefined`: not known yet. */
  readonly useAuthorized: () => boolean | undefined;
  /** Who is in a `track_*` channel; `undefined`: not known yet. */
  readonly usePresence: <K extends Suggested<Channels>>(
    channel: (TrackedChannel<Channels, K> & string) | null | undefined,
    options?: UsePresenceOptions,
  ) => readonly TrackedUser[] | undefined;
  /** `publish` of the instance, the same function in each render; an unmount does not end it. */
  readonly usePublish: () => PromiseApi<Channels>["publish"];
}

/**
 * The hooks, typed by a declaration of channels (see `AnyChannels`):
 *
 * ```ts
 * export const { CometProvider, useChannel, usePublish } = createCometHooks<Channels>();
 * ```
 */
export function createCometHooks<Channels extends Declared<Channels>>(): CometHooks<Channels> {
  const hooks = { CometProvider, useComet, useChannel, useCometState };
  return { ...hooks, useAuthorized, usePresence, usePublish } as unknown as CometHooks<Channels>;
}
