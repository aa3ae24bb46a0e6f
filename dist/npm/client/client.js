import { AuthState } from './auth-state.js';
import { randomId } from '../platform/ids.js';
import { nextTask, callPage } from '../platform/tasks.js';
import { checkCallback } from '../api/errors.js';
import { Events } from './events.js';
import { Logger } from '../platform/console.js';
import { Settings } from './settings.js';
import { isPresenceOf } from '../protocol/messages.js';
import { Publisher } from './publisher.js';
import { Queries } from './queries.js';
import { QueueWait } from './queue-wait.js';
import { Subscriptions } from './subscriptions.js';
import { SharedLink } from '../tabs/shared-link.js';
import { Shards } from '../connection/shards.js';

const MAX_PROPOSALS = 3;
class Client {
  constructor(defaults) {
    this.log = new Logger();
    this.events = new Events();
    this.auth = new AuthState(this.events);
    this.link = new SharedLink(
      {
        group: () => this.settings.identity,
        userId: () => this.settings.visitor.userId,
        tab: () => this.tab,
        isOwnPresence: (message) => isPresenceOf(message, this.settings.uuid, Number(this.settings.visitor.userId)),
        recovers: (channel) => this.subscriptions.recovers(channel) ?? this.settings.options.recover,
        createConnection: (listener) => new Shards(this.settings.addresses, listener)
      },
      this
    );
    this.subscriptions = new Subscriptions(
      (...wants) => this.link.setChannels(...wants),
      (text) => this._warnOnce(text)
    );
    this.queue = new QueueWait((message, turn) => {
      if (turn || this.link.tabs.tabs.length < 2) this._dispatch(message, turn);
      else this.subscriptions.dispatch(message, () => void 0);
    });
    this.publisher = new Publisher(
      this.link,
      () => this.settings.visitor.userId,
      (error) => error && this._onError(error),
      (details) => this.events.emit("unconfirmed", details)
    );
    this.queries = new Queries(this.link, (error) => this._onError(error));
    /** The key that the server holds for the visitor. */
    this.realUserKey = "";
    this._tab = "";
    this._whenConnected = [];
    this._isRefused = false;
    this._wasStarted = false;
    /** The key that this page gave. */
    this._ownKey = "";
    /** How often `_ownKey` was proposed. */
    this._proposals = 0;
    /** The warnings so far, each written once: a page may call `start` at every click. */
    this._warnings = /* @__PURE__ */ new Set();
    this.settings = new Settings(defaults);
  }
  /** Id of the tab. Created when first used, so that the import has no effect. */
  get tab() {
    return this._tab = this._tab || randomId(16);
  }
  /**
   * Merges options and connects. Renews a running connection if the options change it, or if `isAnew`.
   * Without a node, a running connection ends.
   */
  connect(options, isAnew = this._isRefused) {
    const { settings, link } = this;
    const { identity } = settings;
    const urls = link.isStarted ? settings.urls : void 0;
    this.merge(options);
    this._warnOnce(settings.notice);
    if (!settings.node) {
      this.queue.stop();
      link.stop();
      return this._onError(settings.noNode());
    }
    if (settings.identity !== identity) {
      link.stop();
      if (this._wasStarted) {
        this.publisher.stop();
        link.discard();
      }
    } else if (urls !== void 0 && (isAnew || settings.urls !== urls))
      link.restart(settings.forTabs);
    this._wasStarted = true;
    this._ownKey = settings.visitor.userKey;
    this._proposals = 0;
    link.start();
    if (link.isStarted) this.queue.start(settings.identity, settings.queueDelay);
  }
  /**
   * Calls a callback of the page once, as soon as the server is reached.
   * @throws CometError if `callback` is not a function.
   */
  whenConnected(callback) {
    checkCallback(callback);
    this._whenConnected.push(callback);
    if (this.link.isConnected) nextTask(() => this.link.isConnected && this._callWhenConnected());
  }
  onMessage(message, turn) {
    if (message.kind === "info") {
      this.realUserKey = message.userKey.replace(" ", "_");
      return this.auth.update(message.authorized);
    }
    if ("reason" in message) this.log.warn(`${message.kind}: ${message.reason}`);
    if ("channel" in message && !this.queue.takes(message, turn)) this._dispatch(message, turn);
  }
  _dispatch(message, turn) {
    this.subscriptions.dispatch(
      message,
      (name, run) => turn ? this.link.takeTurn(name, turn, run) : run()
    );
  }
  onConnect() {
    if (!this.link.isMaster && !this.auth.status) this._proposeKey();
    this._isRefused = false;
    this._callWhenConnected();
    this.log.debug("connected");
    this.events.emit("connect");
  }
  onDisconnect(code) {
    if (this.auth.status) this.queue.onLost();
    this.log.debug(`disconnected (${code})`);
    this.events.emit("disconnect", code);
  }
  onFatal(error) {
    this._isRefused = true;
    this._onError(error);
  }
  onNode(state) {
    const { node, isConnected, reason } = state;
    if (reason !== void 0 && this.settings.nodes.length > 1) this.log.warn(`${node}: ${reason}`);
    this.log.debug(`${node} ${isConnected ? "reached" : "not reached"}`);
    this.events.emit("node", state);
  }
  onGap(gap) {
    this.events.emit("gap", gap);
  }
  onRole(isMaster) {
    this.events.emit(isMaster ? "master" : "slave");
  }
  onTabs() {
    this.events.emit("tabs", this.link.tabs);
  }
  onOptions(options) {
    this._othersKey = options.user_key;
    this.settings.adopt(options);
  }
  onProposal(options) {
    const { auth, link, settings } = this;
    const isRefused = auth.status === false && link.isConnected;
    if (!isRefused || settings.hidesVisitor || options.user_key === settings.userKey) return;
    settings.adopt(options);
    this.connect(void 0, true);
  }
  /** The server refused the key of another tab. The key of this tab may be newer. */
  _proposeKey() {
    const user_key = this._ownKey;
    if (user_key && user_key !== this._othersKey && ++this._proposals <= MAX_PROPOSALS)
      this.link.propose({ user_key });
  }
  /** Merges options of the page. What belonged to another visitor is forgotten. */
  merge(options) {
    const settings = this.settings;
    const { identity } = settings;
    for (const { message } of settings.merge(options)) this.log.error(message);
    if (settings.identity === identity) return;
    this.auth.reset();
    this.realUserKey = "";
    this.subscriptions.forgetEarly();
  }
  _warnOnce(text) {
    if (!text || this._warnings.has(text)) return;
    this._warnings.add(text);
    this.log.warn(text);
  }
  _callWhenConnected() {
    for (const callback of this._whenConnected.splice(0)) callPage(callback);
  }
  _onError(error) {
    if (error.code !== "refused") this.log.error(error.message);
    this.events.emit("error", error);
  }
}

export { Client };
//# sourceMappingURL=client.js.map
