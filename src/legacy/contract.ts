import type { CometServerApi } from "../api/contract";
import type { CometOptions } from "../api/types";

/** Options of old pages. */
export interface LegacyOptions extends CometOptions {
  /** Cookie that holds the visitor's key where no `user_key` is given. Default: `CometUserKey`. */
  CookieKyeName?: string;
  /** Cookie that holds the visitor's id where no `user_id` is given. Default: `CometUserid`. */
  CookieIdName?: string;
}

/** What the original has besides: names that only old pages use. */
export interface LegacyCometApi extends CometServerApi {
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

export interface Base64Codec {
  /** Line ends become `\n`. */
  encode(text: string): string;
  /** What is no Base64 in the text is left out. */
  decode(text: string): string;
}

/** @param isForeign whether another tab has sent the signal. */
// Pages send each other whatever they like.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type SignalCallback = (param: any, signal: string, isForeign: boolean) => unknown;

/**
 * Signals between the parts of a page and between all tabs of a site, whoever their visitors are;
 * and states that these tabs share. Calling it returns itself.
 */
export interface TabSignal extends TabStates {
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
export interface TabStates {
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

/** What a signal is for other tabs. Pages of one site may load different builds: names stay. */
export interface Signal {
  signal: string;
  /** JSON; absent for `undefined`. */
  param?: string | undefined;
}

/** A state as the originals write it. */
export interface StoredState {
  time: number;
  value?: unknown;
  tabUUID: string;
}
