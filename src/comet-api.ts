import { AuthState } from "./auth-state";
import type { CometServerApi } from "./contract";
import type { Deliverable } from "./delivery";
import { callPage, nextTask, randomId } from "./env";
import { CometError } from "./errors";
import { Events } from "./events";
import type { Link } from "./link";
import { Logger } from "./logger";
import { Settings } from "./options";
import { statisticsCommand } from "./protocol/commands";
import type { ServerMessage } from "./protocol/messages";
import { Publisher } from "./publisher";
import { Queries } from "./queries";
import { RecentIds } from "./recent-ids";
import { Subscriptions } from "./subscriptions";
import { Session } from "./transport/session";
import type {
  ChannelCount,
  CometEvents,
  CometOptions,
  MessageCallback,
  TrackedUser,
  UserData,
} from "./types";
import { VERSION } from "./version";

/** The client: makes the parts, connects them, and gives them the documented names. */
export class CometApi implements CometServerApi {
  readonly version = VERSION;
  onAuthFalill = this.onAuthFail;
  Subscription = this.subscription;

  private readonly _log = new Logger();
  private readonly _settings = new Settings();
  private readonly _events = new Events();
  private readonly _auth = new AuthState(this._events);
  private readonly _subscriptions = new Subscriptions((channels) =>
    this._link.setChannels(channels),
  );
  private readonly _link: Link;
  private readonly _publisher: Publisher;
  private readonly _queries: Queries;
  private _realUserKey = "";
  private _tabUuid = "";
  private _whenConnected: (() => unknown)[] = [];

  constructor() {
    const settings = this._settings;
    const onDone = (error?: CometError) => error && this._onError(error);
    this._link = new Session(() => settings.url(), {
      onMessage: (message) => this._onMessage(message),
      onConnect: () => {
        settings.connected();
        this._callWhenConnected();
        this._log.debug("connected");
        this._events.emit("connect");
      },
      onDisconnect: (code) => {
        settings.disconnected();
        this._log.debug(`disconnected (${code})`);
        this._events.emit("disconnect", code);
      },
      onFatal: (error) => this._onError(error),
    });
    this._publisher = new Publisher(this._link, () => settings.userId, onDone);
    this._queries = new Queries(this._link, onDone);
  }

  start(options?: CometOptions, onConnected?: () => unknown): true {
    if (onConnected) this._whenConnected.push(onConnected);
    if (this._merge(options)) this._link.stop();
    this._link.start();
    if (this.isConnected()) nextTask(() => this._callWhenConnected());
    return true;
  }

  restart(options?: CometOptions): void {
    this._merge(options);
    this._link.stop();
    this.start();
  }

  stop(): void {
    this._publisher.stop();
    this._link.stop();
  }

  on<Event extends keyof CometEvents>(event: Event, callback: CometEvents[Event]): () => void {
    return this._events.on(event, callback);
  }

  subscription(key: string | MessageCallback, callback?: MessageCallback): string | false {
    return this._attempt(
      () =>
        typeof key === "function"
          ? this._subscriptions.add("", key)
          : this._subscriptions.add(key, callback),
      false,
    );
  }

  unsubscription(id?: string): boolean {
    if (!id) this._log.warn("unsubscription needs an id");
    return this._subscriptions.remove(id);
  }

  unsubscriptionAll(): true {
    this._subscriptions.clear();
    return true;
  }

  web_pipe_send(...args: unknown[]): boolean | undefined {
    return this._publish(args[args.length < 3 ? 1 : 2], () => this._publisher.send(args));
  }

  multi_web_pipe_send(
    channel: string,
    event: string | null | undefined,
    message: object,
    count = 3,
    interval = 1000,
  ): boolean | undefined {
    return this._publish(message, () =>
      this._publisher.sendRepeatedly(channel, event, message, count, interval),
    );
  }

  get_pipe_log(channel: string, callback?: MessageCallback, onEnd?: () => void): boolean {
    return this._done(() => {
      const copies = new RecentIds();
      const onLog = (message: Deliverable) => this._subscriptions.dispatch(message, copies);
      // First, so that nothing is missed between the log and the first live message.
      if (callback) this._subscriptions.addOnce(channel, callback);
      this._queries.log(channel, onLog, onEnd);
    });
  }

