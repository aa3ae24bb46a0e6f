/**
 * The client of one visitor. `client/` has everything above the link: settings, subscriptions,
 * publishing, questions, authorisation. It may not know whether its tab holds the connection: the link
 * looks the same in every tab.
 */
import { AuthState } from "./auth-state";
import type { Defaults } from "./defaults";
import { randomId } from "../platform/ids";
import type { CometError } from "../api/errors";
import { StateOfConnection } from "./connection-state";
import { denialOf, warningOf } from "./denial";
import { Events } from "./events";
import type { LinkListener, LinkState, Turn } from "../tabs/link";
import { KeyExchange } from "./key-exchange";
import { Logger } from "../platform/console";
import { Settings } from "./settings";
import { isPresenceOf, type ServerMessage, type FrameMessage } from "../protocol/messages";
import { Publisher } from "./publisher";
import { Readiness } from "./readiness";
import { Queries } from "./queries";
import { QueueWait } from "./queue-wait";
import { Subscriptions } from "./subscriptions";
import { SharedLink } from "../tabs/shared-link";
import { Shards } from "../connection/shards";
import type { CometOptions, Gap, NodeState } from "../api/types";

/** Creates the parts of a client and connects them. */
export class Client implements LinkListener {
  readonly settings: Settings;
  readonly log = new Logger(() => this.settings.logger);
  readonly events = new Events();
  readonly auth = new AuthState(this.events);
  readonly link: SharedLink = new SharedLink(
    {
      group: () => this.settings.identity,
      userId: () => this.settings.visitor.userId,
      tab: () => this.tab,
      isOwnPresence: (message) =>
        isPresenceOf(message, this.settings.uuid, Number(this.settings.visitor.userId)),
      recovers: (channel) => this.subscriptions.recovers(channel) ?? this.settings.options.recover,
      prefersVisible: () => this.settings.prefersVisible,
      wantsStandby: () => this.settings.wantsStandby,
      createConnection: (listener) =>
        new Shards(this.settings.addresses, listener, this._defaults.network),
      isShared: this._defaults.isShared,
    },
    this,
  );
  readonly subscriptions = new Subscriptions(
    (...wants) => this.link.setChannels(...wants),
    (text) => this.log.warnOnce(text),
  );
  readonly queue = new QueueWait((message, turn) => {
    // For a message that the last page of this tab has left, `oncePerBrowser` callbacks may have run
    // in another tab.
    if (turn || this.link.tabs.tabs.length < 2) this._dispatch(message, turn);
    else this.subscriptions.dispatch(message, () => undefined);
  });
  readonly publisher = new Publisher(
    this.link,
    () => this.settings.visitor.userId,
    (error) => error && this.report(error),
    (details) => this.events.emit("unconfirmed", details),
  );
  readonly state = new StateOfConnection(this.events);
  readonly readiness = new Readiness(this.link);
  readonly queries = new Queries(this.link, (error) => this.report(error));
  /** The key that the server holds for the visitor. */
  realUserKey = "";

  private _tab = "";
  private _past: "none" | "started" | "refused" = "none";
  private readonly _keys: KeyExchange;

  constructor(private readonly _defaults: Defaults = {}) {
    this.settings = new Settings(_defaults);
    const renew = () => this.connect(undefined, true);
    this._keys = new KeyExchange(this.settings, this.link, this.auth, renew);
    this.settings.keys.onError = (error) => this.report(error);
  }

  /** Id of the tab. Created when first used, so that the import has no effect. */
  get tab(): string {
    return (this._tab = this._tab || randomId(16));
  }

  /**
   * Merges options and connects. Renews a running connection if the options change it, or if `isAnew`.
   * Without a node, a running connection ends.
   */
  connect(options: CometOptions | undefined, isAnew = this._past === "refused"): void {
    const { settings, link } = this;
    const { identity } = settings;
    const urls = link.isStarted ? settings.urls : undefined;
    this.merge(options);
    this.log.warnOnce(settings.notice);
    if (!settings.node) return this._doNothing(settings.noNode());
    // Another visitor has another group of tabs. With the same visitor, the group goes on.
    if (settings.identity !== identity) {
      // Commands that were given before the first start belong to this visitor.
      if (this._past !== "none") {
        link.stop();
        this.publisher.stop();
        link.discard();
      }
    } else if (urls !== undefined && (isAnew || settings.urls !== urls))
      link.restart(settings.forTabs);
    this.readiness.begin();
    settings.keys.start();
    if (this._past === "none") this._past = "started";
    this._keys.begin();
    this.state.start();
    link.start();
    // A listener of `master` or `slave` may have called `stop`.
    if (link.isStarted) this.queue.start(settings.identity, settings.queueDelay);
  }

