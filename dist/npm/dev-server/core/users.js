import { bytesOf } from './bytes.js';
import { InputError } from './input.js';

const MAX_HASH_LENGTH = 32;
class Users {
  constructor(settings) {
    this.settings = settings;
    this.hashes = /* @__PURE__ */ new Map();
    this.data = /* @__PURE__ */ new Map();
    this.lastOnline = /* @__PURE__ */ new Map();
  }
  /** @throws InputError if there are too many users. */
  setHash(userId, hash) {
    this.checkRoom(this.hashes, userId);
    this.hashes.set(userId, hash);
  }
  /** @returns the hash of the user, if the request's key is the user's, or undefined. */
  authorise(handshake, nowSeconds) {
    const { key, userId } = handshake;
    const { secrets } = this.settings;
    if (userId === 0) return void 0;
    if (key.length > MAX_HASH_LENGTH) {
      return secrets.isTokenFor(key, userId, nowSeconds) ? this.hashOf(userId) : void 0;
    }
    const hash = this.hashes.get(userId);
    return hash !== void 0 && secrets.isSame(key, hash) ? hash : void 0;
  }
  /** @throws InputError if the data is too long, or there are too many users. */
  setData(userId, text) {
    const { maxUserDataBytes } = this.settings.limits;
    if (bytesOf(text).length > maxUserDataBytes) {
      throw new InputError("data", text, `at most ${maxUserDataBytes} bytes (maxUserDataBytes)`);
    }
    this.checkRoom(this.data, userId);
    this.data.set(userId, text);
  }
  /** Empty for an unknown user. */
  dataOf(userId) {
    return this.data.get(userId) ?? "";
  }
  wentOffline(userId) {
    this.lastOnline.delete(userId);
    this.lastOnline.set(userId, this.settings.clock());
    const [longestAgo] = this.lastOnline.keys();
    if (this.lastOnline.size > this.settings.limits.maxUsers && longestAgo !== void 0) {
      this.lastOnline.delete(longestAgo);
    }
  }
  /** Whole seconds since the user's last connection closed; -1 for a user never seen. */
  secondsOffline(userId) {
    const since = this.lastOnline.get(userId);
    return since === void 0 ? -1 : Math.floor((this.settings.clock() - since) / 1e3);
  }
  /** The real server makes a hash for a user who connects with a JWT and has none, and keeps it. */
  hashOf(userId) {
    const hash = this.hashes.get(userId) ?? this.settings.secrets.newHash();
    if (this.hashes.size < this.settings.limits.maxUsers) this.hashes.set(userId, hash);
    return hash;
  }
  checkRoom(map, userId) {
    const { maxUsers } = this.settings.limits;
    if (map.size < maxUsers || map.has(userId)) return;
    throw new InputError("user id", userId, `one of at most ${maxUsers} users (maxUsers)`);
  }
}

export { Users };
//# sourceMappingURL=users.js.map
