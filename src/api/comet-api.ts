import { howMany, whatIsStored, whoListens } from "../client/queries";
import type { FrameMessage } from "../protocol/messages";
import type { CometServerApi } from "./contract";
import { attempt } from "./attempt";
import { checkCallback } from "./errors";
import { PromiseNames } from "./promise-names";
import { RecentIds } from "../platform/recent-ids";
import type {
  ChannelCount,
  CometEvents,
  CometOptions,
  MessageCallback,
  SubscriptionOptions,
  TabsInfo,
  TrackedUser,
  UserData,
} from "./types";
import { VERSION } from "../client/version";

/** The documented names, each a call of a part of `Client`. */
export class CometApi extends PromiseNames implements CometServerApi {
  readonly version = VERSION;

  start(options?: CometOptions, onConnected?: () => unknown): true {
    this._client.connect(options);
    if (onConnected) this._done(() => this._client.readiness.call(onConnected));
    return true;
  }

  restart(options?: CometOptions): void {
    this._client.restart(options);
  }

  stop(): void {
    this._client.stop();
  }

  on<Event extends keyof CometEvents>(event: Event, callback: CometEvents[Event]): () => void {
    return this._client.events.on(event, callback);
  }

  subscription(
    key: string | MessageCallback,
    callback?: MessageCallback,
    options?: SubscriptionOptions,
  ): string | false {
    const { subscriptions } = this._client;
    return this._attempt(
      () =>
        typeof key === "function"
          ? subscriptions.add("", key)
          : subscriptions.add(key, callback, options),
      false,
    );
  }

  oncePerBrowser(key: string, callback: MessageCallback): string | false {
    return this._attempt(() => {
      checkCallback(callback);
      return this._client.subscriptions.add(key, callback, {}, true);
    }, false);
  }

  unsubscription(id?: string | false): boolean {
    if (!id) this._client.log.warn("unsubscription needs an id");
    return this._client.subscriptions.remove(id);
  }

  unsubscriptionAll(): true {
    this._client.subscriptions.clear();
    return true;
  }

  web_pipe_send(...args: unknown[]): boolean | undefined {
    return this._publish(args[args.length < 3 ? 1 : 2], () => this._client.publisher.send(args));
  }

  multi_web_pipe_send(
    channel: string,
    event: string | null | undefined,
    message: object,
    count = 3,
    interval = 1000,
  ): boolean | undefined {
    return this._publish(message, () =>
      this._client.publisher.sendRepeatedly(channel, event, message, count, interval),
    );
  }

  get_pipe_log(channel: string, callback?: MessageCallback, onEnd?: () => void): boolean {
    return this._done(() => {
      if (onEnd) checkCallback(onEnd);
      const copies = new RecentIds();
      // A log repeats old messages, so `oncePerBrowser` callbacks do not run for it.
      const onLog = (message: FrameMessage) =>
        this._client.subscriptions.dispatch(message, () => undefined, copies);
      // Subscribe first, so that no message between the log and the first live one is missed.
      if (callback) this._client.subscriptions.addOnce(channel, callback);
      this._client.queries.log(channel, onLog, onEnd);
    });
  }

  count_users_in_pipe(channel: string, callback: MessageCallback<ChannelCount>): boolean {
    return this._done(() => this._client.queries.tell(howMany(channel), callback));
  }

  getTrackPipeUsers(channel: string, callback: MessageCallback<TrackedUser[]>): boolean {
    return this._done(() => this._client.queries.tell(whoListens(channel), callback));
  }

  getUserData(userId: number | string, callback: MessageCallback<UserData>): boolean {
    return this._done(() => this._client.queries.tell(whatIsStored(userId), callback));
  }

  onAuthSuccess(callback: () => unknown): void {
    this._done(() => this._client.auth.on(true, callback));
  }

  onAuthFail(callback: () => unknown): void {
    this._done(() => this._client.auth.on(false, callback));
  }

  get onAuthFalill(): this["onAuthFail"] {
    return this.onAuthFail;
  }

  isAuthorized(): boolean | undefined {
    return this._client.auth.status;
  }

  isMaster(): boolean | undefined {
    return this._client.link.isMaster;
  }

  inspect(): TabsInfo {
    return this._client.link.tabs;
  }

  isConnected(): boolean {
    return this._client.link.isConnected;
  }

  get options(): CometOptions {
    return this._client.settings.options;
  }

  getUserId(): string {
    return this._client.settings.userId;
  }

  getUserKey(): string {
    return this._client.settings.userKey;
  }

  getDevId(): number {
    return this._client.settings.devId;
  }

  getUUID(): string {
    return this._client.settings.uuid;
  }

  getTabUUID(): string {
    return this._client.tab;
  }

  get LogLevel(): number {
    return this._client.log.level;
  }

  set LogLevel(level: number) {
    this._client.log.level = level;
  }

  private _publish(message: unknown, action: () => boolean): boolean | undefined {
    return this._attempt(action, message === undefined ? false : undefined);
  }

  protected _done(action: () => void): boolean {
    return this._attempt(() => (action(), true), false);
  }

  private _attempt<Result, Otherwise>(
    action: () => Result,
    otherwise: Otherwise,
  ): Result | Otherwise {
    return attempt(action, otherwise, this._client.log);
  }
}
