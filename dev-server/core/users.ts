/** The users table of the real server's database: hashes, data, time of the last visit. */
import { bytesOf } from "./bytes";
import type { Handshake } from "./handshake";
import { InputError } from "./input";
import type { CoreSettings } from "./settings";

const MAX_HASH_LENGTH = 32;

export class Users {
  private readonly hashes = new Map<number, string>();
  private readonly data = new Map<number, string>();
  private readonly lastOnline = new Map<number, number>();

  constructor(private readonly settings: CoreSettings) {}

  /** @throws InputError if there are too many users. */
  setHash(userId: number, hash: string): void {
    this.checkRoom(this.hashes, userId);
    this.hashes.set(userId, hash);
  }

  /** @returns the hash of the user, if the request's key is the user's, or undefined. */
  authorise(handshake: Handshake, nowSeconds: number): string | undefined {
    const { key, userId } = handshake;
    const { secrets } = this.settings;
    if (userId === 0) return undefined;
    if (key.length > MAX_HASH_LENGTH) {
      return secrets.isTokenFor(key, userId, nowSeconds) ? this.hashOf(userId) : undefined;
    }
    const hash = this.hashes.get(userId);
    return hash !== undefined && secrets.isSame(key, hash) ? hash : undefined;
  }

  /** @throws InputError if the data is too long, or there are too many users. */
  setData(userId: number, text: string): void {
    const { maxUserDataBytes } = this.settings.limits;
    if (bytesOf(text).length > maxUserDataBytes) {
      throw new InputError("data", text, `at most ${maxUserDataBytes} bytes (maxUserDataBytes)`);
    }
    this.checkRoom(this.data, userId);
    this.data.set(userId, text);
  }

  /** Empty for an unknown user. */
  dataOf(userId: number): string {
    return this.data.get(userId) ?? "";
  }

  wentOffline(userId: number): void {
    this.lastOnline.delete(userId);
    this.lastOnline.set(userId, this.settings.clock());
    const [longestAgo] = this.lastOnline.keys();
    if (this.lastOnline.size > this.settings.limits.maxUsers && longestAgo !== undefined) {
      this.lastOnline.delete(longestAgo);
    }
  }

  /** Whole seconds since the user's last connection closed; -1 for a user never seen. */
  secondsOffline(userId: number): number {
    const since = this.lastOnline.get(userId);
    return since === undefined ? -1 : Math.floor((this.settings.clock() - since) / 1000);
  }

  /** The real server makes a hash for a user who connects with a JWT and has none, and keeps it. */
  private hashOf(userId: number): string {
    const hash = this.hashes.get(userId) ?? this.settings.secrets.newHash();
    if (this.hashes.size < this.settings.limits.maxUsers) this.hashes.set(userId, hash);
    return hash;
  }

  private checkRoom(map: ReadonlyMap<number, string>, userId: number): void {
    const { maxUsers } = this.settings.limits;
    if (map.size < maxUsers || map.has(userId)) return;
    throw new InputError("user id", userId, `one of at most ${maxUsers} users (maxUsers)`);
  }
}
