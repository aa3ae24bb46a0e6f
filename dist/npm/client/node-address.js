import { randomId } from '../platform/ids.js';
import { attemptUrl } from '../protocol/url.js';

const ATTEMPTS = 3;
const NO_ADDRESS = "ws://";
const ATTEMPT_LENGTH = 8;
class FailedRounds {
  constructor() {
    this._failed = 0;
    /** By shard: how many rounds had failed when its attempt began. */
    this._begun = /* @__PURE__ */ new Map();
  }
  begin(shard) {
    this._begun.set(shard, this._failed);
  }
  /** Returns whether so many attempts have failed that something else is to be tried. */
  fail(shard) {
    if (this._begun.get(shard) !== this._failed) return false;
    return ++this._failed % ATTEMPTS === 0;
  }
  /** An attempt has succeeded: those that began before it do not count any more. */
  reset() {
    this._failed = 0;
    this._begun.clear();
  }
}
class NodeAddress {
  constructor(node, _settings) {
    this.node = node;
    this._settings = _settings;
    this._reach = { type: "untried", rounds: new FailedRounds() };
    this._triesTls = false;
  }
  /** Whether the next attempt uses TLS. */
  get secure() {
    return this._triesTls || this._settings.wantsTls;
  }
  nextUrl(shard) {
    return this._settings.prepare()?.then(() => this._url(shard)) ?? this._url(shard);
  }
  _url(shard) {
    if (this._reach.type === "untried") this._reach.rounds.begin(shard);
    if (!this._settings.nodes.includes(this.node)) return NO_ADDRESS;
    return attemptUrl(this._settings.url(this.node), randomId(ATTEMPT_LENGTH));
  }
  nodeOf() {
    return this.node;
  }
  connected() {
    this._reach = { type: "reached" };
    return true;
  }
  failed(shard) {
    if (this._reach.type === "untried" && this._reach.rounds.fail(shard))
      this._triesTls = !this._triesTls;
  }
  ended() {
  }
}
class RotatingAddress {
  /** @param userId `""` for an anonymous visitor. */
  constructor(_addresses, userId, random = Math.random()) {
    this._addresses = _addresses;
    this._rounds = new FailedRounds();
    /** By shard: what `_index` was when its last attempt began. */
    this._tried = /* @__PURE__ */ new Map();
    /** The shards whose sockets are open. */
    this._open = /* @__PURE__ */ new Set();
    this._index = userId ? Number(userId) : Math.floor(random * _addresses.length);
  }
  get node() {
    return this._at(this._index).node;
  }
  nextUrl(shard) {
    this._tried.set(shard, this._index);
    this._rounds.begin(shard);
    return this._of(shard).nextUrl(shard);
  }
  nodeOf(shard) {
    return this._of(shard).node;
  }
  connected(shard) {
    const address = this._of(shard);
    address.connected();
    if (this._open.size && address.node !== this.node) return false;
    this._index = this._tried.get(shard) ?? this._index;
    this._open.add(shard);
    this._rounds.reset();
    return true;
  }
  failed(shard) {
    this._of(shard).failed(shard);
    if (!this._open.size && this._rounds.fail(shard)) this._index++;
  }
  ended(shard) {
    this._open.delete(shard);
  }
  _of(shard) {
    return this._at(this._tried.get(shard) ?? this._index);
  }
  _at(index) {
    return this._addresses[index % this._addresses.length];
  }
}

export { NO_ADDRESS, NodeAddress, RotatingAddress };
//# sourceMappingURL=node-address.js.map
