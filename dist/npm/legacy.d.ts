import { CometOptions, CometServerApi } from './index.js';

/** Options of old pages. */
interface LegacyOptions extends CometOptions {
    /** Cookie that holds the visitor's key where no `user_key` is given. Default: `CometUserKey`. */
    CookieKyeName?: string;
    /** Cookie that holds the visitor's id where no `user_id` is given. Default: `CometUserid`. */
    CookieIdName?: string;
}
/** What the original has besides: names that only old pages use. */
interface LegacyCometApi extends CometServerApi {
    /** As it is; without key or id in the options, they are read from cookies. */
    start(options?: LegacyOptions, onConnected?: () => unknown): true;
    /** The same as `subscription`. */
    readonly Subscription: CometServerApi["subscription"];
    /** Base64 of texts in UTF-8. */
    readonly Base64: Base64Codec;
    /** Undoes PHP's `addslashes`. */
    stripslashes(text: unknown): string;
    /** The key that the server holds for the visitor; `""` before the first connection. */
    getRealUserKey(): string;
    setRealUserKey(key: string): void;
    /** A random text, by default of 10 characters. */
    getCustomString(length?: number): string;
    /** The address of a connection, by default to the node in use. It holds the visitor's key. */
    getUrl(node?: string): string;
    /** `true`; long polling (`UseWebSocket(false)`) is no more. */
    UseWebSocket(use?: boolean): true;
    /** Chooses TLS for later connections. Returns whether it is used. */
    UseWss(use?: boolean): boolean;
    isUseWss(): boolean;
    getLogLevel(): number;
    /** Kept in localStorage. */
    setLogLevel(level: number): void;
    /** Tells the server which library a page uses. Never sent unasked. `false`: JSON cannot hold it. */
    sendStatistics(name: string, version: string, data?: unknown): boolean;
}
interface Base64Codec {
    /** Line ends become `\n`. */
    encode(text: string): string;
    /** What is no Base64 in the text is left out. */
    decode(text: string): string;
}
/** @param isForeign whether another tab has sent the signal. */
type SignalCallback = (param: any, signal: string, isForeign: boolean) => unknown;
/**
 * Signals between the parts of a page and between all tabs of a site, whoever their visitors are;
 * and states that these tabs share. Calling it returns itself.
 */
interface TabSignal extends TabStates {
    (): TabSignal;
    /**
     * Calls `callback` at each `signal`. A slot, named here or by the library, has one callback of a
     * signal. Returns the slot's name.
     */
    connect(signal: string, callback: SignalCallback): string;
    connect(slot: string, signal: string, callback: SignalCallback): string;
    /** Returns whether there was such a slot. */
    disconnect(slot: string, signal: string): boolean;
    /** In this tab, at once. A callback that throws does not stop the others. */
    emit(signal: string, param?: unknown): void;
    /** In this tab, and as JSON in all others. `false`: JSON cannot hold it, or no way to them. */
    emitAll(signal: string, param?: unknown): boolean;
    /** The same as `emitAll`. */
    send_emit: TabSignal["emitAll"];
    /** The id of this tab: 16 characters. */
    getTabUUID(): string;
    /** Where it is set, each signal is written to the console. */
    debug: unknown;
}
/** States that all tabs of a site share, in localStorage. Ages are in milliseconds. */
interface TabStates {
    /**
     * Writes a state; `false` where another tab wrote it less than `minTime` ago, or where that is
     * impossible.
     */
    setState(name: string, value: unknown, minTime?: number): boolean;
    /** `undefined` where there is none, or none younger than `maxTime`. */
    getState(name: string, maxTime?: number): unknown;
    /**
     * Writes a state three times in each `minTime`, which keeps other tabs from it. Returns the id for
     * `clearInterval`, `undefined` where another tab keeps it already.
     */
    intervalUpdateState(name: string, value: unknown, minTime: number): number | undefined;
}

/**
 * Base64 of texts in UTF-8. Decodes also what the originals wrote: they encode each half of a
 * surrogate pair (an emoji has two) for itself, in three bytes.
 */
declare const Base64: {
    /** Line ends become `\n`. */
    encode(text: string): string;
    /** What is no Base64 in the text is left out. */
    decode(text: string): string;
};

/**
 * What the TabSignal library does, which CometServerApi.js contains. Idle until it is used.
 * @param tab tells the id of this tab.
 */
declare function createTabSignal(tab: () => string): TabSignal;

/**
 * What old pages of CometServerApi.js use besides, for bundles that move from the script file step
 * by step. Importing it has no effect.
 */

/** Makes instances with all names of the original. */
declare const LegacyApi: new (options?: LegacyOptions) => LegacyCometApi;
type LegacyApi = LegacyCometApi;

export { Base64, LegacyApi, createTabSignal };
export type { Base64Codec, LegacyCometApi, LegacyOptions, SignalCallback, TabSignal, TabStates };