  count_users_in_pipe(channel: string, callback: MessageCallback<ChannelCount>): boolean {
    return this._done(() => this._queries.count(channel, callback));
  }

  getTrackPipeUsers(channel: string, callback: MessageCallback<TrackedUser[]>): boolean {
    return this._done(() => this._queries.users(channel, callback));
  }

  getUserData(userId: number | string, callback: MessageCallback<UserData>): boolean {
    return this._done(() => this._queries.data(userId, callback));
  }

  sendStatistics(name: string, version: string, data?: unknown): boolean {
    return this._done(() => {
      const command = statisticsCommand({ dev_id: this.getDevId(), name, version, data });
      this._link.send({ command, onDone: () => undefined });
    });
  }

  onAuthSuccess(callback: () => unknown): void {
    this._done(() => this._auth.on(true, callback));
  }

  onAuthFail(callback: () => unknown): void {
    this._done(() => this._auth.on(false, callback));
  }

  isAuthorized(): boolean | undefined {
    return this._auth.status;
  }

  isMaster(): boolean | undefined {
    return this._link.isStarted || undefined;
  }

  isConnected(): boolean {
    return this._link.isConnected;
  }

  get options(): CometOptions {
    return this._settings.options;
  }

  getUserId(): string {
    return this._settings.userId;
  }

  getUserKey(): string {
    return this._settings.userKey;
  }

  getRealUserKey(): string {
    return this._realUserKey;
  }

  setRealUserKey(key: string): void {
    this._realUserKey = key;
  }

  getDevId(): number {
    return this._settings.devId;
  }

  getUUID(): string {
    return this._settings.uuid;
  }

  getTabUUID(): string {
    return (this._tabUuid = this._tabUuid || randomId(16));
  }

  getCustomString(length = 10): string {
    return randomId(length);
  }

  getUrl(node?: string): string {
    return this._settings.url(node);
  }

  UseWebSocket(use = true): true {
    if (!use) this._log.warn("long polling is gone");
    return true;
  }

  UseWss(use?: boolean): boolean {
    if (use !== undefined) this.options.wss = use;
    return this.isUseWss();
  }

  isUseWss(): boolean {
    return this._settings.secure;
  }

  get LogLevel(): number {
    return this._log.level;
  }

  set LogLevel(level: number) {
    this._log.level = level;
  }

  getLogLevel(): number {
    return this.LogLevel;
  }

  setLogLevel(level: number): void {
    this.LogLevel = level;
  }

  /** Returns whether a running connection has to be renewed. */
  private _merge(options?: CometOptions): boolean {
    const settings = this._settings;
    const { identity } = settings;
    const url = settings.url();
    for (const error of settings.merge(options)) this._log.error(error.message);
    if (settings.isDemo) this._log.warn("no dev_id: using the demo account");
    if (settings.identity !== identity) {
      this._auth.reset();
      // What was another visitor's is neither shown nor sent in this one's name.
      this._subscriptions.forgetEarly();
      if (this._link.isStarted) this._link.discard();
    }
    return this._link.isStarted && settings.url() !== url;
  }

  private _callWhenConnected(): void {
    for (const callback of this._whenConnected.splice(0)) callPage(callback);
  }

  private _onMessage(message: ServerMessage): void {
    if (message.kind === "info") {
      this._realUserKey = message.userKey.replace(" ", "_");
      return this._auth.update(message.authorized);
    }
    if ("reason" in message) this._log.warn(`${message.kind}: ${message.reason}`);
    if ("channel" in message) this._subscriptions.dispatch(message);
  }

  private _onError(error: CometError): void {
    // Refusals were written when they arrived; nobody can act on a broken connection.
    if (error.code === "unconfirmed") this._log.debug(error.message);
    else if (error.code !== "refused") this._log.error(error.message);
    this._events.emit("error", error);
  }

  private _publish(message: unknown, action: () => boolean): boolean | undefined {
    return this._attempt(action, message === undefined ? false : undefined);
  }

  private _done(action: () => void): boolean {
    return this._attempt(() => (action(), true), false);
  }

  /** Writes a mistake of the caller to the console, and returns `otherwise`. */
  private _attempt<Result, Otherwise>(
    action: () => Result,
    otherwise: Otherwise,
  ): Result | Otherwise {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      this._log.error(error.message);
      return otherwise;
    }
  }
}
