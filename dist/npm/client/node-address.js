import { randomId } from '../platform/ids.js';
import { attemptUrl } from '../protocol/url.js';

const ATTEMPTS = 3;
const NO_ADDRESS = "ws://";
const ATTEMPT_LENGTH = 8;
class NodeAddress {
  constructor(node, _settings) {
    this.node = node;
    this._settings = _settings;
    this._reach = { type: "untried", failures: 0 };
    this._triesTls = false;
  }
  /** Whether the next attempt uses TLS. */
  get secure() {
    return this._triesTls || this._settings.wantsTls;
  }
  nextUrl() {
    return this._settings.prepare()?.then(() => this._url()) ?? this._url();
  }
  _url() {
    if (!this._settings.nodes.includes(this.node)) return NO_ADDRESS;
    return attemptUrl(this._settings.url(this.node), randomId(ATTEMPT_LENGTH));
  }
  connected() {
    this._reach = { type: "reached" };
  }
  disconnected() {
    if (this._reach.type === "reached" || ++this._reach.failures % ATTEMPTS) return;
    this._triesTls = !this._triesTls;
  }
}
class RotatingAddress {
  /** @param userId `""` for an anonymous visitor. */
  constructor(_addresses, userId, random = Math.random()) {
    this._addresses = _addresses;
    this._failures = 0;
    this._index = userId ? Number(userId) : Math.floor(random * _addresses.length);
  }
  get node() {
    return this._current.node;
  }
  nextUrl() {
    return this._current.nextUrl();
  }
  connected() {
    this._failures = 0;
    this._current.connected();
  }
  disconnected() {
    this._current.disconnected();
    if (++this._failures % ATTEMPTS === 0) this._index++;
  }
  get _current() {
    return this._addresses[this._index % this._addresses.length];
  }
}

export { NO_ADDRESS, NodeAddress, RotatingAddress };
//# sourceMappingURL=node-address.js.map
