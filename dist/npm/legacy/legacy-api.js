import { attempt } from '../api/attempt.js';
import { CometApi } from '../api/comet-api.js';
import { checkedNumber } from '../api/errors.js';
import { membersOf } from '../client/given.js';
import { randomId } from '../platform/ids.js';
import { statisticsCommand } from '../protocol/commands.js';
import { textOf } from '../protocol/values.js';
import { Base64 } from './base64.js';
import { readCookie } from './cookies.js';

const MAX_RANDOM = 65536;
class LegacyApi extends CometApi {
  /** @param options as for `start`. */
  constructor(options, defaults) {
    super(defaults);
    this._client.merge(options);
    for (const { prototype } of [CometApi, LegacyApi])
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const member = Reflect.get(this, name);
        if (typeof member === "function" && name !== "constructor")
          Reflect.set(this, name, member.bind(this));
      }
  }
  /** Lets the prototype's members work, which some old pages use: they act on `api`. */
  static lend(api) {
    LegacyApi.prototype._client = api._client;
  }
  start(options, onConnected) {
    const members = membersOf(options);
    if (!members) return super.start(options, onConnected);
    const given = {};
    const all = { ...this.options };
    for (const [name, value] of members) {
      Reflect.set(given, name, value);
      if (value !== void 0) Reflect.set(all, name, value);
    }
    const { CookieKyeName: key, CookieIdName: id } = all;
    if (!all.user_key) given.user_key = readCookie(key || "CometUserKey") || given.user_key;
    if (!all.user_id) given.user_id = readCookie(id || "CometUserid") || given.user_id;
    return super.start(given, onConnected);
  }
  get Subscription() {
    return this.subscription;
  }
  get Base64() {
    return Base64;
  }
  stripslashes(text) {
    return textOf(text).replace(/\\([^]?)/g, (_, escaped) => escaped === "0" ? "\0" : escaped);
  }
  getRealUserKey() {
    return this._client.realUserKey;
  }
  setRealUserKey(key) {
    this._client.realUserKey = key;
  }
  getCustomString(length = 10) {
    return attempt(() => randomId(checkedNumber("length", length, MAX_RANDOM)), "");
  }
  getUrl(node) {
    return this._client.settings.url(node === void 0 ? node : textOf(node));
  }
  UseWebSocket(use = true) {
    if (!use) this._client.log.warn("long polling is gone");
    return true;
  }
  UseWss(use) {
    if (use !== void 0) this.options.wss = use;
    return this.isUseWss();
  }
  isUseWss() {
    return this._client.settings.isSecure();
  }
  getLogLevel() {
    return this.LogLevel;
  }
  setLogLevel(level) {
    this.LogLevel = level;
  }
  sendStatistics(name, version, data) {
    return this._done(() => {
      const command = statisticsCommand({ dev_id: this.getDevId(), name, version, data });
      this._client.link.send({ command, onDone: () => void 0 });
    });
  }
}

export { LegacyApi };
//# sourceMappingURL=legacy-api.js.map