  /** Connects anew, also with the same options. */
  restart(options: CometOptions | undefined): void {
    this.settings.keys.retry();
    this.connect(options, true);
  }

  /** Ends receiving and sending until `connect`. */
  stop(): void {
    this.state.stop(() => {
      this.settings.keys.stop();
      this.publisher.stop();
      this.queue.stop();
      this.readiness.stop();
      this.link.stop();
    });
  }

  onMessage(message: ServerMessage, turn?: Turn): void {
    if (message.kind === "info") {
      this.realUserKey = message.userKey.replace(" ", "_");
      if (message.authorized) this.auth.authorize();
      else this._deny(message.time);
      return this._keys.onAuthorized(message.authorized);
    }
    if ("reason" in message) this.log.warn(`${message.kind}: ${message.reason}`);
    if ("channel" in message && !this.queue.takes(message, turn)) this._dispatch(message, turn);
  }

  private _deny(serverTime: number): void {
    const { visitor } = this.settings;
    const { userId, userKey } = visitor;
    const denial = denialOf(visitor, serverTime, this._keys.origin);
    if (this.link.isMaster) this.log.warnOnce(warningOf(denial, userId), `${userId} ${userKey}`);
    this.auth.deny(denial);
  }

  private _dispatch(message: FrameMessage, turn?: Turn): void {
    this.subscriptions.dispatch(message, (name, run) =>
      turn ? this.link.takeTurn(name, turn, run) : run(),
    );
  }

  onHeard(channels: readonly string[], lack?: string): void {
    this.readiness.onHeard(channels, lack);
  }

  onRefusedKey(): boolean {
    return this.settings.keys.refuse();
  }

  onState(state: LinkState): void {
    if (state.type !== "refused") this.readiness.begin();
    this.state.take(state);
  }

  onConnect(): void {
    this._past = "started";
    this.readiness.onConnect();
    this._keys.onConnect();
    this.log.info("connected");
    this.events.emit("connect");
  }

  onDisconnect(code: number): void {
    this.readiness.onDisconnect();
    if (this.auth.status) this.queue.onLost();
    this.log.info(`disconnected (${code})`);
    this.events.emit("disconnect", code);
  }

  onFatal(error: CometError): void {
    this._past = "refused";
    this.readiness.refuse(error);
    this.report(error);
  }

  onNode(state: NodeState): void {
    const { node, isConnected, reason } = state;
    if (reason !== undefined && this.settings.nodes.length > 1) this.log.warn(`${node}: ${reason}`);
    this.log.debug(`${node} ${isConnected ? "reached" : "not reached"}`);
    this.events.emit("node", state);
  }

  onGap(gap: Gap): void {
    this.events.emit("gap", gap);
  }

  onRole(isMaster: boolean): void {
    this.log.debug(isMaster ? "this tab holds the connection" : "another tab holds the connection");
    this.events.emit(isMaster ? "master" : "slave");
  }

  onTabs(): void {
    this.events.emit("tabs", this.link.tabs);
  }

  onOptions(options: CometOptions): void {
    this._keys.onOptions(options);
  }

  onProposal(options: CometOptions): void {
    this._keys.onProposal(options);
  }

  /** Merges options of the page. What belonged to another visitor is forgotten. */
  merge(options?: CometOptions): void {
    const settings = this.settings;
    const { identity } = settings;
    for (const { message } of settings.merge(options)) this.log.error(message);
    if (settings.identity === identity) return;
    this.auth.reset();
    settings.keys.reset();
    this.realUserKey = "";
    // Early messages of another visitor must not reach this one.
    this.subscriptions.forgetEarly();
  }

  /** There is nothing to connect to. */
  private _doNothing(error: CometError): void {
    // What waits is told this mistake, not the stop; and so is what the page asks for later.
    this.readiness.refuse(error);
    this.stop();
    this.readiness.refuse(error);
    this.report(error);
  }

  /** Tells a mistake. */
  report(error: CometError): void {
    // `onMessage` has written refusals to the console already.
    if (error.code !== "refused") this.log.error(error.message);
    this.events.emit("error", error);
  }
}
