import { Client } from "../client/client";
import type { Defaults } from "../client/defaults";
import { LiveSubscription } from "../client/live-subscription";
import { howMany, whatIsStored, whoListens } from "../client/queries";
import type { AnyChannels, Message } from "./channels";
import type { CometError } from "./errors";
import type { PromiseApi, SubscribeOptions, Subscription, WaitOptions } from "./promises";
import type { ConnectionState, DeliveryReport, TrackedUser } from "./types";

/** The names with promises, each a call of a part of `Client`. */
export class PromiseNames implements PromiseApi<AnyChannels> {
  protected _client: Client;

  constructor(defaults?: Defaults) {
    this._client = new Client(defaults);
  }

  /** Tells a mistake by the event `error`. */
  static report(api: object, error: CometError): void {
    (api as PromiseNames)._client.report(error);
  }

  /** Calls a callback at each `stop()`. Returns a function that ends this. */
  static onStop(api: object, callback: () => void): () => void {
    return (api as PromiseNames)._client.readiness.onStop(callback);
  }

  subscribe(
    key: string,
    handler: (message: Message) => void,
    options?: SubscribeOptions,
  ): Subscription {
    return new LiveSubscription(key, this._client, handler, options);
  }

  publish(
    channel: string,
    event: string,
    data: unknown,
    options?: WaitOptions,
  ): Promise<DeliveryReport> {
    return this._client.publisher.publish(channel, event, data, options);
  }

  history(channel: string, options?: WaitOptions): Promise<Message[]> {
    return this._client.queries.history(channel, options);
  }

  countUsers(channel: string, options?: WaitOptions): Promise<number> {
    return this._client.queries
      .ask(howMany(channel), options)
      .then(({ user_in_pipe }) => user_in_pipe);
  }

  trackedUsers(channel: string, options?: WaitOptions): Promise<TrackedUser[]> {
    return this._client.queries.ask(whoListens(channel), options);
  }

  userData(userId: number | string, options?: WaitOptions): Promise<string> {
    return this._client.queries
      .ask(whatIsStored(userId), options)
      .then(({ user_data }) => user_data);
  }

  get state(): ConnectionState {
    return this._client.state.current;
  }

  connected(options?: WaitOptions): Promise<void> {
    return this._client.readiness.wait([], options);
  }
}
