import { Client } from '../client/client.js';
import { LiveSubscription } from '../client/live-subscription.js';
import { howMany, whoListens, whatIsStored } from '../client/queries.js';

class PromiseNames {
  constructor(defaults) {
    this._client = new Client(defaults);
  }
  /** Tells a mistake by the event `error`. */
  static report(api, error) {
    api._client.report(error);
  }
  /** Calls a callback at each `stop()`. Returns a function that ends this. */
  static onStop(api, callback) {
    return api._client.readiness.onStop(callback);
  }
  subscribe(key, handler, options) {
    return new LiveSubscription(key, this._client, handler, options);
  }
  publish(channel, event, data, options) {
    return this._client.publisher.publish(channel, event, data, options);
  }
  history(channel, options) {
    return this._client.queries.history(channel, options);
  }
  countUsers(channel, options) {
    return this._client.queries.ask(howMany(channel), options).then(({ user_in_pipe }) => user_in_pipe);
  }
  trackedUsers(channel, options) {
    return this._client.queries.ask(whoListens(channel), options);
  }
  userData(userId, options) {
    return this._client.queries.ask(whatIsStored(userId), options).then(({ user_data }) => user_data);
  }
  get state() {
    return this._client.state.current;
  }
  connected(options) {
    return this._client.readiness.wait([], options);
  }
}

export { PromiseNames };
//# sourceMappingURL=promise-names.js.map
