import { attempt } from "../api/attempt";
import { CometApi } from "../api/comet-api";
import { checkedNumber } from "../api/errors";
import type { Defaults } from "../client/defaults";
import { membersOf } from "../client/given";
import { randomId } from "../platform/ids";
import { statisticsCommand } from "../protocol/commands";
import { textOf } from "../protocol/values";
import { Base64 } from "./base64";
import type { Base64Codec, LegacyCometApi, LegacyOptions } from "./contract";
import { readCookie } from "./cookies";

/** Browsers make no more random bytes at a time. */
const MAX_RANDOM = 65_536;

/** The facade with the names that only old pages use. */
export class LegacyApi extends CometApi implements LegacyCometApi {
  /** @param options as for `start`. */
  constructor(options?: LegacyOptions, defaults?: Defaults) {
    super(defaults);
    this._client.merge(options);
    // Members of the original work without `this`, and pages pass them as callbacks.
    for (const { prototype } of [CometApi, LegacyApi])
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const member: unknown = Reflect.get(this, name);
        if (typeof member === "function" && name !== "constructor")
          Reflect.set(this, name, member.bind(this));
      }
  }

  /** Lets the prototype's members work, which some old pages use: they act on `api`. */
  static lend(api: LegacyApi): void {
    LegacyApi.prototype._client = api._client;
  }

  override start(options?: LegacyOptions, onConnected?: () => unknown): true {
    const members = membersOf(options);
    if (!members) return super.start(options, onConnected);
    const given: LegacyOptions = {};
    const all: LegacyOptions = { ...this.options };
    for (const [name, value] of members) {
      Reflect.set(given, name, value);
      if (value !== undefined) Reflect.set(all, name, value);
    }
    const { CookieKyeName: key, CookieIdName: id } = all;
    if (!all.user_key) given.user_key = readCookie(key || "CometUserKey") || given.user_key;
    if (!all.user_id) given.user_id = readCookie(id || "CometUserid") || given.user_id;
    return super.start(given, onConnected);
  }

  get Subscription(): LegacyCometApi["subscription"] {
    return this.subscription;
  }

  get Base64(): Base64Codec {
    return Base64;
  }

  stripslashes(text: unknown): string {
    return textOf(text).replace(/\\([^]?)/g, (_, escaped) => (escaped === "0" ? "\0" : escaped));
  }

  getRealUserKey(): string {
    return this._client.realUserKey;
  }

  setRealUserKey(key: string): void {
    this._client.realUserKey = key;
  }

  getCustomString(length = 10): string {
    return attempt(() => randomId(checkedNumber("length", length, MAX_RANDOM)), "");
  }

  getUrl(node?: string): string {
    return this._client.settings.url(node === undefined ? node : textOf(node));
  }

  UseWebSocket(use = true): true {
    if (!use) this._client.log.warn("long polling is gone");
    return true;
  }

  UseWss(use?: boolean): boolean {
    if (use !== undefined) this.options.wss = use;
    return this.isUseWss();
  }

  isUseWss(): boolean {
    return this._client.settings.isSecure();
  }

  getLogLevel(): number {
    return this.LogLevel;
  }

  setLogLevel(level: number): void {
    this.LogLevel = level;
  }

  sendStatistics(name: string, version: string, data?: unknown): boolean {
    return this._done(() => {
      const command = statisticsCommand({ dev_id: this.getDevId(), name, version, data });
      this._client.link.send({ command, onDone: () => undefined });
    });
  }
}
