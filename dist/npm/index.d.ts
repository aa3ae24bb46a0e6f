/// <reference lib="esnext.disposable" />
import { M as Message, C as CometServerApi, S as Suggested, K as KeyOf, a as SubscribeOptions, b as MessageOf, D as Declared, A as AnyChannels } from './types.js';
export { c as ChannelCount, d as ChannelOf, e as CometError, f as CometErrorCode, g as CometEvents, h as CometLogger, i as CometMessage, j as CometOptions, k as ConnectionState, l as DataOf, m as DeliveryReport, n as Denial, E as EventOf, G as Gap, o as Key, p as KeyFunction, q as MessageCallback, N as NodeState, P as PromiseApi, r as SentOf, s as ServerInfo, t as StateChange, u as Subscription, v as SubscriptionOptions, T as TabsInfo, w as TrackEvents, x as TrackedChannel, y as TrackedUser, U as Unconfirmed, z as UserData, W as WaitOptions } from './types.js';
export { P as Presence, a as PresenceEvents, b as PresenceOptions, p as presence } from './types2.js';

/** What a validation finds wrong. */
interface SchemaIssue {
    readonly message: string;
}
/** What a validation gives: the value, perhaps converted, or what is wrong with it. */
type SchemaResult<Output> = {
    readonly value: Output;
    readonly issues?: undefined;
} | {
    readonly issues: readonly SchemaIssue[];
};
/** The part of a Standard Schema (version 1) that is used here: https://standardschema.dev */
interface Schema<Output> {
    readonly "~standard": {
        readonly version: 1;
        readonly vendor: string;
        validate(value: unknown): SchemaResult<Output> | Promise<SchemaResult<Output>>;
        readonly types?: {
            readonly input: unknown;
            readonly output: Output;
        } | undefined;
    };
}
/**
 * A handler for `subscribe` that gets only data that fits a schema, in the form that the schema gives
 * it. For other data there is an event `error` (`data`), with the issues as its `value`; for a schema
 * that throws, too. Messages keep their order, also with a schema that takes time.
 *
 * ```ts
 * cometApi.subscribe("web_chat.message", checked(cometApi, schema, ({ data }) => show(data.text)));
 * ```
 * @param schema of any library that speaks Standard Schema: Zod, Valibot, ArkType and others.
 * @throws CometError `argument` for a value that is no schema, or a handler that is no function.
 */
declare function checked<Output, M extends Message>(api: CometServerApi, schema: Schema<Output>, handler: (message: Omit<M, "data"> & {
    data: Output;
}) => void): (message: M) => void;

/**
 * The messages of a key, for `for await`. Begins at once: what comes before the first `next()` waits.
 * `stop()` and `unsubscriptionAll()` end it, `options.signal` ends it with the error `aborted`; if over
 * 1,000 messages wait, it ends behind them with `dropped`. Leaving the loop ends the subscription.
 * @throws CometError `argument` for a bad key or option.
 */
declare function messages<Channels extends object, K extends Suggested<Channels>>(api: CometServerApi<Channels>, key: KeyOf<Channels, K>, options?: Omit<SubscribeOptions, "once">): AsyncIterableIterator<MessageOf<Channels, K>>;

/**
 * Client of the CppComet server. Importing it has no effect; nothing happens before `start`.
 */

/** The instance that most applications need. */
declare const cometApi: CometServerApi;
/**
 * Constructor of further instances, each with its own visitor and subscriptions. `CometApi<Channels>`
 * declares the site's channels, see `AnyChannels`; `cometApi` can be given this type, too.
 */
declare const CometApi: new <Channels extends Declared<Channels> = AnyChannels>() => CometServerApi<Channels>;
type CometApi<Channels extends object = AnyChannels> = CometServerApi<Channels>;

export { AnyChannels, CometApi, CometServerApi, Declared, KeyOf, Message, MessageOf, SubscribeOptions, Suggested, checked, cometApi, messages };
export type { Schema, SchemaIssue, SchemaResult };
