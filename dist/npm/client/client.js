import { AuthState } from './auth-state.js';
import { randomId } from '../platform/ids.js';
import { StateOfConnection } from './connection-state.js';
import { denialOf, warningOf } from './denial.js';
import { Events } from './events.js';
import { KeyExchange } from './key-exchange.js';
import { Logger } from '../platform/console.js';
import { Settings } from './settings.js';
import { isPresenceOf } from '../protocol/messages.js';
import { Publisher } from './publisher.js';
import { Readiness } from './readiness.js';
import { Queries } from './queries.js';
import { QueueWait } from './queue-wait.js';
import { Subscriptions } from './subscriptions.js';
import { SharedLink } from '../tabs/shared-link.js';
import { Shards } from '../connection/shards.js';

class Client {
  constructor(_defaults = {}) {
    this._defaults = _defaults;
    this.log = new Logger(() => this.settings.logger);
    this.events = new Events();
    this.auth = new AuthState(this.events);
    this.link = new SharedLink(
      {
        group: () => this.settings.identity,
        userId: () => this.settings.visitor.userId,
        tab: () => this.tab,
        isOwnPresence: (message) => isPresenceOf(message, this.settings.uuid, Number(this.settings.visitor.userId)),
        recovers: (channel) => this.subscriptions.recovers(channel) ?? this.settings.options.recover,
        prefersVisible: () => this.settings.prefersVisible,
        wantsStandby: () => this.settings.wantsStandby,
        createConnection: (listener) => new Shards(this.settings.addresses, listener, this._defaults.network),
        isShared: this._defaults.isShared
      },
      this
    );
    this.subscriptions = new Subscriptions(
      (...wants) => this.link.setChannels(...wants),
      (text) => this.log.warnOnce(text)
    );
    this.queue = new QueueWait((message, turn) => {
      if (turn || this.link.tabs.tabs.length < 2) this._dispatch(message, turn);
      else this.subscriptions.dispatch(message, () => void 0);
    });
    this.publisher = new Publisher(
      this.link,
      () => this.settings.visitor.userId,
      (error) => error && this.report(error),
      (details) => this.events.emit("unconfirmed", details)
    );
    this.state = new StateOfConnection(this.events);
    this.readiness = new Readiness(this.link);
    this.queries = new Queries(this.link, (error) => this.report(error));
    /** The key that the server holds for the visitor. */
    this.realUserKey = "";
    this._tab = "";
    this._past = "none";
    this.settings = new Settings(_defaults);
    const renew = () => this.connect(void 0, true);
    this._keys = new KeyExchange(this.settings, this.link, this.auth, renew);
    this.settings.keys.onError = (error) => this.report(error);
  }
  /** Id of the tab. Created when first used, so that the import has no effect. */
  get tab() {
    return this._tab = this._tab || randomId(16);
  }
  /**
   * Merges options and connects. Renews a running connection if the options change it, or if `isAnew`.
   * Without a node, a running connection ends.
   */
  connect(options, isAnew = this._past === "refused") {
    const { settings, link } = this;
    const { identity } = settings;
    const urls = link.isStarted ? settings.urls : void 0;
    this.merge(options);
    this.log.warnOnce(settings.notice);
    if (!settings.node) return this._doNothing(settings.noNode());
    if (settings.identity !== identity) {
      if (this._past !== "none") {
        link.stop();
        this.publisher.stop();
        link.discard();
      }
    } else if (urls !== void 0 && (isAnew || settings.urls !== urls))
      link.restart(settings.forTabs);
    this.readiness.begin();
    settings.keys.start();
    if (this._past === "none") this._past = "started";
    this._keys.begin();
    this.state.start();
    link.start();
    if (link.isStarted) this.queue.start(settings.identity, settings.queueDelay);
  }
  /** Connects anew, also with the same options. */
  restart(options) {
    this.settings.keys.retry();
    this.connect(options, true);
  }
  /** Ends receiving and sending until `connect`. */
  stop() {
    this.state.stop(() => {
      this.settings.keys.stop();
      this.publisher.stop();
      this.queue.stop();
      this.readiness.stop();
      this.link.stop();
    });
  }
  onMessage(message, turn) {
    if (message.kind === "info") {
      this.realUserKey = message.userKey.replace(" ", "_");
      if (message.authorized) this.auth.authorize();
      else this._deny(message.time);
      return this._keys.onAuthorized(message.authorized);
    }
    if ("reason" in message) this.log.warn(`${message.kind}: ${message.reason}`);
    if ("channel" in message && !this.queue.takes(message, turn)) this._dispatch(message, turn);
  }
  _deny(serverTime) {
    const { visitor } = this.settings;
    const { userId, userKey } = visitor;
    const denial = denialOf(visitor, serverTime, this._keys.origin);
    if (this.link.isMaster) this.log.warnOnce(warningOf(denial, userId), `${userId} ${userKey}`);
    this.auth.deny(denial);
  }
  _dispatch(message, turn) {
    this.subscriptions.dispatch(
      message,
      (name, run) => turn ? this.link.takeTurn(name, turn, run) : run()
    );
  }
  onHeard(channels, lack) {
    this.readiness.onHeard(channels, lack);
  }
  onRefusedKey() {
    return this.settings.keys.refuse();
  }
  onState(state) {
    if (state.type !== "refused") this.readiness.begin();
    this.state.take(state);
  }
  onConnect() {
    this._past = "started";
    this.readiness.onConnect();
    this._keys.onConnect();
    this.log.info("connected");
    this.events.emit("connect");
  }
  onDisconnect(code) {
    this.readiness.onDisconnect();
    if (this.auth.status) this.queue.onLost();
    this.log.info(`disconnected (${code})`);
    this.events.emit("disconnect", code);
  }
  onFatal(error) {
    this._past = "refused";
    this.readiness.refuse(error);
    this.report(error);
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
    this.log.debug(isMaster ? "this tab holds the connection" : "another tab holds the connection");
    this.events.emit(isMaster ? "master" : "slave");
  }
  onTabs() {
    this.events.emit("tabs", this.link.tabs);
  }
  onOptions(options) {
    this._keys.onOptions(options);
  }
  onProposal(options) {
    this._keys.onProposal(options);
  }
  /** Merges options of the page. What belonged to another visitor is forgotten. */
  merge(options) {
    const settings = this.settings;
    const { identity } = settings;
    for (const { message } of settings.merge(options)) this.log.error(message);
    if (settings.identity === identity) return;
    this.auth.reset();
    settings.keys.reset();
    this.realUserKey = "";
    this.subscriptions.forgetEarly();
  }
  /** There is nothing to connect to. */
  _doNothing(error) {
    this.readiness.refuse(error);
    this.stop();
    this.readiness.refuse(error);
    this.report(error);
  }
  /** Tells a mistake. */
  report(error) {
    if (error.code !== "refused") this.log.error(error.message);
    this.events.emit("error", error);
  }
}

export { Client };
//# sourceMappingURL=client.js.map
