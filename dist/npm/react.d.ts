/// <reference lib="esnext.disposable" />
import { ReactNode, ReactElement } from 'react';
import { AnyChannels, CometServerApi, CometOptions, Message, SubscriptionOptions, ConnectionState, PromiseApi, TrackedUser, Suggested, KeyOf, MessageOf, TrackedChannel, Declared } from './index.js';
import { PresenceOptions } from './index.js';

/**
 * `react/` is React's way to an instance. It uses what an application could use, too, and nothing of
 * the library imports it.
 */

/** Properties of `CometProvider`. */
interface CometProviderProps<Channels extends object = AnyChannels> {
    /** The instance. Default: `cometApi`. */
    api?: CometServerApi<Channels> | undefined;
    /**
     * Starts the instance with these options when mounted, and again whenever one of them changes; an
     * option that is gone or `undefined` returns to its default, so that a visitor can log out. Objects
     * may be new in each render: values are compared. A function or a logger in the place of another one
     * is no change, and is not taken. An instance that was stopped before is stopped in the task after
     * the unmount, unless a provider is mounted again. Default: it is started and stopped elsewhere.
     */
    options?: CometOptions | undefined;
    children?: ReactNode;
}
/** Gives the components below it an instance. */
declare function CometProvider({ api, options, children, }: CometProviderProps): ReactElement;
/** The instance of the nearest `CometProvider`; `cometApi` without one. */
declare function useComet(): CometServerApi;

/**
 * Calls `handler` for each message of a key, as `subscribe` does, as long as the component is mounted.
 * The handler of the latest render is called: it may be a new function each time. Where the new key
 * and the one before have a channel in common, none of its messages is lost.
 * @param key `null` or `undefined`: none.
 * @throws CometError `argument`, to the error boundary, for a bad key or option.
 */
declare function useChannel(key: string | null | undefined, handler: (message: Message) => void, options?: SubscriptionOptions): void;
/** The state of the connection: `CometServerApi.state`. On a server and in hydration: `stopped`. */
declare function useCometState(): ConnectionState;
/** Whether the visitor is authorised; `undefined`: not known yet, and on a server. */
declare function useAuthorized(): boolean | undefined;
/**
 * `publish` of the instance, the same function in each render. What it publishes goes out even if the
 * component is unmounted meanwhile: give it a `signal` to end that.
 */
declare function usePublish(): PromiseApi<AnyChannels>["publish"];

/** Options of `usePresence`. */
type UsePresenceOptions = Omit<PresenceOptions, "signal">;
/**
 * Who is in a `track_*` channel, as `presence` tells: a new array at each change. `undefined`: not
 * known yet, and on a server. Components that show the same channel share a list and change together.
 * @param channel `null` or `undefined`: none.
 * @throws CometError `argument`, to the error boundary, for a bad channel or option.
 */
declare function usePresence(channel: string | null | undefined, options?: UsePresenceOptions): readonly TrackedUser[] | undefined;

/** The hooks for a declaration of channels; each is the exported one of the same name. */
interface CometHooks<Channels extends object> {
    /** Gives the components below it an instance. */
    readonly CometProvider: (props: CometProviderProps<Channels>) => ReactElement;
    /** The instance of the nearest `CometProvider`; `cometApi` without one. */
    readonly useComet: () => CometServerApi<Channels>;
    /** Calls the handler of the latest render for each message of a key; `null`: of none. */
    readonly useChannel: <K extends Suggested<Channels>>(key: KeyOf<Channels, K> | null | undefined, handler: (message: MessageOf<Channels, K>) => void, options?: SubscriptionOptions) => void;
    /** The state of the connection. */
    readonly useCometState: () => ConnectionState;
    /** Whether the visitor is authorised; `undefined`: not known yet. */
    readonly useAuthorized: () => boolean | undefined;
    /** Who is in a `track_*` channel; `undefined`: not known yet. */
    readonly usePresence: <K extends Suggested<Channels>>(channel: (TrackedChannel<Channels, K> & string) | null | undefined, options?: UsePresenceOptions) => readonly TrackedUser[] | undefined;
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
declare function createCometHooks<Channels extends Declared<Channels>>(): CometHooks<Channels>;

export { CometProvider, createCometHooks, useAuthorized, useChannel, useComet, useCometState, usePresence, usePublish };
export type { CometHooks, CometProviderProps, UsePresenceOptions };
