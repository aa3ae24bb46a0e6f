/// <reference lib="esnext.disposable" />
import { CometOptions, CometServerApi } from './index.js';

/**
 * The public interface of `legacy/`: names that only old pages use. This folder adds them to the
 * facade of `api/`; of the rest of the library it knows the client's parts and the tabs' bus.
 */

/** Options of old pages. */
interface LegacyOptions extends CometOptions {
    /** Name of the cookie with the visitor's key, read without `user_key`. Default: `CometUserKey`. */
    CookieKyeName?: string;
    /** Name of the cookie with the visitor's id, read without `user_id`. Default: `CometUserid`. */
    CookieIdName?: string;
}
/** `CometServerApi` and the names that only old pages use. */
interface LegacyCometApi extends CometServerApi {
    /** Like `CometServerApi.start`; reads key and id from cookies if the options have none. */
    start(options?: LegacyOptions, onConnected?: () => unknown): true;
    /** The same as `subscription`. */
    readonly Subscription: CometServerApi["subscription"];
    /** Base64 of texts in UTF-8. */
    readonly Base64: Base64Codec;
    /** Undoes PHP's `addslashes`. */
    stripslashes(text: unknown): string;
    /** The key that the server holds for the visitor; `""` before the first connection. */
    getRealUserKey(): string;
    /** Changes what `getRealUserKey` returns, until the next connection. */
    setRealUserKey(key: string): void;
    /** A random text of `length` characters (default 10). */
    getCustomString(length?: number): string;
    /** The URL of a connection, by default to the node in use. It holds the visitor's key. */
    getUrl(node?: string): string;
    /** Returns `true`. `UseWebSocket(false)` warns: there is no long polling any more. */
    UseWebSocket(use?: boolean): true;
    /** Turns TLS on or off for later connections. Returns whether it is used. */
    UseWss(use?: boolean): boolean;
    /** Whether the next connection uses TLS. */
    isUseWss(): boolean;
    /** See `LogLevel`. */
    getLogLevel(): number;
    /** See `LogLevel`. */
    setLogLevel(level: number): void;
    /**
     * Tells the server which library a page uses. The library never calls it by itself. Returns `false`
     * if JSON cannot hold `data`, or it is too large.
     */
    sendStatistics(name: string, version: string, data?: unknown): boolean;
}
interface Base64Codec {
    /** Line ends become `\n`. */
    encode(text: string): string;
    /** Ignores characters that are not Base64. */
    decode(text: string): string;
}
/** @param isForeign whether another tab has sent the signal. */
type SignalCallback = (param: any, signal: string, isForeign: boolean) => unknown;
/**
 * Signals between the parts of a page and between all tabs of a site, whoever their visitors are, and
 * states that these tabs share. Calling `tabSignal()` returns `tabSignal`.
 */
interface TabSignal extends TabStates {
    (): TabSignal;
    /**
     * Calls `callback` at each `signal`. A slot holds one callback for each signal; its name is given or
     * made up. Returns the slot's name.
     */
    connect(signal: string, callback: SignalCallback): string;
    connect(slot: string, signal: string, callback: SignalCallback): string;
    /** Removes a slot's callback. Returns whether there was one. */
    disconnect(slot: string, signal: string): boolean;
    /** Sends a signal to this tab, at once. A callback that throws does not stop the others. */
    emit(signal: string, param?: unknown): void;
    /**
     * Sends a signal to this tab and, as JSON, to all other tabs. Returns `false` if JSON cannot hold
     * `param`, or the tabs have no bus.
     */
    emitAll(signal: string, param?: unknown): boolean;
    /** The same as `emitAll`. */
    send_emit: TabSignal["emitAll"];
    /** The id of this tab: 16 characters. */
    getTabUUID(): string;
    /** If it is true, each signal is written to the console. Default: `false`. */
    debug: unknown;
}
/** States that all tabs of a site share, in localStorage. Times are in milliseconds. */
interface TabStates {
    /**
     * Writes a state. Returns `false` if another tab wrote it less than `minTime` ago (default 0), or if
     * it cannot be stored.
     */
    setState(name: string, value: unknown, minTime?: number): boolean;
    /** Returns a state; `undefined` if there is none, or if it is older than `maxTime`. */
    getState(name: string, maxTime?: number): unknown;
    /**
     * Writes a state three times in each `minTime`, so that other tabs cannot write it. Returns the id
     * for `clearInterval`, or `undefined` if another tab keeps the state already.
     */
    intervalUpdateState(name: string, value: unknown, minTime: number): number | undefined;
}

/**
 * Base64 of texts in UTF-8. Also decodes texts of the originals, which encode each half of a surrogate
 * pair (an emoji has two) by itself, in three bytes.
 */
declare const Base64: {
    /** Line ends become `\n`. */
    encode(text: string): string;
    /** Ignores characters that are not Base64. */
    decode(text: string): string;
};

/**
 * Creates the `tabSignal` object of CometServerApi.js (the TabSignal library). Idle until it is used.
 * @param tab returns the id of this tab.
 */
declare function createTabSignal(tab: () => string): TabSignal;

/**
 * The names that only old pages of CometServerApi.js use, for bundles that move away from the script
 * file step by step. Importing it has no effect.
 */

/** Constructor of instances with all names of the original. */
declare const LegacyApi: new (options?: LegacyOptions) => LegacyCometApi;
type LegacyApi = LegacyCometApi;

export { Base64, LegacyApi, createTabSignal };
export type { Base64Codec, LegacyCometApi, LegacyOptions, SignalCallback, TabSignal, TabStates };
