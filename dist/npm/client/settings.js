import { DEMO_NODE } from './defaults.js';
import { randomId } from '../platform/ids.js';
import { isSecurePage } from '../platform/page.js';
import { readStorage, writeStorage } from '../platform/storage.js';
import { badArgument } from '../api/errors.js';
import { USER_ID } from '../protocol/limits.js';
import { connectionUrl } from '../protocol/url.js';
import { fit, membersOf, shownOf, switchOf, hostsOf, loggerOf } from './given.js';
import { KeySource } from './key-source.js';
import { RotatingAddress, NodeAddress, NO_ADDRESS } from './node-address.js';
import { OPTIONS_RULE, faultOf, NODE_NAMES, NODE_RULE, UUID, USER_KEY, MILLISECONDS } from './option-rules.js';
import { VERSION } from './version.js';

const DEMO_DEV_ID = 15;
const UUID_STORAGE_KEY = "comet_server_uuid";
const NOBODY = { userId: "", userKey: "" };
class Settings {
  constructor(_defaults = {}) {
    this._defaults = _defaults;
    /**
     * As given by the page, options of later calls merged into earlier ones. An option that was given as
     * `undefined` is in it, too.
     */
    this.options = {};
    /** The keys that a function of the page gives. */
    this.keys = new KeySource(
      () => this.options.user_key,
      (key) => fit(key, USER_KEY)
    );
    this._uuid = "";
    /** The addresses of the present nodes, once they are asked for. */
    this._addresses = [];
  }
  /** Merges options of the page. Returns an error for each option with a bad value. */
  merge(options) {
    const given = membersOf(options);
    if (!given) return [badArgument("options", shownOf(options), OPTIONS_RULE)];
    const before = this.nodes.join();
    const errors = this._write(given);
    if (this.nodes.join() !== before) this._addresses = [];
    return errors;
  }
  /** Takes key, TLS and choice of nodes from another tab of this visitor. */
  adopt({ user_key, wss, roundrobin }) {
    if (wss !== void 0) this.options.wss = wss;
    if (roundrobin !== void 0) this.options.roundrobin = roundrobin;
    if (user_key === void 0 || this.hidesVisitor || this.keys.isUsed) return;
    this._adopted = { key: user_key, identity: this.identity };
  }
  /** The options that the other tabs of this visitor take over. */
  get forTabs() {
    const isKept = this.hidesVisitor || this.keys.isUsed || this._key === void 0;
    const user_key = isKept ? void 0 : this.userKey;
    const { wss, roundrobin } = this.options;
    return { user_key, wss: switchOf(wss), roundrobin: switchOf(roundrobin) ?? void 0 };
  }
  _write(members) {
    const errors = [];
    for (const [name, value] of members) {
      if (name === "__proto__" || value === void 0 && name in this.options) continue;
      if (name === "user_key" && value !== void 0) this._adopted = void 0;
      if (name === "user_key" && typeof value !== "function") this.keys.reset();
      this.options[name] = value;
      const fault = faultOf(name, value);
      if (fault) errors.push(fault);
    }
    return errors;
  }
  /** The nodes of the server. None if the page names none and there is no default. */
  get nodes() {
    const named = this._namedNodes;
    return named.length ? named : hostsOf(this._defaults.node);
  }
  /** Whether a visible tab is to lead rather than a hidden one. */
  get prefersVisible() {
    return switchOf(this.options.visible_leads) ?? false;
  }
  /** Whether a second tab is to hold a connection, too. */
  get wantsStandby() {
    return switchOf(this.options.standby) ?? false;
  }
  /** The first node; `""` for none. */
  get node() {
    return this.nodes[0] || "";
  }
  /** Where to connect to: all nodes, or one at a time with `roundrobin`. */
  get addresses() {
    const all = this._known;
    return this._rotates ? [new RotatingAddress(all, this.visitor.userId)] : all;
  }
  get _rotates() {
    return Boolean(this.options.roundrobin) && this.nodes.length > 1;
  }
  get _known() {
    if (!this._addresses.length)
      this._addresses = this.nodes.map((node) => new NodeAddress(node, this));
    return this._addresses;
  }
  /** The error for a page that passes no node and has no default. */
  noNode() {
    const given = NODE_NAMES.map((name) => this.options[name]);
    const value = given.find((node) => node !== void 0);
    return badArgument("node", value, NODE_RULE);
  }
  /**
   * Whether the server must not learn who the visitor is: the page passed a node that is empty (an
   * unset variable, say), so it did not choose to trust the default server with a key.
   */
  get hidesVisitor() {
    return !this._namedNodes.length && NODE_NAMES.some((name) => name in this.options);
  }
  /** The visitor as the server is told. */
  get visitor() {
    return this.hidesVisitor ? NOBODY : this;
  }
  /** A warning about the defaults that are used; `""` for none. */
  get notice() {
    const { node, userId, userKey } = this;
    const isKeyHeld = this.hidesVisitor && (userId || userKey);
    if (node && !this._namedNodes.length)
      return `no node was given: connecting to the public demo server ${node}` + (isKeyHeld ? " as an anonymous visitor; user_id and user_key are not sent there" : "");
    return this.isDemo ? "no dev_id: using the demo account" : "";
  }
  /** Those of the first option that names any. */
  get _namedNodes() {
    const lists = NODE_NAMES.map((name) => hostsOf(this.options[name]));
    return lists.find(({ length }) => length) ?? [];
  }
  get devId() {
    return this.isDemo ? DEMO_DEV_ID : Number(fit(this.options.dev_id, USER_ID));
  }
  /** Whether the demo account is used: on the demo server, without a `dev_id` (0 counts as none). */
  get isDemo() {
    return this.node === DEMO_NODE && !this.options.dev_id;
  }
  /** From the options, even if the server is not told; `""` for an anonymous visitor. */
  get userId() {
    return fit(this.options.user_id, USER_ID);
  }
  /** From the options, or a newer one from another tab; `""` for an anonymous visitor. */
  get userKey() {
    return fit(this._key, USER_KEY);
  }
  get _key() {
    const adopted = this._adopted;
    if (adopted && adopted.identity === this.identity) return adopted.key;
    return this.keys.isUsed ? this.keys.key : this.options.user_key;
  }
  /** Identifies this browser to others. Kept in storage if there is one. */
  get uuid() {
    return fit(this.options.uuid, UUID) || (this._uuid = this._uuid || storedUuid());
  }
  /** See `CometOptions.queue_delay`; 0 for no wait. */
  get queueDelay() {
    const { queue_delay: given } = this.options;
    if (given === 0 || given === false) return 0;
    return Number(fit(given, MILLISECONDS) || this._defaults.queueDelay) || 0;
  }
  /** What the page has log lines go to instead of the console. */
  get logger() {
    return loggerOf(this.options.logger);
  }
  /** Whether the page asks for TLS. */
  get wantsTls() {
    return switchOf(this.options.wss) ?? isSecurePage();
  }
  /** Whether the next attempt uses TLS. @param node by default the first one. */
  isSecure(node = this.node) {
    return this._known.find((one) => one.node === node)?.secure ?? this.wantsTls;
  }
  /** Resolves when the visitor's key is known; `undefined`: it is. */
  prepare() {
    return this.userId && !this.hidesVisitor ? this.keys.prepare() : void 0;
  }
  /** The URL of a connection. It holds the key: never write it anywhere. */
  url(node = this.node) {
    if (!node) return NO_ADDRESS;
    const { devId, uuid, visitor } = this;
    const { userId, userKey } = visitor;
    const secure = this.isSecure(node);
    return connectionUrl(node, { secure, devId, userId, userKey, uuid }, VERSION.slice(0, 4));
  }
  /** Equal as long as running connections need not be renewed. It holds the key. */
  get urls() {
    return [this._rotates, ...this.nodes.map((node) => this.url(node))].join();
  }
  /** Nodes, account and visitor. Tabs with the same identity form a group. */
  get identity() {
    return [this.nodes.join(), this.devId, this.visitor.userId].join(" ");
  }
}
function storedUuid() {
  const uuid = fit(readStorage(UUID_STORAGE_KEY), UUID) || randomId(32);
  writeStorage(UUID_STORAGE_KEY, uuid);
  return uuid;
}

export { Settings };
//# sourceMappingURL=settings.js.map
